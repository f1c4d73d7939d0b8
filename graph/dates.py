"""Days of facts as numbers that compare fast: 2016-06-15 is 20160615, NO_DAY where nothing is known."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from data.edtf import FIRST_DAY, LAST_DAY, bounds
from data.schema import fact_kinds
from graph.model import Fact

NO_DAY: Final = -1
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@lru_cache(maxsize=65536)
def day_number(day: str | None) -> int:
    """An ISO day as a number; NO_DAY for None, and for a text that is no day (a loaded line may hold one)."""
    if day is None or not _DAY.fullmatch(day):
        return NO_DAY
    return int(day.replace("-", ""))


@lru_cache(maxsize=65536)
def day_span(edtf: str) -> tuple[str, str] | None:
    """First and last day that a date can mean; None for a text that is no date.

    A loaded line may hold a date in words; it stays visible in its slot and takes no part in comparisons.
    """
    try:
        return bounds(edtf)
    except ValueError:
        return None


@cache
def date_slots(kind: str) -> tuple[str, ...]:
    """Names of the slots of a kind that hold days in the world."""
    return tuple(slot.name for slot in fact_kinds()[kind].slots if slot.type == "date")


def span(fact: Fact) -> tuple[str, str] | None:
    """First and last day that the fact's dates in the world can mean; None where the texts give no date that can be read."""
    slots = fact.slots
    found = [days for name in date_slots(fact.kind) if name in slots and (days := day_span(slots[name])) is not None]
    if len(found) < 2:
        return found[0] if found else None
    return min(first for first, _ in found), max(last for _, last in found)


def world_days(fact: Fact) -> tuple[int, int]:
    """The fact's span as numbers; the days of its first and last report where it has none."""
    days = span(fact) or (fact.first_reported, fact.last_reported)
    return day_number(days[0]), day_number(days[1])


def known_day(day: str) -> str | None:
    """The day, or None for the open end of a span."""
    return None if day in (FIRST_DAY, LAST_DAY) else day
