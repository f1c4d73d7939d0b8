"""Which documents are copies of one story, and for which independent source each document counts.

Two texts are near-identical if at least half of their five-word runs are common, or if four fifths of the shorter one's stand in the
longer one (a paper that runs the first half of a wire story). Copies form a group; all of it counts for the publisher of its
earliest document. A document without a publisher counts for itself. Where no body is stored, its evidence quotes stand in.

Only texts that share enough of each other's rarest runs (the least hashes) are compared; the comparison itself is over all runs.
Hashes depend on the words alone, so the groups depend on the set of documents and not on the order in which they came.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
# Words whose hashes are kept at hand.
_WORDS: Final = 262_144
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


class _WordHashes(dict[str, int]):
    """The hash of every word met so far."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _WORDS:
            self.clear()
        return self.setdefault(word, crc32(word.encode("utf-8", "surrogatepass")) + 1)


_WORD_HASHES: Final = _WordHashes()


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
        # Members of a group share one set.
        self._groups: dict[str, set[str]] = {}
        self._recent: dict[str, Runs] = {}

    def add(self, extraction: Extraction) -> Mapping[str, str]:
        """Takes in a document (in place of one of that name); the sources that changed by it, by document, its own included."""
        name = extraction.document
        before = self._leave(name)
        self._documents[name] = extraction
        for member, source in self._join(name).items():
            before.setdefault(member, source)
        before.pop(name, None)
        return {**self._changed(before), name: self.source(name)}

    def remove(self, document: str) -> Mapping[str, str]:
        """Forgets a document; the sources of others that changed by it."""
        return self._changed(self._leave(document))

    def source(self, document: str) -> str:
        """The source that a document counts for; KeyError if it was never added."""
        first = min((self._documents[name] for name in self._groups[document]), key=_by_day)
        return first.publisher or first.document

    def sources(self) -> dict[str, str]:
        """The source of every document."""
        found: dict[str, str] = {}
        for name, group in self._groups.items():
            if name not in found:
                found.update(dict.fromkeys(group, self.source(name)))
        return dict(sorted(found.items()))

    def _changed(self, before: Mapping[str, str]) -> dict[str, str]:
        now: dict[int, str] = {}
        changed = {}
        for name in sorted(before.keys() & self._documents.keys()):
            group = id(self._groups[name])
            if group not in now:
                now[group] = self.source(name)
            if now[group] != before[name]:
                changed[name] = now[group]
        return changed

    def _join(self, name: str) -> dict[str, str]:
        """Puts a known document into the group of its copies; what the members of the groups that this joins counted for before."""
        runs = self._runs(name)
        sketch = tuple(runs[:_SKETCH].tolist())
        shared = Counter(holder for run in sketch for holder in self._holders.get(run, ()))
        group, before = {name}, {}
        for holder in sorted(holder for holder, count in shared.items() if _likely(sketch, self._sketches[holder], count)):
            # One copy in a group is enough to belong to it.
            if holder not in group and near_identical(runs, self._runs(holder)):
                joined = self._groups[holder]
                before.update(dict.fromkeys(joined, self.source(holder)))
                group |= joined
        self._groups.update(dict.fromkeys(group, group))
        self._sketches[name] = sketch
        for run in sketch:
            self._holders.setdefault(run, set()).add(name)
        return before

    def _leave(self, document: str) -> dict[str, str]:
        """Takes a document out and groups the others anew; what the members of its group counted for before."""
        if document not in self._documents:
            return {}
        group = self._groups[document]
        before = dict.fromkeys(group, self.source(document))
        rest = sorted(group - {document})
        twin = any(self._same_runs(name, document) for name in rest)
        self._forget(document)
        if twin:
            # Whatever it held together, its twin still does.
            group.discard(document)
        else:
            for name in rest:
                self._forget(name)
            for name in rest:
                self._join(name)
        del self._documents[document]
        self._recent.pop(document, None)
        return before

    def _same_runs(self, one: str, other: str) -> bool:
        return self._sketches[one] == self._sketches[other] and np.array_equal(self._runs(one), self._runs(other))

    def _forget(self, name: str) -> None:
        for run in self._sketches.pop(name):
            self._holders[run].discard(name)
            if not self._holders[run]:
                del self._holders[run]
        del self._groups[name]

    def _runs(self, document: str) -> Runs:
        if document not in self._recent:
            if len(self._recent) >= _REMEMBERED:
                del self._recent[next(iter(self._recent))]
            self._recent[document] = word_runs(self._documents[document])
        return self._recent[document]


def _likely(one: Sequence[int], other: Sequence[int], common: int) -> bool:
    """Whether two texts may be near-identical whose sketches share so many runs.

    Up to the smaller of their greatest hashes two sketches are complete. There, near-identical texts share two thirds of the shorter
    one's runs on average; a third leaves room for chance.
    """
    if common < min(2, len(one), len(other)):
        return False
    if common * 3 >= _SKETCH:
        return True
    end = min((sketch[-1] for sketch in (one, other) if len(sketch) == _SKETCH), default=None)
    if end is None:
        return common * 3 >= min(len(one), len(other))
    return common * 3 >= min(bisect_right(one, end), bisect_right(other, end))


def word_runs(extraction: Extraction) -> Runs:
    """Hashes of the distinct five-word runs of a document, ascending; a text of fewer words is one run."""
    words = _WORD.findall(_words_of(extraction).casefold())
    if not words:
        return np.empty(0, np.uint64)
    padded = words + [""] * (_RUN - len(words))
    codes = np.fromiter(map(_WORD_HASHES.__getitem__, padded), np.uint64, len(padded))
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
