"""Time expressions against a publication date, and none without it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dates import find_dates
from data.edtf import is_edtf

PUBLISHED = "2016-06-23"  # a Thursday
RESOLVED = [
    ("said on Thursday", ["2016-06-23"]),
    ("said on Tuesday", ["2016-06-21"]),
    ("will depart on Sunday", ["2016-06-26"]),
    ("on June 14", ["2016-06-14"]),
    ("on 14 June 2014", ["2014-06-14"]),
    ("in Moscow, 15June2016.", ["2016-06-15"]),
    ("7Apr2014", ["2014-04-07"]),
    ("12 marched on", []),
    ("on December 1", ["2015-12-01"]),
    ("the April 2-5 fighting", ["2016-04-02/2016-04-05"]),
    ("In February, Moscow disclosed", ["2016-02"]),
    ("last November", ["2015-11"]),
    ("allocated last year", ["2015"]),
    ("next year", ["2017"]),
    ("signed in 2010-2011", ["2010/2011"]),
    ("since 2010", ["2010/.."]),
    ("in the 1990s", ["199X"]),
    ("two years ago", ["2014"]),
    ("about two months ago", ["2016-04~"]),
    ("over the next four to five years", ["2016/2021"]),
    ("in the spring of 2015", ["2015-21"]),
    ("in the third quarter of 2015", ["2015-07/2015-09"]),
    ("between April and August 2005", ["2005-04/2005-08"]),
    ("signed yesterday", ["2016-06-22"]),
    ("by the end of 2017", ["2017"]),
    ("it may be sold", []),
    ("they march on", []),
    ("the F-2000 and the 9M2011", []),
    ("worth $2000", []),
]
UNANCHORED = [("last year", []), ("on Tuesday", []), ("on June 14", []), ("in 2014", ["2014"]), ("5 October 2018", ["2018-10-05"])]


@pytest.mark.parametrize(("text", "expected"), RESOLVED)
def test_dates(text: str, expected: list[str]) -> None:
    assert [d.edtf for d in find_dates(text, PUBLISHED)] == expected


@pytest.mark.parametrize(("text", "expected"), UNANCHORED)
def test_without_a_publication_date_nothing_is_guessed(text: str, expected: list[str]) -> None:
    assert [d.edtf for d in find_dates(text, None)] == expected


@given(st.text(max_size=200), st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2050, 1, 1)))
def test_whatever_is_found_is_edtf_inside_the_text(text: str, published: object) -> None:
    last = 0
    for mention in find_dates(text, str(published)):
        assert is_edtf(mention.edtf)
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
