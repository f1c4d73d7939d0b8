"""The house has three rooms and imports run one way: api -> graph -> data.

import-linter checks the same in `make lint`; this test needs nothing but the standard library, and runs against the
installed wheel too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ALLOWED = {"data": {"data"}, "graph": {"data", "graph"}, "api": {"data", "graph", "api"}}


def modules(room: str) -> list[Path]:
    spec = find_spec(room)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return sorted(path for folder in spec.submodule_search_locations for path in Path(folder).rglob("*.py"))


def imported_rooms(source: str) -> Iterator[tuple[int, str]]:
    """Line and room of each import of one of the rooms, wherever in the module it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module]
        else:
            continue
        for name in names:
            room = name.partition(".")[0]
            if room in ALLOWED:
                yield node.lineno, room


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_imports_run_one_way(room: str) -> None:
    found = modules(room)
    assert found
    wrong = [
        f"{path.name}:{line} imports {target}"
        for path in found
        for line, target in imported_rooms(path.read_text(encoding="utf-8"))
        if target not in ALLOWED[room]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "rooms"),
    [
        ("import graph.record", ["graph"]),
        ("from api import settings", ["api"]),
        ("def load():\n    from graph.record import Record", ["graph"]),
        ("import os, data.facts", ["data"]),
        ("import database\nfrom graphlib import TopologicalSorter", []),
        ("from . import graph", []),
        ("text = 'import api'", []),
    ],
)
def test_imports_are_seen_wherever_they_stand(source: str, rooms: list[str]) -> None:
    assert [room for _, room in imported_rooms(source)] == rooms


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_modules_stay_short(room: str) -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in modules(room)}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
