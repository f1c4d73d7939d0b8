"""Whether a claim can be about the same deal, loan or meeting as the claims gathered so far in its bucket.

A `Cluster` keeps only the common part of what its claims allow, so that a claim is tested against a cluster and not against
each of its claims (spans on a line that overlap pairwise have a common part). The rules, and why:

- World dates must overlap. A gap of up to a year is a disagreement, not another deal, where quantity or value are the same.
- An order cannot follow its delivery, and what is reported as done cannot be ordered after that report.
- What is still asked for, offered or refused a month after another claim's order or delivery (planned: a year) is another deal,
  unless quantity or value are the same.
- A gift is not a loan is not a lease, with the same exception.
- Undated claims speak of the years before their report: reports further apart than the kind's memory are not joined.
- One text that tells of two deals means two, unless it says the very same twice, or denies what it tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from data.entities import entity_key
from data.schema import fact_kinds
from graph.model import SourcedClaim
from graph.spans import YEAR, Days, Range, day_number, days, gap, meet, number_range, overlap

# How far back reports of each kind reach, in days; None: the fact has no date of its own and stays the same over time.
MEMORY: Final[Mapping[str, int | None]] = {
    "transfer": 10 * YEAR,
    "financing": 5 * YEAR,
    "agreement": 5 * YEAR,
    "meeting": 31,
    "role": None,
    "restriction": 10 * YEAR,
    "training": 2 * YEAR,
    "possession": None,
}
_DONE: Final = ("ordered", "delivered")
# Stages before a deal is struck, with the days for which reports may lag behind it.
_AHEAD: Final = {"requested": 31, "offered": 31, "negotiating": 31, "refused": 31, "planned": YEAR}
_PAYMENT: Final = frozenset(("grant", "loan", "lease"))
# Words that say nothing about what an agreement is about.
_EMPTY_WORDS: Final = frozenset(
    ("a", "an", "and", "agreement", "agreements", "in", "of", "on", "the", "to", "for", "with", "between", "its", "treaty", "accord")
)


class Reading:
    """What one claim says that bears on its identity, worked out once."""

    __slots__ = (
        "amount",
        "contents",
        "dates",
        "done_by",
        "mass",
        "payment",
        "place",
        "planned_at",
        "reported",
        "sourced",
        "type_item",
        "words",
    )

    def __init__(self, sourced: SourcedClaim) -> None:
        claim = sourced.claim
        slots = claim.slots
        self.sourced = sourced
        self.contents: Mapping[str, Any] = slots
        self.dates: dict[str, Days] = {}
        for slot in fact_kinds()[claim.kind].slots:
            if slot.type == "date" and slot.name in slots:
                span = days(slots[slot.name])
                if span is not None:
                    self.dates[slot.name] = span
        self.reported = day_number(sourced.published) if sourced.published else None
        status, denied = slots.get("status"), slots.get("modality") == "denied"
        self.done_by = self.reported if status in _DONE and not denied else None
        self.planned_at = self.reported - _AHEAD[status] if self.reported is not None and status in _AHEAD else None
        self.payment = _PAYMENT.intersection(slots.get("terms", ()))
        self.amount: tuple[str, Range] | None = None
        if claim.kind == "financing" and "amount" in slots:
            self.amount = (slots["amount"].get("currency", ""), number_range(slots["amount"]))
        self.type_item = (slots.get("type"), slots.get("item")) if claim.kind == "restriction" else (None, None)
        self.words = _content_words(slots.get("subject", "")) if claim.kind == "agreement" else frozenset()
        self.place = entity_key(slots["place"]) if claim.kind == "meeting" and slots.get("place") else None
        self.mass = [(name, _exact(slots[name])) for name in ("quantity", "value", "amount") if name in slots]

    def order(self) -> tuple[Any, ...]:
        """Sort key by which claims are gathered: dated ones first, so that undated ones find the deals already told apart."""
        spans = sorted(self.dates.items())
        return (not spans, [span for _, span in spans], self.sourced.published or "9999", self.sourced.document, self.sourced.claim.id)


class Cluster:
    """Claims gathered as one fact, and the common part of what they allow."""

    __slots__ = (
        "amount",
        "dates",
        "documents",
        "done_by",
        "exact",
        "first",
        "last",
        "payment",
        "place",
        "planned_at",
        "readings",
        "statuses",
        "type_item",
        "words",
    )

    def __init__(self, reading: Reading) -> None:
        self.readings = [reading]
        self.dates = dict(reading.dates)
        self.documents: dict[str, Mapping[str, Any]] = {reading.sourced.document: reading.contents}
        self.done_by, self.planned_at = reading.done_by, reading.planned_at
        self.first = self.last = reading.reported
        self.amount, self.place, self.payment = reading.amount, reading.place, reading.payment
        self.type_item, self.words = reading.type_item, reading.words
        self.exact = set(reading.mass)
        self.statuses = {reading.contents.get("status")}

    def add(self, reading: Reading) -> None:
        """Takes in a claim that `fits`."""
        self.readings.append(reading)
        for name, span in reading.dates.items():
            if gap(self.dates.get(name), span) == 0:
                common = meet(self.dates.get(name), span)
                if common is not None:
                    self.dates[name] = common
        self.documents.setdefault(reading.sourced.document, reading.contents)
        self.done_by = _least(self.done_by, reading.done_by)
        self.planned_at = _most(self.planned_at, reading.planned_at)
        self.first, self.last = _least(self.first, reading.reported), _most(self.last, reading.reported)
        if self.amount is None:
            self.amount = reading.amount
        elif reading.amount is not None:
            (currency, (low, high)), (_, (other_low, other_high)) = self.amount, reading.amount
            self.amount = currency, (max(low, other_low), min(high, other_high))
        self.place = self.place or reading.place
        self.type_item = self.type_item[0] or reading.type_item[0], self.type_item[1] or reading.type_item[1]
        self.words |= reading.words
        self.payment |= reading.payment
        self.exact.update(reading.mass)
        self.statuses.add(reading.contents.get("status"))

    def fits(self, reading: Reading) -> bool:
        """Whether the claim can be about the same thing as all claims gathered here."""
        same_text = self.documents.get(reading.sourced.document)
        if same_text is not None and not _one_thing(same_text, reading):
            return False
        return self._details_fit(reading) and self._dates_fit(reading) and self._course_fits(reading) and self._memory_fits(reading)

    def closeness(self, reading: Reading) -> tuple[int, int, int]:
        """How well a fitting claim fits, greater is better: same numbers, same stage, nearest in time."""
        same = len(self.exact.intersection(reading.mass))
        return same, int(reading.contents.get("status") in self.statuses), -self._distance(reading)

    def _details_fit(self, reading: Reading) -> bool:
        if not _amounts_fit(self.amount, reading.amount):
            return False
        for mine, its in zip(self.type_item, reading.type_item, strict=True):
            if mine is not None and its is not None and mine != its:
                return False
        if self.words and reading.words and not self.words & reading.words:
            return False
        # Two places on one day are a disagreement over one meeting; in a vaguer time they are two meetings.
        other_place = self.place is not None and reading.place is not None and self.place != reading.place
        return not other_place or self._same_day(reading)

    def _same_day(self, reading: Reading) -> bool:
        mine, its = self.dates.get("date"), reading.dates.get("date")
        return mine is not None and mine == its and mine[0] == mine[1]

    def _dates_fit(self, reading: Reading) -> bool:
        for name, span in reading.dates.items():
            distance = gap(self.dates.get(name), span)
            if distance > YEAR or (distance > 0 and not self.exact.intersection(reading.mass)):
                return False
        ordered = _common(self.dates.get("ordered"), reading.dates.get("ordered"))
        delivered = _common(self.dates.get("delivered"), reading.dates.get("delivered"))
        return ordered is None or delivered is None or ordered[0] <= delivered[1]

    def _course_fits(self, reading: Reading) -> bool:
        ordered = self.dates.get("ordered"), reading.dates.get("ordered")
        for done_by, order in ((self.done_by, ordered[1]), (reading.done_by, ordered[0])):
            if done_by is not None and order is not None and order[0] > done_by:
                return False
        mine, its = _done_day(self.done_by, self.dates), _done_day(reading.done_by, reading.dates)
        if self.exact.intersection(reading.mass):
            return True
        if self.payment and reading.payment and not self.payment & reading.payment:
            return False
        return not any(
            planned_at is not None and done is not None and planned_at > done
            for planned_at, done in ((self.planned_at, its), (reading.planned_at, mine))
        )

    def _memory_fits(self, reading: Reading) -> bool:
        memory = MEMORY[reading.sourced.claim.kind]
        if memory is None or any(name in self.dates for name in reading.dates):
            return True
        return self._distance(reading) <= memory

    def _distance(self, reading: Reading) -> int:
        """Days between the claim and the fact, by world dates where both have them, else by report."""
        shared = [gap(self.dates[name], span) for name, span in reading.dates.items() if name in self.dates]
        if shared:
            return min(shared)
        mine = _nearest(self.dates, self.first, self.last)
        its = _nearest(reading.dates, reading.reported, reading.reported)
        return gap(mine, its)


def _amounts_fit(one: tuple[str, Range] | None, other: tuple[str, Range] | None) -> bool:
    return one is None or other is None or (one[0] == other[0] and overlap(one[1], other[1]))


def _one_thing(told: Mapping[str, Any], reading: Reading) -> bool:
    """Whether a text that told of something tells of it again rather than of another."""
    told_again = told == reading.contents
    denial = (told.get("modality") == "denied") != (reading.contents.get("modality") == "denied")
    return told_again or reading.sourced.claim.kind == "role" or (denial and told.get("status") == reading.contents.get("status"))


def _common(one: Days | None, other: Days | None) -> Days | None:
    """The common part of two spans; the first where they are apart."""
    return meet(one, other) if gap(one, other) == 0 else one


def _done_day(done_by: int | None, dates: Mapping[str, Days]) -> int | None:
    """The day by which the deal was struck at the latest, if it was."""
    if done_by is None:
        return None
    return min([done_by, *(span[1] for name, span in dates.items() if name in _DONE)])


def _nearest(dates: Mapping[str, Days], first: int | None, last: int | None) -> Days | None:
    if dates:
        return min(span[0] for span in dates.values()), max(span[1] for span in dates.values())
    return None if first is None or last is None else (first, last)


def _exact(value: Mapping[str, Any]) -> tuple[Any, ...]:
    return value.get("min"), value.get("max"), value.get("currency")


def _least(one: int | None, other: int | None) -> int | None:
    return min(one, other) if one is not None and other is not None else one if other is None else other


def _most(one: int | None, other: int | None) -> int | None:
    return max(one, other) if one is not None and other is not None else one if other is None else other


def _content_words(subject: str) -> frozenset[str]:
    return frozenset(entity_key(subject).replace("defence", "defense").split("-")) - _EMPTY_WORDS
