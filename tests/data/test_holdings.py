"""Possessions that the grammar tells: every example of possessions.yml."""

from __future__ import annotations

from typing import Any

import pytest

from data.documents import Dispatch
from data.holdings import contradicts, plausible, told_holdings
from data.linker import Holding, Link
from data.linking import ItemMention
from data.reading import Reading, reader
from data.yaml_files import read_yaml

EXAMPLES: list[dict[str, Any]] = read_yaml("rules/possessions.yml")["examples"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["text"])
def test_examples(example: dict[str, Any]) -> None:
    found = told_holdings(reader().read(Dispatch("a.md", example["text"], published="2016-06-23")))
    if example.get("not"):
        assert found == []
    else:
        assert [h.holder for h in found] == [example["holder"]]
        item = found[0].mention.item
        assert example["item"] in (item.name, item.text) or item.name.endswith(example["item"])


def reading_of(text: str) -> Reading:
    """A text as the pipeline reads it."""
    return reader().read(Dispatch("a.md", text, published="2016-06-23"))


def pairs(text: str) -> set[tuple[str, str]]:
    """Holder and canonical item of every possession that a text tells."""
    return {(found.holder, found.mention.item.name) for found in told_holdings(reading_of(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Gripen is in service with Sweden, Hungary and Thailand.", {(k, "JAS 39 Gripen") for k in ("SWE", "HUN", "THA")}),
        ("Peru's air force relies on Mirage 2000s and MiG-29s.", {("PER", "Mirage 2000"), ("PER", "MiG-29")}),
        ("Poland has 247 Leopard 2 tanks, and Romania 40 F-16s.", {("POL", "Leopard 2"), ("ROU", "F-16 Fighting Falcon")}),
        ("Brazil waited. In the meantime it flew F-5s.", {("BRA", "F-5 Tiger")}),
        ("The Russian base in Armenia is growing. The MiG-29s it has used are old.", {("RUS", "MiG-29")}),
        ("Boeing is a company of the United States. It flew an F-15 there.", set()),
    ],
)
def test_lists_and_pronouns(text: str, expected: set[tuple[str, str]]) -> None:
    assert pairs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kuwait already operates the Patriot.", True),
        ("Kuwait already operates the Patriot that the United States delivered.", False),
        ("Kuwait wants the Patriot.", False),
    ],
)
def test_what_is_simply_had_is_no_transfer(text: str, expected: bool) -> None:
    reading = reading_of(text)
    item = reading.sentences[0].items[0]
    link = Link(ItemMention(0, item), "USA", "KWT", 0.9, 0.9)
    assert contradicts(reading, link, told_holdings(reading)) is expected


@pytest.mark.parametrize(
    ("text", "holder", "expected"),
    [
        ("Denmark looks after the F-16.", "DNK", True),
        ("Boeing's F/A-18 came in last.", "USA", False),
        ("Denmark is without fuel.", "DNK", False),
    ],
)
def test_proposals_of_the_linker(text: str, holder: str, expected: bool) -> None:
    reading = reading_of(text)
    items = reading.sentences[0].items
    assert bool(items) and plausible(reading, Holding(ItemMention(0, items[0]), holder, 0.5)) is expected
