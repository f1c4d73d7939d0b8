"""Meetings: every rule's own examples, and how place, date, modality and several tellings of one meeting are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from data.documents import Dispatch
from data.drafts import Draft
from data.meeting_rules import meeting_rules
from data.meetings import meetings
from data.reading import reader

_EXAMPLES = [(rule.name, text, people) for rule in meeting_rules() for text, people in rule.examples]
_MET = "Russian Defense Minister Sergei Shoigu met Serbian Defense Minister Aleksandar Vulin"


def _read(text: str, title: str | None = None) -> list[Draft]:
    return meetings(reader().read(Dispatch("case.md", text, title=title, published="2016-06-15")))


@pytest.mark.parametrize(("name", "text", "people"), _EXAMPLES)
def test_rules_match_their_examples_and_not_the_near_misses(name: str, text: str, people: Sequence[str]) -> None:
    found = _read(text)
    if people:
        assert (name, sorted(people)) in [(draft.rule, sorted(draft.slots["participants"])) for draft in found]
    else:
        assert found == []


@pytest.mark.parametrize("rule", meeting_rules(), ids=lambda rule: rule.name)
def test_each_rule_shows_its_reach_both_ways(rule: Any) -> None:
    assert any(people for _, people in rule.examples)
    assert any(not people for _, people in rule.examples)


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        (f"{_MET} in Moscow on Tuesday.", "place", "Moscow"),
        (f"{_MET} in the Russian capital on Tuesday.", "place", "Moscow"),
        (f"{_MET} on Tuesday.", "place", None),
        (f"{_MET} in Moscow on Tuesday.", "date", "2016-06-14"),
        (f"{_MET} in Moscow.", "date", "2016-06~"),
        (f"{_MET} in Moscow on Tuesday.", "modality", "asserted"),
        (f"{_MET} reportedly in Moscow on Tuesday.", "modality", "reported"),
        ("Defense Minister Sergei Shoigu did not meet Serbian Defense Minister Aleksandar Vulin in Moscow.", "modality", "denied"),
        ("Defense Minister Sergei Shoigu may meet Serbian Defense Minister Aleksandar Vulin in Moscow.", "modality", "possible"),
        ("Wednesday's EU-China summit is likely to discuss the embargo.", "date", "2016-06-15"),
        ("Friday's EU-China summit is likely to discuss the embargo.", "date", "2016-06-17"),
    ],
)
def test_details(text: str, slot: str, value: str | None) -> None:
    assert [draft.slots[slot] for draft in _read(text)] == [value]


def test_tellings_of_one_meeting_join_and_other_meetings_stay_apart() -> None:
    text = (
        f"{_MET} in Moscow on Tuesday. Shoigu and Vulin held talks in Moscow on tanks. "
        "Shoigu met Armenian Defense Minister Seyran Ohanian in Moscow on Monday."
    )
    assert [(draft.slots["participants"], sorted(draft.sentences)) for draft in _read(text)] == [
        (["Sergei Shoigu", "Aleksandar Vulin"], [0, 1]),
        (["Sergei Shoigu", "Seyran Ohanian"], [2]),
    ]


def test_a_visit_without_a_place_is_to_the_state_of_the_headline() -> None:
    text = "During President Barack Obama's visit last month the United States lifted an embargo."
    assert [draft.slots["participants"] for draft in _read(text, title="Vietnam shops for drones")] == [["Barack Obama", "VNM"]]
    assert _read(text) == []
