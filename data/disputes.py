"""Quarrels over a deal (payment, quality, price, delivery) and their denial, put into the `disputes` slot of the transfers concerned.

The patterns of `disputes.yml` find what a quarrel is about; the parties of its sentences say which deals it concerns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from data.attribution import sources
from data.cues import cues
from data.drafts import Draft
from data.errors import ResourceError
from data.reading import Reading
from data.schema import vocabularies
from data.yaml_files import check_keys, read_yaml

_RESOURCE: Final = "rules/disputes.yml"
_CLAUSE_START: Final = re.compile(r"(?:\bthat\b|\bsaying\b|\bbecause\b|\bsince\b|[,;:“\"])\s*")
_CLAUSE_END: Final = re.compile(r"[,;.]|\bbecause\b|\bas soon as\b")
# Right before what a quarrel is about: "it was not dissatisfaction with the quality".
_NOT: Final = re.compile(r"\b(?:not|no|nothing to do with(?: the)?|never)\s+(?:any\s+|a\s+)?$")
_NEAR: Final = 6


@dataclass(frozen=True, slots=True)
class DisputeRules:
    """Patterns by what a quarrel is about, over lower-case text; what denials reject; the examples by subject."""

    patterns: Mapping[str, re.Pattern[str]]
    rejected: re.Pattern[str]
    examples: Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(slots=True)
class _Quarrel:
    about: str
    claim: str
    modality: str
    attributed_to: str | None
    sentences: list[int]


@cache
def dispute_rules() -> DisputeRules:
    """The shipped rules; ResourceError where the file breaks the shape or names an unknown subject."""
    content = check_keys(_RESOURCE, "top level", read_yaml(_RESOURCE), {"source", "rejected", "disputes"}, set())
    patterns, examples = {}, {}
    for about, value in content["disputes"].items():
        if about not in vocabularies().disputes_about:
            raise ResourceError(_RESOURCE, f"unknown subject {about!r}")
        entry = check_keys(_RESOURCE, about, value, {"patterns", "examples"}, set())
        examples[about] = check_keys(_RESOURCE, f"{about}.examples", entry["examples"], {"yes", "no"}, set())
        patterns[about] = re.compile("|".join(f"(?:{pattern})" for pattern in entry["patterns"]))
    return DisputeRules(MappingProxyType(patterns), re.compile(content["rejected"]), MappingProxyType(examples))


def attach_disputes(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Fills `disputes` of the transfers among the drafts: dicts of about, claim, modality, attributed_to and evidence."""
    transfers = [draft for draft in drafts if draft.kind == "transfer"]
    if not transfers:
        return
    for quarrel in _quarrels(reading):
        for draft in _concerned(reading, quarrel, transfers):
            draft.slots.setdefault("disputes", []).append(_wire(reading, quarrel))


def _quarrels(reading: Reading) -> list[_Quarrel]:
    rules = dispute_rules()
    found: list[_Quarrel] = []
    for index, sentence in enumerate(reading.sentences):
        lower = sentence.text.lower()
        denied = _denied(found, index, lower)
        speaker = next((s.name for s in sources(reading, index)), None)
        if denied is not None:
            denied.modality, denied.attributed_to = "denied", speaker
            denied.sentences.append(index)
        for about, pattern in rules.patterns.items():
            match = pattern.search(lower)
            if match is None or (denied is not None and denied.about == about):
                continue
            known = next((q for q in found if q.about == about and index - q.sentences[-1] <= 1), None)
            if known is not None:
                known.sentences.append(index)
                continue
            modality = "denied" if _NOT.search(lower, 0, match.start()) else "claimed" if denied is not None else _modality(lower, speaker)
            found.append(_Quarrel(about, _clause(sentence.text, match.start(), match.end()), modality, speaker, [index]))
    return found


def _denied(found: Sequence[_Quarrel], index: int, lower: str) -> _Quarrel | None:
    """The quarrel told just before that a sentence denies."""
    last = next((q for q in reversed(found) if index - q.sentences[-1] == 1), None)
    if last is None:
        return None
    verbs = "|".join(rf"{verb.rstrip('ey')}\w*" for verb in sorted(cues().denying))
    denial = re.search(rf"\b(?:{verbs})\b(.{{0,40}})", lower)
    return last if denial is not None and dispute_rules().rejected.search(denial[1]) else None


def _modality(lower: str, speaker: str | None) -> str:
    if cues().hearsay.search(lower) or re.search(r"\b(?:newspapers?|media|press|reports?|reported|sources?|officials?)\b", lower):
        return "claimed" if speaker is not None and not cues().hearsay.search(lower) and "report" not in lower else "reported"
    return "claimed" if speaker is not None else "asserted"


def _clause(text: str, start: int, end: int) -> str:
    """The words of the clause in which a pattern matched."""
    first = 0
    for mark in _CLAUSE_START.finditer(text, 0, start):
        first = mark.end()
    stop = _CLAUSE_END.search(text, end)
    return text[first : stop.start() if stop is not None else len(text)].strip(" .“”\"'")


def _concerned(reading: Reading, quarrel: _Quarrel, transfers: Sequence[Draft]) -> list[Draft]:
    """The transfers of the pair of parties that the quarrel names most of, the nearest pair of those."""
    named = {party.key for index in quarrel.sentences for party in reading.sentences[index].parties}
    ranked = []
    for draft in transfers:
        pair = (draft.slots.get("supplier"), draft.slots.get("recipient"))
        distance = min(abs(sentence - index) for sentence in draft.sentences for index in quarrel.sentences)
        sides = sum(key in named for key in pair if key)
        strangers = named - set(pair)
        if sides == 2 or (sides == 1 and not strangers and distance <= _NEAR) or (distance <= 1 and not named):
            ranked.append((-sides, distance, str(pair), draft))
    if not ranked:
        return []
    best = min(ranked, key=lambda entry: entry[:3])[2]
    return [draft for _, _, pair, draft in ranked if pair == best]


def _wire(reading: Reading, quarrel: _Quarrel) -> dict[str, Any]:
    evidence = []
    for index in sorted(set(quarrel.sentences)):
        sentence = reading.sentences[index].sentence
        evidence.append({"start": sentence.start, "end": sentence.end, "text": sentence.text})
    return {
        "about": quarrel.about,
        "claim": quarrel.claim,
        "modality": quarrel.modality,
        "attributed_to": quarrel.attributed_to,
        "evidence": evidence,
    }
