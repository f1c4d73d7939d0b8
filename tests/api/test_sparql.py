"""The SPARQL path: the protocol's three ways to ask, the forms of an answer, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.negotiation import accepted_of
from api.routes.sparql import OFFERED
from graph.namespaces import AG

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?claim a <%s> } }" % AG.Transfer  # noqa: UP031
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def asked(reading: TestClient, query: str, accept: str | None = None) -> Any:
    return reading.get("/sparql", params={"query": query}, headers={"Accept": accept} if accept else {})


def test_three_ways_to_ask(reading: TestClient) -> None:
    by_get = asked(reading, COUNT)
    by_form = reading.post("/sparql", data={"query": COUNT})
    by_body = reading.post("/sparql", content=COUNT, headers={"Content-Type": "application/sparql-query; charset=utf-8"})
    for answer in (by_get, by_form, by_body):
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/sparql-results+json"
        assert answer.headers["x-truncated"] == "false"
        assert answer.json() == by_get.json()
    assert by_get.json()["results"]["bindings"][0]["n"]["value"] == "4"


def test_form_is_decoded_once(reading: TestClient) -> None:
    answer = reading.post("/sparql", data={"query": 'SELECT ("100%41+" AS ?x) {}'})
    assert answer.json()["results"]["bindings"][0]["x"]["value"] == "100%41+"


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (ASK, None, "application/sparql-results+json"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (COUNT, "text/csv", "text/csv"),
        (COUNT, "text/html;q=0.9, text/tab-separated-values", "text/tab-separated-values"),
        (COUNT, "text/turtle, application/json;q=0.1", "application/sparql-results+json"),
        (CONSTRUCT, None, "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "*/*", "text/turtle"),
        (CONSTRUCT, "text/*", "text/turtle"),
    ],
)
def test_accept_decides_the_form(reading: TestClient, query: str, accept: str | None, media_type: str) -> None:
    answer = asked(reading, query, accept)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)


@pytest.mark.parametrize(("query", "accept"), [(ASK, "image/png"), (ASK, "text/turtle"), (CONSTRUCT, "text/csv"), (ASK, "*/*;q=0")])
def test_other_forms_are_not_acceptable(reading: TestClient, query: str, accept: str) -> None:
    answer = asked(reading, query, accept)
    assert (answer.status_code, answer.json()["type"]) == (406, "urn:armsgraph:problem:not-acceptable")
    assert answer.json()["accepted"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
        "SELECT * FROM <http://example.org/data> { ?s ?p ?o }",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DROP ALL",
        "SELECT",
        " ",
    ],
)
def test_refused_queries(reading: TestClient, query: str) -> None:
    answer = asked(reading, query)
    assert (answer.status_code, answer.json()["parameter"]) == (400, "query")
    assert asked(reading, COUNT).json()["results"]["bindings"][0]["n"]["value"] == "4"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "url": "/sparql"}, 400),
        ({"method": "GET", "url": "/sparql", "params": {"query": ASK, "default-graph-uri": "urn:x"}}, 400),
        ({"method": "GET", "url": "/sparql", "params": {"update": "DROP ALL"}}, 400),
        ({"method": "POST", "url": "/sparql", "data": {"update": "DROP ALL"}}, 400),
        ({"method": "POST", "url": "/sparql", "content": b"query=ASK{}&query=ASK{}", "headers": FORM}, 400),
        ({"method": "POST", "url": "/sparql", "content": b"\xff", "headers": FORM}, 400),
        ({"method": "POST", "url": "/sparql?query=x", "content": ASK, "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ({"method": "POST", "url": "/sparql", "content": b"DROP ALL", "headers": {"Content-Type": "application/sparql-update"}}, 415),
        ({"method": "POST", "url": "/sparql", "content": b"x" * 1_200_001, "headers": FORM}, 413),
        ({"method": "POST", "url": "/sparql", "data": {"query": "x" * 100_001}}, 400),
    ],
)
def test_refused_requests(reading: TestClient, request_: dict[str, Any], status: int) -> None:
    answer = reading.request(**request_)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_answers_have_an_etag(reading: TestClient) -> None:
    etag = asked(reading, ASK).headers["etag"]
    assert reading.get("/sparql", params={"query": ASK}, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("header", "forms"),
    [
        (None, ["json", "ttl", "json", "csv", "tsv", "xml", "xml", "nt"]),
        ("text/csv;q=0.5, application/xml", ["xml", "csv"]),
        ("text/*, text/csv;q=0", ["ttl", "tsv"]),
        ("TEXT/CSV", ["csv"]),
        ("text/csv;q=2", []),
        ("*/*;q=0.1, text/turtle;q=0.9", ["ttl", "json", "json", "csv", "tsv", "xml", "xml", "nt"]),
        ("nonsense", []),
    ],
)
def test_negotiation(header: str | None, forms: list[str]) -> None:
    assert accepted_of(header, OFFERED) == forms
