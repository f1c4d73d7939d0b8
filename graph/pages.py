"""Pages of a list answer, and the cursor that leads from one to the next.

A cursor is opaque: it holds the data version and the query it belongs to, and where the page ended. It is refused with any other
query, and once the data has changed, since places in the list may have moved.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from graph.errors import SelectionError

MAX_LIMIT: Final = 500
DEFAULT_LIMIT: Final = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list: `total` counts the whole list, `rendered` are the rows as JSON, `next` the cursor of the next page or None."""

    data_version: str
    total: int
    rendered: tuple[bytes, ...]
    next: str | None

    @property
    def results(self) -> list[dict[str, Any]]:
        """The rows as values."""
        return [orjson.loads(row) for row in self.rendered]

    def to_bytes(self) -> bytes:
        """The whole list answer as JSON."""
        head = orjson.dumps({"data_version": self.data_version, "total": self.total})[:-1]
        return b'%b,"results":[%b],"next":%b}' % (head, b",".join(self.rendered), orjson.dumps(self.next))


def page_of(data_version: str, rows: Sequence[Mapping[str, Any]], query: str, limit: int, cursor: str | None) -> Page:
    """The page of a list that is at hand as a whole."""
    start = read_cursor(cursor, data_version, query)
    check_limit(limit)
    shown = rows[start : start + limit]
    end = start + len(shown)
    following = make_cursor(data_version, query, end) if end < len(rows) else None
    return Page(data_version, len(rows), tuple(map(orjson.dumps, shown)), following)


def check_limit(limit: int, most: int = MAX_LIMIT) -> int:
    """The limit, if it lies within bounds."""
    if not 1 <= limit <= most:
        raise SelectionError("limit", f"{limit} is out of bounds", [f"a whole number from 1 to {most}"])
    return limit


def make_cursor(data_version: str, query: str, position: int) -> str:
    """An opaque token for the rows from `position` on."""
    token = orjson.dumps([_fingerprint(data_version), _fingerprint(query), position])
    return base64.urlsafe_b64encode(token).decode().rstrip("=")


def read_cursor(cursor: str | None, data_version: str, query: str) -> int:
    """The position that a cursor stands for, 0 without one; SelectionError if it belongs to another query or older data."""
    if cursor is None:
        return 0
    accepted = ["the `next` of the page before, with the same parameters"]
    try:
        version, asked, position = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, UnicodeError, ValueError, TypeError) as error:
        raise SelectionError("cursor", "it is no cursor of this program", accepted) from error
    if not isinstance(position, int) or position < 0:
        raise SelectionError("cursor", "it is no cursor of this program", accepted)
    if asked != _fingerprint(query):
        raise SelectionError("cursor", "it belongs to another query", accepted)
    if version != _fingerprint(data_version):
        raise SelectionError("cursor", "the data has changed since that page; start again without a cursor", accepted)
    return position


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
