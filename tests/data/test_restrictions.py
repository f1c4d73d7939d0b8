"""Every example of the restriction rules, and cases of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.data.rule_examples import facts, has, no_examples, yes_examples


@pytest.mark.parametrize(("rule", "example"), yes_examples("restrictions"))
def test_examples_match(rule: str, example: Mapping[str, Any]) -> None:
    found = facts(example["text"], "restriction")
    assert has(found, rule, example), found


@pytest.mark.parametrize(("rule", "text"), no_examples("restrictions"))
def test_near_misses_do_not(rule: str, text: str) -> None:
    assert rule not in {fact["rule"] for fact in facts(text, "restriction")}


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("The European Union imposed an arms embargo on Libya in 1999.", "embargo", "1999"),
        ("The European Union lifted its arms embargo against Libya in October 2004.", "embargo", "/2004-10"),
        ("Norway suspended sales of ammunition to Libya in January 2018.", "suspension", "2018-01"),
    ],
)
def test_date_is_of_the_beginning_or_the_end(text: str, kind: str, date: str) -> None:
    assert [(f["target"], f["type"], f["date"]) for f in facts(text, "restriction")] == [("LBY", kind, date)]


def test_every_target_of_a_list() -> None:
    found = facts("The UN Security Council slapped an arms embargo on Ethiopia and Eritrea.", "restriction")
    assert sorted(f["target"] for f in found) == ["ERI", "ETH"]


def test_a_list_goes_on_after_brackets() -> None:
    found = facts("South Africa halted arms exports to the United Arab Emirates (UAE), Saudi Arabia and Oman.", "restriction")
    assert sorted(f["target"] for f in found) == ["ARE", "OMN", "SAU"]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Germany has halted all arms exports to Turkey.", "arms"),
        ("Norway has halted exports of ammunition to Turkey.", "ammunition"),
        ("Washington imposed sanctions on Turkey over the S-400 missiles.", None),
    ],
)
def test_item(text: str, item: str | None) -> None:
    assert [f.get("item") for f in facts(text, "restriction")] == [item]


def test_a_ban_on_arms_sales_is_no_sale() -> None:
    assert facts("Germany imposed a ban on arms sales to Saudi Arabia in 2018.", "transfer") == []
    assert facts("Germany imposed a ban on arms sales to Saudi Arabia in 2018.", "restriction") != []


def test_a_comma_between_clauses_makes_no_list() -> None:
    text = "Against the Saudis, who are fighting rebels behind whom stands Iran, Berlin has an export ban in force."
    assert [fact["imposer"] for fact in facts(text, "restriction")] == ["DEU"]
