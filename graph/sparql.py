"""SPARQL 1.1 queries, read only, in processes of their own with limits of time, rows and memory.

Each data version is queried on a checkpoint of the store (hard links, made in milliseconds when the first query asks). A query
that goes over its time is killed with its process; queries of others go on in theirs.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import Pipe
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from graph.errors import LimitExceeded, SelectionError, StoreError
from graph.namespaces import PREFIXES
from graph.sparql_guard import check_query
from graph.sparql_results import GRAPH_FORMATS, ROW_FORMATS
from graph.sparql_worker import Reply, Request

FORMATS: Final = {**ROW_FORMATS, **GRAPH_FORMATS}
MAX_QUERY_LENGTH: Final = 100_000
_UPDATE: Final = re.compile(r"\b(?:insert|delete|load|clear|drop|create|copy|move|add)\b", re.IGNORECASE)
_START_S: Final = 30.0
_GRACE_S: Final = 1.0
_CHECKPOINT_ATTEMPTS: Final = 20


class Checkpointed(Protocol):
    """A record that can be copied at its present version."""

    @property
    def data_version(self) -> str:
        """The version of what it holds."""
        ...

    def checkpoint(self, folder: Path) -> None:
        """Copies the database into a new folder."""
        ...


@dataclass(frozen=True, slots=True)
class SparqlLimits:
    """`seconds` and `max_rows` of one answer, `workers` queries at once, `memory` in bytes of address space of each."""

    seconds: float = 10.0
    max_rows: int = 10_000
    workers: int = 2
    memory: int = 4 << 30


@dataclass(frozen=True, slots=True)
class SparqlAnswer:
    """An answer in the format `form` (a key of FORMATS); `truncated` if it was cut at the row limit."""

    form: str
    media_type: str
    body: bytes
    rows: int
    truncated: bool
    data_version: str


class _Worker:
    """A process that runs queries on one checkpoint."""

    def __init__(self, folder: Path, memory: int) -> None:
        self._memory = memory
        self._connection, theirs = Pipe()
        program = "from graph.sparql_worker import main; main()"
        command = [sys.executable, "-P", "-c", program, str(theirs.fileno()), str(folder), str(memory)]
        path = os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path)
        with theirs:
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path}
            )
        try:
            started = self._connection.poll(_START_S) and self._connection.recv_bytes() == b"ready"
        except (EOFError, ConnectionResetError):
            started = False
        if not started:
            self.kill()
            raise StoreError(str(folder), "the query process did not start")

    def ask(self, request: Request) -> Reply:
        """The reply to a request; LimitExceeded if it takes too long or too much, the worker is of no use then."""
        try:
            self._connection.send(request)
            if self._connection.poll(request.seconds + _GRACE_S):
                reply = self._connection.recv()
                assert isinstance(reply, Reply)
                return reply
        except (EOFError, ConnectionResetError, BrokenPipeError):
            # It ended by itself: by its own timer, or for want of memory.
            if self._process.wait() != -signal.SIGALRM:
                raise LimitExceeded("memory", self._memory) from None
        raise LimitExceeded("time", request.seconds)

    def kill(self) -> None:
        """Ends the process at once."""
        self._process.kill()
        self._process.wait()
        self._connection.close()


@dataclass(slots=True)
class _Checkpoint:
    """A copy of the store at one data version, with the free workers on it and the number of busy ones."""

    data_version: str
    folder: Path
    idle: list[_Worker] = field(default_factory=list)
    busy: int = 0


class SparqlService:
    """Answers SPARQL queries over a record. Thread-safe; `close` it, or use it as a context manager.

    `scratch` is a folder of its own for checkpoints, best on the disk of the store; what an earlier process left there is removed.
    Without it, a temporary folder serves.
    """

    def __init__(self, record: Checkpointed, limits: SparqlLimits | None = None, scratch: Path | None = None) -> None:
        self._record = record
        self.limits = limits if limits is not None else SparqlLimits()
        if scratch is None:
            self._scratch = Path(tempfile.mkdtemp(prefix="armsgraph-sparql-"))
        else:
            self._scratch = scratch
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(parents=True)
        self._slots = threading.BoundedSemaphore(self.limits.workers)
        self._lock = threading.Lock()
        self._current: _Checkpoint | None = None
        self._numbers = itertools.count(1)
        self._closed = False

    def query(self, text: str, forms: Sequence[str] = ("json", "ttl"), *, max_rows: int | None = None) -> SparqlAnswer:
        """The answer in the first of `forms` that can hold it.

        SelectionError for what is no read-only query of this store, or for forms that do not suit; LimitExceeded over its time
        (the wait for a free process is bounded by it too) or memory. Rows over the limit are cut off, which the answer tells.
        """
        unknown = [form for form in forms if form not in FORMATS]
        if unknown or not forms:
            raise SelectionError("format", f"unknown format {', '.join(unknown) or 'none'}", list(FORMATS))
        if not text.strip() or len(text) > MAX_QUERY_LENGTH:
            raise SelectionError("query", "a query is expected", [f"1 to {MAX_QUERY_LENGTH} characters of SPARQL 1.1"])
        check_query(text)
        rows = self.limits.max_rows if max_rows is None else min(max_rows, self.limits.max_rows)
        request = Request(text, tuple(forms), rows, self.limits.seconds, dict(PREFIXES))
        if not self._slots.acquire(timeout=self.limits.seconds):
            raise LimitExceeded("time", self.limits.seconds)
        try:
            reply, version = self._run(request)
        finally:
            self._slots.release()
        if reply.problem:
            hint = "; updates are not served here" if _UPDATE.search(text) else ""
            raise SelectionError(reply.parameter, reply.problem + hint, reply.accepted)
        return SparqlAnswer(reply.form, FORMATS[reply.form], reply.body, reply.rows, reply.truncated, version)

    def close(self) -> None:
        """Ends all processes that are free and removes the checkpoints; busy ones end with their query."""
        with self._lock:
            self._closed = True
            self._retire()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _run(self, request: Request) -> tuple[Reply, str]:
        checkpoint, worker = self._take()
        healthy = False
        try:
            if worker is None:
                worker = _Worker(checkpoint.folder, self.limits.memory)
            reply = worker.ask(request)
            healthy = True
            return reply, checkpoint.data_version
        finally:
            self._give_back(checkpoint, worker, healthy)

    def _take(self) -> tuple[_Checkpoint, _Worker | None]:
        """The checkpoint of the present version, and a free worker on it where there is one."""
        with self._lock:
            if self._closed:
                raise StoreError(str(self._scratch), "the query service is closed")
            if self._current is None or self._current.data_version != self._record.data_version:
                fresh = self._make_checkpoint()
                self._retire()
                self._current = fresh
            checkpoint = self._current
            checkpoint.busy += 1
            return checkpoint, checkpoint.idle.pop() if checkpoint.idle else None

    def _make_checkpoint(self) -> _Checkpoint:
        for _ in range(_CHECKPOINT_ATTEMPTS):
            version = self._record.data_version
            folder = self._scratch / str(next(self._numbers))
            self._record.checkpoint(folder)
            if self._record.data_version == version:
                return _Checkpoint(version, folder)
            # A document came in meanwhile: the copy may hold it or not, so it has no version.
            shutil.rmtree(folder, ignore_errors=True)
        raise StoreError(str(self._scratch), "is being written too busily to be queried; try again later")

    def _give_back(self, checkpoint: _Checkpoint, worker: _Worker | None, healthy: bool) -> None:
        with self._lock:
            checkpoint.busy -= 1
            kept = worker is not None and healthy and checkpoint is self._current and not self._closed
            if kept and worker is not None:
                checkpoint.idle.append(worker)
            elif worker is not None:
                worker.kill()
            if checkpoint is not self._current and not checkpoint.busy:
                shutil.rmtree(checkpoint.folder, ignore_errors=True)

    def _retire(self) -> None:
        """Lets go of the current checkpoint; it is removed with its last busy worker."""
        checkpoint, self._current = self._current, None
        if checkpoint is not None:
            for worker in checkpoint.idle:
                worker.kill()
            checkpoint.idle.clear()
            if not checkpoint.busy:
                shutil.rmtree(checkpoint.folder, ignore_errors=True)
