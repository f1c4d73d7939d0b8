"""The loader of trigger rules: what it makes of a file, and the mistakes that it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from data import trigger_rules
from data.errors import ResourceError

_GOOD: dict[str, Any] = {
    "nouns": ["ban"],
    "with": ["@arms"],
    "roles": {"imposer": ["subj"], "target": ["on"]},
    "examples": {"yes": [{"text": "x"}], "no": ["y"]},
}


def _load(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> trigger_rules.RuleBook:
    content = {"source": "s", "words": {"arms": ["arms", "weapon"]}, "forms": ["forbade"], "rules": {"restriction.ban": _GOOD | changes}}
    monkeypatch.setattr(trigger_rules, "read_yaml", lambda resource: content)
    trigger_rules.rule_book.cache_clear()
    try:
        return trigger_rules.rule_book("test")
    finally:
        trigger_rules.rule_book.cache_clear()


def test_lists_are_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    (rule,) = _load(monkeypatch).rules
    assert (rule.name, rule.near, rule.roles["target"]) == ("restriction.ban", frozenset({"arms", "weapon"}), ("on",))


@pytest.mark.parametrize(("text", "found"), [("two bans", True), ("Moscow forbade it", True), ("a tank", False), ("a turban", False)])
def test_gate(monkeypatch: pytest.MonkeyPatch, text: str, found: bool) -> None:
    assert (_load(monkeypatch).gate.search(text) is not None) == found


@pytest.mark.parametrize(
    "changes",
    [
        {"noun": ["ban"]},
        {"with": ["@weapons"]},
        {"roles": {"target": [True]}},
        {"examples": {"yes": [], "no": ["y"]}},
        {"examples": {"yes": [{"text": "x"}]}},
        {"fallback": {"target": "guess"}},
        {"fallback": {"lender": "deal"}},
    ],
)
def test_mistakes_are_errors(monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]) -> None:
    with pytest.raises(ResourceError):
        _load(monkeypatch, **changes)
