"""Who holds which post."""

from __future__ import annotations

import re
from typing import Any, Final

from data.drafts import Draft
from data.posts import Post
from data.reading import Reading

# Words that point at a holder of any post.
_VAGUE: Final = frozenset(
    {"leader", "head", "chief", "official", "dictator", "strongman", "boss", "minister", "secretary", "commander", "aide"}
)


def roles(reading: Reading) -> list[Draft]:
    """One draft a person and post, in text order."""
    told: list[tuple[Post, Draft]] = []
    for post in reading.posts:
        index = next(i for i, s in enumerate(reading.sentences) if s.sentence.start == post.start)
        known = next((draft for earlier, draft in told if _same(earlier, post)), None)
        if known is not None:
            known.sentences.add(index)
            continue
        slots: dict[str, Any] = {"person": post.person, "post": _of_one(post), "of": post.of}
        if post.of_text and post.of_text != post.of:
            slots["of_text"] = post.of_text
        told.append((post, Draft("role", "role.post", slots, {index})))
    return [draft for _, draft in told]


def _of_one(post: Post) -> str:
    """The post in the singular: each of "the deputy ministers" is a deputy minister."""
    last = post.ref.rsplit(" ", 1)[-1]
    # A counterpart's post has no list entry of its own; the posts that come in pairs are few.
    singular = re.escape(last) if last else "minister|president|ambassador|leader|commander|chief"
    return re.sub(rf"\b({singular})s\b", r"\1", post.post, flags=re.IGNORECASE)


def _same(earlier: Post, later: Post) -> bool:
    """Whether two tellings mean one post: "President Vladimir Putin" and "the president", but not a minister who is also deputy premier."""
    if (earlier.person, earlier.of) != (later.person, later.of):
        return False
    first, second = (set(post.post.lower().split()) for post in (earlier, later))
    distinct = earlier.ref and later.ref and earlier.ref != later.ref and not first <= second and not second <= first
    return not distinct or later.ref in _VAGUE or earlier.ref in _VAGUE
