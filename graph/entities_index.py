"""The directory of entities: which entities the documents name, under which names, and how a search finds them.

Immutable like the fact index: `with_changes` copies only the entries that the changed documents name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from data.entities import Entity, entity_key
from data.facts import Extraction
from data.schema import categories
from graph.participants import Resolver, slot_entities

Naming = tuple[Entity, tuple[str, ...]]
"""An entity and the spellings of it that a document uses."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity with the documents that name it and how often each spelling occurs; `folded` are its names as searched."""

    entity: Entity
    documents: frozenset[str]
    spellings: Mapping[str, int]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, entity: Entity, documents: frozenset[str], spellings: Mapping[str, int]) -> Entry:
        """The entry, its names folded: canonical name first."""
        names = [entity.name, *entity.aliases, *sorted(spellings)]
        if entity.kind == "state":
            names.append(entity.id.partition("/")[2])
        return cls(entity, documents, spellings, tuple(dict.fromkeys(map(entity_key, names))))

    def names(self) -> list[str]:
        """Every name, canonical first, then as the lexicons list them, then as the documents spell it."""
        return list(dict.fromkeys((self.entity.name, *self.entity.aliases, *sorted(self.spellings))))


@dataclass(frozen=True, slots=True)
class Directory:
    """Entries by entity id, and what each document names."""

    entries: Mapping[str, Entry]
    namings: Mapping[str, tuple[Naming, ...]]
    levels: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, extractions: Iterable[Extraction], resolver: Resolver) -> Directory:
        """The directory of these documents."""
        return cls({}, {}, {}).with_changes((), extractions, resolver)

    def with_changes(self, removed: Iterable[str], added: Iterable[Extraction], resolver: Resolver) -> Directory:
        """The directory without the documents `removed` and with those `added`."""
        namings = dict(self.namings)
        levels = dict(self.levels)
        entities: dict[str, Entity] = {}
        lost: defaultdict[str, set[str]] = defaultdict(set)
        won: defaultdict[str, set[str]] = defaultdict(set)
        spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for document in removed:
            for entity, words in namings.pop(document, ()):
                lost[entity.id].add(document)
                if words:
                    spellings[entity.id].subtract(words)
        for extraction in added:
            namings[extraction.document] = found = document_namings(extraction, resolver)
            for entity, words in found:
                entities.setdefault(entity.id, entity)
                won[entity.id].add(extraction.document)
                if words:
                    spellings[entity.id].update(words)
        entries = dict(self.entries)
        for entity_id in sorted(lost.keys() | won.keys()):
            old = entries.pop(entity_id, None)
            documents = (old.documents if old else frozenset()) - lost[entity_id] | won[entity_id]
            if not documents:
                continue
            counted = Counter(old.spellings if old else {})
            counted.update(spellings[entity_id])
            entity = entities[entity_id] if old is None else entities.get(entity_id, old.entity)
            entries[entity_id] = Entry.of(entity, frozenset(documents), {word: n for word, n in sorted(counted.items()) if n > 0})
            if entity.kind in ("weapon", "category") and entity_id not in levels:
                levels[entity_id] = item_levels(entity, resolver)
        return Directory(entries, namings, levels)

    def rollup(self, item: str) -> tuple[str, ...]:
        """The ids under which an item is found: its own, its family's, its category's."""
        return self.levels.get(item, (item,))

    def find(self, name: str, kinds: Sequence[str]) -> str | None:
        """Id of an entity of one of these kinds that bears the name, earlier kinds first, most documents first."""
        wanted = entity_key(name)
        fitting = [
            (kinds.index(entry.entity.kind), -len(entry.documents), entity_id)
            for entity_id, entry in self.entries.items()
            if wanted in entry.folded and entry.entity.kind in kinds
        ]
        return min(fitting)[2] if fitting else None

    def search(self, kind: str | None, text: str | None, weight: Mapping[str, int]) -> list[str]:
        """Ids of the entities that a text can mean, best first: whole name, whole alias, beginning of a name, words of a name.

        Equally good ones come with the larger `weight` (how many facts they join) first; without a text, weight alone decides.
        """
        wanted = entity_key(text) if text else None
        ranked = []
        for entity_id, entry in self.entries.items():
            if kind is not None and entry.entity.kind != kind:
                continue
            rank = 0 if wanted is None else name_rank(wanted, entry.folded)
            if rank is not None:
                ranked.append((rank, -weight.get(entity_id, 0), entity_id))
        return [entity_id for _, _, entity_id in sorted(ranked)]


def name_rank(wanted: str, folded: Sequence[str]) -> int | None:
    """How well a folded text fits an entity's folded names: 0 best, None not at all."""
    if folded[0] == wanted:
        return 0
    if wanted in folded:
        return 1
    if folded[0].startswith(wanted):
        return 2
    if any(name.startswith(wanted) for name in folded):
        return 3
    words = [f"-{word}" for word in wanted.split("-")]
    if any(all(word in f"-{name}" for word in words) for name in folded):
        return 4
    return None


def item_levels(entity: Entity, resolver: Resolver) -> tuple[str, ...]:
    """An item's own id, that of its family and that of its category, each once."""
    levels = [entity.id]
    if entity.family is not None:
        levels.append(resolver.item(entity.family).id)
    if entity.category is not None:
        levels.append(f"category/{entity.category}")
    return tuple(dict.fromkeys(levels))


@cache
def category_entity(code: str) -> Entity:
    """A weapon category as an entity."""
    return Entity(f"category/{code}", "category", categories()[code].label, category=code)


def document_namings(extraction: Extraction, resolver: Resolver) -> tuple[Naming, ...]:
    """Each entity that a document names in a claim or in passing, once, with its spellings there; of a weapon the broader ones too."""
    found: dict[str, tuple[Entity, dict[str, None]]] = {}

    def spelled(entity: Entity) -> dict[str, None]:
        naming = found.get(entity.id)
        if naming is None:
            naming = found[entity.id] = (entity, {})
        return naming[1]

    for claim in extraction.claims:
        for slot, value, entity in slot_entities(claim, resolver):
            words = spelled(entity)
            if entity.kind != "state" and entity.kind != "category":
                words[value] = None
                if slot == "item" and isinstance(claim.slots.get("item_text"), str):
                    words[claim.slots["item_text"]] = None
    mentions = extraction.mentions
    for key in mentions.states:
        spelled(resolver.party(key))
    for name in mentions.officials:
        spelled(resolver.official(name))[name] = None
    for names in mentions.agencies:
        if names:
            # The mentions list every body that is no state here, so a group is found as a source before an agency is made of it.
            known = resolver.source(names[0])
            spelled(known if known is not None else resolver.agency(names[0])).update(dict.fromkeys(names))
    for names in mentions.weapons:
        if names:
            entity = resolver.item(names[0])
            words = spelled(entity)
            if entity.kind == "weapon":
                words.update(dict.fromkeys(names))
    for entity, _ in list(found.values()):
        if entity.kind == "weapon":
            if entity.family is not None and entity.family != entity.name:
                spelled(resolver.item(entity.family))
            if entity.category is not None and entity.category in categories():
                spelled(category_entity(entity.category))
    return tuple((entity, tuple(word for word in words if word != entity.name)) for entity, words in found.values())
