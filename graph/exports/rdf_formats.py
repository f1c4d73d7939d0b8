"""Turtle, JSON-LD and N-Quads of a selection: its facts, the claims they rest on with their evidence, and the entities.

N-Quads and JSON-LD keep each document's statements in the document's named graph, as the record does; Turtle has no named graphs,
so all statements stand together there. Bodies of documents are left out; the passages that claims quote are in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from data.entities import Entity
from data.facts import Claim, Extraction, Mentions
from graph.exports.exporter import Exporter, ExportOptions
from graph.model import Fact
from graph.namespaces import PREFIXES
from graph.queries import Dataset
from graph.rdf import document_quads, entity_quads, fact_quads
from graph.selection import Selection

_BATCH: Final = 500


def write_turtle(dataset: Dataset, selection: Selection, options: ExportOptions) -> Iterator[bytes]:
    """The selection as Turtle."""
    # Oxigraph writes its prefixes in no fixed order, so the head is written here and cut off from each batch.
    yield "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(PREFIXES.items())).encode()
    for batch in _batches(dataset, selection):
        triples = (quad.triple for quad in batch)
        lines = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
        assert lines is not None
        yield b"".join(line for line in lines.splitlines(keepends=True) if not line.startswith(b"@prefix "))


def write_n_quads(dataset: Dataset, selection: Selection, options: ExportOptions) -> Iterator[bytes]:
    """The selection as N-Quads."""
    for batch in _batches(dataset, selection):
        lines = ox.serialize(batch, format=ox.RdfFormat.N_QUADS)
        assert lines is not None
        yield lines


def write_json_ld(dataset: Dataset, selection: Selection, options: ExportOptions) -> Iterator[bytes]:
    """The selection as an expanded JSON-LD document."""
    separator = b"["
    for batch in _batches(dataset, selection):
        array = ox.serialize(batch, format=ox.RdfFormat.JSON_LD)
        assert array is not None
        inner = array.strip()[1:-1].strip()
        if inner:
            yield separator + inner
            separator = b",\n"
    yield b"[]\n" if separator == b"[" else b"]\n"


def _batches(dataset: Dataset, selection: Selection) -> Iterator[list[ox.Quad]]:
    """The statements of a selection in batches: facts, then each document, then entities; no subject is split over two batches."""
    facts = dataset.selected(selection)
    resolver = dataset.resolver
    everywhere = ox.DefaultGraph()
    named: dict[str, Entity] = {}
    for start in range(0, len(facts), _BATCH):
        yield [quad for fact in facts[start : start + _BATCH] for quad in fact_quads(fact, resolver, everywhere, named)]
    for extraction in _documents(dataset, facts):
        yield list(document_quads(extraction, resolver))
    entities = sorted(named)
    for start in range(0, len(entities), _BATCH):
        chosen = map(dataset.entity_of, entities[start : start + _BATCH])
        yield [quad for entity in chosen for quad in entity_quads(entity, everywhere)]


def _documents(dataset: Dataset, facts: Iterable[Fact]) -> Iterator[Extraction]:
    """The documents of facts, sorted, each with no more than the claims of these facts."""
    told: dict[str, list[Claim]] = {}
    for fact in facts:
        for sourced in fact.claims:
            told.setdefault(sourced.document, []).append(sourced.claim)
    for document, claims in sorted(told.items()):
        whole = dataset.extraction(document)
        yield replace(whole, claims=tuple(sorted(claims, key=lambda claim: claim.id)), mentions=Mentions(), text=None)


TURTLE: Final = Exporter("ttl", "Turtle", "text/turtle; charset=utf-8", write_turtle)
JSON_LD: Final = Exporter("jsonld", "JSON-LD", "application/ld+json", write_json_ld)
N_QUADS: Final = Exporter("nq", "N-Quads", "application/n-quads", write_n_quads)
