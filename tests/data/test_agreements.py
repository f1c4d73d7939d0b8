"""Agreements: every rule's own examples, and what keeps the contract of a transfer out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from data.agreements import agreement_rules, agreements
from data.documents import Dispatch
from data.drafts import Draft
from data.reading import reader

_EXAMPLES = [(rule.name, text, parties) for rule in agreement_rules() for text, parties in rule.examples]


def _read(text: str) -> list[Draft]:
    return agreements(reader().read(Dispatch("case.md", text, published="2016-06-15")))


@pytest.mark.parametrize(("name", "text", "parties"), _EXAMPLES)
def test_rules_match_their_examples_and_not_the_near_misses(name: str, text: str, parties: Sequence[str]) -> None:
    assert [(draft.rule, draft.slots["parties"]) for draft in _read(text)] == ([(name, sorted(parties))] if parties else [])


@pytest.mark.parametrize("rule", agreement_rules(), ids=lambda rule: rule.name)
def test_each_rule_shows_its_reach_both_ways(rule: Any) -> None:
    assert any(parties for _, parties in rule.examples)
    assert any(not parties for _, parties in rule.examples)


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("India and Vietnam signed an agreement on defence cooperation in April 2015.", "subject", "defence cooperation"),
        ("India and Vietnam signed an agreement on defence cooperation in April 2015.", "date", "2015-04"),
        ("India and Vietnam signed an agreement on defence cooperation.", "date", None),
        ("India and Vietnam signed an agreement on defence cooperation.", "modality", "asserted"),
        ("India and Vietnam did not sign an agreement on defence cooperation.", "modality", "denied"),
        ("India and Vietnam could sign an agreement on defence cooperation.", "modality", "possible"),
        ("India and Vietnam reportedly signed an agreement on defence cooperation.", "modality", "reported"),
    ],
)
def test_details(text: str, slot: str, value: str | None) -> None:
    assert [draft.slots[slot] for draft in _read(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "India and Russia signed an agreement for the purchase of missiles under their partnership.",
        "India and Russia signed a memorandum on 12 Su-30 fighters.",
        "India signed an agreement on defence cooperation.",
    ],
)
def test_contracts_and_lone_parties_are_no_agreement(text: str) -> None:
    assert _read(text) == []


def test_persons_sign_for_their_states_and_the_two_countries_are_those_named_before() -> None:
    signed = "The Tajik defence minister, Sherali Mirzo, and his Turkish colleague Hulusi Akar signed an agreement on military cooperation."
    assert [draft.slots["parties"] for draft in _read(signed)] == [["TJK", "TUR"]]
    pointed = "Kazakhstan has sold jets to North Korea. The two countries signed an agreement on military cooperation."
    assert [draft.slots["parties"] for draft in _read(pointed)] == [["KAZ", "PRK"]]


def test_agreements_of_the_same_parties_stay_apart_by_their_dates() -> None:
    text = (
        "Russia and Vietnam signed an agreement on military cooperation in 1998. Russia and Vietnam signed a memorandum of understanding "
        "on military cooperation in 2008. The memorandum of understanding between Russia and Vietnam is in force."
    )
    assert [(draft.slots["date"], sorted(draft.sentences)) for draft in _read(text)] == [("1998", [0, 2]), ("2008", [1])]


def test_one_who_has_signed_with_several_has_an_agreement_with_each() -> None:
    text = "Russia has signed military cooperation agreements with Ghana and Togo."
    assert [draft.slots["parties"] for draft in _read(text)] == [["GHA", "RUS"], ["RUS", "TGO"]]


def test_parties_only_pointed_to_are_the_pair_named_before() -> None:
    text = "Kuwait and Russia are close. A bilateral defense pact was concluded between them last year."
    assert [draft.slots["parties"] for draft in _read(text)] == [["KWT", "RUS"]]
    named_otherwise = "Kuwait buys from Russia. France said that a bilateral defense pact was concluded between them last year."
    assert [draft.slots["parties"] for draft in _read(named_otherwise)] == [["KWT", "RUS"]]
