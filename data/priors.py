"""What other texts make likely before this one is read: who supplies and receives at all, whom, and which systems.

The counts are those of the annotated texts that the models were trained on, one a text however often it tells of the same. They weigh
little where a sentence is plain and decide where it leaves a side out: a Gripen is seldom supplied by anyone but Sweden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from data.linear import read_model
from data.reading import Item

PRIOR_NAMES: Final = tuple(
    "told_pair told_reverse told_supplier told_recipient told_recipient_supplies told_supplier_receives told_item_supplier told_item "
    "met_item told_family_supplier told_family told_category_supplier told_category_recipient told_family_recipient".split()
)


@dataclass(frozen=True, slots=True)
class Priors:
    """How many of so many texts tell of each key; see `flow_keys` and `item_keys` for the keys."""

    texts: int
    counts: Mapping[str, int]

    @classmethod
    def of(cls, texts: Collection[Iterable[str]]) -> Priors:
        """The counts of texts, each given by its keys."""
        return cls(len(texts), Counter(key for keys in texts for key in set(keys)))

    def numbers(self, supplier: str, recipient: str, item: Item) -> list[float]:
        """The texts in a hundred that tell of a pair and an item, named by PRIOR_NAMES; an unnamed side is the empty text."""
        pair, gives, takes = flow_keys(supplier, recipient)
        reverse, other_gives, other_takes = flow_keys(recipient, supplier)
        told, family, item_given, family_given, category_given, family_taken, category_taken = item_keys(supplier, recipient, item)
        (named,) = named_keys(item)
        keys = (
            *(pair, reverse, gives, takes, other_gives, other_takes),
            *(item_given, told, named, family_given, family, category_given, category_taken, family_taken),
        )
        share = 100.0 / max(1, self.texts)
        return [self.counts.get(key, 0) * share for key in keys]


def named_keys(item: Item) -> list[str]:
    """The keys of an item that a text names, whatever it says of it."""
    return [f"named {item.name}"]


def flow_keys(supplier: str, recipient: str) -> list[str]:
    """The keys of a supplier and a recipient that a text tells of; either may be the empty text."""
    return [f"pair {supplier}>{recipient}", f"supplier {supplier}", f"recipient {recipient}"]


def item_keys(supplier: str, recipient: str, item: Item) -> list[str]:
    """The keys of an item that a text has one party supply and the other receive."""
    family = item.family or item.name
    return [
        f"item {item.name}",
        f"family {family}",
        *(f"supplier {supplier}: {what}" for what in (item.name, f"family {family}", f"category {item.category}")),
        *(f"recipient {recipient}: {what}" for what in (f"family {family}", f"category {item.category}")),
    ]


@cache
def priors() -> Priors:
    """The shipped counts."""
    content = read_model("priors")
    return Priors(content["texts"], content["counts"])
