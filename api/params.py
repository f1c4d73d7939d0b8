"""Query parameters: one table says what each means, what it takes and how it is documented.

Routes name the parameters they know; `read_query` refuses every other one, a value given twice where one is meant, and values
out of bounds, always naming the parameter and what would be accepted. Filters are handed on to `graph.selection` as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from api.errors import BadRequest
from data.entities import ENTITY_KINDS
from data.schema import fact_kinds, vocabularies
from graph.selection import FILTERS, LIST_FILTERS

if TYPE_CHECKING:
    from starlette.requests import Request

MAX_LIMIT: Final = 500
DEFAULT_LIMIT: Final = 50
_LONGEST: Final = 2_000
_FLAGS: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter; `type` is text, list (may be repeated), whole, or flag; bounds hold for whole numbers.

    A `filter` is not read here but handed on as text. `longest` bounds the characters of any value.
    """

    name: str
    description: str
    type: str = "text"
    default: Any = None
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    required: bool = False
    filter: bool = False
    longest: int = _LONGEST

    def document(self) -> dict[str, Any]:
        """Its OpenAPI parameter object."""
        text: dict[str, Any] = {"type": "string", **({"enum": list(self.choices)} if self.choices else {})}
        schema: dict[str, Any] = {
            "text": text,
            "list": {"type": "array", "items": text},
            "whole": {"type": "integer", "minimum": self.least, "maximum": self.most},
            "flag": {"type": "boolean"},
        }[self.type]
        if self.default is not None:
            schema = {**schema, "default": self.default}
        return {"name": self.name, "in": "query", "required": self.required, "description": self.description, "schema": schema}

    def read(self, text: str) -> Any:
        """The value that a text gives; BadRequest if none."""
        if len(text) > self.longest:
            raise BadRequest(self.name, f"the value is longer than {self.longest:,} characters", [f"up to {self.longest:,} characters"])
        if self.filter:
            return text
        if self.type == "whole":
            if not (text.isascii() and text.isdigit() and self.least <= int(text[:12]) <= self.most):
                raise BadRequest(self.name, f"{text!r} is not accepted", [f"a whole number from {self.least} to {self.most}"])
            return int(text)
        if self.type == "flag":
            if text not in _FLAGS:
                raise BadRequest(self.name, f"{text!r} is neither true nor false", ["true", "false"])
            return _FLAGS[text]
        if self.choices and text not in self.choices:
            raise BadRequest(self.name, f"unknown value {text!r}", self.choices)
        return text


@dataclass(frozen=True, slots=True)
class Query:
    """What a request asks: the filters as (name, text) pairs, and every other parameter of the route with its value or default."""

    filters: tuple[tuple[str, str], ...]
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def read_query(request: Request, known: Sequence[Parameter]) -> Query:
    """The query of a request to a route that knows these parameters."""
    by_name = {parameter.name: parameter for parameter in known}
    filters: list[tuple[str, str]] = []
    values: dict[str, Any] = {}
    for name, text in request.query_params.multi_items():
        parameter = by_name.get(name)
        if parameter is None:
            raise BadRequest(name, f"there is no parameter {name!r} here", sorted(by_name))
        if parameter.filter:
            filters.append((name, parameter.read(text)))
        elif name in values:
            raise BadRequest(name, "it can be given once only", ["one value"])
        else:
            values[name] = parameter.read(text)
    for parameter in known:
        if parameter.required and parameter.name not in values:
            raise BadRequest(parameter.name, "it is required", parameter.choices or [parameter.description])
        if not parameter.filter:
            values.setdefault(parameter.name, parameter.default)
    return Query(tuple(filters), values)


_STATE_OR_BODY: Final = "an ISO 3166-1 alpha-3 key, an id such as `agency/rosoboronexport`, or a name"
_HELP: Final[Mapping[str, str]] = {
    "kind": "Kind of fact.",
    "supplier": f"Who supplies: {_STATE_OR_BODY}.",
    "recipient": f"Who receives: {_STATE_OR_BODY}.",
    "party": f"Anybody who takes part in any role: {_STATE_OR_BODY}.",
    "item": "A weapon or a category, by id or name; families and categories include everything below them.",
    "official": "A person, by id or name.",
    "agency": "A ministry, service, exporter, parliament or company, by id or name.",
    "status": "The stage a transfer has reached.",
    "modality": "How the fact is stated.",
    "since": "Only facts that in the world lie on or after this day (YYYY, YYYY-MM or YYYY-MM-DD).",
    "until": "Only facts that in the world lie on or before this day.",
    "as_of": "World time: the world as it stood at the end of this day.",
    "known_at": "Report time: only what documents published up to this day told.",
    "publisher": "Only facts that this publisher reports.",
    "document": "Only facts that this document states.",
    "min_sources": "Only facts with at least so many independent sources.",
    "disputed": "Only facts on which claims disagree or over which a quarrel is told (true), or neither (false).",
    "q": "Words that must occur in the fact's names, items or evidence.",
}


def filter_parameters() -> tuple[Parameter, ...]:
    """The filters of a selection, in the order of `graph.selection.FILTERS`."""
    choices = {"kind": tuple(fact_kinds()), "status": vocabularies().status, "modality": vocabularies().modality}
    return tuple(
        Parameter(name, _HELP[name], "list" if name in LIST_FILTERS else "text", choices=choices.get(name, ()), filter=True)
        for name in FILTERS
    )


LIMIT: Final = Parameter("limit", "How many results at most.", "whole", DEFAULT_LIMIT, 1, MAX_LIMIT)
CURSOR: Final = Parameter("cursor", "The `next` token of the answer before; it holds for the same query and data version.")
ENTITY_KIND: Final = Parameter("kind", "Kind of entity.", choices=ENTITY_KINDS)
NAME: Final = Parameter(
    "name",
    "File name of the download. As the last parameter it lets a filtered URL end in the suffix, by which Gephi Lite chooses its reader.",
)
TIMELINE: Final = Parameter("timeline", "Whether to write a dynamic graph with a time line.", "flag", False)
