"""Facts per year or month: when they happened in the world, by stage and by kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from graph.dates import day_span, known_day, span
from graph.errors import SelectionError
from graph.model import Fact

PERIODS: Final = {"year": 4, "month": 7}
# The date slot that tells when a transfer came to its stage; earlier stages have none of their own.
_STAGE_SLOT: Final = {"delivered": "delivered", "ordered": "ordered"}


def timeline(facts: Iterable[Fact], by: str = "year") -> list[dict[str, Any]]:
    """Rows {period, facts, status, kinds, by_report} in order of time.

    A fact counts once: in the period in which the stage it reached began (other kinds: in which it began). Where the texts do not
    date it, the period of its first report stands in, counted in `by_report` too. Facts with neither stand under period null, last.
    """
    if by not in PERIODS:
        raise SelectionError("by", f"{by!r} is no period", list(PERIODS))
    width = PERIODS[by]
    rows: dict[str | None, dict[str, Any]] = {}
    for fact in facts:
        day = _day(fact, by)
        period = (day or fact.first_reported or "")[:width] or None
        row = rows.setdefault(period, {"period": period, "facts": 0, "status": {}, "kinds": {}, "by_report": 0})
        row["facts"] += 1
        row["kinds"][fact.kind] = row["kinds"].get(fact.kind, 0) + 1
        if fact.status is not None:
            row["status"][fact.status] = row["status"].get(fact.status, 0) + 1
        if day is None and period is not None:
            row["by_report"] += 1
    for row in rows.values():
        row["status"] = dict(sorted(row["status"].items()))
        row["kinds"] = dict(sorted(row["kinds"].items()))
    return [rows[period] for period in sorted(rows, key=lambda period: (period is None, period or ""))]


def _day(fact: Fact, by: str) -> str | None:
    value = fact.slots.get(_STAGE_SLOT.get(fact.status or "", ""))
    days = (day_span(value) if value is not None else None) or span(fact)
    if days is None:
        return None
    first, last = days
    day = known_day(first) or known_day(last)
    # A date known to the year only would pile up in January; by month, such facts go by their report.
    if day is None or (by == "month" and first[:7] != last[:7]):
        return None
    return day
