"""A dispatch: one news text with its metadata, as the readers hand it to extraction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One document.

    `text` is the body (what follows the front matter); every offset of the project counts its characters.
    `published` is an ISO date `YYYY-MM-DD` or None where the source does not tell it; it is never guessed.
    """

    document: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None

    @property
    def sha256(self) -> str:
        """Hex digest of the body in UTF-8: what makes two readings of one text the same document."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()
