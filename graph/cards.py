"""Entities as JSON: the line of a search and the card of one entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from data.entities import Entity
from data.schema import fact_kinds
from graph.index import Ordinals
from graph.model import Fact
from graph.snapshot import Snapshot

TOP_PARTNERS: Final = 10


class FactCounts(Mapping[str, int]):
    """How many facts each entity joins; of a family or category, those of its weapons too."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def __getitem__(self, entity_id: str) -> int:
        return len(entity_ordinals(self._snapshot, entity_id))

    def __iter__(self) -> Iterator[str]:
        return iter(self._snapshot.directory.entries)

    def __len__(self) -> int:
        return len(self._snapshot.directory.entries)


def entity_ordinals(snapshot: Snapshot, entity_id: str) -> Ordinals:
    """Ordinals of the facts that an entity joins; of a family or category, those of its weapons too."""
    index = snapshot.index
    if entity_id.startswith(("weapon/", "category/")):
        return index.having("item", entity_id)
    return index.having("entity", entity_id)


def entity_facts(snapshot: Snapshot, entity_id: str) -> list[Fact]:
    """The facts that an entity joins, sorted by id."""
    found = (snapshot.index.facts[position] for position in entity_ordinals(snapshot, entity_id).tolist())
    return sorted((fact for fact in found if fact is not None), key=lambda fact: fact.id)


def entity_row(snapshot: Snapshot, entity_id: str) -> dict[str, Any]:
    """An entity as a line of a list."""
    entry = snapshot.directory.entries[entity_id]
    return {
        **entity_fields(entry.entity),
        "names": entry.names(),
        "facts": len(entity_ordinals(snapshot, entity_id)),
        "documents": len(entry.documents),
    }


def entity_fields(entity: Entity) -> dict[str, Any]:
    """What an entity is, without its names: id, kind, name, category, family, state, subtype."""
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "category": entity.category,
        "family": entity.family,
        "state": entity.state,
        "subtype": entity.subtype,
    }


def entity_card(snapshot: Snapshot, entity: Entity, partners: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The card of an entity.

    `counts` are numbers of facts by kind and documents, `first_seen` and `last_seen` the days of the first and last document that
    names it, `partners` those it shares most facts with, `posts` what an official holds or held.
    """
    entry = snapshot.directory.entries.get(entity.id)
    facts = entity_facts(snapshot, entity.id)
    documents = sorted(entry.documents) if entry is not None else []
    days = sorted(day for name in documents if (day := snapshot.documents[name].published) is not None)
    kinds = Counter(fact.kind for fact in facts)
    return {
        **entity_fields(entity),
        "names": entry.names() if entry is not None else list(dict.fromkeys((entity.name, *entity.aliases))),
        "counts": {
            "facts": len(facts),
            "kinds": {kind: kinds[kind] for kind in fact_kinds() if kinds[kind]},
            "documents": len(documents),
            "claims": sum(len(fact.claims) for fact in facts),
        },
        "first_seen": days[0] if days else None,
        "last_seen": days[-1] if days else None,
        "partners": list(partners),
        "posts": [_post(fact) for fact in facts if fact.kind == "role" and ("person", entity.id) in fact.participants],
    }


def _post(fact: Fact) -> dict[str, Any]:
    of = next((entity for slot, entity in fact.participants if slot == "of"), None)
    return {
        "post": fact.slots.get("post"),
        "of": of,
        "fact": fact.id,
        "first_reported": fact.first_reported,
        "last_reported": fact.last_reported,
    }
