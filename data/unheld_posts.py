"""Posts and holders that neighbouring sentences tell apart: "..., its prime minister announced. Kosovo was safer, wrote Albin Kurti."

A post without a name goes to the one known official of its state who is named close by and of whom the text tells no post.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from data.known_officials import KnownOfficials
from data.mentions import STATE_TYPES, Mention
from data.partners import Candidate
from data.posts import Post
from data.sentences import Sentence

_SINGLE: Final = frozenset({"president", "prime minister", "chancellor", "defence minister", "foreign minister", "king"})
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
            state = _state(text, post, mentions)
            told = [*posts, *found]
            if state is None or any(p.of == state and p.ref == post.ref for p in told) or any(_holds(p, sentence, post) for p in told):
                continue
            near = [c for _, found_names in names[max(0, index - _WINDOW) : index + _WINDOW + 1] for c in found_names]
            held = {p.person for p in told}
            bearers = {c.name for c in near if " " in c.name and known.state(c.name) == state}
            if len(bearers) == 1 and not bearers & held:
                found.append(Post(min(bearers), text[post.start : post.end], state, None, sentence.start, sentence.end, post.ref))
    return found


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
