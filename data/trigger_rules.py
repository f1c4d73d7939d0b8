"""Rules that start from a trigger word and name the parties around it, read from YAML.

A rule says which words trigger it, which words must or must not stand with them, by which paths each role is reached in the parse
(`data.parties` spells paths), which slots it sets, and examples that it must and must not match. Knows nothing of texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from data.errors import ResourceError
from data.yaml_files import check_keys, read_yaml

_OPTIONAL: Final = {
    "nouns",
    "verbs",
    "adjectives",
    "with",
    "without",
    "apart",
    "through",
    "negated",
    "set",
    "object",
    "hangs",
    "listed",
    "intransitive",
    "fallback",
    "needs",
}
_FALLBACKS: Final = {"deal", "bargain", "buyer", "pronoun", "usual", "other", "topic", "document"}
# Stands in a rule for any weapon that the lexicons know.
ITEM: Final = "<item>"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. All words are lower-case lemmas.

    `near`: one of these must hang on the trigger; `without`: none of these may; `apart`: nor may the
    trigger modify one of these; `objects`: the trigger must act on one of these;
    `hangs`: the verb above the trigger must be one of these; `listed`: one of these must stand in one list with it. `through`: verbs on
    which the trigger may hang so that their other places ("^obj>subj") count. `negated`: whether the trigger must (True) stand under a
    negation; None where that is free. `intransitive`: the trigger must have no object and no passive subject.
    `fallback`: where to look for a role that no path reaches, the first that gives something. `deal`: the deals that share a known role;
    `bargain`: a deal told nearby; `buyer`: as `deal`, else the buyer of a deal told beside it; `usual`: bodies that usually act; `other`:
    the one other state of the sentence; `topic`: the buyer or state of the title that the text names most; `document`: the party that the
    text is about; `pronoun`: as `document`, but only where a word stands for the party.
    `needs`: the slots without which there is no fact.
    """

    name: str
    nouns: frozenset[str]
    verbs: frozenset[str]
    adjectives: frozenset[str]
    near: frozenset[str]
    without: frozenset[str]
    apart: frozenset[str]
    objects: frozenset[str]
    hangs: frozenset[str]
    listed: frozenset[str]
    through: frozenset[str]
    negated: bool | None
    intransitive: bool
    roles: Mapping[str, tuple[str, ...]]
    fallback: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    slots: Mapping[str, Any]
    yes: tuple[Mapping[str, Any], ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of one file in order, its word lists by name, and the rules that each lemma can trigger, in order.

    `gate` finds what can be a trigger, `alone` the words with which a sentence may tell something though it names no party.
    """

    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]]
    gate: re.Pattern[str]
    alone: re.Pattern[str]
    by_lemma: Mapping[str, tuple[Rule, ...]]


@cache
def rule_book(name: str) -> RuleBook:
    """The rules of `rules/<name>.yml`; ResourceError where the file breaks the shape."""
    resource = f"rules/{name}.yml"
    content = check_keys(resource, "top level", read_yaml(resource), {"source", "words", "forms", "rules"}, set())
    words = {key: tuple(map(str, value)) for key, value in content["words"].items()}
    rules = tuple(_rule(resource, key, value, words) for key, value in content["rules"].items())
    return RuleBook(rules, MappingProxyType(words), _gate(rules, content["forms"]), _alone(words), MappingProxyType(_by_lemma(rules)))


def _by_lemma(rules: Sequence[Rule]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        for lemma in sorted(rule.nouns | rule.verbs | rule.adjectives):
            found[lemma] = (*found.get(lemma, ()), rule)
    return found


def _gate(rules: Sequence[Rule], forms: Sequence[str]) -> re.Pattern[str]:
    """Finds any trigger in its regular forms, and the irregular forms listed."""
    stems = {re.escape(lemma.rstrip("ey")) + r"\w*" for rule in rules for lemma in rule.nouns | rule.verbs}
    return re.compile(r"\b(?:" + "|".join(sorted(stems | set(map(re.escape, forms)))) + r")\b", re.IGNORECASE)


def _alone(words: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """Finds the nouns listed under `alone`, in both numbers; nothing where there are none."""
    nouns = words.get("alone", ())
    return re.compile(r"\b(?:" + "|".join(map(re.escape, nouns)) + r")s?\b" if nouns else r"(?!)", re.IGNORECASE)


def _rule(resource: str, name: str, value: Any, words: Mapping[str, tuple[str, ...]]) -> Rule:
    entry = check_keys(resource, name, value, {"roles", "examples"}, _OPTIONAL)
    examples = check_keys(resource, f"{name}.examples", entry["examples"], {"yes", "no"}, set())
    if not examples["yes"] or not examples["no"]:
        raise ResourceError(resource, f"{name}: an example of each sort is needed")

    if not all(isinstance(place, str) for places in entry["roles"].values() for place in places):
        raise ResourceError(resource, f"{name}.roles: every path must be text (is an `on` without quotes among them?)")
    fallback = {role: (how,) if isinstance(how, str) else tuple(how) for role, how in entry.get("fallback", {}).items()}
    if not {how for hows in fallback.values() for how in hows} <= _FALLBACKS or not fallback.keys() <= entry["roles"].keys():
        raise ResourceError(resource, f"{name}.fallback: a role and some of {', '.join(sorted(_FALLBACKS))} are expected")

    def lemmas(key: str) -> frozenset[str]:
        """The words of a key; a name that starts with @ stands for a list under `words`."""
        found: set[str] = set()
        for word in map(str, entry.get(key, ())):
            if word.startswith("@") and word[1:] not in words:
                raise ResourceError(resource, f"{name}.{key}: no list {word}")
            found.update(words[word[1:]] if word.startswith("@") else (word,))
        return frozenset(found)

    return Rule(
        name=name,
        nouns=lemmas("nouns"),
        verbs=lemmas("verbs"),
        adjectives=lemmas("adjectives"),
        near=lemmas("with"),
        without=lemmas("without"),
        apart=lemmas("apart"),
        objects=lemmas("object"),
        hangs=lemmas("hangs"),
        listed=lemmas("listed"),
        through=lemmas("through"),
        negated=entry.get("negated"),
        intransitive=entry.get("intransitive", False),
        roles=MappingProxyType({role: tuple(paths) for role, paths in entry["roles"].items()}),
        fallback=MappingProxyType(fallback),
        needs=tuple(entry.get("needs", ())),
        slots=MappingProxyType(dict(entry.get("set", {}))),
        yes=tuple(MappingProxyType(dict(example)) for example in examples["yes"]),
        no=tuple(examples["no"]),
    )
