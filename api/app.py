"""The application: routes, errors and what every exchange has in common, put together around an open library."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import structlog
from fastapi import FastAPI
from starlette.routing import Route

from api import problems
from api.library import Library
from api.metrics import Metrics
from api.middleware import Exchange
from api.routes import documents, entities, facts, flows, graph, sparql, system
from api.settings import Settings
from api.version import version

ROUTERS: Final = (facts.router, entities.router, flows.router, documents.router, graph.router, sparql.router, system.router)
_log = structlog.stdlib.get_logger("api.app")
_DESCRIPTION: Final = """Facts about arms transfers, as dispatches tell them, merged into a graph.

Every list answer is `{"data_version", "total", "results", "next"}`; `next` goes back in as `cursor`. Errors are
`application/problem+json` and name the parameter. Unknown parameters are errors. Answers carry an `ETag`; ask again with
`If-None-Match` and an unchanged answer costs nothing."""


def create_app(library: Library, settings: Settings) -> FastAPI:
    """The ASGI application that serves `library`; it loads it on start-up, beside answering /healthz, and closes it at the end."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        loading = asyncio.create_task(library.load())
        loading.add_done_callback(_stop_if_failed)
        try:
            yield
        finally:
            await asyncio.wait([loading])
            await asyncio.to_thread(library.close)

    app = FastAPI(
        title="armsgraph",
        version=version(),
        description=_DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    metrics = Metrics()
    app.state.library = library
    app.state.settings = settings
    app.state.metrics = metrics
    app.state.routes = [route for router in ROUTERS for route in router.routes if isinstance(route, Route)]
    for router in ROUTERS:
        app.include_router(router)
    problems.install(app)
    app.add_middleware(Exchange, data_version=lambda: library.data_version, metrics=metrics)
    return app


def _stop_if_failed(loading: asyncio.Task[None]) -> None:
    """Ends the server where the store cannot be loaded, rather than leaving it unready for ever."""
    if not loading.cancelled() and (error := loading.exception()) is not None:
        _log.error("not loaded", exc_info=error)
        signal.raise_signal(signal.SIGTERM)
