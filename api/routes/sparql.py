"""SPARQL 1.1 protocol, queries only; what a query may cost is bounded by `graph.sparql`."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import aside, library_of, operation
from api.errors import BadRequest, NotAcceptable, UnsupportedBody
from api.negotiation import accepted_of
from api.params import Parameter, read_query
from api.uploads import media_type, read_body
from graph.errors import SelectionError
from graph.sparql import FORMATS, MAX_QUERY_LENGTH

router = APIRouter(tags=["SPARQL"])
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
# A query may be long and lists of values make it so; it must still be allowed to be longer than other parameters.
SPARQL: Final = (Parameter("query", "A SELECT, ASK, CONSTRUCT or DESCRIBE query.", required=True, longest=MAX_QUERY_LENGTH),)
# What may be asked for in `Accept`, best first for `*/*`, and the form that it gets.
OFFERED: Final = (
    ("application/sparql-results+json", "json"),
    ("text/turtle", "ttl"),
    ("application/json", "json"),
    ("text/csv", "csv"),
    ("text/tab-separated-values", "tsv"),
    ("application/sparql-results+xml", "xml"),
    ("application/xml", "xml"),
    ("application/n-triples", "nt"),
)
# A percent-encoded character of the query takes up to twelve bytes of a form.
_MAX_BODY: Final = MAX_QUERY_LENGTH * 12
_CONTENT: Final = {200: {"description": "The answer, in the form asked for.", "content": {name: {} for name, _ in OFFERED}}}


def _documentation(*parameters: Parameter, **extra: object) -> dict[str, object]:
    made = operation("Ask in SPARQL", parameters, None, (400, 406, 503), **extra)
    made["responses"].update(_CONTENT)
    return made


@router.get("/sparql", **_documentation(*SPARQL))  # type: ignore[arg-type]
async def ask(request: Request) -> Response:
    """Answers a query in the form that `Accept` asks for; `X-Truncated: true` where rows were cut off at the limit."""
    return await _answer(request, read_query(request, SPARQL)["query"])


@router.post(
    "/sparql",
    **_documentation(
        requestBody={"required": True, "content": {FORM: {"schema": {"type": "object"}}, QUERY: {"schema": {"type": "string"}}}}
    ),  # type: ignore[arg-type]
)
async def ask_by_post(request: Request) -> Response:
    """The same for a query in a form (`query=`) or as the bare body."""
    read_query(request, ())
    content_type = media_type(request.headers)
    if content_type not in (FORM, QUERY):
        raise UnsupportedBody(f"a body of type {content_type or 'unknown'!r} is not read here", accepted=[FORM, QUERY])
    body = await read_body(request, _MAX_BODY)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("query", f"the body is not UTF-8 at byte {error.start}") from error
    return await _answer(request, text if content_type == QUERY else _from_form(text))


def _from_form(text: str) -> str:
    fields = parse_qsl(text, keep_blank_values=True)
    for name, _ in fields:
        if name != "query":
            raise BadRequest(name, f"there is no parameter {name!r} here", ["query"])
    if len(fields) != 1:
        raise BadRequest("query", "the form needs `query`, once", ["a SELECT, ASK, CONSTRUCT or DESCRIBE query"])
    return fields[0][1]


async def _answer(request: Request, text: str) -> Response:
    library = library_of(request)
    forms = tuple(dict.fromkeys(accepted_of(request.headers.get("accept"), OFFERED)))
    not_acceptable = NotAcceptable("none of the types in Accept can be given", accepted=[name for name, _ in OFFERED])
    if not forms:
        raise not_acceptable
    sparql = library.sparql
    try:
        answer = await aside(lambda: sparql.query(text, forms))
    except SelectionError as error:
        if error.parameter != "format":
            raise
        suiting = {FORMATS[form].partition(";")[0] for form in error.accepted if form in FORMATS}
        raise NotAcceptable(error.reason, accepted=[name for name, _ in OFFERED if name in suiting]) from error
    headers = {"X-Data-Version": answer.data_version, "X-Truncated": str(answer.truncated).lower()}
    return Response(answer.body, headers=headers, media_type=answer.media_type)
