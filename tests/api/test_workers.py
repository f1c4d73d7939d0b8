"""Extracting processes: what is told where one cannot start its work, or dies at it."""

from __future__ import annotations

import asyncio
import os
import pickle

import pytest

from api import workers
from api.errors import CannotExtract
from api.workers import Workers
from data.documents import Dispatch
from data.errors import DocumentError, ResourceError
from data.facts import Extraction
from tests.api.simple import A, B, extract_simply


def die_at_b(dispatch: Dispatch) -> Extraction:
    if dispatch.document == B.document:
        os._exit(1)
    return extract_simply(dispatch)


def fail_to_load() -> None:
    raise ResourceError("rules/sell.yml", "unknown key 'trigers'")


def test_a_process_that_cannot_load_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_extractor", fail_to_load)
    with pytest.raises(CannotExtract, match=r"ResourceError: rules/sell\.yml: unknown key 'trigers'") as raised:
        workers._extract(A)
    # It has to come through the pipe of a process.
    again = pickle.loads(pickle.dumps(raised.value))
    assert (type(again), again.detail) == (CannotExtract, raised.value.detail)


def test_a_process_that_dies_takes_no_other_document_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_extract", die_at_b)
    pool = Workers(1)

    async def work() -> Extraction:
        with pytest.raises(DocumentError, match="process died") as raised:
            await pool.extract(B)
        assert raised.value.document == B.document
        return await pool.extract(A)

    try:
        assert asyncio.run(work()) == extract_simply(A)
    finally:
        pool.close()
