"""Possessions that the grammar tells: every example of possessions.yml."""

from __future__ import annotations

from typing import Any

import pytest

from data.documents import Dispatch
from data.holdings import told_holdings
from data.reading import reader
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
