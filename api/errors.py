"""What can go wrong in the api room.

ApiError
├── BadRequest        a parameter or body that cannot be read
├── KeyMissing        a write without the right key
├── WritesOff         a write to a server that has no key set
├── BodyTooLarge      a body over the limit
├── UnsupportedBody   a body of a type that is not read here
├── NotAcceptable     no answer in any of the types asked for
├── CannotExtract     the extractor itself cannot be loaded
└── NotReady          the store is still being loaded

`api.problems` says which HTTP status each of them, and each error of the lower rooms, stands for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class ApiError(Exception):
    """Base of this room's errors; `extra` holds further members of the problem object, `headers` those of the answer."""

    def __init__(self, detail: str, *, headers: Mapping[str, str] | None = None, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra


class BadRequest(ApiError):
    """A parameter or a body cannot be read; `parameter` names it, `accepted` what would be taken."""

    def __init__(self, parameter: str, detail: str, accepted: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(detail, parameter=parameter, **extra)
        if accepted:
            self.extra["accepted"] = list(accepted)


class KeyMissing(ApiError):
    """The key is missing or wrong."""


class WritesOff(ApiError):
    """No key is configured, so nothing can be written over HTTP."""


class BodyTooLarge(ApiError):
    """The body is over the limit."""


class UnsupportedBody(ApiError):
    """The body's type is not read here."""


class NotAcceptable(ApiError):
    """None of the types in `Accept` can be given."""


class CannotExtract(ApiError):
    """The extractor cannot be loaded, so no document can be read; the documents are not to blame."""


class NotReady(ApiError):
    """The store is still being loaded."""
