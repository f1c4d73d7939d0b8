"""Neighbours and shortest paths: who stands next to whom, and through which facts.

Adjacent are two entities between which a fact draws an edge (`graph.relations`), whatever its direction, so every hop has a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

from graph.model import Fact
from graph.relations import Edge, fact_edges

MAX_LENGTH: Final = 8
MAX_PATHS: Final = 100
FactsOf = Callable[[str], Iterable[Fact]]
"""The facts that an entity joins."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One relation between an entity and a neighbour: `direction` is out, in, or both for symmetric ones; the ids of its facts."""

    relation: str
    direction: str
    facts: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Wire form."""
        return {"relation": self.relation, "direction": self.direction, "facts": list(self.facts)}


def ties(entity: str, facts: Iterable[Fact], stands_for: Callable[[str], bool]) -> dict[str, tuple[Tie, ...]]:
    """The neighbours of an entity with what ties them; `stands_for` says which ends count as the entity itself."""
    found: dict[str, dict[tuple[str, str], dict[str, None]]] = {}

    def note(other: str, edge: Edge, direction: str) -> None:
        tie = (edge.relation, "both" if edge.symmetric else direction)
        found.setdefault(other, {}).setdefault(tie, {})[edge.fact.id] = None

    for fact in facts:
        for edge in fact_edges(fact):
            at_source = edge.source == entity or stands_for(edge.source)
            at_target = edge.target == entity or stands_for(edge.target)
            if at_source and not at_target:
                note(edge.target, edge, "out")
            elif at_target and not at_source:
                note(edge.source, edge, "in")
    return {
        other: tuple(Tie(relation, direction, tuple(sorted(ids))) for (relation, direction), ids in sorted(named.items()))
        for other, named in found.items()
    }


def shortest_paths(start: str, goal: str, neighbours: Callable[[str], Mapping[str, Any]], max_length: int) -> Iterator[list[str]]:
    """Every shortest chain of entities from start to goal, in order of their ids, none if there is none within `max_length` hops."""
    if start == goal:
        yield [start]
        return
    before: dict[str, list[str]] = {start: []}
    level = [start]
    for _ in range(max_length):
        fresh: dict[str, list[str]] = {}
        for entity in level:
            for other in neighbours(entity):
                if other not in before:
                    fresh.setdefault(other, []).append(entity)
        before.update((entity, sorted(sources)) for entity, sources in fresh.items())
        if goal in fresh:
            yield from _chains(goal, before)
            return
        level = sorted(fresh)
        if not level:
            return


def _chains(goal: str, before: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    pending = [[goal]]
    while pending:
        chain = pending.pop()
        sources = before[chain[0]]
        if not sources:
            yield chain
        pending.extend([source, *chain] for source in reversed(sources))


def path_rows(
    start: str, goal: str, neighbours: Callable[[str], Mapping[str, tuple[Tie, ...]]], max_length: int, limit: int = MAX_PATHS
) -> list[dict[str, Any]]:
    """The shortest paths as rows {length, entities, hops}, each hop with its ends and the facts that make it."""
    rows = []
    for chain in islice(shortest_paths(start, goal, neighbours, max_length), limit):
        hops = [
            {"from": one, "to": other, "relations": [tie.to_json() for tie in neighbours(one)[other]]} for one, other in pairwise(chain)
        ]
        rows.append({"length": len(hops), "entities": chain, "hops": hops})
    return rows
