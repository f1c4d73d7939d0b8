"""Which names a post belongs to: "Minister X", "the minister, X,", "X, who was the minister of Y", "Presidents X and Y".

Works on the words between a post and a name: all that the lexicons know is blanked, and what stays must be words that link the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from data.mentions import Mention
from data.name_spans import bridge, strip_ranks, without_mentions
from data.post_bodies import PLACE_TYPES


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be a person's name."""

    start: int
    end: int
    name: str


_WORDS: Final = re.compile(r"[a-zà-ÿ]+", re.IGNORECASE)
_LINKING: Final = frozenset(
    "the a an then now former late acting outgoing incoming new newly current retired its his her their who is was as served "
    "serving serves be been being became becomes has had have since will would to who's whose "
    "s once at present time in that those these days general until recently formerly previously long today currently still "
    "appointed named made elected removed ousted sacked dismissed fired nominated installed confirmed "
    "promoted re sworn took over stepped down resigned retires retired steps takes works worked working "
    "holds held holding post office both also one deputy first vice interim veteran two three "
    "state top senior chief of and long-time longtime powerful day day-to-day most "
    "head government federal own respective when while until named "
    "he she afterwards subsequently already again later eventually meanwhile presently capacity role still so "
    "assistant associate executive principal joint national regional founding supervisory group global corporate country "
    "major general lieutenant colonel admiral brigadier captain commodore marshal diplomat officer soldier lawyer politician academic "
    "used be serving "
    "shadow caretaker provisional provisionally ceremonial honorary old seasoned".split()
)
# A possessor that the sentence names otherwise: "the company's", "his country's".
_POSSESSOR: Final = re.compile(r"\b(?:the|its|his|her|their|that|this)\s+[a-z-]+(?:\s[a-z-]+)?(?:['’]s|s['’])(?=\s)", re.IGNORECASE)
_OPENS: Final = re.compile(
    r"\s*(?:\(|,|—|–|-{1,2}|(?:who|is|was|as|has been|had been|became|becomes|will be|would be)\b|"
    r"(?:has |had |will |would )?(?:serve[sd]?|serving|works|worked|be|took over|taken over|takes over|stepped down|steps down|"
    r"resign(?:s|ed)|retired) |(?:as|when|while|until) )"
)
# What may stand between a post and the name right after it.
_BETWEEN: Final = re.compile(
    r"\s*,?\s*(?:(?:(?:at|of) (?:the|that) time|of the day|in those days|in office|himself|herself|then|now|today|still)?,?"
    r"\s*(?:is|was|being|remains)?\s*)?"
    r"(?:the late |then |now )?(?:named |called )?"
)
_AS_POST: Final = re.compile(r"(?:^|[.!?][\"”’]? )(?:In (?:his|her) (?:capacity|role) as|As) (?:the |an? )?(?:[a-z]+ ){0,2}$")
_AS_GAP: Final = re.compile(r"(?: (?:of|for|to|in|at) [^,.:;]{2,80}?)?,? ")
_CLOSED: Final = re.compile(r"(?: of (?:the )?[A-Z][\w'’ -]{2,40})?,(?P<and> and\b)?")
_AS_ROLE: Final = re.compile(r" as (?:the |its |his |her |their |acting |new )*")
_INDEFINITE: Final = re.compile(r", (?:an?|once|one-time) ")
# "The minister who signed for the aircraft, X,".
_RELATIVE: Final = re.compile(r" (?:who|that) (?:is|was|has|had|will|[a-z]+(?:ed|s|t|ew|ook|ave|ought|et|aid)) [^,;:.]{3,70}, ")
_COUNTRIES: Final = re.compile(r" of (?:the|both|these) (?:two |three )?(?:countries|nations|states|sides|neighbou?rs),? ?")
_MAX_GAP: Final = 110
_TITLE_GAP: Final = 2
# Who goes by one name alone.
_CROWNED: Final = frozenset({"king", "queen", "emir", "sultan", "emperor", "shah"})
_ONE_OF: Final = re.compile(r"\bone of (?:the |its |his |her |their )?(?:[\w'’-]+ ){0,4}$")
# What a sentence says of somebody in passing: "X, who begins a visit today, was president then", "X (CDU), the minister".
_ASIDE: Final = re.compile(r", (?:who|whose) [^,;:.]{3,80},(?= (?:is|was|has been|had been|became) )")
_IN_BRACKETS: Final = re.compile(r"\([\w .-]{1,25}\)")


def partners(
    text: str, post: Mention, candidates: Sequence[Candidate], local: Sequence[Mention], full: Callable[[str], str]
) -> list[Candidate]:
    """The names that hold a post, in text order; `full` gives the full name that a short form stands for."""
    after = _after(text, post, [c for c in candidates if c.start >= post.end], local)
    named = [c for c in after if " " in full(c.name) or (c is after[0] and not text[post.end : c.start].strip())]
    # "X, a former minister, Y, who" and "X, the minister of Peru, and Y": a post between commas is that of the name before.
    # "under X as prime minister and Y as interior minister".
    if any(_AS_ROLE.fullmatch(text, c.end, post.start) for c in candidates if c.end <= post.start):
        return _before(text, post, candidates, local, full) or named
    closed = _CLOSED.match(text, post.end) if named else None
    apposed = _before(text, post, candidates, local, full) if closed is not None else []
    if apposed and closed is not None and (closed["and"] or _INDEFINITE.match(text, apposed[0].end)):
        return apposed
    return named or _before(text, post, candidates, local, full)


def _after(text: str, post: Mention, after: Sequence[Candidate], local: Sequence[Mention]) -> list[Candidate]:
    if not after:
        return []
    gap = strip_ranks(text, post.end, after[0].start, local)
    bridged = bridge(text, post.end, after[0].start, local)
    signing = _RELATIVE.fullmatch(gap) and not any(post.end <= m.start < after[0].start and m.type == "post" for m in local)
    # "As head of the delegation X flew there".
    leading = _AS_POST.search(text, max(0, post.start - 40), post.start) and _AS_GAP.fullmatch(gap)
    linked = signing or leading or _BETWEEN.fullmatch(gap) or _COUNTRIES.fullmatch(gap) or (bridged and re.fullmatch(r"[\s,]*", bridged[1]))
    if not linked:
        return []
    found = [after[0]]
    for following in after[1:4] if _plural(text, post) else []:
        between = text[found[-1].end : following.start]
        if not re.fullmatch(r"(?:,|,? and|\s|of|[A-Z][\w]+|,? the)*\s*", between) or not ("and" in between or "," in between):
            break
        found.append(following)
    return found


def _plural(text: str, post: Mention) -> bool:
    head, listed = (re.split(r" (?:of|for|to|on) ", words)[0].rstrip("'’") for words in (text[post.start : post.end].lower(), post.ref))
    return head.endswith("s") and not listed.endswith("s")


def _before(
    text: str, post: Mention, candidates: Sequence[Candidate], local: Sequence[Mention], full: Callable[[str], str]
) -> list[Candidate]:
    before = [c for c in candidates if c.end <= post.start and not re.match(r"['’]s?\b", text[c.end : c.end + 2])]
    # Of "X, who heads the staff, and the commanders of the services" X is none of the commanders.
    several = _plural(text, post) and len(before) == 1 and _ONE_OF.search(text, 0, post.start) is None
    if not before or several or re.match(r"['’]s\b", text[post.end : post.end + 2]):
        return []
    last = before[-1]
    gap = _ASIDE.sub("", text[last.end : post.start])
    # A bare surname is enough for who bears a rank: "Gen. Soeyono, the chief of staff".
    titled = any(m.type in ("rank", "honorific") and 0 <= last.start - m.end <= _TITLE_GAP for m in local) or post.ref in _CROWNED
    if _OPENS.match(gap) is None or len(gap) >= _MAX_GAP or (" " not in full(last.name) and not titled):
        return []
    covered = [m for m in local if m.type in PLACE_TYPES or m.type in ("rank", "post")]
    covered += [Mention(c.start, c.end, "person", c.name) for c in candidates]
    aside = _ASIDE.match(text, last.end, post.start)
    start = aside.end() if aside is not None else last.end
    rest = _POSSESSOR.sub(" ", _IN_BRACKETS.sub(" ", without_mentions(text, start, post.start, covered)))
    if re.match(r",? (?:who|which) ", text[last.end : post.start]):
        rest = rest.replace("as well as", "")
    return [last] if {word.lower() for word in _WORDS.findall(rest)} <= _LINKING else []
