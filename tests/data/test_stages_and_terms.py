"""How far a deal has come and on what terms: the features, and what the shipped models make of plain sentences."""

from __future__ import annotations

from typing import Any

import pytest

from data.documents import Dispatch
from data.linking import ItemMention
from data.reading import reader
from data.stages import composed_stages, stage_row
from data.terms import term_row, terms_named
from tests.data.rule_examples import facts


def transfer(text: str) -> dict[str, Any]:
    found = facts(text, "transfer", published="2016-06-15")
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Russia has delivered 18 Smerch rocket launchers to Azerbaijan.", "delivered"),
        ("Poland signed a contract with South Korea for 180 K2 tanks in 2022.", "ordered"),
        ("The State Department has approved the sale of 24 F-16 fighters to Bahrain.", "approved"),
        ("Germany has suspended deliveries of Leopard 2 tanks to Turkey.", "suspended"),
    ],
)
def test_plain_sentences_say_how_far_a_deal_has_come(text: str, status: str) -> None:
    assert transfer(text)["status"] == status


def test_terms_come_from_the_words() -> None:
    assert terms_named("The jets were leased second-hand") == ["lease", "second-hand"]
    assert terms_named("The jets were sold") == []
    assert transfer("Russia sold 18 Smerch rocket launchers to Azerbaijan.")["terms"] == ["sale"]


def test_rows_hold_the_stages_and_terms_around() -> None:
    text = "The United States donated 10 Cougar vehicles to Kenya. Kenya awaits their delivery in May 2017. Kenya leases them."
    reading = reader().read(Dispatch("case.md", text, title="Kenya requests vehicles", published="2016-06-15"))
    mentions = [ItemMention(0, reading.sentences[0].items[0])]
    stages, terms = stage_row(reading, mentions, [0]), term_row(reading, mentions, [0])
    assert {"NX:delivered", "LD:delivered", "TI:requested", "TL:kenya"} <= set(stages)
    assert {"E:grant", "D:lease", "w:donate"} <= set(terms)
    assert "E:lease" not in terms


def test_talks_over_a_sale_are_talks() -> None:
    text = "Serbia is negotiating on the purchase of six Mi-35 helicopters from Russia."
    reading = reader().read(Dispatch("case.md", text, published="2016-06-15"))
    assert composed_stages(reading, 0, reading.sentences[0].items[0]) == ["negotiating"]
