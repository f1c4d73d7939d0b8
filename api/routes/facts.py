"""Facts: what the claims of all documents add up to."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import aside, json_answer, library_of, operation, selection_of
from api.models import FactDetail, FactList
from api.params import CURSOR, LIMIT, Parameter, filter_parameters, read_query
from graph.index import DEFAULT_SORT, SORTS

router = APIRouter(tags=["facts"])
SORT: Final = Parameter("sort", "Order; a leading - puts large values and late days first.", default=DEFAULT_SORT, choices=tuple(SORTS))
KNOWN_AT: Final = next(parameter for parameter in filter_parameters() if parameter.name == "known_at")
FACTS: Final = (*filter_parameters(), SORT, LIMIT, CURSOR)


@router.get("/facts", **operation("Facts of a selection", FACTS, FactList))
async def list_facts(request: Request) -> Response:
    """The merged slots of each fact, with the number of claims and sources behind it."""
    query = read_query(request, FACTS)
    dataset = library_of(request).dataset
    selection = selection_of(query, dataset)

    def answer() -> bytes:
        return dataset.facts(selection, sort=query["sort"], limit=query["limit"], cursor=query["cursor"]).to_bytes()

    # Merging again for an earlier day and searching words can take long; everything else is a matter of array look-ups.
    slow = selection.known_at is not None or selection.q is not None
    return json_answer(await aside(answer) if slow else answer())


@router.get("/facts/{fact}", **operation("One fact", (KNOWN_AT,), FactDetail, (400, 404, 503)))
async def show_fact(request: Request, fact: str) -> Response:
    """Every claim with its slots, who is credited with it and the sentences that say so; conflicts, denials and history."""
    query = read_query(request, (KNOWN_AT,))
    dataset = library_of(request).dataset
    selection = selection_of(query, dataset)
    return json_answer(await aside(lambda: dataset.fact(fact, known_at=selection.known_at)))
