"""The lexicons as one: every known name with what it means, and the entries behind the names.

Promises that what is listed agrees across the files: families, origins and states exist, and no spelling means two
things of one type unless it is marked weak. Knows no texts: finding names in them is `data.mentions`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import pycountry

from data.errors import ResourceError
from data.lexicon_entries import (
    STATE_TYPES,
    Agency,
    Currency,
    Example,
    GenericItem,
    Group,
    Institution,
    Name,
    Official,
    Outlet,
    Post,
    State,
    Weapon,
)
from data.lexicon_files import Entries, Files
from data.lexicon_names import NameList, name_everything

__all__ = ["STATE_TYPES", "Lexicon", "Name", "build_lexicon", "lexicon", "without_collecting"]

_MOST_PROBLEMS: Final = 20


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the lexicon files know.

    `names` are the spellings to look for; `decoys` are longer phrases that hide a name inside them and mean something
    else ("Indian Ocean"). The mappings are keyed by canonical name, `states` by ISO key, `currencies` by code; `ranks`
    and `honorifics` give a title's abbreviations.
    """

    names: tuple[Name, ...]
    decoys: tuple[str, ...]
    examples: tuple[Example, ...]
    states: Mapping[str, State]
    institutions: Mapping[str, Institution]
    agencies: Mapping[str, Agency]
    groups: Mapping[str, Group]
    officials: Mapping[str, Official]
    outlets: Mapping[str, Outlet]
    weapons: Mapping[str, Weapon]
    generic_items: Mapping[str, GenericItem]
    currencies: Mapping[str, Currency]
    posts: Mapping[str, Post]
    ranks: Mapping[str, tuple[str, ...]]
    honorifics: Mapping[str, tuple[str, ...]]


@cache
def lexicon() -> Lexicon:
    """The lexicons of the program, read and checked once; ResourceError names the file and what is wrong in it."""
    with without_collecting():
        return build_lexicon(Files())


@contextmanager
def without_collecting() -> Iterator[None]:
    """Lets no garbage be looked for: where half a million objects are made and all stay, that costs a quarter of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def build_lexicon(files: Files) -> Lexicon:
    """One lexicon of the files' entries; ResourceError lists up to twenty disagreements between them."""
    files.states = {key: (resource, _with_iso_names(state)) for key, (resource, state) in files.states.items()}
    problems = [*files.problems, *_unknown_states(files), *_flatten_families(files.weapons)]
    found = NameList()
    name_everything(files, found)
    problems += found.problems
    if problems:
        shown = "; ".join(f"{resource}: {reason}" for resource, reason in problems[1:_MOST_PROBLEMS])
        more = f" (and {len(problems) - 1} more: {shown})" if shown else ""
        raise ResourceError(problems[0][0], problems[0][1] + more)
    return Lexicon(
        names=found.names(),
        decoys=tuple(files.decoys),
        examples=tuple(files.examples),
        states=_entries(files.states),
        institutions=_entries(files.institutions),
        agencies=_entries(files.agencies),
        groups=_entries(files.groups),
        officials=_entries(files.officials),
        outlets=_entries(files.outlets),
        weapons=_entries(files.weapons),
        generic_items=_entries(files.generic_items),
        currencies=_entries(files.currencies),
        posts=_entries(files.posts),
        ranks=MappingProxyType(files.ranks),
        honorifics=MappingProxyType(files.honorifics),
    )


def _entries(entries: Entries) -> Mapping[str, Any]:
    return MappingProxyType({name: entry for name, (_, entry) in entries.items()})


def _with_iso_names(state: State) -> State:
    """The state with ISO's own English names added, except those that need turning round ("Iran, Islamic Republic of")."""
    country = pycountry.countries.get(alpha_3=state.key)
    if country is None:
        return state
    listed = dict.fromkeys(state.names)
    for field in ("name", "official_name", "common_name"):
        name = str(getattr(country, field, "")).removeprefix("the ")
        if name and name != state.name and not set(name) & set(",("):
            listed.setdefault(name)
    return replace(state, names=tuple(listed))


def _unknown_states(files: Files) -> list[tuple[str, str]]:
    if not files.states:
        return []
    problems = []
    for entries in (files.agencies, files.groups, files.officials, files.currencies):
        for name, (resource, entry) in entries.items():
            if entry.state is not None and entry.state not in files.states:
                problems.append((resource, f"{name}: unknown state {entry.state!r}"))
    for name, (resource, official) in files.officials.items():
        if official.serves is not None and official.serves not in {**files.groups, **files.agencies}:
            problems.append((resource, f"{name}: unknown body {official.serves!r}"))
    for name, (resource, post) in files.posts.items():
        unknown = [state for state in (*post.states, *post.never) if state not in files.states]
        problems += [(resource, f"{name}: unknown state {state!r}") for state in unknown]
    for name, (resource, weapon) in files.weapons.items():
        if weapon.origin is not None and weapon.origin not in files.states:
            problems.append((resource, f"{name}: unknown origin {weapon.origin!r}"))
    return problems


def _flatten_families(weapons: Entries) -> Iterable[tuple[str, str]]:
    """Puts the root of its family into each weapon; yields what names no entry or runs in a circle."""
    for name, (resource, weapon) in weapons.items():
        family, path = weapon.family, {name}
        while family in weapons and weapons[family][1].family != family and family not in path:
            path.add(family)
            family = weapons[family][1].family
        if family not in weapons:
            yield resource, f"{name}: unknown family {family!r}"
        elif weapons[family][1].family != family:
            yield resource, f"{name}: its family runs in a circle over {family!r}"
        elif family != weapon.family:
            weapons[name] = (resource, replace(weapon, family=family))
