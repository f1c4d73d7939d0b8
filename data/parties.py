"""Who stands in which role around a trigger word: imposer and target, provider and recipient, lender and borrower.

A path leads from the trigger to a party through the parse: steps up are written `^obj`, steps down `subj`, joined by `>`; prepositions go
by their lemma, modifiers are `mod`. `~on` and `~before` are places in the words alone, for sentences that the parser gets wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from spacy.tokens import Token

from data.reading import Party, Reading, SentenceReading
from data.trigger_rules import Rule

_LABELS: Final = {
    "nsubj": "subj", "csubj": "subj", "nsubjpass": "psubj", "csubjpass": "psubj", "dobj": "obj", "attr": "attr", "oprd": "attr",
    "dative": "iobj", "poss": "poss", "amod": "mod", "compound": "mod", "nmod": "mod", "agent": "by", "nummod": "mod", "npadvmod": "mod",
}  # fmt: skip
_SILENT: Final = frozenset({"conj", "appos", "pobj", "pcomp", "case", "flat", "quantmod"})
_AFTER: Final = re.compile(
    r"\s+(?:\(?[\w.]+\)?\s+){0,2}?(on|against|to|of|by|from|for|in|upon|with)\s+(?:the\s+|all\s+|both\s+)*", re.IGNORECASE
)
_BEFORE: Final = re.compile(r"(?:['’]s?)?[\s-]+(?:[\w'’-]+[\s-]+){0,3}", re.IGNORECASE)
_VERBLIKE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|to|and|of|by|from|for|on|in|at|with|that|which|who|\w+ed|its|their)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits a trigger in a sentence, with the roles that stand there, each with the members of its list."""

    rule: Rule
    sentence: int
    trigger: Token
    roles: dict[str, list[Party]]


def matches(reading: Reading, rules: Sequence[Rule]) -> Iterator[Match]:
    """Every trigger of every sentence with the first rule that fits it."""
    for index, sentence in enumerate(reading.sentences):
        for token in sentence.doc or ():
            rule = next((r for r in rules if _fits(r, token)), None)
            if rule is not None:
                yield Match(rule, index, token, _roles(reading, sentence, rule, token))


def _fits(rule: Rule, token: Token) -> bool:
    lemma = token.lemma_.lower()
    known = (
        (token.pos_ in ("NOUN", "PROPN") and lemma in rule.nouns)
        or (token.pos_ in ("VERB", "AUX") and lemma in rule.verbs)
        or (token.pos_ == "ADJ" and lemma in rule.adjectives)
        or (token.tag_ in ("VBN", "VBG") and token.pos_ == "ADJ" and lemma in rule.verbs)
    )
    if not known or (rule.negated is not None and rule.negated != is_negated(token)):
        return False
    words = {t.lemma_.lower() for t in company(token)}
    return (not rule.near or bool(rule.near & words)) and not rule.without & words


def company(token: Token) -> list[Token]:
    """The words that hang on a trigger without a clause between them, and the noun on which a reduced or relative clause hangs."""
    found: list[Token] = []
    stack = [token]
    while stack:
        current = stack.pop()
        for child in current.children:
            if child.dep_ in ("relcl", "advcl", "ccomp", "parataxis") or (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")):
                continue
            found.append(child)
            stack.append(child)
    if token.dep_ in ("acl", "relcl"):
        found.append(token.head)
        found += [child for child in token.head.children if child.dep_ in ("compound", "amod")]
    return found


def is_negated(token: Token) -> bool:
    """Whether "not", "never" or "no" stands right on a word, or on the verb that it hangs on."""
    holders = [token] + ([token.head] if token.dep_ in ("xcomp", "dobj", "nsubj", "nsubjpass", "acomp") else [])
    return any(c.dep_ == "neg" or c.lemma_.lower() in ("no", "never", "neither") for holder in holders for c in holder.children)


def path(trigger: Token, token: Token) -> str:
    """The path from a trigger to a token."""
    above: dict[int, int] = {}
    chain = [trigger]
    while chain[-1].head.i != chain[-1].i:
        chain.append(chain[-1].head)
    above = {node.i: place for place, node in enumerate(chain)}
    down: list[Token] = []
    current = token
    while current.i not in above:
        down.append(current)
        current = current.head
    up = chain[: above[current.i]]
    return ">".join([*(f"^{label}" for label in _labels(up)), *_labels(list(reversed(down)))])


def _labels(nodes: Iterable[Token]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        if node.dep_ in _SILENT:
            continue
        label = node.lemma_.lower() if node.dep_ == "prep" else _LABELS.get(node.dep_, node.dep_)
        if node.dep_ == "dative" and node.pos_ == "ADP":
            label = node.lemma_.lower()
        if not (label == "mod" and found and found[-1] == "mod"):
            found.append(label)
    return found


def _surface(text: str, first: int, last: int, party: Party) -> str:
    if party.start >= last:
        match = _AFTER.fullmatch(text, last, party.start)
        return f"~{match[1].lower()}" if match else ""
    between = text[party.end : first]
    return "~before" if _BEFORE.fullmatch(between) and not _VERBLIKE.search(between) else ""


def _roles(reading: Reading, sentence: SentenceReading, rule: Rule, trigger: Token) -> dict[str, list[Party]]:
    offset = sentence.sentence.start
    first, last = offset + trigger.idx, offset + trigger.idx + len(trigger.text)
    hung = carrier(trigger)
    climbs = trigger.pos_ in ("VERB", "AUX") or not rule.through or (hung is not None and hung.lemma_.lower() in rule.through)
    places: list[tuple[Party, set[str]]] = []
    for party in sentence.parties:
        if party.start < last and first < party.end and party.how != "joined":
            continue
        head = sentence.head(party.start, party.end)
        found = {_surface(reading.dispatch.text, first, last, party)} - {""}
        if head is not None and head.i != trigger.i:
            way = path(trigger, head)
            if climbs or not way.startswith("^"):
                found.add(way)
        places.append((party, found))
    roles: dict[str, list[Party]] = {}
    taken: set[str] = set()
    for role, patterns in rule.roles.items():
        chosen = _choose(places, patterns, taken, first)
        if chosen is not None:
            members = [chosen, *(p for p in sentence.listed_with(chosen) if p.key != chosen.key and p.key not in taken)]
            roles[role] = members
            taken |= {p.key for p in members}
    return roles


def _choose(places: Sequence[tuple[Party, set[str]]], patterns: Sequence[str], taken: set[str], first: int) -> Party | None:
    for pattern in patterns:
        fitting = [p for p, ways in places if p.key not in taken and any(fnmatchcase(way, pattern) for way in ways)]
        if fitting:
            return min(fitting, key=lambda p: (abs(p.start - first), p.start))
    return None


def carrier(trigger: Token) -> Token | None:
    """The verb on which a trigger noun hangs."""
    current = trigger
    for _ in range(4):
        if current.head.i == current.i:
            return None
        current = current.head
        if current.pos_ in ("VERB", "AUX"):
            return current
    return None
