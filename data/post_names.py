"""How far the words of a post reach: "Minister of Defence and Military Veterans", "Home and Cultural Affairs Minister".

The list of posts has the common ones; what a post is for goes on in words that name a field of government or of command.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data.mentions import Mention

# Fields that ministers, secretaries, directors and staff officers are put in charge of.
_FIELDS: Final = (
    "acquisition|administration|affairs|agriculture|aid|air|armaments?|army|arts|aviation|budget|capabilit(?:y|ies)|commerce|communications|"
    "construction|cooperation|co-operation|culture|defen[cs]e|development|disarmament|economy|education|employment|energy|engineering|"
    "environment|equipment|exercises|exports?|finance|fisheries|forces|foreign|forestry|health|housing|immigration|industr(?:y|ies)|"
    "information|infrastructure|innovation|integration|intelligence|interior|investments?|justice|labou?r|logistics|maintenance|materiel|"
    "migration|mines|mobility|modernization|modernisation|navy|operations|personnel|petroleum|plann?ing|plans|police|policy|preparedness|"
    "procurement|production|programmes?|programs?|projects|public works|readiness|reconciliation|reconstruction|reform|regions|"
    "rehabilitation|relations|relief|reserves?|resources|sales|science|security|services?|shipping|small business|space|sports?|standards|"
    "strategy|supply|supplies|support|sustainment|systems|taxation|technology|tourism|trade|training|transport(?:ation)?|treasury|veterans|"
    "water|welfare|works|youth"
)
# Posts that have a field of their own.
_HAVE_FIELDS: Final = re.compile(
    r"minister|secretary|director|delegate|adviser|commissioner|envoy|head|chief|manager|president$|commander|commandant|representative"
)
_OF_STATE: Final = re.compile(r"minister|secretary|delegate|adviser")
_INSIDE: Final = frozenset({"institution", "generic_item"})
_WORD: Final = r"(?:[A-Za-z][\w-]+|&)"
_STRETCH: Final = re.compile(rf"(?: (?:of|for|on) (?:the )?|,? and |, | ){_WORD}(?:(?:,? and |,? & |, | of | ){_WORD}){{0,7}}")
_FIELD: Final = re.compile(rf"\b(?:{_FIELDS})$", re.IGNORECASE)
_FIELD_BEFORE: Final = re.compile(rf"\b(?:(?:{_FIELDS})(?:,? and | ))*(?:{_FIELDS}) $", re.IGNORECASE)
_NO_FIELD: Final = re.compile(r"\b(?:he|his|she|her|it|its|they|their|who|which|that|said|told|a|an|the|this|these)\b")


def extended_posts(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with each post drawn out over the field that belongs to it; other names end a field."""
    found = [_extended(text, place, mentions) for place in range(len(mentions))]
    taken = [(m.start, m.end) for m in found if m.type == "post"]
    # A field's words may look like a body of their own ("Defence Procurement").
    return [m for m in found if m.type == "post" or not any(start <= m.start and m.end <= end for start, end in taken)]


def _extended(text: str, place: int, mentions: Sequence[Mention]) -> Mention:
    mention = mentions[place]
    if mention.type != "post" or _HAVE_FIELDS.search(mention.ref) is None:
        return mention
    previous = max((m.end for m in mentions[:place]), default=0)
    # A minister's field may look like a body of its own; a chief of the "Defence Staff" is not one of "Defence".
    within = _INSIDE if _OF_STATE.search(mention.ref) else _INSIDE - {"institution"}
    following = min((m.start for m in mentions[place + 1 :] if m.type not in within), default=len(text))
    return replace(mention, start=_start(text, mention, previous), end=_end(text, mention, following))


def _end(text: str, post: Mention, limit: int) -> int:
    tail = text[post.end : limit]
    link = re.match(r" (?:of|for|on) |,? and |, | (?=[A-Z])", tail)
    with_field = re.search(r" (?:of|for) ", text[post.start : post.end]) is not None
    if link is None or (not with_field and re.search(r" (?:of|for|on) ", link.group()) is None):
        return post.end
    best = post.end
    for match in _fields(tail):
        if _FIELD.search(match) and not _NO_FIELD.search(match) and not (link.group() == ", " and " and " not in match):
            best = post.end + len(match)
    return best


def _fields(tail: str) -> list[str]:
    """The stretches behind a post that may be its field, each one word longer than the one before."""
    words = _STRETCH.match(tail)
    stretch = words.group() if words is not None else ""
    return [stretch[: stop.start()] for stop in re.finditer(r"(?<=\w)(?=[ ,]|$)", stretch)]


def _start(text: str, post: Mention, limit: int) -> int:
    match = _FIELD_BEFORE.search(text[limit : post.start])
    if match is None:
        return post.start
    start = limit + match.start()
    # "National Security and Foreign Affairs Minister": capitals before a field are part of its name.
    capitals = re.search(r"(?:\b[A-Z][\w-]+ (?:and )?)+$", text[limit:start]) if text[start].isupper() else None
    return limit + capitals.start() if capitals is not None else start
