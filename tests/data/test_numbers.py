"""Counts and money, with what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.numbers import MoneyGrammar, find_counts, number_value

GRAMMAR = MoneyGrammar(
    {
        "USD": (["dollar", "US dollar"], ["$", "US$"]),
        "EUR": (["euro"], ["€"]),
        "GBP": (["pound"], ["£"]),
        "MYR": (["ringgit"], ["RM"]),
        "SGD": (["Singapore dollar"], ["S$"]),
        "AUD": (["dollar"], ["A$"]),
        "ILS": (["shekel"], []),
        "INR": (["rupee"], ["Rs"]),
    },
    {"australian": "AUD"},
)
COUNTS = [
    ("18 launchers", [(18, 18, False)]),
    ("more than 100 tanks, over 30 helicopters", [(100, None, False), (30, None, False)]),
    ("up to 20 jets", [(None, 20, False)]),
    ("about 30 jets", [(30, 30, True)]),
    ("five or six of them", [(5, 6, False)]),
    ("4 to 8 helicopters plus a pair of aircraft", [(4, 8, False), (2, 2, False)]),
    ("a dozen jets and half a dozen guns", [(12, 12, False), (6, 6, False)]),
    ("one hundred and twenty tanks", [(120, 120, False)]),
    ("30,000 uniforms", [(30000, 30000, False)]),
    ("no fewer than two", [(2, None, False)]),
    ("fourteen (14) vehicles", [(14, 14, False)]),
    ("dozens of tanks, several jets", []),
    ("in 2016 the army", []),
    ("155 mm guns, 12 percent, 40 kilometers, three years", []),
    ("a four-day war", []),
]
MONEY = [
    ("worth at least $4 billion", [(4_000_000_000, None, "USD")]),
    ("a $200 million loan", [(200_000_000, 200_000_000, "USD")]),
    ("RM1.4 billion (S$650 million)", [(1_400_000_000, 1_400_000_000, "MYR"), (650_000_000, 650_000_000, "SGD")]),
    ("450 million pounds", [(450_000_000, 450_000_000, "GBP")]),
    ("14 billion shekels", [(14_000_000_000, 14_000_000_000, "ILS")]),
    ("some $2-3 billion", [(2_000_000_000, 3_000_000_000, "USD")]),
    ("Rs 1,200 crore", [(12_000_000_000, 12_000_000_000, "INR")]),
    ("up to 230 million euros", [(None, 230_000_000, "EUR")]),
    ("50 million Australian dollars", [(50_000_000, 50_000_000, "AUD")]),
    ("billions of dollars", []),
    ("a dollar shop", []),
]


@pytest.mark.parametrize(("text", "expected"), COUNTS)
def test_counts(text: str, expected: list[tuple[int | None, int | None, bool]]) -> None:
    assert [(c.low, c.high, c.approx) for c in find_counts(text)] == expected


def test_a_count_inside_a_designation_is_none() -> None:
    text = "12 Su-30 fighters"
    assert [c.low for c in find_counts(text, [(3, 8)])] == [12]


@pytest.mark.parametrize(("text", "expected"), MONEY)
def test_money(text: str, expected: list[tuple[int | None, int | None, str]]) -> None:
    assert [(m.low, m.high, m.currency) for m in GRAMMAR.find(text)] == expected


def test_a_sum_in_brackets_is_marked_as_converted() -> None:
    assert [m.converted for m in GRAMMAR.find("€1.9 billion ($2.2 billion)")] == [False, True]


def test_the_wire_form_leaves_out_what_is_exact() -> None:
    (count,) = find_counts("about 30 jets")
    assert count.to_json() == {"min": 30, "max": 30, "approx": True}
    (money,) = GRAMMAR.find("$5 million")
    assert money.to_json() == {"min": 5_000_000, "max": 5_000_000, "currency": "USD"}


@pytest.mark.parametrize(
    ("text", "value"), [("thirty-six", 36), ("two dozen", 24), ("1,200", 1200), ("2.5 million", 2_500_000), ("tank", None)]
)
def test_number_value(text: str, value: float | None) -> None:
    assert number_value(text) == value


@given(st.text(max_size=200))
def test_any_text_is_survived_and_spans_hold(text: str) -> None:
    spans = [(c.start, c.end, c.low, c.high) for c in find_counts(text)] + [(m.start, m.end, m.low, m.high) for m in GRAMMAR.find(text)]
    for start, end, low, high in spans:
        assert 0 <= start < end <= len(text)
        assert low is None or high is None or low <= high
