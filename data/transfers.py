"""Transfers and possessions: links between parties and items made into facts with their details."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from data.attribution import Source, sources
from data.attribution import features as attribution_features
from data.details import (
    bound_count,
    clause_features,
    composed_stages,
    date_features,
    is_claimed,
    money_features,
    source_features,
    stage_features,
    terms_of,
)
from data.drafts import Draft
from data.holdings import contradicts, plausible, told_holdings
from data.linear import LinearModel, linear_model
from data.linker import Holding, Link, Linker
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
_SUCH: Final = re.compile(r"\b(?:such|these|those)\s+$", re.IGNORECASE)
# How likely a sum, a date or a source must be to belong to a deal; chosen by cross-validation.
MONEY_THRESHOLD = DATE_THRESHOLD = SOURCE_THRESHOLD = 0.3
_AGENCY_SUPPLIES: Final = frozenset({"company", "exporter"})


@dataclass(frozen=True, slots=True)
class DetailModels:
    """The models that weigh details: stage, certainty, whom to credit, which date and which sum belong."""

    status: LinearModel
    modality: LinearModel
    attribution: LinearModel
    dates: LinearModel
    money: LinearModel

    @classmethod
    def shipped(cls) -> DetailModels:
        """The models below `resources/models`."""
        return cls(**{model.name: linear_model(model.name) for model in fields(cls)})


@dataclass(slots=True)
class _Deal:
    """All mentions of one item between the same two parties."""

    supplier: str | None
    recipient: str | None
    item: Item
    mentions: list[ItemMention] = field(default_factory=list)
    absorbed: list[ItemMention] = field(default_factory=list)


class TransferExtractor:
    """Makes transfers and possessions of one text."""

    def __init__(self, linker: Linker, models: DetailModels) -> None:
        self._linker = linker
        self._models = models

    def extract(self, reading: Reading) -> list[Draft]:
        """Transfers, then the possessions that no transfer says already."""
        candidates = self._linker.candidates(reading)
        linked = self._linker.links(reading, candidates)
        told = told_holdings(reading, linked)
        links = [link for link in linked if not contradicts(reading, link, told)]
        deals = merge_generic(reading, _group(links))
        transfers = [self._transfer(reading, deal) for deal in deals]
        proposed = [holding for holding in self._linker.holdings(candidates) if plausible(reading, holding)]
        return transfers + self._possessions(reading, [*told, *proposed], deals)

    def _transfer(self, reading: Reading, deal: _Deal) -> Draft:
        text = reading.dispatch.text
        mentions = sorted({m.sentence: m for m in reversed(deal.mentions)}.values(), key=lambda m: m.sentence)
        every = sorted([*deal.mentions, *deal.absorbed], key=lambda m: (m.sentence, m.item.start))
        slots: dict[str, Any] = {"supplier": deal.supplier, "recipient": deal.recipient}
        slots.update(_agencies(reading, deal, every))
        slots.update(item_slots(deal.item))
        count = next((c for m in every if (c := bound_count(text, reading.sentences[m.sentence], m.item)) is not None), None)
        slots["quantity"] = count.to_json() if count else None
        slots["value"] = self._value(reading, mentions)
        slots["status"] = self._status(reading, every)
        slots.update(self._dates(reading, mentions))
        slots["terms"] = terms_of([reading.sentences[m.sentence].text for m in every]) or ["sale"]
        slots["modality"] = self._modality(reading, mentions)
        slots.update(self.credited(reading, mentions))
        return Draft("transfer", "transfer.linked", slots, {m.sentence for m in every})

    def _possessions(self, reading: Reading, holdings: Sequence[Holding], deals: Sequence[_Deal]) -> list[Draft]:
        told = {(deal.recipient, deal.item.name) for deal in deals}
        linked = {(m.sentence, m.item.start) for deal in deals for m in [*deal.mentions, *deal.absorbed]}
        grouped: dict[tuple[str, str], list[ItemMention]] = {}
        for holding in holdings:
            item = holding.mention.item
            if (holding.holder, item.name) not in told and (holding.mention.sentence, item.start) not in linked:
                grouped.setdefault((holding.holder, item.name), []).append(holding.mention)
        found = []
        for (holder, _), mentions in grouped.items():
            first = mentions[0]
            slots: dict[str, Any] = {"holder": holder, **item_slots(antecedent(reading, first))}
            count = bound_count(reading.dispatch.text, reading.sentences[first.sentence], first.item)
            slots["quantity"] = count.to_json() if count else None
            slots["modality"] = self._modality(reading, mentions)
            slots.update(self.credited(reading, mentions))
            found.append(Draft("possession", "possession.linked", slots, {m.sentence for m in mentions}))
        return found

    def _status(self, reading: Reading, mentions: Iterable[ItemMention]) -> str:
        """The stage that all mentions together make likeliest; talks about a sale, or its offer, are what they are called."""
        mentions = list(mentions)
        named = {stage for m in mentions for stage in composed_stages(reading, m.sentence, m.item)}
        if named and len(named) == 1 and len(mentions) == 1:
            return named.pop()
        rows = [clause_features(reading, m.sentence, m.item) + stage_features(reading, m.sentence, m.item) for m in mentions]
        return _likeliest(self._models.status, rows)

    def _modality(self, reading: Reading, mentions: Iterable[ItemMention]) -> str:
        """How firmly all mentions together say it; what somebody is said to claim is claimed."""
        mentions = list(mentions)
        if all(is_claimed(reading, m.sentence, m.item) for m in mentions):
            return "claimed"
        rows = [clause_features(reading, m.sentence, m.item) + source_features(sources(reading, m.sentence)) for m in mentions]
        return _likeliest(self._models.modality, rows)

    def _value(self, reading: Reading, mentions: Sequence[ItemMention]) -> dict[str, Any] | None:
        best: tuple[float, dict[str, Any]] | None = None
        for mention in mentions:
            for distance, sentence in around(reading, mention.sentence):
                for money in reading.sentences[sentence].money:
                    features = money_features(reading.dispatch.text, reading.sentences[sentence], money, mention.item, distance)
                    probability = self._models.money.probabilities(features)["value"]
                    if probability >= MONEY_THRESHOLD and (best is None or probability > best[0]):
                        best = (probability, money.to_json())
        return best[1] if best else None

    def _dates(self, reading: Reading, mentions: Sequence[ItemMention]) -> dict[str, Any]:
        best: dict[str, tuple[float, str]] = {}
        for mention in mentions:
            for distance, sentence in around(reading, mention.sentence):
                for date in reading.sentences[sentence].dates:
                    features = date_features(reading.sentences[sentence], date, mention.item, distance)
                    for name, probability in self._models.dates.probabilities(features).items():
                        if probability >= DATE_THRESHOLD and (name not in best or probability > best[name][0]):
                            best[name] = (probability, date.edtf)
        return {name: edtf for name, (_, edtf) in sorted(best.items())}

    def credited(self, reading: Reading, mentions: Sequence[ItemMention]) -> dict[str, Any]:
        """`attributed_to` with its words, where one source of the sentences is likely enough to be credited."""
        best: tuple[float, Source] | None = None
        for mention in mentions:
            named = sources(reading, mention.sentence)
            for source in named:
                features = attribution_features(reading, mention.sentence, mention.item, source, named)
                probability = self._models.attribution.probabilities(features)["credited"]
                if probability >= SOURCE_THRESHOLD and (best is None or probability > best[0]):
                    best = (probability, source)
        return best[1].slots() if best else {}


def antecedent(reading: Reading, mention: ItemMention) -> Item:
    """The weapon that "such missiles" or "these tanks" speak of: the last one of that category named in the two sentences before."""
    item = mention.item
    before = reading.dispatch.text[max(0, item.start - 12) : item.start]
    if not item.generic or not _SUCH.search(before):
        return item
    for sentence in reversed(reading.sentences[max(0, mention.sentence - 2) : mention.sentence]):
        for other in reversed(sentence.items):
            if not other.generic and (other.category == item.category or _alike(other.category, item.category)):
                return other
    return item


def _likeliest(model: LinearModel, rows: Iterable[Sequence[str]]) -> str:
    """The class with the largest sum of probabilities over all rows; the first listed at a tie."""
    totals = dict.fromkeys(model.classes, 0.0)
    for row in rows:
        for name, probability in model.probabilities(row).items():
            totals[name] += probability
    return max(model.classes, key=lambda name: totals[name])


def item_slots(item: Item) -> dict[str, Any]:
    """The slots that name an item."""
    slots: dict[str, Any] = {"item": item.name}
    if item.text != item.name:
        slots["item_text"] = item.text
    return slots


def _group(links: Sequence[Link]) -> list[_Deal]:
    deals: dict[tuple[str, str, str], _Deal] = {}
    for link in links:
        key = (link.supplier, link.recipient, link.mention.item.key)
        deals.setdefault(key, _Deal(link.supplier, link.recipient, link.mention.item)).mentions.append(link.mention)
    return list(deals.values())


def merge_generic(reading: Reading, deals: list[_Deal]) -> list[_Deal]:
    """ "The jets" after "14 Gripens" are the Gripens; arms in general give way to the arms named; a family name to its one model."""
    kept = []
    for deal in deals:
        peers = [d for d in deals if d is not deal and (d.supplier, d.recipient) == (deal.supplier, deal.recipient)]
        owner = _owner(reading, deal, peers)
        if owner is None:
            kept.append(deal)
        else:
            owner.absorbed += deal.mentions
    return kept


def _owner(reading: Reading, deal: _Deal, peers: Sequence[_Deal]) -> _Deal | None:
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


def around(reading: Reading, index: int) -> list[tuple[int, int]]:
    """Sentences whose sums and dates may belong to an item: its own, its neighbours in the paragraph, the next one after."""
    paragraph = reading.sentences[index].sentence.paragraph
    found = [(0, index)]
    for step in (1, -1, 2):
        other = index + step
        if 0 <= other < len(reading.sentences) and (reading.sentences[other].sentence.paragraph == paragraph or step == 1):
            found.append((step, other))
    return found


def _agencies(reading: Reading, deal: _Deal, mentions: Sequence[ItemMention]) -> dict[str, Any]:
    """The company or agency that acts for each side, where one stands in the sentences of the deal."""
    found: dict[str, Any] = {}
    for mention in mentions:
        for party in reading.sentences[mention.sentence].parties:
            if party.agency is None:
                continue
            sells = party.how in _AGENCY_SUPPLIES
            if party.key == deal.supplier and sells and "supplier_agency" not in found:
                found |= _named("supplier_agency", party.agency, party.agency_text)
            elif party.key == deal.recipient and not sells and "recipient_agency" not in found:
                found |= _named("recipient_agency", party.agency, party.agency_text)
    return found


def _named(slot: str, name: str, words: str | None) -> dict[str, Any]:
    return {slot: name, f"{slot}_text": words} if words and words != name else {slot: name}
