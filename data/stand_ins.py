"""Words that stand for a party without its name, "it", "their" or "the kingdom", and the party that they mean.

The nouns are read from `rules/stand_ins.yml`. Knows where a party was named last, not what the text is about.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from spacy.tokens import Token

from data.entities import is_state_key
from data.reading import Party, Reading, SentenceReading
from data.yaml_files import check_keys, read_yaml

_RESOURCE: Final = "rules/stand_ins.yml"
_PRONOUNS: Final = frozenset({"it", "them", "they", "him", "its", "their"})
_PLURAL: Final = frozenset({"they", "them", "their"})
_POINTING: Final = frozenset({"the", "this", "that", "his", "her"})
# "his country": the state of a person.
_OWNER: Final = frozenset({"his", "her"})
# How many sentences before its own a stand-in that can mean any party may look for it.
_BACK: Final = 2


@cache
def _content() -> Mapping[str, Any]:
    return check_keys(_RESOURCE, "top level", read_yaml(_RESOURCE), {"source", "words", "examples"}, set())


@cache
def _nouns() -> Mapping[str, frozenset[str]]:
    return MappingProxyType({noun: frozenset(states) for noun, states in _content()["words"].items()})


def stand_in_examples() -> Mapping[str, Sequence[Any]]:
    """The texts in which a stand-in is to be found, and those in which none is."""
    examples: Mapping[str, Sequence[Any]] = _content()["examples"]
    return examples


def is_stand_in(token: Token) -> bool:
    """Whether a word is a pronoun, or a definite noun in the singular that can mean a state."""
    if token.lower_ in _PRONOUNS:
        return True
    return _states(token) is not None and token.tag_ in ("NN", "NNP") and any(c.lower_ in _POINTING for c in token.children)


def referent(reading: Reading, index: int, token: Token, taken: Collection[str]) -> str | None:
    """The party that a stand-in means: the one named last before it in its sentence, else the subject or last name of those before.

    A pronoun that is a subject itself rather takes up the subject of an earlier clause.
    """
    before = reading.sentences[index].sentence.start + token.idx
    for back in range((index if _states(token) else min(_BACK, index)) + 1):
        sentence = reading.sentences[index - back]
        fitting = [p for p in sentence.parties if p.end <= before and p.key not in taken and _can_mean(token, p)]
        if token.lower_ in _PLURAL:
            fitting = [p for p in fitting if _is_of_many(sentence, p)]
            if fitting:
                return fitting[-1].key
            continue
        named = [p for p in fitting if not _is_modifier(sentence, p)]
        if named or (fitting and _states(token)):
            subjects = [p for p in named if _is_subject(sentence, p)] if back or token.dep_ in ("nsubj", "nsubjpass") else []
            return (subjects or named[-1:] or fitting[-1:])[0].key
    return None


def _states(token: Token) -> frozenset[str] | None:
    """The states that a noun can mean, alone or with the word before it; none listed: any. None where it is no stand-in."""
    noun = token.lemma_.lower()
    pair = f"{token.nbor(-1).lower_} {noun}" if token.i else ""
    return _nouns().get(pair, _nouns().get(noun))


def _can_mean(token: Token, party: Party) -> bool:
    if party.how != "person" and any(c.lower_ in _OWNER for c in token.children):
        return False
    states = _states(token)
    return states is None or party.key in states or (not states and is_state_key(party.key))


def _is_of_many(sentence: SentenceReading, party: Party) -> bool:
    """Whether a party is one of a list or names several people, also through the noun that it modifies: "Ukrainian crews"."""
    head = sentence.head(party.start, party.end)
    if head is None:
        return False
    noun = head.head if head.dep_ in ("amod", "compound", "nmod", "poss") else head
    return noun.tag_ in ("NNS", "NNPS") or bool(sentence.listed_with(party))


def _is_subject(sentence: SentenceReading, party: Party) -> bool:
    head = sentence.head(party.start, party.end)
    return head is not None and head.dep_ in ("nsubj", "nsubjpass") and head.head.dep_ != "advcl"


def _is_modifier(sentence: SentenceReading, party: Party) -> bool:
    """Whether a party only says whose something is: "American officials"."""
    head = sentence.head(party.start, party.end)
    return head is not None and head.dep_ in ("amod", "compound", "nmod")
