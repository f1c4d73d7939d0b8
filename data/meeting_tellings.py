"""Joins what a text tells of one meeting in several sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from data.drafts import Draft
from data.participants import Participant, is_union

# The rule by which somebody is said to lead a delegation, told of before.
LED: Final = "meeting.led"


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
    for meeting in _without_the_way_there(found):
        if meeting.rule == LED:
            _put_at_the_head(kept, meeting)
            continue
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


def _without_the_way_there(found: list[Telling]) -> list[Telling]:
    """Who comes to a place for a summit of a union meets the union, and pays no visit to the state that it is held in."""
    kept = []
    for meeting in found:
        persons = [p for p in meeting.people if p.person]
        hosted = any(p.key == meeting.host for p in meeting.people)
        summits = [
            m
            for m in found
            if m.sentences == meeting.sentences and any(is_union(p) for p in m.people) and all(p in m.people for p in persons)
        ]
        if hosted and persons and summits:
            summits[0].place = summits[0].place or meeting.place
        else:
            kept.append(meeting)
    return kept


def _put_at_the_head(kept: list[Telling], meeting: Telling) -> None:
    """Whoever leads a delegation takes its place in the meeting told last that it takes part in."""
    leader = meeting.people[0]
    for home in reversed(kept):
        sent = [i for i, p in enumerate(home.people) if not p.person and p.key == (leader.state or p.key) and p.key != home.host]
        if sent:
            home.people[sent[0]] = leader
            home.rule = meeting.rule
            home.sentences |= meeting.sentences
            return


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
    first, second = _span(one), _span(other)
    return first[0] <= second[1] and second[0] <= first[1]


def _span(date: str) -> tuple[str, str]:
    """The first and the last day that a date may mean."""
    start, _, end = date.replace("~", "").replace("X", "0").partition("/")
    return start, (end if end not in ("", "..") else start) + "-99"


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
