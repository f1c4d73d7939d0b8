"""Selections: which facts a reader asks for, as values that compare and hash.

`parse_selection` turns named texts (query parameters, command line options) into a Selection whose entities are ids and whose
days are ISO days; what it cannot read it refuses, naming the parameter. Matching facts against a selection is `graph.index`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, Protocol

from data.edtf import bounds
from data.entities import ENTITY_KINDS
from data.schema import fact_kinds, vocabularies
from graph.errors import SelectionError

# Which kinds of entity each filter takes, in the order in which an ambiguous name is read.
ENTITY_FILTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "supplier": ("state", "agency", "group"),
    "recipient": ("state", "agency", "group"),
    "party": ("state", "group", "agency", "official"),
    "item": ("weapon", "category"),
    "official": ("official",),
    "agency": ("agency",),
}
LIST_FILTERS: Final = ("kind", *ENTITY_FILTERS, "status", "modality", "publisher", "document")
DAY_FILTERS: Final = ("since", "until", "as_of", "known_at")
_DAY: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_BOOLEANS: Final = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


class Names(Protocol):
    """Who can tell which entities a name means."""

    def find(self, name: str, kinds: Sequence[str]) -> str | None:
        """Id of the entity of one of these kinds, the first kind that fits winning; None where nobody bears the name."""
        ...

    def is_state(self, key: str) -> bool:
        """Whether a state of that ISO 3166-1 alpha-3 key is known."""
        ...


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters of `GET /facts`; several values of one filter mean any of them, several filters all of them.

    Entities are ids. `since` and `until` bound the days in the world (the days of the reports where the text gives none), `as_of`
    shows the world as of the end of that day, `known_at` what documents published up to that day told.
    """

    kind: tuple[str, ...] = ()
    supplier: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    official: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    known_at: str | None = None
    publisher: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    min_sources: int | None = None
    disputed: bool | None = None
    q: str | None = None

    def is_empty(self) -> bool:
        """Whether it selects everything."""
        return self == Selection()

    def key(self) -> str:
        """A text that two selections share exactly when they are equal; part of cursors and ETags."""
        return "&".join(f"{name}={value!r}" for name in FILTERS if (value := getattr(self, name)) not in (None, ()))


FILTERS: Final = tuple(field.name for field in fields(Selection))


def parse_selection(parameters: Iterable[tuple[str, str]], names: Names) -> Selection:
    """The selection that (name, text) pairs describe; a repeated name, or commas, give alternatives.

    States are given by ISO 3166-1 alpha-3 key, id or name, other entities by id or name. SelectionError names the parameter.
    """
    given: dict[str, list[str]] = {}
    for name, text in parameters:
        if name not in FILTERS:
            raise SelectionError(name, "no such filter", FILTERS)
        if not text.strip():
            raise SelectionError(name, "it is empty", ["a value; leave the filter out to take everything"])
        given.setdefault(name, []).append(text.strip())
    values: dict[str, object] = {}
    for name, texts in given.items():
        if name in LIST_FILTERS:
            found = {value for text in texts for value in _alternatives(name, text, names)}
            values[name] = tuple(sorted(found))
        elif len(texts) > 1:
            raise SelectionError(name, "it can be given once only", ["one value"])
        else:
            values[name] = _single(name, texts[0])
    selection = Selection(**values)  # type: ignore[arg-type]
    if selection.since and selection.until and selection.since > selection.until:
        raise SelectionError("until", f"{selection.until} lies before since, {selection.since}", [f"a day from {selection.since} on"])
    return selection


def parse_entity(parameter: str, text: str, names: Names, kinds: Sequence[str] = ENTITY_KINDS) -> str:
    """The id of the entity that a text means: an id as it stands, an ISO key, or a name; SelectionError where none fits."""
    kind, slash, key = text.partition("/")
    if slash and kind.lower() in ENTITY_KINDS and key:
        if kind.lower() not in kinds:
            raise SelectionError(parameter, f"{text!r} is a {kind.lower()}", [f"{kind}/KEY" for kind in kinds])
        if kind.lower() != "state":
            return f"{kind.lower()}/{key.lower()}"
        if not names.is_state(key.upper()):
            raise SelectionError(parameter, f"no state has the key {key!r}", ["ISO 3166-1 alpha-3 keys"])
        return f"state/{key.upper()}"
    if "state" in kinds and len(text) == 3 and text.isascii() and names.is_state(text.upper()):
        return f"state/{text.upper()}"
    found = names.find(text, kinds)
    if found is None:
        raise SelectionError(parameter, f"nothing is known by the name {text!r}", _accepted(kinds))
    return found


def _accepted(kinds: Sequence[str]) -> list[str]:
    keys = ["an ISO 3166-1 alpha-3 key"] if "state" in kinds else []
    return [*keys, f"an id ({', '.join(f'{kind}/KEY' for kind in kinds)})", "a name or alias"]


def _alternatives(name: str, text: str, names: Names) -> Iterable[str]:
    if name in ("document", "publisher"):
        return [text]
    if name in ENTITY_FILTERS:
        try:
            return [parse_entity(name, text, names, ENTITY_FILTERS[name])]
        except SelectionError:
            # Names may hold a comma ("Korea, Republic of"), so it separates only where the whole is no name.
            if "," not in text:
                raise
    return [_closed(name, part.strip(), names) for part in text.split(",")]


def _closed(name: str, text: str, names: Names) -> str:
    if name in ENTITY_FILTERS:
        return parse_entity(name, text, names, ENTITY_FILTERS[name])
    accepted = {"kind": tuple(fact_kinds()), "status": vocabularies().status, "modality": vocabularies().modality}[name]
    if text.lower() not in accepted:
        raise SelectionError(name, f"unknown value {text!r}", accepted)
    return text.lower()


def _single(name: str, text: str) -> object:
    if name in DAY_FILTERS:
        return parse_day(name, text)
    if name == "min_sources":
        if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 1000:
            raise SelectionError(name, f"{text!r} is no number of sources", ["a whole number from 1 to 1000"])
        return int(text)
    if name == "disputed":
        if text.lower() not in _BOOLEANS:
            raise SelectionError(name, f"{text!r} is neither true nor false", ["true", "false"])
        return _BOOLEANS[text.lower()]
    return text


def parse_day(name: str, text: str) -> str:
    """An ISO day; of a year or month, the first day for `since` and the last for every other parameter."""
    accepted = ["YYYY", "YYYY-MM", "YYYY-MM-DD"]
    if not _DAY.fullmatch(text):
        raise SelectionError(name, f"{text!r} is no day", accepted)
    try:
        first, last = bounds(text)
    except ValueError as error:
        raise SelectionError(name, str(error), accepted) from error
    return first if name == "since" else last
