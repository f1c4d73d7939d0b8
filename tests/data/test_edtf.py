"""EDTF dates and the days they span."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.edtf import FIRST_DAY, LAST_DAY, bounds, is_edtf, overlap

SPANS = [
    ("2016", "2016-01-01", "2016-12-31"),
    ("2016~", "2016-01-01", "2016-12-31"),
    ("2016-02", "2016-02-01", "2016-02-29"),
    ("2015-02", "2015-02-01", "2015-02-28"),
    ("2016-06-14", "2016-06-14", "2016-06-14"),
    ("198X", "1980-01-01", "1989-12-31"),
    ("2016-24", "2016-12-01", "2017-02-28"),
    ("2016-21", "2016-03-01", "2016-05-31"),
    ("2010/2011", "2010-01-01", "2011-12-31"),
    ("2016-04-02/2016-04-05", "2016-04-02", "2016-04-05"),
    ("2012/..", "2012-01-01", LAST_DAY),
    ("/2014", FIRST_DAY, "2014-12-31"),
]


@pytest.mark.parametrize(("edtf", "first", "last"), SPANS)
def test_bounds(edtf: str, first: str, last: str) -> None:
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize("text", ["", "16", "2016-13", "2016-02-30", "June 2016", "2016/2015", "198X-05", "2016-6", "2016-24-01"])
def test_other_text_is_refused(text: str) -> None:
    assert not is_edtf(text)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2016", "2016-06-14", True),
        ("2010/2011", "2011-03", True),
        ("2015", "2016", False),
        ("2012/..", "2020", True),
        ("/2014", "2015", False),
    ],
)
def test_overlap(one: str, other: str, expected: bool) -> None:
    assert overlap(one, other) is expected
    assert overlap(other, one) is expected


@given(st.dates())
def test_a_day_lies_in_its_month_and_year(day: object) -> None:
    text = str(day)
    assert bounds(text) == (text, text)
    assert overlap(text, text[:7]) and overlap(text, text[:4])
