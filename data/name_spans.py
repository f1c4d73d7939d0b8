"""Cuts runs of capitalised words down to names: what titles, places and little words leave of them.

Knows spans only; which person a name belongs to is `data.persons`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data.mentions import STATE_TYPES, Mention
from data.post_bodies import PLACE_TYPES

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


# Words of posts and offices, which no person bears.
_OFFICE: Final = frozenset(
    "defence defense staff security affairs national joint chiefs operations logistics procurement international foreign command "
    "parliamentary strategic naval aerospace committee ministry technical assistant associate executive principal deputy acting".split()
)


def is_office(name: str) -> bool:
    """Whether a run of capitals is part of an office's name: "National Defense"."""
    return any(word.lower() in _OFFICE for word in name.split())


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


# Posts that are given names and surnames too.
_NAME_POSTS: Final = frozenset({"king", "sultan", "emir", "shah"})


def without_given_names(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without posts that are part of a name: "Prince Sultan bin Abdulaziz", "Zahir Shah", ", Amir Nasser"."""
    titles = {m.end for m in mentions if m.type in ("rank", "honorific")}
    taken = {m.end for m in mentions if m.type not in ("rank", "honorific")}

    def in_name(post: Mention) -> bool:
        before, word = text[max(0, post.start - 30) : post.start], text[post.start : post.end]
        if re.match(r" (?:bin|ibn) ", text[post.end : post.end + 5]) or re.search(r"\b(?:[Pp]rince|[Ss]heikh|bin|[Aa]l) $", before):
            return True
        if post.start - 1 in titles or (word == "Amir" and before.endswith(", ")):
            return True
        return word == "Shah" and post.start - 1 not in taken and re.search(r"[a-z,] [A-Z][a-z]+ $", before) is not None

    return [m for m in mentions if not (m.type == "post" and m.ref in _NAME_POSTS and text[m.start].isupper() and in_name(m))]


_TITLED: Final = re.compile(r"(?P<title>King|Sultan|Emir|Queen|Emperor) (?=[A-Z])")


def titles_apart(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with "King Hussein" cut into the post and the name, so that the post is told of its holder."""
    found = []
    for mention in mentions:
        titled = _TITLED.match(text, mention.start, mention.end + 1) if mention.type == "official" else None
        if titled is not None:
            found.append(Mention(mention.start, titled.end("title"), "post", titled["title"].lower()))
        found.append(mention if titled is None else replace(mention, start=titled.end()))
    return found


_NO_COMPLEMENT: Final = "said|says|told|has|had|was|is|are|were|will|would|who|which|that|he|she|it|they|in|on|at|by|after|before|when|met"
_COMPLEMENT: Final = re.compile(rf"^(?:['’]s?)?(?: (?!(?:{_NO_COMPLEMENT})\b)[A-Za-z][\w-]*){{1,5}}(?: \([A-Z][A-Za-z.-]{{1,9}}\))?(?=,)")
_ABBREVIATED: Final = re.compile(r"^ \([A-Z][A-Za-z.-]{1,9}\)")
_UNLISTED: Final = re.compile(r"[A-Z][\w&'’-]+(?: (?:(?:of|for|and|the) ){0,2}[A-Z][\w&'’-]+){0,7}(?: \([A-Z][A-Za-z.-]{1,9}\))?, +")


def strip_ranks(text: str, start: int, end: int, local: Sequence[Mention]) -> str:
    """The text of a span with ranks and honorifics blanked."""
    return without_mentions(text, start, end, [m for m in local if m.type in ("rank", "honorific")])


def bridge(text: str, start: int, end: int, local: Sequence[Mention]) -> tuple[str, str] | None:
    """Splits "… of Belarus, X": the link after a post and what follows its place, where one stands between post and name."""
    match = re.match(r"\s+(?:of|for|to|at|in)\s+(?:the\s+)?", text[start:end])
    if match is None:
        return None
    places = [m for m in local if m.start >= start + match.end() and m.end <= end and m.type in PLACE_TYPES]
    # A body that begins with its state ("Thailand's Defence Forces") is the place, not the state.
    place = min(places, key=lambda m: (m.start, -m.end), default=None)
    if place is None:
        return _unlisted_bridge(match.group(), text[start + match.end() : end])
    if len(text[start + match.end() : place.start]) > 40:
        return None
    rest = without_mentions(text, place.end, end, [m for m in local if m.type in ("rank", "honorific") or m.type in STATE_TYPES])
    rest = _ABBREVIATED.sub("", rest)
    # "the commander of Iraq's air defence, X": the complement goes on for some words.
    rest = _COMPLEMENT.sub("", rest)
    return match.group(), re.sub(r"\band\b", "", rest) if "," in rest or not rest.strip() else "x"


def _unlisted_bridge(link: str, gap: str) -> tuple[str, str] | None:
    """The bridge over a party or the like that no lexicon lists: "the spokesman of the Christian Democrats, X"."""
    match = _UNLISTED.fullmatch(gap)
    return (link, ", ") if match is not None else None


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
