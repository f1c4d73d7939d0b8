"""Fixtures: a client of an application over a small store, with and without a key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.library import Library
from api.logs import configure
from api.settings import Settings
from graph.record import Record
from tests.api.simple import EXTRACTIONS, SimpleExtracting

KEY = "secret-key"


@contextmanager
def serving(store: Path, settings: Settings) -> Iterator[TestClient]:
    """A client of a ready application over a store."""
    library = Library(Record.open(store), SimpleExtracting())
    with TestClient(create_app(library, settings), raise_server_exceptions=False) as client:
        while client.get("/readyz").status_code == 503:
            pass
        yield client


@pytest.fixture(scope="session", autouse=True)
def quiet() -> None:
    """Log lines only where something is wrong."""
    configure("warning")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with EXTRACTIONS, to be copied: filling one takes a second, since the lexicons go in too."""
    store = tmp_path_factory.mktemp("filled") / "store"
    with Record.open(store) as record:
        for extraction in EXTRACTIONS:
            record.put(extraction)
    return store


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    """A store of one's own with EXTRACTIONS."""
    return Path(shutil.copytree(filled, tmp_path / "store"))


@pytest.fixture(scope="module")
def reading(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client for reading only; shared by a module, since nothing it does changes the data."""
    with serving(Path(shutil.copytree(filled, tmp_path_factory.mktemp("reading") / "store")), Settings()) as client:
        yield client


@pytest.fixture
def writing(store: Path) -> Iterator[TestClient]:
    """A client of a server that takes writes with KEY, bodies up to 4,000 bytes and documents up to 2,000."""
    with serving(store, Settings(api_key=KEY, max_body=4_000, max_document=2_000)) as client:
        yield client
