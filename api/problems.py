"""Errors as answers: one table says which HTTP status stands for what, and one shape carries it.

Every error is answered as RFC 9457 `application/problem+json`, with `parameter` and `accepted` where a parameter is at fault. Lower
rooms raise their own errors and know nothing of statuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.errors import (
    ApiError,
    BadRequest,
    BodyTooLarge,
    CannotExtract,
    KeyMissing,
    NotAcceptable,
    NotReady,
    UnsupportedBody,
    WritesOff,
)
from data.errors import DocumentError, WireFormatError
from graph.errors import GraphError, LimitExceeded, SelectionError, StoreError, StoreLocked, UnknownDocument, UnknownEntity, UnknownFact

PROBLEM_TYPE: Final = "application/problem+json"


# The most specific class first; the slug ends the problem's type and is what programs should test.
_STATUS: Final[tuple[tuple[type[Exception], int, str], ...]] = (
    (BadRequest, 400, "invalid-parameter"),
    (KeyMissing, 401, "key-missing"),
    (WritesOff, 403, "writes-off"),
    (BodyTooLarge, 413, "body-too-large"),
    (UnsupportedBody, 415, "unsupported-body"),
    (NotAcceptable, 406, "not-acceptable"),
    (CannotExtract, 500, "cannot-extract"),
    (NotReady, 503, "not-ready"),
    (SelectionError, 400, "invalid-parameter"),
    (UnknownDocument, 404, "unknown-document"),
    (UnknownFact, 404, "unknown-fact"),
    (UnknownEntity, 404, "unknown-entity"),
    (LimitExceeded, 400, "limit-exceeded"),
    (StoreLocked, 503, "store-locked"),
    (StoreError, 500, "store-unusable"),
    (DocumentError, 400, "unreadable-document"),
    (WireFormatError, 400, "unreadable-facts"),
    (GraphError, 400, "bad-request"),
)


# What the framework itself finds.
_HTTP_SLUGS: Final = {404: "no-such-path", 405: "method-not-allowed"}


def problem(status: int, slug: str, detail: str, **extra: Any) -> dict[str, Any]:
    """The problem object; `extra` members follow the standard ones."""
    return {"type": f"urn:armsgraph:problem:{slug}", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **extra}


def problem_response(status: int, slug: str, detail: str, headers: Mapping[str, str] | None = None, **extra: Any) -> Response:
    """The answer that carries a problem object."""
    return Response(orjson.dumps(problem(status, slug, detail, **extra), default=str), status, headers, PROBLEM_TYPE)


def slugs() -> tuple[str, ...]:
    """Every problem's slug, sorted."""
    return tuple(sorted({slug for _, _, slug in _STATUS} | {*_HTTP_SLUGS.values(), "unforeseen"}))


def install(app: FastAPI) -> None:
    """Makes `app` answer every error, its own and unforeseen ones, as problem details."""
    for kind in {kind for kind, _, _ in _STATUS} | {ApiError}:
        app.add_exception_handler(kind, _answer_known)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(RequestValidationError, _answer_validation)
    app.add_exception_handler(Exception, _answer_unforeseen)


async def _answer_known(request: Request, error: Exception) -> Response:
    status, slug = next((status, slug) for kind, status, slug in _STATUS if isinstance(error, kind))
    extra: dict[str, Any] = {}
    headers: Mapping[str, str] = {}
    detail = str(error)
    if isinstance(error, ApiError):
        detail, extra, headers = error.detail, error.extra, error.headers
    elif isinstance(error, SelectionError):
        detail, extra = error.reason, {"parameter": error.parameter, "accepted": list(error.accepted)}
    elif isinstance(error, LimitExceeded):
        extra = {"limit": error.limit, "value": error.value}
    elif isinstance(error, StoreError):
        # The path is this machine's own business; the log has it.
        detail = error.reason
    return problem_response(status, slug, detail, headers, **extra)


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    details = {
        404: f"there is nothing at {request.url.path}; /docs lists what there is",
        405: f"{request.method} is not possible here",
    }
    slug = _HTTP_SLUGS.get(error.status_code, "bad-request")
    headers = dict(error.headers or {})
    extra: dict[str, Any] = {}
    if error.status_code == 405:
        extra["accepted"] = _methods(request)
        headers["Allow"] = ", ".join(extra["accepted"])
    return problem_response(error.status_code, slug, details.get(error.status_code, str(error.detail)), headers, **extra)


def _methods(request: Request) -> list[str]:
    """What the path takes: each of its methods is a route of its own, and the framework names those of the first only."""
    routes = (route for route in request.app.state.routes if route.path_regex.match(request.url.path))
    found: set[str] = {method for route in routes for method in route.methods or ()}
    return sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set()))


async def _answer_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = []
    for fault in error.errors():
        name = ".".join(str(part) for part in fault["loc"][1:]) or "body"
        faults.append({"parameter": name, "reason": fault["msg"], "value": fault.get("input") if fault["type"] != "missing" else None})
    first = faults[0]
    detail = "; ".join(f"{fault['parameter']}: {fault['reason']}" for fault in faults)
    return problem_response(400, "invalid-parameter", detail, parameter=first["parameter"], accepted=[first["reason"]], errors=faults)


async def _answer_unforeseen(request: Request, error: Exception) -> Response:
    request_id = request.scope.get("state", {}).get("request_id")
    return problem_response(
        500,
        "unforeseen",
        "the server made a mistake; its log tells more under this request_id",
        {"X-Request-ID": str(request_id)},
        request_id=request_id,
    )
