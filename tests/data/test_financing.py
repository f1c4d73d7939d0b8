"""Every example of the financing rules, and cases of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.data.rule_examples import facts, has, no_examples, yes_examples


@pytest.mark.parametrize(("rule", "example"), yes_examples("financing"))
def test_examples_match(rule: str, example: Mapping[str, Any]) -> None:
    found = facts(example["text"], "financing")
    assert has(found, rule, example), found


@pytest.mark.parametrize(("rule", "text"), no_examples("financing"))
def test_near_misses_do_not(rule: str, text: str) -> None:
    assert rule not in {fact["rule"] for fact in facts(text, "financing")}


@pytest.mark.parametrize(
    ("text", "amount", "date"),
    [
        (
            "Armenia will buy more such weapons soon with a $200 million loan extended by the Russian government last year.",
            200_000_000,
            "2015",
        ),
        (
            "Yerevan plans to buy a wide range of Russian weapons with a $200 million loan that was allocated by Moscow last year.",
            200_000_000,
            "2015",
        ),
        (
            "A sale of arms to Armenia will be paid for out of a $200 million credit that Moscow granted Yerevan last year.",
            200_000_000,
            "2015",
        ),
    ],
)
def test_loan_with_sum_and_date(text: str, amount: int, date: str) -> None:
    found = facts(text, "financing", published="2016-06-15")
    assert [(f["lender"], f["borrower"], f["amount"]["min"], f["date"]) for f in found] == [("RUS", "ARM", amount, date)]


def test_loan_named_again_without_its_sum_is_the_same_loan() -> None:
    text = (
        "Moscow granted Yerevan a $200 million loan in 2015. In February Russia named the arms that Armenia may buy with the Russian loan."
    )
    assert len(facts(text, "financing", published="2016-06-15")) == 1
