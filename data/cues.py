"""Cue words of certainty and of reported speech, from `cues.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from data.errors import ResourceError
from data.schema import vocabularies
from data.yaml_files import check_keys, read_yaml

_RESOURCE = "rules/cues.yml"


@dataclass(frozen=True, slots=True)
class Cues:
    """Lemmas of reporting verbs and of deal stages, and patterns that find the other cues in lower-case text."""

    reporting: frozenset[str]
    claiming: frozenset[str]
    denying: frozenset[str]
    hearsay: re.Pattern[str]
    hedges: re.Pattern[str]
    negations: re.Pattern[str]
    delivery: frozenset[str]
    ordering: frozenset[str]
    operators: Mapping[str, tuple[str, ...]]


@cache
def cues() -> Cues:
    """The shipped cues."""
    names = {
        "source",
        "reporting_verbs",
        "claim_verbs",
        "denial_verbs",
        "hearsay",
        "hedges",
        "negations",
        "delivery",
        "ordering",
        "operators",
    }
    content = check_keys(_RESOURCE, "top level", read_yaml(_RESOURCE), names, set())
    return Cues(
        frozenset(content["reporting_verbs"]),
        frozenset(content["claim_verbs"]),
        frozenset(content["denial_verbs"]),
        _any_of(content["hearsay"]),
        _any_of(content["hedges"]),
        _any_of(content["negations"]),
        frozenset(content["delivery"]),
        frozenset(content["ordering"]),
        MappingProxyType(_by_lemma(content["operators"])),
    )


def _by_lemma(operators: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Lemma -> the stages it speaks of; an unknown stage is an error."""
    unknown = set(operators) - set(vocabularies().status)
    if unknown:
        raise ResourceError(_RESOURCE, f"operators: unknown {', '.join(sorted(unknown))}")
    found: dict[str, tuple[str, ...]] = {}
    for stage, lemmas in operators.items():
        for lemma in lemmas:
            found[lemma] = (*found.get(lemma, ()), stage)
    return found


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
