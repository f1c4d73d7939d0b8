"""The record keeps what it acknowledged, gives it back unchanged, and has one writer."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.query import ResultRow

import graph.record
from data.facts import Evidence, Extraction, Mentions, make_claim
from graph.errors import InvalidExtraction, StoreCorrupt, StoreError, StoreLocked, UnknownDocument
from graph.record import Record
from tests.graph.small_catalogue import SmallCatalogue, dispatch

NAMES = SmallCatalogue()
TEXT = "Russia sold 18 Smerch launchers to Azerbaijan."
DEAL = {"supplier": "RUS", "recipient": "AZE", "item": "BM-30 Smerch", "item_text": "Smerch", "quantity": {"min": 18, "max": 18}}
ARTICLE = dispatch("a b/ü#1.md", TEXT, [("transfer", DEAL, TEXT)])
OTHER = dispatch("b.md", TEXT + " Again.", [("transfer", DEAL, TEXT)])


def first_column(record: Record, query: str) -> list[str]:
    return [str(row[0]) for row in record.dataset().query(query) if isinstance(row, ResultRow)]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "store", resolver=NAMES) as opened:
        yield opened


def test_putting_the_same_bytes_again_changes_nothing(record: Record) -> None:
    assert record.put(ARTICLE) == "added"
    version, statements = record.data_version, set(record.dataset().quads())
    assert record.put(ARTICLE) == "unchanged"
    assert (record.data_version, set(record.dataset().quads())) == (version, statements)


def test_replacing_leaves_nothing_of_the_old_document(record: Record) -> None:
    record.put(OTHER)
    record.put(ARTICLE)
    before, version = set(record.dataset().quads()), record.data_version
    assert record.put(replace(ARTICLE, title="Another title", claims=())) == "replaced"
    assert record.data_version != version
    assert record.extraction(ARTICLE.document).claims == ()
    assert record.put(ARTICLE) == "replaced"
    assert (set(record.dataset().quads()), record.data_version) == (before, version)


def test_retracting_takes_out_one_document_only(record: Record) -> None:
    record.put(OTHER)
    before, version = set(record.dataset().quads()), record.data_version
    record.put(ARTICLE)
    record.retract(ARTICLE.document)
    assert (set(record.dataset().quads()), record.data_version) == (before, version)
    with pytest.raises(UnknownDocument):
        record.retract(ARTICLE.document)
    with pytest.raises(UnknownDocument):
        record.extraction(ARTICLE.document)


def test_documents_are_listed_with_their_metadata(record: Record) -> None:
    record.put(OTHER)
    record.put(replace(ARTICLE, text=None, publisher=None, published=None, url="https://example.org/a"))
    first, second = record.documents()
    assert (first.document, first.publisher, first.published, first.url, first.claims, first.has_text) == (
        ARTICLE.document,
        None,
        None,
        "https://example.org/a",
        1,
        False,
    )
    assert (second.document, second.sha256, second.title, second.publisher, second.has_text) == (
        "b.md",
        OTHER.sha256,
        "Title of b.md",
        "Agency",
        True,
    )


def test_it_is_all_there_after_reopening(tmp_path: Path) -> None:
    with Record.open(tmp_path, resolver=NAMES) as record:
        record.put(ARTICLE)
        record.put(OTHER)
        version = record.data_version
    with Record.open(tmp_path, resolver=NAMES) as record:
        assert list(record.extractions()) == [ARTICLE, OTHER]
        assert (record.data_version, len(record), OTHER.document in record) == (version, 2, True)
        assert record.put(ARTICLE) == "unchanged"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sha256": "0" * 64}, "sha256"),
        ({"published": "2016"}, "published"),
        ({"published": "2016-02-30"}, "published"),
        ({"title": "\ud800"}, "Unicode"),
        ({"claims": (replace(ARTICLE.claims[0], evidence=(Evidence(0, 5, "Cuba "),)),)}, "quoted"),
        ({"claims": (replace(ARTICLE.claims[0], evidence=(Evidence(0, 9, "Russia"),)),)}, "offsets"),
        ({"claims": (replace(ARTICLE.claims[0], evidence=()),)}, "evidence"),
        ({"claims": (replace(ARTICLE.claims[0], slots={**DEAL, "colour": "red"}),)}, "colour"),
        ({"claims": (replace(ARTICLE.claims[0], slots={"supplier": "RUS"}),)}, "item"),
        ({"claims": (replace(ARTICLE.claims[0], slots={**DEAL, "item_text": "\ud800"}),)}, "JSON"),
        ({"claims": (replace(ARTICLE.claims[0], kind="rumour"),)}, "rumour"),
    ],
)
def test_a_broken_document_is_refused_and_changes_nothing(record: Record, change: dict[str, Any], says: str) -> None:
    record.put(ARTICLE)
    with pytest.raises(InvalidExtraction, match=says):
        record.put(replace(ARTICLE, **change))
    assert list(record.extractions()) == [ARTICLE]


def test_a_second_writer_is_told_who_holds_the_store(tmp_path: Path) -> None:
    with Record.open(tmp_path, resolver=NAMES):
        with pytest.raises(StoreLocked) as caught:
            Record.open(tmp_path, resolver=NAMES)
        assert caught.value.pid == os.getpid()
        assert "--server" in str(caught.value)
    Record.open(tmp_path, resolver=NAMES).close()


def test_a_reader_beside_the_writer_sees_its_moment(record: Record) -> None:
    record.put(ARTICLE)
    with Record.open(record.path, read_only=True) as reader:
        record.retract(ARTICLE.document)
        record.put(OTHER)
        assert list(reader.extractions()) == [ARTICLE]
        with pytest.raises(StoreError, match="reading only"):
            reader.put(OTHER)
        with Record.open(record.path, read_only=True) as later:
            assert list(later.extractions()) == [OTHER]
    assert list((record.path / "readers").iterdir()) == []


def test_snapshots_of_killed_readers_are_cleared_away(record: Record) -> None:
    left = record.path / "readers" / "left"
    left.mkdir(parents=True)
    (left / "lock").touch()
    with Record.open(record.path, read_only=True):
        assert not left.exists()


def test_a_folder_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(StoreCorrupt, match="another folder"):
        Record.open(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(StoreError, match="no store here"):
        Record.open(tmp_path / "absent", read_only=True)
    assert not (tmp_path / "absent").exists()


def test_a_store_of_another_format_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "FORMAT").write_text("armsgraph record 99\n")
    for read_only in (False, True):
        with pytest.raises(StoreCorrupt, match="99"):
            Record.open(tmp_path, read_only=read_only)


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    with Record.open(tmp_path, resolver=NAMES) as record:
        record.put(ARTICLE)
    (tmp_path / "oxigraph" / "CURRENT").write_text("MANIFEST-999999\n")
    for read_only in (False, True):
        with pytest.raises(StoreCorrupt, match="cannot be"):
            Record.open(tmp_path, read_only=read_only)


def test_a_checkpoint_is_a_database_of_its_own(record: Record, tmp_path: Path) -> None:
    record.put(ARTICLE)
    record.checkpoint(tmp_path / "copy")
    record.retract(ARTICLE.document)
    assert len(ox.Store(str(tmp_path / "copy"))) > 0
    with pytest.raises(StoreError, match="checkpoint"):
        record.checkpoint(tmp_path / "absent" / "below" / "copy")


def test_a_checkpoint_never_removes_a_folder_that_was_there(record: Record, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(StoreError, match="checkpoint"):
        record.checkpoint(tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").exists()


def test_what_the_lexicons_know_stands_in_a_graph_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.record, "catalogue", SmallCatalogue)
    with Record.open(tmp_path) as record:
        record.put(ARTICLE)
        query = "SELECT ?model WHERE { ?claim ag:item ?model . ?model skos:broader* category:mlrs }"
        assert first_column(record, query) == ["urn:armsgraph:entity:weapon/bm-30-smerch"]
        assert [entry.document for entry in record.documents()] == [ARTICLE.document]


WRITER = """
import sys
from pathlib import Path
from graph.record import Record
from tests.graph.small_catalogue import SmallCatalogue, dispatch
with Record.open(Path(sys.argv[1]), resolver=SmallCatalogue()) as record:
    for number in range(100000):
        text = f"Russia sold {number} launchers."
        record.put(dispatch(f"{number}.md", text, [("transfer", {"supplier": "RUS", "item": "arms"}, text)]))
        print(number, flush=True)
"""


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if int(line) == 20:
                writer.send_signal(signal.SIGKILL)
                break
        acknowledged = [20, *map(int, writer.stdout.read().split())][-1]
    with Record.open(tmp_path, resolver=NAMES) as record:
        kept = {extraction.document: extraction for extraction in record.extractions()}
    assert {f"{number}.md" for number in range(acknowledged + 1)} <= set(kept)
    assert kept["20.md"].claims[0].evidence[0].text == "Russia sold 20 launchers."


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.one_of(st.none(), st.integers(0, 2**53), st.floats(0, 1e12, allow_nan=False))
slots = st.fixed_dictionaries(
    {"item": words.filter(bool)},
    optional={
        "supplier": st.sampled_from(["RUS", "Hezbollah", "Ærø Ltd."]),
        "item_text": words.filter(bool),
        "quantity": st.fixed_dictionaries({"min": numbers, "max": numbers}, optional={"approx": st.just(True)}),
        "value": st.fixed_dictionaries({"min": numbers, "max": numbers, "currency": st.just("USD")}),
        "status": st.sampled_from(["offered", "delivered"]),
        "terms": st.just(["sale", "loan"]),
        "ordered": st.sampled_from(["2010/2011", "2016~", "198X"]),
        "attributed_to": words.filter(bool),
        "disputes": st.just([{"about": "payment", "claim": "unpaid", "modality": "claimed", "attributed_to": "Ann Example"}]),
    },
)


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    claims = []
    for made in draw(st.lists(slots, max_size=3)):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        claims.append(make_claim("transfer", made, draw(words), [Evidence(start, end, text[start:end])], sha256))
    mentions = Mentions(("RUS",), (draw(words),), ((draw(words), "x"),), ())
    kept = draw(st.sampled_from([text, None]))
    return Extraction(
        draw(words.filter(bool)),
        sha256,
        draw(st.none() | words),
        draw(st.none() | words),
        "2016-06-01",
        None,
        tuple(claims),
        mentions,
        kept,
    )


@pytest.fixture(scope="module")
def shared_record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record.open(tmp_path_factory.mktemp("store"), resolver=NAMES) as opened:
        yield opened


@given(extraction=extractions())
def test_a_document_comes_back_as_it_was_put(shared_record: Record, extraction: Extraction) -> None:
    shared_record.put(extraction)
    assert shared_record.extraction(extraction.document) == extraction
    shared_record.retract(extraction.document)
    assert len(shared_record.dataset()) == 0


def test_claims_of_one_id_in_two_documents_stay_two(record: Record) -> None:
    record.put(ARTICLE)
    record.put(replace(ARTICLE, document="copy.md"))
    query = "SELECT (COUNT(DISTINCT ?claim) AS ?n) WHERE { ?claim a ag:Transfer }"
    assert first_column(record, query) == ["2"]
