"""The whole pipeline on dispatches of a few sentences."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.documents import Dispatch
from data.extract import Extractor
from data.facts import Claim, from_line, to_line

TRADE = (
    "Russia has reportedly sold 18 Smerch launchers and more than 100 T-90 tanks to Azerbaijan. "
    "The Armenian Defense Minister, Seyran Ohanian, visited Moscow on Tuesday."
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


def claims(extractor: Extractor, text: str, kind: str, published: str | None = "2016-06-23") -> list[Claim]:
    return [c for c in extractor.extract(Dispatch("a.md", text, published=published)).claims if c.kind == kind]


TRANSFERS = [
    ("Russia has sold 18 Smerch launchers to Azerbaijan.", "RUS", "AZE", "BM-30 Smerch", 18),
    ("Azerbaijan has received 18 Smerch launchers from Russia.", "RUS", "AZE", "BM-30 Smerch", 18),
    ("Poland delivered 14 MiG-29 fighters to Ukraine last year.", "POL", "UKR", "MiG-29", 14),
    ("France sold 36 Rafale fighters to India.", "FRA", "IND", "Dassault Rafale", 36),
]


@pytest.mark.parametrize(("text", "supplier", "recipient", "item", "count"), TRANSFERS)
def test_transfers(extractor: Extractor, text: str, supplier: str, recipient: str, item: str, count: int) -> None:
    (claim,) = claims(extractor, text, "transfer")
    slots: dict[str, Any] = dict(claim.slots)
    assert (slots["supplier"], slots["recipient"]) == (supplier, recipient)
    assert item in (slots["item"], slots.get("item_text")) or slots["item"].endswith(item.rsplit(" ", 1)[-1])
    assert slots["quantity"] == {"min": count, "max": count}


@pytest.mark.parametrize(
    "text", ["The weather in Baku was fine.", "Russia and Azerbaijan share a border.", "A tank of water stood in Paris."]
)
def test_no_transfer_is_read_into_other_news(extractor: Extractor, text: str) -> None:
    assert claims(extractor, text, "transfer") == []


def test_roles(extractor: Extractor) -> None:
    (role,) = claims(extractor, TRADE, "role")
    assert role.slots == {"person": "Seyran Ohanian", "post": "Defense Minister", "of": "ARM"}


def test_the_offset_law_and_the_round_trip(extractor: Extractor) -> None:
    extraction = extractor.extract(Dispatch("a.md", TRADE, published="2016-06-23"))
    assert extraction.claims
    for claim in extraction.claims:
        for passage in claim.evidence:
            assert TRADE[passage.start : passage.end] == passage.text
    assert from_line(to_line(extraction, with_text=True), "a line") == extraction


def test_the_order_of_documents_changes_nothing(extractor: Extractor) -> None:
    texts = [TRADE, *(row[0] for row in TRANSFERS)]
    dispatches = [Dispatch(f"{i}.md", text, published="2016-06-23") for i, text in enumerate(texts)]
    forward = {d.document: to_line(e) for d, e in zip(dispatches, extractor.extract_many(dispatches), strict=True)}
    random.Random(3).shuffle(dispatches)
    again = {d.document: to_line(e) for d, e in zip(dispatches, extractor.extract_many(dispatches), strict=True)}
    assert again == forward


def test_without_a_publication_date_relative_dates_stay_open(extractor: Extractor) -> None:
    dated = claims(extractor, TRANSFERS[2][0], "transfer")[0].slots
    undated = claims(extractor, TRANSFERS[2][0], "transfer", published=None)[0].slots
    assert dated.get("delivered") == "2015"
    assert "delivered" not in undated


_WORDS = st.lists(
    st.sampled_from(
        [
            "Russia",
            "sold",
            "18",
            "T-90",
            "tanks",
            "to",
            "India",
            ",",
            ".",
            "\n\n",
            "<b>",
            "&amp;",
            "\x00",
            "\u202e",
            "$4 billion",
            "last",
            "year",
            "President",
            "Putin",
            "“",
            "Ж",
            "の",
        ]
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(_WORDS, st.text(max_size=200)))
def test_any_text_is_survived(extractor: Extractor, text: str) -> None:
    for claim in extractor.extract(Dispatch("a.md", text, published="2016-06-23")).claims:
        for passage in claim.evidence:
            assert text[passage.start : passage.end] == passage.text


def test_each_of_several_ministers_holds_one_post(extractor: Extractor) -> None:
    text = "One of the Armenian deputy defense ministers, Davit Tonoyan, met with his Russian counterpart Anatoly Antonov in Moscow."
    assert [c.slots["post"] for c in claims(extractor, text, "role")] == ["deputy defense minister"] * 2


def test_a_text_about_something_else_gives_posts_and_nothing_more(extractor: Extractor) -> None:
    talks = "German Finance Minister Wolfgang Schauble met Polish Finance Minister Jacek Rostowski in Warsaw on Monday. "
    text = talks + "Bread became dearer, and the harvest was late. " * 15
    extraction = extractor.extract(Dispatch("a.md", text, published="2016-06-23"))
    assert {claim.kind for claim in extraction.claims} == {"role"}
    armed = extractor.extract(Dispatch("a.md", text + "Polish troops paraded, and the navy fired a salute.", published="2016-06-23"))
    assert "meeting" in {claim.kind for claim in armed.claims}
