"""Loans, credits, grants and aid money for arms, from the trigger words of `financing.yml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from data.drafts import Draft
from data.numbers import Money
from data.parties import path
from data.reading import Reading
from data.role_facts import RoleFact, complete, merged, role_facts
from data.trigger_rules import rule_book

# The words between a sum and its loan: "a $200 million Russian loan", "a loan worth up to $200 million".
_SUM_BEFORE: Final = re.compile(r"\)?(?:\s+in)?(?:[\s-]+(?!and\b|to\b|for\b|with\b|from\b|of\b|or\b|that\b|is\b)[\w'’-]+){0,4}?[\s-]+")
_SUM_AFTER: Final = re.compile(
    r"(?:\s+(?!and\b|for\b|or\b|buy\b|purchase\b)[\w'’-]+){0,3}?\s+(?:of|worth|totall?ing|amounting to|at|valued at)\s+"
)


def financing(reading: Reading, deals: Sequence[Draft] = ()) -> list[Draft]:
    """The loans and grants that a text tells of; `deals` are its transfers, which name the side that a sentence leaves out."""
    facts = role_facts(reading, "financing", rule_book("financing"), deals)
    for fact in facts:
        amount = _amount(reading, fact)
        if amount is not None:
            fact.draft.slots["amount"] = amount.to_json()
    told = [fact for fact in complete(facts) if fact.draft.slots.get("amount") or not (_is_praise(fact) or _is_lent_thing(fact))]
    return merged(told, ("lender", "borrower"), ("amount", "date"), key="amount")


def _is_praise(fact: RoleFact) -> bool:
    """Whether the trigger is the credit that somebody is given for something done."""
    trigger = fact.match.trigger
    return trigger.lemma_.lower() == "credit" and trigger.i + 1 < len(trigger.doc) and trigger.nbor().lower_ == "for"


def _is_lent_thing(fact: RoleFact) -> bool:
    """Whether the trigger tells of a thing that is "on loan"."""
    trigger = fact.match.trigger
    return trigger.lemma_.lower() == "loan" and trigger.i > 0 and trigger.nbor(-1).lower_ == "on"


def _amount(reading: Reading, fact: RoleFact) -> Money | None:
    """The sum that belongs to the trigger: beside it in the words, else its object in the parse."""
    sentence = reading.sentences[fact.match.sentence]
    trigger = fact.match.trigger
    first = sentence.sentence.start + trigger.idx
    last = first + len(trigger.text)
    text = reading.dispatch.text
    sums = [money for money in sentence.money if not money.converted]
    for money in sums:
        if (money.end <= first and _SUM_BEFORE.fullmatch(text, money.end, first)) or (
            money.start >= last and _SUM_AFTER.fullmatch(text, last, money.start)
        ):
            return money
    for money in sums:
        head = sentence.head(money.start, money.end)
        if head is not None and path(trigger, head) in (
            "obj",
            "mod",
            "of",
            "worth",
            "^in",
            "^in>^obj",
            "psubj",
            "obj>mod",
            "acl>at",
            "in",
            "^in>^relcl",
            "^subj>to",
            "^subj>at",
            "^subj>obj",
            "^of",
        ):
            return money
    return None
