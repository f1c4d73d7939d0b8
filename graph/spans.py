"""Intervals as merging needs them: world dates as day numbers, quantities and money with open ends.

Day numbers count 372 days to the year (12 months of 31), so that they order and subtract like calendar days without a calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from data.edtf import bounds

YEAR: Final = 372
# "About 30" allows a tenth more or less.
_APPROX: Final = 0.1

Days = tuple[int, int]
Range = tuple[float, float]


def day_number(day: str) -> int:
    """An ISO day `YYYY-MM-DD` as a number; open ends of EDTF (`0000-00-00`, `9999-99-99`) sort first and last."""
    return int(day[:4]) * YEAR + int(day[5:7]) * 31 + int(day[8:10])


@lru_cache(maxsize=65536)
def days(edtf: str) -> Days | None:
    """First and last day number of an EDTF date, a year wider on both sides where approximate; None where it is no EDTF date."""
    try:
        first, last = bounds(edtf)
    except ValueError:
        return None
    slack = YEAR if "~" in edtf else 0
    return day_number(first) - slack, day_number(last) + slack


def meet(one: Days | None, other: Days | None) -> Days | None:
    """The common part of two spans that overlap; an unknown span leaves the other as it is."""
    if one is None or other is None:
        return other if one is None else one
    return max(one[0], other[0]), min(one[1], other[1])


def gap(one: Days | None, other: Days | None) -> int:
    """Days between two spans, 0 where they overlap or one is unknown."""
    if one is None or other is None:
        return 0
    return max(0, one[0] - other[1], other[0] - one[1])


def number_range(value: Mapping[str, Any]) -> Range:
    """Least and greatest number that a quantity or money slot allows, infinite where its end is open."""
    low, high = value.get("min"), value.get("max")
    least = float("-inf") if low is None else float(low)
    most = float("inf") if high is None else float(high)
    if value.get("approx"):
        least, most = least * (1 - _APPROX), most * (1 + _APPROX)
    return least, most


def overlap(one: Range, other: Range) -> bool:
    """Whether two ranges have a number in common."""
    return one[0] <= other[1] and other[0] <= one[1]
