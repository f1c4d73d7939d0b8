"""How far a deal got: the furthest stage that its reports support, and how it got there.

Stages climb in the order of the vocabulary. A stall (suspended, cancelled, refused) stands from its report on, until a later report
has the deal moving again. Firm reports come before mere possibilities, these before denials.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from data.schema import vocabularies
from graph.model import SourcedClaim, StatusStep

STALLS: Final = ("suspended", "cancelled", "refused")
_WORLD_DATE: Final = {"ordered": "ordered", "delivered": "delivered"}


def furthest(claims: Sequence[SourcedClaim]) -> str | None:
    """The stage of the fact; None where no claim tells one. `claims` in order of report."""
    staged = [sourced for sourced in _firmest(claims) if "status" in sourced.claim.slots]
    if not staged:
        return None
    order = vocabularies().status.index
    stalls = [sourced for sourced in staged if sourced.claim.slots["status"] in STALLS]
    moving = [sourced for sourced in staged if sourced.claim.slots["status"] not in STALLS]
    if stalls:
        latest = max(sourced.published or "" for sourced in stalls)
        if not any((sourced.published or "") > latest for sourced in moving):
            return str(max((s.claim.slots["status"] for s in stalls if (s.published or "") == latest), key=order))
    return str(max((sourced.claim.slots["status"] for sourced in moving), key=order))


def history(claims: Sequence[SourcedClaim]) -> tuple[StatusStep, ...]:
    """Each stage (with its world date, where told) at its first report, in order of report; denied stages are left out."""
    steps: dict[tuple[str, str | None], StatusStep] = {}
    for sourced in claims:
        slots = sourced.claim.slots
        status = slots.get("status")
        if status is None or slots.get("modality") == "denied":
            continue
        date = slots.get(_WORLD_DATE.get(status, ""))
        steps.setdefault((status, date), StatusStep(status, date, sourced.published, sourced.claim.id))
    return tuple(steps.values())


def _firmest(claims: Sequence[SourcedClaim]) -> Sequence[SourcedClaim]:
    not_denied = [sourced for sourced in claims if sourced.claim.slots.get("modality") != "denied"]
    firm = [sourced for sourced in not_denied if sourced.claim.slots.get("modality") != "possible"]
    return firm or not_denied or claims
