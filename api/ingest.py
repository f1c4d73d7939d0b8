"""From readings to stored documents, one outcome each: what the command line prints and the server answers.

A document is acknowledged, that is, its outcome handed out, only after the store has it. One bad document never stops
the others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

from data.documents import Dispatch
from data.errors import DocumentError, WireFormatError
from data.facts import Extraction, from_line
from data.readers import Reading
from graph.errors import InvalidExtraction

REJECTED: Final = "rejected"
Put = Callable[[Extraction], str]
"""Stores an extraction durably and tells whether it was added, replaced or unchanged."""


class ManyExtractor(Protocol):
    """Who makes extractions out of dispatches, in their order."""

    def extract_many(self, dispatches: Iterable[Dispatch], processes: int = 1) -> Iterator[Extraction]:
        """One extraction for each dispatch."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: `status` is added, replaced, unchanged or rejected, `reason` why it was rejected."""

    document: str
    status: str
    claims: int = 0
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Wire form."""
        return {"document": self.document, "status": self.status, "claims": self.claims, "reason": self.reason}


def ingest(readings: Iterable[Reading], extractor: ManyExtractor, put: Put, processes: int = 1) -> Iterator[Outcome]:
    """Extracts and stores each dispatch; unreadable ones come out as rejected among the others."""
    for found in extract(readings, extractor, processes):
        yield store(found, put) if isinstance(found, Extraction) else refusal(found)


def extract(readings: Iterable[Reading], extractor: ManyExtractor, processes: int = 1) -> Iterator[Extraction | DocumentError]:
    """The extraction of each dispatch in order; an error comes out no later than the document that follows it."""
    errors: deque[DocumentError] = deque()

    def dispatches() -> Iterator[Dispatch]:
        for reading in readings:
            if isinstance(reading, DocumentError):
                errors.append(reading)
            else:
                yield reading

    for extraction in extractor.extract_many(dispatches(), processes):
        while errors:
            yield errors.popleft()
        yield extraction
    yield from errors


def load(lines: Iterable[bytes], name: str, put: Put) -> Iterator[Outcome]:
    """Stores each line that `armsgraph extract` printed; blank lines are passed over, bad ones rejected by number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            extraction = from_line(line, f"{name}#{number}")
        except WireFormatError as error:
            yield Outcome(error.where, REJECTED, reason=error.reason)
        else:
            yield store(extraction, put)


def store(extraction: Extraction, put: Put) -> Outcome:
    """Puts one extraction into the store; rejected where it breaks a rule of the record."""
    try:
        return Outcome(extraction.document, put(extraction), len(extraction.claims))
    except InvalidExtraction as error:
        return Outcome(error.document, REJECTED, reason=error.reason)


def refusal(error: DocumentError) -> Outcome:
    """The outcome of a document that could not be read."""
    return Outcome(error.document, REJECTED, reason=error.reason)
