"""The facts of one moment, indexed: what a selection matches, in which order, without touching the facts themselves.

Facts have ordinals. Columns are arrays by ordinal, postings map (what, value) to the sorted ordinals of the facts that have it.
A FactIndex never changes; `with_changes` gives the next one and copies only the postings that the changed facts bear on,
so that readers go on in the old one undisturbed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.schema import fact_kinds
from graph.dates import NO_DAY, day_number, world_days
from graph.errors import SelectionError
from graph.history import status_on
from graph.model import Fact
from graph.selection import ENTITY_FILTERS, Selection
from graph.words import fact_words, fold_words

Ordinals = npt.NDArray[np.int32]
Key = tuple[str, str]
_NONE: Final[Ordinals] = np.empty(0, np.int32)
# The columns: first and last day in the world, first and last report (as YYYYMMDD numbers), and what can be counted.
COLUMNS: Final = ("begin", "end", "first_reported", "last_reported", "sources", "claims", "quantity", "disputed", "alive")
# Sort orders: the column and whether large values come first; ties fall to the fact's id.
SORTS: Final = {
    "-reported": ("last_reported", True),
    "reported": ("last_reported", False),
    "-first_reported": ("first_reported", True),
    "first_reported": ("first_reported", False),
    "-date": ("begin", True),
    "date": ("begin", False),
    "-sources": ("sources", True),
    "sources": ("sources", False),
    "-claims": ("claims", True),
    "claims": ("claims", False),
    "-quantity": ("quantity", True),
    "quantity": ("quantity", False),
}
DEFAULT_SORT: Final = "-reported"
_PARTY_SLOTS: Final = frozenset({"party", "parties", "participants", "agency"})

Rollup = Callable[[str], Sequence[str]]
"""The ids under which a weapon is also found: its own, its family's and its category's."""


@dataclass(frozen=True, slots=True)
class FactIndex:
    """Facts with their columns and postings; `facts[ordinal]` is None where a fact has gone."""

    facts: list[Fact | None]
    ordinal: dict[str, int]
    ids: npt.NDArray[np.bytes_]
    columns: dict[str, npt.NDArray[np.int64]]
    postings: dict[Key, Ordinals]
    rows: list[bytes | None]
    rollup: Rollup
    has_words: bool = False
    orders: dict[str, tuple[Ordinals, Ordinals]] = field(default_factory=dict)
    vocabulary: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, facts: Iterable[Fact], rollup: Rollup) -> FactIndex:
        """An index over these facts."""
        empty = cls([], {}, np.empty(0, "S1"), {name: np.empty(0, np.int64) for name in COLUMNS}, {}, [], rollup)
        return empty.with_changes((), facts, rollup)

    def __len__(self) -> int:
        return len(self.ordinal)

    def fact(self, fact_id: str) -> Fact | None:
        """The fact of that id, or None."""
        position = self.ordinal.get(fact_id)
        return None if position is None else self.facts[position]

    def having(self, what: str, value: str) -> Ordinals:
        """Ordinals of the facts with that value."""
        return self.postings.get((what, value), _NONE)

    def with_changes(self, removed: Iterable[str], added: Iterable[Fact], rollup: Rollup) -> FactIndex:
        """The index without the facts of the ids `removed` and with those `added`; `rollup` must know their items."""
        facts, ordinal, rows = list(self.facts), dict(self.ordinal), list(self.rows)
        gone = [ordinal.pop(fact_id) for fact_id in removed]
        postings = dict(self.postings)
        self._drop(gone, postings)
        for position in gone:
            facts[position] = None
            rows[position] = None
        new = list(added)
        grown: defaultdict[Key, list[int]] = defaultdict(list)
        for fact in new:
            position = len(facts)
            facts.append(fact)
            rows.append(None)
            ordinal[fact.id] = position
            for key in self._keys(fact, rollup):
                grown[key].append(position)
        for key, positions in grown.items():
            fresh = np.array(positions, np.int32)
            old = postings.get(key)
            postings[key] = fresh if old is None else np.concatenate((old, fresh))
        columns = {name: np.concatenate((self.columns[name], values)) for name, values in _columns(new).items()}
        columns["alive"][gone] = 0
        ids = np.concatenate((self.ids, np.array([fact.id.encode() for fact in new], "S"))) if new else self.ids
        return FactIndex(facts, ordinal, ids, columns, postings, rows, rollup, self.has_words)

    def _drop(self, gone: Sequence[int], postings: dict[Key, Ordinals]) -> None:
        if not gone:
            return
        mask = np.ones(len(self.facts), bool)
        mask[list(gone)] = False
        if len(gone) * 8 > len(self):
            touched: Iterable[Key] = list(postings)
        else:
            touched = {key for position in gone if (fact := self.facts[position]) is not None for key in self._keys(fact, self.rollup)}
        for key in touched:
            old = postings[key]
            kept = old[mask[old]]
            if len(kept):
                postings[key] = kept
            else:
                del postings[key]

    def _keys(self, fact: Fact, rollup: Rollup) -> set[Key]:
        keys = fact_keys(fact, rollup)
        if self.has_words:
            keys.update(("word", word) for word in fact_words(fact))
        return keys

    def with_words(self) -> FactIndex:
        """The same facts, with their words indexed for `q`."""
        if self.has_words:
            return self
        grown: defaultdict[str, list[int]] = defaultdict(list)
        for position, fact in enumerate(self.facts):
            if fact is not None:
                for word in fact_words(fact):
                    grown[word].append(position)
        words = {("word", word): np.array(positions, np.int32) for word, positions in grown.items()}
        return FactIndex(
            self.facts, self.ordinal, self.ids, self.columns, {**self.postings, **words}, self.rows, self.rollup, True, self.orders
        )

    def order(self, sort: str) -> tuple[Ordinals, Ordinals]:
        """(ordinals of the living facts in that order, rank of each ordinal)."""
        known = self.orders.get(sort)
        if known is not None:
            return known
        column, descending = SORTS[sort]
        values = self.columns[column]
        order = np.lexsort((self.ids, -values if descending else values)).astype(np.int32) if len(self.facts) else _NONE
        rank = np.empty(len(order), np.int32)
        order = order[self.columns["alive"][order] == 1]
        rank[order] = np.arange(len(order), dtype=np.int32)
        self.orders[sort] = (order, rank)
        return order, rank

    def select(self, selection: Selection) -> Ordinals | None:
        """Ordinals of the facts that a selection matches, ascending; None means all of them.

        `known_at` is not looked at: it asks for other facts, merged from fewer claims.
        """
        found: Ordinals | None = None
        for name in ("kind", *ENTITY_FILTERS, "modality", "publisher", "document"):
            values = getattr(selection, name)
            if values:
                found = _both(found, self._any(name, values))
        if selection.status and selection.as_of is None:
            found = _both(found, self._any("status", selection.status))
        if selection.q is not None:
            found = self._search(selection.q, found)
        return self._filter_columns(selection, found)

    def _any(self, name: str, values: Sequence[str]) -> Ordinals:
        if len(values) == 1:
            return self.having(name, values[0])
        return np.unique(np.concatenate([self.having(name, value) for value in values]))

    def _search(self, text: str, found: Ordinals | None) -> Ordinals:
        words = fold_words(text)
        if not words:
            raise SelectionError("q", f"{text!r} holds no word to look for", ["at least one letter or digit"])
        if not self.vocabulary:
            self.vocabulary.extend(sorted(value for what, value in self.postings if what == "word"))
        for word in words:
            matching = words_from(self.vocabulary, word)
            found = _both(found, self._any("word", matching) if matching else _NONE)
        assert found is not None
        return found

    def _filter_columns(self, selection: Selection, found: Ordinals | None) -> Ordinals | None:
        tests: list[Callable[[Any], Any]] = []
        columns = self.columns
        if selection.since is not None:
            since = day_number(selection.since)
            tests.append(lambda at: (columns["end"][at] >= since) & (columns["end"][at] != NO_DAY))
        if selection.until is not None:
            until = day_number(selection.until)
            tests.append(lambda at: (columns["begin"][at] <= until) & (columns["begin"][at] != NO_DAY))
        if selection.as_of is not None:
            day = day_number(selection.as_of)
            tests.append(lambda at: (columns["begin"][at] <= day) & (columns["begin"][at] != NO_DAY))
        if selection.min_sources is not None:
            least = selection.min_sources
            tests.append(lambda at: columns["sources"][at] >= least)
        if selection.disputed is not None:
            wanted = int(selection.disputed)
            tests.append(lambda at: columns["disputed"][at] == wanted)
        if tests:
            found = found if found is not None else np.flatnonzero(columns["alive"]).astype(np.int32)
            for test in tests:
                found = found[test(found)]
        if selection.as_of is not None and found is not None:
            found = self._stages_on(selection, found)
        return found

    def _stages_on(self, selection: Selection, found: Ordinals) -> Ordinals:
        assert selection.as_of is not None
        kept = []
        for position in found.tolist():
            fact = self.facts[position]
            assert fact is not None
            status = status_on(fact, selection.as_of)
            begun = status is not None or fact.status is None
            if begun and (not selection.status or status in selection.status):
                kept.append(position)
        return np.array(kept, np.int32)


def words_from(vocabulary: Sequence[str], prefix: str) -> list[str]:
    """The words of a sorted vocabulary that start with the prefix."""
    first = bisect_left(vocabulary, prefix)
    last = bisect_left(vocabulary, prefix + "\U0010ffff")
    return list(vocabulary[first:last])


def fact_keys(fact: Fact, rollup: Rollup) -> set[Key]:
    """Everything under which a fact is found: its values, the entities it joins, whoever reports it."""
    keys: set[Key] = {("kind", fact.kind)}
    for name in ("status", "modality"):
        value = fact.slots.get(name)
        if value is not None:
            keys.add((name, value))
    filters = _slot_filters(fact.kind)
    for slot, entity in fact.participants:
        for name in filters[slot]:
            keys.add((name, entity))
        if entity.startswith(("official/", "agency/")):
            keys.add((entity.partition("/")[0], entity))
        if slot == "item":
            keys.update([("item", level) for level in rollup(entity)])
    for sourced in fact.claims:
        keys.add(("document", sourced.document))
        if sourced.publisher is not None:
            keys.add(("publisher", sourced.publisher))
    return keys


@cache
def _slot_filters(kind: str) -> dict[str, tuple[str, ...]]:
    """For each slot of a kind, the filters that look into it for an entity as it stands."""
    filters = {}
    for slot in fact_kinds()[kind].slots:
        names = ["entity"]
        if slot.type in _PARTY_SLOTS:
            names.append("party")
        if slot.name in ("supplier", "recipient", "supplier_agency", "recipient_agency"):
            names.append(slot.name.removesuffix("_agency"))
        filters[slot.name] = tuple(names)
    return filters


def _both(found: Ordinals | None, other: Ordinals) -> Ordinals:
    if found is None:
        return other
    return np.intersect1d(found, other, assume_unique=True)


def _columns(facts: Sequence[Fact]) -> dict[str, npt.NDArray[np.int64]]:
    lines = [
        (
            *world_days(fact),
            day_number(fact.first_reported),
            day_number(fact.last_reported),
            len(fact.sources),
            len(fact.claims),
            _size(fact),
            bool(fact.disputed),
            True,
        )
        for fact in facts
    ]
    table = np.array(lines, np.int64).reshape(len(lines), len(COLUMNS))
    return {name: np.ascontiguousarray(table[:, column]) for column, name in enumerate(COLUMNS)}


def _size(fact: Fact) -> int:
    """The least number of items, else the greatest; -1 where nothing is known. Bounded, so that it always fits its column."""
    quantity = fact.slots.get("quantity") or {}
    size = quantity.get("max") if quantity.get("min") is None else quantity.get("min")
    return -1 if size is None else int(min(max(size, 0), 1 << 53))
