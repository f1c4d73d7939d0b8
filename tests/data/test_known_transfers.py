"""The register of known transfers: what it says of parties near an item, and that its file names nothing unknown."""

from __future__ import annotations

import pytest

from data import known_transfers as module
from data.errors import ResourceError
from data.known_transfers import KNOWN_NAMES, KnownTransfers, known_transfers
from data.reading import Item

GRIPEN = Item(0, 6, "JAS 39 Gripen", "Gripen", "combat_aircraft", False, "JAS 39 Gripen", "SWE")
JETS = Item(0, 4, "jet", "jets", "combat_aircraft", True)


def register() -> KnownTransfers:
    rows = (
        ("SWE", "HUN", "JAS 39 Gripen C", "JAS 39 Gripen", "combat_aircraft"),
        ("SWE", "THA", "JAS 39 Gripen", "JAS 39 Gripen", "combat_aircraft"),
        ("RUS", "HUN", "MiG-29", "MiG-29", "combat_aircraft"),
        ("ZAF", "HUN", "tank", None, "tank"),
    )
    return KnownTransfers.of(rows)


def test_numbers_count_the_rows_that_speak_for_a_pair() -> None:
    found = dict(zip(KNOWN_NAMES, register().flows(GRIPEN).numbers("SWE", "HUN"), strict=True))
    assert found == {
        "known_pair": 1,
        "known_reverse": 0,
        "known_item": 0,
        "known_family": 1,
        "known_category": 1,
        "known_reverse_family": 0,
        "known_supplier": 2,
        "known_recipient": 3,
        "known_supplier_family": 2,
        "known_recipient_family": 1,
        "known_any_family": 2,
        "known_supplier_category": 2,
        "known_recipient_category": 2,
    }


def test_a_former_state_counts_as_its_successor() -> None:
    known = register().flows(JETS)
    assert known.numbers("SUN", "HUN") == known.numbers("RUS", "HUN")


def test_features_tell_givers_from_takers_among_the_parties_named() -> None:
    sweden, hungary, other = register().flows(GRIPEN).features(["SWE", "HUN", "CAN"])
    assert {"K:gives=3", "K:takes=0", "K:here=3,0"} <= set(sweden)
    assert {"K:gives=0", "K:takes=3", "K:here=0,3"} <= set(hungary)
    assert {"K:gives=0", "K:takes=0", "K:here=0,0"} <= set(other)


def test_an_item_without_a_family_is_known_by_its_category() -> None:
    (russia, _) = register().flows(JETS).features(["RUS", "HUN"])
    assert "K:gives_here=2" in russia


@pytest.mark.parametrize(
    ("recipients", "words"),
    [
        ({"HUN": {"XYZ": "MiG-29"}}, "'XYZ' is neither a state nor a group"),
        ({"XYZ": {"RUS": "MiG-29"}}, "'XYZ' is neither a state nor a group"),
        ({"HUN": {"RUS": "MiG-2929"}}, "'MiG-2929' is neither a weapon of the lexicon nor a category"),
        ({"HUN": {"HUN": "MiG-29"}}, "supplies itself"),
        ({"HUN": "MiG-29"}, "a mapping is expected"),
        ({"HUN": None}, "HUN: a mapping is expected"),
        (None, "recipients: a mapping is expected"),
        ({"HUN": {"RUS": ["MiG-29"]}}, "with commas between them"),
    ],
)
def test_a_row_that_names_what_nobody_knows_is_refused(recipients: object, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "read_yaml", lambda _: {"source": "test", "recipients": recipients})
    with pytest.raises(ResourceError, match=words):
        known_transfers.__wrapped__()


def test_the_shipped_register_knows_what_everybody_knows() -> None:
    known = known_transfers()
    for supplier, recipient, family in (
        ("SWE", "HUN", "JAS 39 Gripen"),
        ("RUS", "IND", "Su-30"),
        ("USA", "TWN", "F-16 Fighting Falcon"),
        ("TUR", "AZE", "Bayraktar TB2"),
    ):
        assert known.counts[f"family {family}"][supplier, recipient]
