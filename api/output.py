"""What commands print: lines on standard output, troubles on standard error, a progress bar only where somebody watches."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Final, Self

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api.ingest import REJECTED, Outcome

FAILED: Final = 1
USAGE: Final = 2


class Failure(typer.Exit):
    """Ends a command with a message on standard error and an exit status, 1 unless it is the usage that is wrong."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(code)
        complain(message)


def complain(message: str) -> None:
    """One line on standard error."""
    print(f"armsgraph: {message}", file=sys.stderr, flush=True)


def write_chunks(chunks: Iterable[bytes]) -> None:
    """Writes bytes to standard output; where the reader has gone (`| head`), the command ends quietly."""
    out = sys.stdout.buffer
    try:
        for chunk in chunks:
            out.write(chunk)
        out.flush()
    except BrokenPipeError as error:
        leave_closed_pipe()
        raise typer.Exit(0) from error


def leave_closed_pipe() -> None:
    """Keeps the interpreter from complaining about the closed pipe when it flushes on exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Report:
    """Follows the outcomes of a batch: names what is skipped, shows progress, sums up; a context manager.

    With `acknowledge`, each outcome is a JSON line on standard output, written when the document is durable; the summary then
    goes to standard error.
    """

    def __init__(self, *, acknowledge: bool = False) -> None:
        self._acknowledge = acknowledge
        self._counts: Counter[str] = Counter()
        self._claims = 0
        self._console = Console(stderr=True)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("documents"),
            TimeElapsedColumn(),
        )
        self._progress = Progress(*columns, console=self._console, transient=True, disable=not self._console.is_terminal)
        self._task = self._progress.add_task("reading", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._progress.stop()

    def follow(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The outcomes, each noted as it passes."""
        for outcome in outcomes:
            self._note(outcome)
            yield outcome

    def finish(self) -> int:
        """Prints the summary; the exit status of the batch."""
        kept = sum(count for status, count in self._counts.items() if status != REJECTED)
        details = ", ".join(f"{self._counts[status]:,} {status}" for status in ("added", "replaced", "unchanged") if self._counts[status])
        skipped = f"; {self._counts[REJECTED]:,} skipped, named on standard error" if self._counts[REJECTED] else ""
        documents = "document" if kept == 1 else "documents"
        claims = "claim" if self._claims == 1 else "claims"
        summary = f"{kept:,} {documents}{f' ({details})' if details else ''}, {self._claims:,} {claims}{skipped}"
        print(summary, file=sys.stderr if self._acknowledge else sys.stdout, flush=True)
        return FAILED if self._counts[REJECTED] else 0

    def _note(self, outcome: Outcome) -> None:
        self._counts[outcome.status] += 1
        self._claims += outcome.claims
        self._progress.update(self._task, advance=1, description=outcome.document[-40:])
        if outcome.status == REJECTED:
            line = f"skipped {outcome.document}: {outcome.reason}"
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)
        if self._acknowledge:
            sys.stdout.buffer.write(orjson.dumps(outcome.to_json()) + b"\n")
            sys.stdout.buffer.flush()
