"""The shapes of the answers, for the OpenAPI document; answers themselves are rendered without passing through them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """An error as RFC 9457 has it; `parameter` and `accepted` stand where a parameter is at fault."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = None
    accepted: list[str] | None = None
    request_id: str | None = None


class Evidence(BaseModel):
    """A passage: `text` is the body from character `start` up to `end`."""

    start: int
    end: int
    text: str


class Claim(BaseModel):
    """One fact as one document states it."""

    id: str
    document: str
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    source: str
    slots: dict[str, Any]
    modality: str | None
    attributed_to: str | None
    rule: str
    evidence: list[Evidence]


class FactRow(BaseModel, extra="allow"):
    """A merged fact in a list: the slots of its kind stand beside these."""

    id: str
    kind: str
    claims: int
    sources: int
    first_reported: str | None
    last_reported: str | None
    disputed: list[str]
    denials: int


class FactDetail(BaseModel, extra="allow"):
    """A merged fact with all that stands behind it."""

    id: str
    kind: str
    claims: list[Claim]
    sources: list[str]
    first_reported: str | None
    last_reported: str | None
    disputed: list[str]
    conflicts: list[dict[str, Any]]
    denials: list[str]
    disputes: list[dict[str, Any]]
    status_history: list[dict[str, Any]]
    entities: list[str]


class Listing(BaseModel):
    """Every list answer; `next` is the cursor of the following page, null on the last."""

    data_version: str
    total: int
    results: list[dict[str, Any]]
    next: str | None


class FactList(Listing):
    """Facts of a selection."""

    results: list[FactRow]  # type: ignore[assignment]


class Outcome(BaseModel):
    """What became of one document of an upload."""

    document: str
    status: str = Field(description="added, replaced, unchanged or rejected")
    claims: int
    reason: str | None


class Outcomes(Listing):
    """What became of each document of an upload, in its order."""

    results: list[Outcome]  # type: ignore[assignment]


class Retraction(BaseModel):
    """A document taken out of the store."""

    data_version: str
    document: str
    status: str


class Anything(BaseModel, extra="allow"):
    """One thing with everything known about it; the header `X-Data-Version` tells the data version."""
