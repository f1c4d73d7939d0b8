"""Marks the transfers that a loan of the same text pays for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from data.drafts import Draft
from data.reading import Reading
from data.schema import vocabularies

_LOAN: Final = re.compile(r"\b(?:loans?|credits?)\b", re.IGNORECASE)


def mark_loans(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Keeps loans and prices apart: a sum that is a loan's is no price of the deal it pays for.

    Adds the term `loan` to deals between lender and borrower that are told in, or right after, a sentence on the loan.
    """
    loans = [draft for draft in drafts if draft.kind == "financing"]
    lent = {(loan.slots.get("lender"), loan.slots.get("borrower")) for loan in loans}
    order = vocabularies().terms
    for draft in drafts:
        if draft.kind == "transfer" and any(_is_sum_of(draft, loan) for loan in loans):
            draft.slots["value"] = None
        if draft.kind != "transfer" or (draft.slots["supplier"], draft.slots["recipient"]) not in lent:
            continue
        if any(_tells_of_loan(reading, index) for index in draft.sentences):
            draft.slots["terms"] = sorted({*draft.slots["terms"], "loan"} - {"grant"}, key=order.index)


def _is_sum_of(deal: Draft, loan: Draft) -> bool:
    value, amount = deal.slots.get("value"), loan.slots.get("amount")
    return value is not None and amount is not None and all(value.get(k) == amount.get(k) for k in ("min", "max", "currency"))


def _tells_of_loan(reading: Reading, index: int) -> bool:
    own = reading.sentences[index].sentence
    nearby = [s for s in reading.sentences[max(0, index - 1) : index + 1] if s.sentence.paragraph == own.paragraph]
    return any(_LOAN.search(s.text) for s in nearby)
