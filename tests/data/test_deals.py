"""Links made deals: what joins, what gives way, and the numbers by which a deal is judged."""

from __future__ import annotations

from data.deals import DEAL_NAMES, Deal, deal_rows, deals_of, likely_deals
from data.documents import Dispatch
from data.linker import Link
from data.linking import ItemMention
from data.reading import Reading, reader

TEXT = "Sweden sold Hungary 14 Gripen fighters. The jets came in 2006. Arms from Sweden are costly. Sweden offers tanks."


def reading_of(text: str) -> Reading:
    return reader().read(Dispatch("case.md", text, published="2016-06-15"))


def link(reading: Reading, sentence: int, supplier: str | None, recipient: str | None, probability: float = 0.9) -> Link:
    return Link(ItemMention(sentence, reading.sentences[sentence].items[0]), supplier, recipient, probability, 0.8)


def told(deals: list[Deal]) -> list[tuple[str | None, str | None, str, int]]:
    return [(deal.supplier, deal.recipient, deal.item.name, len(deal.every)) for deal in deals]


def test_other_words_for_an_item_join_its_deal() -> None:
    reading = reading_of(TEXT)
    deals = deals_of(reading, [link(reading, i, "SWE", "HUN") for i in range(3)])
    assert told(deals) == [("SWE", "HUN", "JAS 39 Gripen", 3)]


def test_a_deal_of_other_parties_stays_apart() -> None:
    reading = reading_of(TEXT)
    deals = deals_of(reading, [link(reading, 0, "SWE", "HUN"), link(reading, 1, "SWE", "CZE")])
    assert [(deal.recipient, len(deal.every)) for deal in deals] == [("HUN", 1), ("CZE", 1)]


def test_a_deal_that_names_one_side_gives_way_to_one_that_names_both() -> None:
    reading = reading_of(TEXT)
    deals = deals_of(reading, [link(reading, 0, None, "HUN"), link(reading, 0, "SWE", "HUN")])
    assert told(deals) == [("SWE", "HUN", "JAS 39 Gripen", 2)]
    assert told(deals_of(reading, [link(reading, 3, "SWE", None)])) == [("SWE", None, "tank", 1)]


def test_the_row_of_a_deal_is_named_number_by_number() -> None:
    reading = reading_of(TEXT)
    deals = deals_of(reading, [link(reading, 0, "SWE", "HUN", 0.9), link(reading, 3, "SWE", None, 0.4)])
    first, second = (dict(zip(DEAL_NAMES, row, strict=True)) for row in deal_rows(reading, deals))
    assert (first["best"], first["counted"], first["no_recipient"], first["rival"]) == (0.9, 1.0, 0.0, 0.4)
    assert (second["best"], second["counted"], second["no_recipient"], second["same_supplier"]) == (0.4, 0.0, 1.0, 0.9)


def test_a_deal_in_one_list_with_a_sure_one_of_the_same_parties_is_told_too() -> None:
    reading = reading_of("Russia sold Azerbaijan 100 T-90 tanks and 30 combat helicopters.")
    first, second = reading.sentences[0].items
    links = [Link(ItemMention(0, item), "RUS", "AZE", 0.9, 0.8) for item in (first, second)]
    deals = deals_of(reading, links)
    assert likely_deals(reading, deals, [0.8, 0.1], 0.4, 0.4) == deals
    assert likely_deals(reading, deals, [0.3, 0.1], 0.4, 0.4) == []
    apart = deals_of(reading, [links[0], Link(links[1].mention, "RUS", "ARM", 0.9, 0.8)])
    assert likely_deals(reading, apart, [0.8, 0.1], 0.4, 0.4) == apart[:1]


def test_of_two_parties_without_a_sure_deal_the_likeliest_is_told() -> None:
    reading = reading_of("Russia supplied Armenia with tanks. Russia supplied Armenia with submarines. Russia gave Azerbaijan howitzers.")
    links = [
        Link(ItemMention(i, reading.sentences[i].items[0]), "RUS", recipient, 0.9, 0.8) for i, recipient in enumerate(("ARM", "ARM", "AZE"))
    ]
    deals = deals_of(reading, links)
    assert likely_deals(reading, deals, [0.45, 0.5, 0.3], 0.55, 0.4) == deals[1:2]
    assert likely_deals(reading, deals, [0.45, 0.6, 0.4], 0.55, 0.4) == deals[1:]
    assert likely_deals(reading, deals, [0.45, 0.5, 0.3], 0.55, 0.55) == []


def test_a_lot_counted_by_itself_parts_from_its_deal() -> None:
    reading = reading_of("Russia sold Algeria two submarines in 2006. Russia sold Algeria another four submarines in 2014.")
    links = [Link(ItemMention(i, reading.sentences[i].items[0]), "RUS", "DZA", 0.9, 0.8) for i in (0, 1)]
    assert [len(deal.links) for deal in deals_of(reading, links)] == [1, 1]
