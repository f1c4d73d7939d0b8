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
from data.reading import Party, Reading, SentenceReading
from data.stand_ins import referent
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
        roles = _turned({role: [_key(book, p) for p in parties] for role, parties in match.roles.items()}, deals)
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


def _key(book: RuleBook, party: Party) -> str:
    """The key of a party; a council or commission stands for the body that it belongs to."""
    return _body(book, party.key)


def _body(book: RuleBook, key: str) -> str:
    """The body that a council or commission belongs to, any other party itself."""
    for body, name in (("united_nations", "United Nations"), ("european_union", "European Union")):
        if key in book.words.get(body, ()):
            return name
    return key


def _fill(
    reading: Reading, book: RuleBook, match: Match, roles: dict[str, list[str]], deals: Sequence[Draft], found: Sequence[RoleFact]
) -> set[str]:
    """Fills the roles that no path reaches as the rule says, and returns the names of those that are guessed."""
    guessed: set[str] = set()
    missing = [role for role in match.rule.roles if role not in roles and (role not in match.strangers or role in _GIVING)]
    for role in missing:
        taken = {key for keys in roles.values() for key in keys} | _breakers(reading, book, match)
        keys = _meant(reading, book, match, role, taken)
        if keys:
            roles[role] = keys
            continue
        for how in match.rule.fallback.get(role, ()):
            keys = keys or _fallback(how, reading, book, match, role, roles, deals, found, taken)
        if keys:
            roles[role] = keys
            guessed.add(role)
    return guessed


def _meant(reading: Reading, book: RuleBook, match: Match, role: str, taken: set[str]) -> list[str]:
    """The party that the word in a role's place stands for, if there is one."""
    token = match.stand_ins.get(role)
    if token is None or not (role in match.rule.fallback or token.dep_ == "nsubj"):
        return []
    if role in _GIVING and any(other is token for name, other in match.stand_ins.items() if name not in _GIVING):
        return []
    key = referent(reading, match.sentence, token, taken)
    return [] if key is None else [_body(book, key)]


def _fallback(
    how: str,
    reading: Reading,
    book: RuleBook,
    match: Match,
    role: str,
    roles: dict[str, list[str]],
    deals: Sequence[Draft],
    found: Sequence[RoleFact],
    taken: set[str],
) -> list[str]:
    """What one way of filling a role gives."""
    if how == "usual":
        return _usual(reading, book, match.sentence, taken)
    if how == "other":
        return _only_other(reading, match.sentence, role, taken, deals)
    if how == "topic":
        return _topic(reading, taken, deals)
    if how in ("document", "pronoun"):
        return _main_state(reading, book, match.sentence, taken, deals, found) if how == "document" or role in match.stand_ins else []
    keys: list[str] = []
    if how == "buyer":
        here = [deal for deal in deals if match.sentence in deal.sentences]
        keys = _from_deals(match, role, roles, here, near=-1) or _only_other(reading, match.sentence, role, taken, deals)
    keys = keys or _from_deals(match, role, roles, deals, near=2 if how == "bargain" else -1) or _from_before(found, match, role, taken)
    keys = keys or (_buyer(match, taken, deals) if how == "buyer" else [])
    if not keys and role == "target" and taken & set(book.words["bodies"]):
        keys = _main_state(reading, book, match.sentence, taken, deals, found)
    return keys


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
        return _only_bargain(deals, mine) if near >= 0 and not known else []
    if known and min(ranked)[0] == 0:
        return sorted({key for apart, _, _, key in ranked if apart == 0})
    return [min(ranked)[3]]


def _only_other(reading: Reading, sentence: int, role: str, taken: set[str], deals: Sequence[Draft]) -> list[str]:
    """The one state that a sentence names besides those already taken: "Armenia will buy them with a loan extended by Russia".

    Not one that trades with those taken the other way round: a seller does not borrow from its buyer.
    """
    place = reading.sentences[sentence]
    named = {p.key for p in place.parties if is_state_key(p.key) and (role in _GIVING or not _is_place(place, p))} - taken
    mine, theirs = ("recipient", "supplier") if role in _GIVING else ("supplier", "recipient")
    contrary = any(d.slots.get(mine) in named and d.slots.get(theirs) in taken for d in deals)
    return sorted(named) if taken and len(named) == 1 and not contrary else []


def _only_bargain(deals: Sequence[Draft], side: str) -> list[str]:
    """The side of the pair between which two thirds of all deals of the text go, however far away they are told."""
    pairs = Counter((d.slots.get("supplier"), d.slots.get("recipient")) for d in deals)
    if not pairs:
        return []
    (supplier, recipient), often = min(pairs.items(), key=lambda found: (-found[1], str(found[0])))
    key = supplier if side == "supplier" else recipient
    return [key] if key and supplier and recipient and often * 3 >= len(deals) * 2 else []


def _is_place(sentence: SentenceReading, party: Party) -> bool:
    """Whether a party is only where something happens: "the violence in East Timor"."""
    head = sentence.head(party.start, party.end)
    return head is not None and head.dep_ == "pobj" and head.head.lower_ in ("in", "at", "near", "over", "off", "across", "around")


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


def _topic(reading: Reading, taken: set[str], deals: Sequence[Draft]) -> list[str]:
    """The buyer or state of the title that the text names most of all states; none where those taken are buyers themselves."""
    buyers = {d.slots.get("recipient") for d in deals}
    if buyers & taken:
        return []
    about = {p.key for p in reading.title.parties} | buyers
    most = next((key for key in reading.most_named if is_state_key(key)), None)
    return [most] if most is not None and most in about and most not in taken else []


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
    states = Counter({key: n for key, n in named.items() if is_state_key(key)})
    states_here = Counter({key: n for key, n in here.items() if is_state_key(key)})
    for pool in (Counter({k: n for k, n in buyers.items() if k in here}), Counter(told[-1:]), states_here, buyers, states, named):
        if pool:
            return [min(pool, key=lambda key: (-pool[key], key))]
    return []
