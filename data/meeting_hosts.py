"""Whom a visit goes to: the places that a trigger leads to, the states behind them, and the persons who play host."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from data.lexicon import lexicon
from data.meeting_grammar import given, heads_at
from data.meeting_places import named_place, other_state, place_of
from data.meeting_rules import MeetingRule
from data.mentions import STATE_TYPES
from data.participants import Participant, Phrases, unique_participants
from data.reading import Reading

# Visits that say enough without a place; "put a stop to", "on the journey" do not.
_PLACELESS: Final = frozenset({"visit", "trip", "stay", "tour"})
# Words for a place that the text names elsewhere: "visited the country", "went to both capitals".
_LANDS: Final = frozenset({"country", "nation", "capital", "island", "kingdom", "republic", "emirate", "mainland", "state"})
# What follows a coming that is none: "came under fire", "came to power", "came up with".
_NOT_BY_COMING: Final = frozenset({"dobj", "prt", "acomp", "xcomp", "attr", "oprd"})
_TIMES: Final = frozenset({"in", "on", "at", "for", "during", "with", "after", "before"})


@dataclass(frozen=True, slots=True)
class Host:
    """A place that is visited, as the text names it, its state, and those named there whom the visit is paid to."""

    place: str | None
    state: str | None
    people: tuple[Participant, ...] = ()


def hosts(reading: Reading, phrases: Phrases, token: Token, rule: MeetingRule, heads: list[Token], people: list[Participant]) -> list[Host]:
    """Where a visit goes to, one host a state, from the first place of the rule that names any; `heads` and `people` are the visitor's."""
    verbal = token.pos_ in ("VERB", "AUX")
    at_home = {p.state for p in people}
    if verbal and any(_belongs_to(reading, phrases, c, at_home) for c in token.children if c.dep_ == "dobj" and c not in heads):
        # "inspected Russian troops in Armenia", by a Russian
        return []
    for place in rule.host:
        found: dict[str | None, Host] = {}
        for head in given(phrases, token) if place == "obj" and not verbal else heads_at(phrases, token, place, verbal):
            for host in _hosts_of(reading, phrases, head, at_home):
                found.setdefault(host.state, host)
            if found:
                break
        abroad = [host for host in found.values() if host.state not in at_home]
        if found:
            return abroad or list(found.values())[:1]
    if not people or not people[0].person or not _needs_no_place(phrases, token, heads, verbal):
        return []
    where, local = place_of(reading, phrases.sentence, token)
    if token.tag_ == "VBG" and local is not None and local not in at_home:
        return [Host(where, local)]
    return [Host(None, other_state(reading, people[0]))]


def _hosts_of(reading: Reading, phrases: Phrases, head: Token, at_home: Collection[str | None]) -> Iterator[Host]:
    for part in (head, *head.conjuncts) if head.dep_ != "conj" else (head,):
        if phrases.is_person(part):
            for person in phrases.persons_within(part):
                yield Host(None, person.state, (person,))
        elif part.lemma_.lower() in _LANDS and any(c.lower_ in ("both", "two") for c in part.children):
            for party in phrases.states_before(part, at_home):
                capital = lexicon().states[party.key].capital if part.lemma_.lower() == "capital" else ()
                yield Host(capital[0] if capital else None, party.key)
        else:
            yield from _named(reading, phrases, part)


def _named(reading: Reading, phrases: Phrases, part: Token) -> Iterator[Host]:
    """The place that a phrase names first."""
    start, end = phrases.offset(part.doc[part.left_edge.i]), phrases.offset(part) + len(part.text)
    for mention in reading.mentions:
        named = named_place(reading, mention) if mention.type in STATE_TYPES and start <= mention.start < end else None
        if named is not None:
            yield Host(named, mention.ref)
            return


def _belongs_to(reading: Reading, phrases: Phrases, part: Token, states: Collection[str | None]) -> bool:
    """Whether the words before a noun say whose it is, and name one of some states."""
    start, end = phrases.offset(part.doc[part.left_edge.i]), phrases.offset(part)
    return any(m.type in STATE_TYPES and m.ref in states and start <= m.start < end for m in reading.mentions)


def _needs_no_place(phrases: Phrases, token: Token, heads: list[Token], verbal: bool) -> bool:
    """Whether a visit is told without its place because the text is about it: "on his visit", "when he came in March"."""
    if not verbal:
        return token.lemma_.lower() in _PLACELESS and any(phrases.names_somebody(h) for h in heads)
    if token.dep_ == "amod" or (token.tag_ == "VBG" and token.i == 0 and not any(True for _ in token.children)):
        # "the visiting Russian minister", "Visiting Defence Minister X"
        return True
    if any(c.dep_ == "dobj" and c.lower_ in _LANDS for c in token.children):
        return True
    prepositions = {c.lower_ for c in token.children if c.dep_ in ("prep", "agent")}
    timed = any(c.lower_ == "when" for c in token.children) and token.dep_ in ("advcl", "relcl")
    return token.lemma_ == "come" and timed and prepositions <= _TIMES and not any(c.dep_ in _NOT_BY_COMING for c in token.children)


def hosts_beside(phrases: Phrases, token: Token, host: str) -> list[Participant]:
    """The persons of the host state told of with a visit: "was in Jerusalem, where he and X signed", "thanked X on a visit to Moscow"."""
    verb = token if token.pos_ in ("VERB", "AUX") else phrases.governor(token)
    objects = [c for c in verb.children if c.dep_ in ("dobj", "dative")] if verb is not None else []
    found = [p for head in objects if phrases.is_person(head) for p in phrases.persons_within(head) if p.state == host]
    for clause in token.subtree:
        if clause.dep_ == "relcl" and any(c.lower_ == "where" for c in clause.children):
            heads = [c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]
            heads += phrases.led_by(clause, "with", ()) + phrases.led_by(clause, "by", ())
            found += [p for head in heads for p in phrases.persons_within(head) if p.state == host]
    return unique_participants(found)
