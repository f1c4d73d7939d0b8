"""The fact kinds and their slots, as `resources/kinds/*.yml` declares them, and the closed vocabularies.

Everything that must agree with the kinds (wire format, ontology, columns, filters) asks this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from data.errors import ResourceError
from data.yaml_files import check_keys, list_yaml, read_yaml

# The order in which people read them: what moved, how it was paid, who agreed, met and held which post, what hinders it.
KIND_ORDER: Final = ("transfer", "financing", "agreement", "meeting", "role", "restriction", "training", "possession")
# What a slot can hold; `party` and `source` are a state key or a body's name, `parties` and `participants` lists of such.
SLOT_TYPES: Final = frozenset(
    "party parties participants person agency source item quantity money date status modality terms restriction_type "
    "disputes place text".split()
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a fact kind; `identity` slots say which fact it is, the others are its details."""

    name: str
    type: str
    help: str
    identity: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class FactKind:
    """One of the eight kinds of fact, its slots in the order of the wire format."""

    name: str
    label: str
    description: str
    slots: tuple[Slot, ...]

    @property
    def identity(self) -> tuple[str, ...]:
        """Names of the slots that tell one fact of this kind from another."""
        return tuple(slot.name for slot in self.slots if slot.identity)

    def slot(self, name: str) -> Slot | None:
        """The slot of that name, or None."""
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The closed lists of values, each in the order that `vocabularies.yml` gives."""

    status: tuple[str, ...]
    modality: tuple[str, ...]
    terms: tuple[str, ...]
    restriction_type: tuple[str, ...]
    disputes_about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """A weapon category: `sipri` and `unroca` name its place there, None where that scheme leaves it out."""

    code: str
    label: str
    sipri: str | None
    unroca: str | None


@cache
def fact_kinds() -> Mapping[str, FactKind]:
    """The eight kinds by name, in KIND_ORDER."""
    loaded = {kind.name: kind for kind in map(_load_kind, list_yaml("kinds"))}
    if set(loaded) != set(KIND_ORDER):
        raise ResourceError("kinds", f"the kinds must be {', '.join(KIND_ORDER)}, not {', '.join(sorted(loaded))}")
    return MappingProxyType({name: loaded[name] for name in KIND_ORDER})


@cache
def vocabularies() -> Vocabularies:
    """The closed vocabularies of statuses, modalities, terms, restriction types and dispute subjects."""
    names = {"status", "modality", "terms", "restriction_type", "disputes_about"}
    content = check_keys("vocabularies.yml", "top level", read_yaml("vocabularies.yml"), names, set())
    return Vocabularies(**{name: tuple(content[name]) for name in sorted(names)})


@cache
def categories() -> Mapping[str, Category]:
    """Weapon categories by code."""
    resource = "categories.yml"
    content = check_keys(resource, "top level", read_yaml(resource), {"source", "categories"}, set())
    found = {}
    for code, value in content["categories"].items():
        entry = check_keys(resource, code, value, {"label", "sipri", "unroca"}, set())
        found[code] = Category(code=code, **entry)
    return MappingProxyType(found)


def _load_kind(resource: str) -> FactKind:
    content = check_keys(resource, "top level", read_yaml(resource), {"kind", "label", "description", "slots"}, set())
    slots = []
    for name, value in content["slots"].items():
        entry = check_keys(resource, name, value, {"type", "help"}, {"identity", "required"})
        if entry["type"] not in SLOT_TYPES:
            raise ResourceError(resource, f"{name}: unknown type {entry['type']!r}; known are {', '.join(sorted(SLOT_TYPES))}")
        slots.append(Slot(name=name, **entry))
    return FactKind(content["kind"], content["label"], content["description"].strip(), tuple(slots))
