"""Cue words of certainty, of reported speech and of the stages of a deal, from `cues.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from data.errors import ResourceError
from data.schema import vocabularies
from data.yaml_files import check_keys, read_yaml

_RESOURCE = "rules/cues.yml"
_GROUPS = frozenset(
    (
        "reporting_verbs claim_verbs denial_verbs heard_nouns unnamed_sources hearsay hedges modals open_verbs negations delivery ordering"
    ).split()
)


@dataclass(frozen=True, slots=True)
class CueGroup:
    """One group of cues with texts that hold one of them (`yes`) and near misses that hold none (`no`)."""

    words: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """Lemmas of reporting verbs, of words that leave things open and of deal stages; patterns find the other cues in lower-case text."""

    reporting: frozenset[str]
    claiming: frozenset[str]
    denying: frozenset[str]
    heard: frozenset[str]
    unnamed: frozenset[str]
    modals: frozenset[str]
    opening: frozenset[str]
    hearsay: re.Pattern[str]
    hedges: re.Pattern[str]
    negations: re.Pattern[str]
    delivery: frozenset[str]
    ordering: frozenset[str]
    operators: Mapping[str, tuple[str, ...]]


@cache
def cue_groups() -> Mapping[str, CueGroup]:
    """Every group by its name; that of a stage is called `operators.STAGE`."""
    content = check_keys(_RESOURCE, "top level", read_yaml(_RESOURCE), {"source", "operators", *_GROUPS}, set())
    unknown = set(content["operators"]) - set(vocabularies().status)
    if unknown:
        raise ResourceError(_RESOURCE, f"operators: unknown {', '.join(sorted(unknown))}")
    found = {name: _group(name, content[name]) for name in sorted(_GROUPS)}
    found |= {f"operators.{stage}": _group(stage, value) for stage, value in content["operators"].items()}
    return MappingProxyType(found)


@cache
def cues() -> Cues:
    """The shipped cues."""
    groups = cue_groups()
    lemmas = {name: frozenset(group.words) for name, group in groups.items()}
    return Cues(
        reporting=lemmas["reporting_verbs"],
        claiming=lemmas["claim_verbs"],
        denying=lemmas["denial_verbs"],
        heard=lemmas["heard_nouns"],
        unnamed=lemmas["unnamed_sources"],
        modals=lemmas["modals"],
        opening=lemmas["open_verbs"],
        hearsay=_any_of(groups["hearsay"].words),
        hedges=_any_of(groups["hedges"].words),
        negations=_any_of(groups["negations"].words),
        delivery=lemmas["delivery"],
        ordering=lemmas["ordering"],
        operators=MappingProxyType(_by_lemma(groups)),
    )


def _group(name: str, value: Any) -> CueGroup:
    entry = check_keys(_RESOURCE, name, value, {"words", "examples"}, set())
    examples = check_keys(_RESOURCE, f"{name}: examples", entry["examples"], {"yes", "no"}, set())
    return CueGroup(tuple(entry["words"]), tuple(examples["yes"]), tuple(examples["no"]))


def _by_lemma(groups: Mapping[str, CueGroup]) -> dict[str, tuple[str, ...]]:
    """Lemma -> the stages it speaks of."""
    found: dict[str, tuple[str, ...]] = {}
    for name, group in groups.items():
        if name.startswith("operators."):
            for lemma in group.words:
                found[lemma] = (*found.get(lemma, ()), name.removeprefix("operators."))
    return found


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
