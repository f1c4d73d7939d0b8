"""Bodies that no lexicon lists: capitalised names that end in, or open with, a word for an institution or company.

"the Undersea Rescue Command", "the Committee on Legal and Justice Affairs", "Rheinland Air Service", "the Swiss firm Vantor", "Vantor, a
shipbuilder". News outlets and think tanks are no bodies here, so their words (Agency alone, Institute, Press) name none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

# Heads that a capitalised word before them makes a name: "Undersea Rescue Command".
_OFFICES: Final = (
    "Committee|Commission|Agency|Office|Bureau|Consortium|Council|Command|Corporation|Group|Directorate|Department|Authority|Administration|"
    "Inspectorate|Secretariat|Service|Center|Centre|Court|Tribunal|Bank|Board|Panel|Organi[sz]ation|Association|Party|Bloc|Coalition|"
    "Alliance|Ministry|Chamber|Division|Brigade|Battalion|Regiment|Squadron|Wing|Fleet|Corps|District|Legion|Company|Yard|Foundry|"
    "Union|Confederation|Congress|Assembly|Movement|Front|Mission|Registry|Academy"
)
_FIRMS: Final = (
    "Industries|Industry|Shipyards?|Shipbuilding|Shipbuilders|Dockyards?|Works|Systems|Technologies|Technology|Electronics|Dynamics|Engineering|"
    "Holdings?|Enterprises|Airlines|Airways|Aviation|Aerospace|Aeronautics|Helicopters|Motors|Defen[cs]e|Marine|Logistics|Armaments?|"
    "Factory|Plant|International|Trading|Partners|Solutions|Security|Ordnance|Firearms|Arms|Optics|Robotics|Vehicles|Trucks|Ventures|Brothers"
)
_LEGAL: Final = (
    r"Ltd|Limited|GmbH|AG|SpA|S\.p\.A|S\.A|SA|SAS|Inc|Incorporated|Corp|Co|LLC|LLP|PLC|Plc|plc|Oyj|Oy|AB|ASA|AS|A/S|NV|N\.V|BV|B\.V|JSC|PJSC|OJSC|"
    r"Pty|Pvt|Bhd|Kft|Zrt|d\.o\.o|d\.d|a\.s|s\.r\.o|S\.L|Srl|S\.R\.L|KG|KK"
)
_WORD: Final = r"(?:[A-Z][a-zA-Z']*(?:[-&/][A-Za-z]+)*|[A-Z]\.|&|\d{1,3}(?:st|nd|rd|th)|\d{1,3})"
_TAIL: Final = r"(?: (?:of|for|on|against|to) (?:the )?[A-Z][A-Za-z'-]+(?:,? (?:(?:and|of|for|in|the|&) ){0,3}[A-Z][A-Za-z'-]+)*)"
# A capital that follows makes the run the name of something else: "the Quadrennial Defense Review".
_NAMED: Final = re.compile(
    rf"(?<![\w.&/-]){_WORD}(?: (?:(?:and|of|for|de|und|et) )?{_WORD}){{0,6}} (?:{_OFFICES}|{_FIRMS})(?![\w&-])"
    rf"(?:,? (?:{_LEGAL})(?!\w)\.?|[ -](?:Afghanistan|Iraq|Europe|Africa|Pacific|Libya|Ukraine|Kosovo|International)\b)?"
    r"(?! (?:and )?(?:[A-Z][a-z]|[A-Z]{2,} ))"
)
_OPENING: Final = re.compile(
    rf"(?<![\w.&/-])(?:[A-Z][A-Za-z-]+ ){{0,4}}"
    rf"(?:Committee|Commission|Office|Bureau|Directorate|Department|Corporation|Company|Council|Board|Authority|Administration|"
    rf"Cent(?:er|re)|Court|Panel|Command|Secretariat|Organi[sz]ation|Movement|Coalition|Front|Union|Alliance|Association|Chamber|"
    rf"Academy|Agency|Service|Consortium|Institute){_TAIL}"
)
_INCORPORATED: Final = re.compile(rf"(?<![\w.&/-])[A-Z][\w'-]+(?: (?:(?:and|of|de) )?{_WORD}){{0,4}},? (?:{_LEGAL})(?![\w'])\.?")
_KINDS: Final = (
    "company|firm|shipyard|shipbuilder|manufacturer|maker|contractor|consortium|airline|subsidiary|conglomerate|"
    "planemaker|gunmaker|arms producer|producer|joint venture|shipping line|trade union|trade union confederation|union|supplier"
)
_PLAIN_NAME: Final = r"[A-Z][\w&'-]+(?: (?:(?:and|de|of) )?(?:[A-Z][\w&-]*|&))*"
_CALLED: Final = re.compile(rf"\b(?:{_KINDS})(?:,| called| named)? (?P<name>{_PLAIN_NAME})")
_CALLED_AFTER: Final = re.compile(
    rf"(?<![\w.&/-])(?P<name>{_PLAIN_NAME})(?: \([A-Z]+\))?, (?:(?:an?|the|one of the|another) |[A-Z][\w-]+'s? )"
    rf"(?:(?!of |who |head |chief |chairman |director |boss |owner |representative |spokesman )[\w'-]+ ){{0,4}}(?:{_KINDS})\b(?!')"
)
_ABBREVIATED: Final = re.compile(r" \(([A-Z][A-Za-z&-]{1,9})\)")
# A capital that grammar gives to a word says nothing of a name: openings of sentences, titles, days.
_NOT_FIRST: Final = frozenset(
    "the a an this that these those its their his her our all some any no each every another other such many most more one two "
    "three four five six in on at by for from to of with and but or as if when while where after before since until during under "
    "over both according meanwhile however although though despite besides also only even still yet so because whether earlier "
    "later last next new old former what which who whose why how there here then now not is was will had has were are monday "
    "tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december mr mrs ms dr gen general lt col colonel maj major capt captain adm admiral sir lord senator minister "
    "president prime deputy chief chairman director head secretary ambassador spokesman spokeswoman".split()
)
# Words that leave a body unnamed whatever their number: "the Foreign Company", "Air Defence Systems".
_PLAIN_WORDS: Final = frozenset(
    "air defence defense national military armed naval foreign weapons weapon missile missiles combat arms state security ground "
    "army navy force forces anti-aircraft anti-tank rocket radar artillery electronic advanced integrated light heavy main general "
    "special public private joint working aircraft engineering maritime industrial arms industry first second third fire control "
    "communications intelligence surveillance early warning unmanned aerial press news media information technology and of for the".split()
)
_NEVER: Final = re.compile(
    r"\b(?:News|Press|Media|Institute|Foundation|Think|Project|Times|Review|Journal|Post|Daily|Weekly|Magazine|Radio|Television|TV|Broadcasting|"
    r"University|College|School|Watch|Research Service|Peace Research|Monitor|Studies|Arms Control|Policy|Strategic and|"
    r"World War|Cold War|Security Council|White House)\b"
)


class Body(NamedTuple):
    """A span of the text that names a body and the name without what only abbreviates it."""

    start: int
    end: int
    name: str


def unlisted_bodies(cased: str, taken: Sequence[tuple[int, int]]) -> list[Body]:
    """The bodies that a text names beside those on `taken` spans, and the later places of their names and abbreviations.

    `cased` is the text with folded letters (`data.folding.fold_cased`).
    """
    found: list[Body] = []
    for start, end in _candidates(cased):
        body = _trimmed(cased, start, end)
        if body is not None and _free(body, taken) and _free(body, [(b.start, b.end) for b in found]):
            found.append(body)
    names = {body.name: body.name for body in found}
    for body in found:
        short = _ABBREVIATED.match(cased, body.end)
        if short is not None and body.name.startswith(short.group(1)[0]):
            names.setdefault(short.group(1), body.name)
    for name, meaning in names.items():
        for match in re.finditer(rf"(?<![\w.&/-]){re.escape(name)}(?![\w&]|-[A-Z])", cased):
            again = Body(match.start(), match.end(), meaning)
            if _free(again, taken) and _free(again, [(b.start, b.end) for b in found]):
                found.append(again)
    return sorted(found)


def _candidates(cased: str) -> Iterator[tuple[int, int]]:
    for pattern in (_OPENING, _INCORPORATED, _NAMED):
        for match in pattern.finditer(cased):
            yield match.span()
    for pattern in (_CALLED, _CALLED_AFTER):
        for match in pattern.finditer(cased):
            yield match.span("name")


def _trimmed(cased: str, start: int, end: int) -> Body | None:
    """The body without words that only open its sentence; None where what is left names nothing."""
    words = cased[start:end].split(" ")
    while words and words[0].lower().rstrip(".,'") in _NOT_FIRST:
        start += len(words.pop(0)) + 1
    name = cased[start:end].rstrip("., ")
    name = re.sub(r"'s?$", "", name)
    if len(name) < 4 or _NEVER.search(name):
        return None
    words = name.split(" ")
    heads = re.compile(rf"(?:{_OFFICES}|{_FIRMS})")
    own = [word for word in words if word.lower() not in _PLAIN_WORDS and word.lower() not in _NOT_FIRST and not heads.fullmatch(word)]
    if not own:
        return None
    return Body(start, start + len(name), name)


def _free(body: Body, taken: Sequence[tuple[int, int]]) -> bool:
    return not any(start < body.end and body.start < end for start, end in taken)


# What the last word of a body's name makes of it, in the subtypes of `data.lexicon_entries`; a firm is a company.
_KIND_WORDS: Final = {
    "armed_service": r"Command|Fleet|Brigade|Battalion|Regiment|Squadron|Wing|Corps|Legion|Flotilla|Army|Navy|Force|Forces|Guard|Garrison",
    "parliament": r"Committee|Assembly|Chamber|Congress|Parliament",
    "ministry": r"Ministry|Department",
    "government": (
        r"Agency|Office|Bureau|Council|Directorate|Authority|Administration|Inspectorate|Secretariat|Service|Court|Tribunal|Commission"
    ),
}


def kind_of_body(name: str) -> str:
    """The subtype of a body that no lexicon lists, by the first of its words that tells it."""
    words = set(name.split(" "))
    for kind, heads in _KIND_WORDS.items():
        if words & set(heads.split("|")):
            return kind
    firm = re.search(rf"\b(?:{_FIRMS}|{_LEGAL}|Corporation|Company|Group|Consortium|Yard|Foundry)(?!\w)", name)
    return "company" if firm is not None else "other"
