"""How firmly a sentence says what its trigger word tells, who is credited with it, and when it happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from spacy.tokens import Token

from data.attribution import Source, features, sources
from data.cues import cues
from data.dates import DateMention
from data.linear import linear_model
from data.parties import is_negated, path
from data.reading import Reading, SentenceReading

# A date in a clause below that of the trigger tells of something else, unless it hangs on the trigger; so does one in a clause above.
_CLAUSE: Final = frozenset({"relcl", "advcl", "ccomp", "conj", "acl", "parataxis"})
_OUTER: Final = frozenset({"relcl", "advcl", "ccomp", "parataxis"})


def modality_of(reading: Reading, index: int, trigger: Token, *, negation_counts: bool = True) -> str:
    """The modality of what a trigger tells; `negation_counts` is off where the rule itself lives on a negation."""
    sentence = reading.sentences[index]
    governors = _governors(trigger)
    lemmas = {t.lemma_.lower() for t in governors}
    if lemmas & cues().denying or (negation_counts and is_negated(trigger)):
        return "denied"
    if any(_is_open(node, trigger) for node in [trigger, *governors] if negation_counts or node.i != trigger.i):
        return "possible"
    named = sources(reading, index)
    if lemmas & cues().claiming:
        return "claimed"
    lower = sentence.text.lower()
    if cues().hearsay.search(lower) or any(s.kind == "outlet" for s in named) or _unnamed_speaks(governors):
        return "reported"
    return "asserted"


def _is_open(node: Token, trigger: Token) -> bool:
    """Whether a modal or a marker of a condition hangs on a word, or the word itself leaves open what it governs."""
    if any(
        (c.dep_ == "aux" and c.lemma_.lower() in cues().modals) or (c.dep_ == "mark" and c.lemma_.lower() in ("if", "whether", "unless"))
        for c in node.children
    ):
        return True
    return node.i != trigger.i and node.lemma_.lower() in cues().opening


def _unnamed_speaks(governors: Sequence[Token]) -> bool:
    return any(
        child.dep_ == "nsubj" and child.lemma_.lower() in cues().unnamed and node.lemma_.lower() in cues().reporting
        for node in governors
        for child in node.children
    )


def _governors(token: Token) -> list[Token]:
    """The words above a token, nearest first, as far as its own clause and the verbs that report or govern it reach."""
    found: list[Token] = []
    current = token
    while current.head.i != current.i and len(found) < 8:
        # What is told of a loan in "may buy tanks with a loan" or of an embargo in "the embargo may change little" is not open.
        if current.dep_ == "pobj" or (current.dep_ == "nsubj" and current.i == token.i):
            break
        if current.dep_ in ("relcl", "advcl", "acl") and current.head.lemma_.lower() not in cues().heard:
            break
        current = current.head
        found.append(current)
    return found + [child for child in current.children if child.dep_ == "parataxis"]


def credited_to(reading: Reading, index: int) -> dict[str, Any]:
    """`attributed_to` with its words where one source of the sentence is likely enough to be credited, else nothing."""
    named = sources(reading, index)
    model = linear_model("attribution")
    best: tuple[float, Source] | None = None
    for source in named:
        probability = model.probabilities(features(reading, index, None, source, named))["credited"]
        if probability >= 0.5 and (best is None or probability > best[0]):
            best = (probability, source)
    return best[1].slots() if best else {}


def date_of(sentence: SentenceReading, trigger: Token) -> DateMention | None:
    """The date that stands in the same clause as a trigger; of several the one with the shortest way to it, then the nearest."""
    best: tuple[int, int, DateMention] | None = None
    for date in sentence.dates:
        head = sentence.head(date.start, date.end)
        if head is None:
            continue
        way = path(trigger, head).split(">")
        up = [step[1:] for step in way if step.startswith("^")]
        down = [step for step in way if step in _CLAUSE]
        if any(step.removeprefix("p") in _OUTER for step in up) or (up and down and not _when(head)):
            continue
        rank = (len(down) * 10 + len(way), abs(date.start - sentence.sentence.start - trigger.idx), date)
        if best is None or rank[:2] < best[:2]:
            best = rank
    return best[2] if best else None


def _when(token: Token) -> bool:
    """Whether a token stands in a clause of time that opens with "when"."""
    return any(node.dep_ == "advcl" and any(c.lower_ == "when" for c in node.children) for node in token.ancestors)
