"""Which documents are copies of one story, and for which independent source each document counts.

Two texts are near-identical if at least half of their five-word runs are common, or if four fifths of the shorter one's stand in the
longer one (a paper that runs the first half of a wire story). Copies form a group; all of it counts for the publisher of its
earliest document. A document without a publisher counts for itself. Where no body is stored, its evidence quotes stand in.

Only texts that share two of each other's rarest runs (the least hashes) are compared; the comparison itself is over all runs.
Hashes depend on the words alone, so the groups depend on the set of documents and not on the order in which they came.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from data.facts import Extraction

_RUN: Final = 5
_SKETCH: Final = 24
_COMMON: Final = 0.5
_CONTAINED: Final = 0.8
# A shorter text than this may stand in a longer one by chance, as a quotation.
_LEAST_CONTAINED: Final = 20
# Documents whose runs are kept at hand for comparison, some 3 kB each.
_REMEMBERED: Final = 4096
_WORD: Final = re.compile(r"\w+")
# Odd multipliers of a polynomial hash over a run of words.
_MULTIPLIERS: Final = (
    0x9E3779B97F4A7C15,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0x27D4EB2F165667C5,
    0x85EBCA77C2B2AE63,
)

Runs = npt.NDArray[np.uint64]


def independent_sources(extractions: Iterable[Extraction]) -> dict[str, str]:
    """The source that each document counts for, by document."""
    syndication = Syndication()
    for extraction in extractions:
        syndication.add(extraction)
    return syndication.sources()


class Syndication:
    """Near-identical documents, kept up to date while documents come and go. Not thread-safe."""

    def __init__(self) -> None:
        self._documents: dict[str, Extraction] = {}
        self._sketches: dict[str, tuple[int, ...]] = {}
        self._holders: dict[int, set[str]] = {}
        self._copies: dict[str, set[str]] = {}
        self._recent: dict[str, Runs] = {}

    def add(self, extraction: Extraction) -> Mapping[str, str]:
        """Takes in a document (in place of one of that name); the sources that changed by it, by document, its own included."""
        before = self._drop(extraction.document)
        name = extraction.document
        self._documents[name] = extraction
        runs = self._runs(name)
        self._sketches[name] = sketch = tuple(runs[:_SKETCH].tolist())
        shared = Counter(holder for run in sketch for holder in self._holders.get(run, ()))
        likely = (holder for holder, count in shared.items() if count >= min(2, len(sketch), len(self._sketches[holder])))
        for holder in sorted(likely):
            if near_identical(runs, self._runs(holder)):
                if holder not in before:
                    before.update(dict.fromkeys(self._group(holder), self.source(holder)))
                self._copies.setdefault(name, set()).add(holder)
                self._copies.setdefault(holder, set()).add(name)
        for run in sketch:
            self._holders.setdefault(run, set()).add(name)
        changed = {name: self.source(name)}
        for member in before.keys() & self._documents.keys() - {name}:
            if self.source(member) != before[member]:
                changed[member] = self.source(member)
        return dict(sorted(changed.items()))

    def remove(self, document: str) -> Mapping[str, str]:
        """Forgets a document; the sources of others that changed by it."""
        before = self._drop(document)
        return {name: self.source(name) for name in sorted(before) if name in self._documents and self.source(name) != before[name]}

    def source(self, document: str) -> str:
        """The source that a document counts for; KeyError if it was never added."""
        own = self._documents[document]
        if document not in self._copies:
            return own.publisher or document
        first = min((self._documents[name] for name in self._group(document)), key=_by_day)
        return first.publisher or first.document

    def sources(self) -> dict[str, str]:
        """The source of every document."""
        found: dict[str, str] = {}
        for name in self._documents:
            if name not in found:
                found.update(dict.fromkeys(self._group(name), self.source(name)))
        return dict(sorted(found.items()))

    def _drop(self, document: str) -> dict[str, str]:
        """Takes a document out; what the members of its group counted for before."""
        if document not in self._documents:
            return {}
        before = dict.fromkeys(self._group(document), self.source(document))
        for run in self._sketches.pop(document):
            self._holders[run].discard(document)
            if not self._holders[run]:
                del self._holders[run]
        for copy in self._copies.pop(document, set()):
            self._copies[copy].discard(document)
            if not self._copies[copy]:
                del self._copies[copy]
        del self._documents[document]
        self._recent.pop(document, None)
        return before

    def _runs(self, document: str) -> Runs:
        if document not in self._recent:
            if len(self._recent) >= _REMEMBERED:
                del self._recent[next(iter(self._recent))]
            self._recent[document] = word_runs(self._documents[document])
        return self._recent[document]

    def _group(self, document: str) -> set[str]:
        found, waiting = {document}, [document]
        while waiting:
            for copy in self._copies.get(waiting.pop(), ()):
                if copy not in found:
                    found.add(copy)
                    waiting.append(copy)
        return found


def word_runs(extraction: Extraction) -> Runs:
    """Hashes of the distinct five-word runs of a document, ascending; a text of fewer words is one run."""
    words = _WORD.findall(_words_of(extraction).casefold())
    if not words:
        return np.empty(0, np.uint64)
    padded = words + [""] * (_RUN - len(words))
    codes = np.array([_word_hash(word) for word in padded], np.uint64)
    count = len(codes) - _RUN + 1
    runs = np.zeros(count, np.uint64)
    for place, multiplier in enumerate(_MULTIPLIERS):
        runs += codes[place : place + count] * np.uint64(multiplier)
    # The high bits of a product depend on all lower ones: mix them down, so that the least hashes are a fair sample.
    runs ^= runs >> np.uint64(29)
    runs *= np.uint64(0xBF58476D1CE4E5B9)
    runs ^= runs >> np.uint64(32)
    return np.unique(runs)


def near_identical(one: Runs, other: Runs) -> bool:
    """Whether two texts, given by their `word_runs`, are copies of one story."""
    if not len(one) or not len(other):
        return False
    common = len(np.intersect1d(one, other, assume_unique=True))
    shorter = min(len(one), len(other))
    if common >= _COMMON * (len(one) + len(other) - common):
        return True
    return shorter >= _LEAST_CONTAINED and common >= _CONTAINED * shorter


def _words_of(extraction: Extraction) -> str:
    if extraction.text is not None:
        return extraction.text
    passages = {(passage.start, passage.end): passage.text for claim in extraction.claims for passage in claim.evidence}
    return "\n".join(passages[place] for place in sorted(passages))


def _by_day(extraction: Extraction) -> tuple[str, str]:
    return extraction.published or "9999-99-99", extraction.document


@lru_cache(maxsize=262144)
def _word_hash(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass")) + 1
