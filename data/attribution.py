"""Whom a sentence credits with what it says: speech frames, "according to", agency tags; quotation marks are not needed.

Gives the possible sources of a sentence; whether a fact is credited to one of them is decided with `features`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from data.cues import cues
from data.frames import path_between
from data.reading import Item, Reading, SentenceReading

_ACCORDING: Final = re.compile(
    r"(?:according to|as reported by|as quoted by|quoted by|cited by|told|citing|quoting|told the|in the words "
    r"of|by the account of|as told to|(?:^|,\s)as)\s+(?:the\s+|an?\s+)?(?:[\w'’-]+\s+){0,5}$",
    re.IGNORECASE,
)
_PRONOUN: Final = frozenset(
    {
        "he",
        "she",
        "it",
        "they",
        "minister",
        "president",
        "ministry",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "general",
        "official",
        "statement",
        "agency",
        "paper",
        "report",
        "company",
        "ambassador",
        "department",
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody whom a sentence may credit: canonical `name`, the words of the text, `kind` (person, outlet or the agency's subtype)."""

    name: str
    text: str
    kind: str
    start: int
    how: str
    verb: str
    head: Token | None

    def slots(self) -> dict[str, str]:
        """`attributed_to`, and the words of the text where they differ."""
        return {"attributed_to": self.name} | ({"attributed_to_text": self.text} if self.text != self.name else {})


def sources(reading: Reading, index: int) -> list[Source]:
    """The possible sources of one sentence, in text order; a pronoun stands for the last source named before it."""
    return reading.noted("sources", index, _sources)


def _sources(reading: Reading, index: int) -> list[Source]:
    sentence = reading.sentences[index]
    if sentence.doc is None:
        return []
    found = [s for s in _named(reading, sentence) if s.how]
    if not found:
        speaker = next((t for t in sentence.doc if t.lemma_.lower() in _PRONOUN and _how(t) == "says"), None)
        if speaker is not None:
            for back in range(index - 1, max(-1, index - 4), -1):
                earlier = [s for s in _named(reading, reading.sentences[back]) if s.how] if reading.sentences[back].doc is not None else []
                if earlier:
                    last = earlier[-1]
                    return [
                        Source(
                            last.name,
                            last.text,
                            last.kind,
                            sentence.sentence.start + speaker.idx,
                            "pronoun",
                            speaker.head.lemma_.lower(),
                            speaker,
                        )
                    ]
    return found


def _named(reading: Reading, sentence: SentenceReading) -> list[Source]:
    text = reading.dispatch.text
    names: list[tuple[int, int, str, str, str]] = []
    first, last = sentence.sentence.start, sentence.sentence.end
    for person in reading.persons:
        names += [(start, end, person.name, person.name, "person") for start, end in person.spans if first <= start < last]
    for mention in reading.mentions:
        if mention.type == "outlet" and first <= mention.start < last:
            names.append((mention.start, mention.end, mention.ref, text[mention.start : mention.end], "outlet"))
    for party in sentence.parties:
        if party.how == "person":
            continue
        name = party.agency or party.key
        names.append((party.start, party.end, name, party.agency_text or name, party.how))
    found = []
    for start, end, name, words, kind in sorted(names):
        head = sentence.head(start, end)
        how = _how(head) if head is not None else ""
        before = text[max(first, start - 60) : start]
        if not how and _ACCORDING.search(before):
            how = "according"
        verb = head.head.lemma_.lower() if head is not None else ""
        found.append(Source(name, words, kind, start, how, verb, head))
    return found


def _how(token: Token) -> str:
    """ "says" if the token is the subject of a reporting verb, "by" if its agent, "" otherwise."""
    current = token
    for _ in range(4):
        head = current.head
        if current.dep_ in ("nsubj", "csubj") and head.lemma_.lower() in cues().reporting and head.pos_ == "VERB":
            return "says"
        if current.dep_ == "pobj" and head.dep_ == "agent" and head.head.lemma_.lower() in cues().reporting:
            return "by"
        if current.dep_ == "pobj" and head.lemma_.lower() == "to" and head.head.lemma_.lower() == "accord":
            return "according"
        if current.dep_ not in ("compound", "appos", "poss", "conj", "nmod", "flat"):
            return ""
        current = head
    return ""


def features(reading: Reading, index: int, item: Item | None, source: Source, others: Sequence[Source]) -> list[str]:
    """Why a fact told in sentence `index` may or may not be credited to a source."""
    sentence = reading.sentences[index]
    found = [
        f"A:kind={source.kind}",
        f"A:how={source.how}",
        f"A:verb={source.verb}",
        f"A:{source.how}:{source.kind}",
        f"A:n={min(3, len(others))}",
    ]
    lower = sentence.text.lower()
    if cues().hearsay.search(lower):
        found.append("A:hearsay")
    if re.search(r"[\"“”]", sentence.text):
        found.append("A:quotes")
    if item is not None:
        found.append("A:" + ("before" if source.start < item.start else "after"))
        head = sentence.head(item.start, item.end)
        if head is not None and source.head is not None:
            _, top, down = path_between(source.head, head)
            found.append(f"A:top={top.lemma_.lower() in cues().reporting}")
            found.append("A:scope=" + ("in" if any(step in ("ccomp", "xcomp") for step in down) else "out"))
    return found
