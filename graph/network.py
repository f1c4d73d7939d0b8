"""The networkx projection of facts: typed nodes, and one typed edge for every relation that a fact states.

`draw` is the plain form that every graph export shares; `project` makes a networkx MultiDiGraph of it. Attributes that are not
known are left out. Nodes and edges come sorted, so that the same facts give the same graph in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import networkx as nx

from data.entities import Entity
from graph.dates import known_day, span
from graph.model import Fact
from graph.relations import Edge, fact_edges

EntityOf = Callable[[str], Entity]
Attributes = dict[str, str | int | float | bool | list[str]]


@dataclass(slots=True)
class Node:
    """An entity as it stands in a selection: report days of its first and last fact, facts and claims, days in the world.

    `ties` counts the edges to each neighbour.
    """

    entity: Entity
    first_seen: str | None = None
    last_seen: str | None = None
    facts: int = 0
    claims: int = 0
    begin: str | None = None
    end: str | None = None
    open_begin: bool = False
    open_end: bool = False
    ties: dict[str, int] = field(default_factory=dict)

    def attributes(self) -> Attributes:
        """Its columns."""
        entity = self.entity
        iso3 = entity.id.partition("/")[2] if entity.kind == "state" else entity.state
        found: dict[str, Any] = {
            "type": entity.kind,
            "category": entity.category,
            "family": entity.family,
            "iso3": iso3,
            "first_seen": self.first_seen,
            "last_seen": self.last_seen,
            "n_facts": self.facts,
            "n_claims": self.claims,
        }
        return {name: value for name, value in found.items() if value is not None}


class DrawnEdge(NamedTuple):
    """An edge with an id of its own; `number` counts the edges of one relation between one pair, from 1."""

    id: str
    edge: Edge
    number: int


def draw_edges(facts: Iterable[Fact]) -> Iterator[DrawnEdge]:
    """The edges of facts, sorted by fact id, then in the order of their relations."""
    numbers: dict[tuple[str, str, str], int] = {}
    for fact in sorted(facts, key=lambda fact: fact.id):
        for edge in fact_edges(fact):
            pair = (edge.source, edge.target, edge.relation)
            numbers[pair] = numbers.get(pair, 0) + 1
            yield DrawnEdge(f"{fact.id}.{edge.relation}.{edge.source}.{edge.target}", edge, numbers[pair])


def draw_nodes(facts: Iterable[Fact], entity_of: EntityOf) -> list[Node]:
    """The entities at the ends of the edges of facts, sorted by id."""
    nodes: dict[str, Node] = {}
    for fact in facts:
        begin, end = fact_days(fact)
        ends: dict[str, Node] = {}
        for edge in fact_edges(fact):
            for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
                node = nodes.get(one)
                if node is None:
                    node = nodes[one] = Node(entity_of(one))
                node.ties[other] = node.ties.get(other, 0) + 1
                ends[one] = node
        for node in ends.values():
            node.facts += 1
            node.claims += len(fact.claims)
            node.first_seen = _first(node.first_seen, fact.first_reported)
            node.last_seen = _last(node.last_seen, fact.last_reported)
            node.begin = _first(node.begin, begin)
            node.end = _last(node.end, end)
            node.open_begin = node.open_begin or begin is None
            node.open_end = node.open_end or end is None
    return [nodes[entity_id] for entity_id in sorted(nodes)]


def fact_days(fact: Fact) -> tuple[str | None, str | None]:
    """First and last day in the world, None for an open end; the days of the reports where the texts give none."""
    days = span(fact)
    return (fact.first_reported, fact.last_reported) if days is None else (known_day(days[0]), known_day(days[1]))


def edge_attributes(edge: Edge) -> Attributes:
    """The columns of an edge: what it means, then those of its fact."""
    return {**relation_attributes(edge.relation, edge.symmetric), **fact_attributes(edge.fact)}


def relation_attributes(relation: str, symmetric: bool) -> Attributes:
    """The columns that tell one edge of a fact from another."""
    return {"relation": relation, "symmetric": symmetric}


def fact_attributes(fact: Fact) -> Attributes:
    """The columns that all edges of a fact share: how far and how firmly, how many and how much, when, who says so, the sentence."""
    slots = fact.slots
    quantity = slots.get("quantity") or {}
    money = slots.get("value") or slots.get("amount") or {}
    begin, end = fact_days(fact)
    amount = money.get("max") if money.get("min") is None else money.get("min")
    found: dict[str, Any] = {
        "fact": fact.id,
        "fact_kind": fact.kind,
        "status": fact.status,
        "modality": slots.get("modality"),
        "polarity": polarity(fact),
        "quantity": _whole(quantity.get("max") if quantity.get("min") is None else quantity.get("min")),
        "quantity_max": _whole(quantity.get("max")),
        "value": _real(amount),
        "currency": money.get("currency"),
        "value_usd": _real(amount) if money.get("currency") == "USD" else None,
        "terms": list(slots.get("terms") or ()) or None,
        "detail": _detail(fact),
        "begins": begin,
        "ends": end,
        "first_reported": fact.first_reported,
        "last_reported": fact.last_reported,
        "confidence": len(fact.sources),
        "source_ids": list(fact.sources),
        "documents": list(dict.fromkeys(sourced.document for sourced in fact.claims)),
        "quote": _quote(fact),
    }
    return {name: value for name, value in found.items() if value is not None}


def polarity(fact: Fact) -> str:
    """`denied` where only denials stand, `disputed` where one claim denies or contradicts another, else `asserted`."""
    if fact.denials and len(fact.denials) == len(fact.claims):
        return "denied"
    return "disputed" if fact.disputed else "asserted"


def project(facts: Iterable[Fact], entity_of: EntityOf) -> nx.MultiDiGraph[str]:
    """The facts as a networkx graph: nodes are entity ids with `kind`, `name` and the columns of Node, edge keys are edge ids."""
    chosen = list(facts)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in draw_nodes(chosen, entity_of):
        graph.add_node(node.entity.id, kind=node.entity.kind, name=node.entity.name, **node.attributes())
    for drawn in draw_edges(chosen):
        graph.add_edge(drawn.edge.source, drawn.edge.target, key=drawn.id, **edge_attributes(drawn.edge))
    return graph


def _detail(fact: Fact) -> str | None:
    """What the relation leaves open: which post, which restriction, what about, where; of a transfer, the item."""
    slots = fact.slots
    for name in ("post", "type", "subject", "place", "item"):
        if name in slots and isinstance(slots[name], str):
            return str(slots[name])
    return None


def _quote(fact: Fact) -> str | None:
    for sourced in fact.claims:
        if sourced.claim.evidence:
            return " ".join(sourced.claim.evidence[0].text.split())
    return None


def _whole(number: float | int | None) -> int | None:
    return None if number is None else round(number)


def _real(number: float | int | None) -> float | None:
    return None if number is None else float(number)


def _first(one: str | None, other: str | None) -> str | None:
    return other if one is None or (other is not None and other < one) else one


def _last(one: str | None, other: str | None) -> str | None:
    return other if one is None or (other is not None and other > one) else one
