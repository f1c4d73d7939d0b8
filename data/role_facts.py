"""Facts made of a trigger word and the parties around it: what restrictions, training and financing have in common.

Fills the roles that no path reaches from the deals of the text or from the bodies that usually act, then makes one draft for each pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from data.assertion import credited_to, date_of, modality_of
from data.drafts import Draft
from data.entities import is_state_key
from data.parties import Match, carrier, matches, path
from data.reading import Party, Reading
from data.trigger_rules import RuleBook

# Which side of a deal each role answers to.
_GIVING: Final = frozenset({"provider", "lender", "imposer"})


@dataclass(slots=True)
class RoleFact:
    """A draft with the match that it comes from; `guessed` are the roles that stand nowhere near the trigger."""

    draft: Draft
    match: Match
    guessed: frozenset[str]


def role_facts(reading: Reading, kind: str, book: RuleBook, deals: Sequence[Draft]) -> list[RoleFact]:
    """One fact for each pair of parties of each trigger; roles that remain open are left out of the slots."""
    found: list[RoleFact] = []
    for match in matches(reading, book):
        roles = {role: [_key(book, p) for p in parties] for role, parties in match.roles.items()}
        guessed = _fill(reading, book, match, roles, deals, found)
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


def _key(book: RuleBook, party: Party) -> str:
    """The key of a party; a council or commission stands for the body that it belongs to."""
    for body, name in (("united_nations", "United Nations"), ("european_union", "European Union")):
        if party.key in book.words.get(body, ()):
            return name
    return party.key


def _fill(
    reading: Reading, book: RuleBook, match: Match, roles: dict[str, list[str]], deals: Sequence[Draft], found: Sequence[RoleFact]
) -> set[str]:
    guessed: set[str] = set()
    missing = [role for role in match.rule.roles if role not in roles and (role not in match.strangers or role in _GIVING)]
    for role in missing:
        how = match.rule.fallback.get(role)
        taken = {key for keys in roles.values() for key in keys} | _breakers(reading, book, match)
        keys: list[str] = []
        if how == "buyer":
            here = [deal for deal in deals if match.sentence in deal.sentences]
            keys = _from_deals(match, role, roles, here, near=-1) or _only_other(reading, match.sentence, taken, deals)
        if not keys and how in ("deal", "bargain", "buyer"):
            keys = _from_deals(match, role, roles, deals, near=2 if how == "bargain" else -1) or _from_before(found, match, role, taken)
            keys = keys or (_buyer(match, taken, deals) if how == "buyer" else [])
            if not keys and role == "target" and taken & set(book.words["bodies"]):
                keys = _main_state(reading, book, match.sentence, taken, deals, found)
        elif how == "usual":
            keys = _usual(reading, book, match.sentence, taken)
        elif how == "document" or (how == "pronoun" and role in match.pronouns):
            keys = _main_state(reading, book, match.sentence, taken, deals, found)
        if keys:
            roles[role] = keys
            guessed.add(role)
    return guessed


def _breakers(reading: Reading, book: RuleBook, match: Match) -> set[str]:
    """The subjects of a verb that tells how a restriction is broken: it is on somebody else."""
    verb = carrier(match.trigger)
    if verb is None or verb.lemma_.lower() not in book.words.get("breaking", ()):
        return set()
    sentence = reading.sentences[match.sentence]
    heads = [(party.key, sentence.head(party.start, party.end)) for party in sentence.parties]
    return {key for key, head in heads if head is not None and path(verb, head) in ("subj", "subj>mod", "by")}


def _from_deals(match: Match, role: str, roles: dict[str, list[str]], deals: Sequence[Draft], near: int) -> list[str]:
    """The side of a deal that fits the roles known: one of the same sentence, else of the pair that trades most; with none known, of the
    nearest deal within `near` sentences."""
    mine, theirs = ("supplier", "recipient") if role in _GIVING else ("recipient", "supplier")
    known = {key for keys in roles.values() for key in keys}
    fitting = [d for d in deals if d.slots.get(mine) and d.slots[mine] not in known and (d.slots.get(theirs) in known or not known)]
    ranked = []
    for deal in fitting:
        distance = min(abs(sentence - match.sentence) for sentence in deal.sentences)
        often = sum(d.slots.get(mine) == deal.slots[mine] for d in fitting)
        if known or distance <= near:
            ranked.append((distance > 0, -often if known else distance, distance, deal.slots[mine]))
    if not ranked:
        return []
    if known and min(ranked)[0] == 0:
        return sorted({key for apart, _, _, key in ranked if apart == 0})
    return [min(ranked)[3]]


def _only_other(reading: Reading, sentence: int, taken: set[str], deals: Sequence[Draft]) -> list[str]:
    """The one state that a sentence names besides those already taken: "Armenia will buy them with a loan extended by Russia".

    Not one that sells to those taken: a seller does not borrow from its buyer.
    """
    named = {p.key for p in reading.sentences[sentence].parties if is_state_key(p.key)} - taken
    sells = any(d.slots.get("supplier") in named and d.slots.get("recipient") in taken for d in deals)
    return sorted(named) if taken and len(named) == 1 and not sells else []


def _buyer(match: Match, taken: set[str], deals: Sequence[Draft]) -> list[str]:
    """The buyer of a deal told in the same sentence or beside it, whoever sells."""
    found = []
    for deal in deals:
        key = deal.slots.get("recipient")
        distance = min(abs(sentence - match.sentence) for sentence in deal.sentences)
        if key and key not in taken and distance <= 1:
            found.append((distance, key))
    return [min(found)[1]] if found else []


def _from_before(found: Sequence[RoleFact], match: Match, role: str, taken: set[str]) -> list[str]:
    """The role of the fact told just before, for "their training" and the like."""
    for fact in reversed(found):
        key = fact.draft.slots.get(role)
        if key and key not in taken and match.sentence - fact.match.sentence <= 1 and role not in fact.guessed and taken:
            return [key]
    return []


def _usual(reading: Reading, book: RuleBook, index: int, taken: set[str]) -> list[str]:
    """The nearest body named in the text that usually acts."""
    if any(law in reading.sentences[index].text for law in book.words.get("american_law", ())) and "USA" not in taken:
        return ["USA"]
    if any(name in reading.sentences[index].text for name in book.words.get("united_nations_alone", ())):
        return ["United Nations"]
    usual = book.words.get("bodies", ())
    found = [
        (abs(place - index), party.start, key)
        for place, sentence in enumerate(reading.sentences)
        for party in sentence.parties
        if (key := _key(book, party)) in usual and key not in taken
    ]
    return [min(found)[2]] if found else []


def _main_state(
    reading: Reading, book: RuleBook, index: int, taken: set[str], deals: Sequence[Draft], found: Sequence[RoleFact]
) -> list[str]:
    """The state that the text is about: target of another fact, a buyer (in this sentence best), else the state named most."""
    told = [key for f in found if "target" not in f.guessed and (key := f.draft.slots.get("target")) and key not in taken]
    givers = {f.draft.slots.get("imposer") for f in found} | {d.slots.get("supplier") for d in deals} | set(book.words.get("imposers", ()))
    barred = taken | {key for key in givers if key}
    here = Counter(p.key for p in reading.sentences[index].parties if p.how != "person" and _key(book, p) not in barred)
    buyers = Counter(key for d in deals if (key := d.slots.get("recipient")) and key not in taken)
    named = Counter(p.key for s in reading.sentences for p in s.parties if _key(book, p) not in barred)
    for pool in (Counter({k: n for k, n in buyers.items() if k in here}), Counter(told[-1:]), here, buyers, named):
        if pool:
            return [min(pool, key=lambda key: (-pool[key], key))]
    return []
