"""Flows: how much went from whom to whom, summed over transfers by supplier, recipient, year, item or category.

What is summed. Every selected transfer counts in `facts` and in the `status` breakdown. `quantity` and `value` take only deals
that were made (`ordered` or `delivered`; where the selection names statuses, those), and no denied ones unless the selection
asks for that modality. The year of a transfer is that of its delivery, else of its order, else null.

What is never counted twice. A text often gives one price for a package of several items; the price then stands on the fact of
each item, and other texts repeat it. Facts share a package if claims of theirs give the same amount for the same two sides and
their dates in the world can be the same (or are not told); so do facts joined through a common one. A package counts
once in a row; where it also pays for facts of other rows, it stands under `shared_value` of each row instead
of `value`, so that the `value` column can be added up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph.dates import day_span, known_day, span
from graph.errors import SelectionError
from graph.model import Fact
from graph.selection import Selection

DIMENSIONS: Final = ("supplier", "recipient", "year", "item", "category")
MADE: Final = frozenset({"ordered", "delivered"})
Sum = dict[str, float | None]


@dataclass(slots=True)
class _Row:
    facts: int = 0
    sources: set[str] = field(default_factory=set)
    status: dict[str, int] = field(default_factory=dict)
    quantity: Sum | None = None
    without_quantity: int = 0
    packages: set[int] = field(default_factory=set)


def parse_dimensions(text: str) -> tuple[str, ...]:
    """The dimensions that a comma-separated text names, in the order given."""
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if not names or not set(names) <= set(DIMENSIONS):
        raise SelectionError("by", f"{text!r} is no list of dimensions", DIMENSIONS)
    return names


def flows(facts: Iterable[Fact], by: Sequence[str], selection: Selection, category_of: Callable[[str], str | None]) -> list[dict[str, Any]]:
    """One row for each combination of the dimensions, most facts first: its key, counts and sums."""
    transfers = [fact for fact in facts if fact.kind == "transfer"]
    summed = [fact for fact in transfers if _is_summed(fact, selection)]
    package_of, amounts = packages(summed)
    rows: dict[tuple[str | None, ...], _Row] = {}
    rows_of: dict[int, set[tuple[str | None, ...]]] = {}
    for fact in transfers:
        key = tuple(_coordinate(fact, name, category_of) for name in by)
        row = rows.setdefault(key, _Row())
        row.facts += 1
        row.sources.update(fact.sources)
        if fact.status is not None:
            row.status[fact.status] = row.status.get(fact.status, 0) + 1
        if not _is_summed(fact, selection):
            continue
        if fact.slots.get("quantity") is None:
            row.without_quantity += 1
        else:
            row.quantity = add(row.quantity, fact.slots["quantity"])
        if fact.id in package_of:
            row.packages.add(package_of[fact.id])
            rows_of.setdefault(package_of[fact.id], set()).add(key)
    shared = {package for package, keys in rows_of.items() if len(keys) > 1}
    ordered = sorted(rows.items(), key=lambda entry: (-entry[1].facts, [value or "" for value in entry[0]]))
    return [_render(dict(zip(by, key, strict=True)), row, amounts, shared) for key, row in ordered]


def packages(facts: Sequence[Fact]) -> tuple[dict[str, int], list[Mapping[str, Any]]]:
    """(the package that each fact with a value belongs to, the amount of each package)."""
    leader: dict[str, str] = {}

    def find(fact_id: str) -> str:
        while leader[fact_id] != fact_id:
            leader[fact_id] = leader[leader[fact_id]]
            fact_id = leader[fact_id]
        return fact_id

    priced = sorted((fact for fact in facts if fact.slots.get("value") is not None), key=lambda fact: fact.id)
    told: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in priced:
        leader[fact.id] = fact.id
        for mark in sorted(set(_price_marks(fact)), key=str):
            for other in told.setdefault(mark, []):
                if _same_time(fact, other):
                    one, two = sorted((find(other.id), find(fact.id)))
                    leader[two] = one
            told[mark].append(fact)
    numbers: dict[str, int] = {}
    listed: list[Mapping[str, Any]] = []
    for fact in priced:
        if find(fact.id) not in numbers:
            numbers[find(fact.id)] = len(listed)
            listed.append(fact.slots["value"])
    return {fact.id: numbers[find(fact.id)] for fact in priced}, listed


def add(total: Sum | None, amount: Mapping[str, Any]) -> Sum:
    """The sum of two intervals; an open end stays open upwards (null) and counts 0 downwards."""
    low, high = amount.get("min"), amount.get("max")
    if total is None:
        return {"min": low or 0, "max": high}
    least = total["min"] or 0
    return {"min": least + (low or 0), "max": None if high is None or total["max"] is None else total["max"] + high}


def _price_marks(fact: Fact) -> Iterable[tuple[Any, ...]]:
    """What makes prices the same: the two sides, the currency and the number ("at least 4 billion" is told as "4 billion" too)."""
    sides = tuple(next((entity for at, entity in fact.participants if at == slot), None) for slot in ("supplier", "recipient"))
    for sourced in fact.claims:
        value = sourced.claim.slots.get("value")
        if value is not None:
            number = value.get("max") if value.get("min") is None else value.get("min")
            yield (*sides, value.get("currency"), number)


def _same_time(one: Fact, other: Fact) -> bool:
    here, there = span(one), span(other)
    return here is None or there is None or (here[0] <= there[1] and there[0] <= here[1])


def _is_summed(fact: Fact, selection: Selection) -> bool:
    if fact.slots.get("modality") == "denied" and "denied" not in selection.modality:
        return False
    return bool(selection.status) or fact.status in MADE


def _coordinate(fact: Fact, name: str, category_of: Callable[[str], str | None]) -> str | None:
    if name == "year":
        return transfer_year(fact)
    slot = "item" if name == "category" else name
    entity = next((entity for at, entity in fact.participants if at == slot), None)
    return category_of(entity) if name == "category" and entity is not None else entity


def transfer_year(fact: Fact) -> str | None:
    """Year of the delivery, else of the order; the first one of a span, the last one where only the end is known."""
    for name in ("delivered", "ordered"):
        value = fact.slots.get(name)
        days = day_span(value) if value is not None else None
        if days is not None:
            day = known_day(days[0]) or known_day(days[1])
            if day is not None:
                return day[:4]
    return None


def _render(key: dict[str, str | None], row: _Row, amounts: Sequence[Mapping[str, Any]], shared: set[int]) -> dict[str, Any]:
    sums: dict[bool, dict[str, Sum]] = {False: {}, True: {}}
    for package in sorted(row.packages):
        amount = amounts[package]
        per_currency = sums[package in shared]
        currency = str(amount.get("currency"))
        per_currency[currency] = add(per_currency.get(currency), amount)
    return {
        **key,
        "facts": row.facts,
        "sources": len(row.sources),
        "status": dict(sorted(row.status.items())),
        "quantity": row.quantity,
        "without_quantity": row.without_quantity,
        "value": dict(sorted(sums[False].items())),
        "shared_value": dict(sorted(sums[True].items())),
    }
