"""Exports: the graph of a selection as a file, in every format that `graph.exports` writes."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from itertools import chain
from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from api.answers import aside, library_of, operation, selection_of
from api.params import NAME, TIMELINE, Parameter, filter_parameters, read_query
from api.uploads import file_name
from graph.exports import EXPORTERS, Exporter, ExportOptions

router = APIRouter(tags=["exports"])
# The formats that can carry time.
_DYNAMIC: Final = frozenset({"gexf"})


def parameters_of(exporter: Exporter) -> tuple[Parameter, ...]:
    """What the path of a format takes: the filters, `timeline` where the format has it, and `name`."""
    return (*filter_parameters(), *([TIMELINE] if exporter.suffix in _DYNAMIC else []), NAME)


def _endpoint(exporter: Exporter) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    known = parameters_of(exporter)

    async def export(request: Request) -> Response:
        query = read_query(request, known)
        dataset = library_of(request).dataset
        selection = selection_of(query, dataset)
        headers = {}
        if query["name"] is not None:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(download_name(query['name'], exporter.suffix))}"
        if request.scope["state"].get("head"):
            # A streamed answer tells no length; an empty plain one would claim that the file is empty.
            return StreamingResponse(iter(()), headers=headers, media_type=exporter.media_type)
        pieces = iter(exporter.write(dataset, selection, ExportOptions(timeline=bool(query.values.get("timeline")))))
        # The first piece is made before the answer begins, so that what goes wrong there is still an error answer.
        first = await aside(lambda: next(pieces, b""))
        return StreamingResponse(_joined(first, pieces), headers=headers, media_type=exporter.media_type)

    return export


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    return chain((first,), rest)


def download_name(name: str, suffix: str) -> str:
    """A file name that somebody asked for, without folders, ending in the format's suffix."""
    safe = file_name(name)
    return safe if safe.lower().endswith(f".{suffix}") else f"{safe}.{suffix}"


for _exporter in EXPORTERS.values():
    _documentation = operation(f"The selection as {_exporter.title}", parameters_of(_exporter))
    _documentation["responses"][200] = {"content": {_exporter.media_type: {}}, "description": "The file, streamed."}
    router.add_api_route(f"/graph.{_exporter.suffix}", _endpoint(_exporter), name=f"export {_exporter.suffix}", **_documentation)
