"""Lists of parties and of items."""

from __future__ import annotations

import re

import pytest

from data.coordination import item_groups, party_groups


def spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer("|".join(words), text)]


PARTIES = [
    ("Estonia, Finland and Norway bought it", ["Estonia", "Finland", "Norway"], [[0, 1, 2]]),
    ("from Estonia and from Finland", ["Estonia", "Finland"], [[0, 1]]),
    ("Estonia sold it to Finland", ["Estonia", "Finland"], []),
    ("Estonia and Finland sold it to Norway and Sweden", ["Estonia", "Finland", "Norway", "Sweden"], [[0, 1], [2, 3]]),
]
ITEMS = [
    ("18 Smerch launchers, 24 Solntse systems and over 30 Krokodil helicopters", ["Smerch", "Solntse", "Krokodil"], [[0, 1, 2]]),
    ("Smerch launchers that replaced Uragan launchers", ["Smerch", "Uragan"], []),
    ("Smerch arrived. Uragan left", ["Smerch", "Uragan"], []),
]


@pytest.mark.parametrize(("text", "words", "expected"), PARTIES)
def test_party_groups(text: str, words: list[str], expected: list[list[int]]) -> None:
    assert party_groups(text, spans(text, words)) == expected


@pytest.mark.parametrize(("text", "words", "expected"), ITEMS)
def test_item_groups(text: str, words: list[str], expected: list[list[int]]) -> None:
    assert item_groups(text, spans(text, words), lambda start, end: False) == expected


def test_a_finite_verb_parts_items() -> None:
    text = "Smerch came and Uragan"
    assert item_groups(text, spans(text, ["Smerch", "Uragan"]), lambda start, end: True) == []
