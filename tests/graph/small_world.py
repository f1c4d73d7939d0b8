"""A small catalogue and a builder of documents, so that these tests need neither lexicons nor extraction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from data.entities import Entity, entity_key, is_state_key
from data.facts import Evidence, Extraction, Mentions, make_claim
from graph.queries import Dataset
from graph.selection import Selection

STATES = {"RUS": ("Russia", "Moscow"), "ARM": ("Armenia",), "AZE": ("Azerbaijan",), "USA": ("United States",), "TUR": ("Turkey",)}
WEAPONS = {
    "BM-30 Smerch": ("mlrs", "BM-30 Smerch", ("Smerch",)),
    "TOS-1A": ("mlrs", "TOS-1", ()),
    "TOS-1": ("mlrs", "TOS-1", ()),
    "T-90": ("tank", "T-90", ()),
    "F-16": ("combat_aircraft", "F-16", ()),
    "F-15": ("combat_aircraft", "F-15", ()),
}
AGENCIES = {"Rosoboronexport": "RUS", "Ministry of Defence of Armenia": "ARM"}


class SmallCatalogue:
    """Knows a handful of names; unknown ones become entities of the kind that is asked for."""

    def party(self, value: str) -> Entity:
        if is_state_key(value):
            return Entity(f"state/{value}", "state", STATES.get(value, (value,))[0], STATES.get(value, ())[1:])
        return self.agency(value) if value in AGENCIES else Entity(f"group/{entity_key(value)}", "group", value)

    def agency(self, name: str) -> Entity:
        return Entity(f"agency/{entity_key(name)}", "agency", name, state=AGENCIES.get(name))

    def official(self, name: str) -> Entity:
        return Entity(f"official/{entity_key(name)}", "official", name)

    def item(self, name: str) -> Entity:
        full = next((weapon for weapon, (_, _, aliases) in WEAPONS.items() if name in (weapon, *aliases)), None)
        if full is None:
            code = "tank" if name == "tank" else "arms"
            return Entity(f"category/{code}", "category", name, category=code)
        category, family, aliases = WEAPONS[full]
        return Entity(f"weapon/{entity_key(full)}", "weapon", full, aliases, category=category, family=family)

    def source(self, name: str) -> Entity | None:
        if is_state_key(name):
            return self.party(name)
        if name in AGENCIES:
            return self.agency(name)
        return None if name in ("TASS", "Reuters") else self.official(name)

    def entities(self) -> Iterator[Entity]:
        yield from sorted([*map(self.agency, AGENCIES), *map(self.party, STATES), *map(self.item, WEAPONS)], key=lambda entity: entity.id)


def extraction(
    name: str, *facts: Mapping[str, Any], published: str | None = "2016-06-23", publisher: str | None = "RFE/RL", **more: Any
) -> Extraction:
    """A document that states these facts, a sentence each; facts with the same `sentence` share one."""
    sentences = list(dict.fromkeys(fact.get("sentence", f"{name} says {number}.") for number, fact in enumerate(facts)))
    text = " ".join(sentences) or f"{name} says nothing."
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    claims = []
    for number, fact in enumerate(facts):
        sentence = fact.get("sentence", f"{name} says {number}.")
        start = text.index(sentence)
        slots = {key: value for key, value in fact.items() if key not in ("kind", "sentence")}
        evidence = [Evidence(start, start + len(sentence), sentence)]
        claims.append(make_claim(fact.get("kind", "transfer"), slots, "test.rule", evidence, sha256))
    mentions = more.get("mentions", Mentions())
    return Extraction(name, sha256, more.get("title"), publisher, published, None, tuple(claims), mentions, text)


def sale(item: str, supplier: str = "RUS", recipient: str = "AZE", **slots: Any) -> dict[str, Any]:
    """A delivered sale."""
    return {"supplier": supplier, "recipient": recipient, "item": item, "status": "delivered", "modality": "asserted", **slots}


def dataset(*extractions: Extraction) -> Dataset:
    """The graph of these documents."""
    return Dataset.from_extractions(extractions, catalogue=SmallCatalogue())


def select(data: Dataset, **filters: str) -> Selection:
    """The selection of these filters."""
    return data.parse(filters.items())


def items(data: Dataset, **filters: str) -> list[str]:
    """The items of the selected facts, sorted."""
    return sorted(str(fact.slots["item"]) for fact in data.selected(select(data, **filters)))
