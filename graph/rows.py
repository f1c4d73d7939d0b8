"""Facts as JSON: the row of a list and the full detail, under the names of the wire format.

A row is the merged slots with counts; a detail has the claims, conflicts and history themselves. A slot that names an entity
has a sibling `X_id` with its id (a list of ids where the slot is a list).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from data.facts import Extraction
from data.schema import fact_kinds
from graph.model import Fact, SourcedClaim

ENTITY_SLOTS: Final = frozenset({"party", "parties", "participants", "person", "agency", "source", "item"})
LIST_SLOTS: Final = frozenset({"parties", "participants"})


def merged_slots(fact: Fact, status: str | None = None) -> dict[str, Any]:
    """Every slot of the kind in schema order, null where nothing is known, with `X_text` and `X_id` beside it.

    `status` replaces the furthest stage where the world is shown as of an earlier day.
    """
    ids: dict[str, list[str]] = {}
    for name, entity in fact.participants:
        ids.setdefault(name, []).append(entity)
    slots: dict[str, Any] = {}
    for slot in fact_kinds()[fact.kind].slots:
        value = fact.slots.get(slot.name)
        slots[slot.name] = status if slot.type == "status" and status is not None else value
        words = fact.slots.get(f"{slot.name}_text")
        if words is not None:
            slots[f"{slot.name}_text"] = words
        if slot.type in ENTITY_SLOTS:
            found = ids.get(slot.name, [])
            slots[f"{slot.name}_id"] = found if slot.type in LIST_SLOTS else (found[0] if found else None)
    return slots


def fact_row(fact: Fact, status: str | None = None) -> dict[str, Any]:
    """A fact as a line of a list: merged slots, and how many claims, sources and denials stand behind it."""
    return {
        "id": fact.id,
        "kind": fact.kind,
        **merged_slots(fact, status),
        "claims": len(fact.claims),
        "sources": len(fact.sources),
        "first_reported": fact.first_reported,
        "last_reported": fact.last_reported,
        "disputed": list(fact.disputed),
        "denials": len(fact.denials),
    }


def fact_detail(fact: Fact, documents: Mapping[str, Extraction]) -> dict[str, Any]:
    """A fact with every claim and its evidence; `documents` gives the titles of the documents that claim it."""
    return {
        "id": fact.id,
        "kind": fact.kind,
        **merged_slots(fact),
        "claims": [claim_row(sourced, documents.get(sourced.document)) for sourced in fact.claims],
        "sources": list(fact.sources),
        "first_reported": fact.first_reported,
        "last_reported": fact.last_reported,
        "disputed": list(fact.disputed),
        "conflicts": [
            {"slot": conflict.slot, "values": [{"value": value, "claims": list(claims)} for value, claims in conflict.values]}
            for conflict in fact.conflicts
        ],
        "denials": list(fact.denials),
        "disputes": [dict(dispute) for dispute in fact.disputes],
        "status_history": [
            {"status": step.status, "date": step.date, "reported": step.reported, "claim": step.claim} for step in fact.status_history
        ],
        "entities": list(fact.entities()),
    }


def claim_row(sourced: SourcedClaim, document: Extraction | None) -> dict[str, Any]:
    """One claim of a fact: where it stands, what it says, who is credited with it, and the sentences that say so."""
    claim = sourced.claim
    return {
        "id": claim.id,
        "document": sourced.document,
        "title": document.title if document is not None else None,
        "url": document.url if document is not None else None,
        "publisher": sourced.publisher,
        "published": sourced.published,
        "source": sourced.source,
        "slots": dict(claim.slots),
        "modality": claim.slots.get("modality"),
        "attributed_to": claim.slots.get("attributed_to"),
        "rule": claim.rule,
        "evidence": [passage.to_json() for passage in claim.evidence],
    }
