"""The command line's way into a store that a server holds: the same outcomes, over HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

import httpx2
import orjson

from api.ingest import REJECTED, Outcome, refusal
from data.documents import Dispatch
from data.errors import DocumentError, WireFormatError
from data.facts import from_line
from data.readers import Reading

# A batch is large enough for the server's processes to share and small enough to show progress.
_BATCH_DOCUMENTS: Final = 16
_BATCH_BYTES: Final = 1_000_000
_LINES: Final = "application/x-ndjson"


class ServerError(Exception):
    """The server cannot be reached or refuses the whole request."""


class Client:
    """Talks to the server at `server` with its key; a context manager."""

    def __init__(self, server: str, key: str | None, transport: httpx2.BaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # Extraction of a batch takes as long as it takes; only connecting is bounded closely.
        timeout = httpx2.Timeout(600, connect=10)
        try:
            self._http = httpx2.Client(base_url=server, headers=headers, timeout=timeout, transport=transport)
        except (httpx2.InvalidURL, ValueError) as error:
            raise ServerError(f"{server}: no server address: {error}") from error
        self._server = server

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._http.close()

    def ingest(self, readings: Iterable[Reading]) -> Iterator[Outcome]:
        """Sends dispatches to be extracted and stored; unreadable ones come out as rejected among the others."""
        yield from self._send(_dispatch_line(reading) for reading in readings)

    def load(self, lines: Iterable[bytes], name: str) -> Iterator[Outcome]:
        """Sends lines that `armsgraph extract` printed; malformed ones are rejected by number without being sent."""
        yield from self._send(_checked(line, f"{name}#{number}") for number, line in enumerate(lines, 1) if line.strip())

    def retract(self, document: str) -> bool:
        """Takes a document out; False if the server has none of that name."""
        answer = self._request("DELETE", f"/documents/{quote(document)}")
        if answer.status_code == 404 and _problem(answer).get("type", "").endswith("unknown-document"):
            return False
        self._check(answer)
        return True

    def _send(self, lines: Iterable[tuple[str, bytes] | Outcome]) -> Iterator[Outcome]:
        batch: list[tuple[str, bytes]] = []
        size = 0
        for line in lines:
            if isinstance(line, Outcome):
                yield from self._post(batch)
                batch, size = [], 0
                yield line
                continue
            if batch and (len(batch) >= _BATCH_DOCUMENTS or size + len(line[1]) > _BATCH_BYTES):
                yield from self._post(batch)
                batch, size = [], 0
            batch.append(line)
            size += len(line[1])
        yield from self._post(batch)

    def _post(self, batch: list[tuple[str, bytes]]) -> Iterator[Outcome]:
        if not batch:
            return
        body = b"\n".join(line for _, line in batch)
        answer = self._request("POST", "/documents", content=body, headers={"Content-Type": _LINES})
        problem = _problem(answer)
        if answer.status_code == 413:
            if len(batch) == 1:
                yield Outcome(batch[0][0], REJECTED, reason=str(problem.get("detail", "too large for the server")))
                return
            # The server's limit is lower than this batch, not necessarily lower than its documents.
            for line in batch:
                yield from self._post([line])
            return
        rows = problem.get("results")
        if not isinstance(rows, list):
            self._check(answer)
            rows = answer.json()["results"]
        yield from (Outcome(row["document"], row["status"], row["claims"], row["reason"]) for row in rows)

    def _request(self, method: str, path: str, **request: Any) -> httpx2.Response:
        try:
            return self._http.request(method, path, **request)
        except httpx2.HTTPError as error:
            raise ServerError(f"{self._server}: cannot be reached: {error}") from error

    def _check(self, answer: httpx2.Response) -> None:
        if not answer.is_success:
            raise ServerError(f"{self._server}: {_problem(answer).get('detail') or f'answered {answer.status_code}'}")


def _dispatch_line(reading: Reading) -> tuple[str, bytes] | Outcome:
    if isinstance(reading, DocumentError):
        return refusal(reading)
    return reading.document, orjson.dumps(_row(reading))


def _row(dispatch: Dispatch) -> dict[str, str | None]:
    return {key: getattr(dispatch, key) for key in ("document", "text", "title", "publisher", "published", "url")}


def _checked(line: bytes, where: str) -> tuple[str, bytes] | Outcome:
    try:
        return from_line(line, where).document, line.strip()
    except WireFormatError as error:
        return Outcome(error.where, REJECTED, reason=error.reason)


def _problem(answer: httpx2.Response) -> dict[str, Any]:
    if answer.is_success or "json" not in answer.headers.get("content-type", ""):
        return {}
    content = orjson.loads(answer.content)
    return content if isinstance(content, dict) else {}
