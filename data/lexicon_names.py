"""Which spellings a text may hold for each lexicon entry, and which of them two entries dispute."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from data.lexicon_entries import STATE_TYPES, Currency, Name
from data.lexicon_files import Entries, Files
from data.lexicon_forms import designation_variants, hyphenations, is_acronym, plural, spellings, typographic

_DIGIT: Final = re.compile(r"\d")
_LETTER_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
# The bureau's name may stand for its letters: "Sukhoi-30", "Ilyushin 76".
_BUREAUS: Final = {"Su": "Sukhoi", "Il": "Ilyushin", "An": "Antonov", "Tu": "Tupolev", "Yak": "Yakovlev"}
_BUREAU: Final = re.compile(r"(Su|Il|An|Tu|Yak)-(\d.*)")
_SHOUTED: Final = re.compile(r"\b[A-Z]{4,}\b")
_ARABIC_ARTICLE: Final = re.compile(r"^[Aa]l-(?=\w)")


class NameList:
    """Collects names; a listed spelling beats one derived by rule, two entries that list one spelling are a problem.

    A derived spelling that would mean two things is left out for both: better not found than found wrong. All listed
    spellings of a type are added before any is derived. `key` is what two spellings must share to be the same one.
    """

    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []
        self._listed: dict[tuple[str, str], Name] = {}
        self._sources: dict[tuple[str, str], str] = {}
        self._derived: dict[tuple[str, str], Name] = {}
        self._disputed: set[tuple[str, str]] = set()
        self._further: list[Name] = []

    def add(self, name: Name, resource: str, key: str) -> None:
        """A listed spelling from `resource`; the first one of a meaning counts."""
        place = (_GROUPS.get(name.type, name.type), key)
        other = self._listed.setdefault(place, name)
        if other is name:
            self._sources[place] = resource
        elif other.ref != name.ref:
            if not (other.weak or name.weak):
                dispute = f"{name.type} {name.surface!r} means both {name.ref!r} and {other.ref!r} (in {self._sources[place]})"
                self.problems.append((resource, f"{dispute}; mark one of them weak"))
            self._further.append(name)

    def derive(self, name: Name, key: str) -> None:
        """A spelling that a rule makes out of a listed one."""
        place = (_GROUPS.get(name.type, name.type), key)
        listed = self._listed.get(place)
        if listed is not None:
            if listed.ref != name.ref and (listed.weak or name.weak):
                self._further.append(name)
            return
        other = self._derived.setdefault(place, name)
        if other.ref != name.ref:
            if other.weak or name.weak:
                self._further.append(name)
            else:
                self._disputed.add(place)

    def names(self) -> tuple[Name, ...]:
        """All names, listed ones first, in the order in which they came."""
        derived = (name for place, name in self._derived.items() if place not in self._disputed)
        return tuple(dict.fromkeys((*self._listed.values(), *derived, *self._further)))


_GROUPS: Final = dict.fromkeys(STATE_TYPES, "state")


def name_everything(files: Files, found: NameList) -> None:
    """Puts the names of all entries of the files into `found`."""
    for resource, state in files.states.values():
        parts = ((state.name, *state.names), state.demonyms, state.capital, state.metonyms)
        for kind, forms in zip(STATE_TYPES, parts, strict=True):
            _add_proper(found, resource, kind, state.key, forms, state.weak)
    for kind, bodies in (("agency", files.agencies), ("group", files.groups), ("outlet", files.outlets)):
        for resource, body in bodies.values():
            _add_proper(found, resource, kind, body.name, (body.name, *body.aliases, *body.weak_aliases), body.weak_aliases)
    for resource, person in files.officials.values():
        surname = (person.surname,) if person.surname_alone else ()
        _add_proper(found, resource, "official", person.name, (person.name, *person.aliases, *surname))
    for resource, currency in files.currencies.values():
        _add_currency(found, resource, currency)
    for kind, titles in (("rank", files.ranks), ("honorific", files.honorifics)):
        for title, forms in titles.items():
            _add_proper(found, "lexicons/posts.yml", kind, title, (title, *forms))
    for kind, phrases in (("institution", files.institutions), ("post", files.posts), ("generic_item", files.generic_items)):
        _add_phrases(found, kind, phrases)
    _add_weapons(found, files.weapons)
    for name in found.names():
        if name.type == "weapon":
            _derive_weapon(found, name)
        elif name.type in ("institution", "post", "generic_item"):
            _derive_phrase(found, name)
        elif name.type != "currency":
            _derive_proper(found, name)


def _add_proper(found: NameList, resource: str, kind: str, ref: str, forms: Iterable[str], weak: Sequence[str] = ()) -> None:
    for form in forms:
        found.add(Name(form, kind, ref, form in weak, True), resource, form)


def _derive_proper(found: NameList, name: Name) -> None:
    forms = typographic(name.surface)
    if name.type in ("agency", "group", "outlet") and _ARABIC_ARTICLE.match(name.surface):
        forms += [article + form[3:] for form in forms for article in ("al-", "Al-", "al ", "Al ")]
    for form in forms[1:]:
        found.derive(name._replace(surface=form), form)


def _add_currency(found: NameList, resource: str, currency: Currency) -> None:
    for form in currency.names:
        for spelt in dict.fromkeys((form, plural(form))):
            found.add(Name(spelt, "currency", currency.code, form in currency.weak, is_acronym(spelt)), resource, spelt.lower())
    for symbol in (currency.code, *currency.symbols):
        found.add(Name(symbol, "currency", currency.code, symbol in currency.weak, True), resource, symbol)


def _add_phrases(found: NameList, kind: str, entries: Entries) -> None:
    for ref, (resource, entry) in entries.items():
        weak_forms: tuple[str, ...] = entry.weak_forms if kind == "institution" else ()
        for form in (ref, *entry.forms, *weak_forms):
            cased = is_acronym(form)
            found.add(Name(form, kind, ref, form in weak_forms, cased), resource, form if cased else form.lower())


def _derive_phrase(found: NameList, name: Name) -> None:
    for word in spellings(name.surface):
        for joined in hyphenations(word):
            for spelt in typographic(joined):
                for form in (spelt, plural(spelt)) if name.type == "generic_item" else (spelt,):
                    if form != name.surface:
                        found.derive(name._replace(surface=form), form if name.cased else form.lower())


def _add_weapons(found: NameList, weapons: Entries) -> None:
    for ref, (resource, weapon) in weapons.items():
        weak_forms = weapon.weak_aliases
        for form in (ref, *weapon.aliases, *weak_forms):
            if _DIGIT.search(form) is None:
                found.add(Name(form, "weapon", ref, form in weak_forms, True), resource, form)
            else:
                found.add(Name(form, "weapon", ref, form in weak_forms, False), resource, form.lower())


def _derive_weapon(found: NameList, name: Name) -> None:
    surface, _, ref, weak, plain_case = name
    for spelt in typographic(surface):
        if not plain_case:
            spaces = spelt.count(" ")
            for form in designation_variants(spelt):
                # A space that a rule put in makes ordinary words possible ("at 4"), so there the case counts.
                found.derive(Name(form, "weapon", ref, weak, form.count(" ") > spaces), form.lower())
            bureau = _BUREAU.fullmatch(spelt)
            for form in () if bureau is None else (f"{_BUREAUS[bureau[1]]}{joint}{bureau[2]}" for joint in "- "):
                found.derive(Name(form, "weapon", ref, weak, True), form.lower())
        else:
            for form in (spelt, _SHOUTED.sub(lambda word: word[0].title(), spelt)):  # "VL Mica"; alone, "Arthur" needs support
                if form != surface:
                    found.derive(Name(form, "weapon", ref, weak or (form != spelt and " " not in form), True), form)
        if "-" in spelt:
            apart = _LETTER_HYPHEN.sub(" ", spelt)
            if apart != spelt:
                found.derive(Name(apart, "weapon", ref, weak, True), apart if plain_case else apart.lower())
