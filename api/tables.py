"""SPARQL answers for people: a JSON result as a table on a terminal."""

from __future__ import annotations

from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_table(result: bytes, console: Console | None = None) -> None:
    """Prints a SPARQL 1.1 JSON result: rows as a table, the answer of ASK as a word."""
    console = console if console is not None else Console()
    content: dict[str, Any] = orjson.loads(result)
    if "boolean" in content:
        console.print("yes" if content["boolean"] else "no")
        return
    names = content["head"]["vars"]
    table = Table(*names, box=None, header_style="bold", pad_edge=False)
    bindings = content["results"]["bindings"]
    for binding in bindings:
        table.add_row(*(_cell(binding.get(name)) for name in names))
    console.print(table, markup=False)
    console.print(f"{len(bindings):,} rows", style="dim")


def _cell(term: dict[str, str] | None) -> Any:
    return Text("" if term is None else term["value"], overflow="ellipsis")
