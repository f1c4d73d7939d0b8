"""Facts: what claims about the same thing in the world add up to.

Values only; `graph.merge` makes them, indexes, exports and the API read them. Knows no RDF and no store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.facts import Claim


@dataclass(frozen=True, slots=True)
class SourcedClaim:
    """A claim with where it stands.

    `source` is the independent source it counts for: the publisher, or the publisher of the earliest near-identical
    text; the document id where no publisher is known. `published` is an ISO day or None.
    """

    claim: Claim
    document: str
    sha256: str
    publisher: str | None
    published: str | None
    source: str


@dataclass(frozen=True, slots=True)
class StatusStep:
    """A stage that a transfer reached: `date` in the world (EDTF), `reported` the day of the report, `claim` the claim's id."""

    status: str
    date: str | None
    reported: str | None
    claim: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A slot on which claims disagree: each distinct value with the ids of the claims that hold it."""

    slot: str
    values: tuple[tuple[Any, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A merged fact.

    `slots` has the names of the wire format (`X_text` siblings too; absent slots left out); `quantity`, `value` and `amount` are
    the intervals that its claims allow. `claims` are sorted by report day, then document, then id. `sources` are the independent
    sources. `denials` are ids of claims that deny it. `participants` are the entities it joins as (slot, entity id), in the
    order of the kind's slots.
    """

    id: str
    kind: str
    slots: Mapping[str, Any]
    claims: tuple[SourcedClaim, ...]
    sources: tuple[str, ...]
    first_reported: str | None
    last_reported: str | None
    status_history: tuple[StatusStep, ...]
    conflicts: tuple[Conflict, ...]
    denials: tuple[str, ...]
    disputes: tuple[Mapping[str, Any], ...]
    participants: tuple[tuple[str, str], ...]

    @property
    def disputed(self) -> tuple[str, ...]:
        """Slots on which claims disagree, in schema order.

        `modality` stands among them where one claim denies what another asserts, `disputes` where a text tells of a quarrel over the deal.
        """
        names = [conflict.slot for conflict in self.conflicts if conflict.slot != "modality"]
        if 0 < len(self.denials) < len(self.claims):
            names.append("modality")
        if self.disputes:
            names.append("disputes")
        return tuple(names)

    @property
    def status(self) -> str | None:
        """The furthest stage, where the kind has stages."""
        value = self.slots.get("status")
        return value if isinstance(value, str) else None

    def entities(self) -> tuple[str, ...]:
        """Ids of the entities it joins, each once, in the order of the slots."""
        return tuple(dict.fromkeys(entity for _, entity in self.participants))
