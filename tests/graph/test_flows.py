from __future__ import annotations

import pytest

from graph.errors import SelectionError
from graph.selection import Selection
from tests.graph.small_world import dataset, extraction, sale, select

FOUR = {"min": 4, "max": None, "currency": "USD"}


def test_a_package_price_counts_once() -> None:
    data = dataset(
        extraction("a.md", sale("Smerch", value=FOUR, ordered="2010/2011"), sale("T-90", value=FOUR, ordered="2010/2011")),
        extraction("b.md", sale("TOS-1A", value={"min": 4, "max": 4, "currency": "USD"}), publisher="TASS"),
    )
    (row,) = data.flows("supplier,recipient", Selection()).results
    assert row["supplier"] == "state/RUS" and row["facts"] == 3
    assert row["value"]["USD"]["min"] == 4 and row["shared_value"] == {}
    rows = data.flows("item", Selection()).results
    assert all(row["value"] == {} and row["shared_value"]["USD"]["min"] == 4 for row in rows) and len(rows) == 3


@pytest.mark.parametrize(
    "other",
    [
        sale("T-90", value={"min": 4, "max": 4, "currency": "EUR"}, ordered="2010"),
        sale("T-90", value={"min": 5, "max": 5, "currency": "USD"}, ordered="2010"),
        sale("T-90", value={"min": 4, "max": 4, "currency": "USD"}, ordered="2014"),
        sale("T-90", recipient="ARM", value={"min": 4, "max": 4, "currency": "USD"}, ordered="2010"),
    ],
)
def test_different_prices_are_different_packages(other: dict[str, object]) -> None:
    data = dataset(extraction("a.md", sale("Smerch", value={"min": 4, "max": 4, "currency": "USD"}, ordered="2010"), other))
    rows = data.flows("supplier", Selection()).results
    assert sum(amount["min"] for row in rows for amount in row["value"].values()) in (8, 9)


def test_only_made_deals_are_summed_unless_asked() -> None:
    data = dataset(
        extraction(
            "a.md",
            sale("Smerch", quantity={"min": 18, "max": 18}),
            sale("T-90", quantity={"min": 100, "max": None}, status="offered"),
            sale("TOS-1A", quantity={"min": 7, "max": 7}, modality="denied"),
            sale("F-16"),
        )
    )
    (row,) = data.flows("supplier", Selection()).results
    assert row["facts"] == 4 and row["quantity"] == {"min": 18, "max": 18} and row["without_quantity"] == 1
    assert row["status"] == {"delivered": 3, "offered": 1}
    (row,) = data.flows("supplier", select(data, status="offered")).results
    assert row["quantity"] == {"min": 100, "max": None}
    (row,) = data.flows("supplier", select(data, modality="denied")).results
    assert row["quantity"] == {"min": 7, "max": 7}


def test_year_and_category() -> None:
    data = dataset(
        extraction("a.md", sale("Smerch", ordered="2010", delivered="2013-05"), sale("T-90", ordered="2011/.."), sale("tank", "USA"))
    )
    assert {(row["year"], row["category"]) for row in data.flows("year,category", Selection()).results} == {
        ("2013", "category/mlrs"),
        ("2011", "category/tank"),
        (None, "category/tank"),
    }
    with pytest.raises(SelectionError):
        data.flows("supplier,colour", Selection())
