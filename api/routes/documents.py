"""Documents: what was read, what was found where, and the only paths that write."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import aside, json_answer, library_of, operation
from api.ingest import REJECTED, Outcome, refusal
from api.library import Library
from api.models import Anything, Listing, Outcomes, Retraction
from api.params import CURSOR, LIMIT, Parameter, read_query
from api.problems import problem_response
from api.settings import Settings
from api.uploads import ACCEPTED, Upload, read_uploads, require_key
from data.errors import DocumentError, WireFormatError
from data.facts import Extraction

router = APIRouter(tags=["documents"])
LISTING: Final = (
    Parameter("q", "Words of the title, the publisher or the name."),
    Parameter("publisher", "Only what this publisher published."),
    LIMIT,
    CURSOR,
)
UPLOAD_NAME: Final = Parameter("name", "What a bare text (`text/markdown`, `text/plain`, `text/html`) is called.")
_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "Files in a form; an object {document, text, title, publisher, published, url} or a list of such; lines that "
        "`armsgraph extract` printed, or such objects, one a line; or one bare text with `name`.",
        "content": {accepted: {"schema": {"type": "string", "format": "binary"}} for accepted in ACCEPTED},
    },
    "security": [{"bearer": []}, {"key": []}],
}


@router.get("/documents", **operation("Documents in the store", LISTING, Listing))
async def list_documents(request: Request) -> Response:
    """What was read, with publisher, day and number of claims."""
    query = read_query(request, LISTING)
    dataset = library_of(request).dataset
    page = await aside(lambda: dataset.documents(query["q"], query["publisher"], limit=query["limit"], cursor=query["cursor"]))
    return json_answer(page.to_bytes())


@router.get("/documents/{document:path}", **operation("One document", (), Anything, (400, 404, 503)))
async def show_document(request: Request, document: str) -> Response:
    """Its text and the spans of its claims."""
    read_query(request, ())
    dataset = library_of(request).dataset
    return json_answer(await aside(lambda: dataset.document(document)))


@router.post("/documents", **operation("Ingest documents", (UPLOAD_NAME,), Outcomes, (400, 401, 403, 413, 415, 503), **_BODY))
async def add_documents(request: Request) -> Response:
    """Reads, extracts and stores; answers when everything acknowledged is durable. One unreadable document stops no other.

    Where not one document of the body could be taken, the answer is a problem (400) that lists the reasons.
    """
    settings: Settings = request.app.state.settings
    require_key(request, settings)
    query = read_query(request, (UPLOAD_NAME,))
    library = library_of(request)
    version_known = library.dataset.data_version
    uploads = await read_uploads(request, query["name"], settings)
    outcomes = await _take(library, uploads)
    rows = [outcome.to_json() for outcome in outcomes]
    if all(outcome.status == REJECTED for outcome in outcomes):
        detail = "; ".join(f"{outcome.document}: {outcome.reason}" for outcome in outcomes[:5])
        return problem_response(400, "unreadable-document", detail or "the body holds no document", results=rows)
    return json_answer({"data_version": library.data_version or version_known, "total": len(rows), "results": rows, "next": None})


async def _take(library: Library, uploads: list[Upload]) -> list[Outcome]:
    # As many extractions at once as there are processes for them; the pool queues the rest.
    return list(await asyncio.gather(*(_take_one(library, upload) for upload in uploads)))


async def _take_one(library: Library, upload: Upload) -> Outcome:
    if isinstance(upload, DocumentError):
        return refusal(upload)
    if isinstance(upload, WireFormatError):
        return Outcome(upload.where, REJECTED, reason=upload.reason)
    if isinstance(upload, Extraction):
        return await library.put(upload)
    return await library.ingest(upload)


@router.delete(
    "/documents/{document:path}",
    **operation("Retract a document", (), Retraction, (401, 403, 404, 503), security=[{"bearer": []}, {"key": []}]),
)
async def retract_document(request: Request, document: str) -> Response:
    """Takes the document and its claims out of the store; facts that others tell stay with the claims that are left."""
    settings: Settings = request.app.state.settings
    require_key(request, settings)
    read_query(request, ())
    library = library_of(request)
    library.dataset  # noqa: B018  (not before everything is loaded)
    await library.retract(document)
    return json_answer({"data_version": library.data_version, "document": document, "status": "retracted"})
