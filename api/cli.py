"""The command `armsgraph`: one function a command; the work itself is done by the modules it calls.

Commands import what they need when they run, so that `armsgraph extract` does not wait for the web server's modules.
Exit status: 0; 1 where some input failed, each named on standard error; 2 where the command line is wrong.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from api.filters import FilterPairs, with_filters, write_file
from api.ingest import Outcome
from api.output import USAGE, Failure, Report, complain, write_chunks
from api.settings import LOG_LEVELS, SettingError, Settings, from_environment
from api.version import version
from data.readers import Reading, read, read_lines
from graph.errors import LimitExceeded, SelectionError, StoreError

if TYPE_CHECKING:
    from api.client import Client
    from graph.record import Record

app: Final = typer.Typer(
    name="armsgraph",
    help="Reads dispatches about the arms trade into a graph of who supplied what to whom.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Store = Annotated[Path | None, typer.Option("--store", metavar="DIR", help="Folder of the store [ARMSGRAPH_STORE; ./armsgraph-store].")]
Server = Annotated[str | None, typer.Option("--server", metavar="URL", help="Send to the server that holds the store [ARMSGRAPH_SERVER].")]
Key = Annotated[str | None, typer.Option("--key", help="The server's key [ARMSGRAPH_API_KEY].")]
Processes = Annotated[int | None, typer.Option("--processes", min=1, max=256, help="Extracting processes [ARMSGRAPH_PROCESSES; 1].")]
Acknowledge = Annotated[bool, typer.Option("--ack", help="Print a JSON line for each document as soon as the store has it.")]
Host = Annotated[str | None, typer.Option("--host", help="Address to listen on [ARMSGRAPH_HOST; 127.0.0.1].")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65_535, help="Port; 0 takes a free one [ARMSGRAPH_PORT; 8000].")]
LogLevel = Annotated[str | None, typer.Option("--log-level", help=f"{', '.join(LOG_LEVELS)} [ARMSGRAPH_LOG_LEVEL; info].")]
Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help="Files (.md .txt .html .jsonl), folders or patterns.")]
STDIN: Final = "-"


def main() -> None:
    """The entry point of the console script."""
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"armsgraph {version()}")
        raise typer.Exit


@app.callback()
def options(
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the command."""


@app.command()
def extract(
    paths: Paths,
    text: Annotated[bool, typer.Option("--text", help="Add the body as `text`.")] = False,
    processes: Processes = None,
) -> None:
    """Print the facts of each document as one JSON line."""
    from api.ingest import extract as extract_readings
    from data.errors import DocumentError
    from data.extract import Extractor
    from data.facts import to_line

    settings = _settings(processes=processes)
    failures = 0

    def lines() -> Iterator[bytes]:
        nonlocal failures
        for found in extract_readings(_readings(paths, settings), Extractor.load(), settings.processes):
            if isinstance(found, DocumentError):
                failures += 1
                complain(f"skipped {found}")
            else:
                yield to_line(found, with_text=text) + b"\n"

    write_chunks(lines())
    raise typer.Exit(1 if failures else 0)


@app.command()
def ingest(
    paths: Paths,
    store: Store = None,
    server: Server = None,
    key: Key = None,
    processes: Processes = None,
    ack: Acknowledge = False,
) -> None:
    """Read documents into the store; `-` reads JSON lines of documents from standard input."""
    settings = _settings(store=store, server=server, api_key=key, processes=processes)
    readings = _readings(paths, settings)
    if settings.server is not None:
        with _client(settings) as client:
            status = _follow(client.ingest(readings), ack)
    else:
        from api.ingest import ingest as ingest_readings
        from data.extract import Extractor

        with _record(settings) as record:
            status = _follow(ingest_readings(readings, Extractor.load(), record.put, settings.processes), ack)
    raise typer.Exit(status)


@app.command()
def load(
    path: Annotated[str, typer.Argument(metavar="FACTS.jsonl", help="What `extract` printed; - for standard input.")],
    store: Store = None,
    server: Server = None,
    key: Key = None,
    ack: Acknowledge = False,
) -> None:
    """Take extracted facts into the store without reading the texts again."""
    from api.ingest import load as load_lines

    settings = _settings(store=store, server=server, api_key=key)
    name = "stdin" if path == STDIN else Path(path).name
    with ExitStack() as stack:
        try:
            stream = sys.stdin.buffer if path == STDIN else stack.enter_context(Path(path).open("rb"))
        except OSError as error:
            raise Failure(f"{path}: cannot be read: {error.strerror}") from error
        if settings.server is not None:
            outcomes = stack.enter_context(_client(settings)).load(stream, name)
        else:
            outcomes = load_lines(stream, name, stack.enter_context(_record(settings)).put)
        raise typer.Exit(_follow(outcomes, ack))


@app.command()
def serve(store: Store = None, host: Host = None, port: Port = None, processes: Processes = None, log_level: LogLevel = None) -> None:
    """Serve the store over HTTP; writes need a key in ARMSGRAPH_API_KEY."""
    settings = _settings(store=store, host=host, port=port, processes=processes, log_level=log_level)
    _serve(settings)


@app.command()
def retract(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The document's name, as /documents lists it.")],
    store: Store = None,
    server: Server = None,
    key: Key = None,
) -> None:
    """Take a document and its claims out of the store."""
    from graph.errors import UnknownDocument

    settings = _settings(store=store, server=server, api_key=key)
    if settings.server is not None:
        with _client(settings) as client:
            if not client.retract(document):
                raise Failure(str(UnknownDocument(document)))
    else:
        with _record(settings) as record:
            try:
                record.retract(document)
            except UnknownDocument as error:
                raise Failure(str(error)) from error
    print(f"retracted {document}")


@app.command("export")
@with_filters
def export(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file to write; its suffix gives the format. - writes to standard output.")
    ],
    filters: FilterPairs,
    output_format: Annotated[str | None, typer.Option("--format", help="The format, where FILE does not tell.")] = None,
    timeline: Annotated[bool, typer.Option("--timeline", help="Write a dynamic graph with a time line (gexf).")] = False,
    store: Store = None,
) -> None:
    """Write the graph of a selection: .gexf .graphml .json .ttl .jsonld .nq .csv."""
    from graph.exports import EXPORTERS, ExportOptions
    from graph.queries import Dataset

    settings = _settings(store=store)
    suffix = output_format if output_format is not None else Path(file).suffix
    exporter = EXPORTERS.get(suffix.removeprefix(".").lower())
    if exporter is None:
        raise Failure(f"{file}: no format is called {suffix!r}; there are {', '.join(EXPORTERS)}", USAGE)
    if timeline and exporter.suffix != "gexf":
        raise Failure(f"--timeline: {exporter.suffix} holds no time line; only gexf does", USAGE)
    with _record(settings, read_only=True) as record:
        dataset = Dataset.from_record(record)
        try:
            selection = dataset.parse(filters)
        except SelectionError as error:
            raise Failure(f"--{str(error).replace('_', '-', 1)}" if "_" in error.parameter else f"--{error}", USAGE) from error
        chunks = exporter.write(dataset, selection, ExportOptions(timeline=timeline))
        if file == STDIN:
            write_chunks(chunks)
            return
        try:
            size = write_file(Path(file), chunks)
        except OSError as error:
            raise Failure(f"{file}: cannot be written: {error.strerror}") from error
    print(f"{file}: {size:,} bytes, data version {record.data_version}")


@app.command()
def query(
    text: Annotated[str, typer.Argument(metavar="QUERY", help="SPARQL 1.1, read only; - reads it from standard input.")],
    output_format: Annotated[str | None, typer.Option("--format", help="table, csv, json, tsv, xml; ttl, nt for graphs.")] = None,
    store: Store = None,
) -> None:
    """Ask the store in SPARQL: a table on a terminal, CSV (or Turtle) in a pipe."""
    from api.tables import print_table
    from graph.sparql import FORMATS, SparqlLimits, SparqlService

    settings = _settings(store=store)
    chosen = output_format if output_format is not None else "table" if sys.stdout.isatty() else "csv"
    if chosen not in ("table", *FORMATS):
        raise Failure(f"--format: {chosen!r} is not one of table, {', '.join(FORMATS)}", USAGE)
    # Graphs have no rows; unless a form was asked for by name they come as Turtle.
    forms = ("json", "ttl") if chosen == "table" else (chosen,) if output_format is not None else (chosen, "ttl")
    limits = SparqlLimits(seconds=settings.sparql_seconds, max_rows=settings.sparql_rows, workers=1)
    with _record(settings, read_only=True) as record, SparqlService(record, limits) as service:
        try:
            answer = service.query(sys.stdin.read() if text == STDIN else text, forms)
        except SelectionError as error:
            raise Failure(str(error), USAGE) from error
        except LimitExceeded as error:
            raise Failure(str(error)) from error
    if chosen == "table" and answer.form == "json":
        print_table(answer.body)
    else:
        write_chunks([answer.body])
    if answer.truncated:
        complain(f"cut off after {answer.rows:,} rows; ARMSGRAPH_SPARQL_ROWS sets the limit")


@app.command()
def demo(host: Host = None, port: Port = None, log_level: LogLevel = None) -> None:
    """Read the shipped sample dispatches into a store that is thrown away, and serve it."""
    from api.ingest import ingest as ingest_readings
    from api.samples import sample_dispatches
    from data.extract import Extractor

    with tempfile.TemporaryDirectory(prefix="armsgraph-demo-") as folder:
        settings = _settings(store=Path(folder, "store"), host=host, port=port, log_level=log_level)
        with _record(settings) as record:
            _follow(ingest_readings(sample_dispatches(), Extractor.load(), record.put, settings.processes), False)
        _serve(settings)


def _settings(**given: Any) -> Settings:
    """The settings of the environment with the options that were given."""
    try:
        settings = from_environment(os.environ)
    except SettingError as error:
        raise Failure(str(error), USAGE) from error
    level = given.get("log_level")
    if level is not None and level not in LOG_LEVELS:
        raise Failure(f"--log-level: {level!r} is not one of {', '.join(LOG_LEVELS)}", USAGE)
    return replace(settings, **{name: value for name, value in given.items() if value is not None})


def _readings(paths: list[str], settings: Settings) -> Iterable[Reading]:
    if STDIN not in paths:
        return read(paths, settings.max_document)
    if len(paths) > 1:
        raise Failure("- stands alone: standard input and files cannot be read together", USAGE)
    return read_lines(sys.stdin.buffer, "stdin", settings.max_document)


def _follow(outcomes: Iterable[Outcome], acknowledge: bool) -> int:
    """Works off a batch; the exit status that its outcomes mean."""
    from api.client import ServerError

    with Report(acknowledge=acknowledge) as report:
        try:
            for _ in report.follow(outcomes):
                pass
        except (StoreError, ServerError) as error:
            raise Failure(str(error)) from error
    return report.finish()


def _client(settings: Settings) -> Client:
    from api.client import Client, ServerError

    try:
        return Client(settings.server or "", settings.api_key)
    except ServerError as error:
        raise Failure(str(error), USAGE) from error


@contextmanager
def _record(settings: Settings, *, read_only: bool = False) -> Iterator[Record]:
    """The store, opened; what is wrong with it ends the command."""
    from graph.record import Record

    try:
        record = Record.open(settings.store, read_only=read_only)
    except StoreError as error:
        raise Failure(str(error)) from error
    with record:
        yield record


def _serve(settings: Settings) -> None:
    from api.server import AddressError
    from api.server import serve as serve_record
    from graph.record import Record

    try:
        serve_record(Record.open(settings.store), settings)
    except (StoreError, AddressError) as error:
        raise Failure(str(error)) from error
