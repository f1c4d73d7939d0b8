"""Which known official a name means: other romanisations, initials, short first names and left-out particles included.

Knows the list of officials only, no text. What fits officials of two states tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from data.folding import fold
from data.lexicon_entries import Official

_PARTICLES: Final = frozenset(
    "al el as an ar ad bin ibn bint ben de da do dos das del della di du van von der den ten la le the y e jr sr ii iii iv".split()
)
# First names that one person goes by; each line is one name.
_SHORT_FORMS: Final = (
    "william bill billy will",
    "robert bob bobby rob",
    "richard dick rick",
    "james jim jimmy",
    "joseph joe",
    "john jack",
    "thomas tom",
    "michael mike mick",
    "anthony tony",
    "edward ed ted eddie",
    "donald don",
    "ronald ron",
    "kenneth ken",
    "stephen steven steve",
    "david dave",
    "daniel dan danny",
    "charles chuck charlie",
    "christopher chris",
    "matthew matt",
    "timothy tim",
    "gregory greg",
    "samuel sam",
    "benjamin ben benny binyamin",
    "philip phil",
    "peter pete",
    "antony tony",
    "leonard len",
    "lawrence larry",
    "geoffrey geoff jeffrey jeff",
    "andrew andy",
    "malcolm mal",
    "alexander alex aleksandr oleksandr alyaksandr aliaksandr",
    "dmitry dmytro dzmitry",
    "sergey serhiy siarhei",
    "vladimir volodymyr uladzimir",
    "nikolay mykola mikalai",
    "mikhail mykhaylo",
    "pavel pavlo",
    "yevgeny evgeny yevhen",
    "alexey aleksei oleksiy",
    "yury yuri yuriy",
    "recep tayyip",
)
_MIN_SKELETON: Final = 3
# Who is called by the first of the names: "King Abdullah" for Abdullah bin Abdulaziz, "King Mohammed" for Mohammed VI.
_REGNAL: Final = re.compile(r" (?:bin |ibn )|[ ][IVX]+$")


class KnownOfficials:
    """The officials of the lexicon, found under whatever spelling of their names."""

    def __init__(self, officials: Collection[Official]) -> None:
        self._spelt: dict[str, Official] = {}
        self._alone: dict[str, Official] = {}
        self._by_surname: dict[str, list[tuple[str, tuple[str, ...], Official]]] = {}
        for official in officials:
            for spelling in (official.name, *official.aliases):
                self._spelt.setdefault(_letters(spelling), official)
                given, surname = _parts(spelling)
                if given:
                    self._by_surname.setdefault(_skeleton(surname), []).append((surname, given, official))
            if official.surname_alone:
                self._alone[fold(official.surname)] = official
        # A surname that only officials of one state bear tells the state, even where it leaves open who is meant; a king goes by his first.
        bearers: dict[str, set[str]] = {}
        for spelling, official in ((s, o) for o in officials for s in (o.name, *o.aliases)):
            if official.state is not None:
                bearers.setdefault(fold(spelling.rsplit(" ", 1)[-1]), set()).add(official.state)
                if _REGNAL.search(spelling):
                    bearers.setdefault(fold(spelling.split(" ", 1)[0]), set()).add(official.state)
        self._surname_states = {surname: frozenset(states) for surname, states in bearers.items()}

    def __contains__(self, name: str) -> bool:
        return _letters(name) in self._spelt

    def by_surname(self, surname: str) -> str | None:
        """The full name of whom a bare surname means wherever it stands."""
        official = self._alone.get(fold(surname))
        return official.name if official is not None else None

    def body(self, name: str) -> str | None:
        """The body of several states that the bearer of a name serves."""
        official = self._spelt.get(_letters(name)) or self._alone.get(fold(name))
        return official.serves if official is not None else None

    def state(self, name: str) -> str | None:
        """The state that the bearer of a name serves; None for who is not known or could serve two."""
        states = self.states(name)
        return min(states) if len(states) == 1 else None

    def states(self, name: str) -> frozenset[str]:
        """The states that bearers of a name serve."""
        official = self._spelt.get(_letters(name)) or self._alone.get(fold(name))
        if official is not None:
            return frozenset({official.state} if official.state is not None else ())
        given, surname = _parts(name)
        if not given:
            return self._surname_states.get(fold(name), frozenset())
        known = self._by_surname.get(_skeleton(surname), [])
        fitting = (o.state for last, first, o in known if _alike(last, surname) and _first_alike(first, given))
        return frozenset(state for state in fitting if state is not None)


def _letters(name: str) -> str:
    """A name's letters alone: romanisations differ in hyphens, spaces and stops ("Chan-o-cha", "Chan-ocha")."""
    return re.sub(r"[\s.-]", "", fold(name))


def _parts(name: str) -> tuple[tuple[str, ...], str]:
    """Given names and surname without particles; no given names for a single word."""
    words = [word for word in re.findall(r"[^\W\d_']+", fold(name).replace("'", "")) if word not in _PARTICLES]
    return (tuple(words[:-1]), words[-1]) if words else ((), "")


def _skeleton(word: str) -> str:
    """What romanisations of a name share: its consonants, those that are told apart badly made one."""
    word = word.replace("ph", "f").replace("x", "ks").replace("w", "v")
    word = re.sub(r"([dst])h|h$", r"\1", re.sub(r"kh|gh|ck|[cqg]", "k", word))
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyj]", "", word))


def _alike(first: str, second: str) -> bool:
    return first == second or (len(_skeleton(first)) >= _MIN_SKELETON and _skeleton(first) == _skeleton(second))


def _first_alike(known: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """Whether given names may be one person's: the first of them alike, or an initial of the other."""
    first, other = known[0], given[0]
    if len(first) == 1 or len(other) == 1:
        return first[0] == other[0]
    return _alike(first, other) or any({first, other} <= forms for forms in _SHORT_SETS)


_SHORT_SETS: Final = tuple(frozenset(line.split()) for line in _SHORT_FORMS)
