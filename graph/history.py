"""How far a deal had come on a given day."""

from __future__ import annotations

from typing import Final

from data.schema import vocabularies
from graph.dates import day_span
from graph.model import Fact
from graph.status import STALLS

# Stages of a deal whose order, where dated, was made: nothing that was refused or is only talked about.
_AFTER_ORDER: Final = frozenset({"ordered", "delivered", "suspended", "cancelled"})


def status_on(fact: Fact, day: str) -> str | None:
    """The stage that a transfer had reached by the end of an ISO day; None where it had reached none yet, or never does.

    A step counts from its first possible day in the world, or from its report where the texts do not date it. A delivered deal
    with a dated order was `ordered` from then on. A stall counts until a later step overtakes it.
    """
    if not fact.status_history:
        # Denied throughout: there is no step, only the stage that the denial is about.
        return fact.status
    steps: list[tuple[str, int, str]] = []
    for step in fact.status_history:
        begin = _begin(step.date) or step.reported
        if begin is not None:
            steps.append((begin, _height(step.status), step.status))
    ordered = _begin(fact.slots.get("ordered"))
    if ordered is not None and fact.status in _AFTER_ORDER:
        steps.append((ordered, _height("ordered"), "ordered"))
    reached: str | None = None
    for begin, _, status in sorted(steps):
        if begin > day:
            break
        if reached is None or status in STALLS or reached in STALLS or _height(status) > _height(reached):
            reached = status
    return reached


def _height(status: str) -> int:
    return vocabularies().status.index(status)


def _begin(value: object) -> str | None:
    days = day_span(value) if isinstance(value, str) else None
    return days[0] if days is not None else None
