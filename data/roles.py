"""Who holds which post."""

from __future__ import annotations

from typing import Any

from data.drafts import Draft, unique
from data.reading import Reading
from data.schema import fact_kinds


def roles(reading: Reading) -> list[Draft]:
    """One draft a person and post, in text order."""
    drafts = []
    for post in reading.posts:
        index = next(i for i, s in enumerate(reading.sentences) if s.sentence.start == post.start)
        slots: dict[str, Any] = {"person": post.person, "post": post.post, "of": post.of}
        if post.of_text and post.of_text != post.of:
            slots["of_text"] = post.of_text
        drafts.append(Draft("role", "role.post", slots, {index}))
    # One post is told in many words ("President Vladimir Putin", "the president"): the first telling stands for all.
    return unique(drafts, fact_kinds()["role"].identity)
