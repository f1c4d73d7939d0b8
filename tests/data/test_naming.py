"""The entities that a text names: which words count as a body, and under which name."""

from __future__ import annotations

import pytest

from data.documents import Dispatch
from data.naming import mentions_of
from data.reading import reader


def agencies(text: str) -> list[tuple[str, ...]]:
    return list(mentions_of(reader().read(Dispatch("one.md", text, published="2016-06-23"))).agencies)


@pytest.mark.parametrize(
    "text",
    ["The cabinet met in Oslo.", "The armed forces want tanks.", "A quarrel over Kashmir and Darfur.", "Special forces came."],
)
def test_everyday_words_and_regions_are_no_bodies(text: str) -> None:
    assert agencies(text) == []


def test_a_capital_or_a_state_makes_a_body_of_an_everyday_word() -> None:
    assert [names[0] for names in agencies("The Cabinet met.")] == ["Cabinet"]
    assert [names[0] for names in agencies("Norway's armed forces want tanks.")] == ["Armed Forces of Norway"]


def test_the_bare_word_is_the_body_named_with_its_state() -> None:
    assert agencies("The Georgian navy sailed. Later the navy came home.") == [("Navy of Georgia", "Georgian navy", "navy")]


def test_an_unlisted_body_is_an_agency() -> None:
    assert agencies("The Undersea Salvage Command has 12 boats.") == [("Undersea Salvage Command",)]
