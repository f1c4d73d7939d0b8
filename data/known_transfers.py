"""What is commonly known of who supplies which systems to whom, before a text is read.

A register of supplier, recipient and system, typed from general knowledge: no fact is ever told because it stands here, and a text may
well tell of what is absent. It weighs in where a sentence leaves open who of the parties around an item supplies and who receives it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from data.errors import ResourceError
from data.lexicon import Lexicon, lexicon
from data.reading import Item
from data.schema import categories
from data.yaml_files import check_keys, check_mapping, read_yaml

# A supplier and a recipient; the empty text is any.
Flow = tuple[str, str]
ANYONE: Final = ""
KNOWN_NAMES: Final = tuple(
    "known_pair known_reverse known_item known_family known_category known_reverse_family known_supplier known_recipient "
    "known_supplier_family known_recipient_family known_any_family known_supplier_category known_recipient_category".split()
)
_RESOURCE: Final = "known_transfers.yml"
_TODAY: Final = {"SUN": "RUS", "CSK": "CZE", "YUG": "SRB", "DDR": "DEU"}


def state_today(key: str) -> str:
    """The successor of a former state; any other party is itself."""
    return _TODAY.get(key, key)


@dataclass(frozen=True, slots=True)
class KnownFlows:
    """How many rows of the register there are for each flow: of anything, of an item's category and family, of the very item."""

    anything: Mapping[Flow, int]
    category: Mapping[Flow, int]
    family: Mapping[Flow, int]
    item: Mapping[Flow, int]

    def numbers(self, supplier: str, recipient: str) -> list[float]:
        """The rows that speak for a pair, named by KNOWN_NAMES; an unnamed side is the empty text."""
        one, other = state_today(supplier), state_today(recipient)
        flow, reverse, given, taken = (one, other), (other, one), (one, ANYONE), (ANYONE, other)
        anything, category, family = self.anything.get, self.category.get, self.family.get
        found = (
            *(anything(flow, 0), anything(reverse, 0), self.item.get(flow, 0), family(flow, 0), category(flow, 0), family(reverse, 0)),
            *(anything(given, 0), anything(taken, 0), family(given, 0), family(taken, 0), family((ANYONE, ANYONE), 0)),
            *(category(given, 0), category(taken, 0)),
        )
        return [float(count) for count in found]

    def features(self, keys: Sequence[str]) -> list[list[str]]:
        """For each of the parties near the item, whether it is known to give or take such a thing, and from or to another of them."""
        parties = [state_today(key) for key in keys]
        found = []
        for party in parties:
            others = [other for other in parties if other != party]
            gives, takes = self._level((party, ANYONE)), self._level((ANYONE, party))
            gives_here = max((self._level((party, other)) for other in others), default=0)
            takes_here = max((self._level((other, party)) for other in others), default=0)
            found.append(
                [
                    f"K:gives={gives}",
                    f"K:takes={takes}",
                    f"K:here={gives_here},{takes_here}",
                    f"K:gives_here={gives_here}",
                    f"K:takes_here={takes_here}",
                ]
            )
        return found

    def _level(self, flow: Flow) -> int:
        """3 where the item's family is known to flow so, 2 where its category is, 1 where anything is, else 0."""
        return 3 if flow in self.family else 2 if flow in self.category else 1 if flow in self.anything else 0


@dataclass(frozen=True, slots=True)
class KnownTransfers:
    """The register: rows for each flow, by what flows."""

    counts: Mapping[str, Mapping[Flow, int]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str, str | None, str]]) -> KnownTransfers:
        """The register of rows: supplier, recipient, name of the item, its family if any, its category."""
        counts: dict[str, Counter[Flow]] = {}
        for supplier, recipient, name, family, category in rows:
            flows = [(supplier, recipient), (supplier, ANYONE), (ANYONE, recipient), (ANYONE, ANYONE)]
            for what in ("anything", f"category {category}", f"item {name}", *([f"family {family}"] if family else [])):
                counts.setdefault(what, Counter()).update(flows)
        return cls(counts)

    def flows(self, item: Item) -> KnownFlows:
        """What is known of an item."""
        keys = ("anything", f"category {item.category}", f"family {item.family or item.name}", f"item {item.name}")
        return KnownFlows(*(self.counts.get(key, {}) for key in keys))


@cache
def known_transfers() -> KnownTransfers:
    """The shipped register; ResourceError where the file is not as it should be."""
    content = check_keys(_RESOURCE, "file", read_yaml(_RESOURCE), {"source", "recipients"}, set())
    return KnownTransfers.of(_rows(content["recipients"], lexicon()))


def _rows(recipients: Any, known: Lexicon) -> Iterator[tuple[str, str, str, str | None, str]]:
    for recipient, suppliers in check_mapping(_RESOURCE, "recipients", recipients).items():
        for supplier, names in check_mapping(_RESOURCE, recipient, suppliers).items():
            for party in (recipient, supplier):
                if party not in known.states and party not in known.groups:
                    raise ResourceError(_RESOURCE, f"{recipient}: {party!r} is neither a state nor a group of the lexicon")
            if supplier == recipient:
                raise ResourceError(_RESOURCE, f"{recipient} supplies itself")
            if not isinstance(names, str):
                raise ResourceError(_RESOURCE, f"{recipient}, {supplier}: names with commas between them are expected, not {names!r}")
            for name in names.split(", "):
                weapon = known.weapons.get(name)
                if weapon is None and name not in categories():
                    raise ResourceError(_RESOURCE, f"{recipient}, {supplier}: {name!r} is neither a weapon of the lexicon nor a category")
                yield supplier, recipient, name, weapon.family if weapon else None, weapon.category if weapon else name
