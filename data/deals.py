"""Deals: the links of a text between one supplier, one recipient and one item, made one, and how likely each is a fact of its own.

"The jets" after "14 Gripens" are the Gripens; a family name is its one model; arms in general give way to the arms named. A tree model
then judges each deal as a whole, with what the rest of the text makes of the same parties and of the same item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from data.details import bound_count
from data.known_transfers import KNOWN_NAMES, known_transfers
from data.linker import Link
from data.linking import ItemMention
from data.reading import Item, Reading

_AIRCRAFT: Final = frozenset(
    (
        "combat_aircraft transport_aircraft trainer_aircraft special_aircraft attack_helicopter utility_helicopter "
        "armed_uav recon_uav loitering_munition"
    ).split()
)
_MISSILES: Final = frozenset(
    "missile_guided sam_missile anti_tank_missile manpads air_defence_system ballistic_missile_system loitering_munition".split()
)
_VESSELS: Final = frozenset("warship submarine patrol_ship support_ship".split())
_VEHICLES: Final = frozenset("tank armoured_vehicle vehicle_unarmoured artillery_tube mlrs".split())
_BROAD: Final = (_AIRCRAFT, _MISSILES, _VESSELS, _VEHICLES)
_DEFINITE: Final = re.compile(r"\b(?:the|these|those|its|their|such|both|said|of them)\s+(?:[\w'-]+\s+){0,3}$", re.IGNORECASE)
_FURTHER: Final = re.compile(r"\b(?:another|further|additional(?:ly)?|more|second|follow-on|extra)\b", re.IGNORECASE)
# Around a kind of weapon that stands for one named before: "such missiles", "the old jets", ", its best fighter", "boats of the class".
_POINTING: Final = re.compile(
    r"(?:\b(?:such|these|those)|\bthe(?: (?:old|older|new|remaining|same|first|last|said))?|, (?:its|their|a|an)(?: [\w-]+){0,2})\s+$",
    re.IGNORECASE,
)
_OF_IT: Final = re.compile(r" of (?:the|that|this) (?:class|type|kind|make|family|model)\b")


@dataclass(slots=True)
class Deal:
    """All links of one item between the same two parties; `absorbed` speak of it in other words."""

    supplier: str | None
    recipient: str | None
    item: Item
    links: list[Link] = field(default_factory=list)
    absorbed: list[Link] = field(default_factory=list)

    @property
    def mentions(self) -> list[ItemMention]:
        """The item where the deal names it."""
        return [link.mention for link in self.links]

    @property
    def every(self) -> list[ItemMention]:
        """The item where the deal speaks of it in whatever words, in text order."""
        found = [link.mention for link in [*self.links, *self.absorbed]]
        return sorted(found, key=lambda m: (m.sentence, m.item.start))


def deals_of(reading: Reading, links: Sequence[Link]) -> list[Deal]:
    """The deals that links make up, each with all that speaks of it."""
    return [part for deal in merge_generic(reading, _group(links)) for part in _parted(reading, deal)]


def _parted(reading: Reading, deal: Deal) -> list[Deal]:
    """The deal, and apart from it each further lot that the text counts by itself: "another 11 were ordered in 2019"."""
    text = reading.dispatch.text
    counts = [(link, bound_count(text, reading.sentences[link.mention.sentence], link.mention.item)) for link in deal.links]
    first = next((count for _, count in counts if count is not None), None)
    lots: list[Link] = []
    for link, count in counts:
        if count is None or first is None or count is first or (count.low, count.high) == (first.low, first.high):
            continue
        if _FURTHER.search(text, max(0, min(count.start, link.mention.item.start) - 30), link.mention.item.end + 12):
            lots.append(link)
    if not lots:
        return [deal]
    rest = replace(deal, links=[link for link in deal.links if link not in lots])
    return [rest, *(Deal(deal.supplier, deal.recipient, deal.item, [lot]) for lot in lots)]


def likely_deals(
    reading: Reading, deals: Sequence[Deal], probabilities: Sequence[float], threshold: float, flow_threshold: float
) -> list[Deal]:
    """The deals that reach the threshold, with those between the same parties whose item stands in one list with theirs.

    Of two parties, named or not, between which none does, the likeliest deal needs `flow_threshold` only: that the one supplies the other
    is surer than with which item.
    """
    told = [deal for deal, probability in zip(deals, probabilities, strict=True) if probability >= threshold]
    flows = {(deal.supplier, deal.recipient) for deal in told}
    best: dict[tuple[str | None, str | None], tuple[float, Deal]] = {}
    for deal, probability in zip(deals, probabilities, strict=True):
        flow = (deal.supplier, deal.recipient)
        if flow not in flows and probability >= flow_threshold and (flow not in best or probability > best[flow][0]):
            best[flow] = (probability, deal)
    told += [deal for _, deal in best.values()]
    return [deal for deal in deals if deal in told or any(_listed_together(reading, deal, other) for other in told)]


def _listed_together(reading: Reading, deal: Deal, other: Deal) -> bool:
    if deal.item.category == "arms" or (deal.supplier, deal.recipient) != (other.supplier, other.recipient):
        return False
    theirs = {mention.item for mention in other.every}
    return any(item in theirs for m in deal.mentions for item in reading.sentences[m.sentence].items_listed_with(m.item))


DEAL_NAMES: Final = (
    *"best second mean links absorbed best_absorbed event generic arms deals peers best_peer sum_peers rival best_same_item reverse "
    "no_supplier no_recipient counted money dates sentence title said linked_share supplier_rank recipient_rank origin named_alike "
    "same_recipient same_supplier".split(),
    *KNOWN_NAMES,
)


def deal_rows(reading: Reading, deals: Sequence[Deal]) -> list[list[float]]:
    """The numbers by which each deal is judged, named by DEAL_NAMES."""
    return [_deal_row(reading, deal, [d for d in deals if d is not deal]) for deal in deals]


def _deal_row(reading: Reading, deal: Deal, others: Sequence[Deal]) -> list[float]:
    own = sorted((link.probability for link in deal.links), reverse=True)
    parties = (deal.supplier, deal.recipient)
    peers = [_best(d) for d in others if (d.supplier, d.recipient) == parties]
    mentions = [m for s in reading.sentences for m in s.items if m.key == deal.item.key]
    sentences = [reading.sentences[m.sentence] for m in deal.mentions]
    named = [d for d in others if (d.supplier, d.recipient) == parties and not d.item.generic]
    return [
        own[0],
        own[1] if len(own) > 1 else 0.0,
        sum(own) / len(own),
        float(len(own)),
        float(len(deal.absorbed)),
        max((link.probability for link in deal.absorbed), default=0.0),
        max(link.event for link in deal.links),
        float(deal.item.generic),
        float(deal.item.category == "arms"),
        float(len(others)),
        float(len(peers)),
        max(peers, default=0.0),
        sum(peers),
        max((_best(d) for d in others if (d.supplier, d.recipient) != parties), default=0.0),
        max((_best(d) for d in others if d.item.key == deal.item.key), default=0.0),
        max((_best(d) for d in others if (d.recipient, d.supplier) == parties), default=0.0),
        float(deal.supplier is None),
        float(deal.recipient is None),
        float(any(bound_count(reading.dispatch.text, reading.sentences[m.sentence], m.item) for m in deal.mentions)),
        float(any(s.money for s in sentences)),
        float(any(s.dates for s in sentences)),
        float(min(m.sentence for m in deal.mentions)),
        float(any(item.key == deal.item.key for item in reading.title.items)),
        float(len(mentions)),
        len(own) / max(1, len(mentions)),
        _rank(reading, deal.supplier),
        _rank(reading, deal.recipient),
        float(deal.item.origin is not None) + float(deal.item.origin is not None and deal.item.origin == deal.supplier),
        float(any(d.item.category == deal.item.category or _alike(d.item.category, deal.item.category) for d in named)),
        max((_best(d) for d in others if d.recipient == deal.recipient and d.supplier != deal.supplier), default=0.0),
        max((_best(d) for d in others if d.supplier == deal.supplier and d.recipient != deal.recipient), default=0.0),
        *known_transfers().flows(deal.item).numbers(deal.supplier or "", deal.recipient or ""),
    ]


def _best(deal: Deal) -> float:
    return max(link.probability for link in deal.links)


def _rank(reading: Reading, key: str | None) -> float:
    return float(reading.most_named.index(key)) if key in reading.most_named else 9.0


def antecedent(reading: Reading, mention: ItemMention) -> Item:
    """The weapon that "such missiles" or "the fighters" speak of: the last of that kind named, two sentences back at the most."""
    item = mention.item
    text, sentence = reading.dispatch.text, reading.sentences[mention.sentence]
    if not item.generic or not (_POINTING.search(text, max(0, item.start - 30), item.start) or _OF_IT.match(text, item.end)):
        return item
    for earlier in [sentence, *reversed(reading.sentences[max(0, mention.sentence - 2) : mention.sentence])]:
        for other in reversed(earlier.items):
            alike = other.category == item.category or _alike(other.category, item.category)
            if other.end <= item.start and not other.generic and alike:
                return other
    return item


def _group(links: Sequence[Link]) -> list[Deal]:
    deals: dict[tuple[str | None, str | None, str], Deal] = {}
    for link in links:
        key = (link.supplier, link.recipient, link.mention.item.key)
        deals.setdefault(key, Deal(link.supplier, link.recipient, link.mention.item)).links.append(link)
    return _without_halves(list(deals.values()))


def _without_halves(deals: list[Deal]) -> list[Deal]:
    """Deals without those that name one side only where another deal in the same item names both."""
    whole = [deal for deal in deals if deal.supplier and deal.recipient]
    kept = []
    for deal in deals:
        owner = next((d for d in whole if d.item.key == deal.item.key and _same_known_side(deal, d)), None)
        if owner is None or deal in whole:
            kept.append(deal)
        else:
            owner.absorbed += deal.links
    return kept


def _same_known_side(half: Deal, deal: Deal) -> bool:
    return half.recipient == deal.recipient if half.supplier is None else half.supplier == deal.supplier


def merge_generic(reading: Reading, deals: list[Deal]) -> list[Deal]:
    """ "The jets" after "14 Gripens" are the Gripens; arms in general give way to the arms named; a family name to its one model."""
    kept = []
    for deal in deals:
        peers = [d for d in deals if d is not deal and (d.supplier, d.recipient) == (deal.supplier, deal.recipient)]
        owner = _owner(reading, deal, peers)
        if owner is None:
            kept.append(deal)
        else:
            owner.absorbed += deal.links
    return kept


def _owner(reading: Reading, deal: Deal, peers: Sequence[Deal]) -> Deal | None:
    """The deal of the same parties that this one only speaks of in other words."""
    named = [d for d in peers if not d.item.generic]
    if not deal.item.generic:
        more = [
            d
            for d in named
            if d.item.family
            and d.item.family == deal.item.family
            and d.item.name != deal.item.name
            and len(d.item.name) > len(deal.item.name)
        ]
        base = deal.item.name == deal.item.family or any(d.item.text.lower().startswith(deal.item.text.lower()) for d in more)
        return more[0] if len(more) == 1 and base else None
    text = reading.dispatch.text
    counts = [bound_count(text, reading.sentences[m.sentence], m.item) for m in deal.mentions]
    counted = [c for c in counts if c is not None]
    if deal.item.category == "arms":
        rest = [d for d in peers if d.item.category != "arms"]
        return rest[0] if rest and not any(reading.sentences[m.sentence].money for m in deal.mentions) else None
    same = [d for d in named if d.item.category == deal.item.category] or [d for d in named if _alike(d.item.category, deal.item.category)]
    if not same:
        return None
    first = min(m.sentence for m in deal.mentions)
    owner = min(same, key=lambda d: abs(min(m.sentence for m in d.mentions) - first))
    if counted:
        theirs = [bound_count(text, reading.sentences[m.sentence], m.item) for m in owner.mentions]
        known = [c for c in theirs if c is not None]
        if known and (known[0].low, known[0].high) != (counted[0].low, counted[0].high):
            return None
        if (
            not known
            and not any(m.sentence == first for m in owner.mentions)
            and not _DEFINITE.search(text[max(0, deal.mentions[0].item.start - 40) : deal.mentions[0].item.start])
        ):
            return owner if len(same) == 1 else None
    return owner


def _alike(one: str, other: str) -> bool:
    return any(one in broad and other in broad for broad in _BROAD)
