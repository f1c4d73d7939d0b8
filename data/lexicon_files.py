"""Takes the files below `data/resources/lexicons` in, strictly, each into the entries it holds.

Knows one file at a time: shapes, keys, types of values and the closed lists. What must agree between files is checked by `data.lexicon`.
An absent file or folder reads as empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from data.errors import ResourceError
from data.lexicon_entries import (
    GROUP_SUBTYPES,
    INSTITUTION_SUBTYPES,
    Agency,
    Currency,
    Example,
    GenericItem,
    Group,
    Institution,
    Official,
    Outlet,
    Post,
    State,
    Weapon,
)
from data.schema import categories
from data.yaml_files import check_keys, list_yaml, read_yaml

FOLDER: Final = "lexicons"
_POST_OF: Final = frozenset({"state", "agency"})

Entries = dict[str, tuple[str, Any]]  # name -> (resource that lists it, entry)


class Files:
    """All entries of the lexicon files, each with the resource that lists it; ResourceError at the first malformed one.

    Entries listed twice are gathered in `problems`, as (resource, reason).
    """

    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []
        self.examples: list[Example] = []
        self.decoys: list[str] = []
        self.states = self._states()
        self.institutions = self._listed("institutions.yml", "institutions", _institution)
        self.groups = self._listed("groups.yml", "groups", _group)
        self.officials = self._listed("officials.yml", "officials", _official)
        self.outlets = self._listed("outlets.yml", "outlets", _outlet)
        self.currencies = self._listed("currencies.yml", "currencies", _currency, key="code")
        self.generic_items = self._listed("generic_items.yml", "items", _generic_item)
        self.posts, self.ranks, self.honorifics = self._posts()
        self.agencies = self._foldered("agencies", "agencies", "subtype", INSTITUTION_SUBTYPES, _agency)
        self.weapons = self._foldered("weapons", "weapons", "category", frozenset(categories()), _weapon)

    def _content(self, resource: str, required: set[str], optional: set[str]) -> Mapping[str, Any]:
        content = check_keys(resource, "top level", read_yaml(resource), {"source", "examples", *required}, optional)
        if not isinstance(content["source"], str) or not content["source"].strip():
            raise ResourceError(resource, "source: a text that says where the facts come from is expected")
        for value in _list(resource, "examples", content["examples"]):
            entry = check_keys(resource, "examples", value, {"text"}, {"finds", "not"})
            where = f"examples: {str(entry['text'])[:40]!r}"
            finds, absent = (_texts(resource, f"{where} {key}", entry.get(key)) for key in ("finds", "not"))
            if not isinstance(entry["text"], str) or not (finds or absent):
                raise ResourceError(resource, f"{where}: a text with finds or not is expected")
            self.examples.append(Example(resource, entry["text"], finds, absent))
        return content

    def _states(self) -> Entries:
        resource = f"{FOLDER}/states.yml"
        found: Entries = {}
        if not _exists(resource):
            return found
        content = self._content(resource, {"states"}, {"decoys"})
        self.decoys.extend(_texts(resource, "decoys", content.get("decoys")))
        lists = ("names", "demonyms", "capital", "metonyms", "weak")
        if not isinstance(content["states"], dict):
            raise ResourceError(resource, "states: a mapping of ISO keys is expected")
        for key, value in content["states"].items():
            entry = check_keys(resource, str(key), value, {"name"}, {*lists, "former", "article"})
            if not (isinstance(key, str) and len(key) == 3 and key.isascii() and key.isupper()):
                raise ResourceError(resource, f"{key!r}: an ISO 3166-1 alpha-3 key is expected")
            spelt = {name: _texts(resource, f"{key} {name}", entry.get(name)) for name in lists}
            former, article = (_flag(resource, key, flag, entry) for flag in ("former", "article"))
            state = State(key, _text(resource, key, "name", entry), former=former, article=article, **spelt)
            known = {state.name, *state.names, *state.demonyms, *state.capital, *state.metonyms}
            if not known >= set(state.weak):
                raise ResourceError(resource, f"{key}: weak lists {', '.join(sorted(set(state.weak) - known))}, which is no spelling of it")
            found[key] = (resource, state)
        return found

    def _posts(self) -> tuple[Entries, dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        resource = f"{FOLDER}/posts.yml"
        if not _exists(resource):
            return {}, {}, {}
        content = self._content(resource, {"posts", "ranks", "honorifics"}, set())
        found: Entries = {}
        for value in _list(resource, "posts", content["posts"]):
            self._add(
                found, resource, _post(resource, check_keys(resource, "posts", value, {"name", "of"}, {"forms", "states", "never"})), "name"
            )
        titles = []
        for part in ("ranks", "honorifics"):
            if not isinstance(content[part], dict):
                raise ResourceError(resource, f"{part}: a mapping of titles to their abbreviations is expected")
            titles.append({str(name): _texts(resource, f"{part} {name}", forms) for name, forms in content[part].items()})
        return found, titles[0], titles[1]

    def _listed(self, file: str, part: str, make: Callable[[str, Any], Any], key: str = "name") -> Entries:
        resource = f"{FOLDER}/{file}"
        found: Entries = {}
        if _exists(resource):
            for value in _list(resource, part, self._content(resource, {part}, set())[part]):
                self._add(found, resource, make(resource, value), key)
        return found

    def _foldered(self, folder: str, part: str, default: str, known: frozenset[str], make: Callable[[str, Any, str], Any]) -> Entries:
        found: Entries = {}
        for resource in _yaml_in(f"{FOLDER}/{folder}"):
            content = self._content(resource, {part, default}, set())
            if content[default] not in known:
                raise ResourceError(resource, f"{default}: {content[default]!r} is not one of {', '.join(sorted(known))}")
            for value in _list(resource, part, content[part]):
                self._add(found, resource, make(resource, value, content[default]), "name")
        return found

    def _add(self, found: Entries, resource: str, entry: Any, key: str) -> None:
        name = getattr(entry, key)
        if name in found:
            self.problems.append((resource, f"{name} is listed twice (before in {found[name][0]})"))
        found.setdefault(name, (resource, entry))


def _institution(resource: str, value: Any) -> Institution:
    entry = check_keys(resource, "institutions", value, {"name", "subtype"}, {"forms", "weak_forms", "everyday"})
    name = _text(resource, "institutions", "name", entry)
    forms, weak_forms, everyday = (_texts(resource, f"{name} {part}", entry.get(part)) for part in ("forms", "weak_forms", "everyday"))
    return Institution(name, forms, _one_of(resource, name, "subtype", entry, INSTITUTION_SUBTYPES), weak_forms, everyday)


def _group(resource: str, value: Any) -> Group:
    entry = check_keys(resource, "groups", value, {"name", "subtype"}, {"state", "aliases", "weak_aliases"})
    name = _text(resource, "groups", "name", entry)
    subtype = _one_of(resource, name, "subtype", entry, GROUP_SUBTYPES)
    return Group(name, subtype, _optional(resource, name, "state", entry), *_aliases(resource, name, entry))


def _official(resource: str, value: Any) -> Official:
    entry = check_keys(resource, "officials", value, {"name"}, {"state", "aliases", "surname_alone", "serves"})
    name = _text(resource, "officials", "name", entry)
    aliases = _texts(resource, f"{name} aliases", entry.get("aliases"))
    state, serves = (_optional(resource, name, key, entry) for key in ("state", "serves"))
    return Official(name, state, aliases, _flag(resource, name, "surname_alone", entry), serves)


def _outlet(resource: str, value: Any) -> Outlet:
    entry = check_keys(resource, "outlets", value, {"name"}, {"aliases", "weak_aliases"})
    name = _text(resource, "outlets", "name", entry)
    return Outlet(name, *_aliases(resource, name, entry))


def _currency(resource: str, value: Any) -> Currency:
    entry = check_keys(resource, "currencies", value, {"code", "names"}, {"symbols", "state", "weak"})
    code = _text(resource, "currencies", "code", entry)
    names, symbols, weak = (_texts(resource, f"{code} {part}", entry.get(part)) for part in ("names", "symbols", "weak"))
    if not set(weak) <= {*names, *symbols}:
        raise ResourceError(resource, f"{code}: weak lists what is neither a name nor a symbol of it")
    return Currency(code, names, symbols, _optional(resource, code, "state", entry), weak)


def _generic_item(resource: str, value: Any) -> GenericItem:
    entry = check_keys(resource, "items", value, {"name", "category"}, {"forms"})
    name = _text(resource, "items", "name", entry)
    category = _one_of(resource, name, "category", entry, frozenset(categories()))
    return GenericItem(name, category, _texts(resource, name, entry.get("forms")))


def _post(resource: str, entry: Mapping[str, Any]) -> Post:
    name = _text(resource, "posts", "name", entry)
    forms, states, never = (_texts(resource, f"{name} {part}", entry.get(part)) for part in ("forms", "states", "never"))
    return Post(name, forms, _one_of(resource, name, "of", entry, _POST_OF), states, never)


def _agency(resource: str, value: Any, subtype: str) -> Agency:
    entry = check_keys(resource, "agencies", value, {"name"}, {"state", "subtype", "aliases", "weak_aliases"})
    name = _text(resource, "agencies", "name", entry)
    own = _one_of(resource, name, "subtype", {"subtype": subtype, **entry}, INSTITUTION_SUBTYPES)
    return Agency(name, _optional(resource, name, "state", entry), own, *_aliases(resource, name, entry))


_WEAPON_OPTIONAL: Final = {"family", "origin", "maker", "aliases", "weak_aliases", "category"}


def _weapon(resource: str, value: Any, category: str) -> Weapon:
    entry = check_keys(resource, "weapons", value, {"name"}, _WEAPON_OPTIONAL)
    name = _text(resource, "weapons", "name", entry)
    own = entry.get("category", category)
    if own not in categories():
        raise ResourceError(resource, f"{name}: unknown category {own!r}")
    family = _optional(resource, name, "family", entry) or name
    origin, maker = _optional(resource, name, "origin", entry), _optional(resource, name, "maker", entry)
    return Weapon(name, family, own, origin, maker, *_aliases(resource, name, entry))


def _aliases(resource: str, where: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for part in ("aliases", "weak_aliases"):
        yield _texts(resource, f"{where} {part}", entry.get(part))


def _text(resource: str, where: str, key: str, entry: Mapping[str, Any]) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value or value != value.strip():
        raise ResourceError(resource, f"{where} {key}: a text is expected, not {value!r} (quote what YAML reads as a number)")
    return value


def _optional(resource: str, where: str, key: str, entry: Mapping[str, Any]) -> str | None:
    return None if entry.get(key) is None else _text(resource, where, key, entry)


def _one_of(resource: str, where: str, key: str, entry: Mapping[str, Any], known: frozenset[str]) -> str:
    value = entry[key]
    if value not in known:
        raise ResourceError(resource, f"{where}: {key} {value!r} is not one of {', '.join(sorted(known))}")
    return str(value)


def _flag(resource: str, where: str, key: str, entry: Mapping[str, Any]) -> bool:
    value = entry.get(key, False)
    if not isinstance(value, bool):
        raise ResourceError(resource, f"{where} {key}: true or false is expected, not {value!r}")
    return value


def _list(resource: str, where: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ResourceError(resource, f"{where}: a list is expected, not {value!r}")
    return value


def _texts(resource: str, where: str, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    for item in _list(resource, where, value):
        if not isinstance(item, str) or not item or item != item.strip():
            raise ResourceError(resource, f"{where}: a text is expected, not {item!r} (quote what YAML reads as a number or yes/no)")
    return tuple(value)


def _yaml_in(folder: str) -> list[str]:
    try:
        return list_yaml(folder)
    except FileNotFoundError:
        return []


def _exists(resource: str) -> bool:
    return resource in _yaml_in(FOLDER)
