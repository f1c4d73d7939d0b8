"""A catalogue of a few names, so that tests of this room do not depend on the lexicons' growth; and builders of claims."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from data.entities import Entity, entity_key, is_state_key
from data.facts import Claim, Evidence, Extraction, Mentions, make_claim
from graph.model import SourcedClaim

_WEAPONS = {
    "BM-30 Smerch": Entity("weapon/bm-30-smerch", "weapon", "BM-30 Smerch", ("Smerch",), "mlrs", "BM-30 Smerch", "RUS"),
    "T-90": Entity("weapon/t-90", "weapon", "T-90", ("T-90S",), "tank", "T-90", "RUS"),
    "T-90M": Entity("weapon/t-90m", "weapon", "T-90M", (), "tank", "T-90", "RUS"),
    "S-300": Entity("weapon/s-300", "weapon", "S-300", (), "air_defence_system", "S-300", "RUS"),
    "S-400": Entity("weapon/s-400", "weapon", "S-400", (), "air_defence_system", "S-400", "RUS"),
}
_WEAPON_NAMES = {alias: entity for entity in _WEAPONS.values() for alias in (entity.name, *entity.aliases)}
_GENERIC = {"tank": "tank", "light tank": "tank", "helicopter": "utility_helicopter"}
_OFFICIALS = dict.fromkeys(("Sergey Shoygu", "Sergei Shoigu"), "Sergey Shoygu")
_BODIES = {
    "Rosoboronexport": Entity("agency/rosoboronexport", "agency", "Rosoboronexport", (), state="RUS", subtype="exporter"),
    "Hezbollah": Entity("group/hezbollah", "group", "Hezbollah", ("Hizballah",), subtype="non_state"),
}


class SmallCatalogue:
    """Resolves the names above; anything else becomes an entity of the kind that its place suggests."""

    def party(self, value: str) -> Entity:
        if is_state_key(value):
            return Entity(f"state/{value}", "state", value)
        return _BODIES.get(value) or Entity(f"group/{entity_key(value)}", "group", value)

    def agency(self, name: str) -> Entity:
        return _BODIES.get(name) or Entity(f"agency/{entity_key(name)}", "agency", name)

    def official(self, name: str) -> Entity:
        name = _OFFICIALS.get(name, name)
        return Entity(f"official/{entity_key(name)}", "official", name)

    def item(self, name: str) -> Entity:
        if name in _WEAPON_NAMES:
            return _WEAPON_NAMES[name]
        if any(letter.isdigit() for letter in name):
            return Entity(f"weapon/{entity_key(name)}", "weapon", name, family=name)
        category = _GENERIC.get(name, "arms")
        return Entity(f"category/{category}", "category", category, category=category)

    def source(self, name: str) -> Entity | None:
        if name in _BODIES:
            return _BODIES[name]
        if is_state_key(name):
            return self.party(name)
        return self.official(name) if len(name.split()) == 2 and name.istitle() else None

    def entities(self) -> Iterator[Entity]:
        yield from _WEAPONS.values()


def claim(kind: str, slots: dict[str, Any], *, sha256: str = "0" * 64, at: int = 0, quote: str = "Quoted.") -> Claim:
    """A claim with one passage of evidence."""
    return make_claim(kind, slots, "test", [Evidence(at, at + len(quote), quote)], sha256)


def told(
    kind: str,
    slots: dict[str, Any],
    document: str = "a.md",
    published: str | None = "2016-06-01",
    publisher: str | None = "Agency",
    at: int = 0,
) -> SourcedClaim:
    """A claim told by a document of that name, day and publisher."""
    sha256 = hashlib.sha256(document.encode()).hexdigest()
    return SourcedClaim(claim(kind, slots, sha256=sha256, at=at), document, sha256, publisher, published, publisher or document)


def dispatch(
    document: str,
    text: str,
    claims: list[tuple[str, dict[str, Any], str]],
    *,
    publisher: str | None = "Agency",
    published: str | None = "2016-06-01",
) -> Extraction:
    """A document whose claims are (kind, slots, quote), each quote a passage of the text."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    made = [claim(kind, slots, sha256=sha256, at=text.index(quote), quote=quote) for kind, slots, quote in claims]
    return Extraction(document, sha256, f"Title of {document}", publisher, published, None, tuple(made), Mentions(states=("RUS",)), text)
