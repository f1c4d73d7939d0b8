"""Possessions that the grammar tells outright: "Kuwait has Patriots", "Ukraine itself flies the TB2", "Ethiopian Su-25s".

Beside the trained linker, which little gold on possessions taught too little: these few constructions say it by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from spacy.tokens import Token

from data.frames import attachments
from data.linker import Holding, Link
from data.linking import item_mentions
from data.reading import Item, Party, Reading, SentenceReading
from data.yaml_files import check_keys, read_yaml

_RESOURCE: Final = "rules/possessions.yml"
_ADJECTIVES: Final = re.compile(
    r"(?:['’]s?)? (?:own |old |older |ageing |aging |existing |remaining |few |Soviet-era |upgraded |modernised |modernized |"
    r"\w+-strong |\d+ |two |three |four |five |six )*"
)
_BROKEN: Final = re.compile(r"^(?:-|['’]s? (?:purchase|order|request|interest))")


@cache
def _verbs() -> frozenset[str]:
    content = check_keys(_RESOURCE, "top level", read_yaml(_RESOURCE), {"source", "verbs", "examples"}, set())
    return frozenset(content["verbs"])


def told_holdings(reading: Reading) -> list[Holding]:
    """Holders and their items that a verb of having or an adjective of nationality joins, in text order."""
    found = []
    for mention in item_mentions(reading):
        sentence = reading.sentences[mention.sentence]
        holder = _subject_of_having(sentence, mention.item) or _nationality(reading, sentence, mention.item)
        if holder is not None:
            found.append(Holding(mention, holder.key, 1.0))
    return found


def contradicts(reading: Reading, link: Link, told: Sequence[Holding]) -> bool:
    """Whether a sentence only says that the recipient has the item, and names no supplier of it."""
    named = {party.key for party in reading.sentences[link.mention.sentence].parties}
    return link.supplier not in named and any(h.mention == link.mention and h.holder == link.recipient for h in told)


def _subject_of_having(sentence: SentenceReading, item: Item) -> Party | None:
    head = sentence.head(item.start, item.end)
    if head is None or any(child.lemma_.lower() in ("no", "neither") for child in head.children):
        return None
    for attachment in attachments(head, 1):
        verb = attachment.trigger
        if attachment.place != "obj" or verb.lemma_.lower() not in _verbs() or verb.pos_ != "VERB" or not _happens(verb):
            return None
        for party in sentence.parties:
            token = sentence.head(party.start, party.end)
            if (
                token is not None
                and any(a.trigger.i == verb.i and a.place == "subj" for a in attachments(token, 1))
                and _is_subject(token, verb)
            ):
                return party
    return None


def _happens(verb: Token) -> bool:
    """Whether a verb is said of the present or past, unnegated."""
    helpers = {c.lemma_.lower() for c in verb.children if c.dep_ in ("aux", "neg")}
    return verb.tag_ in ("VBZ", "VBP", "VBD") and not helpers & {"not", "n't", "never", "will", "would", "could", "may", "might", "can"}


def _is_subject(token: Token, verb: Token) -> bool:
    return any(above.dep_ == "nsubj" and above.head.i == verb.i for above in _chain(token))


def _chain(token: Token) -> Iterator[Token]:
    current = token
    for _ in range(4):
        yield current
        if current.dep_ not in ("compound", "poss", "nmod", "amod", "conj", "appos", "nsubj"):
            return
        current = current.head


def _nationality(reading: Reading, sentence: SentenceReading, item: Item) -> Party | None:
    """ "Ethiopian Su-25s", "Taiwan's F-16s": who is named right before a weapon has it, unless it is that state's own make and for sale."""
    text = reading.dispatch.text
    for party in sentence.parties:
        between = text[party.end : item.start]
        if party.end <= item.start and _ADJECTIVES.fullmatch(between) and not _BROKEN.match(between):
            if item.generic or party.how not in ("demonym", "state", "capital", "armed_service"):
                return None
            own = re.search(r"\bown\b", between) is not None
            return party if own or item.origin not in (party.key, "SUN" if party.key == "RUS" else party.key) else None
    return None
