"""Which slots of a fact stand in which relation: the plain edges that a fact draws between its entities.

The one table for neighbours, paths, the network and every graph export. Whoever is only credited with a statement gets no edge:
every edge is something that a fact says about both ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final, NamedTuple

from graph.model import Fact


@dataclass(frozen=True, slots=True)
class Relation:
    """From the entity in slot `source` to that in slot `target`; symmetric ones join every two entities of one slot."""

    name: str
    source: str
    target: str
    symmetric: bool = False


class Edge(NamedTuple):
    """One relation that a fact states between two entities; a tuple, since an export makes several of each fact."""

    source: str
    target: str
    relation: str
    symmetric: bool
    fact: Fact


RELATIONS: Final[dict[str, tuple[Relation, ...]]] = {
    "transfer": (
        Relation("supplies", "supplier", "recipient"),
        Relation("exports", "supplier", "item"),
        Relation("imports", "recipient", "item"),
        Relation("sells_through", "supplier", "supplier_agency"),
        Relation("buys_through", "recipient", "recipient_agency"),
    ),
    "financing": (Relation("finances", "lender", "borrower"),),
    "agreement": (Relation("agrees_with", "parties", "parties", symmetric=True),),
    "meeting": (Relation("meets", "participants", "participants", symmetric=True),),
    "role": (Relation("holds_post", "person", "of"),),
    "restriction": (
        Relation("restricts", "imposer", "target"),
        Relation("withholds", "imposer", "item"),
        Relation("is_denied", "target", "item"),
    ),
    "training": (Relation("trains", "provider", "recipient"),),
    "possession": (Relation("possesses", "holder", "item"),),
}


def fact_edges(fact: Fact) -> Iterator[Edge]:
    """The edges that a fact draws, in the order of RELATIONS; a symmetric one once, from the smaller id to the larger."""
    relations = RELATIONS[fact.kind]
    single = dict(fact.participants)
    if len(single) == len(fact.participants):
        # As nearly always: one entity a slot.
        for relation in relations:
            source, target = single.get(relation.source), single.get(relation.target)
            if source is not None and target is not None and source != target:
                yield Edge(source, target, relation.name, relation.symmetric, fact)
        return
    slots: dict[str, list[str]] = {}
    for slot, entity in fact.participants:
        slots.setdefault(slot, []).append(entity)
    for relation in relations:
        sources, targets = slots.get(relation.source, ()), slots.get(relation.target, ())
        pairs = combinations(sorted(set(sources)), 2) if relation.symmetric else product(sources, targets)
        for source, target in pairs:
            if source != target:
                yield Edge(source, target, relation.name, relation.symmetric, fact)
