"""Known officials under other spellings, and who is not meant by them."""

from __future__ import annotations

import pytest

from data.known_officials import KnownOfficials
from data.lexicon_entries import Official

KNOWN = KnownOfficials(
    [
        Official("William Example", "USA"),
        Official("Mohammed al-Sample", "KWT"),
        Official("Joginder Jaswant Specimen", "IND", ("J. J. Specimen",)),
        Official("Abdullah bin Abdulpattern", "SAU"),
        Official("Abdullah II", "JOR"),
        Official("John Instance", "GBR"),
        Official("John Instance Smith", "USA", ("Jack Instance",)),
    ]
)


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("William S. Example", {"USA"}),
        ("Bill Example", {"USA"}),
        ("Muhammad Al-Sample", {"KWT"}),
        ("J.J. Specimen", {"IND"}),
        ("Specimen", {"IND"}),
        ("Abdullah", {"SAU", "JOR"}),
        # two of that name
        ("John Q. Instance", {"GBR", "USA"}),
        # others
        ("Robert Example", set()),
        ("William Exam", set()),
    ],
)
def test_states_of_a_name(name: str, states: set[str]) -> None:
    assert KNOWN.states(name) == states


def test_two_states_tell_nothing() -> None:
    assert KNOWN.state("Abdullah") is None
    assert KNOWN.state("Bill Example") == "USA"
