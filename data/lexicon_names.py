"""Which spellings a text may hold for each lexicon entry, and which of them two entries dispute."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from data.lexicon_entries import STATE_TYPES, Agency, Group, Name, Outlet, State, Weapon
from data.lexicon_files import Entries, Files
from data.lexicon_forms import designation_variants, hyphenations, is_acronym, plural, spellings, typographic

_DIGIT: Final = re.compile(r"\d")
_LETTER_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_ARABIC_ARTICLE: Final = re.compile(r"^[Aa]l-(?=\w)")


class NameList:
    """Collects names; a listed spelling beats one derived by rule, two entries that list one spelling are a problem.

    A derived spelling that would mean two things is left out for both: better not found than found wrong.
    """

    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []
        self._listed: dict[tuple[str, str], dict[str, tuple[Name, str]]] = {}
        self._derived: dict[tuple[str, str], dict[str, Name]] = {}

    def add(self, name: Name, resource: str) -> None:
        """A listed spelling from `resource`; the first one of a meaning counts."""
        holders = self._listed.setdefault(_place(name), {})
        for other, elsewhere in holders.values():
            if other.ref != name.ref and not (other.weak or name.weak):
                self.problems.append(
                    (resource, f"{name.type} {name.surface!r} means both {name.ref!r} and {other.ref!r} (in {elsewhere}); mark one of them weak")
                )
        holders.setdefault(name.ref, (name, resource))

    def derive(self, name: Name) -> None:
        """A spelling that a rule makes out of a listed one."""
        self._derived.setdefault(_place(name), {}).setdefault(name.ref, name)

    def names(self) -> tuple[Name, ...]:
        """All names, listed ones first, in the order in which they came."""
        found = [name for holders in self._listed.values() for name, _ in holders.values()]
        for place, holders in self._derived.items():
            listed = self._listed.get(place, {})
            strong = {ref for ref, (name, _) in listed.items() if not name.weak}
            claims = strong or {ref for ref, name in holders.items() if not name.weak}
            for ref, name in holders.items():
                if ref not in listed and (name.weak or claims == {ref}):
                    found.append(name)
        return tuple(found)


def _place(name: Name) -> tuple[str, str]:
    return ("state" if name.type in STATE_TYPES else name.type), (name.surface if name.cased else name.surface.lower())


def name_everything(files: Files, found: NameList) -> None:
    """Puts the names of all entries of the files into `found`."""
    for resource, state in files.states.values():
        _name_state(found, resource, state)
    for kind, entries in (("agency", files.agencies), ("group", files.groups), ("outlet", files.outlets)):
        for resource, body in entries.values():
            _name_body(found, resource, kind, body)
    for resource, person in files.officials.values():
        surname = (person.surname,) if person.surname_alone else ()
        _name_all(found, resource, "official", person.name, (person.name, *person.aliases, *surname))
    for resource, weapon in files.weapons.values():
        _name_weapon(found, resource, weapon)
    for kind, entries, plurals in (("institution", files.institutions, False), ("post", files.posts, False), ("generic_item", files.generic_items, True)):
        _name_phrases(found, kind, entries, plurals)
    for resource, currency in files.currencies.values():
        for form in currency.names:
            for spelt in dict.fromkeys((form, plural(form))):
                found.add(Name(spelt, "currency", currency.code, form in currency.weak, is_acronym(spelt)), resource)
        for symbol in (currency.code, *currency.symbols):
            found.add(Name(symbol, "currency", currency.code, symbol in currency.weak, True), resource)
    for kind, titles in (("rank", files.ranks), ("honorific", files.honorifics)):
        for title, forms in titles.items():
            _name_all(found, "lexicons/posts.yml", kind, title, (title, *forms))


def _name_state(found: NameList, resource: str, state: State) -> None:
    parts = ((state.name, *state.names), state.demonyms, state.capital, state.metonyms)
    for kind, forms in zip(STATE_TYPES, parts, strict=True):
        _name_all(found, resource, kind, state.key, forms, frozenset(state.weak))


def _name_body(found: NameList, resource: str, kind: str, body: Agency | Group | Outlet) -> None:
    forms = (body.name, *body.aliases, *body.weak_aliases)
    weak = frozenset(body.weak_aliases)
    _name_all(found, resource, kind, body.name, forms, weak)
    for form in forms:
        if _ARABIC_ARTICLE.match(form):
            for article in ("al-", "Al-", "al ", "Al "):
                found.derive(Name(article + form[3:], kind, body.name, form in weak, True))


def _name_all(found: NameList, resource: str, kind: str, ref: str, forms: Iterable[str], weak: frozenset[str] = frozenset()) -> None:
    for form in forms:
        first, *others = typographic((form,))
        found.add(Name(first, kind, ref, form in weak, True), resource)
        for other in others:
            found.derive(Name(other, kind, ref, form in weak, True))


def _name_weapon(found: NameList, resource: str, weapon: Weapon) -> None:
    weak_forms = frozenset(weapon.weak_aliases)
    ref = weapon.name
    for form in (ref, *weapon.aliases, *weapon.weak_aliases):
        weak = form in weak_forms
        has_digit = _DIGIT.search(form) is not None
        found.add(Name(form, "weapon", ref, weak, not has_digit), resource)
        for spelt in typographic((form,)):
            if has_digit:
                spaces = spelt.count(" ")
                for variant in designation_variants(spelt):
                    # A space that a rule put in makes ordinary words possible ("at 4"), so there the case counts.
                    found.derive(Name(variant, "weapon", ref, weak, variant.count(" ") > spaces))
            elif spelt != form:
                found.derive(Name(spelt, "weapon", ref, weak, True))
            if "-" in spelt:
                apart = _LETTER_HYPHEN.sub(" ", spelt)
                if apart != spelt:
                    found.derive(Name(apart, "weapon", ref, weak, True))


def _name_phrases(found: NameList, kind: str, entries: Entries, plurals: bool) -> None:
    for ref, (resource, entry) in entries.items():
        weak_forms: tuple[str, ...] = entry.weak_forms if kind == "institution" else ()
        for form in (ref, *entry.forms, *weak_forms):
            weak = form in weak_forms
            found.add(Name(form, kind, ref, weak, is_acronym(form)), resource)
            for spelt in typographic(other for word in spellings(form) for other in hyphenations(word)):
                for variant in (spelt, plural(spelt)) if plurals else (spelt,):
                    found.derive(Name(variant, kind, ref, weak, is_acronym(variant)))
