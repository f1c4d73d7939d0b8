"""Posts told by comparison: "his Russian counterpart X", "Y, who holds the same office in Niger", "Z, his predecessor".

The post is that of whoever the comparison starts from; only the state may differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from data.mentions import STATE_TYPES, Mention
from data.name_spans import strip_ranks
from data.posts import Post
from data.sentences import Sentence

_LIKE: Final = re.compile(r"\s+(?:counterpart|colleague|opposite number|peer)s?\b", re.IGNORECASE)
_OWNED: Final = re.compile(r"\s*,?\s*(?:and\s+)?(?:his|her|their|its)\s+(?:then |new |former )?$", re.IGNORECASE)
_SAME: Final = re.compile(
    r"\s*,\s*who (?:holds|held) the same (?:office|post|position|job|rank|portfolio|brief|title) in\s+(?:the\s+)?$", re.IGNORECASE
)
_BEFORE_AFTER: Final = re.compile(
    r"^,?\s+(?:who (?:was|is) )?(?:(?:his|her|the minister['’]s)|(?P<owner>[A-Z][\w-]+)['’]s?)\s+"
    r"(?:immediate )?(?P<kind>predecessor|successor)\b"
)
_HOST: Final = re.compile(r"\b(?:[Hh]is|[Hh]er|[Tt]heir) (?:[a-z]+ )?(?:host|hostess|guest|visitor|interlocutor),?\s*$")
_TITLED: Final = re.compile(r"\b(?:[Hh]is|[Hh]er)\s+(?:immediate )?(?P<kind>predecessor|successor),?\s*$")


@dataclass(frozen=True, slots=True)
class Named:
    """A person named in a sentence, under the full name known so far."""

    start: int
    end: int
    name: str


def counterpart_posts(
    text: str,
    sentence: Sentence,
    local: Sequence[Mention],
    names: Sequence[Named],
    posts: Sequence[Post],
    served: Callable[[str], str | None],
) -> list[Post]:
    """The posts of one sentence that are told by comparison with one of `posts`, those found so far in text order.

    `served` gives the state that a known official serves: a host or guest is of the rank of whom he receives or visits.
    """
    found = []
    for name in (n for n in names if " " in n.name):
        state = _counterpart_state(text, local, name) or _host_state(text, sentence, local, name, served)
        compared = state is not None
        if not compared and not _follows_or_precedes(text, sentence, name):
            continue
        model = _model(name, names, posts)
        if model is not None and (len(model.of or "") == 3):
            of = state if compared else model.of
            found.append(Post(name.name, model.post, of, None, sentence.start, sentence.end))
    return found


def _counterpart_state(text: str, local: Sequence[Mention], name: Named) -> str | None:
    for mention in (m for m in local if m.type in STATE_TYPES):
        like = _LIKE.match(text, mention.end)
        if like is not None:
            if name.start >= like.end() and re.fullmatch(r"[\s,]*", strip_ranks(text, like.end(), name.start, local)):
                return mention.ref
            if name.end <= mention.start and _OWNED.fullmatch(text[name.end : mention.start]):
                return mention.ref
        if name.end <= mention.start and _SAME.fullmatch(text[name.end : mention.start]):
            return mention.ref
    return None


def _host_state(text: str, sentence: Sentence, local: Sequence[Mention], name: Named, served: Callable[[str], str | None]) -> str | None:
    before = strip_ranks(text, sentence.start, name.start, local)
    return served(name.name) if _HOST.search(before) is not None else None


def _follows_or_precedes(text: str, sentence: Sentence, name: Named) -> bool:
    """Whether the text calls a person somebody's predecessor or successor."""
    return _BEFORE_AFTER.match(text[name.end : sentence.end]) is not None or _TITLED.search(text[sentence.start : name.start]) is not None


def _model(name: Named, names: Sequence[Named], posts: Sequence[Post]) -> Post | None:
    """The post of the person named last before, here; else the last post told of a state."""
    by_person = {}
    for post in posts:
        if post.of is not None and len(post.of) == 3:
            by_person[post.person] = post
    for other in sorted(names, key=lambda n: -n.start):
        if other.end <= name.start and other.name in by_person and other.name != name.name:
            return by_person[other.name]
    rest = [post for post in posts if post.person != name.name and post.person in by_person]
    return by_person[rest[-1].person] if rest else None
