"""The words that open a meeting and who stands where around them, as `meetings.yml` has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from data.errors import ResourceError
from data.yaml_files import check_keys, read_yaml

_RESOURCE: Final = "rules/meetings.yml"
_NEEDS: Final = frozenset({"firm", "persons", "visitor", "both", "placed", "envoy"})


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """One class of words that open a meeting, the places of those who meet, and texts that show its reach."""

    name: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    participants: tuple[str, ...]
    host: tuple[str, ...]
    needs: str
    examples: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def meeting_rules() -> tuple[MeetingRule, ...]:
    """The shipped rules; ResourceError where one is malformed. An example without participants must give no meeting."""
    content = check_keys(_RESOURCE, "top level", read_yaml(_RESOURCE), {"source", "rules"}, set())
    found = []
    for value in content["rules"]:
        entry = check_keys(_RESOURCE, str(value), value, {"name", "verbs", "nouns", "participants", "host", "needs", "examples"}, set())
        if entry["needs"] not in _NEEDS:
            raise ResourceError(_RESOURCE, f"{entry['name']}: unknown need {entry['needs']}")
        examples: list[tuple[str, tuple[str, ...]]] = []
        for example in entry["examples"]:
            if "no" in example:
                examples.append((str(check_keys(_RESOURCE, entry["name"], example, {"no"}, set())["no"]), ()))
            else:
                shown = check_keys(_RESOURCE, entry["name"], example, {"yes", "participants"}, set())
                examples.append((str(shown["yes"]), tuple(map(str, shown["participants"]))))
        found.append(
            MeetingRule(
                entry["name"],
                frozenset(entry["verbs"]),
                frozenset(entry["nouns"]),
                tuple(entry["participants"]),
                tuple(entry["host"]),
                entry["needs"],
                tuple(examples),
            )
        )
    return tuple(found)
