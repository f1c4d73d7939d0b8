"""Node-link JSON, as `networkx.node_link_graph(data, edges="edges")`, D3 and Sigma read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import orjson

from graph.exports.exporter import Exporter, ExportOptions, in_chunks
from graph.network import draw_edges, draw_nodes, edge_attributes
from graph.queries import Dataset
from graph.selection import Selection


def write_node_link(dataset: Dataset, selection: Selection, options: ExportOptions) -> Iterator[bytes]:
    """The selection as one JSON object with `nodes` and `edges`."""
    return in_chunks(_pieces(dataset, selection))


def _pieces(dataset: Dataset, selection: Selection) -> Iterator[str]:
    facts = dataset.selected(selection)
    about = orjson.dumps({"data_version": dataset.data_version, "creator": "armsgraph"}).decode()
    yield f'{{"directed":true,"multigraph":true,"graph":{about},"nodes":['
    yield from _listed(
        {"id": node.entity.id, "name": node.entity.name, **node.attributes()} for node in draw_nodes(facts, dataset.entity_of)
    )
    yield '],"edges":['
    yield from _listed(
        {"source": drawn.edge.source, "target": drawn.edge.target, "key": drawn.id, **edge_attributes(drawn.edge)}
        for drawn in draw_edges(facts)
    )
    yield "]}\n"


def _listed(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield ("\n" if number == 0 else ",\n") + orjson.dumps(row).decode()


NODE_LINK: Final = Exporter("json", "Node-link JSON", "application/json", write_node_link)
