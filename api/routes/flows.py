"""Sums over facts: flows between parties, paths between entities, and facts over time."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import aside, json_answer, library_of, list_answer, operation, selection_of
from api.models import Listing
from api.params import CURSOR, LIMIT, Parameter, filter_parameters, read_query
from graph.flows import DIMENSIONS
from graph.paths import MAX_LENGTH, MAX_PATHS
from graph.timeline import PERIODS

router = APIRouter(tags=["flows, paths, timeline"])
FLOWS: Final = (
    Parameter("by", f"What to sum by: one or more of {', '.join(DIMENSIONS)}, separated by commas.", default="supplier,recipient"),
    *filter_parameters(),
    LIMIT,
    CURSOR,
)
PATHS: Final = (
    Parameter("from", "The entity to start from: an id, an ISO 3166-1 alpha-3 key, or a name.", required=True),
    Parameter("to", "The entity to reach.", required=True),
    Parameter("max_length", "How many facts a path may have at most.", "whole", 4, 1, MAX_LENGTH),
    *filter_parameters(),
    Parameter("limit", "How many paths at most.", "whole", 20, 1, MAX_PATHS),
)
TIMELINE: Final = (Parameter("by", "The step of the time line.", default="year", choices=tuple(PERIODS)), *filter_parameters())


@router.get("/flows", **operation("Flows between parties", FLOWS, Listing))
async def list_flows(request: Request) -> Response:
    """Number of facts, quantities and values by currency, summed by what `by` names."""
    query = read_query(request, FLOWS)
    dataset = library_of(request).dataset
    selection = selection_of(query, dataset)
    page = await aside(lambda: dataset.flows(query["by"], selection, limit=query["limit"], cursor=query["cursor"]))
    return json_answer(page.to_bytes())


@router.get("/paths", **operation("Shortest paths", PATHS, Listing, (400, 404, 503)))
async def list_paths(request: Request) -> Response:
    """The shortest paths between two entities, each hop with the facts that make it."""
    query = read_query(request, PATHS)
    dataset = library_of(request).dataset
    selection = selection_of(query, dataset)
    start, goal = dataset.parse_entity("from", query["from"]), dataset.parse_entity("to", query["to"])
    return list_answer(dataset, await aside(lambda: dataset.paths(start, goal, query["max_length"], selection, limit=query["limit"])))


@router.get("/timeline", **operation("Facts over time", TIMELINE, Listing))
async def show_timeline(request: Request) -> Response:
    """How many facts fall into each year or month, by status."""
    query = read_query(request, TIMELINE)
    dataset = library_of(request).dataset
    selection = selection_of(query, dataset)
    return list_answer(dataset, await aside(lambda: dataset.timeline(selection, by=query["by"])))
