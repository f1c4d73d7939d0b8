"""Every example of `cues.yml` and `frames.yml`, run through the code that reads those files."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from spacy.tokens import Doc

from data.cues import cue_groups, cues
from data.frames import attachments, frame_of, frames, roles_at
from data.parsing import parse

PATTERNS = ("hearsay", "hedges", "negations")
CUE_YES = [(name, text) for name, group in cue_groups().items() for text in group.yes]
CUE_NO = [(name, text) for name, group in cue_groups().items() for text in group.no]
FRAME_YES = [(name, example) for name, frame in frames().items() for example in frame.yes]
FRAME_NO = [(name, text) for name, frame in frames().items() for text in frame.no]


def parsed(text: str) -> Doc:
    return next(parse([text]))


def holds(name: str, text: str) -> bool:
    """Whether a text holds a cue of a group, by the way the program looks for that group."""
    if name in PATTERNS:
        return getattr(cues(), name).search(text.lower()) is not None
    lemmas = {token.lemma_.lower() for token in parsed(text)}
    return bool(lemmas & set(cue_groups()[name].words))


def test_every_group_and_frame_has_both_kinds_of_examples() -> None:
    assert all(group.yes and group.no for group in cue_groups().values())
    assert all(frame.yes and frame.no for frame in frames().values())


@pytest.mark.parametrize(("name", "text"), CUE_YES)
def test_a_cue_is_found(name: str, text: str) -> None:
    assert holds(name, text)


@pytest.mark.parametrize(("name", "text"), CUE_NO)
def test_a_near_miss_holds_no_cue(name: str, text: str) -> None:
    assert not holds(name, text)


@pytest.mark.parametrize(("name", "example"), FRAME_YES)
def test_a_trigger_opens_its_frame_and_gives_the_roles(name: str, example: Mapping[str, str]) -> None:
    doc = parsed(example["text"])
    found = {
        (role, token.text)
        for token in doc
        for attachment in attachments(token)
        if attachment.frame == name
        for role in roles_at(attachment)
    }
    assert {(role, word) for role, word in example.items() if role != "text"} <= found


@pytest.mark.parametrize(("name", "text"), FRAME_NO)
def test_a_near_miss_opens_no_such_frame(name: str, text: str) -> None:
    assert name not in {frame_of(token) for token in parsed(text)}
