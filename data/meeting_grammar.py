"""The places around a word that opens a meeting: who stands as its subject, its possessor, behind "with", in its relative clause."""

from __future__ import annotations

from functools import cache
from typing import Final

from spacy.tokens import Token

from data.frames import is_passive
from data.meeting_rules import meeting_rules
from data.participants import LIGHT_VERBS, Phrases, is_counterpart

_SETTING_OUT: Final = frozenset("depart leave embark set go fly travel".split())


def led_directly(token: Token, place: str) -> list[Token]:
    """The names, and "the capital", that a preposition right below a token leads in."""
    led = [p for c in token.children if c.dep_ == "prep" and c.lower_ == place for p in c.children if p.dep_ == "pobj"]
    return [p for p in led if p.pos_ == "PROPN" or p.lemma_.lower() == "capital"]


def heads_at(phrases: Phrases, token: Token, place: str, verbal: bool) -> list[Token]:
    """The heads of what stands in a place of a trigger."""
    verb = token if verbal else phrases.governor(token)
    if place == "subj":
        if verbal and token.dep_ == "amod":
            # "the visiting minister"
            return [token.head]
        return phrases.subjects(token) if verbal else _holders(phrases, token)
    if place == "obj":
        own = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass") or (c.dep_ == "dative" and c.pos_ != "ADP")]
        if not own and is_passive(token) and token.dep_ in ("xcomp", "conj", "advcl"):
            # "is to be received by X", "flew in and was received by X", "accompanied by X, Y watched"
            own = [c for c in token.head.children if c.dep_ in ("nsubj", "nsubjpass")]
        if not own and is_passive(token) and token.dep_ == "acl":
            own = [token.head]
        if not own and token.lemma_ == "call":
            # "called in the ambassador"
            own = [p for c in token.children if c.lower_ == "in" for p in c.children if p.dep_ == "pobj"]
        return own
    if place == "sentence":
        return [t for t in phrases.tokens() if phrases.is_person(t) and all(p.state for p in phrases.persons_within(t))]
    if place == "while":
        clauses = [c for c in token.children if c.dep_ == "advcl" and any(m.lower_ in ("as", "while", "when", "how") for m in c.children)]
        # "as the ambassador handed over the jets", where the parse takes "as" for a preposition
        named = [p for c in token.children if c.dep_ == "prep" and c.lower_ == "as" for p in c.children]
        return [head for clause in clauses for head in phrases.subjects(clause)] + [
            p for p in named if any(c.dep_ == "acl" for c in p.children)
        ]
    if place == "under":
        return [c for c in token.children if c.dep_ == "pobj"]
    if place == "clause":
        return _clause(phrases, token)
    if token.lemma_ == "be":
        above = [c for c in token.children if c.dep_ == "acomp" or c.lower_ == "back"]
        # "is back from Moscow"; "is from Moscow" is no stay.
        return [p for node in ([] if place == "from" else [token]) + above for p in led_directly(node, place)]
    if place == "governor":
        objects = (
            [c for c in verb.children if c.dep_ in ("dobj", "dative", "nsubjpass") and c.i != token.i]
            if verb is not None and not verbal
            else []
        )
        return [c for c in objects if phrases.persons_within(c) or is_counterpart(c)]
    if place in ("poss", "compound"):
        wanted = ("poss",) if place == "poss" else ("compound", "amod", "nmod")
        return [c for c in token.children if c.dep_ in wanted]
    led = phrases.led_by(token, place, _nouns())
    if not led and verbal and place == "with":
        # "with X he spoke about ..."
        led = [p for c in token.children if c.dep_ == "prep" and c.lower_ == "with" for p in c.children if p.dep_ == "pobj"]
    if not led and verb is not None and not verbal and place == "with" and verb.lemma_.lower() in LIGHT_VERBS:
        led = phrases.led_by(verb, place, _nouns())
    if not led and verbal and place in ("to", "with"):
        # "handed the keys of the trucks to X", "exchanged views with X": the parse hangs it on the object.
        led = [p for c in token.children if c.dep_ == "dobj" for p in phrases.led_by(c, place, _nouns())]
    return led


def _during(clause: Token) -> bool:
    """Whether a relative clause hangs by a preposition ("a visit during which they ..."): what it tells is another thing."""
    return any(c.dep_ == "prep" and any(g.lower_ == "which" for g in c.children) for c in clause.children)


def _clause(phrases: Phrases, noun: Token) -> list[Token]:
    """Who does what to whom in a clause of the occasion: "a call in which X told Y"."""
    found: list[Token] = []
    for clause in noun.subtree:
        if clause.dep_ == "relcl" and clause.head.i <= clause.i and _during(clause):
            found += [c for c in clause.children if c.dep_ in ("nsubj", "dobj", "dative") and c.pos_ != "ADP"]
            found += phrases.led_by(clause, "to", ()) + phrases.led_by(clause, "with", ())
    return [head for head in found if phrases.persons_within(head)]


def _holders(phrases: Phrases, noun: Token) -> list[Token]:
    """Whose talks or visit it is: the subject of the verb that has it, be that above the noun or in its relative clause."""
    for child in noun.children:
        # "a visit on which X departs": whoever sets out is the visitor.
        if child.dep_ == "relcl" and (not _during(child) or child.lemma_.lower() in _SETTING_OUT):
            own = [c for c in child.children if c.dep_ == "nsubj" and c.lower_ not in ("that", "which", "who")]
            if own and (child.lemma_.lower() in LIGHT_VERBS or any(c.dep_ == "prep" for c in child.children)):
                return own
    current = noun
    while current.head.i != current.i and current.head.pos_ not in ("VERB", "AUX"):
        current = current.head
        if current.pos_ == "PROPN" and phrases.names_somebody(current):
            # "X, on a visit to Y, said"
            return [current]
        if current.pos_ == "NOUN" and current.lemma_.lower() in _stays():
            # "a visit by X for talks with Y": the visitor is who talks.
            return [h for place in ("poss", "by", "of") for h in heads_at(phrases, current, place, False)] or _holders(phrases, current)
    verb = phrases.governor(noun)
    return phrases.subjects(verb) if verb is not None else []


@cache
def _nouns() -> frozenset[str]:
    """Nouns that open a meeting of their own."""
    return frozenset(word for rule in meeting_rules() for word in rule.nouns)


@cache
def _stays() -> frozenset[str]:
    """Nouns of visits."""
    return frozenset(word for rule in meeting_rules() if rule.host for word in rule.nouns)


def given(phrases: Phrases, token: Token) -> list[Token]:
    """Who is paid a visit: "paid Bangladesh a visit"."""
    verb = phrases.governor(token)
    return [c for c in verb.children if c.dep_ == "dative"] if verb is not None and verb.lemma_.lower() in ("pay", "make") else []
