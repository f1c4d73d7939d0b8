"""Words for the free-text filter: folded so that accents, case and spelling of quotes do not matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from graph.model import Fact

_WORD: Final = re.compile(r"[^\W_]+")


def fold_words(text: str) -> list[str]:
    """The words of a text in lower case without accents, each once, in their order."""
    if text.isascii():
        return list(dict.fromkeys(_WORD.findall(text.lower())))
    folded = "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return list(dict.fromkeys(_WORD.findall(folded)))


def fact_words(fact: Fact) -> set[str]:
    """Every word of the fact's slots, of the sentences that support it, and of the ids of its entities."""
    texts = [*_texts(fact.slots), *(entity.partition("/")[2] for _, entity in fact.participants)]
    for sourced in fact.claims:
        texts.extend(passage.text for passage in sourced.claim.evidence)
    return set(fold_words(" ".join(texts)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
