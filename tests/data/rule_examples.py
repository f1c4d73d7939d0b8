"""The examples that rules carry, run through the real pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from data.documents import Dispatch
from data.extract import Extractor
from data.trigger_rules import rule_book


@cache
def extractor() -> Extractor:
    """One extractor for all tests of rules."""
    return Extractor.load()


def facts(text: str, kind: str, published: str = "2022-06-15") -> list[dict[str, Any]]:
    """The facts of one kind that a text gives, in the wire format."""
    wire = extractor().extract(Dispatch("x.md", text, published=published)).to_json()
    return [fact for fact in wire["facts"] if fact["kind"] == kind]


def yes_examples(book: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Rule name and example, for every example that its rule must match."""
    return [(rule.name, example) for rule in rule_book(book).rules for example in rule.yes]


def no_examples(book: str) -> list[tuple[str, str]]:
    """Rule name and text, for every near-miss."""
    return [(rule.name, text) for rule in rule_book(book).rules for text in rule.no]


def has(found: list[dict[str, Any]], rule: str, example: Mapping[str, Any]) -> bool:
    """Whether a fact of that rule has all the slots of the example."""
    wanted = {name: value for name, value in example.items() if name != "text"}
    return any(fact["rule"] == rule and all(fact.get(name) == value for name, value in wanted.items()) for fact in found)
