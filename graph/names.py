"""Names to entity ids: first as the lexicons know them, then as the documents do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.entities import Entity, entity_key
from data.schema import categories
from graph.entities_index import category_entity


class LexiconNames:
    """The names of everything that the lexicons list, folded; categories by code and label."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._ids: dict[str, list[str]] = {}
        self._entities: dict[str, Entity] = {}
        for entity in (*entities, *map(category_entity, categories())):
            self._entities.setdefault(entity.id, entity)
            codes = [entity.category.replace("_", " ")] if entity.kind == "category" and entity.category else []
            for name in dict.fromkeys(map(entity_key, (entity.name, *entity.aliases, *codes))):
                bearers = self._ids.setdefault(name, [])
                if entity.id not in bearers:
                    bearers.append(entity.id)

    def find(self, name: str, kinds: Sequence[str]) -> str | None:
        """Id of the listed entity of one of these kinds that bears the name; the first kind wins, then whose own name it is."""
        wanted = entity_key(name)
        fitting = [
            (kinds.index(entity.kind), entity_key(entity.name) != wanted, entity_id)
            for entity_id in self._ids.get(wanted, ())
            if (entity := self._entities[entity_id]).kind in kinds
        ]
        return min(fitting)[2] if fitting else None

    def is_state(self, key: str) -> bool:
        """Whether a state of that key is listed."""
        return f"state/{key}" in self._entities

    def entity(self, entity_id: str) -> Entity | None:
        """The listed entity of that id, or None."""
        return self._entities.get(entity_id)
