"""Every question that can be asked of the graph: the one door of this room for the API and the command line.

A Dataset holds the current Snapshot. Readers take it once and never wait; a writer makes the next one beside it and swaps it in.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol, TypeVar

import numpy as np
import orjson

from data.catalogue import catalogue as default_catalogue
from data.entities import ENTITY_KINDS, Entity
from data.facts import Extraction
from graph import cards
from graph.document_rows import document_detail, document_rows
from graph.errors import SelectionError, UnknownDocument, UnknownEntity, UnknownFact
from graph.flows import flows, parse_dimensions
from graph.history import status_on
from graph.index import DEFAULT_SORT, SORTS, FactIndex, Ordinals
from graph.model import Fact
from graph.names import LexiconNames
from graph.pages import DEFAULT_LIMIT, Page, check_limit, make_cursor, page_of, read_cursor
from graph.participants import Resolver, cached
from graph.paths import MAX_LENGTH, MAX_PATHS, Tie, path_rows, ties
from graph.rows import fact_detail, fact_row
from graph.selection import Selection, parse_entity, parse_selection
from graph.snapshot import WORDS, Snapshot, without_collector
from graph.timeline import timeline

Answer = TypeVar("Answer")
_INDEXING: Final = threading.Lock()


class Catalogue(Resolver, Protocol):
    """A resolver that can also list what the lexicons know."""

    def entities(self) -> Iterator[Entity]:
        """Everything that the lexicons know, sorted by id."""
        ...


class Record(Protocol):
    """What a Dataset needs of the record."""

    @property
    def data_version(self) -> str:
        """The version of what it holds."""
        ...

    def extractions(self) -> Iterator[Extraction]:
        """Its documents, sorted."""
        ...


class Dataset:
    """The graph in memory: facts merged from the documents it was given, indexed for the questions of the API.

    Every method that takes a Selection answers for the facts it selects. Entities are given by id.
    """

    def __init__(self, snapshot: Snapshot, names: LexiconNames) -> None:
        self._snapshot = snapshot
        self._lexicon = names
        self._writing = threading.Lock()

    @classmethod
    def from_extractions(
        cls, extractions: Iterable[Extraction], data_version: str | None = None, catalogue: Catalogue | None = None
    ) -> Dataset:
        """The graph of these documents; without a data version, one made of their contents."""
        known = catalogue if catalogue is not None else default_catalogue()
        return cls(Snapshot.of(extractions, cached(known), data_version), LexiconNames(known.entities()))

    @classmethod
    def from_record(cls, record: Record, catalogue: Catalogue | None = None) -> Dataset:
        """The graph of everything in a record, under the record's data version."""
        return cls.from_extractions(record.extractions(), record.data_version, catalogue)

    @property
    def data_version(self) -> str:
        """Changes exactly when the answers may."""
        return self._snapshot.data_version

    @property
    def resolver(self) -> Resolver:
        """Who looks names up."""
        return self._snapshot.resolver

    def replace(self, extraction: Extraction, data_version: str | None = None) -> None:
        """Takes a document in, in place of what bore its name."""
        self.change((), (extraction,), data_version)

    def remove(self, document: str, data_version: str | None = None) -> None:
        """Takes a document out; UnknownDocument if it is not there."""
        if document not in self._snapshot.documents:
            raise UnknownDocument(document)
        self.change((document,), (), data_version)

    def change(self, removed: Sequence[str], added: Sequence[Extraction], data_version: str | None = None) -> None:
        """Takes several documents out and in, in one step for readers."""
        with self._writing:
            self._snapshot = self._snapshot.with_changes(removed, added, data_version)

    def warm(self) -> None:
        """Makes ready what the first questions would otherwise wait for: the usual order and the words that `q` looks into.

        For a process that serves for long, once, after loading: everything made so far is taken out of garbage collection, which
        would else stop the process for as long as it takes to walk all facts.
        """
        snapshot = self._snapshot
        with without_collector():
            snapshot.index.order(DEFAULT_SORT)
            _with_words(snapshot, None, snapshot.index).order(DEFAULT_SORT)
        gc.freeze()

    # Selections

    def find(self, name: str, kinds: Sequence[str]) -> str | None:
        """Id of the entity of one of these kinds that bears the name, in the lexicons or in the documents."""
        return self._lexicon.find(name, kinds) or self._snapshot.directory.find(name, kinds)

    def is_state(self, key: str) -> bool:
        """Whether a state of that key is known."""
        return self._lexicon.is_state(key) or f"state/{key}" in self._snapshot.directory.entries

    def parse(self, parameters: Iterable[tuple[str, str]]) -> Selection:
        """The selection that (filter, text) pairs describe; SelectionError names the one that cannot be read."""
        return parse_selection(parameters, self)

    def parse_entity(self, parameter: str, text: str) -> str:
        """The id of the entity that a text means: an id, an ISO key or a name."""
        return parse_entity(parameter, text, self)

    # Facts

    def facts(self, selection: Selection, *, sort: str = DEFAULT_SORT, limit: int = DEFAULT_LIMIT, cursor: str | None = None) -> Page:
        """Rows of the selected facts; latest reports first unless `sort` says otherwise."""
        if sort not in SORTS:
            raise SelectionError("sort", f"unknown order {sort!r}", list(SORTS))
        check_limit(limit)
        snapshot = self._snapshot
        return _answer(snapshot, ("facts", selection, sort, limit, cursor), lambda: _fact_page(snapshot, selection, sort, limit, cursor))

    def selected(self, selection: Selection) -> list[Fact]:
        """The selected facts, sorted by id."""
        return _selected(self._snapshot, selection)

    def fact(self, fact_id: str, known_at: str | None = None) -> dict[str, Any]:
        """One fact in full, as documents published by `known_at` told it; UnknownFact if there is none."""
        snapshot = self._snapshot
        fact = _index(snapshot, known_at).fact(fact_id)
        if fact is None:
            raise UnknownFact(fact_id)
        return fact_detail(fact, snapshot.documents)

    def timeline(self, selection: Selection, by: str = "year") -> list[dict[str, Any]]:
        """Numbers of facts per year or month, by status and kind."""
        return timeline(self.selected(selection), by)

    def flows(self, by: str, selection: Selection, *, limit: int = DEFAULT_LIMIT, cursor: str | None = None) -> Page:
        """Sums of transfers by the comma-separated dimensions."""
        dimensions = parse_dimensions(by)
        snapshot = self._snapshot
        rows = _answer(
            snapshot,
            ("flows", dimensions, selection),
            lambda: flows(_selected(snapshot, selection), dimensions, selection, lambda item: _category(snapshot, item)),
        )
        return page_of(snapshot.data_version, rows, f"flows {dimensions} {selection.key()}", limit, cursor)

    # Entities

    def entity_of(self, entity_id: str) -> Entity:
        """The entity of an id; UnknownEntity if neither the documents nor the lexicons know it."""
        entry = self._snapshot.directory.entries.get(entity_id)
        entity = entry.entity if entry is not None else self._lexicon.entity(entity_id)
        if entity is None:
            raise UnknownEntity(entity_id)
        return entity

    def entities(self, kind: str | None = None, q: str | None = None, *, limit: int = DEFAULT_LIMIT, cursor: str | None = None) -> Page:
        """Entities that the documents name, best match of `q` first, else those with most facts."""
        if kind is not None and kind not in ENTITY_KINDS:
            raise SelectionError("kind", f"unknown kind {kind!r}", ENTITY_KINDS)
        snapshot = self._snapshot
        found = _answer(snapshot, ("entities", kind, q), lambda: snapshot.directory.search(kind, q, cards.FactCounts(snapshot)))
        start = read_cursor(cursor, snapshot.data_version, f"entities {kind} {q}")
        check_limit(limit)
        rows = [cards.entity_row(snapshot, entity_id) for entity_id in found[start : start + limit]]
        end = start + len(rows)
        following = make_cursor(snapshot.data_version, f"entities {kind} {q}", end) if end < len(found) else None
        return Page(snapshot.data_version, len(found), tuple(map(orjson.dumps, rows)), following)

    def entity(self, entity_id: str) -> dict[str, Any]:
        """The card of an entity: names, category, counts, first and last seen, top partners."""
        snapshot = self._snapshot
        entity = self.entity_of(entity_id)
        partners = _neighbour_rows(self, snapshot, entity_id, Selection())[: cards.TOP_PARTNERS]
        return cards.entity_card(snapshot, entity, partners)

    def neighbors(
        self, entity_id: str, selection: Selection | None = None, *, limit: int = DEFAULT_LIMIT, cursor: str | None = None
    ) -> Page:
        """The entities that a fact joins to this one, those with most facts first, each with the ids of the facts."""
        self.entity_of(entity_id)
        chosen = selection if selection is not None else Selection()
        snapshot = self._snapshot
        rows = _answer(snapshot, ("neighbors", entity_id, chosen), lambda: _neighbour_rows(self, snapshot, entity_id, chosen))
        return page_of(snapshot.data_version, rows, f"neighbors {entity_id} {chosen.key()}", limit, cursor)

    def paths(
        self, start: str, goal: str, max_length: int = 4, selection: Selection | None = None, *, limit: int = 20
    ) -> list[dict[str, Any]]:
        """The shortest paths between two entities, at most `limit` of them, every hop with its facts.

        Denied facts make no path unless the selection asks for that modality.
        """
        if not 1 <= max_length <= MAX_LENGTH:
            raise SelectionError("max_length", f"{max_length} is out of bounds", [f"a whole number from 1 to {MAX_LENGTH}"])
        check_limit(limit, MAX_PATHS)
        for entity_id in (start, goal):
            self.entity_of(entity_id)
        chosen = selection if selection is not None else Selection()
        snapshot = self._snapshot

        known: dict[str, Mapping[str, tuple[Tie, ...]]] = {}

        def neighbours(entity_id: str) -> Mapping[str, tuple[Tie, ...]]:
            if entity_id not in known:
                known[entity_id] = _ties(snapshot, entity_id, chosen, denied=bool(chosen.modality))
            return known[entity_id]

        return path_rows(start, goal, neighbours, max_length, limit)

    # Documents

    def documents(
        self, q: str | None = None, publisher: str | None = None, *, limit: int = DEFAULT_LIMIT, cursor: str | None = None
    ) -> Page:
        """What was read, latest first; `q` looks into names and titles."""
        snapshot = self._snapshot
        rows = document_rows(snapshot.documents.values(), q, publisher)
        return page_of(snapshot.data_version, rows, f"documents {q} {publisher}", limit, cursor)

    def document(self, document: str) -> dict[str, Any]:
        """A document with its text, where it was kept, and the spans of its claims; UnknownDocument if there is none."""
        snapshot = self._snapshot
        if document not in snapshot.documents:
            raise UnknownDocument(document)
        having = snapshot.index.having("document", document).tolist()
        facts = [fact for position in having if (fact := snapshot.index.facts[position]) is not None]
        return document_detail(snapshot.documents[document], facts)

    def extraction(self, document: str) -> Extraction:
        """What a document told; UnknownDocument if there is none."""
        try:
            return self._snapshot.documents[document]
        except KeyError as error:
            raise UnknownDocument(document) from error

    def counts(self) -> dict[str, int]:
        """How much there is: documents, claims, facts, entities."""
        snapshot = self._snapshot
        return {
            "documents": len(snapshot.documents),
            "claims": int(snapshot.index.columns["claims"][snapshot.index.columns["alive"] == 1].sum()),
            "facts": len(snapshot.index),
            "entities": len(snapshot.directory.entries),
        }


def _answer(snapshot: Snapshot, question: Hashable, compute: Callable[[], Answer]) -> Answer:
    """The answer to a question about a snapshot, remembered with it; a few hundred at most."""
    answers = snapshot.answers
    answer: Answer | None = answers.get(question)
    if answer is None:
        answer = compute()
        if len(answers) >= 512:
            answers.clear()
        answers[question] = answer
    return answer


def _index(snapshot: Snapshot, known_at: str | None) -> FactIndex:
    return snapshot.index if known_at is None else snapshot.known_at(known_at)


def _matching(snapshot: Snapshot, selection: Selection) -> tuple[FactIndex, Ordinals | None]:
    index = _index(snapshot, selection.known_at)
    if selection.q is not None:
        index = _with_words(snapshot, selection.known_at, index)
    return index, index.select(selection)


def _with_words(snapshot: Snapshot, known_at: str | None, index: FactIndex) -> FactIndex:
    """Words are indexed when first asked for; the snapshot keeps that index, and its successors inherit it."""
    if index.has_words:
        return index
    key = WORDS if known_at is None else f"{WORDS} {known_at}"
    # It takes seconds in a large store; who asks meanwhile waits for it rather than doing it again.
    with _INDEXING:
        worded = snapshot.views.get(key)
        if worded is None:
            worded = snapshot.views[key] = index.with_words()
    return worded


def _selected(snapshot: Snapshot, selection: Selection) -> list[Fact]:
    index, found = _matching(snapshot, selection)
    chosen = index.facts if found is None else [index.facts[position] for position in found.tolist()]
    return sorted((fact for fact in chosen if fact is not None), key=lambda fact: fact.id)


def _fact_page(snapshot: Snapshot, selection: Selection, sort: str, limit: int, cursor: str | None) -> Page:
    query = f"facts {sort} {selection.key()}"
    start = read_cursor(cursor, snapshot.data_version, query)
    index, found = _matching(snapshot, selection)
    order, rank = index.order(sort)
    if found is None:
        total, shown = len(order), order[start : start + limit]
    else:
        total = len(found)
        ranks = rank[found]
        end = min(start + limit, total)
        if 0 < end < total:
            ranks = np.partition(ranks, end - 1)[:end]
        ranks.sort()
        shown = order[ranks[start:end]]
    rows = tuple(_render(index, position, selection.as_of) for position in shown.tolist())
    end = start + len(rows)
    following = make_cursor(snapshot.data_version, query, end) if end < total else None
    return Page(snapshot.data_version, total, rows, following)


def _render(index: FactIndex, position: int, as_of: str | None) -> bytes:
    """The row as JSON, made once for each fact."""
    fact = index.facts[position]
    assert fact is not None
    if as_of is not None and fact.status is not None:
        return orjson.dumps(fact_row(fact, status_on(fact, as_of)))
    row = index.rows[position]
    if row is None:
        row = index.rows[position] = orjson.dumps(fact_row(fact))
    return row


def _category(snapshot: Snapshot, item: str) -> str | None:
    """The category entity of an item."""
    levels = snapshot.directory.rollup(item)
    return next((level for level in reversed(levels) if level.startswith("category/")), None)


def _ties(snapshot: Snapshot, entity_id: str, selection: Selection, *, denied: bool) -> dict[str, tuple[Tie, ...]]:
    index, found = _matching(snapshot, selection)
    rolled = entity_id.startswith(("weapon/", "category/"))
    own = index.having("item" if rolled else "entity", entity_id)
    if found is not None:
        own = np.intersect1d(own, found, assume_unique=True)
    facts = [fact for position in own.tolist() if (fact := index.facts[position]) is not None]
    if not denied:
        facts = [fact for fact in facts if fact.slots.get("modality") != "denied"]
    rollup = snapshot.directory.rollup
    return ties(entity_id, facts, (lambda end: entity_id in rollup(end)) if rolled else (lambda end: False))


def _neighbour_rows(dataset: Dataset, snapshot: Snapshot, entity_id: str, selection: Selection) -> list[dict[str, Any]]:
    rows = []
    for other, joined in _ties(snapshot, entity_id, selection, denied=True).items():
        facts = sorted({fact for tie in joined for fact in tie.facts})
        entity = dataset.entity_of(other)
        rows.append({**cards.entity_fields(entity), "relations": [tie.to_json() for tie in joined], "facts": facts})
    return sorted(rows, key=lambda row: (-len(row["facts"]), row["id"]))
