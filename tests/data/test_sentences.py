"""Sentences keep their offsets and are not torn at abbreviations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sentences import MAX_SENTENCE, split_sentences

SPLITS = [
    ("It sold 18. It bought 4.", ["It sold 18.", "It bought 4."]),
    ("Lt. Gen. Khan met Mr. Smith. He left.", ["Lt. Gen. Khan met Mr. Smith.", "He left."]),
    ("The U.S. Army bought it. They paid.", ["The U.S. Army bought it.", "They paid."]),
    ("It went to the U.S. The deal stands.", ["It went to the U.S.", "The deal stands."]),
    ("Worth $1.2 billion, it was signed on Oct. 5. No more.", ["Worth $1.2 billion, it was signed on Oct. 5.", "No more."]),
    ("“We sold it.” He left.", ["“We sold it.”", "He left."]),
    ("One line\n\nAnother line", ["One line", "Another line"]),
    ("Items:\n- 84 fighters\n- 12 tanks", ["Items:", "- 84 fighters", "- 12 tanks"]),
    ("Russia sold it.\nArmenia bought it.", ["Russia sold it.", "Armenia bought it."]),
    (
        "Russia has sold 18 multiple rocket launchers of the Smerch type to\nAzerbaijan.",
        ["Russia has sold 18 multiple rocket launchers of the Smerch type to\nAzerbaijan."],
    ),
    ("", []),
    (" \n \n", []),
]


@pytest.mark.parametrize(("body", "expected"), SPLITS)
def test_split(body: str, expected: list[str]) -> None:
    assert [s.text for s in split_sentences(body)] == expected


@given(st.text(max_size=400))
def test_offsets_hold_for_any_text(body: str) -> None:
    previous = 0
    for number, sentence in enumerate(split_sentences(body)):
        assert body[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert sentence.text
        assert sentence.start >= previous
        assert sentence.index == number
        previous = sentence.end


@given(st.text(alphabet="ab .!?\n“”\"'-A1", max_size=300))
def test_nothing_but_space_is_lost(body: str) -> None:
    assert "".join("".join(s.text.split()) for s in split_sentences(body)) == "".join(body.split())


def test_a_sentence_without_end_is_cut() -> None:
    sentences = split_sentences("word " * 2000)
    assert max(len(s.text) for s in sentences) <= MAX_SENTENCE
    assert len(split_sentences("x" * 5000)) > 1


def test_each_line_is_a_paragraph_where_lines_close_their_sentences() -> None:
    assert [s.paragraph for s in split_sentences("Russia sold it. It was new.\nArmenia bought it.")] == [0, 0, 1]
    assert [
        s.paragraph
        for s in split_sentences(
            "Russia sold it long ago and for very little money. It was\nalmost new and came by ship, and for a long time then Armenia\nbought nothing more."
        )
    ] == [0, 0]
