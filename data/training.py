"""Training of one state's people by another, from the trigger words of `training.yml`."""

from __future__ import annotations

from collections.abc import Sequence

from data.drafts import Draft
from data.numbers import Count
from data.parties import company
from data.reading import Reading
from data.role_facts import RoleFact, complete, merged, role_facts
from data.trigger_rules import rule_book


def training(reading: Reading, deals: Sequence[Draft] = ()) -> list[Draft]:
    """The training that a text tells of; `deals` are its transfers, which name the parties of training that comes with a deal."""
    book = rule_book("training")
    facts = complete(role_facts(reading, "training", book, deals))
    people = frozenset(book.words["people"])
    for fact in facts:
        count = _people_count(reading, fact, people)
        if count is not None:
            fact.draft.slots["quantity"] = count.to_json()
    return merged(facts, ("provider", "recipient"), ("quantity", "date"))


def _people_count(reading: Reading, fact: RoleFact, people: frozenset[str]) -> Count | None:
    """The count of persons near the trigger."""
    sentence = reading.sentences[fact.match.sentence]
    near = {token.i for token in company(fact.match.trigger)}
    for count in sentence.counts:
        head = sentence.head(count.start, count.end)
        if head is None or head.i not in near:
            continue
        current = head
        for _ in range(3):
            if current.lemma_.lower() in people:
                return count
            current = current.head
    return None
