"""Entities: what facts are about, under ids that stay the same over documents and runs.

An id is `kind/key`; the key of a state is its ISO code, every other key the folded canonical name.
Digits, and the hyphen's absence, are identity: F-15 is not F-16, S-300 not S-400.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

ENTITY_KINDS: Final = ("state", "official", "agency", "weapon", "category", "group")


@dataclass(frozen=True, slots=True)
class Entity:
    """A node of the graph.

    `category` is a code of `data.schema.categories` (weapons and categories only), `family` the canonical name of the
    weapon's family, `state` the ISO key of the state an agency or group belongs to or a weapon originates from.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    category: str | None = None
    family: str | None = None
    state: str | None = None
    subtype: str | None = None


def entity_key(name: str) -> str:
    """A name as the last part of an id: ASCII, lower case, words joined by hyphens ('Sergey Shoygu' -> 'sergey-shoygu')."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")
    return key or "u" + "-".join(f"{ord(letter):x}" for letter in name)


def is_state_key(value: str) -> bool:
    """Whether a party is given by an ISO 3166-1 alpha-3 key rather than a name."""
    return len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()
