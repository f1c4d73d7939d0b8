from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.facts import Extraction, Mentions
from graph.errors import SelectionError, UnknownDocument, UnknownEntity, UnknownFact
from graph.queries import Dataset
from graph.selection import Selection
from tests.graph.small_world import dataset, extraction, items, sale, select

LOAN = {"kind": "financing", "lender": "RUS", "borrower": "ARM", "amount": {"min": 200, "max": 200, "currency": "USD"}, "date": "2015"}
TALKS = {"kind": "meeting", "participants": ["Davit Tonoyan", "Anatoly Antonov"], "date": "2016-06-14"}
POST = {"kind": "role", "person": "Davit Tonoyan", "post": "Deputy Defense Minister", "of": "ARM"}


def world() -> Dataset:
    return dataset(
        extraction(
            "old.md",
            sale("Smerch", quantity={"min": 18, "max": 18}, ordered="2010", supplier_agency="Rosoboronexport"),
            sale("T-90", status="ordered", ordered="2014"),
            published="2016-06-15",
            publisher="TASS",
        ),
        extraction(
            "new.md",
            sale("Smerch", quantity={"min": 18, "max": 18}, ordered="2010"),
            sale("F-16", "USA", "TUR", modality="denied"),
            sale("tank", "RUS", "ARM", status="offered"),
            LOAN,
            TALKS,
            POST,
            title="Talks in Moscow",
            mentions=Mentions(states=("RUS",), weapons=(("BM-30 Smerch", "Smerch launcher"),)),
        ),
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "transfer", "supplier": "RUS"}, ["BM-30 Smerch", "T-90", "tank"]),
        ({"supplier": "Rosoboronexport"}, ["BM-30 Smerch"]),
        ({"party": "Rosoboronexport"}, ["BM-30 Smerch"]),
        ({"agency": "Rosoboronexport"}, ["BM-30 Smerch"]),
        ({"kind": "transfer", "party": "AZE"}, ["BM-30 Smerch", "T-90"]),
        ({"item": "mlrs"}, ["BM-30 Smerch"]),
        ({"item": "category/tank"}, ["T-90", "tank"]),
        ({"item": "F-15"}, []),
        ({"status": "ordered,offered"}, ["T-90", "tank"]),
        ({"modality": "denied"}, ["F-16"]),
        ({"publisher": "TASS"}, ["BM-30 Smerch", "T-90"]),
        ({"document": "old.md"}, ["BM-30 Smerch", "T-90"]),
        ({"min_sources": "2"}, ["BM-30 Smerch"]),
        ({"kind": "transfer", "until": "2013"}, ["BM-30 Smerch"]),
        ({"kind": "transfer", "since": "2011", "until": "2015"}, ["T-90"]),
        ({"kind": "transfer", "as_of": "2012"}, ["BM-30 Smerch"]),
        ({"as_of": "2012", "status": "delivered"}, []),
        ({"as_of": "2012", "status": "ordered"}, ["BM-30 Smerch"]),
        ({"kind": "transfer", "known_at": "2016-06-15"}, ["BM-30 Smerch", "T-90"]),
        ({"kind": "transfer", "known_at": "2016-06-14"}, []),
        ({"kind": "transfer", "q": "smerch"}, ["BM-30 Smerch"]),
        ({"kind": "transfer", "q": "smer new"}, ["BM-30 Smerch"]),
        ({"kind": "transfer", "q": "merch"}, []),
    ],
)
def test_selects(filters: dict[str, str], expected: list[str]) -> None:
    data = world()
    found = items(data, **filters)
    assert [name.replace("Smerch", "BM-30 Smerch") if name == "Smerch" else name for name in found] == sorted(expected)
    assert data.facts(select(data, **filters)).total == len(expected)


def test_row_and_detail_have_the_wire_names() -> None:
    data = world()
    row = data.facts(select(data, item="smerch")).results[0]
    assert row["supplier"] == "RUS" and row["supplier_id"] == "state/RUS" and row["item_id"] == "weapon/bm-30-smerch"
    assert (row["claims"], row["sources"], row["first_reported"], row["last_reported"]) == (2, 2, "2016-06-15", "2016-06-23")
    assert row["disputed"] == [] and row["denials"] == 0 and row["delivered"] is None
    detail = data.fact(row["id"])
    assert [claim["document"] for claim in detail["claims"]] == ["old.md", "new.md"]
    assert detail["sources"] == ["RFE/RL", "TASS"]
    for claim in detail["claims"]:
        text = data.document(claim["document"])["text"]
        assert all(text[passage["start"] : passage["end"]] == passage["text"] for passage in claim["evidence"])
    assert len(data.fact(row["id"], known_at="2016-06-20")["claims"]) == 1
    assert "state/RUS" in detail["entities"]


def test_known_at_hides_undated_documents() -> None:
    data = dataset(extraction("a.md", sale("T-90"), published=None))
    assert items(data) == ["T-90"]
    assert items(data, known_at="2030") == []


def test_pages_join_to_the_whole_list_in_every_order() -> None:
    data = world()
    for sort in ("-reported", "date", "-quantity", "sources"):
        whole = [row["id"] for row in data.facts(Selection(), sort=sort).results]
        found: list[str] = []
        cursor = None
        while True:
            page = data.facts(Selection(), sort=sort, limit=2, cursor=cursor)
            found += [row["id"] for row in page.results]
            cursor = page.next
            if cursor is None:
                break
        assert found == whole and len(set(found)) == page.total == 7


def test_cursor_is_bound_to_query_and_data() -> None:
    data = world()
    cursor = data.facts(Selection(), limit=2).next
    for broken in ("x", "bm9uZQ", "W10"):
        with pytest.raises(SelectionError):
            data.facts(Selection(), limit=2, cursor=broken)
    with pytest.raises(SelectionError):
        data.facts(Selection(kind=("role",)), limit=2, cursor=cursor)
    data.remove("old.md")
    with pytest.raises(SelectionError):
        data.facts(Selection(), limit=2, cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 501])
def test_limit_is_bounded(limit: int) -> None:
    with pytest.raises(SelectionError):
        world().facts(Selection(), limit=limit)


def test_entities_best_first() -> None:
    data = world()
    assert [row["id"] for row in data.entities(q="smerch").results] == ["weapon/bm-30-smerch"]
    assert [row["id"] for row in data.entities(q="Smerch launcher").results] == ["weapon/bm-30-smerch"]
    assert data.entities(q="RUS").results[0]["id"] == "state/RUS"
    assert [row["id"] for row in data.entities(q="F-1").results] == ["weapon/f-16"]
    assert [row["id"] for row in data.entities(kind="official", q="tonoyan").results] == ["official/davit-tonoyan"]
    assert data.entities(kind="state").results[0]["id"] == "state/RUS"
    with pytest.raises(SelectionError):
        data.entities(kind="planet")


def test_card() -> None:
    card = world().entity("state/RUS")
    assert card["name"] == "Russia" and "Moscow" in card["names"]
    assert card["counts"]["kinds"] == {"transfer": 3, "financing": 1}
    assert (card["first_seen"], card["last_seen"]) == ("2016-06-15", "2016-06-23")
    assert [partner["id"] for partner in card["partners"]][:2] == ["state/ARM", "state/AZE"]
    assert world().entity("official/davit-tonoyan")["posts"][0]["post"] == "Deputy Defense Minister"
    assert world().entity("category/mlrs")["counts"]["facts"] == 1
    assert world().entity("weapon/f-15")["counts"]["facts"] == 0


def test_neighbors_carry_relations_with_direction() -> None:
    data = world()
    rows = {row["id"]: row for row in data.neighbors("state/AZE").results}
    assert [(tie["relation"], tie["direction"]) for tie in rows["state/RUS"]["relations"]] == [("supplies", "in")]
    assert [(tie["relation"], tie["direction"]) for tie in rows["weapon/t-90"]["relations"]] == [("imports", "out")]
    only = data.neighbors("state/AZE", select(data, item="T-90")).results
    assert {row["id"] for row in only} == {"state/RUS", "weapon/t-90"}
    assert {row["id"] for row in data.neighbors("category/mlrs").results} == {"state/RUS", "state/AZE"}


def test_every_hop_of_a_path_has_a_fact_and_denials_make_none() -> None:
    data = dataset(
        extraction("a.md", POST, sale("Smerch", "RUS", "ARM"), sale("Smerch", "RUS", "AZE")),
        extraction("b.md", sale("F-16", "USA", "AZE", modality="denied")),
    )
    paths = data.paths("official/davit-tonoyan", "weapon/bm-30-smerch")
    assert [path["entities"] for path in paths] == [["official/davit-tonoyan", "state/ARM", "weapon/bm-30-smerch"]]
    for path in paths:
        for hop in path["hops"]:
            facts = [fact for tie in hop["relations"] for fact in tie["facts"]]
            assert facts and all({hop["from"], hop["to"]} <= set(data.fact(fact)["entities"]) for fact in facts)
    assert data.paths("official/davit-tonoyan", "weapon/bm-30-smerch", 1) == []
    assert data.paths("state/USA", "state/AZE") == []
    assert len(data.paths("state/USA", "state/AZE", selection=Selection(modality=("denied",)))) == 1
    with pytest.raises(SelectionError):
        data.paths("state/USA", "state/AZE", 99)


def test_documents() -> None:
    data = world()
    assert [row["document"] for row in data.documents().results] == ["new.md", "old.md"]
    assert [row["document"] for row in data.documents(q="moscow talks").results] == ["new.md"]
    assert [row["document"] for row in data.documents(publisher="TASS").results] == ["old.md"]
    detail = data.document("new.md")
    assert all(claim["fact"] is not None for claim in detail["facts"]) and len(detail["facts"]) == 6


def test_unknown_things_are_named() -> None:
    data = world()
    with pytest.raises(UnknownFact):
        data.fact("nope")
    with pytest.raises(UnknownEntity):
        data.entity("weapon/nope")
    with pytest.raises(UnknownDocument):
        data.document("nope.md")
    with pytest.raises(UnknownDocument):
        data.remove("nope.md")


DOCUMENTS = [
    extraction(
        f"{number}.md",
        sale(("Smerch", "T-90", "F-16")[number % 3], ordered=str(2010 + number % 4)),
        sale("tank", "RUS", "ARM"),
        published=f"2016-06-{10 + number}" if number % 4 else None,
        publisher=("TASS", "AP", None)[number % 3],
    )
    for number in range(8)
]


def state_of(data: Dataset) -> object:
    view = select(data, known_at="2016-06-14")
    return (
        data.data_version,
        data.facts(Selection()).results,
        data.facts(Selection(q="says")).total,
        data.facts(view).results,
        data.entities().results,
        data.documents().results,
        data.neighbors("state/RUS").results if data.counts()["facts"] else None,
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DOCUMENTS), st.booleans()), max_size=12))
def test_changes_one_by_one_give_what_building_at_once_gives(steps: list[tuple[Extraction, bool]]) -> None:
    data = dataset()
    present: dict[str, Extraction] = {}
    for step, stays in steps:
        if stays:
            data.replace(step)
            present[step.document] = step
        elif step.document in present:
            data.remove(step.document)
            del present[step.document]
        data.facts(Selection(q="says"))
    assert state_of(data) == state_of(dataset(*present.values()))


def test_readers_keep_their_snapshot_while_a_writer_goes_on() -> None:
    data = world()
    before = data.selected(Selection())
    data.remove("new.md")
    assert len(before) == 7 and len(data.selected(Selection())) == 2


def test_warming_changes_no_answer() -> None:
    data, cold = world(), world()
    data.warm()
    assert state_of(data) == state_of(cold)
    data.remove("old.md")
    cold.remove("old.md")
    assert state_of(data) == state_of(cold)
