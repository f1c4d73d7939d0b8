from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.edtf import bounds
from graph.errors import SelectionError
from graph.exports import EXPORTERS, ExportOptions, exporter
from graph.exports.gexf import EDGE_COLUMNS, NODE_COLUMNS
from graph.exports.layout import positions
from graph.network import project
from graph.queries import Dataset
from graph.selection import Selection
from tests.graph.small_world import dataset, extraction, sale, select

NS = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
MONEY = {"min": 4_000_000_000, "max": None, "currency": "USD"}
DATA = dataset(
    extraction(
        "a.md",
        sale("Smerch", quantity={"min": 18, "max": 18}, value=MONEY, ordered="2010/2011", terms=["sale"]),
        sale("T-90", delivered="2012/..", sentence='He said: "T-90 & more",\n=1 <now>\x0b.'),
        {"kind": "meeting", "participants": ["A One", "B Two", "C Three"], "date": "2016-06", "modality": "asserted"},
        {"kind": "role", "person": "A One", "post": "=cmd()", "of": "RUS"},
    ),
    extraction("b.md", sale("Smerch", modality="denied", delivered="/2014"), publisher='Q "|" & Sons', published=None),
)


def write(data: Dataset, suffix: str, selection: Selection | None = None, *, timeline: bool = False) -> bytes:
    return b"".join(exporter(suffix).write(data, selection or Selection(), ExportOptions(timeline=timeline)))


def counts(graph: Any) -> tuple[int, int]:
    return graph.number_of_nodes(), graph.number_of_edges()


@pytest.mark.parametrize("timeline", [False, True])
def test_gexf_is_read_back_whole(tmp_path: Path, timeline: bool) -> None:
    file = tmp_path / "graph.gexf"
    file.write_bytes(write(DATA, "gexf", timeline=timeline))
    graph = nx.read_gexf(file)
    projected = project(DATA.selected(Selection()), DATA.entity_of)
    assert graph.is_multigraph() and counts(graph) == counts(projected)
    assert set(graph.nodes) == set(projected.nodes)
    edges = {values["id"]: values for _, _, values in graph.edges(data=True)}
    for _, _, key, values in projected.edges(keys=True, data=True):
        assert edges[key]["relation"] == values["relation"] and edges[key].get("quantity") == values.get("quantity")
        assert edges[key].get("value_usd") == values.get("value_usd")


@pytest.mark.parametrize("timeline", [False, True])
def test_gexf_keeps_the_rules_of_its_readers(timeline: bool) -> None:
    root = ET.fromstring(write(DATA, "gexf", timeline=timeline))
    blocks = [block.get("class") for block in root.iterfind(".//g:attributes", NS)]
    assert blocks == ["node", "edge"]
    declared = list(root.iterfind(".//g:attribute", NS))
    assert all(str(column.get("id")).isdigit() for column in declared)
    assert {column.get("type") for column in declared} <= {"string", "integer", "long", "double", "boolean", "liststring"}
    edges = list(root.iterfind(".//g:edge", NS))
    assert len({edge.get("id") for edge in edges}) == len(edges)
    parallel = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges]
    assert len(set(parallel)) == len(parallel)
    assert all(float(str(edge.get("weight"))) > 0 for edge in edges)
    nodes = list(root.iterfind(".//g:node", NS))
    assert {end for edge in edges for end in (edge.get("source"), edge.get("target"))} <= {node.get("id") for node in nodes}
    for node in nodes:
        size, colour, place = (node.find(f"viz:{name}", NS) for name in ("size", "color", "position"))
        assert size is not None and colour is not None and place is not None
        assert float(size.attrib["value"]) > 0 and "hex" not in colour.attrib
    dated = [element for element in (*nodes, *edges) if "start" in element.attrib or "end" in element.attrib]
    assert bool(dated) == timeline
    for element in dated:
        days = [element.attrib[name] for name in ("start", "end") if name in element.attrib]
        assert days == sorted(days) and all(bounds(day) == (day, day) for day in days)


def test_gexf_titles_do_not_clash_with_built_in_names() -> None:
    taken = {"id", "label", "color", "size", "x", "y", "z", "weight", "kind", "start", "end", "source", "target"}
    for columns in (NODE_COLUMNS, EDGE_COLUMNS):
        assert len({title.lower() for title in columns}) == len(columns) and not taken & {title.lower() for title in columns}


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_any_text_survives_xml(name: str) -> None:
    data = dataset(extraction("a.md", {"kind": "role", "person": "P", "post": name, "of": "RUS"}, publisher=name))
    root = ET.fromstring(write(data, "gexf"))
    assert len(list(root.iterfind(".//g:edge", NS))) == 1
    assert ET.fromstring(write(data, "graphml")).tag.endswith("graphml")


@pytest.mark.parametrize("suffix", sorted(EXPORTERS))
def test_same_data_same_bytes_in_any_order_of_arrival(suffix: str) -> None:
    one, two = extraction("a.md", sale("Smerch"), sale("T-90")), extraction("b.md", sale("Smerch", ordered="2010"), publisher="AP")
    twice = dataset(two)
    twice.replace(one)
    assert write(dataset(one, two), suffix) == write(twice, suffix)


@pytest.mark.parametrize("suffix", sorted(EXPORTERS))
def test_an_empty_selection_is_a_whole_file(suffix: str) -> None:
    nothing = Selection(document=("none.md",))
    written = write(DATA, suffix, nothing)
    match suffix:
        case "gexf" | "graphml":
            assert ET.fromstring(written) is not None
        case "json" | "jsonld":
            assert json.loads(written) is not None
        case "csv":
            assert written.count(b"\r\n") == 1
        case _:
            assert b"Smerch" not in written


def test_graphml_and_node_link_have_the_edges_of_the_projection(tmp_path: Path) -> None:
    projected = project(DATA.selected(Selection()), DATA.entity_of)
    file = tmp_path / "graph.graphml"
    file.write_bytes(write(DATA, "graphml"))
    assert counts(nx.read_graphml(file, force_multigraph=True)) == counts(projected)
    linked: Any = nx.node_link_graph(json.loads(write(DATA, "json")), edges="edges")
    assert counts(linked) == counts(projected) and set(linked.edges(keys=True)) == set(projected.edges(keys=True))


def test_a_filter_narrows_the_graph() -> None:
    chosen = select(DATA, item="T-90")
    assert counts(project(DATA.selected(chosen), DATA.entity_of)) == (3, 3)
    assert b"smerch" not in write(DATA, "gexf", chosen) and b"Smerch" not in write(DATA, "csv", chosen)


def test_rdf_formats_say_the_same() -> None:
    turtle = set(ox.parse(write(DATA, "ttl"), format=ox.RdfFormat.TURTLE))
    quads = set(ox.parse(write(DATA, "nq"), format=ox.RdfFormat.N_QUADS))
    linked = set(ox.parse(write(DATA, "jsonld"), format=ox.RdfFormat.JSON_LD))
    assert quads == linked and {quad.triple for quad in quads} == {quad.triple for quad in turtle}
    assert len({quad.graph_name for quad in quads}) == 3
    assert b"articleBody" not in write(DATA, "nq")


def test_csv_has_a_line_for_each_fact_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(write(DATA, "csv").decode())))
    assert [row["id"] for row in rows] == [fact.id for fact in DATA.selected(Selection())]
    smerch = next(row for row in rows if row["value_min"])
    assert (smerch["quantity_min"], smerch["value_min"], smerch["value_max"], smerch["item_id"]) == (
        "18",
        "4000000000",
        "",
        "weapon/bm-30-smerch",
    )
    assert not any(re.match(r"[=+@-]", cell) for row in rows for cell in row.values())


def test_layout_gives_every_node_a_place_of_its_own() -> None:
    nodes = {f"n{number}": number % 5 == 0 for number in range(40)}
    ties = {node: dict[str, int]() for node in nodes}
    for number in range(1, 40):
        one, other = f"n{number}", f"n{number * 7 % 39}"
        if one != other:
            ties[one][other] = ties[other][one] = 1 + number % 3
    placed = positions(nodes, ties)
    assert placed.keys() == nodes.keys() and placed == positions(nodes, ties)
    assert len(set(placed.values())) == len(nodes)


def test_unknown_format_is_refused() -> None:
    with pytest.raises(SelectionError):
        exporter("xlsx")
    assert exporter(".GEXF") is EXPORTERS["gexf"]
