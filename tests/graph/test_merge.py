"""Claims that add up to one fact, and their near-misses."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.merge import group_key, merge, merge_bucket
from graph.model import Fact, SourcedClaim
from tests.graph.small_catalogue import SmallCatalogue, told

NAMES = SmallCatalogue()
DEAL = {"supplier": "RUS", "recipient": "AZE", "item": "BM-30 Smerch", "status": "ordered", "modality": "asserted"}
LOAN = {"lender": "RUS", "borrower": "ARM", "amount": {"min": 2e8, "max": 2e8, "currency": "USD"}, "date": "2015", "modality": "asserted"}
TALKS = {"participants": ["Davit Tonoyan", "Anatoly Antonov"], "place": "Moscow", "date": "2016-06-14"}
BAN = {"imposer": "USA", "target": "IRN", "type": "embargo"}
PACT = {"parties": ["ARM", "RUS"], "subject": "military-technical cooperation", "date": "2016-06"}


def merged(*claims: SourcedClaim) -> list[Fact]:
    return merge(claims, NAMES)


@pytest.mark.parametrize(
    ("kind", "one", "other", "facts"),
    [
        pytest.param("transfer", DEAL, {**DEAL, "item": "Smerch"}, 1, id="another spelling of the weapon"),
        pytest.param("transfer", {**DEAL, "item": "S-300"}, {**DEAL, "item": "S-400"}, 2, id="digits are identity"),
        pytest.param("transfer", {**DEAL, "item": "T-90"}, {**DEAL, "item": "T-90M"}, 2, id="a model is not its family"),
        pytest.param("transfer", {**DEAL, "item": "tank"}, {**DEAL, "item": "light tank"}, 2, id="generic items by their phrase"),
        pytest.param("transfer", {**DEAL, "item": "arms"}, {**DEAL, "item": "military equipment"}, 1, id="arms at large"),
        pytest.param("transfer", DEAL, {**DEAL, "recipient": "ARM"}, 2, id="another recipient"),
        pytest.param("transfer", {**DEAL, "ordered": "2010/2011"}, {**DEAL, "ordered": "2011-03"}, 1, id="orders that overlap"),
        pytest.param("transfer", {**DEAL, "ordered": "2010"}, {**DEAL, "ordered": "2013"}, 2, id="orders years apart"),
        pytest.param("transfer", {**DEAL, "ordered": "2010"}, {**DEAL, "ordered": "2011"}, 2, id="orders in two years"),
        pytest.param(
            "transfer",
            {**DEAL, "ordered": "2010", "quantity": {"min": 18, "max": 18}},
            {**DEAL, "ordered": "2011", "quantity": {"min": 18, "max": 18}},
            1,
            id="the same number a year off is a disagreement",
        ),
        pytest.param(
            "transfer", {**DEAL, "ordered": "2015"}, {**DEAL, "status": "delivered", "delivered": "2012"}, 2, id="delivered before"
        ),
        pytest.param("transfer", {**DEAL, "ordered": "2010"}, {**DEAL, "status": "offered"}, 2, id="offered anew"),
        pytest.param("transfer", {**DEAL, "terms": ["grant"]}, {**DEAL, "terms": ["loan"]}, 2, id="a gift is no loan"),
        pytest.param("transfer", {**DEAL, "terms": ["sale"]}, {**DEAL, "terms": ["loan"]}, 1, id="a sale may be on credit"),
        pytest.param("transfer", DEAL, {**DEAL, "modality": "denied"}, 1, id="a denial stands beside the claim"),
        pytest.param("financing", LOAN, {**LOAN, "date": "2015-06"}, 1, id="one loan"),
        pytest.param("financing", LOAN, {**LOAN, "amount": {"min": 3e8, "max": 3e8, "currency": "USD"}}, 2, id="another amount"),
        pytest.param("financing", LOAN, {**LOAN, "amount": {"min": 2e8, "max": 2e8, "currency": "EUR"}}, 2, id="another currency"),
        pytest.param("financing", LOAN, {**LOAN, "date": "2012"}, 2, id="another year's loan"),
        pytest.param("meeting", TALKS, {**TALKS, "participants": ["Anatoly Antonov", "Davit Tonoyan"]}, 1, id="order of names"),
        pytest.param("meeting", TALKS, {**TALKS, "date": "2016-06"}, 1, id="a vaguer date"),
        pytest.param("meeting", TALKS, {**TALKS, "date": "2016-06-15"}, 2, id="the next day"),
        pytest.param("meeting", {**TALKS, "date": "2016-06"}, {**TALKS, "date": "2016-06", "place": "Yerevan"}, 2, id="another place"),
        pytest.param("meeting", TALKS, {**TALKS, "place": "Yerevan"}, 1, id="places disagree on one day"),
        pytest.param("restriction", BAN, {**BAN, "item": "arms"}, 1, id="an embargo told in more detail"),
        pytest.param("restriction", BAN, {**BAN, "type": "sanction"}, 2, id="another measure"),
        pytest.param("agreement", PACT, {**PACT, "parties": ["RUS", "ARM"], "subject": "technical cooperation"}, 1, id="an agreement"),
        pytest.param("agreement", PACT, {**PACT, "subject": "border treaty"}, 2, id="about something else"),
    ],
)
def test_which_claims_of_two_documents_are_one_fact(kind: str, one: dict[str, Any], other: dict[str, Any], facts: int) -> None:
    assert len(merged(told(kind, one), told(kind, other, "b.md", "2016-06-20", "Paper"))) == facts


@pytest.mark.parametrize(
    ("one", "other", "facts"),
    [
        ("Defence Minister", "minister of defense", 1),
        ("the Defense Minister", "Defence Minister", 1),
        ("Defense Minister", "Deputy Defense Minister", 2),
        ("Deputy Defense Minister", "First Deputy Defense Minister", 2),
        ("Secretary of Defense", "Defense Secretary", 1),
        ("Minister of Foreign Affairs", "Minister of Finance", 2),
    ],
)
def test_posts_in_other_words(one: str, other: str, facts: int) -> None:
    told_posts = [told("role", {"person": "Sergey Shoygu", "post": post, "of": "RUS"}, at=at) for at, post in enumerate((one, other))]
    assert len(merged(*told_posts)) == facts


def test_one_text_that_separates_two_deals() -> None:
    first, second = told("transfer", DEAL), told("transfer", {**DEAL, "quantity": {"min": 6, "max": 6}}, at=50)
    again = told("transfer", DEAL, at=90)
    assert sorted(len(fact.claims) for fact in merged(first, second, again)) == [1, 2]


def test_a_text_that_tells_and_denies_is_one_disputed_fact() -> None:
    (fact,) = merged(told("transfer", DEAL), told("transfer", {**DEAL, "modality": "denied", "attributed_to": "Sergey Shoygu"}, at=50))
    assert fact.disputed == ("modality",)
    assert fact.slots["modality"] == "asserted"
    assert ("attributed_to", "official/sergey-shoygu") in fact.participants


def test_a_quarrel_that_a_text_tells_of_makes_a_fact_disputed() -> None:
    quarrel = {"about": "payment", "claim": "failed to pay", "modality": "denied", "evidence": [{"start": 0, "end": 4, "text": "text"}]}
    (fact,) = merged(told("transfer", {**DEAL, "disputes": [quarrel]}))
    assert fact.disputed == ("disputes",)
    (calm,) = merged(told("transfer", DEAL))
    assert calm.disputed == ()


def test_a_fact_that_everyone_denies_is_denied_and_not_disputed() -> None:
    (fact,) = merged(told("transfer", {**DEAL, "modality": "denied"}))
    assert (fact.slots["modality"], fact.disputed, len(fact.denials)) == ("denied", (), 1)


def test_two_articles_of_one_publisher_are_one_source() -> None:
    (fact,) = merged(told("financing", LOAN, "a.md", "2016-06-16"), told("financing", {**LOAN, "date": "2015-06"}, "b.md", "2016-06-23"))
    assert (len(fact.claims), fact.sources) == (2, ("Agency",))
    assert (fact.first_reported, fact.last_reported) == ("2016-06-16", "2016-06-23")
    assert fact.slots["date"] == "2015-06"


@pytest.mark.parametrize(
    ("values", "expected", "disputed"),
    [
        pytest.param([(18, 18), (18, 18)], (18, 18), False, id="agree"),
        pytest.param([(100, None), (None, 120)], (100, 120), False, id="both bounds"),
        pytest.param([(100, None), (110, 110)], (110, 110), False, id="the exact number fits"),
        pytest.param([(18, 18), (24, 24)], (18, 24), True, id="disagree"),
        pytest.param([(100, None), (40, 40)], (40, None), True, id="fewer than the least"),
    ],
)
def test_quantity_is_what_the_claims_allow(values: list[tuple[int, int]], expected: tuple[int, int], disputed: bool) -> None:
    claims = [
        told("transfer", {**DEAL, "ordered": "2010", "quantity": {"min": low, "max": high}}, f"{place}.md")
        for place, (low, high) in enumerate(values)
    ]
    (fact,) = merged(*claims)
    assert (fact.slots["quantity"]["min"], fact.slots["quantity"]["max"]) == expected
    assert (fact.disputed == ("quantity",)) is disputed


def test_about_thirty_and_thirty_two_agree() -> None:
    quantities = [{"min": 30, "max": 30, "approx": True}, {"min": 32, "max": 32}]
    (fact,) = merged(*(told("transfer", {**DEAL, "quantity": quantity}, f"{n}.md") for n, quantity in enumerate(quantities)))
    assert fact.slots["quantity"] == {"min": 32, "max": 32}
    assert fact.disputed == ()


def test_conflict_names_each_value_with_its_claims() -> None:
    claims = [told("transfer", {**DEAL, "quantity": {"min": n, "max": n}}, f"{n}.md") for n in (18, 24)]
    (fact,) = merged(*claims)
    (conflict,) = fact.conflicts
    assert conflict.slot == "quantity"
    assert conflict.values == tuple(((c.claim.slots["quantity"]), (c.claim.id,)) for c in claims)


@pytest.mark.parametrize(
    ("reports", "status"),
    [
        ([("2015-01-01", "planned"), ("2016-01-01", "ordered")], "ordered"),
        ([("2015-01-01", "delivered"), ("2016-01-01", "ordered")], "delivered"),
        ([("2015-01-01", "ordered"), ("2016-01-01", "suspended")], "suspended"),
        ([("2015-01-01", "suspended"), ("2016-01-01", "delivered")], "delivered"),
        ([("2015-01-01", "ordered"), ("2015-01-01", "suspended")], "suspended"),
        ([("2015-01-01", "approved"), ("2015-06-01", "suspended"), ("2016-01-01", "ordered"), ("2017-01-01", "cancelled")], "cancelled"),
    ],
)
def test_status_is_the_furthest_and_stalls_hold_until_it_moves(reports: list[tuple[str, str]], status: str) -> None:
    claims = [told("transfer", {**DEAL, "status": stage}, f"{n}.md", day) for n, (day, stage) in enumerate(reports)]
    (fact,) = merged(*claims)
    assert fact.status == status
    assert [(step.reported, step.status) for step in fact.status_history] == reports


def test_a_mere_possibility_does_not_move_the_status() -> None:
    claims = [told("transfer", {**DEAL, "status": "approved"}), told("transfer", {**DEAL, "modality": "possible"}, "b.md")]
    assert [fact.status for fact in merged(*claims)] == ["approved"]


def test_names_are_the_catalogues_and_words_are_kept() -> None:
    (fact,) = merged(told("transfer", {**DEAL, "item": "Smerch", "supplier_agency": "Rosoboronexport"}))
    assert (fact.slots["item"], fact.slots["item_text"]) == ("BM-30 Smerch", "Smerch")
    assert fact.participants == (
        ("supplier", "state/RUS"),
        ("supplier_agency", "agency/rosoboronexport"),
        ("recipient", "state/AZE"),
        ("item", "weapon/bm-30-smerch"),
    )


def test_disputes_of_a_deal_keep_their_claim() -> None:
    quarrel = {"about": "payment", "claim": "not fully paid", "modality": "denied", "attributed_to": "Elmar Mammadyarov"}
    (fact,) = merged(told("transfer", {**DEAL, "disputes": [quarrel]}), told("transfer", DEAL, "b.md"))
    assert [(dispute["claim"], dispute["document"]) for dispute in fact.disputes] == [("not fully paid", "a.md")]
    assert ("disputes", "official/elmar-mammadyarov") in fact.participants


def test_an_undated_claim_joins_the_deal_nearest_to_its_report() -> None:
    early, late = (
        told("transfer", {**DEAL, "ordered": "2000"}, "a.md", "2001-01-01"),
        told("transfer", {**DEAL, "ordered": "2010"}, "b.md", "2011-01-01"),
    )
    undated = told("transfer", DEAL, "c.md", "2011-06-01")
    assert sorted(tuple(c.document for c in fact.claims) for fact in merged(early, late, undated)) == [("a.md",), ("b.md", "c.md")]


def test_reports_decades_apart_are_not_joined() -> None:
    assert len(merged(told("transfer", DEAL, "a.md", "1990-01-01"), told("transfer", DEAL, "b.md", "2015-01-01"))) == 2


def test_the_id_stays_when_agreeing_claims_and_later_deals_arrive() -> None:
    first = told("transfer", {**DEAL, "ordered": "2010"}, "a.md", "2010-05-01")
    agreeing = told("transfer", {**DEAL, "ordered": "2010-03"}, "b.md", "2010-06-01")
    later = told("transfer", {**DEAL, "ordered": "2014"}, "c.md", "2014-06-01")
    (alone,) = merged(first)
    facts = merged(first, agreeing, later)
    assert alone.id in {fact.id for fact in facts if len(fact.claims) == 2}
    assert len({fact.id for fact in facts}) == 2


claims_of_one_bucket = st.lists(
    st.builds(
        lambda slots, document, day, at: told("transfer", {**DEAL, **slots}, f"{document}.md", day, f"P{document % 3}", at=at),
        st.fixed_dictionaries(
            {},
            optional={
                "ordered": st.sampled_from(["2010", "2010-06", "2011", "2010/2012", "2015~", "199X"]),
                "delivered": st.sampled_from(["2012", "2013-02-01", "../2014"]),
                "status": st.sampled_from(["offered", "planned", "delivered", "suspended"]),
                "modality": st.sampled_from(["reported", "possible", "denied"]),
                "terms": st.sampled_from([["grant"], ["loan", "sale"]]),
                "quantity": st.sampled_from([{"min": 18, "max": 18}, {"min": 20, "max": None}]),
            },
        ),
        st.integers(0, 5),
        st.sampled_from(["2009-01-01", "2012-01-01", "2016-01-01", "2024-01-01", None]),
        st.integers(0, 3),
    ),
    max_size=8,
)


@given(claims_of_one_bucket, st.randoms())
def test_merging_loses_nothing_and_does_not_depend_on_the_order(claims: list[SourcedClaim], random: Any) -> None:
    facts = merge(claims, NAMES)
    assert Counter(c.claim.id for fact in facts for c in fact.claims) == Counter(c.claim.id for c in claims)
    assert len({fact.id for fact in facts}) == len(facts)
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert merge(shuffled, NAMES) == facts


@given(claims_of_one_bucket)
def test_buckets_merge_alone_as_they_merge_together(claims: list[SourcedClaim]) -> None:
    other = told("transfer", {**DEAL, "recipient": "ARM"}, "z.md")
    together = merge([*claims, other], NAMES)
    alone = merge_bucket(group_key(other.claim, NAMES), [other], NAMES)
    assert [fact for fact in together if fact.slots["recipient"] == "ARM"] == alone
    assert sorted(fact.id for fact in together) == sorted(fact.id for fact in [*merge(claims, NAMES), *alone])
