"""Whose a bare post most likely is: the state that a text speaks of where the post stands.

Every name of a state, and every body of one, has a vote; what stands near counts more. The list of posts bars states that have no
such post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from data.lexicon import Lexicon
from data.mentions import STATE_TYPES, Mention
from data.sentences import Sentence

# What a name adds to the vote for its state, besides what it has for being there; chosen on a plateau, not at a peak.
_VOTES: Final = {
    "before": 2.5,
    "after": 0.5,
    "near": 2.0,
    "dateline": 6.0,
    "opening": 2.0,
    "away": 0.3,
    "about": 2.0,
    "people": 1.0,
    "closest": 1.0,
}
_NAMED: Final = 0.7
_AWAY: Final = re.compile(r"\b(?:from|against|to)\s+(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a whole text names: all mentions, the states of its title and publisher, and those that its known officials serve."""

    mentions: tuple[Mention, ...]
    about: tuple[str, ...] = ()
    people: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The states to choose from: one of `among` where the text names any of them, none of `never`."""

    among: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


def state_of(lexicon: Lexicon, mention: Mention) -> str | None:
    """The state that a name means, or that the body it means belongs to."""
    if mention.type in STATE_TYPES:
        return mention.ref
    if mention.type in ("joined", "body"):
        return mention.root
    agency = lexicon.agencies.get(mention.ref)
    return agency.state if agency is not None else None


def usual_state(lexicon: Lexicon, text: str, position: int, sentence: Sentence, topic: Topic, choice: Choice | None = None) -> str | None:
    """The state that a post at `position` of `sentence` most likely belongs to."""
    choice = choice or Choice()
    named: dict[str, float] = {}
    votes: dict[str, float] = {}
    for mention in topic.mentions:
        state = state_of(lexicon, mention)
        if state is not None and not lexicon.states[state].former:
            away = _VOTES["away"] if _AWAY.search(text, max(0, mention.start - 14), mention.start) else 1.0
            named[state] = named.get(state, 0.0) + away
            votes[state] = votes.get(state, 0.0) + away * _vote(text, mention, position, sentence)
    # Who is named ten times is not ten times as likely.
    votes = {state: vote + named[state] ** _NAMED for state, vote in votes.items()}
    closest = max(
        (m for m in topic.mentions if sentence.start <= m.start < position and m.type in STATE_TYPES), key=lambda m: m.start, default=None
    )
    if closest is not None and closest.ref in votes:
        votes[closest.ref] += _VOTES["closest"]
    for state in topic.about:
        votes[state] = votes.get(state, 0.0) + _VOTES["about"]
    for _, state in topic.people:
        votes[state] = votes.get(state, 0.0) + _VOTES["people"]
    votes = {state: vote for state, vote in votes.items() if state not in choice.never}
    votes = {state: vote for state, vote in votes.items() if state in choice.among} or votes
    return min(votes, key=lambda key: (-votes[key], key)) if votes else None


def _vote(text: str, mention: Mention, position: int, sentence: Sentence) -> float:
    vote = 0.0
    if sentence.start <= mention.start < position:
        vote += _VOTES["before"]
    elif sentence.start <= mention.start < sentence.end:
        vote += _VOTES["after"]
    elif 0 < sentence.start - mention.start < 300:
        vote += _VOTES["near"]
    if mention.end < 40 and text[mention.start : mention.end].isupper():
        vote += _VOTES["dateline"]
    if mention.start < sentence.start and mention.start < 150:
        vote += _VOTES["opening"]
    return vote
