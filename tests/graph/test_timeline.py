from __future__ import annotations

import pytest

from graph.errors import SelectionError
from graph.history import status_on
from graph.selection import Selection
from tests.graph.small_world import dataset, extraction, sale


def test_a_fact_counts_once_in_the_period_of_its_stage() -> None:
    data = dataset(
        extraction(
            "a.md", sale("Smerch", ordered="2010", delivered="2013-05"), sale("T-90"), sale("F-16", status="ordered", ordered="2013")
        ),
        extraction("b.md", sale("tank"), published=None),
    )
    rows = data.timeline(Selection())
    assert [(row["period"], row["facts"], row["by_report"]) for row in rows] == [("2013", 2, 0), ("2016", 1, 1), (None, 1, 0)]
    assert rows[0]["status"] == {"delivered": 1, "ordered": 1} and rows[0]["kinds"] == {"transfer": 2}
    months = {row["period"]: row["facts"] for row in data.timeline(Selection(), "month")}
    assert months == {"2013-05": 1, "2016-06": 2, None: 1}
    with pytest.raises(SelectionError):
        data.timeline(Selection(), "week")


@pytest.mark.parametrize(
    ("day", "status"),
    [("2009-12-31", None), ("2010-01-01", "ordered"), ("2012-12-31", "ordered"), ("2013-01-01", "delivered"), ("2020-01-01", "delivered")],
)
def test_status_on_a_day(day: str, status: str | None) -> None:
    data = dataset(extraction("a.md", sale("Smerch", ordered="2010", delivered="2013")))
    (fact,) = data.selected(Selection())
    assert status_on(fact, day) == status


def test_a_stall_counts_until_a_later_step() -> None:
    data = dataset(
        extraction("a.md", sale("Smerch", status="ordered"), published="2014-01-01"),
        extraction("b.md", sale("Smerch", status="suspended"), published="2015-01-01", publisher="AP"),
        extraction("c.md", sale("Smerch", status="delivered"), published="2016-01-01", publisher="TASS"),
    )
    (fact,) = data.selected(Selection())
    assert [status_on(fact, f"{year}-06-01") for year in (2013, 2014, 2015, 2016)] == [None, "ordered", "suspended", "delivered"]
