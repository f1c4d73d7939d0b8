"""Who can have a weapon in a sentence, by name or by another word: "Kuwait", "its fleet", "it operates", "the navy flies".

A holder is a span with the keys of the parties that it stands for. Companies make weapons and do not count; "its" and "it" stand for the
subject before, "the navy" for the state that the text around is about. Which weapon a holder has is `data.holdings`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from data.linker import Link
from data.reading import Party, Reading, SentenceReading

NO_HOLDERS: Final = frozenset({"company", "exporter", "parliament", "agency", "outlet", "person"})
# Nouns for whoever makes or tells of weapons: "the Russian firm", "Israeli media".
_OTHERS: Final = frozenset(
    "firm company maker manufacturer builder shipyard yard plant factory giant group consortium engineer designer industry subsidiary "
    "media daily newspaper analyst expert website ambassador embassy member ally neighbour neighbor rival enemy partner customer "
    "market bid contract order offer deal sale export law court".split()
)
_BELOW: Final = frozenset({"compound", "poss", "nmod", "amod", "appos", "conj", "npadvmod"})
_PRONOUNS: Final = frozenset({"it", "they"})
_POSSESSIVES: Final = frozenset({"its", "their", "whose"})


@dataclass(frozen=True, slots=True)
class Holder:
    """A span of the body that stands for parties; `named` is the party itself, None for another word."""

    start: int
    end: int
    keys: tuple[str, ...]
    named: Party | None = None


def holders(reading: Reading, index: int, forces: re.Pattern[str], links: Sequence[Link]) -> list[Holder]:
    """All holders of a sentence in text order, none within another."""
    sentence = reading.sentences[index]
    found = [Holder(p.start, p.end, (p.key,), p) for p in _parties(sentence)]
    for token in sentence.doc or ():
        if token.lower_ in _PRONOUNS | _POSSESSIVES:
            start = sentence.sentence.start + token.idx
            keys = _antecedent(reading, index, token, forces, links)
            if keys:
                found.append(Holder(start, start + len(token.text), keys))
    for match in forces.finditer(sentence.text):
        start, end = (sentence.sentence.start + offset for offset in match.span(1))
        state = _state_of(reading, index, match[1], links)
        if state is not None and not any(h.start < end and start < h.end for h in found):
            found.append(Holder(start, end, (state,)))
    return sorted(found, key=lambda h: h.start)


def stands_for(sentence: SentenceReading, token: Token, known: Sequence[Holder]) -> tuple[str, ...]:
    """The keys that a noun stands for: a holder itself, or one that hangs on it ("Ukrainian brigades", "crews from Kyrgyzstan")."""
    if token.lemma_.lower() in _OTHERS:
        return ()
    keys: dict[str, None] = {}
    for holder in known:
        head = sentence.head(holder.start, holder.end)
        if head is not None and _hangs_on(head, token):
            keys.update(dict.fromkeys(holder.keys))
    return tuple(keys)


def main_state(reading: Reading, index: int, links: Sequence[Link]) -> str | None:
    """The state that "the navy" means: the buyer of the deals nearby, else the buyer of most, else the state named most."""
    buyers = [(link.recipient, link.mention.sentence) for link in links if link.recipient is not None]
    near = Counter(buyer for buyer, sentence in buyers if abs(sentence - index) <= 2)
    every = Counter(buyer for buyer, _ in buyers)
    for pool in (near, every):
        if pool:
            return min(pool, key=lambda key: (-pool[key], -every[key], key))
    return reading.most_named[0] if reading.most_named else None


def _state_of(reading: Reading, index: int, force: str, links: Sequence[Link]) -> str | None:
    """Whose "the navy" is: of the navy last named in full before, else of the state that the text is about."""
    for sentence in reversed(reading.sentences[: index + 1]):
        for party in reversed(sentence.parties):
            if party.how == "armed_service" and (party.agency_text or "").lower().endswith(force.lower()):
                return party.key
    return main_state(reading, index, links)


def _parties(sentence: SentenceReading) -> list[Party]:
    """The parties that can hold; of two that overlap the longer ("Jordan's special forces")."""
    able = [p for p in sentence.parties if p.how not in NO_HOLDERS]
    return [
        p for p in able if not any(o is not p and o.start <= p.start and p.end <= o.end and o.end - o.start > p.end - p.start for o in able)
    ]


def _hangs_on(head: Token, token: Token) -> bool:
    current = head
    for _ in range(5):
        if current.i == token.i:
            return True
        preposition = current.dep_ == "pobj" and current.head.lemma_.lower() in ("of", "from")
        if current.dep_ in _BELOW:
            current = current.head
        elif preposition and current.head.head.pos_ in ("NOUN", "PROPN", "PRON"):
            current = current.head.head
        else:
            return False
        if current.i != token.i and current.lemma_.lower() in _OTHERS:
            return False
    return False


def _antecedent(reading: Reading, index: int, pronoun: Token, forces: re.Pattern[str], links: Sequence[Link]) -> tuple[str, ...]:
    """Whom a pronoun stands for: the nearest subject or agent before it that is a party, in its sentence or the one before."""
    if pronoun.lower_ == "whose":
        return _owner(reading.sentences[index], pronoun)
    for place in (index, index - 1):
        if place < 0:
            continue
        sentence = reading.sentences[place]
        if sentence.doc is None:
            first = next(iter(sentence.parties), None)
            return () if first is None or first.how in NO_HOLDERS else (first.key,)
        before = pronoun.i if place == index else None
        for token in _subjects(sentence, before):
            own = [Holder(p.start, p.end, (p.key,), p) for p in _parties(sentence)]
            keys = stands_for(sentence, token, own)
            if keys:
                return keys
            if _is_company(sentence, token):
                return ()
            if forces.fullmatch(f"the {_phrase(token)}"):
                state = _state_of(reading, place, _phrase(token), links)
                return (state,) if state is not None else ()
    return ()


def _owner(sentence: SentenceReading, whose: Token) -> tuple[str, ...]:
    """Whom "whose" stands for: the noun that its clause is about."""
    clause = next((token for token in (whose.head, *whose.ancestors) if token.dep_ == "relcl"), None)
    if clause is None:
        return ()
    return stands_for(sentence, clause.head, [Holder(p.start, p.end, (p.key,), p) for p in _parties(sentence)])


def _subjects(sentence: SentenceReading, before: int | None) -> Iterator[Token]:
    """Subjects and agents of a sentence, those before a place from the nearest back or all in order; then whom something is given."""
    tokens = list(sentence.doc or ())[:before]
    acting = [t for t in tokens if t.dep_ in ("nsubj", "nsubjpass") or (t.dep_ == "pobj" and t.head.dep_ == "agent")]
    given = [t for t in tokens if t.dep_ in ("dative", "dobj") and t.tag_ == "NNP"]
    yield from reversed(acting) if before is not None else acting
    yield from reversed(given)


def _is_company(sentence: SentenceReading, token: Token) -> bool:
    return any(
        p.how in ("company", "exporter") and (head := sentence.head(p.start, p.end)) is not None and _hangs_on(head, token)
        for p in sentence.parties
    )


def _phrase(token: Token) -> str:
    return " ".join([t.lower_ for t in token.lefts if t.dep_ in ("compound", "amod")] + [token.lower_])
