"""A small extraction for tests of this room: `RUS sells 18 T-90 to AZE.` is a transfer, nothing else is a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from data.documents import Dispatch
from data.errors import DocumentError
from data.facts import Evidence, Extraction, Mentions, make_claim

_SENTENCE = re.compile(r"([A-Z]{3}) (sells|denies selling) (\d+) ([\w-]+) to ([A-Z]{3})\.")


def extract_simply(dispatch: Dispatch) -> Extraction:
    """The transfers of a text in that one form; a text with `unworkable` in it raises."""
    if "unworkable" in dispatch.text:
        raise DocumentError(dispatch.document, "cannot be worked on")
    claims = []
    for match in _SENTENCE.finditer(dispatch.text):
        slots = {
            "supplier": match[1],
            "recipient": match[5],
            "item": match[4],
            "quantity": {"min": int(match[3]), "max": int(match[3])},
            "status": "delivered",
            "modality": "asserted" if match[2] == "sells" else "denied",
        }
        claims.append(make_claim("transfer", slots, "simple", [Evidence(match.start(), match.end(), match[0])], dispatch.sha256))
    states = sorted({claim.slots[side] for claim in claims for side in ("supplier", "recipient")})
    return Extraction.of(dispatch, claims, Mentions(states=tuple(states)))


class SimpleExtracting:
    """Stands where the extracting processes stand."""

    async def extract(self, dispatch: Dispatch) -> Extraction:
        """At once, in the event loop."""
        return extract_simply(dispatch)

    def close(self) -> None:
        """Nothing runs."""


class SimpleExtractor:
    """Stands where `data.extract.Extractor` stands."""

    def extract_many(self, dispatches: Iterable[Dispatch], processes: int = 1) -> Iterator[Extraction]:
        """One after another."""
        return map(extract_simply, dispatches)


A = Dispatch("a.md", "RUS sells 18 T-90 to AZE. It was warm.", "Tanks for Baku", "Wire", "2016-06-14")
B = Dispatch("sub/b.md", "RUS sells 4 Su-30 to ARM. RUS sells 18 T-90 to AZE.", "Jets", "Post", "2016-06-23", "https://example.org/b")
C = Dispatch("c.jsonl#3", "RUS denies selling 18 T-90 to AZE.", None, "Gazette", "2016-07-01")
EXTRACTIONS = tuple(map(extract_simply, (A, B, C)))
