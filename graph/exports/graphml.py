"""GraphML, by networkx: for yEd, Cytoscape, igraph. Lists become texts with their parts joined by '; '."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import networkx as nx

from graph.exports.exporter import Exporter, ExportOptions, in_chunks
from graph.exports.xml_text import clean
from graph.network import Attributes, draw_edges, draw_nodes, edge_attributes
from graph.queries import Dataset
from graph.selection import Selection


def write_graphml(dataset: Dataset, selection: Selection, options: ExportOptions) -> Iterator[bytes]:
    """The selection as a GraphML file."""
    facts = dataset.selected(selection)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in draw_nodes(facts, dataset.entity_of):
        graph.add_node(clean(node.entity.id), label=clean(node.entity.name), **_plain(node.attributes()))
    for drawn in draw_edges(facts):
        edge = drawn.edge
        graph.add_edge(clean(edge.source), clean(edge.target), key=clean(drawn.id), **_plain(edge_attributes(edge)))
    lines = nx.generate_graphml(graph, named_key_ids=True)
    return in_chunks(f"{line}\n" for line in lines)


def _plain(attributes: Attributes) -> dict[str, str | int | float | bool]:
    plain: dict[str, str | int | float | bool] = {}
    for name, value in attributes.items():
        if isinstance(value, list):
            plain[name] = clean("; ".join(value))
        else:
            plain[name] = clean(value) if isinstance(value, str) else value
    return plain


GRAPHML: Final = Exporter("graphml", "GraphML", "application/graphml+xml", write_graphml)
