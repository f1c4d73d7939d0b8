"""Training of one state's people by another, from the trigger words of `training.yml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from data.drafts import Draft
from data.numbers import Count
from data.parties import company
from data.reading import Reading
from data.role_facts import complete, merged, role_facts
from data.role_fallbacks import RoleFact
from data.trigger_rules import rule_book

_CHANGE: Final = re.compile(
    r"\b(?:ris\w+|rose|increas\w+|gr[eo]w\w*|go(?:es)? up|went up|rais\w+|climb\w*|jump\w*|expand\w*|fall\w*|fell|drop\w*)\b"
    r"[^.;]{0,30}\bfrom\s+$"
)

# What is done with a thing that is for training.
_ACQUIRED: Final = frozenset({"buy", "purchase", "acquire", "use", "intend", "mean", "design", "need", "order"})


def training(reading: Reading, deals: Sequence[Draft] = ()) -> list[Draft]:
    """The training that a text tells of; `deals` are its transfers, which name the parties of training that comes with a deal."""
    book = rule_book("training")
    facts = complete(role_facts(reading, "training", book, deals))
    people = frozenset(book.words["people"])
    found = []
    for fact in facts:
        if _is_purpose(fact):
            continue
        changed = _change(reading, fact)
        if changed is not None:
            found += changed
            continue
        count = _people_count(reading, fact, people)
        if count is not None:
            fact.draft.slots["quantity"] = count.to_json()
        found.append(fact)
    return merged(found, ("provider", "recipient"), ("quantity", "date"))


def _is_purpose(fact: RoleFact) -> bool:
    """Whether training is only what something is for ("aircraft for the training of pilots"), with parties that stand elsewhere."""
    trigger = fact.match.trigger
    if not fact.guessed or trigger.dep_ != "pobj" or trigger.head.lower_ != "for":
        return False
    owned = any(c.dep_ == "poss" for c in trigger.children)
    return len(fact.guessed) > 1 or (trigger.head.head.lemma_.lower() in _ACQUIRED and not owned)


def _change(reading: Reading, fact: RoleFact) -> list[RoleFact] | None:
    """Two facts where the number of those in training goes "from 72 to 88": those of now, and those to come with the date told."""
    sentence = reading.sentences[fact.match.sentence]
    trigger = sentence.sentence.start + fact.match.trigger.idx
    text = reading.dispatch.text
    for count in sentence.counts:
        if count.low is None or count.high is None or count.low == count.high or count.start < trigger:
            continue
        if not _CHANGE.search(text[trigger : count.start]):
            continue
        published = reading.dispatch.published
        date = next((d for d in sentence.dates if d.start >= count.end), None)
        slots = {name: value for name, value in fact.draft.slots.items() if name not in ("quantity", "date")}
        now = slots | {"quantity": {"min": count.low, "max": count.low}, "modality": "asserted"}
        then = slots | {"quantity": {"min": count.high, "max": count.high}}
        if date is not None:
            then["date"] = date.edtf
            if published is not None and date.edtf[:4] > published[:4]:
                now["date"] = published[:4]
                then["modality"] = "possible"
        return [
            RoleFact(Draft(fact.draft.kind, fact.draft.rule, side, set(fact.draft.sentences)), fact.match, fact.guessed)
            for side in (now, then)
        ]
    return None


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
