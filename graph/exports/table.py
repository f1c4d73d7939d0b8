"""CSV: one line for each fact, for spreadsheets and statistics programs (RFC 4180, UTF-8).

Intervals take two columns; lists are joined by '; '. A text that a spreadsheet would run as a formula gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from data.schema import fact_kinds
from graph.exports.exporter import Exporter, ExportOptions, in_chunks
from graph.model import Fact
from graph.queries import Dataset
from graph.rows import ENTITY_SLOTS, merged_slots
from graph.selection import Selection

_TAIL: Final = ("claims", "sources", "denials", "disputed", "first_reported", "last_reported", "publishers", "documents", "quote")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@cache
def csv_columns() -> tuple[str, ...]:
    """The columns: id and kind, every slot of every kind in schema order, then who says so."""
    columns = ["id", "kind"]
    for kind in fact_kinds().values():
        for slot in kind.slots:
            if slot.type == "quantity":
                columns += [f"{slot.name}_min", f"{slot.name}_max"]
            elif slot.type == "money":
                columns += [f"{slot.name}_min", f"{slot.name}_max", f"{slot.name}_currency"]
            elif slot.type in ENTITY_SLOTS:
                columns += [slot.name, f"{slot.name}_id"]
            elif slot.type != "disputes":
                columns.append(slot.name)
    return (*dict.fromkeys(columns), *_TAIL)


def fact_cells(fact: Fact) -> dict[str, Any]:
    """The filled cells of a fact's line, by column."""
    cells: dict[str, Any] = {"id": fact.id, "kind": fact.kind}
    for name, value in merged_slots(fact).items():
        if isinstance(value, dict):
            cells.update((f"{name}_{part}", value.get(part)) for part in ("min", "max", "currency") if part in value)
        elif isinstance(value, list):
            cells[name] = "; ".join(map(str, value)) if all(isinstance(part, str) for part in value) else None
        else:
            cells[name] = value
    passages = [passage for sourced in fact.claims for passage in sourced.claim.evidence]
    publishers = sorted({sourced.publisher for sourced in fact.claims if sourced.publisher is not None})
    documents = list(dict.fromkeys(sourced.document for sourced in fact.claims))
    tail = (
        len(fact.claims),
        len(fact.sources),
        len(fact.denials),
        "; ".join(fact.disputed),
        fact.first_reported,
        fact.last_reported,
        "; ".join(publishers),
        "; ".join(documents),
        " ".join(passages[0].text.split()) if passages else None,
    )
    return {**cells, **dict(zip(_TAIL, tail, strict=True))}


def write_csv(dataset: Dataset, selection: Selection, options: ExportOptions) -> Iterator[bytes]:
    """The selected facts as CSV."""
    return in_chunks(_lines(dataset.selected(selection)))


def _lines(facts: Sequence[Fact]) -> Iterator[str]:
    columns = csv_columns()
    line = io.StringIO()
    writer = csv.writer(line)
    rows: Iterator[Sequence[Any]] = ([_cell(cells.get(column)) for column in columns] for cells in map(fact_cells, facts))
    writer.writerow(columns)
    for row in rows:
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


CSV: Final = Exporter("csv", "CSV, a line for each fact", "text/csv; charset=utf-8", write_csv)
