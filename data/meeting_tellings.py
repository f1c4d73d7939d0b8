"""Joins what a text tells of one meeting in several sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.drafts import Draft
from data.participants import Participant


@dataclass(slots=True)
class Telling:
    """A meeting as one sentence tells of it; `host` is the state of the place, where known."""

    rule: str
    people: list[Participant]
    place: str | None
    host: str | None
    date: str | None
    modality: str
    sentences: set[int]


def joined(found: list[Telling]) -> list[Telling]:
    """One meeting a set of persons: a telling whose sides all stand in another joins it where dates and places agree."""
    kept: list[Telling] = []
    for meeting in found:
        homes = [k for k in kept if _same(k, meeting)]
        # Those who met, before those whose states did: "their talks" are of the two named last.
        home = next((k for k in homes if {p.key for p in k.people} == {p.key for p in meeting.people}), homes[0] if homes else None)
        if home is None:
            kept.append(meeting)
            continue
        richer, poorer = (meeting, home) if _weight(meeting) > _weight(home) else (home, meeting)
        home.rule, home.people = richer.rule, list(richer.people)
        home.place = richer.place or poorer.place
        home.host = richer.host or poorer.host
        home.date = min((d for d in (richer.date, poorer.date) if d), key=lambda d: (d.endswith("~"), -len(d)), default=None)
        home.modality = richer.modality
        home.sentences |= meeting.sentences
    return kept


def _weight(meeting: Telling) -> tuple[int, int]:
    return sum(p.person for p in meeting.people), len(meeting.people)


def _same(one: Telling, other: Telling) -> bool:
    if one.date is not None and other.date is not None and not _agree(one.date, other.date):
        return False
    if (
        one.place is not None
        and other.place is not None
        and one.place != other.place
        and not (one.host is not None and one.host == other.host)
    ):
        return False
    return _covers(one, other) or _covers(other, one)


def _agree(one: str, other: str) -> bool:
    first, second = one.rstrip("~"), other.rstrip("~")
    return first.startswith(second) or second.startswith(first)


def _covers(wide: Telling, narrow: Telling) -> bool:
    """Whether each one of `narrow` takes part in `wide`, in person or by the state."""
    persons = {p.key for p in wide.people if p.person}
    states = {p.state or p.key for p in wide.people}
    return all(p.key in persons if p.person else (p.state or p.key) in states for p in narrow.people)


def draft(meeting: Telling) -> Draft:
    """The fact that a meeting is."""
    slots: dict[str, Any] = {
        "participants": [p.key for p in meeting.people],
        "place": meeting.place,
        "date": meeting.date,
        "modality": meeting.modality,
    }
    return Draft("meeting", meeting.rule, slots, meeting.sentences)
