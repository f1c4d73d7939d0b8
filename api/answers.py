"""What routes share: how an answer is documented, rendered and kept off the event loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import orjson
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.library import Library
from api.models import Problem
from api.params import Parameter, Query
from api.problems import PROBLEM_TYPE
from graph.queries import Dataset
from graph.selection import Selection

Result = TypeVar("Result")
JSON: Final = "application/json"
_PROBLEMS: Final = {
    400: "A parameter or the body cannot be read.",
    401: "The key is missing or wrong.",
    403: "Writing is off: the server has no key set.",
    404: "There is no such thing.",
    406: "None of the accepted types can be given.",
    413: "The body is over the limit.",
    415: "The body's type is not read here.",
    503: "The store is still being loaded.",
}


def operation(
    summary: str,
    parameters: Sequence[Parameter] = (),
    model: type[BaseModel] | None = None,
    problems: Sequence[int] = (400, 503),
    **extra: Any,
) -> dict[str, Any]:
    """The documentation of a route, as keyword arguments of its decorator."""
    problem = {"content": {PROBLEM_TYPE: {"schema": Problem.model_json_schema()}}}
    responses: dict[int | str, dict[str, Any]] = {status: {"description": _PROBLEMS[status], **problem} for status in problems}
    if model is not None:
        responses[200] = {"model": model}
    documented = [parameter.document() for parameter in parameters]
    openapi = {**({"parameters": documented} if documented else {}), **extra}
    return {"summary": summary, "responses": responses, "openapi_extra": openapi, "response_class": Response}


def library_of(request: Request) -> Library:
    """The library that the application serves."""
    library = request.app.state.library
    assert isinstance(library, Library)
    return library


def selection_of(query: Query, dataset: Dataset) -> Selection:
    """The selection that the filters of a query describe; SelectionError names the one that cannot be read."""
    return dataset.parse(query.filters)


def json_answer(value: Any, status: int = 200) -> Response:
    """A JSON answer; bytes are taken as rendered already."""
    return Response(value if isinstance(value, bytes) else orjson.dumps(value), status, media_type=JSON)


def list_answer(dataset: Dataset, rows: Sequence[Any]) -> Response:
    """A list answer that has one page only."""
    return json_answer({"data_version": dataset.data_version, "total": len(rows), "results": rows, "next": None})


async def aside(work: Callable[[], Result]) -> Result:
    """The result of work that is too long for the event loop, done in a thread."""
    return await run_in_threadpool(work)
