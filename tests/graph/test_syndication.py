"""Copies of one story count once; two stories about one thing count twice."""

from __future__ import annotations

import hashlib
import random

from hypothesis import given
from hypothesis import strategies as st

from data.facts import Extraction
from graph.syndication import Syndication, independent_sources
from tests.graph.small_catalogue import claim

WORDS = [f"word{n}" for n in range(400)]
STORY = " ".join(random.Random(1).choices(WORDS, k=200))
OTHER = " ".join(random.Random(2).choices(WORDS, k=200))


def article(document: str, text: str | None, publisher: str | None, published: str | None = "2016-06-01") -> Extraction:
    return Extraction(document, hashlib.sha256((text or document).encode()).hexdigest(), None, publisher, published, None, text=text)


def test_a_copy_counts_for_the_publisher_of_the_earliest() -> None:
    articles = [
        article("paper.md", STORY.replace("word7 ", "WORD7, "), "Paper", "2016-06-02"),
        article("wire.md", STORY, "Wire", "2016-06-01"),
        article("else.md", OTHER, "Paper", "2016-06-02"),
    ]
    assert independent_sources(articles) == {"paper.md": "Wire", "wire.md": "Wire", "else.md": "Paper"}


def test_a_paper_that_runs_half_of_the_wire_story() -> None:
    half = " ".join(STORY.split()[:90]) + " reporting by our own staff"
    assert independent_sources([article("wire.md", STORY, "Wire"), article("x.md", half, "Paper", "2016-06-03")])["x.md"] == "Wire"


def test_a_quotation_is_no_copy() -> None:
    quoting = OTHER + " " + " ".join(STORY.split()[:30])
    assert independent_sources([article("wire.md", STORY, "Wire"), article("x.md", quoting, "Paper")])["x.md"] == "Paper"


def test_one_other_word_in_a_short_dispatch_makes_another_story() -> None:
    first, second = "Russia delivered 18 launchers to Azerbaijan", "Russia delivered 24 launchers to Armenia"
    assert set(independent_sources([article("a.md", first, "A"), article("b.md", second, "B")]).values()) == {"A", "B"}
    assert set(independent_sources([article("a.md", first, "A"), article("b.md", first, "B")]).values()) == {"A"}


def test_without_a_publisher_a_document_counts_for_itself() -> None:
    assert independent_sources([article("a.md", STORY, None), article("b.md", OTHER, None)]) == {"a.md": "a.md", "b.md": "b.md"}


def test_quotes_stand_in_for_a_body_that_is_not_stored() -> None:
    quoted = [claim("role", {"person": "Ann Example"}, quote=quote) for quote in (STORY, OTHER)]
    copies = [Extraction(f"{n}.md", str(n), None, f"P{n}", "2016-06-01", None, (quoted[n // 2],)) for n in range(4)]
    assert independent_sources(copies) == {"0.md": "P0", "1.md": "P0", "2.md": "P2", "3.md": "P2"}


def test_documents_without_words_are_no_copies_of_each_other() -> None:
    assert independent_sources([article("a.md", None, "A"), article("b.md", None, "B")]) == {"a.md": "A", "b.md": "B"}


def test_changes_are_told_for_every_document_they_bear_on() -> None:
    syndication = Syndication()
    assert syndication.add(article("b.md", STORY, "Paper", "2016-06-02")) == {"b.md": "Paper"}
    assert syndication.add(article("a.md", STORY, "Wire", "2016-06-01")) == {"a.md": "Wire", "b.md": "Wire"}
    assert syndication.add(article("c.md", OTHER, "Other")) == {"c.md": "Other"}
    assert syndication.remove("a.md") == {"b.md": "Paper"}
    assert syndication.remove("a.md") == {}


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.booleans()), max_size=12))
def test_arriving_and_leaving_gives_what_the_remaining_documents_give(steps: list[tuple[int, int, bool]]) -> None:
    syndication, kept, told = Syndication(), dict[str, Extraction](), dict[str, str]()
    for name, text, leaves in steps:
        document = f"{name}.md"
        if leaves:
            told.update(syndication.remove(document))
            told.pop(document, None)
            kept.pop(document, None)
        else:
            kept[document] = article(document, [STORY, STORY + " and more", OTHER, ""][text], f"P{name}", f"2016-06-0{text + 1}")
            told.update(syndication.add(kept[document]))
    assert syndication.sources() == independent_sources(kept.values()) == told


def test_what_holds_two_copies_together_can_leave() -> None:
    """The first two thirds and the last two thirds of a story are copies of it, but not of each other."""
    words = STORY.split()
    head, tail = " ".join(words[:130]), " ".join(words[70:])
    parts = [article("head.md", head, "Head"), article("tail.md", tail, "Tail", "2016-06-02")]
    assert set(independent_sources(parts).values()) == {"Head", "Tail"}
    syndication = Syndication()
    for each in (*parts, article("whole.md", STORY, "Whole", "2016-06-03"), article("again.md", STORY, "Again", "2016-06-04")):
        syndication.add(each)
    assert set(syndication.sources().values()) == {"Head"}
    assert syndication.remove("whole.md") == {}
    assert syndication.remove("again.md") == {"tail.md": "Tail"}
    assert syndication.add(article("head.md", OTHER, "Head")) == {"head.md": "Head"}
