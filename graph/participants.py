"""Which entities a claim joins: its slot values looked up in the catalogue of names.

`Resolver` is what this room needs of the catalogue; `CachedResolver` remembers answers, since a store names the same
few thousand entities over and over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final, Protocol, TypeVar

from data.entities import Entity, is_state_key
from data.facts import Claim
from data.schema import fact_kinds

_Answer = TypeVar("_Answer")
_ENTITY_TYPES: Final = frozenset({"party", "parties", "participants", "person", "agency", "source", "item", "disputes"})


class Resolver(Protocol):
    """Looks names up; every method but `source` always answers, unknown names get an entity of their own."""

    def party(self, value: str) -> Entity:
        """A state by its key, or a body by its name."""

    def agency(self, name: str) -> Entity:
        """An agency by its name."""

    def official(self, name: str) -> Entity:
        """A person by name."""

    def item(self, name: str) -> Entity:
        """A weapon, or for generic words its category."""

    def source(self, name: str) -> Entity | None:
        """Whom a text credits, None for outlets and unnamed sources."""


class CachedResolver:
    """A resolver that asks `inner` once for each name."""

    def __init__(self, inner: Resolver) -> None:
        self.party = _remember(inner.party)
        self.agency = _remember(inner.agency)
        self.official = _remember(inner.official)
        self.item = _remember(inner.item)
        self.source = _remember(inner.source)


def cached(resolver: Resolver) -> Resolver:
    """`resolver` itself if it remembers already, else wrapped so that it does."""
    return resolver if isinstance(resolver, CachedResolver) else CachedResolver(resolver)


@cache
def _entity_slots(kind: str) -> tuple[tuple[str, str], ...]:
    """Names and types of the slots of a kind that name entities: half of them, and this is asked for every claim of the store."""
    return tuple((slot.name, slot.type) for slot in fact_kinds()[kind].slots if slot.type in _ENTITY_TYPES)


def slot_entities(claim: Claim, resolver: Resolver) -> Iterator[tuple[str, str, Entity]]:
    """Each entity of the claim as (slot, value in the slot, entity), in schema order."""
    slots = claim.slots
    for name, type_ in _entity_slots(claim.kind):
        value = slots.get(name)
        if value is None:
            continue
        match type_:
            case "party":
                yield name, value, resolver.party(value)
            case "item":
                yield name, value, resolver.item(value)
            case "parties":
                for listed in value:
                    yield name, listed, resolver.party(listed)
            case "participants":
                for listed in value:
                    yield name, listed, participant(listed, resolver)
            case "person":
                yield name, value, resolver.official(value)
            case "agency":
                yield name, value, resolver.agency(value)
            case "source":
                credited = resolver.source(value)
                if credited is not None:
                    yield name, value, credited
            case "disputes":
                yield from _quarrellers(name, value, resolver)


def participant(name: str, resolver: Resolver) -> Entity:
    """Who takes part in talks: a state by key, a body the catalogue knows, else a person."""
    if is_state_key(name):
        return resolver.party(name)
    known = resolver.source(name)
    return known if known is not None else resolver.official(name)


def _quarrellers(slot: str, disputes: list[dict[str, Any]], resolver: Resolver) -> Iterator[tuple[str, str, Entity]]:
    for dispute in disputes:
        name = dispute.get("attributed_to")
        credited = resolver.source(name) if isinstance(name, str) else None
        if isinstance(name, str) and credited is not None:
            yield slot, name, credited


def _remember(lookup: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    known: dict[str, _Answer] = {}

    def remembered(name: str) -> _Answer:
        try:
            return known[name]
        except KeyError:
            return known.setdefault(name, lookup(name))

    return remembered
