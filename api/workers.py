"""Extraction beside the server: in processes of their own, so that reading requests never wait for a parse.

The processes start with the first document and load the language model once each. What keeps one from loading is told with every
document that waits for it, instead of as the death of a process.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import TYPE_CHECKING, Protocol

from api.errors import CannotExtract
from data.documents import Dispatch
from data.errors import DocumentError, ResourceError
from data.facts import Extraction

if TYPE_CHECKING:
    from data.extract import Extractor


class Extracting(Protocol):
    """Who turns a dispatch into an extraction without blocking the event loop."""

    async def extract(self, dispatch: Dispatch) -> Extraction:
        """The extraction; DocumentError where the dispatch cannot be worked on, CannotExtract where none can."""
        ...

    def close(self) -> None:
        """Ends what runs for it."""
        ...


class Workers:
    """A pool of extracting processes."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    async def extract(self, dispatch: Dispatch) -> Extraction:
        """The extraction of one dispatch; DocumentError where the process that worked on it died, CannotExtract where none can work."""
        if self._pool is None:
            # Spawned, not forked: the server's threads and store handles have no business in the workers.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, context, initializer=_prepare)
        pool = self._pool
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, _extract, dispatch)
        except BrokenProcessPool as error:
            if self._pool is pool:
                self._pool = None
            reason = "the extracting process died, for want of memory or as the server's standard error tells; send it again"
            raise DocumentError(dispatch.document, reason) from error

    def close(self) -> None:
        """Ends the processes; documents still waiting are given up."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


@cache
def _extractor() -> Extractor:
    from data.extract import Extractor

    return Extractor.load()


def _prepare() -> None:
    # An interrupt goes to the whole process group; the server ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _extract(dispatch: Dispatch) -> Extraction:
    try:
        extractor = _extractor()
    except (ResourceError, ImportError, OSError, SyntaxError) as error:
        raise CannotExtract(f"the extractor cannot be loaded: {type(error).__name__}: {error}") from error
    return extractor.extract(dispatch)
