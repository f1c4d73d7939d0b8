"""Weapons that no lexicon lists: a designation or a capitalised name right before a noun for a kind of weapon.

"CM-302 missiles", "the Guarani armoured vehicle", "\"Buffel\" armoured recovery vehicles". The noun gives the category; without one,
a string of letters and digits is left alone, since it may be a road, a virus or a page.
"""

from __future__ import annotations

import re
from typing import Final

_DESIGNATION: Final = re.compile(
    r"(?<![\w.$€£/-])(?:[A-Z][A-Za-z]{0,5}[- ]?\d{1,4}(?:[A-Z]{1,4}\d?)?(?:[-/][A-Z0-9]{1,4}){0,2}|"
    r"[A-Z]{2,5}(?:-[A-Z]{1,3})?-\d{1,4}[A-Z]?|\d{1,2}[A-Z]{1,3}\d{1,3}[A-Z]?)(?![\w]|[.,]\d)"
)
_NAME: Final = re.compile(r"(?<![\w-])[A-ZÀ-Þ][a-zà-ÿ]{2,}(?:[ -][A-ZÀ-Þ][a-zà-ÿ]{2,})?(?:[ -](?:\d{1,4}[A-Z]?|[IVX]{1,4}))?(?![\w])")
_LINK: Final = re.compile(
    r"['\"]?(?:[ -](?:class|type|series))?[ -](?:(?!(?:of|and|or|for|in|to|from|with|on|at|by|as|the|that|"
    r"were|was|is|are|a|an|than|have|has|had|its|their) )[a-z][a-z0-9-]* ){0,2}?$"
)
# "the Oslo class", "two Darussalam-class vessels": ships of a class that no lexicon lists.
_CLASS: Final = re.compile(r"(?<![\w-])[A-Z][\w']+(?: [A-Z][\w']+){0,2}[ -][Cc]lass(?![\w-])")
_NOT_CLASSES: Final = frozenset(
    "first second third fourth fifth world business economy middle working upper lower ruling master high top same political officer "
    "enlisted petty medium heavy light premium the this that its".split()
)
# "the missile at its heart, the A200,", "a rifle called VX-9", "a torpedo known as \"Gavia\"": the kind comes first.
_APPOSED: Final = re.compile(
    r"(?: [a-z]+){0,4}?(?P<link>, the|,? called|,? named|,? dubbed|,? designated|,? known as|, codenamed)(?: the)? ['\"]?"
)
_NOT_NAMES: Final = frozenset(
    "few greater longer fewer larger bigger imports exports breaches register its the a an this that these "
    "those its their his her our all some many most more other another such new old no any both each every "
    "several western eastern northern southern european african asian "
    "arab islamic muslim christian soviet kurdish houthi cold second first third main high low medium long "
    "short light heavy strategic tactical armed military naval air army navy force forces defence "
    "defense ministry government state federal national royal local foreign domestic modern advanced and "
    "but for from with when while after before since until during under over though although as at by "
    "in on to of if or so yet not only also even still just now then there here what which who whose why "
    "how among about against between through latin north south east west central middle gulf baltic "
    "balkan nordic scandinavian pacific atlantic caribbean mediterranean january february march april may "
    "june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday president minister general colonel mr mrs dr congress parliament senate two three four "
    "five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred used "
    "excess surplus light-weight portable guided ballistic cruise mobile self advanced mine world war class".split()
)
_ADJECTIVE_END: Final = re.compile(r"(?:ish|ese|ian|ean|ern|ist|ing|ed|ous|ive|al|ic)$")
_NOT_DESIGNATIONS: Final = re.compile(
    r"(?:G ?\d{1,2}|COVID-19|[A-Z][a-z]+ \d{1,2}|(?:Page|Article|Chapter|Section|Phase|Group|Level|Resolution|"
    r"Day|Option) ?\d+|P ?[125]|M ?23|U ?2|Mr? \d+)"
)


def unlisted(
    cased: str, generic: list[tuple[int, int]], taken: list[tuple[int, int]], sentence_starts: frozenset[int]
) -> list[tuple[int, int]]:
    """Spans of unlisted weapons: each stands right before or in apposition behind one of the `generic` spans and touches none of `taken`.

    `cased` is the text with folded letters (`data.folding.fold_cased`); a plain word that opens a sentence, or that the text also
    writes small, is no name.
    """
    found: list[tuple[int, int]] = []
    for start, end in generic:
        best = _before(cased, start, taken, sentence_starts) or _behind(cased, end, [*taken, *found])
        if best is not None:
            found.append(best)
    return found


def ship_classes(cased: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of names of classes of ships that touch none of `taken` ("the Oslo class")."""
    found = []
    for match in _CLASS.finditer(cased):
        start, end = match.span()
        words = re.split("[ -]", match.group())[:-1]
        while words and words[0].lower() in _NOT_NAMES:
            start += len(words.pop(0)) + 1
        if words and words[-1].lower() not in _NOT_CLASSES and not any(a < end and start < b for a, b in taken):
            found.append((start, end))
    return found


def _before(cased: str, start: int, taken: list[tuple[int, int]], sentence_starts: frozenset[int]) -> tuple[int, int] | None:
    """The last designation, or else name, that a link joins to the noun at `start`."""
    window = max(0, start - 45)
    piece = cased[window:start]
    for pattern in (_DESIGNATION, _NAME):
        best = None
        for match in pattern.finditer(piece):
            first, last = window + match.start(), window + match.end()
            if not _LINK.fullmatch(cased, last, start) or any(a < last and first < b for a, b in taken):
                continue
            if pattern is _NAME and not _is_name(cased, first, last, sentence_starts):
                continue
            if pattern is _DESIGNATION and _is_number(match.group()):
                continue
            best = (first, last)
        if best is not None:
            return best
    return None


def _behind(cased: str, end: int, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The designation that stands in apposition behind the noun that ends at `end`, or the name that it is called by."""
    apposed = _APPOSED.match(cased, end)
    if apposed is None:
        return None
    match = _DESIGNATION.match(cased, apposed.end())
    if match is None and apposed["link"] != ", the":
        match = _NAME.match(cased, apposed.end())
    if match is None or _is_number(match.group()) or any(a < match.end() and match.start() < b for a, b in taken):
        return None
    return None if any(word.lower() in _NOT_NAMES for word in match.group().split()) else match.span()


def _is_number(words: str) -> bool:
    """Whether what looks like a designation is a number of something else, or a count behind a word ("Its 420 vehicles")."""
    return _NOT_DESIGNATIONS.fullmatch(words) is not None or (" " in words and words.split(maxsplit=1)[0].lower() in _NOT_NAMES)


def _is_name(cased: str, first: int, last: int, sentence_starts: frozenset[int]) -> bool:
    words = cased[first:last].split()
    if any(word.lower() in _NOT_NAMES for word in words) or _ADJECTIVE_END.search(words[0]):
        return False
    quoted = cased[first - 1 : first] == '"' and cased[last : last + 1] == '"'
    if first in sentence_starts and not quoted:
        return False
    return quoted or re.search(rf"(?<![\w.]){re.escape(words[0].lower())}(?!\w)", cased) is None
