"""Entities: states, officials, agencies, weapons, categories and groups."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import aside, json_answer, library_of, operation, selection_of
from api.models import Anything, Listing
from api.params import CURSOR, ENTITY_KIND, LIMIT, Parameter, filter_parameters, read_query

router = APIRouter(tags=["entities"])
SEARCH: Final = (ENTITY_KIND, Parameter("q", "A name, alias, part of a name, or key."), LIMIT, CURSOR)
NEIGHBORS: Final = (*filter_parameters(), LIMIT, CURSOR)


@router.get("/entities", **operation("Search entities by name", SEARCH, Listing))
async def list_entities(request: Request) -> Response:
    """Entities whose names fit, best first."""
    query = read_query(request, SEARCH)
    dataset = library_of(request).dataset
    page = await aside(lambda: dataset.entities(query["kind"], query["q"], limit=query["limit"], cursor=query["cursor"]))
    return json_answer(page.to_bytes())


@router.get("/entities/{kind}/{key}", **operation("One entity", (), Anything, (400, 404, 503)))
async def show_entity(request: Request, kind: str, key: str) -> Response:
    """Its names, category, counts, first and last appearance, and whom it deals with most."""
    read_query(request, ())
    dataset = library_of(request).dataset
    return json_answer(await aside(lambda: dataset.entity(f"{kind}/{key}")))


@router.get("/entities/{kind}/{key}/neighbors", **operation("Adjacent entities", NEIGHBORS, Listing, (400, 404, 503)))
async def list_neighbors(request: Request, kind: str, key: str) -> Response:
    """Entities that share a fact with it, and these facts."""
    query = read_query(request, NEIGHBORS)
    dataset = library_of(request).dataset
    selection = selection_of(query, dataset)
    page = await aside(lambda: dataset.neighbors(f"{kind}/{key}", selection, limit=query["limit"], cursor=query["cursor"]))
    return json_answer(page.to_bytes())
