"""What every exchange has in common: request id, log line, metrics, headers, HEAD, and ETag with 304.

A plain ASGI wrapper, since it stands on the path of every request. The ETag is made from the data version and the request
alone, so an unchanged answer costs no query; it is left out where the data changed while the answer was being made.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_READS: Final = frozenset({"GET", "HEAD"})
# Data changes with the store; these change with the program, the moment or not at all.
_WITHOUT_ETAG: Final = ("/healthz", "/readyz", "/metrics", "/docs", "/static", "/openapi.json")
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, X-Request-ID, X-Data-Version, X-Truncated, Content-Disposition",
}
_PREFLIGHT: Final = {
    **_CORS,
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}
_log = structlog.stdlib.get_logger("api.access")


class Exchange:
    """The ASGI wrapper; `data_version` gives the version now served, None while nothing is loaded."""

    def __init__(self, app: ASGIApp, data_version: Callable[[], str | None], metrics: Metrics) -> None:
        self.app = app
        self.data_version = data_version
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = Headers(scope=scope)
        method = scope["method"]
        given_id = headers.get("x-request-id", "")
        request_id = given_id if _REQUEST_ID.fullmatch(given_id) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        version = self.data_version()
        etag = make_etag(version, scope, headers) if version is not None and method in _READS else None
        answer = {"status": 500}

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer["status"] = message["status"]
                self._complete(MutableHeaders(scope=message), message["status"], method, request_id, version, etag)
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            if method == "OPTIONS":
                await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send_on)
            elif etag is not None and etag in _etags(headers):
                await Response(status_code=304)(scope, receive, send_on)
            else:
                if method == "HEAD":
                    # Routes know GET only; the body is dropped on the way out.
                    scope["method"] = "GET"
                    scope["state"]["head"] = True
                await self.app(scope, receive, send_on)
        except Exception:
            _log.exception("failed", method=method, path=scope["path"])
            raise
        finally:
            self._record(scope, method, answer["status"], time.perf_counter() - started)
            structlog.contextvars.unbind_contextvars("request_id")

    def _complete(self, headers: MutableHeaders, status: int, method: str, request_id: str, version: str | None, etag: str | None) -> None:
        headers["X-Request-ID"] = request_id
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        if method not in _READS:
            return
        headers.update(_CORS)
        # An answer may say itself which version it was made of; `/sparql` reads the record, which is ahead for a moment.
        if etag is not None and status in (200, 304) and headers.get("X-Data-Version", version) == self.data_version() == version:
            headers["ETag"] = etag
            headers["X-Data-Version"] = version or ""
            headers["Cache-Control"] = "no-cache"
            headers["Vary"] = "Accept"

    def _record(self, scope: Scope, method: str, status: int, seconds: float) -> None:
        route = scope.get("route")
        # The template, not the path: ids would make a series each.
        template = getattr(route, "path", None) or "unknown"
        self.metrics.count(method, template, status, seconds)
        quiet = scope["path"] in ("/healthz", "/readyz", "/metrics")
        query = scope["query_string"].decode("latin-1")
        log = _log.debug if quiet else _log.info
        log("answered", method=method, path=scope["path"], query=query, status=status, ms=round(seconds * 1000, 2))


def make_etag(version: str, scope: Scope, headers: Headers) -> str | None:
    """The ETag of what a request would be answered under a data version; None for paths that do not depend on the data."""
    path: str = scope["path"]
    if path == "/" or path.startswith(_WITHOUT_ETAG):
        return None
    content: Any = "\0".join((version, path, scope["query_string"].decode("latin-1"), headers.get("accept", "")))
    return f'"{hashlib.blake2b(content.encode(), digest_size=12).hexdigest()}"'


def _etags(headers: Headers) -> list[str]:
    given = headers.get("if-none-match")
    return [tag.strip().removeprefix("W/") for tag in given.split(",")] if given else []
