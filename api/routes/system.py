"""What is not data: the page, health, figures, and the description of all this."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from api.answers import json_answer, library_of
from api.errors import NotReady
from api.metrics import MEDIA_TYPE, Metrics

router = APIRouter(tags=["system"])
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".html": "text/html", ".png": "image/png"}
# Swagger UI sets inline styles and draws its icons from data URLs; nothing else here does.
_DOCS_POLICY: Final = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
# Shipped by the package fastapi-offline, so that /docs needs no network.
_VENDORED: Final = ("swagger-ui-bundle.js", "swagger-ui.css")
_OWN: Final = ("style.css", "docs.js")


@router.get("/", include_in_schema=False)
async def show_page() -> Response:
    """The page that lists what there is."""
    return HTMLResponse(_own("index.html"))


@router.get("/docs", include_in_schema=False)
async def show_docs() -> Response:
    """The OpenAPI document, to read and try out."""
    return HTMLResponse(_own("docs.html"), headers={"Content-Security-Policy": _DOCS_POLICY})


@router.get("/static/{name}", include_in_schema=False)
async def show_static(name: str) -> Response:
    """A file of the two pages."""
    if name in _OWN:
        content = _own(name)
    elif name in _VENDORED:
        content = files("fastapi_offline").joinpath("static", name).read_bytes()
    else:
        raise HTTPException(404)
    return Response(content, headers={"Cache-Control": "max-age=3600"}, media_type=_TYPES["." + name.rpartition(".")[2]])


@router.get("/healthz", summary="Whether the server lives")
async def show_health() -> Response:
    """Always `{"status": "ok"}` while the process answers."""
    return json_answer({"status": "ok"})


@router.get("/readyz", summary="Whether the data is loaded")
async def show_readiness(request: Request) -> Response:
    """`{"status": "ready", ...}` with the sizes, or 503 while the store is being loaded."""
    library = library_of(request)
    if library.data_version is None:
        raise NotReady("the store is being loaded; try again in a moment", headers={"Retry-After": "1"})
    return json_answer({"status": "ready", "data_version": library.data_version, **library.sizes()})


@router.get("/metrics", summary="Figures for Prometheus")
async def show_metrics(request: Request) -> Response:
    """The Prometheus exposition text."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.render(library_of(request).sizes()), media_type=MEDIA_TYPE)


def _own(name: str) -> bytes:
    return files("api").joinpath("static", name).read_bytes()
