"""The pipeline: a dispatch in, its claims out.

A pure function of text, metadata and resources: no clock, no network, no randomness. The same dispatch gives the same bytes
whatever was read before it.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterable, Iterator
from functools import cache

from data.agreements import agreements
from data.disputes import attach_disputes
from data.documents import Dispatch
from data.drafts import Draft
from data.facts import Extraction
from data.financing import financing
from data.linker import linker
from data.loans import mark_loans
from data.meetings import meetings
from data.naming import mentions_of
from data.reading import Reader, Reading, reader
from data.restrictions import only_forbidden, restrictions
from data.roles import roles
from data.schema import KIND_ORDER
from data.training import training
from data.transfers import DetailModels, TransferExtractor
from data.trees import tree_model


class Extractor:
    """Extracts the claims of dispatches; loading it reads the lexicons and models once."""

    def __init__(self, reader_: Reader, transfers: TransferExtractor) -> None:
        self._reader = reader_
        self._transfers = transfers

    @classmethod
    def load(cls) -> Extractor:
        """An extractor over the shipped resources."""
        loaded = cls(reader(), TransferExtractor(linker(), tree_model("deals"), DetailModels.shipped()))
        # Lexicons and models stay for good: looking through them for garbage again and again costs some per cent of the time.
        gc.freeze()
        return loaded

    def extract(self, dispatch: Dispatch) -> Extraction:
        """All claims and mentions of one dispatch, body included."""
        reading = self._reader.read(dispatch)
        drafts = sorted(self._drafts(reading), key=lambda d: (KIND_ORDER.index(d.kind), min(d.sentences)))
        claims = {claim.id: claim for claim in (draft.claim(reading) for draft in drafts)}
        return Extraction.of(dispatch, list(claims.values()), mentions_of(reading))

    def extract_many(self, dispatches: Iterable[Dispatch], processes: int = 1) -> Iterator[Extraction]:
        """The extractions in the order of the dispatches; more than one process spreads them over workers."""
        if processes <= 1:
            yield from map(self.extract, dispatches)
            return
        # Workers start afresh: a forked copy of loaded native libraries is not safe everywhere.
        with multiprocessing.get_context("spawn").Pool(processes) as pool:
            yield from pool.imap(_extract_in_worker, dispatches, chunksize=4)

    def _drafts(self, reading: Reading) -> list[Draft]:
        if not reading.military:
            return roles(reading)
        moved = self._transfers.extract(reading)
        deals = [draft for draft in moved if draft.kind == "transfer"]
        attach_disputes(reading, deals)
        given = [*financing(reading, deals), *restrictions(reading, deals), *training(reading, deals)]
        mark_loans(reading, [*deals, *given])
        moved = [draft for draft in moved if not only_forbidden(draft, given)]
        return [*moved, *given, *roles(reading), *meetings(reading), *agreements(reading)]


@cache
def _worker_extractor() -> Extractor:
    return Extractor.load()


def _extract_in_worker(dispatch: Dispatch) -> Extraction:
    return _worker_extractor().extract(dispatch)
