"""Items that a sentence speaks of without naming them: "Algeria bought them in 2008", "another 11 went to Kenya".

A pronoun or a bare number stands for the item named last, where it takes the place of the thing handed over around a trigger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from data.frames import attachments, roles_at
from data.reading import Item, Reading, SentenceReading

_PRONOUNS: Final = frozenset({"them", "they", "these", "those", "ones"})
# "two more", "the other seven": the number counts what is not named.
_MORE: Final = frozenset({"more", "others", "further"})
_NUMBER_PLACES: Final = frozenset({"dobj", "nsubj", "nsubjpass", "pobj"})
_FRAMES: Final = frozenset({"give", "get", "equip", "lease", "request", "offer", "promise", "approve", "stop", "deal"})
_GOING: Final = frozenset({"go", "come", "arrive", "follow", "reach"})
_BACK: Final = 2


def anaphors(reading: Reading, index: int) -> list[Item]:
    """The items that pronouns and bare numbers of a parsed sentence stand for, each where the pronoun or number stands, in text order."""
    sentence = reading.sentences[index]
    if sentence.doc is None or not sentence.parties:
        return []
    found = []
    for token in _standing_in(sentence):
        start = sentence.sentence.start + token.idx
        item = _antecedent(reading, index, start)
        if item is not None:
            found.append(replace(item, start=start, end=start + len(token.text)))
    return found


def _standing_in(sentence: SentenceReading) -> Iterator[Token]:
    taken = [(date.start, date.end) for date in sentence.dates] + [(sum_.start, sum_.end) for sum_ in sentence.money]
    taken += [(item.start, item.end) for item in sentence.items]
    for token in sentence.doc or ():
        if not _counts(token) and not (token.lower_ in _PRONOUNS and token.dep_ != "det"):
            continue
        offset = sentence.sentence.start
        if any(first <= offset + token.idx < last for first, last in taken) or token.lower_ == "one":
            continue
        # "four of these jets" names its item.
        below = [offset + t.idx for t in token.subtree]
        if not any(item.start in below for item in sentence.items) and _is_handed_over(token):
            yield token


def _counts(token: Token) -> bool:
    """Whether a token is a number that stands alone where an item would."""
    if token.pos_ != "NUM":
        return False
    place = token.head.dep_ if token.dep_ == "nummod" and token.head.lower_ in _MORE else token.dep_
    return place in _NUMBER_PLACES


def _is_handed_over(token: Token) -> bool:
    """Whether a token stands where the thing handed over does."""
    above = attachments(token, 1)
    if above and above[0].frame in _FRAMES:
        return "item" in roles_at(above[0])
    return token.dep_ in ("nsubj", "nsubjpass") and token.head.lemma_.lower() in _GOING


def _antecedent(reading: Reading, index: int, start: int) -> Item | None:
    """The item named last before a place, in its sentence or the two before it; arms in general only where nothing else is named."""
    for back in range(min(_BACK, index) + 1):
        named = [item for item in reading.sentences[index - back].items if item.end <= start]
        if named:
            return next((item for item in reversed(named) if item.category != "arms"), named[-1])
    return None
