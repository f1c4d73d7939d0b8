"""Cuts runs of capitalised words down to names: what titles, places and little words leave of them.

Knows spans only; which person a name belongs to is `data.persons`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from data.mentions import STATE_TYPES, Mention

_STOP: Final = frozenset(
    "the a an this that these those he she it they we i his her its their our in on at by for from of to "
    "with and but or as if when while where after before since until "
    "during under over both all some many most each every no not two three four five six seven eight nine "
    "ten last next new now then there here what which who whose why how "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december yes russian army navy "
    "air force forces military government parliament union republic federation state states united north "
    "south east west central minister president moscow "
    "according asked speaking meanwhile however although though despite besides also another other more one "
    "only even still yet such so because whether "
    "western eastern northern southern islamic christian soviet european african asian american arab exocet "
    "press agency news project class type block street avenue house castle palace hall "
    "group company corporation corp inc ltd university institute center centre bureau committee commission "
    "council department ministry office service airport base".split()
)


def free_parts(start: int, end: int, text: str, blocked: Sequence[Mention], trims: Sequence[Mention]) -> list[tuple[int, int]]:
    """The parts of a span that no blocking name overlaps; ranks and demonyms are cut off where they touch."""
    cuts = sorted((m.start, m.end) for m in [*blocked, *trims] if m.start < end and start < m.end)
    parts = []
    position = start
    for first, last in cuts:
        if first > position:
            parts.append((position, first))
        position = max(position, last)
    if position < end:
        parts.append((position, end))
    trimmed = [_trimmed(text, first, last) for first, last in parts]
    return [(first, last) for first, last in trimmed if first < last]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    return start, end


def without_stops(text: str, start: int, end: int, opening: int, lower_words: set[str]) -> tuple[int, int]:
    """The span without the words at its ends that are no part of a name, and without a possessive ending."""
    words = text[start:end].split()
    while words and (words[0].lower().strip(".") in _STOP or (words[0].lower() in lower_words and start == opening)):
        start += len(words.pop(0)) + 1
        while start < end and text[start] == " ":
            start += 1
    while words and words[-1].lower().strip(".'’s") in _STOP:
        end -= len(words.pop())
        while end > start and text[end - 1] == " ":
            end -= 1
    for ending in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(ending):
            end -= len(ending)
    return start, end


def strip_ranks(text: str, start: int, end: int, local: Sequence[Mention]) -> str:
    """The text of a span with ranks and honorifics blanked."""
    return without_mentions(text, start, end, [m for m in local if m.type in ("rank", "honorific")])


def bridge(text: str, start: int, end: int, local: Sequence[Mention]) -> tuple[str, str] | None:
    """Splits "… of Belarus, X": the link after a post and what follows its place, where one stands between post and name."""
    match = re.match(r"\s+(?:of|for|to|at|in)\s+(?:the\s+)?", text[start:end])
    if match is None:
        return None
    place = next(
        (m for m in local if m.start >= start + match.end() and m.end <= end and m.type not in ("rank", "honorific", "post")), None
    )
    if place is None or len(text[start + match.end() : place.start]) > 40:
        return None
    rest = without_mentions(text, place.end, end, [m for m in local if m.type in ("rank", "honorific") or m.type in STATE_TYPES])
    return match.group(), rest if "," in rest or not rest.strip() else "x"


def without_mentions(text: str, start: int, end: int, mentions: Sequence[Mention]) -> str:
    """The text of a span with the given mentions blanked, so that only the words between them stay."""
    piece = list(text[start:end])
    for mention in mentions:
        for position in range(max(start, mention.start), min(end, mention.end)):
            piece[position - start] = " "
    return "".join(piece)


def post_text(text: str, post: Mention, places: Sequence[Mention]) -> str:
    """A post with its complement, the state left out ("ambassador to Armenia" keeps its addressee, "president of Chile" does not)."""
    words = text[post.start : post.end]
    match = re.match(r" (?:of|for|to) (?:the )?(?:[a-z][\w-]*(?: and | of | )?){1,5}(?=[,.;)]|$)", text[post.end : post.end + 80])
    if match is not None and not any(m.start < post.end + match.end() and post.end < m.end for m in places):
        words += match.group()
    return words
