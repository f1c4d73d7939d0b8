"""Content negotiation: which of the offered types an `Accept` header asks for, in its order of preference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_QUALITY: Final = re.compile(r"[01](?:\.\d{0,3})?")


def accepted_of(header: str | None, offered: Sequence[tuple[str, str]]) -> list[str]:
    """The second parts of the offered (media type, value) pairs that `header` accepts, best first; all where it is missing.

    The most specific range that fits an offer decides its quality, as RFC 9110 says; equals keep the order of the offer.
    """
    if header is None or not header.strip():
        return [value for _, value in offered]
    ranges = [_parse(part) for part in header.split(",") if part.strip()]
    ranked = []
    for position, (name, value) in enumerate(offered):
        fitting = [(specific, quality) for pattern, quality in ranges if (specific := _fits(pattern, name)) is not None]
        quality = max(fitting)[1] if fitting else 0.0
        if quality > 0:
            ranked.append((-quality, position, value))
    return [value for _, _, value in sorted(ranked)]


def _parse(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            quality = min(float(value), 1.0) if _QUALITY.fullmatch(value.strip()) else 0.0
    return name.lower(), quality


def _fits(pattern: str, name: str) -> int | None:
    """How specifically a range fits a media type, None if it does not."""
    if pattern == name:
        return 2
    if pattern == f"{name.partition('/')[0]}/*":
        return 1
    return 0 if pattern == "*/*" else None
