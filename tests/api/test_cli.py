"""The command line, in this process: what each command prints, where, and with which exit status."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from api import output
from api.cli import app
from api.samples import sample_dispatches
from data.documents import Dispatch
from data.extract import Extractor
from data.facts import to_line
from graph.record import Record
from tests.api.simple import EXTRACTIONS, SimpleExtractor

GOOD = b"---\npublished: 2016-06-14\n---\nRUS sells 18 T-90 to AZE."
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder, without any setting, over a simple extractor."""
    for name in ("STORE", "API_KEY", "SERVER", "PORT", "LOG_LEVEL"):
        monkeypatch.delenv(f"ARMSGRAPH_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Extractor, "load", SimpleExtractor)

    def invoke(*arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)

    return invoke


def folder(path: Path) -> Path:
    """A folder of two good dispatches and four bad ones."""
    path.mkdir()
    contents = {
        "a.md": GOOD,
        "z.md": GOOD.replace(b"T-90", b"Su-30"),
        "broken.md": b"---\ntitle: a: b\n---\nx",
        "empty.md": b"",
        "binary.md": b"\0",
    }
    for name, content in contents.items():
        (path / name).write_bytes(content)
    (path / "huge.txt").write_bytes(b"x" * 5_000_000)
    return path


def documents(store: Path) -> list[str]:
    with Record.open(store, read_only=True) as record:
        return [entry.document for entry in record.documents()]


def test_extract_prints_a_line_a_document(run: Run, tmp_path: Path) -> None:
    result = run("extract", folder(tmp_path / "in"))
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["document"], row["facts"][0]["item"], "text" in row) for row in rows] == [
        ("a.md", "T-90", False),
        ("z.md", "Su-30", False),
    ]
    for name in ("broken.md", "empty.md", "binary.md", "huge.txt"):
        assert f"skipped {tmp_path / 'in' / name}: " in result.stderr


def test_extract_can_add_the_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(GOOD)
    result = run("extract", "--text", "a.md")
    assert (result.exit_code, json.loads(result.stdout)["text"]) == (0, "RUS sells 18 T-90 to AZE.")


def test_ingest_takes_the_good_and_names_the_bad(run: Run, tmp_path: Path) -> None:
    result = run("ingest", folder(tmp_path / "in"), "--store", "s")
    assert result.exit_code == 1
    assert documents(tmp_path / "s") == ["a.md", "z.md"]
    assert result.stdout == "2 documents (2 added), 2 claims; 4 skipped, named on standard error\n"
    assert sorted(line.partition(": ")[0].rpartition("/")[2] for line in result.stderr.splitlines()) == [
        "binary.md", "broken.md", "empty.md", "huge.txt",
    ]  # fmt: skip


def test_ingest_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(GOOD)
    assert run("ingest", "a.md").stdout == "1 document (1 added), 1 claim\n"
    assert run("ingest", "a.md").stdout == "1 document (1 unchanged), 1 claim\n"
    assert documents(tmp_path / "armsgraph-store") == ["a.md"]


def test_ingest_reads_lines_from_standard_input(run: Run) -> None:
    lines = b'{"document": "x", "text": "RUS sells 18 T-90 to AZE."}\n{"text": ""}\n'
    result = run("ingest", "-", "--ack", input=lines)
    assert result.exit_code == 1
    assert [json.loads(line)["status"] for line in result.stdout.splitlines()] == ["added", "rejected"]
    assert "1 document (1 added)" in result.stderr
    assert run("ingest", "-", "a.md", input=b"").exit_code == 2


def test_load_takes_what_extract_printed(run: Run, tmp_path: Path) -> None:
    lines = b"".join(to_line(extraction, with_text=True) + b"\n" for extraction in EXTRACTIONS)
    (tmp_path / "facts.jsonl").write_bytes(lines + b"{}\n")
    result = run("load", "facts.jsonl", "--store", "s")
    assert (result.exit_code, documents(tmp_path / "s")) == (1, ["a.md", "c.jsonl#3", "sub/b.md"])
    assert "facts.jsonl#4: document: a non-empty text is expected" in result.stderr
    assert run("load", "-", "--store", "s", input=lines).stdout == "3 documents (3 unchanged), 4 claims\n"
    assert run("load", "none.jsonl").exit_code == 1


def test_retract(run: Run, store: Path) -> None:
    assert run("retract", "a.md", "--store", store).exit_code == 0
    assert documents(store) == ["c.jsonl#3", "sub/b.md"]
    again = run("retract", "a.md", "--store", store)
    assert (again.exit_code, again.stdout) == (1, "")
    assert "'a.md'" in again.stderr


@pytest.mark.parametrize("suffix", ["gexf", "graphml", "json", "ttl", "jsonld", "nq", "csv"])
def test_export_writes_each_format(run: Run, store: Path, tmp_path: Path, suffix: str) -> None:
    result = run("export", f"out.{suffix}", "--store", store, "--recipient", "AZE", "--kind", "transfer")
    assert result.exit_code == 0, result.stderr
    content = (tmp_path / f"out.{suffix}").read_bytes()
    assert f"{len(content):,} bytes" in result.stdout
    assert b"AZE" in content
    piped = run("export", "-", "--format", suffix, "--store", store, "--recipient", "AZE", "--kind", "transfer")
    assert piped.stdout_bytes == content


def test_export_filters_may_repeat(run: Run, store: Path, tmp_path: Path) -> None:
    run("export", "one.csv", "--store", store, "--recipient", "AZE")
    run("export", "two.csv", "--store", store, "--recipient", "AZE", "--recipient", "ARM")
    assert len((tmp_path / "two.csv").read_text().splitlines()) > len((tmp_path / "one.csv").read_text().splitlines())


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["export", "out.doc"], 2, "gexf"),
        (["export", "out.csv", "--timeline"], 2, "--timeline"),
        (["export", "out.csv", "--supplier", "Atlantis"], 2, "--supplier"),
        (["export", "out.csv", "--min-sources", "none"], 2, "--min-sources"),
        (["export", "none/out.csv"], 1, "No such file"),
        (["export", "out.csv", "--store", "none"], 1, "no store"),
        (["export", "out.csv", "--colour", "red"], 2, "--colour"),
        (["query", "SELECT"], 2, "query"),
        (["query", "ASK {}", "--format", "pdf"], 2, "--format"),
        (["query", "ASK {}", "--format", "ttl"], 2, "format"),
        (["ingest"], 2, "PATH"),
        (["ingest", "none.md"], 1, "no such file or folder"),
        (["serve", "--log-level", "loud"], 2, "--log-level"),
        (["serve", "--port", "70000"], 2, "--port"),
        (["fly"], 2, "fly"),
    ],
)
def test_what_goes_wrong(run: Run, store: Path, tmp_path: Path, arguments: list[str], status: int, words: str) -> None:
    result = run(*arguments, env={"ARMSGRAPH_STORE": str(store)})
    assert (result.exit_code, result.stdout) == (
        status,
        "0 documents, 0 claims; 1 skipped, named on standard error\n" if "none.md" in arguments else "",
    )
    assert words in result.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name != "store"] == []


def test_query_gives_rows_in_a_pipe(run: Run, store: Path) -> None:
    count = "SELECT (COUNT(?s) AS ?n) WHERE { ?s a prov:Plan }"
    assert run("query", count, "--store", store).stdout == "n\n0\n"
    assert json.loads(run("query", count, "--format", "json", "--store", store).stdout)["head"]["vars"] == ["n"]
    assert run("query", "-", "--store", store, input=b"ASK { ?s ?p ?o }").stdout == "true\n"
    assert "n\n" in run("query", count, "--format", "table", "--store", store).stdout
    assert run("query", "CONSTRUCT { <urn:a> <urn:b> 1 } {}", "--store", store).stdout.startswith("<urn:a>")


def test_settings_come_from_the_environment(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(GOOD)
    assert run("ingest", "a.md", env={"ARMSGRAPH_STORE": "elsewhere"}).exit_code == 0
    assert documents(tmp_path / "elsewhere") == ["a.md"]
    bad = run("ingest", "a.md", env={"ARMSGRAPH_PORT": "x"})
    assert (bad.exit_code, "ARMSGRAPH_PORT" in bad.stderr) == (2, True)
    assert run("ingest", "a.md", env={"ARMSGRAPH_MAX_DOCUMENT": "1000", "ARMSGRAPH_STORE": "elsewhere"}).exit_code == 0


def test_a_store_in_use_is_told(run: Run, store: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(GOOD)
    with Record.open(store):
        result = run("ingest", "a.md", "--store", store)
        assert run("query", "ASK { ?s ?p ?o }", "--store", store).stdout == "true\n"
    assert result.exit_code == 1
    assert "--server URL" in result.stderr


def test_a_folder_that_is_no_store_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"x")
    (tmp_path / "a.md").write_bytes(GOOD)
    assert run("ingest", "a.md", "--store", "photos").exit_code == 1
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout.startswith("armsgraph ")
    assert "ingest" in run("--help").stdout


def test_samples_can_be_read() -> None:
    assert [reading for reading in sample_dispatches() if not isinstance(reading, Dispatch)] == []


def test_output_survives_a_closed_pipe(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            raise BrokenPipeError

    left: list[bool] = []
    monkeypatch.setattr(output, "leave_closed_pipe", lambda: left.append(True))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(Closed())))
    with pytest.raises(typer.Exit) as caught:
        output.write_chunks([b"x" * 100_000])
    assert (caught.value.exit_code, left) == (0, [True])
