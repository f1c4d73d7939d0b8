"""The open store as the server holds it: the record, what is derived from it, and the one queue through which it is written.

Reading requests only ever see finished snapshots; writes run one after another in a thread of their own, and extraction in
processes of its own, so that neither keeps a reader waiting.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog

from api.errors import NotReady
from api.ingest import Outcome, refusal, store
from api.workers import Extracting
from data.documents import Dispatch
from data.errors import DocumentError
from data.facts import Extraction
from graph.queries import Dataset
from graph.record import Record
from graph.sparql import SparqlLimits, SparqlService

Result = TypeVar("Result")
_log = structlog.stdlib.get_logger("api.library")


class Library:
    """A record open for writing with its data set; `load` makes it ready."""

    def __init__(self, record: Record, extracting: Extracting, limits: SparqlLimits | None = None) -> None:
        self.record = record
        # Checkpoints are hard links where they lie beside the store. Only its one writer makes them there, so whatever a
        # killed one left behind can go.
        scratch = record.path / "checkpoints"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        self.sparql = SparqlService(record, limits, scratch)
        self._extracting = extracting
        self._dataset: Dataset | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")

    @property
    def dataset(self) -> Dataset:
        """What reading requests ask; NotReady while it is being loaded."""
        if self._dataset is None:
            raise NotReady("the store is being loaded; try again in a moment", headers={"Retry-After": "1"})
        return self._dataset

    @property
    def data_version(self) -> str | None:
        """The version of the data now served, None while it is being loaded."""
        return self._dataset.data_version if self._dataset is not None else None

    async def load(self) -> None:
        """Derives from the record what is served; reads answer from then on, at full speed once this returns."""
        dataset = await self._write(lambda: Dataset.from_record(self.record))
        self._dataset = dataset
        _log.info("ready", data_version=dataset.data_version, **dataset.counts())
        await self._write(dataset.warm)

    async def ingest(self, dispatch: Dispatch) -> Outcome:
        """Extracts and stores one dispatch; done when it is durable."""
        try:
            extraction = await self._extracting.extract(dispatch)
        except DocumentError as error:
            return refusal(error)
        return await self.put(extraction)

    async def put(self, extraction: Extraction) -> Outcome:
        """Stores one extraction and serves it; done when it is durable."""
        return await self._write(lambda: store(extraction, self._put))

    async def retract(self, document: str) -> None:
        """Takes a document out of the store; UnknownDocument if it is not there."""
        await self._write(lambda: self._retract(document))

    def sizes(self) -> Mapping[str, int]:
        """How many documents, claims, facts and entities are served; nothing while they are being loaded."""
        return self._dataset.counts() if self._dataset is not None else {}

    def close(self) -> None:
        """Finishes the write under way, gives up those still waiting, and closes the record."""
        self._extracting.close()
        self._writer.shutdown(wait=True, cancel_futures=True)
        self.sparql.close()
        self.record.close()

    def _put(self, extraction: Extraction) -> str:
        dataset = self.dataset
        status = self.record.put(extraction)
        if status != "unchanged":
            dataset.replace(extraction, self.record.data_version)
        return status

    def _retract(self, document: str) -> None:
        dataset = self.dataset
        self.record.retract(document)
        dataset.remove(document, self.record.data_version)

    async def _write(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)
