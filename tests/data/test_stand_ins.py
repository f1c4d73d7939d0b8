"""Every example of the words that stand for a party, and cases of their own."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from data.documents import Dispatch
from data.parsing import parse
from data.reading import reader
from data.stand_ins import is_stand_in, referent, stand_in_examples


def _meant(text: str) -> list[str | None]:
    """The parties that the stand-ins of a text mean, in order."""
    reading = reader().read(Dispatch("x.md", text, published="2022-06-15"))
    for sentence, doc in zip(reading.sentences, parse(s.text for s in reading.sentences), strict=True):
        sentence.doc = sentence.doc or doc
    return [
        referent(reading, index, token, taken=())
        for index, sentence in enumerate(reading.sentences)
        for token in sentence.doc or ()
        if is_stand_in(token)
    ]


@pytest.mark.parametrize("example", stand_in_examples()["yes"])
def test_examples_are_found(example: Mapping[str, str]) -> None:
    assert example["finds"] in _meant(example["text"])


@pytest.mark.parametrize("text", stand_in_examples()["no"])
def test_near_misses_are_not(text: str) -> None:
    assert _meant(text) == []


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Finland waited. Norway said that it would train the pilots.", ["NOR"]),
        ("American officials praised Poland and its pilots.", ["POL"]),
        ("France met Saudi Arabia, and arms for the kingdom were discussed.", ["SAU"]),
        ("Iran was named. Russia spoke of the Islamic Republic.", ["IRN"]),
    ],
)
def test_referent(text: str, states: list[str]) -> None:
    assert _meant(text) == states
