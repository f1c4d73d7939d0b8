from __future__ import annotations

import csv
import io
import json
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import LimitExceeded, SelectionError, StoreError
from graph.record import Record
from graph.sparql import SparqlLimits, SparqlService
from graph.sparql_guard import check_query
from tests.graph.small_world import SmallCatalogue, extraction, sale

HOSTILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
COUNT = "SELECT (COUNT(?c) AS ?n) { ?c a ag:Transfer }"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record.open(tmp_path_factory.mktemp("sparql") / "store", resolver=SmallCatalogue()) as opened:
        opened.put(extraction("a.md", sale("Smerch"), sale("T-90"), sale("tank", "RUS", "ARM"), title='A "title"\tand\nmore <&>'))
        yield opened


@pytest.fixture(scope="module")
def service(record: Record) -> Iterator[SparqlService]:
    with SparqlService(record, SparqlLimits(seconds=20), record.path / "sparql") as opened:
        yield opened


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x> {?s ?p ?o} }",
        "select * { service silent ?x {} }",
        "SELECT * { ?s ?p 5SERVICE<http://x>{} }",
        "SELECT * { ?s ?p ?x.SERVICE #c\n<http://x>{} }",
        "SELECT * { SERVICE ex:a {} }",
        "SELECT * { SERVICE :a {} }",
        "SELECT * FROM <http://x> {}",
        "SELECT * FROM NAMED ex:a {}",
        "SELECT * { \\u0053ERVICE <http://x> {} }",
        "SELECT * { FILTER(?a<?b)SERVICE?x#>\n{} }",
        "SELECT * { <http://x#a> a ?b. FILTER(?a<?b)SERVICE?x#>\n{} }",
    ],
)
def test_refuses_what_leaves_the_store(text: str) -> None:
    with pytest.raises(SelectionError) as caught:
        check_query(text)
    assert caught.value.parameter == "query"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?service ?from ?x }",
        "SELECT ?service { ?service <urn:x> ?o }",
        "SELECT * { <urn:armsgraph:entity:agency/foreign-intelligence-service> ?p ?o }",
        "SELECT * { ?s ex:service <http://x> ; ex:from ?y }",
        'SELECT * { FILTER(CONTAINS(?t, "Security Service")) }',
    ],
)
def test_lets_names_pass_that_only_look_alike(text: str) -> None:
    check_query(text)


def test_rows_are_the_same_in_every_format(service: SparqlService) -> None:
    text = "SELECT ?d ?t ?none { ?d dcterms:title ?t }"
    title = 'A "title"\tand\nmore <&>'
    parsed = json.loads(service.query(text, ["json"]).body)
    assert parsed["head"]["vars"] == ["d", "t", "none"]
    assert [row["t"]["value"] for row in parsed["results"]["bindings"]] == [title] and "none" not in parsed["results"]["bindings"][0]
    rows = list(csv.reader(io.StringIO(service.query(text, ["csv"]).body.decode(), newline="")))
    assert rows == [["d", "t", "none"], ["urn:armsgraph:document:a.md", title, ""]]
    root = ET.fromstring(service.query(text, ["xml"]).body)
    assert [literal.text for literal in root.iterfind(".//{*}literal")] == [title]
    lines = service.query(text, ["tsv"]).body.decode().splitlines()
    assert lines[0] == "?d\t?t\t?none" and len(lines) == 2 and len(lines[1].split("\t")) == 3


def test_answers_follow_the_kind_of_query(service: SparqlService) -> None:
    assert json.loads(service.query("ASK { ?s a ag:Transfer }").body)["boolean"] is True
    graph = service.query("CONSTRUCT { ?c ag:item ?i } { ?c ag:item ?i }", ["json", "nt"])
    assert graph.form == "nt" and graph.rows == 3 and graph.body.count(b"\n") == 3
    with pytest.raises(SelectionError) as caught:
        service.query("ASK {}", ["ttl"])
    assert caught.value.parameter == "format"


@pytest.mark.parametrize("text", ["", "SELEC *", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DROP ALL", "SELECT * { ?s ?p }"])
def test_refuses_what_is_no_query(service: SparqlService, text: str) -> None:
    with pytest.raises(SelectionError) as caught:
        service.query(text)
    assert caught.value.parameter == "query"


def test_rows_over_the_limit_are_cut_and_told(service: SparqlService) -> None:
    cut = service.query("SELECT * { ?s ?p ?o }", max_rows=2)
    assert cut.truncated and cut.rows == 2 and len(json.loads(cut.body)["results"]["bindings"]) == 2
    assert not service.query("SELECT * { ?c a ag:Transfer }", max_rows=3).truncated


def test_a_hostile_query_is_stopped_and_others_are_answered(record: Record, tmp_path: Path) -> None:
    with SparqlService(record, SparqlLimits(seconds=1), tmp_path / "sparql") as service:
        stopped: list[str] = []

        def ask() -> None:
            try:
                service.query(HOSTILE)
            except LimitExceeded as error:
                stopped.append(error.limit)

        asking = threading.Thread(target=ask)
        asking.start()
        assert json.loads(service.query(COUNT).body)["results"]["bindings"][0]["n"]["value"] == "3"
        asking.join()
        assert stopped == ["time"]
        assert service.query(COUNT).rows == 1


def test_queries_see_the_present_version_and_leave_nothing_behind(record: Record, tmp_path: Path) -> None:
    scratch = tmp_path / "sparql"
    service = SparqlService(record, scratch=scratch)
    with service:
        first = service.query(COUNT)
        record.put(extraction("b.md", sale("F-16")))
        second = service.query(COUNT)
        record.retract("b.md")
        third = service.query(COUNT)
        numbers = [json.loads(answer.body)["results"]["bindings"][0]["n"]["value"] for answer in (first, second, third)]
        assert numbers == ["3", "4", "3"]
        assert first.data_version == third.data_version != second.data_version
        assert len(list(scratch.iterdir())) == 1
    assert not scratch.exists()
    with pytest.raises(StoreError):
        service.query(COUNT)
