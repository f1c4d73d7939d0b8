"""Export formats by file suffix. An exporter turns a selection of a Dataset into bytes; the same data gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from graph.errors import SelectionError
from graph.exports.exporter import Exporter, ExportOptions
from graph.exports.gexf import GEXF
from graph.exports.graphml import GRAPHML
from graph.exports.node_link import NODE_LINK
from graph.exports.rdf_formats import JSON_LD, N_QUADS, TURTLE
from graph.exports.table import CSV

__all__ = ["EXPORTERS", "ExportOptions", "Exporter", "exporter"]

EXPORTERS: Final[Mapping[str, Exporter]] = MappingProxyType(
    {made.suffix: made for made in (GEXF, GRAPHML, NODE_LINK, TURTLE, JSON_LD, N_QUADS, CSV)}
)


def exporter(suffix: str) -> Exporter:
    """The exporter of a file suffix, with or without its dot; SelectionError if there is none."""
    found = EXPORTERS.get(suffix.removeprefix(".").lower())
    if found is None:
        raise SelectionError("format", f"no export writes {suffix!r}", list(EXPORTERS))
    return found
