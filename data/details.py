"""The details of a transfer or possession: how many, for how much, when, on what terms, how far along, how firmly said.

Counts bind to their item by the words between them. For the rest this module gives readable features; `data.linear` models weigh them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from spacy.tokens import Token

from data.attribution import Source
from data.cues import cues
from data.dates import DateMention
from data.frames import attachments, frame_of, is_passive, verb_above
from data.numbers import Count, Money
from data.reading import Item, Reading, SentenceReading

_GAP_BREAK: Final = re.compile(
    r"[;:.!?()]|\b(?:and|or|to|from|for|with|by|in|at|that|which|who|worth|into|on|as|plus|than|is|are|was|"
    r"were|have|has|had|will|would|against|after|before|including)\b",
    re.IGNORECASE,
)
_OF_THEM: Final = re.compile(r"^,? ?(?:of (?:them|these|those|which)|in (?:all|total|number))\b")
_SAME_NUMBER: Final = re.compile(r"\b(?:as many|the same number of|an equal number of)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_ONE: Final = re.compile(r"\b(?:a|an|one)\s+(?:[\w'-]+\s+){0,4}$", re.IGNORECASE)
_MONTH_MAY: Final = re.compile(r"(?<=\w )May\b")
_MONEY_WORDS: Final = frozenset(
    "loan credit aid budget worth contract deal price cost value total package grant each "
    "apiece programme sales exports year revenue offset financing compensation fine paid pay".split()
)
_ONE_CATEGORIES: Final = frozenset(
    (
        "warship submarine patrol_ship support_ship combat_aircraft transport_aircraft special_aircraft attack_helicopter "
        "utility_helicopter satellite"
    ).split()
)


def bound_count(text: str, sentence: SentenceReading, item: Item) -> Count | None:
    """The count that belongs to an item: "18 new Su-30MKI", "T-90 tanks, about 100 of them", "as many TOS-1A"; None where none does."""
    best: Count | None = None
    for count in sentence.counts:
        if count.start <= item.start < count.end:
            return count
        if count.end <= item.start:
            between = text[count.end : item.start]
            if any(count.end <= other.start < item.start for other in sentence.items if other is not item and other.end <= item.start):
                continue
            if len(between.split()) <= 7 and not _GAP_BREAK.search(between) and between.count(",") <= 1:
                best = count
    if best is not None:
        return best
    for count in sentence.counts:
        if 0 <= count.start - item.end <= 14 and _OF_THEM.match(text[count.end :]) and not re.search(r"[.;]", text[item.end : count.start]):
            return count
    before = text[sentence.sentence.start : item.start]
    if _SAME_NUMBER.search(before):
        earlier = [bound_count(text, sentence, other) for other in sentence.items if other.end <= item.start]
        return next((count for count in reversed(earlier) if count is not None), None)
    match = _ONE.search(before)
    words = text[item.start : item.end].rstrip()
    if (
        match
        and item.category in _ONE_CATEGORIES
        and not words.endswith("s")
        and not re.search(r"\b(?:of|and|to|for|from|in|fleet|number|batch|series|dozen|package)\b", match.group())
    ):
        return Count(item.start, item.end, 1, 1)
    return None


def clause_features(reading: Reading, index: int, item: Item) -> list[str]:
    """How the sentence puts what happens to an item: triggers with tense, voice and auxiliaries, cues of certainty."""
    sentence = reading.sentences[index]
    found = [f"C:cat={item.category == 'arms'}"]
    head = sentence.head(item.start, item.end)
    if head is not None:
        for rank, attachment in enumerate(attachments(head)):
            token = attachment.trigger
            found.append(f"C{rank}:{attachment.place}<{attachment.frame}")
            found.append(f"C:lemma={token.lemma_.lower()}")
            if rank == 0:
                found.append(f"C0:{token.lemma_.lower()}:{tense(token)}")
                found.append(f"C0:{attachment.frame}:{tense(token)}")
        verb = verb_above(head, 9)
        if verb is not None:
            found += [f"C:verb={verb.lemma_.lower()}", f"C:verbtense={tense(verb)}", f"C:{verb.lemma_.lower()}:{tense(verb)}"]
            if any(c.dep_ == "neg" for c in verb.children):
                found.append("C:neg")
    found += sentence.noted("words", _words)
    published = reading.dispatch.published
    if published and any(d.edtf[:10].rstrip("~") > published for d in sentence.dates):
        found.append("Q:later")
    return sorted(set(found))


def is_claimed(reading: Reading, index: int, item: Item) -> bool:
    """Whether an item stands in what somebody "claims" or "alleges"."""
    above = islice(_upwards(reading, index, item), 10)
    return any(token.dep_ == "ccomp" and token.head.lemma_.lower() in ("claim", "allege") for token in above)


def is_hearsay(reading: Reading, index: int, item: Item) -> bool:
    """Whether the words above an item are "reportedly" so."""
    below = (child for token in _upwards(reading, index, item) for child in token.children)
    return any(child.dep_ == "advmod" and child.lower_ == "reportedly" for child in below)


def _upwards(reading: Reading, index: int, item: Item) -> Iterator[Token]:
    """The head of an item and the words above it, up to the root; nothing without a parse."""
    head = reading.sentences[index].head(item.start, item.end)
    if head is not None:
        yield head
        yield from head.ancestors


def _words(sentence: SentenceReading) -> list[str]:
    """The triggers of a sentence with their tense, its cues of certainty, and whether it looks ahead."""
    found = []
    for token in sentence.doc or ():
        if token.pos_ in ("VERB", "NOUN", "ADJ", "AUX"):
            frame = frame_of(token)
            if frame is not None:
                found.append(f"W:{token.lemma_.lower()}")
                if token.pos_ == "VERB":
                    found.append(f"W:{frame}:{tense(token)}")
    lower = _MONTH_MAY.sub("", sentence.text).lower()
    for name, pattern in (("hearsay", cues().hearsay), ("hedge", cues().hedges), ("negation", cues().negations)):
        matched = [match.group() for match in pattern.finditer(lower)]
        found += [f"Q:{name}={words}" for words in matched] + ([f"Q:{name}"] if matched else [])
    if any(d.future for d in sentence.dates):
        found.append("Q:future")
    return found


def source_features(sources: list[Source]) -> list[str]:
    """What the sources of a sentence tell of its certainty."""
    found = [f"S:{s.kind}" for s in sources] + [f"S:{s.kind}:{s.verb}" for s in sources]
    return sorted(set(found)) or ["S:none"]


def date_features(sentence: SentenceReading, date: DateMention, item: Item, distance: int) -> list[str]:
    """Why a date may be that of the order or of the delivery of an item; `distance` counts sentences from the item's."""
    found = [f"D:dist={distance}", f"D:future={date.future}", f"D:n={min(3, len(sentence.dates))}"]
    head = sentence.head(date.start, date.end)
    if distance == 0:
        near = item.start - date.end if date.end <= item.start else date.start - item.end
        found.append("D:" + ("before" if date.end <= item.start else "after"))
        found.append(f"D:near={min(5, max(0, near) // 30)}")
        rivals = [d for d in sentence.dates if d is not date and min(abs(d.start - item.end), abs(item.start - d.end)) < max(0, near)]
        found.append(f"D:nearer={min(2, len(rivals))}")
    if head is not None:
        for rank, attachment in enumerate(attachments(head, 2)):
            token = attachment.trigger
            found += [
                f"D{rank}:{attachment.frame}",
                f"D{rank}:{token.lemma_.lower()}:{tense(token)}",
                f"D{rank}:{attachment.frame}:{tense(token)}",
            ]
        verb = verb_above(head, 9)
        if verb is not None:
            found += [f"D:verb={verb.lemma_.lower()}", f"D:verb={verb.lemma_.lower()}:{tense(verb)}"]
    if distance == 0:
        own = sentence.head(item.start, item.end)
        if own is not None and head is not None:
            mine = {a.trigger.i for a in attachments(own)}
            theirs = {a.trigger.i for a in attachments(head)}
            found.append(f"D:shared={bool(mine & theirs)}")
            found += [f"D:stage={stage}:{bool(mine & theirs)}" for stage in _stages(head)]
    if head is not None:
        found += [f"D:stage={stage}:{min(1, distance)}" for stage in _stages(head)]
    return found


def _stages(token: Token) -> list[str]:
    """Whether the trigger or verb nearest above a date speaks of delivering or of ordering, with its tense."""
    nearest = [a.trigger for a in attachments(token, 1)]
    verb = verb_above(token, 9)
    found = []
    for above in [*nearest, *([verb] if verb is not None else [])]:
        lemma = above.lemma_.lower()
        for name, lemmas in (("delivery", cues().delivery), ("ordering", cues().ordering)):
            if lemma in lemmas:
                found += [name, f"{name}.{tense(above)}"]
    return sorted(set(found))


def money_features(text: str, sentence: SentenceReading, money: Money, item: Item, distance: int) -> list[str]:
    """Why a sum may be the value of the deal over an item."""
    found = [
        f"M:dist={distance}",
        f"M:n={min(3, len(sentence.money))}",
        f"M:converted={money.converted}",
        f"M:items={min(4, len(sentence.items))}",
    ]
    before = text[max(sentence.sentence.start, money.start - 25) : money.start].lower()
    after = text[money.end : money.end + 30].lower()
    found += [f"M:b={word}" for word in re.findall(r"[a-z]+", before)[-2:]]
    found += [f"M:a={word}" for word in re.findall(r"[a-z]+", after)[:2]]
    words = set(re.findall(r"[a-z]+", sentence.text.lower()))
    found += [f"M:w={word}" for word in sorted(words & _MONEY_WORDS)]
    if distance == 0:
        found.append("M:" + ("before" if money.end <= item.start else "after"))
        near = item.start - money.end if money.end <= item.start else money.start - item.end
        found.append(f"M:near={min(6, max(0, near) // 25)}")
        between = [i for i in sentence.items if min(item.end, money.end) <= i.start < max(item.start, money.start) and i is not item]
        found.append(f"M:between={min(2, len(between))}")
    head = sentence.head(money.start, money.end)
    if head is not None:
        for attachment in attachments(head, 2):
            found += [f"M:{attachment.place}<{attachment.frame}", f"M:t={attachment.trigger.lemma_.lower()}"]
    return found


def tense(token: Token) -> str:
    """past, perfect, future, modal, infinitive, gerund, present, participle or noun, with a p for the passive."""
    if token.pos_ not in ("VERB", "AUX"):
        return "noun"
    helpers = [c.lemma_.lower() for c in token.children if c.dep_ in ("aux", "auxpass")]
    passive = "p" if is_passive(token) else ""
    if {"will", "shall"} & set(helpers):
        return "future" + passive
    if {"would", "could", "may", "might", "can", "should", "must"} & set(helpers):
        return "modal" + passive
    if "have" in helpers and token.tag_ in ("VBN", "VBD"):
        return "perfect" + passive
    if "to" in helpers or token.tag_ == "VB":
        return "infinitive" + passive
    if token.tag_ == "VBG":
        return "gerund" + passive
    if token.tag_ == "VBD":
        return "past" + passive
    if token.tag_ == "VBN":
        return ("past" if "be" in helpers else "participle") + passive
    return "present" + passive
