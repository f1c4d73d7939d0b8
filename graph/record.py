"""The record: every document as one named graph of an Oxigraph database on disk.

Beside its statements each graph keeps the document's line of the wire format, so that reading a document back is lossless and
fast, from this database as from any other RDF store. A document is added, replaced or retracted in one transaction; what `put`
returned for is on disk. Everything else (facts, indexes, networks) is derived and carries `data_version`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Final, Literal, Self
from weakref import WeakSet

import orjson
import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset

from data.catalogue import catalogue
from data.entities import Entity
from data.facts import Claim, Evidence, Extraction, Mentions, to_line
from graph.checks import check_extraction
from graph.errors import InvalidExtraction, StoreCorrupt, StoreError, UnknownDocument
from graph.namespaces import AG, DCTERMS, PREFIXES, REFERENCE_GRAPH, SDO, document_iri, document_of
from graph.ontology import ontology_quads, ontology_turtle
from graph.participants import Resolver, cached
from graph.rdf import document_quads, entity_quads
from graph.store_files import ReaderSnapshot, WriteLock, check, mark, prepare, remove_stale_snapshots, sync_log

Outcome = Literal["added", "replaced", "unchanged"]

_LINE: Final = ox.NamedNode(AG.line)
_DIGEST: Final = ox.NamedNode(AG.digest)
_BODY: Final = ox.NamedNode(SDO.articleBody)
_CLAIMS: Final = ox.NamedNode(AG.claimCount)
# Oxigraph replays its write-ahead log when it opens, some 50,000 statements a second; flushing bounds what a killed writer leaves.
_FLUSH_EVERY: Final = 50_000


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What the record knows of a document without opening it; `published` is an ISO day, `has_text` tells whether the body is stored."""

    document: str
    sha256: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    claims: int
    has_text: bool


class Record:
    """A store folder, opened for writing (by one process) or for reading (a snapshot of the moment of opening)."""

    def __init__(self, path: Path, database: ox.Store, held: WriteLock | ReaderSnapshot, resolver: Resolver | None) -> None:
        self.path = path
        self._database: ox.Store | None = database
        self._held = held
        self._resolver = resolver
        self._reference_written = False
        self._unflushed = 0
        self._mutex = RLock()
        self._handed_out: WeakSet[OxigraphStore] = WeakSet()
        self._version: str | None = None
        self._digests = {}
        for quad in database.quads_for_pattern(None, _DIGEST, None):
            document = document_of(_iri(quad.subject))
            if document is not None:
                self._digests[document] = _value(quad.object)

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False, resolver: Resolver | None = None) -> Record:
        """Opens the store in the folder `path`; for writing, a new or empty folder becomes a store.

        `resolver` looks names up (the program's own catalogue by default). Raises StoreLocked if another process writes it,
        StoreCorrupt if the folder holds anything else, StoreError if it cannot be used. A read-only record sees the store as it
        is now, also beside a writer, and never changes.
        """
        path = Path(path)
        held: WriteLock | ReaderSnapshot
        if read_only:
            check(path)
            held = ReaderSnapshot(path)
            try:
                return cls(path, ox.Store.read_only(str(held.folder)), held, resolver)
            except (OSError, RuntimeError, ValueError) as error:
                held.remove()
                raise StoreCorrupt(str(path), f"the database cannot be read: {error}") from error
        prepare(path)
        held = WriteLock(path)
        try:
            mark(path)
            remove_stale_snapshots(path)
            return cls(path, ox.Store(str(path / "oxigraph")), held, resolver)
        except (OSError, RuntimeError, ValueError) as error:
            held.release()
            if "lock" in str(error).lower():
                raise StoreError(str(path), "its database is still in use by a dataset of this process") from error
            raise StoreCorrupt(str(path), f"the database cannot be opened: {error}") from error
        except StoreError:
            held.release()
            raise

    def close(self) -> None:
        """Gives the store back; datasets handed out must not be used any more."""
        with self._mutex:
            if self._database is not None:
                if not self.read_only:
                    self._database.flush()
                self._database = None
                # Oxigraph lets go of the folder with the last reference; rdflib's datasets live on in reference cycles.
                for store in list(self._handed_out):
                    store.close()
                self._handed_out.clear()
                if isinstance(self._held, WriteLock):
                    self._held.release()
                else:
                    self._held.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether this is a snapshot that takes no documents."""
        return isinstance(self._held, ReaderSnapshot)

    @property
    def data_version(self) -> str:
        """Changes whenever a document comes, changes or goes; the same for the same documents."""
        with self._mutex:
            if self._version is None:
                listing = orjson.dumps(sorted(self._digests.items()))
                self._version = hashlib.sha256(listing).hexdigest()[:16]
            return self._version

    def put(self, extraction: Extraction) -> Outcome:
        """Takes a document in, in place of any of the same name; what happened.

        Returns when it is on disk. Raises InvalidExtraction, and leaves the record as it was, if the document breaks a rule.
        """
        check_extraction(extraction)
        try:
            line = to_line(extraction)
        except orjson.JSONEncodeError as error:
            raise InvalidExtraction(extraction.document, f"it cannot be written as JSON: {error}") from error
        digest = _digest(line, extraction.text)
        with self._mutex:
            database = self._writable()
            before = self._digests.get(extraction.document)
            if before == digest:
                return "unchanged"
            self._write_reference(database)
            quads = list(document_quads(extraction, self._names()))
            quads += _bookkeeping(extraction, line, digest)
            if before is None:
                database.extend(quads)
            else:
                _replace(database, document_iri(extraction.document), quads)
            self._make_durable(database, len(quads))
            self._digests[extraction.document] = digest
            self._version = None
        return "added" if before is None else "replaced"

    def retract(self, document: str) -> None:
        """Takes a document with all its claims out; UnknownDocument if it is not there."""
        with self._mutex:
            database = self._writable()
            if document not in self._digests:
                raise UnknownDocument(document)
            _replace(database, document_iri(document), ())
            self._make_durable(database, 1)
            del self._digests[document]
            self._version = None

    def __contains__(self, document: object) -> bool:
        return document in self._digests

    def __len__(self) -> int:
        return len(self._digests)

    def documents(self) -> list[DocumentEntry]:
        """Every document's metadata, sorted by document."""
        database = self._open()
        told = {term: self._texts(database, iri) for term, iri in _METADATA.items()}
        bodies = self._texts(database, str(SDO.articleBody))
        counts = self._texts(database, str(AG.claimCount))
        return [
            DocumentEntry(
                document=name,
                sha256=told["sha256"][name],
                title=told["title"].get(name),
                publisher=told["publisher"].get(name),
                published=told["published"].get(name),
                url=told["url"].get(name),
                claims=int(counts[name]),
                has_text=name in bodies,
            )
            for name in sorted(self._digests)
        ]

    def extraction(self, document: str) -> Extraction:
        """The document as it was put; UnknownDocument if it is not there."""
        database = self._open()
        if document not in self._digests:
            raise UnknownDocument(document)
        place = ox.NamedNode(document_iri(document))
        line = next(_value(quad.object) for quad in database.quads_for_pattern(place, _LINE, None, place))
        body = next((_value(quad.object) for quad in database.quads_for_pattern(place, _BODY, None, place)), None)
        return _decode(line, body)

    def extractions(self) -> Iterator[Extraction]:
        """Every document as it was put, sorted by document."""
        for document in sorted(self._digests):
            yield self.extraction(document)

    def dataset(self) -> Dataset:
        """The record as an rdflib dataset, whose default graph is the union of all documents."""
        store = OxigraphStore(store=self._open())
        self._handed_out.add(store)
        dataset = Dataset(store=store, default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        return dataset

    def checkpoint(self, folder: Path | str) -> None:
        """Copies the database of this moment into a new folder, by hard links where it can; takes milliseconds."""
        try:
            self._open().backup(str(folder))
        except (OSError, RuntimeError) as error:
            raise StoreError(str(folder), f"no checkpoint can be made there: {error}") from error

    def _open(self) -> ox.Store:
        if self._database is None:
            raise StoreError(str(self.path), "the record is closed")
        return self._database

    def _writable(self) -> ox.Store:
        if self.read_only:
            raise StoreError(str(self.path), "opened for reading only")
        return self._open()

    def _make_durable(self, database: ox.Store, statements: int) -> None:
        self._unflushed += statements
        if self._unflushed >= _FLUSH_EVERY:
            database.flush()
            self._unflushed = 0
        else:
            sync_log(self.path / "oxigraph")

    def _names(self) -> Resolver:
        self._resolver = cached(catalogue() if self._resolver is None else self._resolver)
        return self._resolver

    def _texts(self, database: ox.Store, iri: str) -> dict[str, str]:
        found = {}
        for quad in database.quads_for_pattern(None, ox.NamedNode(iri), None):
            document = document_of(_iri(quad.subject))
            if document is not None:
                found[document] = _value(quad.object)
        return found

    def _write_reference(self, database: ox.Store) -> None:
        """Puts what the lexicons know, and the ontology, into their own graph where it holds another version."""
        if self._reference_written or self._resolver is not None:
            return
        place = ox.NamedNode(REFERENCE_GRAPH)
        entities = list(catalogue().entities())
        digest = _reference_digest(entities)
        if not any(_value(quad.object) == digest for quad in database.quads_for_pattern(place, _DIGEST, None, place)):
            quads = [ox.Quad(place, _DIGEST, ox.Literal(digest), place), *ontology_quads(place)]
            for entity in entities:
                quads.extend(entity_quads(entity, place))
            _replace(database, REFERENCE_GRAPH, quads)
        self._reference_written = True


_METADATA: Final = {
    "sha256": str(AG.sha256),
    "title": str(DCTERMS.title),
    "publisher": str(DCTERMS.publisher),
    "published": str(SDO.datePublished),
    "url": str(SDO.url),
}


def _bookkeeping(extraction: Extraction, line: bytes, digest: str) -> Iterator[ox.Quad]:
    place = ox.NamedNode(document_iri(extraction.document))
    yield ox.Quad(place, _LINE, ox.Literal(line.decode()), place)
    yield ox.Quad(place, _DIGEST, ox.Literal(digest), place)
    yield ox.Quad(place, _CLAIMS, ox.Literal(len(extraction.claims)), place)


def _replace(database: ox.Store, graph: str, quads: Iterable[ox.Quad]) -> None:
    """Drops a graph and fills it anew in one transaction; without quads it is gone."""
    update = f"DROP SILENT GRAPH <{graph}>"
    statements = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    if statements:
        update += f" ; INSERT DATA {{ GRAPH <{graph}> {{ {statements.decode()} }} }}"
    database.update(update)


def _digest(line: bytes, text: str | None) -> str:
    hashed = hashlib.sha256(line)
    hashed.update(b"" if text is None else b"\n" + text.encode())
    return hashed.hexdigest()


def _reference_digest(entities: Iterable[Entity]) -> str:
    hashed = hashlib.sha256(ontology_turtle().encode())
    for entity in entities:
        hashed.update(repr(entity).encode())
    return hashed.hexdigest()


def _decode(line: str, text: str | None) -> Extraction:
    """The extraction of a stored line; checked when it was put, and not again."""
    row = orjson.loads(line)
    mentions = row["entities"]
    return Extraction(
        document=row["document"],
        sha256=row["sha256"],
        title=row["title"],
        publisher=row["publisher"],
        published=row["published"],
        url=row["url"],
        claims=tuple(map(_decode_claim, row["facts"])),
        mentions=Mentions(
            states=tuple(mentions["states"]),
            officials=tuple(mentions["officials"]),
            agencies=tuple(map(tuple, mentions["agencies"])),
            weapons=tuple(map(tuple, mentions["weapons"])),
        ),
        text=text,
    )


def _decode_claim(fact: dict[str, Any]) -> Claim:
    id_, kind, rule = fact.pop("id"), fact.pop("kind"), fact.pop("rule")
    evidence = tuple([Evidence(passage["start"], passage["end"], passage["text"]) for passage in fact.pop("evidence")])
    return Claim(id_, kind, {name: value for name, value in fact.items() if value is not None}, rule, evidence)


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""
