"""Cheap checks of a document before it enters the record: the rules whose breach would make the record tell something false."""

from __future__ import annotations

import hashlib
from datetime import date

from data.facts import Claim, Extraction
from data.schema import fact_kinds
from graph.errors import InvalidExtraction


def check_extraction(extraction: Extraction) -> None:
    """InvalidExtraction names the document and the rule that it breaks: hashes, dates, known slots, quotes that stand in the text."""
    document = extraction.document
    if not document or not extraction.sha256:
        raise InvalidExtraction(document, "a document needs a name and the sha256 of its body")
    for value in (document, extraction.title, extraction.publisher, extraction.url):
        if value is not None and not _encodable(value):
            raise InvalidExtraction(document, "its metadata holds characters that are no valid Unicode text")
    if extraction.published is not None and not _is_day(extraction.published):
        raise InvalidExtraction(document, f"published: a day like 2016-06-23 is expected, not {extraction.published!r}")
    if extraction.text is not None:
        if not _encodable(extraction.text):
            raise InvalidExtraction(document, "its text holds characters that are no valid Unicode text")
        if hashlib.sha256(extraction.text.encode()).hexdigest() != extraction.sha256:
            raise InvalidExtraction(document, "sha256 is not that of its text")
    for claim in extraction.claims:
        _check_claim(document, claim, extraction.text)


def _check_claim(document: str, claim: Claim, text: str | None) -> None:
    kind = fact_kinds().get(claim.kind)
    if kind is None:
        raise InvalidExtraction(document, f"claim {claim.id}: unknown kind {claim.kind!r}")
    names = {slot.name for slot in kind.slots}
    for name, value in claim.slots.items():
        if name not in names and name.removesuffix("_text") not in names:
            raise InvalidExtraction(document, f"claim {claim.id}: {kind.name} has no slot {name!r}")
        if value is None:
            raise InvalidExtraction(document, f"claim {claim.id}: {name} is null; leave it out")
    for slot in kind.slots:
        if slot.required and not claim.slots.get(slot.name):
            raise InvalidExtraction(document, f"claim {claim.id}: {kind.name} needs {slot.name}")
    if not claim.evidence:
        raise InvalidExtraction(document, f"claim {claim.id}: no evidence")
    for passage in claim.evidence:
        if not 0 <= passage.start < passage.end or passage.end - passage.start != len(passage.text):
            raise InvalidExtraction(document, f"claim {claim.id}: offsets {passage.start}-{passage.end} do not fit the quoted text")
        if text is not None and text[passage.start : passage.end] != passage.text:
            raise InvalidExtraction(document, f"claim {claim.id}: the text at {passage.start}-{passage.end} is not the quoted one")


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
