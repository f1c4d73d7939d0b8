"""What every export format offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.queries import Dataset
from graph.selection import Selection

# Large enough that the cost of handing over a piece does not count, small enough to keep memory flat.
CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """`timeline`: write spells of time, for formats that have them."""

    timeline: bool = False


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: `suffix` of its files, `title` for people, `media_type`, and `write`, which yields the file piece by piece."""

    suffix: str
    title: str
    media_type: str
    write: Callable[[Dataset, Selection, ExportOptions], Iterator[bytes]]


def in_chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Texts as UTF-8 in pieces of about CHUNK characters."""
    pending: list[str] = []
    size = 0
    for piece in pieces:
        pending.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield "".join(pending).encode("utf-8", "replace")
            pending, size = [], 0
    if pending:
        yield "".join(pending).encode("utf-8", "replace")
