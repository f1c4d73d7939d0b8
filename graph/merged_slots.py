"""The slots of a merged fact: what its claims, taken together, allow.

Claims that deny count only where nothing else is said. Names become the catalogue's, the words of the text move to `X_text`;
quantities and money become the interval that all claims allow, or the hull of it where they disagree; dates become the most exact one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import orjson

from data.entities import Entity, entity_key
from data.facts import Claim
from data.schema import Slot, fact_kinds, vocabularies
from graph.model import Conflict, SourcedClaim
from graph.participants import Resolver, participant
from graph.spans import days, number_range

_LISTS: Final = ("parties", "participants")
_NAMES: Final = ("party", "person", "agency", "item", "source")


def speaking(claims: Sequence[SourcedClaim]) -> Sequence[SourcedClaim]:
    """The claims that say what is so: those that do not deny, or all where all deny."""
    return [sourced for sourced in claims if sourced.claim.slots.get("modality") != "denied"] or claims


def single_slots(claim: Claim, entities: Sequence[tuple[str, str, Entity]]) -> dict[str, Any]:
    """What `merged_slots` gives for one claim alone, without its ceremony: most facts of a large store have one claim.

    `entities` are those of `slot_entities`.
    """
    slots = dict(claim.slots)
    slots.pop("disputes", None)
    if "terms" in slots:
        slots["terms"] = _in_order(slots["terms"])
    for slot, value, entity in entities:
        name = _credited_name(value, entity) if slot == "attributed_to" else _entity_name(value, entity)
        if name == value or slot == "disputes":
            continue
        if isinstance(slots[slot], list):
            slots[slot] = [name if listed == value else listed for listed in slots[slot]]
        else:
            slots[slot] = name
            if slots.setdefault(f"{slot}_text", value) == name:
                del slots[f"{slot}_text"]
    return slots


def merged_slots(claims: Sequence[SourcedClaim], resolver: Resolver) -> tuple[dict[str, Any], tuple[Conflict, ...]]:
    """Slots of the fact (all but `status` and `disputes`), and the slots on which its claims disagree; `claims` in order of report."""
    merged: dict[str, Any] = {}
    conflicts = []
    told = [sourced.claim for sourced in speaking(claims)]
    for slot in fact_kinds()[claims[0].claim.kind].slots:
        holders = [claim for claim in told if slot.name in claim.slots]
        if slot.type in ("status", "disputes") or not holders:
            continue
        values = [claim.slots[slot.name] for claim in holders]
        if slot.type in _NAMES:
            _merge_name(slot, holders, resolver, merged)
        elif slot.type in _LISTS:
            merged[slot.name] = _names(slot, values[0], resolver)
        elif slot.type in ("quantity", "money"):
            values = _same_currency(values)
            merged[slot.name] = _common_range(values)
        elif slot.type == "date":
            merged[slot.name] = _most_exact(values)
        elif slot.type == "terms":
            merged[slot.name] = _in_order({term for value in values for term in value})
        elif slot.type == "modality":
            merged[slot.name] = min(values, key=vocabularies().modality.index)
        else:
            merged[slot.name] = _most_common(values)
        if len(holders) > 1 and slot.type in _DISAGREE and _DISAGREE[slot.type](values):
            conflicts.append(_conflict(slot.name, holders))
    return merged, tuple(conflicts)


def _in_order(terms: Collection[str]) -> list[str]:
    return [term for term in vocabularies().terms if term in terms]


def _merge_name(slot: Slot, holders: Sequence[Claim], resolver: Resolver, merged: dict[str, Any]) -> None:
    names = [_name(slot.type, claim.slots[slot.name], resolver) for claim in holders]
    chosen = _most_common(names)
    merged[slot.name] = chosen
    words = f"{slot.name}_text"
    for claim, name in zip(holders, names, strict=True):
        if name == chosen:
            text = claim.slots.get(words, claim.slots[slot.name])
            if text != chosen:
                merged[words] = text
            return


def _name(slot_type: str, value: str, resolver: Resolver) -> str:
    """The catalogue's name of what the slot names."""
    match slot_type:
        case "party":
            return _entity_name(value, resolver.party(value))
        case "person":
            return _entity_name(value, resolver.official(value))
        case "agency":
            return _entity_name(value, resolver.agency(value))
        case "item":
            return _entity_name(value, resolver.item(value))
        case _:
            credited = resolver.source(value)
            return value if credited is None else _credited_name(value, credited)


def _names(slot: Slot, values: Sequence[str], resolver: Resolver) -> list[str]:
    if slot.type == "parties":
        return [_entity_name(value, resolver.party(value)) for value in values]
    return [_entity_name(value, participant(value, resolver)) for value in values]


def _entity_name(value: str, entity: Entity) -> str:
    """States go by their key, generic items by their words, everything else by the name of its entity."""
    match entity.kind:
        case "state":
            return entity.id.removeprefix("state/")
        case "category":
            return value
        case _:
            return entity.name


def _credited_name(value: str, entity: Entity) -> str:
    return value if entity.kind == "state" else entity.name


def _same_currency(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Only the amounts in the currency that most claims use; amounts in others cannot be compared."""
    if len(values) == 1:
        return values
    currency = _most_common([value.get("currency") for value in values])
    return [value for value in values if value.get("currency") == currency]


def _common_range(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    exact = [value for value in values if not value.get("approx")] or values
    first = dict(exact[0])
    if all(value == first for value in exact):
        return first
    lows = [value["min"] for value in exact if value.get("min") is not None]
    highs = [value["max"] for value in exact if value.get("max") is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        low = min(lows) if len(lows) == len(exact) else None
        high = max(highs) if len(highs) == len(exact) else None
    return {**first, "min": low, "max": high}


def _ranges_disagree(values: Sequence[Mapping[str, Any]]) -> bool:
    ranges = [number_range(value) for value in values]
    return max(low for low, _ in ranges) > min(high for _, high in ranges)


def _dates_disagree(values: Sequence[str]) -> bool:
    spans = [span for span in map(days, values) if span is not None]
    return bool(spans) and max(first for first, _ in spans) > min(last for _, last in spans)


def _words_disagree(values: Sequence[str]) -> bool:
    return len({entity_key(value) for value in values}) > 1


_DISAGREE: Final[Mapping[str, Callable[[Sequence[Any]], bool]]] = {
    "quantity": _ranges_disagree,
    "money": _ranges_disagree,
    "date": _dates_disagree,
    "place": _words_disagree,
}


def _most_exact(values: Sequence[str]) -> str:
    if _dates_disagree(values):
        return str(_most_common(values))
    spans = [(span, value) for value in values if (span := days(value)) is not None]
    if not spans:
        return values[0]
    return min(spans, key=lambda entry: entry[0][1] - entry[0][0])[1]


def _most_common(values: Sequence[Any]) -> Any:
    """The value that most claims have; of equally common ones the first reported."""
    counts = Counter(values)
    return max(counts, key=lambda value: counts[value])


def _conflict(name: str, holders: Sequence[Claim]) -> Conflict:
    by_value: dict[bytes, tuple[Any, list[str]]] = {}
    for claim in holders:
        value = claim.slots[name]
        by_value.setdefault(orjson.dumps(value, option=orjson.OPT_SORT_KEYS), (value, []))[1].append(claim.id)
    return Conflict(name, tuple((value, tuple(ids)) for value, ids in by_value.values()))
