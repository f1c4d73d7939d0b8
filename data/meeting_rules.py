"""The words that open a meeting and who stands where around them, as `meetings.yml` has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from data.errors import ResourceError
from data.rule_entries import Shown, rule_entries
from data.yaml_files import read_yaml

_RESOURCE: Final = "rules/meetings.yml"
_NEEDS: Final = frozenset({"firm", "persons", "visitor", "both", "each", "placed", "envoy", "lead"})


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """One class of words that open a meeting, the places of those who meet, and texts that show its reach."""

    name: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    participants: tuple[str, ...]
    host: tuple[str, ...]
    needs: str
    examples: Shown


@cache
def meeting_rules() -> tuple[MeetingRule, ...]:
    """The shipped rules; ResourceError where one is malformed."""
    found = []
    for entry, examples in rule_entries(
        _RESOURCE, {"verbs", "nouns", "participants", "host", "needs"}, "participants", frozenset({"objects"})
    ):
        if entry["needs"] not in _NEEDS:
            raise ResourceError(_RESOURCE, f"{entry['name']}: unknown need {entry['needs']}")
        found.append(
            MeetingRule(
                entry["name"],
                frozenset(entry["verbs"]),
                frozenset(entry["nouns"]),
                tuple(entry["participants"]),
                tuple(entry["host"]),
                entry["needs"],
                examples,
            )
        )
    return tuple(found)


def objects_of(verb: str) -> frozenset[str] | None:
    """The objects that a verb needs to open a meeting, None where it needs none."""
    return _objects().get(verb)


@cache
def _objects() -> Mapping[str, frozenset[str]]:
    return {verb: frozenset(needed) for verb, needed in read_yaml(_RESOURCE)["objects"].items()}
