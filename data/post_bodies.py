"""The words of bodies around a post: those that no lexicon lists, the parts of longer names, short forms and their full ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from data.mentions import BODY_TYPES, STATE_TYPES, Mention
from data.sentences import Sentence

# Names of bodies, the unlisted ones among them, and of all that a post can belong to.
OWN_BODY_TYPES: Final = BODY_TYPES | {"body"}
PLACE_TYPES: Final = STATE_TYPES | OWN_BODY_TYPES | {"institution"}
ADJECTIVES: Final = (
    r"former|then|new|late|acting|outgoing|incoming|current|first|second|deputy|vice|senior|top|chief|interim|"
    r"ex-|long-serving|minority|majority|ruling|military|state|naval|country's|"
    r"federal|national|royal|assistant|principal|permanent|special|foreign|defence|defense|own|top-ranking|"
    r"visiting|newly|elected|appointed|two|three|respective|caretaker|shadow|transitional|provisional|ousted|deposed|embattled|powerful|"
    r"long-time|longtime|self-declared|influential|outspoken|immediate|own"
)
_PLACED: Final = re.compile(r"\s+(?:in|at)\s+[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*$")
_CAPITALS: Final = r"[A-Z][\w-]+(?:\s+(?:(?:of|for|and)\s+)?[A-Z][\w-]+){0,6}"
# "the spokesman of the Armenian ministry", where the text does not say which.
_PLAIN_BODY: Final = re.compile(r" (?:ministry|embassy|company|firm|agency|service|delegation|contingent|mission|committee|commission)\b")
_TOWN: Final = re.compile(
    r" (?:of|in) (?:the (?:city|town|capital) (?:of )?)?(?P<name>[A-Z][\w'’-]+(?:[ -](?:de |la |of )?[A-Z][\w'’-]+)*)"
)
_COLLEGES: Final = "committee|commission|council|board|delegation|panel|tribunal|agency|bureau|authority"


def unlisted_body(text: str, start: int, end: int) -> str | None:
    """The body that no lexicon need know which begins at `start`, by its capitals."""
    match = re.match(rf"(?:the\s+)?(?P<name>{_CAPITALS})", text[start:end])
    return match["name"] if match is not None and " " in match["name"] else None


def extended_body(text: str, start: int, place: Mention, end: int) -> str | None:
    """The body that a place is only a part of: "Foreign Affairs Canada", "the Angola sanctions committee"."""
    if place.type not in ("state", "demonym") or (place.type == "demonym" and place.start == start):
        return None
    before = re.fullmatch(r"(?:[A-Z][\w-]+ )+", text[start : place.start])
    after = re.match(rf" (?:[a-z]+ ){{0,2}}(?:{_COLLEGES})\b", text[place.end : end]) if place.start == start else None
    if before is None and after is None:
        return None
    return text[start : place.end + (after.end() if after is not None else 0)]


def unlisted_beside(text: str, post: Mention, sentence: Sentence) -> str | None:
    """A body that no lexicon knows, by its capitals: "Almaz's general designer", "a spokesperson for Foreign Affairs Canada"."""
    before = re.search(rf"(?P<name>{_CAPITALS})['’]s?\s+(?:(?:{ADJECTIVES})\s+)*$", text[sentence.start : post.start])
    if before is not None:
        return before["name"]
    after = re.match(
        rf"\s+(?:of|for|at|with)\s+(?:the\s+)?(?P<name>{_CAPITALS}(?: (?:[a-z]+ ){{0,2}}(?:{_COLLEGES})\b)?)", text[post.end : sentence.end]
    )
    return after["name"] if after is not None else None


def listed(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether names follow one another as in a list."""
    return all(re.fullmatch(r",?(?: and| of|,)?(?: of)? (?:the )?", text[a.end : b.start]) for a, b in pairwise(mentions))


def spelt_out(text: str, place: Mention, mentions: Sequence[Mention]) -> str:
    """The words of a place; for an acronym the longest that the text has for the same body."""
    same = [m for m in (place, *mentions) if (m.type, m.ref) == (place.type, place.ref)]
    words = [" ".join(_PLACED.sub("", text[m.start : m.end]).split()) for m in same]
    short = re.fullmatch(r"[A-Z][A-Za-z]{0,3}[A-Z]|[a-z ]+", words[0])
    return max(words, key=len) if short is not None and place.type in OWN_BODY_TYPES else words[0]


def with_acronyms(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions and those of the short forms that the text itself gives its bodies: "the Pakistan Navy (PN)", later "the PN"."""
    found = list(mentions)
    for mention in mentions:
        given = re.match(r" \(([A-Z][A-Za-z]{0,3}[A-Z])\)", text[mention.end : mention.end + 10])
        given = given or re.search(r" \(([A-Z][A-Za-z]{0,3}[A-Z])\)$", text[mention.start : mention.end])
        if mention.type not in OWN_BODY_TYPES or given is None:
            continue
        for match in re.finditer(rf"\b{given[1]}\b", text):
            if not any(m.start < match.end() and match.start() < m.end for m in found):
                found.append(replace(mention, start=match.start(), end=match.end()))
    return sorted(found, key=lambda m: (m.start, m.end))


def town_behind(text: str, position: int) -> str | None:
    """The town of "of Wolgast" behind a post."""
    match = _TOWN.match(text, position)
    return match["name"] if match is not None else None


def plain_body(text: str, place: Mention) -> str | None:
    """The body that a state's adjective and a common noun name, where the text does not say which: "the Armenian ministry"."""
    noun = _PLAIN_BODY.match(text, place.end) if place.type == "demonym" else None
    return text[place.start : place.end] + noun.group() if noun is not None else None


def unlisted_force(text: str, post: Mention, places: Sequence[Mention]) -> str | None:
    """The body behind "of" that its state's adjective opens and no lexicon joins: "the chief of the Indonesian Military"."""
    place = next((m for m in places if m.start >= post.end), None)
    if place is None or place.type != "demonym" or re.fullmatch(r" of (?:the )?", text[post.end : place.start]) is None:
        return None
    words = re.match(r"(?: (?:of |and )?[A-Z][\w-]+){1,5}", text[place.end :])
    # Who heads a general staff serves the state.
    return text[place.start : place.end] + words.group() if words is not None and not words.group().endswith("Staff") else None
