"""What "its", "the country's" or "the yard" at a post points back to: the body or state that the text has named.

Works on the words before a post and on the kinds of the bodies named; no parse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from data.bodies import kind_of_body
from data.lexicon import Lexicon
from data.mentions import STATE_TYPES, Mention
from data.post_bodies import OWN_BODY_TYPES
from data.sentences import Sentence

# What a bare possessive before a post points back to, by the kind of body.
_POINTING_NOUNS: Final = frozenset(
    "company firm manufacturer maker builder shipbuilder yard shipyard exporter supplier contractor corporation concern conglomerate "
    "consortium holding group movement militia rebels alliance bloc coalition organisation organization union agency ministry department "
    "directorate bureau office institute committee commission council tribunal panel embassy mission service force army navy corps command "
    "bank party wing squadron brigade battalion regiment division fleet flotilla centre center administration authority assembly "
    "parliament house board faction unit".split()
) | {"air force"}
# Nouns that stand for bodies of any name.
_MANY: Final = frozenset({"service", "force", "company", "firm", "group", "agency", "organisation", "organization"})
_POINTERS: Final = re.compile(
    rf"\b(?P<word>its|their|the (?:country|nation|republic|kingdom|island|state|{'|'.join(sorted(_POINTING_NOUNS))}))"
    r"(?P<case>['’]s?)?\s+(?:[a-z-]+ ){0,2}$",
    re.IGNORECASE,
)
_POINTED: Final = {
    "company": ("company", "exporter"),
    "firm": ("company", "exporter"),
    **dict.fromkeys(("manufacturer", "maker", "builder", "shipbuilder", "yard", "shipyard", "contractor", "conglomerate"), ("company",)),
    **dict.fromkeys(("exporter", "supplier", "corporation", "concern", "consortium", "holding"), ("exporter", "company")),
    **dict.fromkeys(("alliance", "bloc", "coalition"), ("intergovernmental", "other", "group")),
    "group": ("group",),
    "movement": ("group",),
    "militia": ("group",),
    "rebels": ("group",),
    "ministry": ("ministry",),
    "department": ("ministry", "government"),
    "force": ("armed_service",),
    "army": ("armed_service",),
    "navy": ("armed_service",),
    "air force": ("armed_service",),
    **dict.fromkeys(("wing", "squadron", "brigade", "battalion", "regiment", "division", "fleet", "flotilla", "corps"), ("armed_service",)),
    **dict.fromkeys(("parliament", "assembly", "house", "committee"), ("parliament",)),
}
_REACH: Final = 700
# Posts that only companies have.
OF_COMPANY: Final = frozenset({"chief executive", "general designer", "executive", "manager", "chief engineer"})
COMPANIES: Final = ("company", "exporter")
_STATE_NOUNS: Final = frozenset({"country", "nation", "republic", "kingdom", "island", "state"})


def kind_of(lexicon: Lexicon, mention: Mention) -> str:
    """The subtype of the body that a mention names."""
    if mention.type == "group":
        return "group"
    if mention.type == "agency":
        return lexicon.agencies[mention.ref].subtype
    if mention.type == "body":
        return kind_of_body(mention.ref)
    name = mention.ref
    if mention.type == "joined" and mention.root is not None:
        name = name.removesuffix(f" of {lexicon.states[mention.root].name}")
    return lexicon.institutions[name].subtype


def pointed_by(
    lexicon: Lexicon, text: str, post: Mention, sentence: Sentence, mentions: Sequence[Mention], to_agency: bool
) -> Mention | None:
    """What "its", "the country's" or "the company's" before a post points back to; `to_agency` says that the post is one of a body."""
    match = _POINTERS.search(text[max(sentence.start, post.start - 45) : post.start])
    if match is None:
        return None
    word = match["word"].lower().removeprefix("the ")
    position = post.start - (len(match.string) - match.start())
    bodies = [m for m in mentions if m.type in OWN_BODY_TYPES | {"institution"} and not post.start <= m.start < post.end]
    if word not in _STATE_NOUNS | {"its", "their"}:
        return pointed_at(lexicon, word, position, bodies)
    own = word in ("its", "their") and to_agency
    companies = [m for m in bodies if kind_of(lexicon, m) in COMPANIES] if own and post.ref in OF_COMPANY else []
    bodies = companies or bodies
    here = [m for m in (bodies if companies else mentions) if (m in bodies and own) or (m.type in STATE_TYPES and not companies)]
    here = [m for m in here if sentence.start <= m.start and m.end <= position]
    if here:
        # "was what Zimbabwe wanted the Chinese weapons for, its minister said": an adjective owns nothing.
        return [m for m in here if not (m.type == "demonym" and text[m.end : m.end + 2].startswith(" ")) or m is here[0]][-1]
    earlier = [m for m in bodies if m.end <= position and position - m.end < _REACH]
    return earlier[-1] if own and earlier else None


def pointed_at(lexicon: Lexicon, noun: str, position: int, mentions: Sequence[Mention]) -> Mention | None:
    """The body that a common noun at `position` means: "the yard" is the company named last, else the one named next."""
    if noun not in _POINTING_NOUNS:
        return None
    wanted = _POINTED.get(noun)
    fitting = [m for m in mentions if m.type in OWN_BODY_TYPES | {"institution"} and (wanted is None or kind_of(lexicon, m) in wanted)]
    named = [m for m in fitting if noun not in _MANY and re.search(rf"\b{noun}\b", m.ref, re.IGNORECASE)]
    return min(named or fitting, key=lambda m: (m.start > position, abs(m.start - position)), default=None)
