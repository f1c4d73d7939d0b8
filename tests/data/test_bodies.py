"""Bodies that no lexicon lists: names told by a word for an institution or company, and what only looks like one."""

from __future__ import annotations

import pytest

from data.bodies import unlisted_bodies

NAMED = [
    ("It went to the Undersea Salvage Command of the navy.", ["Undersea Salvage Command"]),
    ("The Committee on Legal and Justice Affairs met.", ["Committee on Legal and Justice Affairs"]),
    ("He heads the Main Directorate of International Cooperation.", ["Main Directorate of International Cooperation"]),
    ("The State Corporation for Export of Armaments signed.", ["State Corporation for Export of Armaments"]),
    ("The German Corvette Consortium won.", ["German Corvette Consortium"]),
    ("A plane goes from Rhineland Air Service (RAS). RAS said so.", ["Rhineland Air Service", "RAS", "RAS"]),
    ("Vantor Marine Ltd. builds boats.", ["Vantor Marine Ltd"]),
    ("It was sold by the Swiss firm Vantor.", ["Vantor"]),
    ("Vantor, a company from Tilburg, repaired it. Vantor has 40 men.", ["Vantor", "Vantor"]),
    ("It trained with the Joint Transition Command Afghanistan.", ["Joint Transition Command Afghanistan"]),
    ("In the Green Party the list caused anger.", ["Green Party"]),
]
NOT_NAMED = [
    "The Quadrennial Defense Review is due.",
    "New Air Defence Systems were shown.",
    "The committee met and the company denied it.",
    "According to the Strategic Research Institute it is true.",
    "The Sunday Times Group wrote of it.",
    "Anna Berg, the head of the trade union, went home.",
    "Under Command he wrote nothing.",
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_a_head_word_or_a_kind_makes_a_name(text: str, names: list[str]) -> None:
    bodies = unlisted_bodies(text, [])
    assert [text[body.start : body.end] for body in bodies] == names
    assert len({body.name for body in bodies}) == 1


@pytest.mark.parametrize("text", NOT_NAMED)
def test_words_alone_name_nobody(text: str) -> None:
    assert unlisted_bodies(text, []) == []


def test_what_is_known_is_left_alone() -> None:
    text = "The Undersea Salvage Command met."
    assert unlisted_bodies(text, [(4, 12)]) == []
