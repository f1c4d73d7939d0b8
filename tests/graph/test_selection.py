from __future__ import annotations

import pytest

from graph.errors import SelectionError
from graph.selection import Selection
from tests.graph.small_world import dataset, extraction, sale

DATA = dataset(extraction("a.md", sale("Smerch", recipient="Blue Brigade"), sale("T-90")))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("supplier", "RUS", ("state/RUS",)),
        ("supplier", "rus", ("state/RUS",)),
        ("supplier", "state/rus", ("state/RUS",)),
        ("supplier", "Russia", ("state/RUS",)),
        ("supplier", "moscow", ("state/RUS",)),
        ("supplier", "Rosoboronexport", ("agency/rosoboronexport",)),
        ("supplier", "RUS,ARM", ("state/ARM", "state/RUS")),
        ("recipient", "Blue Brigade", ("group/blue-brigade",)),
        ("item", "smerch", ("weapon/bm-30-smerch",)),
        ("item", "weapon/F-16", ("weapon/f-16",)),
        ("item", "combat_aircraft", ("category/combat_aircraft",)),
        ("item", "combat aircraft", ("category/combat_aircraft",)),
        ("kind", "transfer,meeting", ("meeting", "transfer")),
        ("status", "Delivered", ("delivered",)),
        ("since", "2016", "2016-01-01"),
        ("until", "2016-02", "2016-02-29"),
        ("as_of", "2016", "2016-12-31"),
        ("known_at", "2016-06-15", "2016-06-15"),
        ("min_sources", "2", 2),
        ("disputed", "TRUE", True),
        ("disputed", "no", False),
        ("publisher", "A, B", ("A, B",)),
    ],
)
def test_reads_a_filter(name: str, text: str, expected: object) -> None:
    assert getattr(DATA.parse([(name, text)]), name) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("suplier", "RUS"),
        ("supplier", ""),
        ("supplier", "ZZZ"),
        ("supplier", "state/ZZZ"),
        ("supplier", "Nobody At All"),
        ("supplier", "weapon/f-16"),
        ("supplier", "RUS,Nobody"),
        ("item", "F-17"),
        ("kind", "transfers"),
        ("status", "sold"),
        ("since", "June 2016"),
        ("since", "2016-13"),
        ("until", "2015-02-29"),
        ("known_at", "2016/2017"),
        ("min_sources", "0"),
        ("min_sources", "two"),
        ("disputed", "maybe"),
    ],
)
def test_refuses_what_it_cannot_read_and_names_the_parameter(name: str, text: str) -> None:
    with pytest.raises(SelectionError) as caught:
        DATA.parse([(name, text)])
    assert caught.value.parameter == name


def test_repeated_filters_are_alternatives_and_single_ones_are_refused_twice() -> None:
    assert DATA.parse([("supplier", "RUS"), ("supplier", "ARM")]).supplier == ("state/ARM", "state/RUS")
    with pytest.raises(SelectionError):
        DATA.parse([("since", "2015"), ("since", "2016")])
    with pytest.raises(SelectionError) as caught:
        DATA.parse([("since", "2016"), ("until", "2015")])
    assert caught.value.parameter == "until"


def test_equal_selections_share_a_key() -> None:
    one, other = DATA.parse([("supplier", "russia"), ("kind", "transfer")]), DATA.parse([("kind", "transfer"), ("supplier", "RUS")])
    assert one == other and one.key() == other.key()
    assert one.key() != DATA.parse([("recipient", "RUS"), ("kind", "transfer")]).key()
    assert Selection().is_empty() and not one.is_empty()
