"""Loans, credits, grants and aid money for arms, from the trigger words of `financing.yml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from data.drafts import Draft
from data.numbers import Money
from data.parties import path
from data.reading import Reading
from data.role_facts import complete, merged, role_facts
from data.role_fallbacks import RoleFact
from data.trigger_rules import rule_book

# The words between a sum and its loan: "a $200 million Russian loan", "a loan worth up to $200 million".
_SUM_BEFORE: Final = re.compile(r"\)?(?:\s+in)?(?:[\s-]+(?!and\b|to\b|for\b|with\b|from\b|of\b|or\b|that\b|is\b)[\w'’-]+){0,4}?[\s-]+")
_SUM_AFTER: Final = re.compile(
    r"(?:\s+(?!and\b|for\b|or\b|buy\b|purchase\b)[\w'’-]+){0,3}?\s+(?:of|for|worth|totall?ing|amounting to|at|valued at)\s+"
)

# Words between a sum and its loan that make it the price of something.
_PRICE: Final = re.compile(
    r"\b(?:worth|price|pric(?:ed|ing)|cost\w*|deal|contract|order(?:ed)?|b[ou]y\w*|bought|purchas\w*|sold|sell\w*|sale|paid|pay\w*|"
    r"part|half|share|portion|rest|remainder|covered|total|budget|billions?|millions?)\b|;",
    re.IGNORECASE,
)
_FAR: Final = 60
_PAID: Final = "financing.paid_for"
# Rules whose words speak of nothing but money that is lent or given.
_SURE: Final = frozenset({"financing.loan", "financing.credit_line", "financing.grant"})


def financing(reading: Reading, deals: Sequence[Draft] = ()) -> list[Draft]:
    """The loans and grants that a text tells of; `deals` are its transfers, which name the side that a sentence leaves out."""
    facts = [f for f in role_facts(reading, "financing", rule_book("financing"), deals) if not _pays_for_own(f, deals)]
    for fact in facts:
        amount = _amount(reading, fact)
        if amount is not None:
            fact.draft.slots["amount"] = amount.to_json()
    told = [f for f in complete(facts) if not _is_vague(f) and (f.draft.slots.get("amount") or not (_is_praise(f) or _is_lent_thing(f)))]
    return merged(told, ("lender", "borrower"), ("amount", "date"), key="amount")


def _pays_for_own(fact: RoleFact, deals: Sequence[Draft]) -> bool:
    """Whether who pays is a buyer or the seller of the text's deals itself: that finances nobody else."""
    lender = fact.draft.slots.get("lender")
    traders = {d.slots.get(side) for d in deals for side in ("supplier", "recipient")}
    return fact.match.rule.name == _PAID and "borrower" in fact.guessed and lender in traders


def _is_vague(fact: RoleFact) -> bool:
    """Whether neither side stands near the trigger, and the sum of a loan does not make up for it."""
    return len(fact.guessed) > 1 and not (fact.draft.slots.get("amount") and fact.match.rule.name in _SURE)


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
            "^psubj>at",
            "^subj>obj",
            "^of",
        ):
            return money
        if head is not None and trigger.pos_ != "VERB" and path(trigger, head) in ("for", "relcl>for", "relcl>of", "relcl>attr"):
            return money
    return _near(reading, fact.match.sentence, sums, first, last) if trigger.pos_ != "VERB" else None


def _near(reading: Reading, index: int, sums: Sequence[Money], first: int, last: int) -> Money | None:
    """The only sum of a sentence where it stands near the trigger, with no verb between them and nothing that speaks of a price."""
    if len(sums) != 1:
        return None
    start, end = (last, sums[0].start) if sums[0].start >= last else (sums[0].end, first)
    between = reading.dispatch.text[start:end]
    apart = len(between) > _FAR or _PRICE.search(between) or reading.sentences[index].has_verb(start, end)
    return None if apart else sums[0]
