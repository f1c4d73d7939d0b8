"""The program as people run it: a server in a process of its own, the command line beside it, and what a sudden death leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2
import orjson
import pytest

from data.facts import to_line
from graph.record import Record
from tests.api.simple import EXTRACTIONS

pytestmark = pytest.mark.slow
KEY: Final = "secret-key"
COMMAND: Final = [sys.executable, "-c", "from api.cli import main; main()"]
TEXT: Final = "Russia has sold 18 Smerch multiple rocket launchers to Azerbaijan, the Russian Defense Ministry said on Thursday.\n"


def environment(**settings: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ARMSGRAPH_")}
    path = os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path)
    return {**clean, "PYTHONPATH": path, **{f"ARMSGRAPH_{name}": value for name, value in settings.items()}}


def run(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], env=environment(**settings), capture_output=True, text=True, check=False, timeout=120
    )


@contextmanager
def server(store: Path, **settings: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A running server on a free port: its address and process; killed at the end if it still runs."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--store", str(store), "--port", "0"],
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    log: list[str] = []
    # The pipe must be read on, or a talkative server stands still.
    reader = threading.Thread(target=log.extend, args=(process.stderr,), daemon=True)
    reader.start()
    try:
        line = process.stdout.readline()
        assert line.startswith("armsgraph serves http://127.0.0.1:"), (line, log)
        address = line.split()[-1]
        with httpx2.Client(base_url=address, timeout=30) as client:
            while client.get("/readyz").status_code == 503:
                assert process.poll() is None, log
        yield address, process
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()
        process.stderr.close()


def stop(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=60)


def test_serve_answers_and_stops_gracefully(store: Path) -> None:
    with server(store) as (address, process):
        assert httpx2.get(f"{address}/facts").json()["total"] == 2
        assert httpx2.get(f"{address}/sparql", params={"query": "ASK {?s ?p ?o}"}, timeout=30).json()["boolean"] is True
        assert httpx2.post(f"{address}/documents", json={}).status_code == 403
        assert run("export", store.parent / "beside.csv", "--store", store).returncode == 0
        refused = run("ingest", store.parent, "--store", store)
        assert (refused.returncode, "--server URL" in refused.stderr) == (1, True)
        assert stop(process) == 0
    with Record.open(store) as record:
        assert len(record) == len(EXTRACTIONS)
    assert not (store / "checkpoints").exists()


def test_logs_are_json_lines_with_the_request_id(store: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "serve", "--store", str(store), "--port", "0"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().split()[-1]
    httpx2.get(f"{address}/facts?limit=1", headers={"X-Request-ID": "the-one"})
    process.send_signal(signal.SIGTERM)
    rows = [json.loads(line) for line in process.communicate(timeout=60)[1].splitlines()]
    (access,) = [row for row in rows if row["event"] == "answered"]
    assert (access["request_id"], access["path"], access["query"]) == ("the-one", "/facts", "limit=1")
    assert access["status"] in (200, 503)


def test_commands_go_through_the_server(store: Path, tmp_path: Path) -> None:
    """Real extraction in the server's processes, over the client that the command line uses."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "new.md").write_text(f"---\npublished: 2016-06-23\npublisher: Wire\n---\n{TEXT}")
    (tmp_path / "in" / "bad.md").write_bytes(b"\0")
    line = to_line(EXTRACTIONS[0]).replace(b'"a.md"', b'"copy #1?.md"')
    (tmp_path / "facts.jsonl").write_bytes(line + b"\nnonsense\n")
    with server(store, API_KEY=KEY) as (address, process):
        there = {"SERVER": address, "API_KEY": KEY}
        added = run("ingest", tmp_path / "in", "--ack", **there)
        assert added.returncode == 1, added.stderr
        outcomes = [orjson.loads(text) for text in added.stdout.splitlines()]
        assert [(row["document"].rpartition("/")[2], row["status"]) for row in outcomes] == [("bad.md", "rejected"), ("new.md", "added")], (
            outcomes
        )
        loaded = run("load", tmp_path / "facts.jsonl", **there)
        assert (loaded.returncode, loaded.stdout.partition(",")[0]) == (1, "1 document (1 added)")
        document = httpx2.get(f"{address}/documents/new.md").json()
        assert (document["publisher"], document["text"]) == ("Wire", TEXT)
        assert run("retract", "copy #1?.md", **there).returncode == 0
        assert run("retract", "copy #1?.md", **there).returncode == 1
        wrong = run("retract", "a.md", "--server", address, "--key", "wrong")
        assert (wrong.returncode, "key" in wrong.stderr) == (1, True)
        assert stop(process) == 0
    unreachable = run("retract", "a.md", "--server", address, "--key", KEY)
    assert (unreachable.returncode, "cannot be reached" in unreachable.stderr) == (1, True)


def lines(number: int) -> bytes:
    rows = []
    for count in range(number):
        row: dict[str, Any] = orjson.loads(to_line(EXTRACTIONS[1], with_text=True))
        rows.append(orjson.dumps({**row, "document": f"d{count:04}.md"}))
    return b"\n".join(rows) + b"\n"


@pytest.mark.parametrize("command", ["ingest", "load"])
def test_what_was_acknowledged_survives_a_sudden_death(store: Path, tmp_path: Path, command: str) -> None:
    if command == "load":
        (tmp_path / "facts.jsonl").write_bytes(lines(2_000))
        source = tmp_path / "facts.jsonl"
    else:
        source = tmp_path / "in"
        source.mkdir()
        for count in range(150):
            (source / f"d{count:04}.md").write_text(TEXT * (1 + count % 3))
    process = subprocess.Popen(
        [*COMMAND, command, str(source), "--store", str(store), "--ack"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    acknowledged = [orjson.loads(process.stdout.readline())["document"] for _ in range(20)]
    process.kill()
    # What it had still written to the pipe was acknowledged too; a line cut short was not.
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    acknowledged += [orjson.loads(line)["document"] for line in rest.split(b"\n")[:-1]]
    assert process.returncode == -signal.SIGKILL
    with Record.open(store) as record:
        assert set(acknowledged) <= {entry.document for entry in record.documents()}
        assert all(record.extraction(name).document == name for name in acknowledged)
        assert len(record) < (2_000 if command == "load" else 150)
    again = run(command, source, "--store", store)
    assert again.returncode == 0, again.stderr
    assert "unchanged" in again.stdout


def test_a_taken_port_is_told(store: Path) -> None:
    with server(store) as (address, _):
        port = address.rpartition(":")[2]
        other = run("serve", "--store", store.parent / "other", "--port", port)
        assert (other.returncode, f"port {port}" in other.stderr) == (1, True)
