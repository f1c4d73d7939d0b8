"""Time expressions in running text, resolved against the date of publication.

Gives EDTF (see `data.edtf`). Without a publication date, whatever needs one (weekdays, "last year", "June 14") stays unresolved:
it is left out, never guessed. Which event a date belongs to is not known here.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from data.numbers import number_value

_MONTHS: Final = {
    name: number
    for number, name in enumerate("january february march april may june july august september october november december".split(), start=1)
}
_MONTHS.update({"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12})
_WEEKDAYS: Final = {name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_MONTH: Final = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|Jun\.|July?|Jul\.|Aug(?:ust|"
    r"\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR: Final = r"(?P<year>(?:19[3-9]|20[0-7])\d)"
_COUNT: Final = r"(?P<count>\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)"
_PART: Final = (
    r"(?:early|mid|late|the end of|the beginning of|the start of|the middle of|the first half of|the second "
    r"half of|end-|mid-|later in|earlier in)"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression: `edtf`, and `future` where the words themselves look ahead of the publication ("next year", "by 2020")."""

    start: int
    end: int
    edtf: str
    future: bool = False


_DAY_MONTH: Final = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-–]\s*(?P<day2>\d{{1,2}}))?\s*(?:of\s+)?{_MONTH}(?![a-z])(?:,?\s*{_YEAR}\b|"
    rf"\s+of\s+(?P<rel>last|this|next)\s+year)?"
)
_MONTH_DAY: Final = re.compile(
    rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:[-–]|to)\s*(?P<day2>\d{{1,2}}))?\b(?!\d|:)(?:,?\s+{_YEAR}\b|"
    rf"\s+of\s+(?P<rel>last|this|next)\s+year)?"
)
_MONTH_YEAR: Final = re.compile(rf"\b(?:{_PART}\s*)?{_MONTH},?\s+(?:of\s+)?{_YEAR}\b")
_MONTH_RANGE: Final = re.compile(
    rf"\b(?:from|between)\s+{_MONTH}\s+(?P<year1>(?:19|20)\d\d)?\s*(?:to|and|until|till|through)\s+(?P<month2>[A-Z][a-z]+)\s+{_YEAR}\b"
)
_MONTH_ONLY: Final = re.compile(
    rf"\b(?:(?P<rel>(?i:last|this|next|in|since|by|until|of|from|early|late|mid-|for|this past|during|every))\s*(?:early\s+|"
    rf"late\s+|mid-|the end of\s+|end of\s+)?){_MONTH}\b(?:\s+(?:of|in)\s+(?P<relyear>last|this|next)\s+year|"
    rf"\s+(?P<thatyear>last|this|next)\s+year)?(?!\s+(?:\d|be\b|have\b|not\b))"
)
_YEARS: Final = re.compile(
    r"\b(?:(?:between|from|in|of|during|over)\s+)?(?P<year>(?:19[3-9]|20[0-7])\d)\s*(?:-|–|/|\bto\b|\band\b|"
    r"\bthrough\b|\buntil\b)\s*(?P<year2>(?:19|20)?\d\d)\b(?!\s*(?:million|percent|%))"
)
_YEAR_ONLY: Final = re.compile(rf"(?<![\w$€£.,/-])(?:(?P<since>since|from)\s+(?:early\s+|late\s+|mid-)?)?{_YEAR}(?![\w/]|-\d|,\d|\.\d)")
_DECADE: Final = re.compile(
    r"\b(?:early |late |mid-|mid |the )*(?P<decade>(?:19[3-9]|20[0-7])0)s\b|\b(?:the )?(?P<name>fifties|sixties|"
    r"seventies|eighties|nineties)\b",
    re.IGNORECASE,
)
_SEASON: Final = re.compile(
    rf"\b(?:(?P<rel>last|this|next|in the|by the|in|this past)\s+)?(?:early\s+|late\s+)?(?P<season>spring|summer|"
    rf"autumn|fall|winter)(?:\s+(?:of\s+)?{_YEAR}\b|\s+of\s+(?P<relyear>last|this|next)\s+year)?\b"
)
_QUARTER: Final = re.compile(
    rf"\b(?P<quarter>first|second|third|fourth|last)\s+(?P<unit>quarter|half)\s+of\s+(?:{_YEAR}|(?P<rel>last|this|next)\s+year)\b",
    re.IGNORECASE,
)
_REL_UNIT: Final = re.compile(
    r"\b(?P<rel>last|this|next|the previous|the following|the current|the coming|earlier this|later this|late "
    r"last|early last|earlier last|early this|late this|early next|late next|the end of the|later in the|before "
    r"the end of this|by the end of the)\s+(?P<unit>year|month|week)(?!\w)",
    re.IGNORECASE,
)
_AGO: Final = re.compile(
    rf"\b(?:(?P<about>about|around|some|almost|nearly|roughly|just over|over|more than|less than)\s+)?{_COUNT}\s+(?P<unit>day|"
    rf"week|month|year|decade)s?\s+(?P<way>ago|earlier|before|from now|later|hence)\b",
    re.IGNORECASE,
)
_IN_UNITS: Final = re.compile(
    rf"\b(?P<lead>in|within|over the (?:next|coming|past|last)|in the (?:next|coming|past|last)|during the "
    rf"(?:next|coming|past|last)|for the (?:past|last)|the (?:past|next|last))\s+(?:(?:about|around|some|roughly|"
    rf"up to|the next)\s+)?{_COUNT}(?:\s+(?:to|or)\s+(?P<count2>\w+))?\s+(?P<unit>day|week|month|year)s?(?:['’]s? "
    rf"time)?\b(?!\s+of)",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    r"\b(?:(?P<rel>last|next|this|on|since|late on|late|early on|by|until|of|from|for)\s+)?(?P<day>Monday|"
    r"Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?:['’]s)?\b"
)
_SIMPLE: Final = re.compile(
    r"\b(?P<word>today|yesterday|tomorrow|tonight|this morning|earlier today|later today|this day|overnight|"
    r"recent months|recent weeks|last night)\b",
    re.IGNORECASE,
)
_FUTURE: Final = re.compile(
    r"\b(?:will|shall|would|due|plans?|planned|scheduled|expected|expects?|to be|next|by|until|is to|are to|'ll|from)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_UNIT_DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}


def find_dates(text: str, published: str | None) -> list[DateMention]:
    """Time expressions of a text, left to right, not overlapping; longer readings win."""
    reader = _Reader(text, dt.date.fromisoformat(published) if published else None)
    found: list[DateMention] = []
    for pattern, read in (
        (_MONTH_RANGE, reader.month_range),
        (_DAY_MONTH, reader.day),
        (_MONTH_DAY, reader.day),
        (_MONTH_YEAR, reader.month_year),
        (_QUARTER, reader.quarter),
        (_YEARS, reader.years),
        (_SEASON, reader.season),
        (_MONTH_ONLY, reader.month),
        (_AGO, reader.ago),
        (_IN_UNITS, reader.in_units),
        (_REL_UNIT, reader.unit),
        (_DECADE, reader.decade),
        (_YEAR_ONLY, reader.year),
        (_WEEKDAY, reader.weekday),
        (_SIMPLE, reader.simple),
    ):
        for match in pattern.finditer(text):
            if any(m.start < match.end() and match.start() < m.end for m in found):
                continue
            try:
                mention = read(match)
            except (ValueError, OverflowError):
                continue  # no such day: "February 30" is left alone
            if mention is not None:
                found.append(mention)
    return sorted(found, key=lambda m: m.start)


class _Reader:
    """Turns the matches of one text into mentions; each method returns None for what it cannot date."""

    def __init__(self, text: str, anchor: dt.date | None) -> None:
        self.text = text
        self.anchor = anchor

    def mention(self, match: re.Match[str], edtf: str, *, future: bool = False) -> DateMention:
        return DateMention(match.start(), match.end(), edtf, future)

    def ahead(self, match: re.Match[str]) -> bool:
        """Whether the clause before the expression looks into the future."""
        return _FUTURE.search(self.text[max(0, match.start() - 70) : match.start()] + match.group()[:5]) is not None

    def relative_year(self, word: str | None) -> int | None:
        if self.anchor is None or word is None:
            return None
        return self.anchor.year + {"last": -1, "next": 1}.get(word.lower(), 0)

    def day(self, match: re.Match[str]) -> DateMention | None:
        month, day = _month(match["month"]), int(match["day"])
        if not 1 <= day <= 31:
            return None
        year = int(match["year"]) if match["year"] else self.relative_year(match["rel"]) or self.nearest_year(match, month, day)
        if year is None:
            return None
        first = dt.date(year, month, day)
        if match["day2"]:
            return self.mention(match, f"{first}/{first.replace(day=int(match['day2']))}")
        return self.mention(match, str(first))

    def nearest_year(self, match: re.Match[str], month: int, day: int) -> int | None:
        if self.anchor is None:
            return None
        same = dt.date(self.anchor.year, month, min(day, 28))
        if same > self.anchor + dt.timedelta(days=3) and not self.ahead(match):
            return self.anchor.year - 1
        if same < self.anchor - dt.timedelta(days=60) and re.search(r"\b(?:will|due|next)\b[^.;]{0,40}$", self.text[: match.start()]):
            return self.anchor.year + 1
        return self.anchor.year

    def month_year(self, match: re.Match[str]) -> DateMention | None:
        edtf = f"{match['year']}-{_month(match['month']):02}"
        since = re.search(r"\bsince\s+$", self.text[: match.start()])
        return self.mention(match, f"{edtf}/.." if since else edtf)

    def month_range(self, match: re.Match[str]) -> DateMention | None:
        if match["month2"].lower() not in _MONTHS:
            return None
        return self.mention(
            match, f"{match['year1'] or match['year']}-{_month(match['month']):02}/{match['year']}-{_month(match['month2']):02}"
        )

    def month(self, match: re.Match[str]) -> DateMention | None:
        rel = match["rel"].lower()
        month = _month(match["month"])
        if (match["month"] in ("May", "March") and rel in ("of", "for", "every")) or rel == "every" or self.anchor is None:
            return None
        year = self.relative_year(match["relyear"] or match["thatyear"])
        if year is None:
            if rel == "next":
                year = self.anchor.year + (month <= self.anchor.month)
            elif rel in ("last", "this past") or not self.ahead(match):
                # "last November", said in November, is a year ago; a bare "in November" of November is this one.
                year = self.anchor.year - (month > self.anchor.month or (rel == "last" and month == self.anchor.month))
            else:
                year = self.anchor.year + (month < self.anchor.month and rel not in ("since", "from"))
        edtf = f"{year}-{month:02}"
        return self.mention(match, f"{edtf}/.." if rel == "since" else edtf, future=rel == "next")

    def quarter(self, match: re.Match[str]) -> DateMention | None:
        year = int(match["year"]) if match["year"] else self.relative_year(match["rel"])
        if year is None:
            return None
        size = 3 if match["unit"].lower() == "quarter" else 6
        number = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // size}[match["quarter"].lower()]
        return self.mention(match, f"{year}-{size * (number - 1) + 1:02}/{year}-{min(12, size * number):02}")

    def years(self, match: re.Match[str]) -> DateMention | None:
        first, second = int(match["year"]), match["year2"]
        last = int(second) if len(second) == 4 else int(match["year"][:2] + second)
        if not first < last <= first + 60:
            return None
        return self.mention(match, f"{first}/{last}")

    def year(self, match: re.Match[str]) -> DateMention | None:
        if match["since"] == "since":
            return self.mention(match, f"{match['year']}/..")
        year = int(match["year"])
        return self.mention(match, match["year"], future=self.anchor is not None and year > self.anchor.year)

    def decade(self, match: re.Match[str]) -> DateMention | None:
        if match["decade"]:
            return self.mention(match, f"{match['decade'][:3]}X")
        return self.mention(
            match,
            {"fifties": "195X", "sixties": "196X", "seventies": "197X", "eighties": "198X", "nineties": "199X"}[match["name"].lower()],
        )

    def season(self, match: re.Match[str]) -> DateMention | None:
        code = _SEASONS[match["season"].lower()]
        year = int(match["year"]) if match["year"] else self.relative_year(match["relyear"])
        if year is None:
            rel = (match["rel"] or "").lower()
            if self.anchor is None or not rel or (rel.startswith("in") and match["season"] == "fall"):
                return None
            start = {21: 3, 22: 6, 23: 9, 24: 12}[code]
            year = self.anchor.year
            if rel.startswith("last") or rel == "this past":
                year -= start + 2 >= self.anchor.month
            elif rel == "next":
                year += start <= self.anchor.month
            elif start > self.anchor.month and not self.ahead(match):
                year -= 1
        return self.mention(match, f"{year}-{code}")

    def unit(self, match: re.Match[str]) -> DateMention | None:
        if self.anchor is None:
            return None
        rel, unit = match["rel"].lower(), match["unit"].lower()
        step = -1 if "last" in rel or "previous" in rel else 1 if "next" in rel or "coming" in rel or "following" in rel else 0
        return self.mention(match, _shift(self.anchor, step, unit), future=step > 0)

    def ago(self, match: re.Match[str]) -> DateMention | None:
        if self.anchor is None or match["way"].lower() in ("earlier", "before", "later"):
            return None
        count = _number(match["count"])
        unit = match["unit"].lower()
        if count is None:
            return None
        step = -count if match["way"].lower() == "ago" else count
        edtf = _shift(self.anchor, step * 10, "year") if unit == "decade" else _shift(self.anchor, step, unit)
        return self.mention(match, edtf + ("~" if match["about"] and "/" not in edtf else ""), future=step > 0)

    def in_units(self, match: re.Match[str]) -> DateMention | None:
        if self.anchor is None:
            return None
        lead, unit, count = match["lead"].lower(), match["unit"].lower(), _number(match["count2"] or match["count"])
        if count is None or unit == "day":
            return None
        past = "past" in lead or "last" in lead
        if lead in ("in", "within") and not self.ahead(match) and "time" not in match.group():
            return None  # "in two years" of the past tells a span, no date
        target = _shift(self.anchor, -count if past else count, unit)
        year = target[:4]
        if lead == "in":
            return self.mention(match, target if unit != "week" else target.split("/")[0][:7], future=True)
        span = (year, str(self.anchor.year)) if past else (str(self.anchor.year), year)
        if span[0] == span[1]:
            return self.mention(match, span[0], future=not past)
        return self.mention(match, "/".join(span), future=not past)

    def weekday(self, match: re.Match[str]) -> DateMention | None:
        if self.anchor is None:
            return None
        rel = (match["rel"] or "").lower()
        back = (self.anchor.weekday() - _WEEKDAYS[match["day"].lower()]) % 7
        if rel == "last" and back == 0:
            back = 7
        ahead = rel == "next" or (
            rel not in ("last", "since")
            and back
            and self.ahead(match)
            and re.search(r"\b(?:will|due|to|departs?|leaves?|arrives?)\b[^.;,]{0,40}$", self.text[: match.start()])
        )
        day = self.anchor + dt.timedelta(days=7 - back) if ahead else self.anchor - dt.timedelta(days=back)
        return self.mention(match, str(day), future=bool(ahead))

    def simple(self, match: re.Match[str]) -> DateMention | None:
        word = match["word"].lower()
        if self.anchor is None or word.startswith("recent"):
            return None
        step = -1 if word in ("yesterday", "overnight", "last night") else 1 if word == "tomorrow" else 0
        return self.mention(match, str(self.anchor + dt.timedelta(days=step)), future=step > 0)


def _month(name: str) -> int:
    return _MONTHS[name.rstrip(".").lower()]


def _number(text: str) -> int | None:
    value = 1 if text.lower() in ("a", "an") else number_value(text)
    return None if value is None else int(value)


def _shift(anchor: dt.date, step: int, unit: str) -> str:
    """The day, week (Monday to Sunday), month or year that lies `step` units from the anchor."""
    if unit == "day":
        return str(anchor + dt.timedelta(days=step))
    if unit == "week":
        monday = anchor + dt.timedelta(days=7 * step - anchor.weekday())
        return f"{monday}/{monday + dt.timedelta(days=6)}"
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + step
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return f"{anchor.year + step:04}"
