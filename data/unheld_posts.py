"""Posts and holders that neighbouring sentences tell apart: "..., its prime minister announced. Kosovo was safer, wrote Albin Kurti."

A post without a name goes to the one known official of its state who is named close by and of whom the text tells no post; so do the
posts of a pair ("the defence ministers of Armenia and Greece"). A name that speaks without a word on who it is, and stands in the text
for the first time, takes the post that spoke last without a name: "a spokesman said on Monday. Thirty were aboard, Col. X said."
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from data.known_officials import KnownOfficials
from data.mentions import STATE_TYPES, Mention
from data.partners import Candidate
from data.post_bodies import listed
from data.posts import Post
from data.sentences import Sentence

_SINGLE: Final = frozenset({"president", "prime minister", "chancellor", "defence minister", "foreign minister", "king"})
# Posts that too many hold for one to be meant.
_NOBODY: Final = frozenset({"official", "analyst", "lawmaker", "executive", "leader", "adviser", "aide", "political officer", "judge"})
_VERBS: Final = (
    "said|says|told|added|adds|explained|stressed|announced|declared|insisted|stated|noted|warned|argued|confirmed|denied|replied|remarked|"
    "recalled|went on|continued|maintained|pointed out|promised|assured|claimed|reported|put it|called"
)
# "a spokesman said", "the minister of defence insisted": a post in the singular that speaks.
_SPEAKING: Final = re.compile(rf"(?: (?:of|for|at) [A-Z][^,.;]{{2,50}})?,? (?:has |had )?(?:{_VERBS})\b")
_SAYS: Final = re.compile(rf",? (?:has |had )?(?:{_VERBS})\b")
_SAID: Final = re.compile(rf"\b(?:{_VERBS}|according to|in the words of) (?:(?:[A-Z][\w.-]*\.?|retired|the|Mr\.?) ){{0,3}}$")
_POST_NEAR: Final = re.compile(r"[,(] ?(?:who|whose|an?|the|[a-z]+)\b(?! (?:said|told|added))")
_NEXT: Final = 3
_TWO: Final = 2
# How many sentences a name may stand away from the post.
_WINDOW: Final = 2


def unheld_posts(
    text: str,
    names: Sequence[tuple[Sentence, Sequence[Candidate]]],
    mentions: Sequence[Mention],
    posts: Sequence[Post],
    known: KnownOfficials,
) -> list[Post]:
    """The posts that only a neighbouring sentence gives a holder, in text order; of one state only one person holds one."""
    found: list[Post] = []
    for index, (sentence, _) in enumerate(names):
        for post in (m for m in mentions if m.type == "post" and m.ref in _SINGLE and sentence.start <= m.start < sentence.end):
            told = [*posts, *found]
            pair = _pair(text, post, mentions)
            found += _paired(text, post, sentence, pair, {c.name for _, cs in names for c in cs}, told, known)
            state = _state(text, post, mentions)
            if (
                pair
                or state is None
                or any(p.of == state and p.ref == post.ref for p in told)
                or any(_holds(p, sentence, post) for p in told)
            ):
                continue
            near = [c for _, found_names in names[max(0, index - _WINDOW) : index + _WINDOW + 1] for c in found_names]
            held = {p.person for p in told}
            bearers = {c.name for c in near if " " in c.name and known.state(c.name) == state}
            if len(bearers) == 1 and not bearers & held:
                found.append(Post(min(bearers), text[post.start : post.end], state, None, sentence.start, sentence.end, post.ref))
    return found


def _pair(text: str, post: Mention, mentions: Sequence[Mention]) -> list[str]:
    """The two states of "the defence ministers of Armenia and Greece" or "the Greek and Armenian defence ministers"."""
    if not text[post.start : post.end].endswith("s"):
        return []
    states = [m for m in mentions if m.type in STATE_TYPES]
    after = [m for m in states if m.start >= post.end][:2]
    before = [m for m in states if m.end <= post.start][-2:]
    if len(after) == _TWO and re.fullmatch(r" of (?:the )?", text[post.end : after[0].start]) and listed(text, after):
        return [m.ref for m in after]
    if len(before) == _TWO and text[before[1].end : post.start] == " " and listed(text, before):
        return [m.ref for m in before]
    return []


def _paired(
    text: str, post: Mention, sentence: Sentence, pair: Sequence[str], names: set[str], told: Sequence[Post], known: KnownOfficials
) -> list[Post]:
    """The posts of a pair of states, each of the one known official of its state whom the text gives no post."""
    found = []
    for state in pair:
        bearers = {name for name in names if " " in name and known.state(name) == state} - {p.person for p in told}
        if len(bearers) == 1 and not any(p.of == state and p.ref == post.ref for p in told):
            found.append(Post(min(bearers), text[post.start : post.end], state, None, sentence.start, sentence.end, post.ref))
    return found


def introduced_posts(
    text: str,
    names: Sequence[tuple[Sentence, Sequence[Candidate]]],
    mentions: Sequence[Mention],
    posts: Sequence[Post],
    full: Callable[[str], str],
) -> list[tuple[Mention, Sentence, Candidate]]:
    """The posts that speak without a name, with the name that speaks next: post, its sentence, holder."""
    told = {p.person for p in posts}
    held = {(p.start, p.ref) for p in posts}
    found: list[tuple[Mention, Sentence, Candidate]] = []
    waiting: tuple[int, Mention, Sentence] | None = None
    seen: set[str] = set()
    for index, (sentence, candidates) in enumerate(names):
        for candidate in candidates:
            name = full(candidate.name)
            new, alone = name not in seen, not _POST_NEAR.match(text[candidate.end : sentence.end])
            seen.add(name)
            if waiting is None or not new or " " not in candidate.name or name in told or index - waiting[0] > _NEXT or index == waiting[0]:
                continue
            if alone and _speaks(text, candidate, sentence):
                found.append((waiting[1], waiting[2], candidate))
                waiting = None
        local = [m for m in mentions if m.type == "post" and sentence.start <= m.start < sentence.end]
        spoken = [m for m in local if _SPEAKING.match(text, m.end) and (sentence.start, m.ref) not in held and m.ref not in _NOBODY]
        if spoken:
            waiting = (index, spoken[-1], sentence)
        elif local and any((sentence.start, m.ref) in held for m in local):
            waiting = None
    return found


def _speaks(text: str, candidate: Candidate, sentence: Sentence) -> bool:
    after = _SAYS.match(text, candidate.end)
    before = _SAID.search(text, sentence.start, candidate.start)
    return after is not None or before is not None


def _holds(told: Post, sentence: Sentence, post: Mention) -> bool:
    return told.start == sentence.start and told.ref == post.ref


def _state(text: str, post: Mention, mentions: Sequence[Mention]) -> str | None:
    """The state whose name stands right at a post: "Kosovo's prime minister", "the president of Colombia"."""
    for mention in (m for m in mentions if m.type in STATE_TYPES):
        if mention.end <= post.start and re.fullmatch(r"(?:['’]s?)? ", text[mention.end : post.start]):
            return mention.ref
        if mention.start >= post.end and re.fullmatch(r" of (?:the )?", text[post.end : mention.start]):
            return mention.ref
    return None
