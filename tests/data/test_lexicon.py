"""The lexicon files: their own examples, strictness, and the spellings that the loader makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pycountry
import pytest
import yaml

from data import yaml_files
from data.errors import ResourceError
from data.lexicon import Lexicon, Name, build_lexicon, lexicon
from data.lexicon_entries import NAME_TYPES, Example
from data.lexicon_files import Files
from data.schema import categories

_FIRST = r"[^\W\d_]+|\d+|."
_AFTER = r"(?:s|es|['\u2019]s)?(?!\w|-like|-style|-print)"
_AFTER_MONEY = r"(?!\w)|(?=\d)"
EXAMPLE = [{"text": "Nothing here.", "not": ["Nothing"]}]


# --- a plain scan, enough to run the examples


@cache
def _by_first_word() -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = {}
    decoys = [Name(decoy, "decoy", "", False, True) for decoy in lexicon().decoys]
    for name in (*lexicon().names, *decoys):
        first = re.match(_FIRST, name.surface)
        assert first is not None
        found.setdefault(first.group().lower(), []).append(name)
    return found


def _matches(text: str) -> Iterator[tuple[int, Name]]:
    """Every name at every word of the text where no longer strong one covers it, plurals of weapons included."""
    end = 0
    for word in re.finditer(r"\w+|[^\w\s]", text):
        first = re.match(_FIRST, word.group())
        if word.start() < end or first is None:
            continue
        found: list[tuple[int, Name]] = []
        for name in _by_first_word().get(first.group().lower(), ()):
            stop = word.start() + len(name.surface)
            piece = text[word.start() : stop]
            if piece != name.surface and (name.cased or piece.lower() != name.surface.lower()):
                continue
            if not name.surface[-1].isalnum() or re.match(_AFTER_MONEY if name.type == "currency" else _AFTER, text[stop:]):
                found.append((stop, name))
        end = max((stop for stop, name in found if not name.weak), default=end)
        yield from ((word.start(), name) for stop, name in found if name.weak or stop == end)


def _scan(text: str) -> set[str]:
    """Canonical names in the text; a weak spelling counts beside an item's name or a strong spelling of its own."""
    matches = list(_matches(text))
    strong = {name.ref for _, name in matches if not name.weak}
    # A Jaguar beside "aircraft" is the jet, beside "car" it is not.
    kinds = lexicon().generic_items
    items = [start for start, name in matches if name.type == "generic_item" and kinds[name.ref].category != "vehicle_unarmoured"]
    found = set()
    for start, name in matches:
        if not name.weak or name.ref in strong or (name.type == "weapon" and any(abs(start - item) < 40 for item in items)):
            found.add(name.ref)
            if name.ref in lexicon().states:
                found.add(lexicon().states[name.ref].name)
    return found


def _examples() -> list[Example]:
    return list(lexicon().examples)


def test_every_file_has_a_positive_example_and_a_near_miss() -> None:
    files = {example.resource for example in _examples()}
    assert files
    for resource in files:
        own = [example for example in _examples() if example.resource == resource]
        assert any(example.finds for example in own), resource
        assert any(example.absent for example in own), resource


def test_examples_hold() -> None:
    wrong = []
    for example in _examples():
        found = _scan(example.text)
        missing = set(example.finds) - found
        excess = set(example.absent) & found
        if missing or excess:
            wrong.append(f"{example.resource}: {example.text!r}: missing {sorted(missing)}, must not find {sorted(excess)}")
    assert not wrong, "\n".join(wrong)


# --- what the loaded lexicon promises


def test_names_refer_to_entries() -> None:
    known = lexicon()
    homes = {
        "institution": known.institutions,
        "agency": known.agencies,
        "group": known.groups,
        "official": known.officials,
        "outlet": known.outlets,
        "weapon": known.weapons,
        "generic_item": known.generic_items,
        "currency": known.currencies,
        "post": known.posts,
        "rank": known.ranks,
        "honorific": known.honorifics,
    }
    assert set(homes) | {"state", "demonym", "capital", "metonym"} == set(NAME_TYPES)
    lost = [name for name in known.names if name.ref not in homes.get(name.type, known.states)]
    assert not lost


def test_one_strong_spelling_has_one_meaning_of_a_type() -> None:
    meanings: dict[tuple[str, str], set[str]] = {}
    for name in lexicon().names:
        if not name.weak:
            meanings.setdefault((name.type, name.surface), set()).add(name.ref)
    assert not {key: refs for key, refs in meanings.items() if len(refs) > 1}


def test_state_keys_are_iso_keys() -> None:
    iso = {country.alpha_3 for country in pycountry.countries}
    former = {country.alpha_3 for country in pycountry.historic_countries}
    states = lexicon().states
    assert iso <= set(states)
    assert set(states) - iso - former == {"XKX", "RVN"}
    assert {key for key, state in states.items() if state.former} == set(states) - iso - {"XKX"}


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("U.S.", "USA"),
        ("America", "USA"),
        ("Kiev", "UKR"),
        ("Kyiv", "UKR"),
        ("Burmese", "MMR"),
        ("Turkiye", "TUR"),
        ("Cote d'Ivoire", "CIV"),
        ("Czechia", "CZE"),
        ("DPRK", "PRK"),
        ("Republic of Korea", "KOR"),
        ("PRC", "CHN"),
        ("Republic of China", "TWN"),
        ("Tel Aviv", "ISR"),
        ("Kremlin", "RUS"),
        ("Emiratis", "ARE"),
        ("Zaire", "COD"),
        ("Congo", "COD"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("Dominican", "DOM"),
        ("Soviet", "SUN"),
        ("East Germany", "DDR"),
        ("West Germany", "DEU"),
        ("Serbia and Montenegro", "SCG"),
        ("South Yemen", "YMD"),
        ("South Vietnam", "RVN"),
    ],
)
def test_state_spellings(surface: str, key: str) -> None:
    refs = {name.ref for name in lexicon().names if name.surface == surface and not name.weak and name.type in NAME_TYPES[:4]}
    assert refs == {key}


@pytest.mark.parametrize(("surface", "keys"), [("Korean", {"KOR", "PRK"}), ("Congolese", {"COD", "COG"}), ("Dominican", {"DMA", "DOM"})])
def test_spellings_that_two_states_share(surface: str, keys: set[str]) -> None:
    assert {name.ref for name in lexicon().names if name.surface == surface and name.type == "demonym"} == keys


def test_weapons_have_known_categories_and_root_families() -> None:
    weapons = lexicon().weapons
    assert all(weapon.category in categories() for weapon in weapons.values())
    assert all(weapons[weapon.family].family == weapon.family for weapon in weapons.values())


# --- strictness


class Writer:
    """Writes lexicon files with the obligatory keys and loads them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()

    def __call__(self, file: str, **content: object) -> None:
        path = self._folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump({"source": "invented", "examples": EXAMPLE, **content}, allow_unicode=True), encoding="utf-8")

    def load(self) -> Lexicon:
        return build_lexicon(Files())


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writer:
    categories()  # the program's own, read before its folder is replaced
    monkeypatch.setattr(yaml_files, "_root", lambda: tmp_path)
    return Writer(tmp_path / "lexicons")


def test_no_files_are_an_empty_lexicon(write: Writer) -> None:
    assert write.load().names == ()


def test_a_whole_entry(write: Writer) -> None:
    write("states.yml", states={"RUS": {"name": "Russia"}})
    write(
        "weapons/tanks.yml",
        category="tank",
        weapons=[
            {"name": "T-90"},
            {"name": "T-90S", "family": "T-90", "origin": "RUS", "aliases": ["Bhishma"], "weak_aliases": ["Vladimir"]},
        ],
    )
    known = write.load()
    assert known.weapons["T-90S"].family == "T-90"
    assert Name("Bhishma", "weapon", "T-90S", False, True) in known.names
    assert Name("Vladimir", "weapon", "T-90S", True, True) in known.names
    assert Name("T-90", "weapon", "T-90", False, False) in known.names
    assert Name("T 90", "weapon", "T-90", False, True) in known.names


WRONG: list[tuple[str, dict[str, object], str]] = [
    ("states.yml", {"states": {"RUS": {"name": "Russia", "capitol": ["Moscow"]}}}, "unknown capitol"),
    ("states.yml", {"states": {"rus": {"name": "Russia"}}}, "ISO 3166-1 alpha-3 key"),
    ("states.yml", {"states": {"NOR": {"name": False}}}, "a text is expected"),
    ("states.yml", {"states": {"NOR": {"name": "Norway", "weak": ["Oslo"]}}}, "no spelling of it"),
    ("states.yml", {"states": {}, "more": 1}, "unknown more"),
    ("groups.yml", {"groups": [{"name": "Band", "subtype": "musical"}]}, "subtype 'musical' is not one of"),
    ("institutions.yml", {"institutions": [{"name": "Army"}]}, "missing subtype"),
    ("officials.yml", {"officials": [{"name": "A B", "surname_alone": "yes"}]}, "true or false"),
    ("posts.yml", {"posts": [{"name": "king", "of": "island"}], "ranks": {}, "honorifics": {}}, "of 'island'"),
    ("currencies.yml", {"currencies": [{"code": "USD", "names": ["dollar"], "weak": ["buck"]}]}, "neither a name nor a symbol"),
    ("generic_items.yml", {"items": [{"name": "tank", "category": "chariot"}]}, "'chariot'"),
    ("outlets.yml", {"outlets": [{"name": "TASS"}, {"name": "TASS"}]}, "listed twice"),
    ("agencies/firms.yml", {"subtype": "company", "agencies": [{"name": "Acme", "land": "USA"}]}, "unknown land"),
    ("agencies/firms.yml", {"subtype": "shop", "agencies": []}, "'shop'"),
    ("weapons/tanks.yml", {"category": "chariot", "weapons": []}, "'chariot'"),
    ("weapons/tanks.yml", {"category": "tank", "weapons": [{"name": 1e5}]}, "quote what YAML reads as a number"),
    ("weapons/tanks.yml", {"category": "tank", "weapons": [{"name": "T-1", "aliases": [52]}]}, "quote what YAML reads as a number"),
    ("weapons/tanks.yml", {"category": "tank", "weapons": [{"name": "T-1", "colour": "green"}]}, "unknown colour"),
    ("weapons/tanks.yml", {"category": "tank", "weapons": [{"name": "T-1", "category": "chariot"}]}, "'chariot'"),
    ("weapons/tanks.yml", {"category": "tank", "weapons": [{"name": "T-1", "family": "T"}]}, "unknown family 'T'"),
    ("weapons/tanks.yml", {"category": "tank", "weapons": [{"name": "T-1", "family": "T-2"}, {"name": "T-2", "family": "T-1"}]}, "circle"),
    ("weapons/tanks.yml", {"category": "tank", "weapons": [], "examples": [{"text": "No."}]}, "with finds or not"),
    ("weapons/tanks.yml", {"category": "tank", "weapons": [], "source": ""}, "where the facts come from"),
]


@pytest.mark.parametrize(("file", "content", "reason"), WRONG)
def test_what_breaks_the_format_is_an_error(write: Writer, file: str, content: dict[str, object], reason: str) -> None:
    write(file, **content)
    with pytest.raises(ResourceError, match=re.escape(reason)) as caught:
        write.load()
    assert caught.value.resource == f"lexicons/{file}"


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("groups.yml", {"groups": [{"name": "Band", "subtype": "non_state", "state": "XXX"}]}),
        ("officials.yml", {"officials": [{"name": "A B", "state": "XXX"}]}),
        ("currencies.yml", {"currencies": [{"code": "USD", "names": ["dollar"], "state": "XXX"}]}),
        ("agencies/firms.yml", {"subtype": "company", "agencies": [{"name": "Acme", "state": "XXX"}]}),
        ("weapons/tanks.yml", {"category": "tank", "weapons": [{"name": "T-1", "origin": "XXX"}]}),
    ],
)
def test_an_unknown_state_is_an_error(write: Writer, file: str, content: dict[str, object]) -> None:
    write("states.yml", states={"RUS": {"name": "Russia"}})
    write(file, **content)
    with pytest.raises(ResourceError, match="'XXX'"):
        write.load()


def test_a_clash_names_both_meanings(write: Writer) -> None:
    write("weapons/a.yml", category="tank", weapons=[{"name": "M-84", "aliases": ["Falcon"]}])
    write("weapons/b.yml", category="combat_aircraft", weapons=[{"name": "F-16", "aliases": ["Falcon"]}])
    with pytest.raises(ResourceError, match=r"'Falcon' means both 'F-16' and 'M-84' \(in lexicons/weapons/a.yml\)"):
        write.load()


def test_a_weak_spelling_may_clash(write: Writer) -> None:
    write("weapons/a.yml", category="tank", weapons=[{"name": "M-84", "weak_aliases": ["Falcon"]}])
    write("weapons/b.yml", category="combat_aircraft", weapons=[{"name": "F-16", "aliases": ["Falcon"]}])
    falcons = {(name.ref, name.weak) for name in write.load().names if name.surface == "Falcon"}
    assert falcons == {("M-84", True), ("F-16", False)}


def test_a_derived_spelling_yields_to_a_listed_one_and_is_left_out_between_two(write: Writer) -> None:
    write("weapons/a.yml", category="tank", weapons=[{"name": "M-60"}, {"name": "M60"}])
    found = {(name.surface, name.ref) for name in write.load().names}
    assert found == {("M-60", "M-60"), ("M60", "M60")}


def test_families_are_flattened_to_their_root(write: Writer) -> None:
    write("weapons/a.yml", category="tank", weapons=[{"name": "T-3", "family": "T-2"}, {"name": "T-2", "family": "T-1"}, {"name": "T-1"}])
    assert {weapon.family for weapon in write.load().weapons.values()} == {"T-1"}


def test_many_problems_are_told_at_once(write: Writer) -> None:
    write("weapons/a.yml", category="tank", weapons=[{"name": "T-1", "family": "T"}, {"name": "U-1", "family": "U"}])
    with pytest.raises(ResourceError, match=r"unknown family 'T' \(and 1 more: .*unknown family 'U'"):
        write.load()


def test_weak_forms_of_institutions_and_honorifics(write: Writer) -> None:
    write("institutions.yml", institutions=[{"name": "Armed Forces", "subtype": "armed_service", "weak_forms": ["Military"]}])
    write("posts.yml", posts=[{"name": "defence minister", "of": "state"}], ranks={"General": ["Gen."]}, honorifics={"Mr": ["Mr."]})
    names = write.load().names
    assert Name("Military", "institution", "Armed Forces", True, False) in names
    assert Name("defense minister", "post", "defence minister", False, False) in names
    assert Name("Gen.", "rank", "General", False, True) in names
    assert Name("Mr.", "honorific", "Mr", False, True) in names


def test_plurals_of_items_and_currencies(write: Writer) -> None:
    write("generic_items.yml", items=[{"name": "air defence battery", "category": "air_defence_system", "forms": ["MBT"]}])
    write("currencies.yml", currencies=[{"code": "USD", "names": ["dollar"], "symbols": ["$"]}])
    names = write.load().names
    surfaces = {name.surface for name in names}
    assert {"air defense batteries", "air-defence batteries", "MBTs", "dollars", "$", "USD"} <= surfaces
    assert {name.cased for name in names if name.surface in ("MBT", "MBTs", "$", "USD")} == {True}
    assert {name.cased for name in names if name.surface in ("dollar", "air defence battery")} == {False}
