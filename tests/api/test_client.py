"""The client of a running server: batches, outcomes, and what it does with refusals."""

from __future__ import annotations

import httpx2
import orjson
import pytest

from api.client import Client, ServerError
from api.ingest import Outcome
from data.documents import Dispatch
from data.errors import DocumentError
from data.facts import to_line
from tests.api.simple import EXTRACTIONS


class Server:
    """Answers like the real one: 413 over `limit` bytes, else every line of a body added."""

    def __init__(self, limit: int = 10_000_000) -> None:
        self.limit = limit
        self.batches: list[int] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        body = request.read()
        if request.headers.get("authorization") != "Bearer k":
            return problem(401, "key-missing")
        if len(body) > self.limit:
            return problem(413, "body-too-large")
        rows = [orjson.loads(line) for line in body.split(b"\n")]
        self.batches.append(len(rows))
        results = [Outcome(row["document"], "added", 1).to_json() for row in rows]
        return httpx2.Response(200, json={"data_version": "v", "total": len(rows), "results": results, "next": None})


def problem(status: int, slug: str) -> httpx2.Response:
    content = orjson.dumps({"type": f"urn:armsgraph:problem:{slug}", "detail": slug})
    return httpx2.Response(status, content=content, headers={"Content-Type": "application/problem+json"})


def client(server: Server, key: str | None = "k") -> Client:
    return Client("http://server", key, httpx2.MockTransport(server))


def dispatches(number: int, size: int = 1) -> list[Dispatch]:
    return [Dispatch(f"d{count}", "x" * size) for count in range(number)]


@pytest.mark.parametrize(("number", "size", "batches"), [(0, 1, []), (1, 1, [1]), (16, 1, [16]), (17, 1, [16, 1]), (3, 600_000, [1, 1, 1])])
def test_batches_are_bounded_and_in_order(number: int, size: int, batches: list[int]) -> None:
    server = Server()
    with client(server) as sender:
        assert [outcome.document for outcome in sender.ingest(dispatches(number, size))] == [f"d{count}" for count in range(number)]
    assert server.batches == batches


def test_unreadable_inputs_are_not_sent_but_keep_their_place() -> None:
    server = Server()
    first, second = dispatches(2)
    with client(server) as sender:
        found = list(sender.ingest([first, DocumentError("bad", "is empty"), second]))
    assert [(outcome.document, outcome.status) for outcome in found] == [("d0", "added"), ("bad", "rejected"), ("d1", "added")]


def test_a_batch_too_large_is_sent_one_by_one_and_only_the_culprit_is_rejected() -> None:
    server = Server(limit=500)
    with client(server) as sender:
        found = list(sender.ingest([*dispatches(2, 200), Dispatch("large", "x" * 1_000)]))
    assert [(outcome.document, outcome.status) for outcome in found] == [("d0", "added"), ("d1", "added"), ("large", "rejected")]


def test_malformed_lines_are_named_by_number() -> None:
    with client(Server()) as sender:
        found = list(sender.load([to_line(EXTRACTIONS[0]), b"\n", b"nonsense\n"], "f.jsonl"))
    assert [(outcome.document, outcome.status) for outcome in found] == [("a.md", "added"), ("f.jsonl#3", "rejected")]


@pytest.mark.parametrize("key", ["wrong", None])
def test_a_refusal_of_everything_is_an_error(key: str | None) -> None:
    with client(Server(), key) as sender, pytest.raises(ServerError, match="key-missing"):
        list(sender.ingest(dispatches(1)))


def test_retracting_what_is_not_there() -> None:
    transport = httpx2.MockTransport(lambda request: problem(404, "unknown-document"))
    with Client("http://server", "k", transport) as sender:
        assert sender.retract("a #1?.md") is False


def test_another_kind_of_server_is_an_error() -> None:
    transport = httpx2.MockTransport(lambda request: httpx2.Response(404, text="nginx"))
    with Client("http://server", "k", transport) as sender, pytest.raises(ServerError, match="404"):
        sender.retract("a.md")


@pytest.mark.parametrize("address", ["not an address", "http://[::1", "ftp://host"])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(ServerError), Client(address, "k") as sender:
        sender.retract("a.md")
