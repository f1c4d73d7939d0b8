"""EDTF dates, level 0 and 1, as far as facts use them.

Forms: `2016`, `2016-06`, `2016-06-14`, seasons `2016-21` (spring) to `2016-24` (winter), decades `198X`, intervals `a/b`
with an open (`2012/..`) or unknown (`/2014`) end, each optionally approximate (`2016~`). Source: Library of Congress, EDTF 2019.
"""

from __future__ import annotations

import calendar
import re
from typing import Final

FIRST_DAY: Final = "0000-00-00"
LAST_DAY: Final = "9999-99-99"
# Northern seasons by their meteorological months; winter runs into the next year.
_SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_DATE: Final = re.compile(r"(\d{4}|\d{3}X)(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?")


def is_edtf(text: str) -> bool:
    """Whether `bounds` understands the text."""
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def bounds(edtf: str) -> tuple[str, str]:
    """First and last day that a date can mean, as ISO days that compare as text.

    Open and unknown ends give FIRST_DAY or LAST_DAY. ValueError for anything that is no EDTF date of the forms above.
    """
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        first = FIRST_DAY if start in ("", "..") else _single(start)[0]
        last = LAST_DAY if end in ("", "..") else _single(end)[1]
        if first > last:
            raise ValueError(f"{edtf!r} ends before it starts")
        return first, last
    return _single(edtf)


def overlap(one: str, other: str) -> bool:
    """Whether two EDTF dates can mean the same day."""
    (a, b), (c, d) = bounds(one), bounds(other)
    return a <= d and c <= b


def _single(text: str) -> tuple[str, str]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no EDTF date")
    year, month, day = match.groups()
    if year.endswith("X"):
        if month:
            raise ValueError(f"{text!r}: a decade has no month")
        return f"{year[:3]}0-01-01", f"{year[:3]}9-12-31"
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    if day is None and int(month) in _SEASONS:
        first, last = _SEASONS[int(month)]
        end_year = int(year) + (last < first)
        return f"{year}-{first:02}-01", f"{end_year:04}-{last:02}-{_month_days(end_year, last):02}"
    if not 1 <= int(month) <= 12:
        raise ValueError(f"{text!r} has no such month")
    days = _month_days(int(year), int(month))
    if day is None:
        return f"{year}-{month}-01", f"{year}-{month}-{days:02}"
    if not 1 <= int(day) <= days:
        raise ValueError(f"{text!r} has no such day")
    return f"{year}-{month}-{day}", f"{year}-{month}-{day}"


def _month_days(year: int, month: int) -> int:
    return calendar.monthrange(max(year, 1), month)[1]
