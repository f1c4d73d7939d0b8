"""Uploads: who may write, how much, and what documents a body holds.

A body is counted while it streams in and kept in memory; names in it only ever become names of documents, never paths.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Iterator
from email.message import Message
from pathlib import PurePosixPath
from typing import Final

import orjson
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from api.errors import BadRequest, BodyTooLarge, KeyMissing, UnsupportedBody, WritesOff
from api.settings import Settings
from data.errors import DocumentError, WireFormatError
from data.facts import Extraction, from_json
from data.readers import Reading, parse, parse_row

MULTIPART: Final = "multipart/form-data"
JSON: Final = "application/json"
LINES: Final = "application/x-ndjson"
# The type of a bare text and the suffix under which readers know it.
TEXTS: Final = {"text/markdown": ".md", "text/plain": ".txt", "text/html": ".html"}
ACCEPTED: Final = (MULTIPART, JSON, LINES, *TEXTS)
_MAX_DOCUMENTS: Final = 10_000

Upload = Reading | Extraction | WireFormatError


def require_key(request: Request, settings: Settings) -> None:
    """Lets a write pass if it carries the key, as `Authorization: Bearer KEY` or `X-API-Key: KEY`."""
    if settings.api_key is None:
        raise WritesOff("writing is off: the server was started without ARMSGRAPH_API_KEY")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
    # Compared in constant time, so that the answer's delay tells nothing about the key.
    if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), settings.api_key.encode()):
        detail = "the key is missing or wrong; send `Authorization: Bearer KEY` or `X-API-Key: KEY`"
        raise KeyMissing(detail, headers={"WWW-Authenticate": 'Bearer realm="armsgraph"'})


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, refused as soon as it is known to be larger than `limit` bytes."""
    too_large = BodyTooLarge(f"the body is larger than {limit:,} bytes; send fewer documents at a time", limit=limit)
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise too_large
    return bytes(body)


async def read_uploads(request: Request, name: str | None, settings: Settings) -> list[Upload]:
    """The documents in a request, each as a dispatch, an extraction, or the error that keeps it out.

    `name` is what a bare text is called.
    """
    content_type = media_type(request.headers)
    if content_type not in ACCEPTED:
        raise UnsupportedBody(f"a body of type {content_type or 'unknown'!r} is not read here", accepted=list(ACCEPTED))
    if name is not None and content_type not in TEXTS:
        raise BadRequest("name", f"it names a bare text; a body of type {content_type} names its documents itself", list(TEXTS))
    body = await read_body(request, settings.max_body)
    if content_type == MULTIPART:
        return await _from_form(request.headers, body, settings)
    if content_type == JSON:
        return list(_from_rows(_parse_json(body), settings))
    if content_type == LINES:
        return list(_from_lines(body, settings))
    if name is None:
        raise BadRequest("name", "a bare text needs a name", ["?name=FILE" + TEXTS[content_type]])
    document = file_name(name)
    if not document.lower().endswith(TEXTS[content_type]):
        document += TEXTS[content_type]
    return [_parse(document, body, settings)]


def file_name(name: str) -> str:
    """The last part of a name that somebody sent, as document id; BadRequest where nothing is left."""
    last = PurePosixPath(name.replace("\\", "/")).name
    if not last.strip(".") or not last.isprintable() or len(last) > 200:
        raise BadRequest("name", f"{name[:80]!r} is no file name", ["up to 200 printable characters"])
    return last


def media_type(headers: Headers) -> str:
    """The media type of a body, lower case and without parameters; empty where none is given."""
    message = Message()
    message["content-type"] = headers.get("content-type", "")
    return message.get_content_type() if headers.get("content-type") else ""


def _parse_json(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest(
            "body", f"not JSON: {error}", ["an object {document, text, title, publisher, published, url}, or a list of such"]
        ) from error


def _from_rows(content: object, settings: Settings) -> Iterator[Upload]:
    rows = content if isinstance(content, list) else [content]
    if not rows:
        raise BadRequest("body", "the list is empty", ["at least one document"])
    for number, row in enumerate(rows, 1):
        yield _from_row(row, f"#{number}", settings)


def _from_lines(body: bytes, settings: Settings) -> Iterator[Upload]:
    for number, line in enumerate(body.split(b"\n"), 1):
        if line.strip():
            try:
                row = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                yield WireFormatError(f"#{number}", f"not a JSON object: {error}")
            else:
                yield _from_row(row, f"#{number}", settings)


def _from_row(row: object, where: str, settings: Settings) -> Upload:
    """What `extract` printed is taken as it is; anything else is a text to be read, and needs its own name."""
    try:
        if isinstance(row, dict) and "facts" in row:
            return from_json(row, where)
        if isinstance(row, dict) and not any(row.get(key) not in (None, "") for key in ("document", "id", "name")):
            return DocumentError(where, "document: a name is expected")
        return parse_row(row, where, settings.max_document)
    except (DocumentError, WireFormatError) as error:
        return error


async def _from_form(headers: Headers, body: bytes, settings: Settings) -> list[Upload]:
    async def stream() -> AsyncIterator[bytes]:
        yield body

    try:
        form = await MultiPartParser(headers, stream(), max_files=_MAX_DOCUMENTS, max_fields=100).parse()  # type: ignore[arg-type]
    except (MultiPartException, KeyError) as error:
        raise BadRequest("body", f"not a readable form: {getattr(error, 'message', error)}", ["files in multipart/form-data"]) from error
    found: list[Upload] = []
    try:
        for _, value in form.multi_items():
            if isinstance(value, UploadFile):
                found.append(_parse(file_name(value.filename or ""), await value.read(), settings))
    finally:
        await form.close()
    if not found:
        raise BadRequest("body", "the form holds no file", ["files in multipart/form-data"])
    return found


def _parse(document: str, content: bytes, settings: Settings) -> Upload:
    try:
        return parse(document, content, settings.max_document)
    except DocumentError as error:
        return error
