"""Documents as JSON: the line of a list, and one document with its text and the spans of its claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from data.facts import Extraction
from graph.model import Fact
from graph.words import fold_words


def document_row(extraction: Extraction) -> dict[str, Any]:
    """A document as a line of a list; `has_text` says whether its body is kept."""
    return {
        "document": extraction.document,
        "title": extraction.title,
        "publisher": extraction.publisher,
        "published": extraction.published,
        "url": extraction.url,
        "sha256": extraction.sha256,
        "claims": len(extraction.claims),
        "has_text": extraction.text is not None,
    }


def document_rows(extractions: Iterable[Extraction], q: str | None, publisher: str | None) -> list[dict[str, Any]]:
    """The documents whose name or title holds every word of `q`, of one publisher where given; latest first, undated last."""
    words = fold_words(q) if q is not None else []
    found = [
        extraction
        for extraction in extractions
        if (publisher is None or extraction.publisher == publisher) and all(word in _searched(extraction) for word in words)
    ]
    found.sort(key=lambda extraction: extraction.document)
    found.sort(key=lambda extraction: extraction.published or "", reverse=True)
    return [document_row(extraction) for extraction in found]


def document_detail(extraction: Extraction, facts: Sequence[Fact]) -> dict[str, Any]:
    """A document with its text (null where only the quotes are kept), mentions, and claims in the order of the text.

    Each claim has its evidence spans and the id of the fact it belongs to.
    """
    fact_of = {sourced.claim.id: fact.id for fact in facts for sourced in fact.claims if sourced.document == extraction.document}
    claims = sorted(extraction.claims, key=lambda claim: (claim.evidence[0].start if claim.evidence else 0, claim.id))
    return {
        **document_row(extraction),
        "text": extraction.text,
        "facts": [{**claim.to_json(), "fact": fact_of.get(claim.id)} for claim in claims],
        "entities": extraction.mentions.to_json(),
    }


def _searched(extraction: Extraction) -> str:
    return " ".join(fold_words(f"{extraction.document} {extraction.title or ''}"))
