"""Every example of the training rules, and cases of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.data.rule_examples import facts, has, no_examples, yes_examples


@pytest.mark.parametrize(("rule", "example"), yes_examples("training"))
def test_examples_match(rule: str, example: Mapping[str, Any]) -> None:
    found = facts(example["text"], "training")
    assert has(found, rule, example), found


@pytest.mark.parametrize(("rule", "text"), no_examples("training"))
def test_near_misses_do_not(rule: str, text: str) -> None:
    assert rule not in {fact["rule"] for fact in facts(text, "training")}


def test_a_changing_number_gives_the_number_now_and_the_number_to_come() -> None:
    text = "The minister hopes that the number of Azerbaijanis studying at Russian military academies will rise from 72 to 88 next year."
    found = facts(text, "training", published="2016-06-15")
    assert sorted((f["quantity"]["min"], f["date"], f["modality"]) for f in found) == [(72, "2016", "asserted"), (88, "2017", "possible")]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Moscow will enroll more than 200 Armenian officers and cadets in Russian military academies this year.", 200, None),
        ("Some 30 Iraqi pilots will be trained in the Czech Republic.", 30, 30),
    ],
)
def test_counts_of_persons(text: str, low: int, high: int | None) -> None:
    assert [(f["quantity"]["min"], f["quantity"]["max"]) for f in facts(text, "training")] == [(low, high)]


def test_a_count_of_weapons_is_no_count_of_persons() -> None:
    found = facts("Sweden trains Czech pilots on 14 Gripen jets.", "training")
    assert [f.get("quantity") for f in found] == [None]
