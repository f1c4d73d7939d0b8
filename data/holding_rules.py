"""The words of `possessions.yml`, its turns of phrase made regular expressions, and the sentences that they are matched with.

In such a sentence a mark stands in place of each holder and each item, so that a turn of phrase can ask for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from data.holders import Holder
from data.reading import SentenceReading
from data.yaml_files import check_keys, read_yaml

_RESOURCE: Final = "rules/possessions.yml"
_KEYS: Final = {
    "source",
    "verbs",
    "shooting",
    "acting",
    "with",
    "factual",
    "replacing",
    "stocks",
    "forces",
    "patterns",
    "fleets",
    "examples",
}
# Marks that no text holds, around the number of a holder or of an item.
HOLDER_MARK: Final = "\ue000"
_ITEM_MARK: Final = "\ue001"
END_MARK: Final = "\ue002"
# Behind the number of an item that is a kind of weapon, no designation.
_GENERAL: Final = "\ue003"
_WORDS: Final = (
    r"(?:(?!(?:to|for|from|by|with|and|or|that|which|who|is|are|was|were|of|in|on|no|not|replac\w+|new)\b)"
    rf"(?:[\w'’/.-]+|{HOLDER_MARK}\d+{END_MARK}(?:['’]s?|-[a-z]+)?) ){{0,5}}?"
)


@dataclass(frozen=True, slots=True)
class HoldingRules:
    """The words of `possessions.yml`, its turns of phrase compiled."""

    verbs: frozenset[str]
    shooting: frozenset[str]
    acting: frozenset[str]
    prepositions: Mapping[str, frozenset[str]]
    factual: frozenset[str]
    replacing: re.Pattern[str]
    forces: re.Pattern[str]
    patterns: tuple[re.Pattern[str], ...]
    fleets: tuple[re.Pattern[str], ...]


@cache
def holding_rules() -> HoldingRules:
    """The rules of `possessions.yml`, read once."""
    content = check_keys(_RESOURCE, "top level", read_yaml(_RESOURCE), _KEYS, set())
    stock = "(?:" + "|".join(content["stocks"]) + r")\b"
    forces = "|".join(sorted(content["forces"], key=len, reverse=True))
    parts = {
        "HOLDER": rf"{HOLDER_MARK}(?P<holder>\d+){END_MARK}",
        "ITEM": rf"{_ITEM_MARK}(?P<item>\d+){_GENERAL}?{END_MARK}",
        "WORDS": _WORDS,
        "STOCK": stock,
        "STILL": r"(?:now|still|already|currently|today|at present|at the moment|to this day|up to now|until now|so far)",
        "KIND": rf"{_ITEM_MARK}\d+{_GENERAL}{END_MARK}",
    }
    return HoldingRules(
        frozenset(content["verbs"]),
        frozenset(content["shooting"]),
        frozenset(content["acting"]),
        MappingProxyType({verb: frozenset(prepositions) for verb, prepositions in content["with"].items()}),
        frozenset(content["factual"]),
        re.compile(
            "(?:"
            + "|".join(content["replacing"])
            + r")\s+"
            + rf"(?:the |their |its |{HOLDER_MARK}\d+{END_MARK}(?:['’]s?)? )?{_WORDS}{parts['ITEM']}"
        ),
        re.compile(rf"\b[Tt]he ({forces})\b", re.IGNORECASE),
        tuple(_compiled(content["patterns"], parts)),
        tuple(_compiled(content["fleets"], parts)),
    )


def _compiled(patterns: Iterable[str], parts: Mapping[str, str]) -> Iterator[re.Pattern[str]]:
    for text in patterns:
        yield re.compile(re.sub("|".join(parts), lambda m: parts[m[0]], text), re.IGNORECASE)


def masked(sentence: SentenceReading, known: Sequence[Holder]) -> str:
    """The sentence with marks in place of its holders and items."""
    spans = [(i.start, i.end, f"{_ITEM_MARK}{place}{_GENERAL if i.generic else ''}{END_MARK}") for place, i in enumerate(sentence.items)]
    spans += [
        (h.start, h.end, f"{HOLDER_MARK}{place}{END_MARK}")
        for place, h in enumerate(known)
        if not any(start < h.end and h.start < end for start, end, _ in spans)
    ]
    offset, text = sentence.sentence.start, sentence.text
    pieces, last = [], 0
    for start, end, mark in sorted(spans):
        pieces += [text[last : max(last, start - offset)], mark]
        last = end - offset
    return re.sub(r"\s+", " ", "".join([*pieces, text[last:]]))
