"""Export paths: one for each format, with the filters of /facts, a name for the download, and streaming."""

from __future__ import annotations

import csv
import io
import json

import networkx
import pytest
import rdflib
from fastapi.testclient import TestClient

from api.routes.graph import download_name
from graph.exports import EXPORTERS


@pytest.mark.parametrize("suffix", list(EXPORTERS))
def test_every_format_has_its_path(reading: TestClient, suffix: str) -> None:
    answer = reading.get(f"/graph.{suffix}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == EXPORTERS[suffix].media_type.partition(";")[0]
    assert answer.content == reading.get(f"/graph.{suffix}").content
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "content-disposition" not in answer.headers
    unchanged = reading.get(f"/graph.{suffix}", headers={"If-None-Match": answer.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_the_formats_of_the_contract() -> None:
    assert set(EXPORTERS) == {"gexf", "graphml", "json", "ttl", "jsonld", "nq", "csv"}


def test_filters_select(reading: TestClient) -> None:
    whole = networkx.read_gexf(io.BytesIO(reading.get("/graph.gexf").content))
    part = networkx.read_gexf(io.BytesIO(reading.get("/graph.gexf?recipient=ARM").content))
    assert {"state/RUS", "state/ARM", "state/AZE"} <= set(whole)
    assert "state/ARM" in part
    assert "state/AZE" not in part


def test_contents_can_be_read_back(reading: TestClient) -> None:
    graph = networkx.node_link_graph(json.loads(reading.get("/graph.json").content), edges="edges")
    assert "state/RUS" in graph
    assert len(networkx.read_graphml(io.BytesIO(reading.get("/graph.graphml").content))) == len(graph)
    assert len(list(csv.DictReader(io.StringIO(reading.get("/graph.csv").text)))) > 0
    turtle = rdflib.Graph().parse(data=reading.get("/graph.ttl").text, format="turtle")
    assert len(turtle) > 0


def test_timeline_is_another_file(reading: TestClient) -> None:
    assert b'mode="dynamic"' in reading.get("/graph.gexf?timeline=true").content
    assert b'mode="dynamic"' not in reading.get("/graph.gexf?timeline=false").content
    assert reading.get("/graph.csv?timeline=true").json()["parameter"] == "timeline"


@pytest.mark.parametrize(
    ("name", "suffix", "safe"),
    [
        ("armenia.gexf", "gexf", "armenia.gexf"),
        ("armenia", "gexf", "armenia.gexf"),
        ("../../etc/passwd", "csv", "passwd.csv"),
        ("C:\\x\\y.GEXF", "gexf", "y.GEXF"),
        ("Арцах.ttl", "ttl", "Арцах.ttl"),
    ],
)
def test_download_names_hold_no_folders(name: str, suffix: str, safe: str) -> None:
    assert download_name(name, suffix) == safe


def test_name_as_last_parameter(reading: TestClient) -> None:
    answer = reading.get("/graph.gexf?supplier=RUS&name=Арцах.gexf")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D0%90")
    assert answer.headers["content-disposition"].endswith(".gexf")
    assert answer.content == reading.get("/graph.gexf?supplier=RUS").content


@pytest.mark.parametrize("query", ["name=..", "name=a%0d%0ab.gexf", "name=" + "x" * 201, "name=a.gexf&name=b.gexf", "limit=5"])
def test_refused_parameters(reading: TestClient, query: str) -> None:
    answer = reading.get(f"/graph.gexf?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, query.partition("=")[0])


def test_head_makes_no_file(reading: TestClient) -> None:
    answer = reading.head("/graph.gexf?name=a.gexf")
    assert (answer.status_code, answer.content) == (200, b"")
    assert "content-length" not in answer.headers
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["etag"] == reading.get("/graph.gexf?name=a.gexf").headers["etag"]
