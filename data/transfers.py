"""Transfers and possessions: links between parties and items made into facts with their details."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from data.attribution import Source, sources
from data.attribution import features as attribution_features
from data.deals import Deal, antecedent, deal_rows, deals_of, likely_deals
from data.details import (
    bound_count,
    clause_features,
    date_features,
    is_claimed,
    is_hearsay,
    money_features,
    source_features,
)
from data.drafts import Draft
from data.holdings import OUTRIGHT, contradicts, plausible, told_holdings
from data.linear import LinearModel, linear_model
from data.linker import Holding, Linker
from data.linking import ItemMention
from data.reading import Item, Reading
from data.stages import composed_stages, stage_row
from data.terms import terms_of
from data.trees import TreeModel

# How likely a deal must be to be told; how likely the likeliest between two parties that no surer one joins. Chosen by cross-validation,
# as what follows.
DEAL_THRESHOLD = 0.55
FLOW_THRESHOLD = 0.45
# Deals of which the recipient has nothing so far: that it has the item all the same is worth telling.
_PENDING: Final = frozenset(("offered", "requested", "negotiating", "planned", "refused", "cancelled"))
# How likely a sum, a date or a source must be to belong to a deal.
MONEY_THRESHOLD = DATE_THRESHOLD = SOURCE_THRESHOLD = 0.3
_AGENCY_SUPPLIES: Final = frozenset({"company", "exporter"})


@dataclass(frozen=True, slots=True)
class DetailModels:
    """The models that weigh details: stage, certainty, whom to credit, which date and which sum belong, on what terms."""

    status: LinearModel
    modality: LinearModel
    attribution: LinearModel
    dates: LinearModel
    money: LinearModel
    terms: LinearModel

    @classmethod
    def shipped(cls) -> DetailModels:
        """The models below `resources/models`."""
        return cls(**{model.name: linear_model(model.name) for model in fields(cls)})


class TransferExtractor:
    """Makes transfers and possessions of one text."""

    def __init__(self, linker: Linker, deals: TreeModel, models: DetailModels) -> None:
        self._linker = linker
        self._deals = deals
        self._models = models

    def extract(self, reading: Reading) -> list[Draft]:
        """Transfers, then the possessions that no transfer says already."""
        candidates = self._linker.candidates(reading)
        linked = self._linker.links(reading, candidates)
        told = told_holdings(reading, linked)
        links = [link for link in linked if not contradicts(reading, link, told)]
        told_deals = deals_of(reading, links)
        likely = self._deals.probabilities(deal_rows(reading, told_deals))
        deals = likely_deals(reading, told_deals, likely, DEAL_THRESHOLD, FLOW_THRESHOLD)
        transfers = [self._transfer(reading, deal, deals) for deal in deals]
        proposed = [holding for holding in self._linker.holdings(candidates) if plausible(reading, holding)]
        return transfers + self._possessions(reading, [*told, *proposed], deals, transfers)

    def _transfer(self, reading: Reading, deal: Deal, deals: Sequence[Deal]) -> Draft:
        text = reading.dispatch.text
        mentions = sorted({m.sentence: m for m in reversed(deal.mentions)}.values(), key=lambda m: m.sentence)
        every = deal.every
        flow = sorted({m.sentence for d in deals if (d.supplier, d.recipient) == (deal.supplier, deal.recipient) for m in d.every})
        slots: dict[str, Any] = {"supplier": deal.supplier, "recipient": deal.recipient}
        slots.update(_agencies(reading, deal, every))
        slots.update(item_slots(deal.item))
        count = next((c for m in every if (c := bound_count(text, reading.sentences[m.sentence], m.item)) is not None), None)
        slots["quantity"] = count.to_json() if count else None
        slots["value"] = self._value(reading, mentions)
        slots["status"] = self._status(reading, every, flow)
        slots.update(self._dates(reading, mentions))
        slots["terms"] = terms_of(self._models.terms, reading, every, flow)
        slots["modality"] = self._modality(reading, mentions)
        slots.update(self.credited(reading, mentions))
        return Draft("transfer", "transfer.linked", slots, {m.sentence for m in every})

    def _possessions(self, reading: Reading, holdings: Sequence[Holding], deals: Sequence[Deal], transfers: Sequence[Draft]) -> list[Draft]:
        """The possessions that no transfer says: a delivery says that the recipient has the item, other deals that it does not yet."""
        told = {(deal.recipient, deal.item.name) for deal in deals}
        pending = {(d.slots["recipient"], d.slots["item"]) for d in transfers if d.slots["status"] in _PENDING}
        linked = {(m.sentence, m.item.start) for deal in deals for m in deal.every}
        grouped: dict[tuple[str, str], list[ItemMention]] = {}
        for holding in holdings:
            name = antecedent(reading, holding.mention).name
            owned = (holding.holder, name) in pending and holding.probability >= OUTRIGHT
            if (owned or (holding.holder, name) not in told) and (holding.mention.sentence, holding.mention.item.start) not in linked:
                grouped.setdefault((holding.holder, name), []).append(holding.mention)
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

    def _status(self, reading: Reading, mentions: Sequence[ItemMention], flow: Sequence[int]) -> str:
        """The likeliest stage; talks about a sale, or its offer, are what they are called."""
        named = {stage for m in mentions for stage in composed_stages(reading, m.sentence, m.item)}
        if len(named) == 1 and len(mentions) == 1:
            return named.pop()
        return self._models.status.best(stage_row(reading, mentions, flow))[0]

    def _modality(self, reading: Reading, mentions: Iterable[ItemMention]) -> str:
        """How firmly all mentions together say it; what somebody is said to claim is claimed."""
        mentions = list(mentions)
        if all(is_claimed(reading, m.sentence, m.item) for m in mentions):
            return "claimed"
        if all(is_hearsay(reading, m.sentence, m.item) for m in mentions):
            return "reported"
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


def around(reading: Reading, index: int) -> list[tuple[int, int]]:
    """Sentences whose sums and dates may belong to an item: its own, its neighbours in the paragraph, the next one after."""
    paragraph = reading.sentences[index].sentence.paragraph
    found = [(0, index)]
    for step in (1, -1, 2):
        other = index + step
        if 0 <= other < len(reading.sentences) and (reading.sentences[other].sentence.paragraph == paragraph or step == 1):
            found.append((step, other))
    return found


def _agencies(reading: Reading, deal: Deal, mentions: Sequence[ItemMention]) -> dict[str, Any]:
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
