"""The spellings that rules make, and folding: digits are never touched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.lexicon_forms import designation_variants, fold, is_acronym, plain, plural, spellings, typographic


@pytest.mark.parametrize(
    ("name", "wanted", "unwanted"),
    [
        ("Su-30", ["Su-30", "Su 30", "Su30"], ["Su-3", "Su 3 0"]),
        ("BM-30 Smerch", ["BM 30 Smerch", "BM30 Smerch"], ["BM-30"]),
        ("Leopard 2A6", ["Leopard2A6", "Leopard-2A6", "Leopard 2A6"], ["Leopard 26"]),
        ("S-300PMU-1", ["S300PMU1", "S-300 PMU-1", "S-300PMU 1"], ["S-300PMU"]),
        ("A-10", ["A10"], ["A 10"]),
        ("An-12", ["An12"], ["An 12"]),
        ("AT-4", ["AT 4"], []),
        ("F-16IN", ["F16IN"], ["F-16 IN"]),
        ("Smerch", ["Smerch"], ["smerch"]),
    ],
)
def test_designation_variants(name: str, wanted: list[str], unwanted: list[str]) -> None:
    variants = designation_variants(name)
    assert variants[0] == name
    assert set(wanted) <= set(variants)
    assert not set(unwanted) & set(variants)


@given(st.text("ABMSTabu0123456789- ", min_size=1, max_size=14).map(str.strip).filter(bool))
def test_variants_keep_digits_and_letters(name: str) -> None:
    bare = re.sub("[- ]", "", name)
    assert {re.sub("[- ]", "", variant) for variant in designation_variants(name)} == {bare}


@pytest.mark.parametrize(
    ("singular", "many"),
    [
        ("tank", "tanks"),
        ("battery", "batteries"),
        ("combat aircraft", "combat aircraft"),
        ("torpedo", "torpedoes"),
        ("corvette", "corvettes"),
        ("piece of artillery", "pieces of artillery"),
        ("MANPADS", "MANPADS"),
        ("MBT", "MBTs"),
        ("small arms", "small arms"),
        ("minelayer-boat", "minelayer-boats"),
        ("convoy", "convoys"),
        ("cutlass", "cutlasses"),
    ],
)
def test_plurals(singular: str, many: str) -> None:
    assert plural(singular) == many


def test_spellings_of_defence() -> None:
    assert spellings("defence minister") == ["defence minister", "defense minister"]
    assert spellings("Defense Ministry") == ["Defense Ministry", "Defence Ministry"]
    assert spellings("armoured personnel carrier") == ["armoured personnel carrier", "armored personnel carrier"]
    assert spellings("programme") == ["programme", "program"]
    assert spellings("prime minister") == ["prime minister"]


def test_typographic_spellings() -> None:
    assert plain("Şişli Łódź Đorđe Türkiye") == "Sisli Lodz Dorde Turkiye"
    assert typographic("Côte d'Ivoire") == ["Côte d'Ivoire", "Cote d'Ivoire", "Côte d\u2019Ivoire", "Cote d\u2019Ivoire"]
    assert typographic("Russia") == ["Russia"]


@pytest.mark.parametrize(("form", "acronym"), [("MBT", True), ("MoD", True), ("RPG-type launcher", True), ("Defence Ministry", False)])
def test_acronyms(form: str, acronym: bool) -> None:
    assert is_acronym(form) is acronym


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the Su-30 MKI", "SU30MKI", True),
        ("Ministry of Defence", "ministry of defense", True),
        ("U.S. Army", "US Army", True),
        ("Hanwha & Co.", "hanwha and co", True),
        ("Houthi movement", "Houthi  Movement", True),
        ("F-15", "F-16", False),
        ("Mi-17", "Mi-171", False),
        ("Mirage 2000-5", "Mirage 20005", False),
        ("Su-2 7", "Su-27", False),
        ("1.5", "15", False),
    ],
)
def test_folding(one: str, other: str, same: bool) -> None:
    assert (fold(one) == fold(other)) is same


@given(st.text("ABst0123456789-. /'", max_size=12))
def test_folding_keeps_runs_of_digits(name: str) -> None:
    assert re.findall(r"\d+", fold(name)) == re.findall(r"\d+", name)
