"""Restrictions: embargoes, bans, suspended sales, sanctions and refused licences, from the trigger words of `restrictions.yml`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from data.drafts import Draft
from data.parties import carrier, company
from data.reading import Item, Reading
from data.role_facts import complete, merged, role_facts
from data.role_fallbacks import RoleFact
from data.transfers import item_slots
from data.trigger_rules import RuleBook, rule_book

_GENERAL: Final = frozenset("arms weapons weapon arm weaponry equipment hardware armament armaments sales supplies exports".split())

# Rules whose words speak of nothing but a restriction on arms, so that both parties may stand elsewhere.
_SURE: Final = frozenset({"restriction.embargo", "restriction.ban"})


def restrictions(reading: Reading, deals: Sequence[Draft] = ()) -> list[Draft]:
    """The restrictions that a text tells of; `deals` are its transfers, which name the parties that a sentence leaves out."""
    book = rule_book("restrictions")
    facts = [f for f in role_facts(reading, "restriction", book, deals) if not _is_vague(f, deals) and not _is_wanted(book, f)]
    for fact in facts:
        _turn(book, fact)
        _name_item(reading, fact, deals)
        _mark_end(book, fact)
    return merged(_without_echoes(complete(facts)), ("imposer", "target", "type"), ("date",))


def _without_echoes(facts: Sequence[RoleFact]) -> list[RoleFact]:
    """The facts without sanctions on a guessed party that only speak again of an embargo or a ban which is told."""
    told = {(f.draft.slots["imposer"], f.draft.slots.get("target")) for f in facts if f.draft.slots["type"] != "sanction"}
    return [
        fact
        for fact in facts
        if not fact.guessed
        or fact.draft.slots["type"] != "sanction"
        or (fact.draft.slots["imposer"], fact.draft.slots.get("target")) not in told
    ]


def _is_vague(fact: RoleFact, deals: Sequence[Draft]) -> bool:
    """Whether neither party stands near the trigger, and no deal between the two is told in its sentence."""
    if len(fact.guessed) < 2 or fact.match.rule.name in _SURE:
        return False
    pair = (fact.draft.slots.get("imposer"), fact.draft.slots.get("target"))
    return not any((d.slots.get("supplier"), d.slots.get("recipient")) == pair and fact.match.sentence in d.sentences for d in deals)


def _is_wanted(book: RuleBook, fact: RoleFact) -> bool:
    """Whether somebody else wants the stop: "the West wants Ukraine to stop selling arms"."""
    trigger = fact.match.trigger
    wanted = trigger.pos_ == "VERB" and trigger.dep_ in ("xcomp", "ccomp", "advcl")
    return wanted and trigger.head.lemma_.lower() in book.words["demanding"] and any(c.lower_ == "to" for c in trigger.children)


def _turn(book: RuleBook, fact: RoleFact) -> None:
    """ "The Iran embargo" names its target, not its imposer, where another body can be the one that imposed it."""
    slots = fact.draft.slots
    named = slots.get("imposer") and slots.get("target")
    turned = named and "target" in fact.guessed and "imposer" not in fact.guessed and fact.match.trigger.pos_ != "VERB"
    if turned and slots["target"] in book.words["imposers"] and slots["imposer"] not in book.words["imposers"]:
        slots["imposer"], slots["target"] = slots["target"], slots["imposer"]


def _name_item(reading: Reading, fact: RoleFact, deals: Sequence[Draft]) -> None:
    """Puts in what is restricted: the item that hangs on the trigger, else that of the deal whose parties were borrowed."""
    slots = fact.draft.slots
    item = _item(reading, fact)
    if item is not None:
        slots.update({"item": "arms", "item_text": item.text} if item.category == "arms" else item_slots(item))
    elif slots.get("type") == "sanction" or slots.get("item"):
        return
    elif fact.guessed:
        near = [d for d in deals if (d.slots.get("supplier"), d.slots.get("recipient")) == (slots.get("imposer"), slots.get("target"))]
        near = near or [d for d in deals if slots.get("target") and d.slots.get("recipient") == slots["target"]]
        if near:
            closest = min(near, key=lambda d: min(abs(s - fact.match.sentence) for s in d.sentences))
            slots |= {name: closest.slots[name] for name in ("item", "item_text") if closest.slots.get(name)}
    else:
        slots["item"] = "arms"


def _item(reading: Reading, fact: RoleFact) -> Item | None:
    sentence = reading.sentences[fact.match.sentence]
    if fact.draft.slots.get("type") == "sanction":
        return None
    hanging = {token.i for token in company(fact.match.trigger)}
    for item in sentence.items:
        head = sentence.head(item.start, item.end)
        if head is not None and head.i in hanging:
            return item
    return None


def _mark_end(book: RuleBook, fact: RoleFact) -> None:
    """Where a sentence tells of the lifting, its date is the end, not the beginning, and its denial no denial of the restriction."""
    slots: dict[str, Any] = fact.draft.slots
    trigger = fact.match.trigger
    verb = carrier(trigger)
    above = {trigger.head.lemma_.lower()} | ({verb.lemma_.lower()} if verb is not None else set())
    if not above & set(book.words["lifting"]):
        return
    if slots["modality"] == "denied":
        # What has not been lifted is in force.
        slots["modality"] = "asserted"
    elif slots.get("date") and "/" not in slots["date"]:
        slots["date"] = f"/{slots['date']}"


def only_forbidden(transfer: Draft, others: Sequence[Draft]) -> bool:
    """Whether a transfer of arms in general is nothing but what a ban of the same sentence forbids."""
    slots = transfer.slots
    if transfer.kind != "transfer" or slots.get("quantity") or slots.get("value") or slots["item"].split()[-1] not in _GENERAL:
        return False
    return any(
        d.kind == "restriction"
        and d.slots.get("imposer") == slots["supplier"]
        and d.slots.get("target") == slots["recipient"]
        and transfer.sentences <= d.sentences
        for d in others
    )
