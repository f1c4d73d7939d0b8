"""Posts told by a verb: "X, who heads Rostec", "the defence committee, chaired by X", "Y, who speaks on defence for the Conservatives".

Works on the words behind a name (before it in the passive); whose the body is, `data.posts` knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from data.mentions import STATE_TYPES, Mention
from data.name_spans import strip_ranks
from data.partners import Candidate
from data.post_bodies import PLACE_TYPES, unlisted_body
from data.posts import Post, PostOwners
from data.sentences import Sentence
from data.usual_states import Topic

# The post that a verb tells; what stands in front of it may be any form of "be" or "have".
_VERB_POSTS: Final = {
    "head": (
        r"heads|headed|heading|leads|led|leading|runs|ran|running|in charge of|had charge of|has charge of|at the head of|at the helm of|"
        r"responsible for"
    ),
    "chairman": r"chairs|chaired|chairing|presides over|presided over|presiding over|in the chair of",
    "commander": r"commands|commanded|commanding|in command of",
    "director": r"directs|directed|directing",
    "manager": r"manages|managed",
    "spokesman": r"speaks for|spoke for|speaking for|speaks on behalf of|spoke on behalf of|speaking on behalf of",
    "representative": r"represents|represented|representing",
    "member": r"sits in|sits on|sat in|sat on|sitting on|serves on|served on|belongs to|belonged to|(?:is |was )?an? member of|member of",
}
_ADVERBS: Final = (
    r"(?:also|now|then|once|today|currently|still|formerly|previously|himself|herself|at present|at the time|at that time|in those days|"
    r"until recently|until then|for years|for a time|for a while|later|long|temporarily)"
)
_HEADS: Final = re.compile(
    rf"^,?\s*(?:an? [\w ’'-]{{3,40}}?\s)?(?:who |which )?(?:{_ADVERBS},? )?(?:is |was |has been |had been |had |has )?(?:{_ADVERBS} )?"
    rf"(?P<verb>{'|'.join(_VERB_POSTS.values())})\s+",
    re.IGNORECASE,
)
_SPEAKS_ON: Final = re.compile(
    r"^,?\s*(?:who )?(?:speaks|spoke|speaking) on (?P<topic>[\w -]{3,40}?) (?:for|on behalf of) (?=(?:the )?(?P<body>[A-Z]))"
)
_LED_BY: Final = re.compile(
    r",?(?: which is| which was| that is| then| now)? (?P<verb>headed|led|chaired|commanded|run|directed|presided over) by\s*$"
)
# "a commission with X at its head": the body stands before the name, the post behind it.
_WITH: Final = re.compile(r",?(?: that| which)? (?:with|had|has|having)\s*$")
_AT_ITS_HEAD: Final = re.compile(r"^,? (?:at|as) (?:its|the) (?P<post>head|helm|chairman|commander|director|president)\b")
# Bodies that have members worth telling.
_SEATS: Final = re.compile(
    r"parliament|bundestag|duma|congress|senate|house|assembly|knesset|committee|commission|council|majlis|riksdag|storting|folketing|"
    r"eduskunta|sejm|rada|diet|chamber|cortes|lok sabha|rajya sabha|lords|commons|board|politburo|cabinet",
    re.IGNORECASE,
)
_PASSIVE_POSTS: Final = {"chaired": "chairman", "presided over": "chairman", "commanded": "commander", "directed": "director"}
# "a member of the Verkhovna Rada, X": the body stands before the name.
_MEMBER_OF: Final = re.compile(r"\bmember of (?:the )?$")
# A body that the text has named before: "who commands the wing", "who had directed the service".
_POINTED: Final = re.compile(r"(?:the|this|these|its|that) (?:[a-z-]+ )?(?P<noun>[a-z]+(?: force)?)\b(?! of\b)")
# A party or firm of one word that no lexicon lists: "who heads the Jamaat-e-Islami".
_SINGLE: Final = re.compile(
    r"(?:the )?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
    r"November|December)"
    r"(?P<name>[A-Z][\w-]{2,})(?=[,.;)]|$| (?:and|in|since|which|has|was|is|told|said|at)\b)"
)
# "who is in charge of corporate affairs at the company", "who manages the armament category at RKIK".
_FIELD_AT: Final = re.compile(r"(?:the |its )?(?P<field>[a-z][\w ’'-]{2,50}?) (?:at|within) (?=(?P<the>the )?)")
# What somebody commands or manages inside a body: "who commands the Khulna naval region", "who manages the helicopter business".
_OBJECT: Final = re.compile(
    r"(?:the |its )(?P<object>(?:[A-Za-z][\w'’-]* ){0,6}(?:business|branch|division|department|region|area|district|zone|forces?|fleet|"
    r"group|squadron|unit|contingent|base|sector|programme|program|wing|project|line)\b)"
)
_KINDS: Final = {"commander": ("armed_service",), "manager": ("company", "exporter")}
_PART: Final = re.compile(r"(?:the |an? |its )?[a-z][\w'’-]*(?: [a-z][\w'’-]*){0,8}?(?= of )")
_REACH: Final = 70


def told_post(
    owners: PostOwners, text: str, sentence: Sentence, candidate: Candidate, places: Sequence[Mention], topic: Topic
) -> Post | None:
    """The post that a verb around a name tells of its bearer, None without one."""
    for tell in (_headed, _spoken_for, _led, _member):
        found = tell(owners, text, sentence, candidate, places, topic)
        if found is not None:
            return found
    return None


def _led(owners: PostOwners, text: str, sentence: Sentence, candidate: Candidate, places: Sequence[Mention], topic: Topic) -> Post | None:
    before = strip_ranks(text, sentence.start, candidate.start, topic.mentions)
    match = _LED_BY.search(before)
    head = _AT_ITS_HEAD.match(text[candidate.end : sentence.end])
    if match is not None:
        words = _PASSIVE_POSTS.get(match["verb"], "head")
    elif head is not None:
        match, words = _WITH.search(before), "head" if head["post"] == "helm" else head["post"]
    body = next((m for m in places if match is not None and m.end == sentence.start + match.start()), None)
    if body is None or body.type in STATE_TYPES:
        return None
    return _of_body(owners, text, sentence, candidate, body, words, topic)


def _member(
    owners: PostOwners, text: str, sentence: Sentence, candidate: Candidate, places: Sequence[Mention], topic: Topic
) -> Post | None:
    before = strip_ranks(text, sentence.start, candidate.start, topic.mentions)
    body = next(
        (m for m in places if sentence.start < m.start and m.end <= candidate.start and before[m.end - sentence.start :].strip() == ","),
        None,
    )
    if body is None or _MEMBER_OF.search(text, sentence.start, body.start) is None or not _SEATS.search(body.ref):
        return None
    return _of_body(owners, text, sentence, candidate, body, "member", topic)


def _spoken_for(
    owners: PostOwners, text: str, sentence: Sentence, candidate: Candidate, places: Sequence[Mention], topic: Topic
) -> Post | None:
    match = _SPEAKS_ON.match(text[candidate.end : sentence.end])
    if match is None:
        return None
    words = f"{match['topic']} spokesman"
    start = candidate.end + match.start("body")
    body = next((m for m in places if m.start == start), None)
    if body is not None:
        return _of_body(owners, text, sentence, candidate, body, words, topic)
    named = re.match(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*", text[start : sentence.end])
    return Post(candidate.name, words, named.group() if named is not None else None, None, sentence.start, sentence.end)


def _headed(
    owners: PostOwners, text: str, sentence: Sentence, candidate: Candidate, places: Sequence[Mention], topic: Topic
) -> Post | None:
    match = _HEADS.match(text[candidate.end : sentence.end])
    if match is None:
        return None
    start = candidate.end + match.end()
    words = next(post for post, verbs in _VERB_POSTS.items() if re.fullmatch(verbs, match["verb"], re.IGNORECASE))
    bodies = [m for m in places if start <= m.start <= start + _REACH and m.type in PLACE_TYPES - {"demonym", "capital", "metonym"}]
    bodies = [m for m in bodies if re.fullmatch(r"(?:[\w'’-]+ ){0,8}(?:[\w'’-]+, )?", text[start : m.start])]
    # "runs errands for Poland": a state is headed itself or through what is "of" it.
    bodies = [m for m in bodies if m.type != "state" or re.search(r"(?:^| of )(?:the )?$", text[start : m.start])]
    unlisted = unlisted_body(text, start, sentence.end)
    field = _FIELD_AT.match(text, start, sentence.end)
    if field is not None:
        noun = _POINTED.match(text, field.end())
        at = next((m for m in places if m.start == field.end() + len(field["the"] or "")), None)
        at = at or (owners.pointed_at(noun["noun"], candidate.start, topic.mentions) if noun is not None else None)
        if at is not None and at.type not in STATE_TYPES:
            return _of_body(owners, text, sentence, candidate, at, f"{words} of {field['field']}", topic)
    if words == "member":
        bodies = [m for m in bodies if _SEATS.search(text[m.start : m.end] + m.ref)]
        unlisted = unlisted if unlisted is not None and _SEATS.search(unlisted) else None
    if unlisted is not None and not any(m.start < start + 5 and len(unlisted) <= m.end - m.start for m in bodies):
        return Post(candidate.name, words, unlisted, None, sentence.start, sentence.end)
    single = _SINGLE.match(text, start, sentence.end)
    if (
        not bodies
        and single is not None
        and not any(m.start == single.start("name") for m in places)
        and words in ("head", "chairman", "commander")
    ):
        return Post(candidate.name, words, single["name"], None, sentence.start, sentence.end)
    if not bodies:
        noun = _POINTED.match(text, start)
        pointed = owners.pointed_at(noun["noun"], candidate.start, topic.mentions) if noun is not None and words != "member" else None
        part = _OBJECT.match(text, start, sentence.end) if pointed is None else None
        if part is not None and words in _KINDS:
            pointed, words = owners.nearest(candidate.start, topic.mentions, _KINDS[words]), f"{words} of {part['object']}"
        return _of_body(owners, text, sentence, candidate, pointed, words, topic) if pointed is not None else None
    body = bodies[0]
    part = _PART.match(text[start : start + 80])
    whole = next((m for m in bodies if part is not None and m.start > start + part.end() and m.end > start + part.end()), None)
    if part is not None and whole is not None and re.fullmatch(r" of (?:the )?", text[start + part.end() : whole.start]):
        body, words = whole, f"{words} of {part.group()}"
    return _of_body(owners, text, sentence, candidate, body, words, topic)


def _of_body(owners: PostOwners, text: str, sentence: Sentence, candidate: Candidate, body: Mention, words: str, topic: Topic) -> Post:
    owner = owners.settle(text, body, Mention(candidate.start, candidate.end, "post", words), topic, sentence, None)
    return Post(candidate.name, words, owner.of, owner.of_text, sentence.start, sentence.end)
