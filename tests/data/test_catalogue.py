"""Names to entities: states, bodies, officials and items under any of their spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue import Catalogue, catalogue
from data.entities import ENTITY_KINDS, entity_key
from data.lexicon import lexicon
from data.schema import categories


@pytest.mark.parametrize(
    ("value", "entity"),
    [
        ("RUS", "state/RUS"),
        ("SUN", "state/SUN"),
        ("Russia", "state/RUS"),
        ("Côte d\u2019Ivoire", "state/CIV"),
        ("UAE", "state/ARE"),
        ("Houthis", "group/houthis"),
        ("Houthi rebels", "group/houthis"),
        ("Hizballah", "group/hezbollah"),
        ("EU", "group/european-union"),
        ("PKK", "group/kurdistan-workers-party"),
        ("Karabakh", "group/nagorno-karabakh"),
        ("Rosoboronexport", "agency/rosoboronexport"),
        ("Ministry of Defence of Armenia", "agency/ministry-of-defence-of-armenia"),
        ("QQQ", "state/QQQ"),
        ("Somali opposition", "group/somali-opposition"),
    ],
)
def test_parties(value: str, entity: str) -> None:
    assert catalogue().party(value).id == entity


@pytest.mark.parametrize(
    "name",
    [
        "Ministry of Defence of Armenia",
        "Ministry of Defence of the Republic of Armenia",
        "Armenian Defense Ministry",
        "armenian defence ministry",
        "Armenia's Defence Ministry",
        "Armenia\u2019s Ministry of Defense",
        "Defense Ministry in Yerevan",
        "the Armenian Ministry of National Defence",
    ],
)
def test_a_ministry_has_one_entity_under_all_its_names(name: str) -> None:
    found = catalogue().agency(name)
    assert (found.id, found.name) == ("agency/ministry-of-defence-of-armenia", "Ministry of Defence of Armenia")
    assert (found.state, found.subtype) == ("ARM", "ministry")


@pytest.mark.parametrize(
    ("name", "canonical", "state", "subtype"),
    [
        ("Burkina Faso Air Force", "Air Force of Burkina Faso", "BFA", "armed_service"),
        ("air force of Burkina Faso", "Air Force of Burkina Faso", "BFA", "armed_service"),
        ("Greek navy", "Hellenic Navy", "GRC", "armed_service"),
        ("Foreign Ministry in Kyiv", "Ministry of Foreign Affairs of Ukraine", "UKR", "ministry"),
        ("Swedish Trade Ministry", "Ministry of Trade of Sweden", "SWE", "ministry"),
        ("Acme Corp of India", "Acme Corp of India", "IND", None),
        ("Acme Corp", "Acme Corp", None, None),
    ],
)
def test_agencies(name: str, canonical: str, state: str | None, subtype: str | None) -> None:
    found = catalogue().agency(name)
    assert (found.id, found.name) == (f"agency/{entity_key(canonical)}", canonical)
    assert (found.state, found.subtype) == (state, subtype)


def test_the_article_of_a_state_is_kept() -> None:
    assert catalogue().agency("Gambian Coast Guard").name == "Coast Guard of the Gambia"
    assert catalogue().agency("Coast Guard of Gambia") == catalogue().agency("Coast Guard of the Gambia")


@pytest.mark.parametrize(
    ("name", "weapon", "category", "family", "state"),
    [
        ("T-90", "weapon/t-90", "tank", "T-90", "RUS"),
        ("T 90", "weapon/t-90", "tank", "T-90", "RUS"),
        ("t90", "weapon/t-90", "tank", "T-90", "RUS"),
        ("T-90 tank", "weapon/t-90", "tank", "T-90", "RUS"),
        ("T-72B3X", "weapon/t-72b3x", "tank", "T-72", "RUS"),
        ("Leopard 2A99", "weapon/leopard-2a99", "tank", "Leopard 2", "DEU"),
        ("Su-30SMX", "weapon/su-30smx", "combat_aircraft", "Su-30", "RUS"),
        ("S-9999", "weapon/s-9999", None, "S-9999", None),
        ("T-9999", "weapon/t-9999", None, "T-9999", None),
    ],
)
def test_weapons(name: str, weapon: str, category: str | None, family: str, state: str | None) -> None:
    found = catalogue().item(name)
    assert (found.id, found.category, found.family, found.state) == (weapon, category, family, state)


@pytest.mark.parametrize(("one", "other"), [("F-15", "F-16"), ("S-300", "S-400"), ("Mi-17", "Mi-171"), ("T-7", "T-72"), ("Su-2", "Su-27")])
def test_digits_are_identity(one: str, other: str) -> None:
    assert catalogue().item(one).id != catalogue().item(other).id
    assert catalogue().item(f"{one}X").family != catalogue().item(f"{other}X").family or one[:3] == "Mi-"


@given(st.sampled_from(sorted(lexicon().weapons)), st.integers(0, 9))
def test_a_further_digit_is_never_a_variant(name: str, digit: int) -> None:
    known = lexicon().weapons
    longer = f"{name}{digit}"
    if name[-1].isdigit():
        found = catalogue().item(longer)
        assert found.id != catalogue().item(name).id
        assert found.name in known or found.family != name


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("tank", "tank"),
        ("main battle tanks", "tank"),
        ("Combat Helicopters", "attack_helicopter"),
        ("modernised tank", "tank"),
        ("155mm howitzer", "artillery_tube"),
        ("arms", "arms"),
        ("bits and pieces", "arms"),
    ],
)
def test_generic_items_are_categories(name: str, category: str) -> None:
    found = catalogue().item(name)
    assert (found.id, found.kind, found.category) == (f"category/{category}", "category", category)


def test_weapon_family() -> None:
    family = catalogue().weapon_family("T-72B3X")
    assert family is not None
    assert family.id == "weapon/t-72"
    assert catalogue().weapon_family("tank") is None
    assert catalogue().weapon_family("S-9999") is None


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("TASS", None),
        ("Jane's Defence Weekly", None),
        ("The New York Times", None),
        ("unnamed officials", None),
        ("Azerbaijani officials", None),
        ("Russian newspapers", None),
        ("Vladimir Putin", "official/vladimir-putin"),
        ("Ivan Volynkin", "official/ivan-volynkin"),
        ("Qasim al-Zaheri", "official/qasim-al-zaheri"),
        ("Armenian Defense Ministry", "agency/ministry-of-defence-of-armenia"),
        ("RUS", "state/RUS"),
        ("Belarus", "state/BLR"),
        ("Houthis", "group/houthis"),
    ],
)
def test_sources(name: str, entity: str | None) -> None:
    found = catalogue().source(name)
    assert (None if found is None else found.id) == entity


def test_officials() -> None:
    assert catalogue().official("Vladimir Putin").state == "RUS"
    assert catalogue().official("VLADIMIR PUTIN") == catalogue().official("Vladimir Putin")
    assert catalogue().official("Jane Nobody").id == "official/jane-nobody"


def test_states() -> None:
    turkey = catalogue().state("TUR")
    assert turkey.name == "Turkey"
    assert {"Türkiye", "Turkish", "Ankara"} <= set(turkey.aliases)
    assert "Turkey" not in turkey.aliases
    assert catalogue().state("QQQ").id == "state/QQQ"


def test_entities_are_sorted_and_each_found_under_its_own_name() -> None:
    known: Catalogue = catalogue()
    listed = list(known.entities())
    ids = [entity.id for entity in listed]
    assert ids == sorted(set(ids))
    assert {entity.kind for entity in listed} == set(ENTITY_KINDS)
    assert len([entity for entity in listed if entity.kind == "category"]) == len(categories())
    find = {"state": known.party, "agency": known.agency, "group": known.party, "official": known.official, "weapon": known.item}
    strangers = [entity.id for entity in listed if entity.kind in find and find[entity.kind](entity.name).id != entity.id]
    assert not strangers
