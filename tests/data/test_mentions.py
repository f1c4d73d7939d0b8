"""Names in running text: which are taken, and as what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.folding import fold, fold_cased
from data.lexicon import lexicon
from data.mentions import scanner


def found(text: str, *types: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.ref) for m in scanner().scan(text) if m.type in types]


WEAPONS = [
    ("It has 24 T-72s.", [("T-72s", "T-72")]),
    ("It has F-15s, not F-16s.", [("F-15s", "F-15 Eagle"), ("F-16s", "F-16 Fighting Falcon")]),
    ("The 18 Smerch launchers came.", [("Smerch", "BM-30 Smerch")]),
    ("A Kilo-class submarine sailed.", [("Kilo-class submarine", "Kilo class")]),
    ("A kilo of rice was sold.", []),
    ("He saw a hawk and an eagle.", []),
    ("Hawk aircraft were sold. The Hawks were new.", 2),
    ("It costs P18.9 billion.", []),
    ("New CM-999 missiles were shown.", [("CM-999", "CM-999")]),
    ('The new "Buffelo" armoured vehicles arrived.', [("Buffelo", "Buffelo")]),
    ("Several European fighters and Western missiles flew.", []),
    ("Group of 20 missiles", []),
    ("Two are Mi-24Ks.", [("Mi-24Ks", "Mi-24K")]),
    ("It has 12 Mi-24/35s.", [("Mi-24/35s", "Mi-24/35")]),
    ("It bought Tor-2ME launchers.", [("Tor-2ME", "Tor-2ME")]),
    ("It wished for Predators.", [("Predators", "MQ-1 Predator")]),
    ("It chose the American Javelin.", [("Javelin", "FGM-148 Javelin")]),
    ("Douglas A-4s came.", [("A-4s", "A-4 Skyhawk")]),
    ("The old Oslo class is gone.", [("Oslo class", "Oslo class")]),
    ("Two Zelandia-class ships sailed.", [("Zelandia-class", "Zelandia-class")]),
    ("He flew business class with a World Class team.", []),
    ("The missile at its heart, the QX900, was bought.", [("QX900", "QX900")]),
    ("It has a rifle called VX-9.", [("VX-9", "VX-9")]),
    ("It asked for 20 Sukhoi-30s.", [("Sukhoi-30s", "Su-30")]),
    ("It costs R12 million.", []),
    ("The Excess Defense Articles program paid.", []),
    ("Its 420 tanks are old.", []),
    ("He spoke in Halifax.", []),
    ("Javelin throwers met.", []),
]
BODIES = [
    ("The Armenian Defense Ministry said so.", [("Armenian Defense Ministry", "Ministry of Defence of Armenia")]),
    ("The Defense Ministry in Tallinn said so.", [("Defense Ministry in Tallinn", "Ministry of Defence of Estonia")]),
    ("Rosoboronexport signed.", [("Rosoboronexport", "Rosoboronexport")]),
    ("It was ordered from Leonardo last year.", [("Leonardo", "Leonardo S.p.A.")]),
    ("He met Anatoly Antonov.", []),
    ("It flies the Antonov An-32.", []),
    ("The order went to CSTC-B.", []),
]


@pytest.mark.parametrize(("text", "expected"), WEAPONS)
def test_weapons(text: str, expected: list[tuple[str, str]] | int) -> None:
    weapons = found(text, "weapon")
    if isinstance(expected, int):
        assert len(weapons) == expected
    else:
        assert weapons == expected


@pytest.mark.parametrize(("text", "expected"), BODIES)
def test_bodies(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "agency", "joined") == expected


def test_digits_are_identity() -> None:
    (s300,) = found("It bought the S-300.", "weapon")
    (s400,) = found("It bought the S-400.", "weapon")
    assert s300[1] != s400[1]
    assert found("It bought the S-4000.", "weapon") != [s400]


def test_a_longer_place_name_hides_the_state_in_it() -> None:
    assert found("Ships crossed the Indian Ocean.", "demonym") == []
    assert [ref for _, ref in found("Indian ships sailed.", "demonym")] == ["IND"]


def test_letters_after_a_designation_make_a_variant_of_its_family() -> None:
    (mention,) = [m for m in scanner().scan("It flies the Su-30XYZ.") if m.type == "weapon"]
    assert mention.ref == "Su-30XYZ"
    assert mention.root == lexicon().weapons["Su-30"].family if "Su-30" in lexicon().weapons else mention.root


@given(st.text(max_size=300))
def test_folding_moves_nothing(text: str) -> None:
    assert len(fold(text)) == len(fold_cased(text)) == len(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_survived(text: str) -> None:
    for mention in scanner().scan(text):
        assert 0 <= mention.start < mention.end <= len(text)


def test_scanning_is_deterministic() -> None:
    text = "Russia sold 18 Smerch, T-90s and Su-30MKI fighters to the Indian Air Force; the S-400 went to Turkey."
    assert scanner().scan(text) == scanner().scan(text)
