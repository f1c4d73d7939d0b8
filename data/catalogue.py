"""Resolves the names that claims hold to entities under stable ids, with all that the lexicons know of them.

Knows names only: which words of a text are names is settled before. What the lexicons do not know still gets an
entity, of the kind that its place in the claim or its looks suggest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Final, TypeVar

from data.entities import Entity, entity_key, is_state_key
from data.lexicon import Lexicon, lexicon
from data.lexicon_entries import Agency, Group, Official, Weapon
from data.lexicon_forms import fold, plural
from data.schema import categories

# What may follow a listed designation in one of its variants: "M", "B3", "A4", "PMU-2", " Block 52", " SEPv3", "A/C".
_VARIANT: Final = re.compile(
    r"[- ]?(?:Block \d+\+?|[A-Z][A-Za-z]{0,3}\d{0,3}[A-Za-z]{0,2}\d?)(?:[-/ ](?:Block \d+\+?|[A-Z0-9][A-Za-z0-9]{0,4}))*\+?"
)
_OF: Final = re.compile(r" (?:of|in) (?:the )?")
_POSSESSIVE: Final = re.compile(r"['\u2019]s?$")
_WORD: Final = re.compile(r"[^\W_]+(?:[-'\u2019.][^\W_]+)*\.?")
# A capital, or one behind a particle: "Volynkin", "al-Zaheri".
_PROPER: Final = re.compile(r"(?:[a-z]{1,3}[-'\u2019])?[^\W\d_a-z]")
_PERSON_PARTICLES: Final = frozenset("al el bin ibn van von der den de da del di dos la le ben abu bint ter zu of the".split())

_T = TypeVar("_T")


class Catalogue:
    """Entities by any of their names; names are compared folded (`data.lexicon_forms.fold`), digits exactly."""

    def __init__(self, known: Lexicon) -> None:
        self._known = known
        self._states = {key: self._make_state(key) for key in known.states}
        self._state_by_name = {state.name: state for state in self._states.values()}
        self._by_name = {weapon.name: _weapon_entity(weapon) for weapon in known.weapons.values()}
        bodies = {entry.name: _body_entity("agency", entry) for entry in known.agencies.values()}
        # A body that is listed both ways is the group.
        bodies |= {entry.name: _body_entity("group", entry) for entry in known.groups.values()}
        people = {entry.name: _official_entity(entry) for entry in known.officials.values()}
        self._listed = (*self._states.values(), *bodies.values(), *people.values(), *self._by_name.values())
        self._state_names = _index(
            (
                (key, (state.name, *state.names, *state.demonyms, *state.capital, *state.metonyms), state.weak)
                for key, state in known.states.items()
            )
        )
        self._institutions = _index((name, (name, *entry.forms), entry.weak_forms) for name, entry in known.institutions.items())
        groups_first: tuple[Agency | Group, ...] = (*known.groups.values(), *known.agencies.values())
        self._bodies = _index((bodies[entry.name], (entry.name, *entry.aliases), entry.weak_aliases) for entry in groups_first)
        self._officials = _index(
            (people[name], (name, *entry.aliases), (entry.surname,) if entry.surname_alone else ())
            for name, entry in known.officials.items()
        )
        self._weapons = _index((self._by_name[name], (name, *entry.aliases), entry.weak_aliases) for name, entry in known.weapons.items())
        self._generic = _index(
            (entry.category, tuple(each for form in (name, *entry.forms) for each in (form, plural(form))), ())
            for name, entry in known.generic_items.items()
        )
        self._outlets = _index((name, (name, *entry.aliases), entry.weak_aliases) for name, entry in known.outlets.items())
        self._made: dict[tuple[str, str], Entity] = {}

    def party(self, value: str) -> Entity:
        """The state, agency or group that a party slot names; an unknown body is a group."""
        known = self._states.get(value) or self._state_by_name.get(value) or self._body(value)
        if known is not None:
            return known
        key = self._state_names.get(fold(value))
        if key is not None:
            return self._states[key]
        if is_state_key(value):
            return Entity(f"state/{value}", "state", value)
        return Entity(f"group/{entity_key(value)}", "group", value)

    def agency(self, name: str) -> Entity:
        """The agency of that name; one that joins a known institution with a state has both filled in."""
        known = self._body(name)
        if known is not None:
            return known
        split = self._split_state(name)
        state = split[1] if split is not None else None
        return Entity(f"agency/{entity_key(name)}", "agency", name, state=state)

    def official(self, name: str) -> Entity:
        """The official of that name."""
        known = self._officials.get(fold(name))
        return known if known is not None else Entity(f"official/{entity_key(name)}", "official", name)

    def item(self, name: str) -> Entity:
        """The weapon that an item slot names, with category and family, or the category of a generic item.

        A designation that extends a listed one by letters ("T-72B3M") takes over its family, category and origin; an
        unlisted designation is a weapon without category; words that say nothing more are `category/arms`.
        """
        known = self._by_name.get(name) or self._weapons.get(fold(name))
        if known is not None:
            return known
        category = self._generic.get(fold(name))
        if category is not None:
            return self.category(category)
        words = name.split()
        generic = self._generic_tail(words)
        if generic is not None:
            designation = " ".join(words[: generic[0]])
            weapon = self._designated(designation)
            return weapon if weapon is not None else self.category(generic[1])
        weapon = self._designated(name)
        if weapon is not None:
            return weapon
        if any(any(letter.isdigit() for letter in word) or word[:1].isupper() for word in words):
            return Entity(f"weapon/{entity_key(name)}", "weapon", name, family=name)
        return self.category("arms")

    def source(self, name: str) -> Entity | None:
        """Whom a report is credited to: official, agency, group or state; None for outlets and unnamed sources."""
        key = fold(name)
        if key in self._officials:
            return self._officials[key]
        if name in self._states:
            return self._states[name]
        if key in self._outlets:
            return None
        known = self._body(name)
        if known is not None:
            return known
        if key in self._state_names:
            return self._states[self._state_names[key]]
        words = _WORD.findall(name)
        # "Azerbaijani officials", "Russian newspapers": the demonym does not make the source a named one.
        if not words or not _PROPER.match(words[-1]):
            return None
        if len(words) < 5 and all((_PROPER.match(word) and not word.isupper()) or word.lower() in _PERSON_PARTICLES for word in words):
            return self.agency(name) if self._split_state(name) is not None else self.official(name)
        return self.agency(name)

    def weapon_family(self, name: str) -> Entity | None:
        """The entity of the weapon's family (itself where it is the root); None for generic and unlisted items."""
        item = self.item(name)
        return None if item.kind != "weapon" or item.family is None else self._by_name.get(item.family)

    def state(self, key: str) -> Entity:
        """The state of an ISO key with name and aliases; an unknown key names itself."""
        return self._states.get(key) or Entity(f"state/{key}", "state", key)

    def category(self, code: str) -> Entity:
        """The entity of a category code."""
        return Entity(f"category/{code}", "category", categories()[code].label, category=code)

    def entities(self) -> Iterator[Entity]:
        """Everything that the lexicons list, sorted by id; the agencies that states and institutions could make are not among them."""
        found = {entity.id: entity for entity in (*self._listed, *map(self.category, categories()))}
        yield from (found[id_] for id_ in sorted(found))

    def _make_state(self, key: str) -> Entity:
        state = self._known.states[key]
        aliases = dict.fromkeys((*state.names, *state.demonyms, *state.capital, *state.metonyms))
        aliases.pop(state.name, None)
        return Entity(f"state/{key}", "state", state.name, tuple(aliases))

    def _body(self, name: str) -> Entity | None:
        known = self._bodies.get(fold(name))
        if known is not None:
            return known
        split = self._split_state(name)
        if split is None or fold(split[0]) not in self._institutions:
            return None
        made = self._made.get((self._institutions[fold(split[0])], split[1]))
        return made if made is not None else self._make_agency(self._institutions[fold(split[0])], split[1])

    def _make_agency(self, institution: str, key: str) -> Entity:
        """The agency that a state's institution is: the listed one if any spelling of the pair is listed."""
        entry, state = self._known.institutions[institution], self._known.states[key]
        article = "the " if state.article else ""
        canonical = f"{entry.name} of {article}{state.name}"
        forms, names = (entry.name, *entry.forms), (state.name, *state.names)
        spelt = [f"{form} of {the}{name}" for form in forms for name in names for the in ("", "the ")]
        spelt += [f"{name} {form}" for form in forms for name in (*names, *state.demonyms)]
        listed = (self._bodies.get(fold(name)) for name in (canonical, *spelt))
        made = next((body for body in listed if body is not None and body.state == key), None)
        if made is None:
            made = Entity(f"agency/{entity_key(canonical)}", "agency", canonical, state=key, subtype=entry.subtype)
        self._made[institution, key] = made
        return made

    def _split_state(self, name: str) -> tuple[str, str] | None:
        """The name without the state it opens or ends with, and that state's key ("Armenia's Defense Ministry")."""
        words = name.removeprefix("the ").removeprefix("The ").split()
        for count in range(min(len(words) - 1, 5), 0, -1):
            state = self._state_names.get(fold(_POSSESSIVE.sub("", " ".join(words[:count]))))
            if state is not None:
                return " ".join(words[count:]), state
        for match in _OF.finditer(name):
            state = self._state_names.get(fold(name[match.end() :]))
            if state is not None:
                return name[: match.start()], state
        return None

    def _generic_tail(self, words: list[str]) -> tuple[int, str] | None:
        """Where the longest generic item at the end of the words begins, and its category."""
        for start in range(1, len(words)):
            category = self._generic.get(fold(" ".join(words[start:])))
            if category is not None:
                return start, category
        return None

    def _designated(self, name: str) -> Entity | None:
        """The weapon of that name, or the variant of a listed one that the name reads as."""
        known = self._by_name.get(name) or self._weapons.get(fold(name))
        if known is not None:
            return known
        for end in range(len(name) - 1, 1, -1):
            if name[end - 1].isdigit() and name[end].isdigit() and fold(name[:end]) in self._weapons:
                return None  # a listed name with a further digit is another number, whatever shorter name it starts with
            if not name[end - 1].isalnum() or not _VARIANT.fullmatch(name, end):
                continue
            # A variant's letters follow the digits of its model, or stand apart from a whole word of its name.
            if name[end - 1].isdigit() or (name[end] in " -" and name[end - 1].isalpha() and any(map(str.isdigit, name[:end]))):
                base = self._weapons.get(fold(name[:end]))
                if base is not None:
                    return Entity(
                        f"weapon/{entity_key(name)}", "weapon", name, category=base.category, family=base.family, state=base.state
                    )
        return None


def _index(entries: Iterable[tuple[_T, Sequence[str], Sequence[str]]]) -> dict[str, _T]:
    """Folded spelling to meaning; the first of an entry's spellings goes before the others', weak ones come last."""
    rounds: tuple[list[tuple[str, _T]], ...] = ([], [], [])
    for meaning, strong, weak in entries:
        for form in (*strong, *(form for form in weak if form not in strong)):
            rounds[2 if form in weak else 0 if form is strong[0] else 1].append((form, meaning))
    found: dict[str, _T] = {}
    for form, meaning in chain(*rounds):
        found.setdefault(fold(form), meaning)
    return found


def _body_entity(kind: str, body: Agency | Group) -> Entity:
    aliases = (*body.aliases, *body.weak_aliases)
    return Entity(f"{kind}/{entity_key(body.name)}", kind, body.name, aliases, state=body.state, subtype=body.subtype)


def _official_entity(official: Official) -> Entity:
    return Entity(f"official/{entity_key(official.name)}", "official", official.name, official.aliases, state=official.state)


def _weapon_entity(weapon: Weapon) -> Entity:
    return Entity(
        f"weapon/{entity_key(weapon.name)}",
        "weapon",
        weapon.name,
        (*weapon.aliases, *weapon.weak_aliases),
        category=weapon.category,
        family=weapon.family,
        state=weapon.origin,
    )


@cache
def catalogue() -> Catalogue:
    """The catalogue over the program's own lexicons."""
    return Catalogue(lexicon())
