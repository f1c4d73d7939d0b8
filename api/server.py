"""Runs the application: one process, one address, stopped gracefully by SIGTERM or SIGINT."""

from __future__ import annotations

import signal
import socket
import sys

import uvicorn

from api import logs
from api.app import create_app
from api.library import Library
from api.settings import Settings
from api.workers import Workers
from graph.record import Record
from graph.sparql import SparqlLimits

# Answers under way get this long to end once the server is told to stop.
_GRACE_SECONDS = 20


class AddressError(Exception):
    """The host and port cannot be listened on."""


def serve(record: Record, settings: Settings) -> None:
    """Serves a record that is open for writing until told to stop, then closes it; prints the address once it listens.

    AddressError where the address is taken or unknown; the record is closed then too.
    """
    try:
        listener = _listen(settings)
    except AddressError:
        record.close()
        raise
    logs.configure(settings.log_level)
    limits = SparqlLimits(seconds=settings.sparql_seconds, max_rows=settings.sparql_rows)
    app = create_app(Library(record, Workers(settings.processes), limits), settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        lifespan="on",
    )
    server = _Server(config)
    # Uvicorn stops gracefully and then raises the signal again for whoever handled it before; being asked to stop is no failure.
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        server.run(sockets=[listener])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if not server.started:
        raise AddressError("the server did not start; its log tells why")


class _Server(uvicorn.Server):
    """Tells where it listens as soon as it does, which is what scripts and people wait for."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or []:
            host, port = listener.getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            print(f"armsgraph serves http://{shown}:{port}", flush=True, file=sys.stdout)


def _listen(settings: Settings) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise AddressError(f"cannot listen on {settings.host} port {settings.port}: {error.strerror or error}") from error
    return listener
