"""Which claims can be about the same thing: the bucket in which a claim may merge.

Claims of different buckets never merge, so that one more document touches only the buckets of its own claims. Buckets are made
of entity ids, so spellings do not matter; generic items go by their head phrase ("tank" is not "armoured vehicle", though both
may share a category), persons' posts by their words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from data.entities import entity_key
from data.facts import Claim
from data.schema import fact_kinds
from graph.participants import Resolver, participant

GroupKey = tuple[str, ...]

# What texts call weapons at large; one thing, however they put it.
_ARMS_AT_LARGE: Final = frozenset(
    (
        *("arms", "weapon", "weapons", "weaponry", "armament", "armaments", "arms-and-ammunition", "weapons-and-ammunition"),
        *("military-equipment", "military-hardware", "military-goods", "arms-and-military-equipment", "weapons-and-military-equipment"),
        *("defense-equipment", "defense-articles", "defense-material", "defense-goods"),
    )
)
_POST_OF: Final = re.compile(r"^(.*?)\b(minister|secretary|ministers) (?:of|for) (?:the )?(.+)$")


def group_key(claim: Claim, resolver: Resolver) -> GroupKey:
    """The bucket of a claim: its kind and what it is about, '' for each identity slot that the text leaves open."""
    slots = claim.slots
    parts = [claim.kind]
    for slot in fact_kinds()[claim.kind].slots:
        if not slot.identity or slot.type == "money":
            continue
        value = slots.get(slot.name)
        if value is None:
            parts.append("")
        elif slot.type == "party":
            parts.append(resolver.party(value).id)
        elif slot.type == "item":
            parts.append(item_key(value, resolver))
        elif slot.type == "person":
            parts.append(resolver.official(value).id)
        elif slot.type == "parties":
            parts.append(" ".join(sorted({resolver.party(name).id for name in value})))
        elif slot.type == "participants":
            parts.append(" ".join(sorted({participant(name, resolver).id for name in value})))
        else:
            parts.append(entity_key(str(value)))
    if claim.kind == "role":
        parts.append(fold_post(slots.get("post") or ""))
    return tuple(parts)


def item_key(name: str, resolver: Resolver) -> str:
    """What tells one item from another: a weapon's entity id, for generic items the category with the folded head phrase."""
    entity = resolver.item(name)
    if entity.kind != "category":
        return entity.id
    phrase = entity_key(name).replace("defence", "defense")
    return "category/arms" if phrase in _ARMS_AT_LARGE else f"{entity.id} {phrase}"


@lru_cache(maxsize=65536)
def fold_post(post: str) -> str:
    """A post in one spelling: 'Minister of Defence' and 'defense minister' are the same, 'deputy defense minister' is not."""
    words = re.sub(r"[^\w]+", " ", post.casefold()).replace("defence", "defense").strip()
    words = re.sub(r"^(?:the|a|an|then|former|ex|acting) ", "", words)
    match = _POST_OF.match(words)
    if match is not None:
        before, head, field = match.groups()
        words = f"{before}{field} {head}"
    return " ".join(words.split())
