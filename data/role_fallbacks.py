"""Who fills a role that no path reaches: a party meant by a word, a side of a deal, a body that usually acts, the state of the text.

A rule names the ways to try, in order (`data.trigger_rules`); what they give is a guess, except where a word stands for the party.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.drafts import Draft
from data.entities import is_state_key
from data.parties import Match, carrier, path
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


def body(book: RuleBook, key: str) -> str:
    """The body that a council or commission belongs to, any other party itself."""
    for body, name in (("united_nations", "United Nations"), ("european_union", "European Union")):
        if key in book.words.get(body, ()):
            return name
    return key


def fill(
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
    return [] if key is None else [body(book, key)]


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
    if not keys and role == "target" and taken & set(book.words.get("bodies", ())):
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
    named = {p.key for p in place.parties if is_state_key(p.key) and (role == "provider" or not _is_place(place, p))} - taken
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
    if any(law in reading.sentences[index].text for law in book.words.get("european_law", ())) and "European Union" not in taken:
        return ["European Union"]
    if any(name in reading.sentences[index].text for name in book.words.get("united_nations_alone", ())):
        return ["United Nations"]
    usual = book.words.get("bodies", ())
    found = [
        (abs(place - index), party.start, key)
        for place, sentence in enumerate(reading.sentences)
        for party in sentence.parties
        if (key := body(book, party.key)) in usual and key not in taken
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
    here = Counter(p.key for p in reading.sentences[index].parties if p.how != "person" and body(book, p.key) not in barred)
    buyers = Counter(key for d in deals if (key := d.slots.get("recipient")) and key not in taken)
    named = Counter(p.key for s in reading.sentences for p in s.parties if body(book, p.key) not in barred)
    states = Counter({key: n for key, n in named.items() if is_state_key(key)})
    titled = Counter(p.key for p in reading.title.parties if is_state_key(p.key) and p.key not in barred)
    states_here = Counter({key: n for key, n in here.items() if is_state_key(key)})
    for pool in (Counter({k: n for k, n in buyers.items() if k in here}), Counter(told[-1:]), states_here, titled, buyers, states, named):
        if pool:
            return [min(pool, key=lambda key: (-pool[key], key))]
    return []
