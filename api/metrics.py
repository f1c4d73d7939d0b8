"""Figures about the server for Prometheus, in a registry of its own, so that two applications in one process do not mix."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

MEDIA_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Requests by path and status, their seconds, and the sizes of what is served."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "path", "status")
        self._requests = Counter("armsgraph_requests", "Answers given.", labels, registry=self._registry)
        self._seconds = Histogram("armsgraph_request_seconds", "Seconds to answer.", ("path",), registry=self._registry)
        self._sizes = {
            name: Gauge(f"armsgraph_{name}", f"Number of {name} served.", registry=self._registry)
            for name in ("documents", "claims", "facts", "entities")
        }

    def count(self, method: str, path: str, status: int, seconds: float) -> None:
        """Notes one answer; `path` is the route's template."""
        self._requests.labels(method, path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def render(self, sizes: Mapping[str, int]) -> bytes:
        """The exposition text, with the sizes as they are now."""
        for name, size in sizes.items():
            if name in self._sizes:
                self._sizes[name].set(size)
        return generate_latest(self._registry)
