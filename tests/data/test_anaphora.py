"""Pronouns and bare numbers that stand for an item named before."""

from __future__ import annotations

import pytest

from data.anaphora import anaphors
from data.documents import Dispatch
from data.reading import reader


def stood_for(text: str) -> list[tuple[str, str]]:
    """The words that stand for an item in the last sentence, each with the item."""
    reading = reader().read(Dispatch("case.md", text, published="2016-06-15"))
    return [(text[item.start : item.end], item.name) for item in anaphors(reading, len(reading.sentences) - 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The corvettes were built in Britain. Algeria bought them in 2008.", [("them", "corvette")]),
        ("Jordan has CH-4 drones. They were acquired from China in 2015.", [("They", "CH-4")]),
        ("France donated patrol boats to Tunisia. A year later Paris gave two more to Libya.", [("two", "patrol boat")]),
        ("Ukraine has MiG-29 fighters. Slovakia will hand over more of them.", [("them", "MiG-29")]),
        ("The Su-25 came first. Skopje gave Kyiv all four of these jets.", []),
        ("Kuwait ordered tanks. The emir thanked them in Paris.", []),
        ("The minister spoke. Algeria bought them in 2008.", []),
    ],
)
def test_what_stands_for_an_item(text: str, expected: list[tuple[str, str]]) -> None:
    assert stood_for(text) == expected
