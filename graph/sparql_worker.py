"""The process that runs queries on a read-only copy of the store, so that it can be killed when one goes too far.

Started by `graph.sparql`; answers requests over an inherited connection until that closes. Imports no more than it needs, so
that a killed one is soon replaced.
"""

from __future__ import annotations

import itertools
import os
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

import pyoxigraph as ox

from graph.sparql_results import GRAPH_FORMATS, ROW_FORMATS, write_boolean, write_graph, write_rows


@dataclass(frozen=True, slots=True)
class Request:
    """A query; the first of `forms` that can hold the answer is used. It is cut after `max_rows` and ends after `seconds`."""

    text: str
    forms: tuple[str, ...]
    max_rows: int
    seconds: float
    prefixes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer (`problem` is empty) or what is wrong with the query."""

    form: str = ""
    body: bytes = b""
    rows: int = 0
    truncated: bool = False
    problem: str = ""
    parameter: str = "query"
    accepted: tuple[str, ...] = ()


def answer(store: ox.Store, request: Request) -> Reply:
    """Runs one query."""
    try:
        result = store.query(request.text, prefixes=request.prefixes, use_default_graph_as_union=True)
        is_graph = isinstance(result, ox.QueryTriples)
        form = _first_of(request.forms, GRAPH_FORMATS if is_graph else ROW_FORMATS)
        if form is None:
            accepted = tuple(GRAPH_FORMATS if is_graph else ROW_FORMATS)
            what = "a graph" if is_graph else "rows or a boolean"
            return Reply(problem=f"the answer is {what}", parameter="format", accepted=accepted)
        if isinstance(result, ox.QueryBoolean):
            return Reply(form, write_boolean(form, bool(result)), 1)
        if isinstance(result, ox.QuerySolutions):
            names = [variable.value for variable in result.variables]
            rows = [list(row) for row in itertools.islice(result, request.max_rows + 1)]
            kept = rows[: request.max_rows]
            return Reply(form, write_rows(form, names, kept), len(kept), len(rows) > len(kept))
        triples = list(itertools.islice(result, request.max_rows + 1))
        shown = triples[: request.max_rows]
        return Reply(form, write_graph(form, shown), len(shown), len(triples) > len(shown))
    except SyntaxError as error:
        return Reply(problem=f"not a SPARQL 1.1 query: {error.msg}")
    except (ValueError, OSError, RuntimeError) as error:
        return Reply(problem=f"it cannot be run: {error}")


def _first_of(forms: Sequence[str], known: dict[str, str]) -> str | None:
    return next((form for form in forms if form in known), None)


def main() -> None:
    """Serves requests: arguments are the connection's file descriptor, the store's folder, and a memory limit in bytes."""
    connection = Connection(int(sys.argv[1]))
    memory = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The timer ends the process inside native code too, even when its parent is gone.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.nice(5)
    store = ox.Store.read_only(sys.argv[2])
    connection.send_bytes(b"ready")
    while True:
        try:
            request: Request = connection.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, request.seconds)
        reply = answer(store, request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send(reply)
