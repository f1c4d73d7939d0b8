"""Ingest and load: one outcome for each input, in order, bad ones among the good."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.ingest import Outcome, extract, ingest, load
from data.documents import Dispatch
from data.errors import DocumentError
from data.facts import Extraction, from_line, to_line
from graph.errors import InvalidExtraction
from graph.record import Record
from tests.api.simple import EXTRACTIONS, A, B, SimpleExtractor, extract_simply

BAD = DocumentError("bad.md", "is empty")


def put(extraction: Extraction) -> str:
    if extraction.document == "sub/b.md":
        raise InvalidExtraction("sub/b.md", "breaks a rule")
    return "added"


def test_every_reading_has_one_outcome_in_order() -> None:
    assert list(ingest([BAD, A, B, BAD], SimpleExtractor(), put)) == [
        Outcome("bad.md", "rejected", 0, "is empty"),
        Outcome("a.md", "added", 1),
        Outcome("sub/b.md", "rejected", 0, "breaks a rule"),
        Outcome("bad.md", "rejected", 0, "is empty"),
    ]


def test_nothing_is_acknowledged_before_it_is_stored() -> None:
    stored: list[str] = []

    def note(extraction: Extraction) -> str:
        stored.append(extraction.document)
        return "added"

    for outcome in ingest([A, B], SimpleExtractor(), note):
        assert stored[-1] == outcome.document


def test_extraction_keeps_errors_near_their_place() -> None:
    found = list(extract([A, BAD, B], SimpleExtractor()))
    assert [item.document for item in found] == ["a.md", "bad.md", "sub/b.md"]


def test_load_names_bad_lines_and_goes_on(store: Path) -> None:
    lines = [to_line(extraction, with_text=True) + b"\n" for extraction in EXTRACTIONS]
    other = lines[0].replace(b'"a.md"', b'"other.md"')
    with Record.open(store) as record:
        found = list(load([lines[0], b"\n", b"{}\n", b"nonsense\n", other], "f.jsonl", record.put))
        assert [(outcome.document, outcome.status) for outcome in found] == [
            ("a.md", "unchanged"), ("f.jsonl#3", "rejected"), ("f.jsonl#4", "rejected"), ("other.md", "added"),
        ]  # fmt: skip
        assert record.extraction("other.md").claims == EXTRACTIONS[0].claims


@pytest.mark.parametrize("with_text", [True, False])
def test_a_line_gives_back_what_was_extracted(with_text: bool) -> None:
    extraction = extract_simply(Dispatch("x.md", "RUS sells 18 T-90 to AZE."))
    again = from_line(to_line(extraction, with_text=with_text), "x")
    assert (again.claims, again.mentions, again.text) == (extraction.claims, extraction.mentions, extraction.text if with_text else None)
