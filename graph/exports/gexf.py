"""GEXF 1.3 for Gephi and Gephi Lite, written as a stream.

The form is what Gephi's importer, graphology-gexf (Gephi Lite) and networkx all read without loss: one block of attributes for each
class, numeric attribute ids, titles unlike any viz or built-in name, full dates, edge ids unique over the graph, `kind` for parallel
edges, no weight of 0, colours as numbers. The static file opens with colours, sizes and places; the timeline file adds the
spells in which nodes and edges exist, in days of the world (of the reports where the texts give none).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from graph.exports.exporter import Exporter, ExportOptions, in_chunks
from graph.exports.layout import positions
from graph.exports.xml_text import attribute, clean
from graph.model import Fact
from graph.network import Attributes, DrawnEdge, Node, draw_edges, draw_nodes, fact_attributes, fact_days, relation_attributes
from graph.queries import Dataset
from graph.selection import Selection

# Titles with their GEXF types; the ids are the places in these tables, edges counted from 100.
NODE_COLUMNS: Final[Mapping[str, str]] = {
    "type": "string",
    "category": "string",
    "family": "string",
    "iso3": "string",
    "first_seen": "string",
    "last_seen": "string",
    "n_facts": "integer",
    "n_claims": "integer",
}
EDGE_COLUMNS: Final[Mapping[str, str]] = {
    "relation": "string",
    "symmetric": "boolean",
    "fact": "string",
    "fact_kind": "string",
    "status": "string",
    "modality": "string",
    "polarity": "string",
    "quantity": "long",
    "quantity_max": "long",
    "value": "double",
    "currency": "string",
    "value_usd": "double",
    "terms": "liststring",
    "detail": "string",
    "begins": "string",
    "ends": "string",
    "first_reported": "string",
    "last_reported": "string",
    "confidence": "integer",
    "source_ids": "liststring",
    "documents": "liststring",
    "quote": "string",
}
_NODE_IDS: Final = {title: str(number) for number, title in enumerate(NODE_COLUMNS)}
_EDGE_IDS: Final = {title: str(number) for number, title in enumerate(EDGE_COLUMNS, start=100)}
# Okabe and Ito's palette, told apart by colour-blind readers too.
_NODE_COLOURS: Final = {
    "state": (0, 114, 178),
    "group": (204, 121, 167),
    "agency": (0, 158, 115),
    "official": (230, 159, 0),
    "weapon": (213, 94, 0),
    "category": (240, 228, 66),
}
_EDGE_COLOURS: Final = {
    "transfer": (213, 94, 0),
    "financing": (0, 158, 115),
    "agreement": (0, 114, 178),
    "meeting": (86, 180, 233),
    "role": (230, 159, 0),
    "restriction": (160, 0, 0),
    "training": (204, 121, 167),
    "possession": (120, 120, 120),
}


def write_gexf(dataset: Dataset, selection: Selection, options: ExportOptions) -> Iterator[bytes]:
    """The selection as a GEXF file."""
    return in_chunks(_pieces(dataset, selection, options.timeline))


def _pieces(dataset: Dataset, selection: Selection, timeline: bool) -> Iterator[str]:
    facts = dataset.selected(selection)
    nodes = draw_nodes(facts, dataset.entity_of)
    hubs = {node.entity.id: node.entity.kind in ("state", "group") for node in nodes}
    places = positions(hubs, {node.entity.id: node.ties for node in nodes})
    latest = max((fact.last_reported for fact in facts if fact.last_reported is not None), default=None)
    modified = f' lastmodifieddate="{attribute(latest)}"' if latest is not None else ""
    mode = 'mode="dynamic" timeformat="date" timerepresentation="interval"' if timeline else 'mode="static"'
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
        f"  <meta{modified}><creator>armsgraph</creator>"
        f"<description>Facts about arms transfers, data version {attribute(dataset.data_version)}</description></meta>\n"
        f'  <graph defaultedgetype="directed" {mode}>\n'
    )
    yield _declarations("node", NODE_COLUMNS, _NODE_IDS)
    yield _declarations("edge", EDGE_COLUMNS, _EDGE_IDS)
    yield "    <nodes>\n"
    for node in nodes:
        yield _node(node, places[node.entity.id], timeline)
    yield "    </nodes>\n    <edges>\n"
    last: Fact | None = None
    shared = _FactPart("", "", "")
    for drawn in draw_edges(facts):
        if drawn.edge.fact is not last:
            last = drawn.edge.fact
            shared = _fact_part(last, timeline)
        yield _edge(drawn, shared)
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _declarations(of: str, columns: Mapping[str, str], ids: Mapping[str, str]) -> str:
    lines = [f'      <attribute id="{ids[title]}" title="{title}" type="{type_}"/>\n' for title, type_ in columns.items()]
    return f'    <attributes class="{of}" mode="static">\n{"".join(lines)}    </attributes>\n'


def _node(node: Node, place: tuple[float, float], timeline: bool) -> str:
    red, green, blue = _NODE_COLOURS[node.entity.kind]
    size = min(80.0, 6 + 3 * math.sqrt(node.facts))
    begin = None if node.open_begin else node.begin
    spell = _spell(begin, None if node.open_end else node.end) if timeline else ""
    return (
        f'      <node id="{attribute(node.entity.id)}" label="{attribute(node.entity.name)}"{spell}>'
        f"<attvalues>{_values(node.attributes(), _NODE_IDS)}</attvalues>"
        f'<viz:color r="{red}" g="{green}" b="{blue}" a="1.0"/><viz:position x="{place[0]}" y="{place[1]}"/>'
        f'<viz:size value="{size:.2f}"/></node>\n'
    )


class _FactPart(NamedTuple):
    """What the edges of one fact have in common: the end of the tag, the values, the rest up to the end tag."""

    tag: str
    values: str
    rest: str


def _fact_part(fact: Fact, timeline: bool) -> _FactPart:
    attributes = fact_attributes(fact)
    red, green, blue = _EDGE_COLOURS[fact.kind]
    alpha = "0.25" if attributes["polarity"] == "denied" else "0.7"
    spell = _spell(*fact_days(fact)) if timeline else ""
    label = attributes.get("detail")
    named = f' label="{attribute(str(label))}"' if label is not None else ""
    return _FactPart(
        f'{named} weight="{max(1, len(fact.sources))}.0"{spell}>',
        _values(attributes, _EDGE_IDS),
        f'</attvalues><viz:color r="{red}" g="{green}" b="{blue}" a="{alpha}"/></edge>\n',
    )


def _edge(drawn: DrawnEdge, shared: _FactPart) -> str:
    edge = drawn.edge
    kind = edge.relation if drawn.number == 1 else f"{edge.relation}#{drawn.number}"
    return (
        f'      <edge id="{attribute(drawn.id)}" source="{attribute(edge.source)}" target="{attribute(edge.target)}" kind="{kind}"'
        f"{shared.tag}<attvalues>{_relation_values(edge.relation, edge.symmetric)}{shared.values}{shared.rest}"
    )


def _spell(begin: str | None, end: str | None) -> str:
    # Gephi drops a spell that ends before it starts, and dies on a date that is not a full one; both are excluded by their making.
    start = f' start="{attribute(begin)}"' if begin is not None else ""
    return start if end is None else f'{start} end="{attribute(end)}"'


def _values(attributes: Attributes, ids: Mapping[str, str]) -> str:
    return "".join(
        [
            # Quotes are long and never the same; nearly everything else stands on many nodes and edges.
            _repeated(ids[title], tuple(value) if isinstance(value, list) else value)
            if title != "quote"
            else f'<attvalue for="{ids[title]}" value="{_text(value)}"/>'
            for title, value in attributes.items()
        ]
    )


@cache
def _relation_values(relation: str, symmetric: bool) -> str:
    return _values(relation_attributes(relation, symmetric), _EDGE_IDS)


@lru_cache(maxsize=1 << 16, typed=True)
def _repeated(column: str, value: str | float | bool | tuple[str, ...]) -> str:
    return f'<attvalue for="{column}" value="{_text(value)}"/>'


def _text(value: str | float | bool | Sequence[str]) -> str:
    if isinstance(value, str):
        return attribute(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int | float) else attribute(list_text(value))


def list_text(values: Sequence[str]) -> str:
    """A list of texts as Gephi reads it: every text in double quotes, which therefore cannot stand inside one."""
    return "[{}]".format(", ".join('"{}"'.format(clean(value).replace("\\", "/").replace('"', "'")) for value in values))


GEXF: Final = Exporter("gexf", "GEXF 1.3 for Gephi", "application/gexf+xml", write_gexf)
