"""Loans mark the deals they pay for, and are not their price."""

from __future__ import annotations

from typing import Any

from data.documents import Dispatch
from data.drafts import Draft
from data.loans import mark_loans
from data.reading import reader

LOAN = {"min": 200_000_000, "max": 200_000_000, "currency": "USD"}
TEXT = "Moscow granted Yerevan a $200 million loan. The weapons include Smerch launchers. Quiet days followed. Tanks came later."


def marked(sentence: int, **slots: Any) -> dict[str, Any]:
    reading = reader().read(Dispatch("a.md", TEXT, published="2016-06-23"))
    deal = Draft("transfer", "test", {"supplier": "RUS", "recipient": "ARM", "terms": ["sale"], **slots}, {sentence})
    loan = Draft("financing", "test", {"lender": "RUS", "borrower": "ARM", "amount": LOAN}, {0})
    mark_loans(reading, [deal, loan])
    return deal.slots


def test_a_deal_told_after_its_loan_is_on_loan() -> None:
    assert marked(1)["terms"] == ["sale", "loan"]


def test_a_deal_told_elsewhere_or_between_others_is_not() -> None:
    assert marked(3)["terms"] == ["sale"]
    assert marked(1, recipient="AZE")["terms"] == ["sale"]


def test_the_sum_of_a_loan_is_no_price() -> None:
    assert marked(1, value=LOAN)["value"] is None
    assert marked(1, value={**LOAN, "max": 300_000_000})["value"] is not None
