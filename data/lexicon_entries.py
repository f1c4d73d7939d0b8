"""What the lexicon files hold, as values: one class per kind of entry.

Knows no files and no texts; `data.lexicon_files` makes these, `data.lexicon` puts them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

NAME_TYPES: Final = (
    "state",
    "demonym",
    "capital",
    "metonym",
    "institution",
    "agency",
    "group",
    "official",
    "outlet",
    "weapon",
    "generic_item",
    "currency",
    "post",
    "rank",
    "honorific",
)
STATE_TYPES: Final = NAME_TYPES[:4]
INSTITUTION_SUBTYPES: Final = frozenset(
    "ministry armed_service parliament government exporter procurement company intelligence other".split()
)
GROUP_SUBTYPES: Final = frozenset({"non_state", "intergovernmental", "territory", "region"})


class Name(NamedTuple):
    """A spelling that a text may hold, and what it means.

    `ref` is the ISO key for state, demonym, capital and metonym, the ISO 4217 code for a currency, the canonical name
    else. A `weak` spelling also means other things and needs support from the text; a `cased` one matches only as
    written, any other in whatever case. A tuple, not a dataclass: some forty thousand are made at each start.
    """

    surface: str
    type: str
    ref: str
    weak: bool
    cased: bool


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory under its ISO 3166-1 alpha-3 key.

    `weak` are those of its spellings that need support; `article` says whether its name goes with "the".
    """

    key: str
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    former: bool = False
    article: bool = False


@dataclass(frozen=True, slots=True)
class Institution:
    """A kind of state body that becomes an agency when joined with a state ("Ministry of Defence").

    Its `everyday` forms are common words where no state stands with them and no capital marks them ("the cabinet").
    """

    name: str
    forms: tuple[str, ...]
    subtype: str
    weak_forms: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """A named agency or company; `state` is an ISO key, None for multinational ones."""

    name: str
    state: str | None
    subtype: str
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A non-state, intergovernmental or territorial body; `state` is the ISO key of where it belongs, if to one."""

    name: str
    subtype: str
    state: str | None = None
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Official:
    """A person who holds or held public office; `surname_alone` where the bare surname is enough.

    `serves` is the body of several states that the person headed or spoke for, by its name in the list of groups.
    """

    name: str
    state: str | None = None
    aliases: tuple[str, ...] = ()
    surname_alone: bool = False
    serves: str | None = None

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.rsplit(" ", 1)[-1]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet or think tank: credited with reports, never a node of the graph."""

    name: str
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weapon:
    """A weapon model; `family` is the name of the entry at the root of its family (its own where it has none)."""

    name: str
    family: str
    category: str
    origin: str | None = None
    maker: str | None = None
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GenericItem:
    """An unnamed kind of item in the singular ("tank") with its category code."""

    name: str
    category: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency under its ISO 4217 code (withdrawn codes included); `names` are singular, `weak` spellings need support."""

    code: str
    names: tuple[str, ...]
    symbols: tuple[str, ...] = ()
    state: str | None = None
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A public post without its state; `of` says whether its holder serves a `state` or an `agency`.

    `states` are the only ones that have such a post, where they are few; `never` are large ones that have none.
    """

    name: str
    forms: tuple[str, ...]
    of: str
    states: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a lexicon file with the canonical names that a scan must find in it, and those it must not."""

    resource: str
    text: str
    finds: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
