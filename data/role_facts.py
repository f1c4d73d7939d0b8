"""Facts made of a trigger word and the parties around it: what restrictions, training and financing have in common.

Makes one draft for each pair of parties and merges those that tell the same; `data.role_fallbacks` fills the roles that no path reaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

from data.assertion import credited_to, date_of, modality_of
from data.drafts import Draft
from data.parties import Match, carrier, matches
from data.reading import Party, Reading
from data.role_fallbacks import RoleFact, body, fill
from data.trigger_rules import Rule, RuleBook


def role_facts(reading: Reading, kind: str, book: RuleBook, deals: Sequence[Draft]) -> list[RoleFact]:
    """One fact for each pair of parties of each trigger; roles that remain open are left out of the slots."""
    found: list[RoleFact] = []
    for match in matches(reading, book):
        named = {role: [_key(book, match.rule, role, p) for p in parties] for role, parties in match.roles.items()}
        roles = _turned(named, deals)
        guessed = fill(reading, book, match, roles, deals, found)
        names = list(roles)
        for keys in product(*(roles[name] for name in names)):
            if len(set(keys)) < len(keys):
                continue
            slots: dict[str, Any] = {n: k for n, k in zip(names, keys, strict=True) if not n.startswith("_")} | dict(match.rule.slots)
            date = date_of(reading.sentences[match.sentence], match.trigger) if _dated(match, guessed) else None
            if date is not None:
                slots["date"] = date.edtf
            slots.setdefault("modality", modality_of(reading, match.sentence, match.trigger, negation_counts=match.rule.negated is None))
            slots |= credited_to(reading, match.sentence)
            found.append(RoleFact(Draft(kind, match.rule.name, slots, {match.sentence}), match, frozenset(guessed)))
    return found


def _turned(roles: dict[str, list[str]], deals: Sequence[Draft]) -> dict[str, list[str]]:
    """ "Give the Kuwaitis training" names whom is trained: a provider alone who only ever buys in this text is the recipient."""
    only = roles.get("provider", [])
    sellers = {d.slots.get("supplier") for d in deals}
    buyers = {d.slots.get("recipient") for d in deals}
    if list(roles) == ["provider"] and only and all(key in buyers and key not in sellers for key in only):
        return {"recipient": only}
    return roles


def _dated(match: Match, guessed: set[str]) -> bool:
    """Whether a date of the sentence can be that of the fact: not where all parties are guessed or the verb tells of something else."""
    if match.trigger.pos_ in ("VERB", "AUX"):
        return True
    verb = carrier(match.trigger)
    hangs = match.trigger.dep_ in ("dobj", "nsubjpass", "nsubj", "attr", "pobj")
    apart = bool(match.rule.through) and hangs and verb is not None and verb.lemma_.lower() not in match.rule.through
    below = any(child.dep_ in ("relcl", "acl") for child in match.trigger.children)
    return len(guessed) < len(match.rule.roles) and (not apart or below)


def complete(facts: Iterable[RoleFact]) -> list[RoleFact]:
    """The facts that have all that their rules need."""
    return [fact for fact in facts if all(fact.draft.slots.get(slot) for slot in fact.match.rule.needs)]


def merged(facts: Sequence[RoleFact], identity: Sequence[str], details: Sequence[str], key: str = "") -> list[Draft]:
    """One draft for the facts that agree on the identity slots and contradict each other in no detail, filled from all of them.

    A fact with a guessed role, or without the `key` slot, gives way to the facts that have it, where one of them shares its other roles.
    """
    ranked = sorted(facts, key=lambda fact: (bool(key) and not fact.draft.slots.get(key), len(fact.guessed), fact.match.sentence))
    kept: list[Draft] = []
    for fact in ranked:
        slots = fact.draft.slots
        told = [n for n in identity if n not in fact.guessed]
        peers = [d for d in kept if all(d.slots.get(n) == slots.get(n) for n in (told if fact.guessed else identity))]
        vague = bool(key) and not slots.get(key)
        peer = next((d for d in peers if vague or not any(_differ(d.slots.get(n), slots.get(n)) for n in details)), None)
        if peer is None:
            kept.append(fact.draft)
            continue
        peer.sentences |= fact.draft.sentences
        for name, value in slots.items():
            if peer.slots.get(name) is None and not name.startswith("attributed_to"):
                peer.slots[name] = value
    return kept


def _differ(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return False
    if isinstance(one, str) and isinstance(other, str):
        return not (one.startswith(other) or other.startswith(one))
    return bool(one != other)


def _key(book: RuleBook, rule: Rule, role: str, party: Party) -> str:
    """The key of a party; a council stands for the body that it belongs to, a firm under sanctions for itself."""
    if role == "target" and rule.slots.get("type") == "sanction" and party.how == "company" and party.agency is not None:
        return party.agency
    return body(book, party.key)
