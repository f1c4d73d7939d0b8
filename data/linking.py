"""Evidence for who supplies an item and who receives it: features of an item mention and a party named near it.

Every feature is a short text, so that a trained weight can be read: "P:to<give" says that the party hangs on a `give` trigger by "to".
Weights live in `resources/models/`; `data.linear` applies them. This module knows no weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from data.anaphora import anaphors
from data.exporters import export_features, export_rank
from data.frames import attachments, frame_of, is_passive, path_between, roles_at, verb_above
from data.known_transfers import known_transfers, state_today
from data.reading import Item, Party, Reading, SentenceReading

# How many sentences back a party may stand and still take part.
WINDOW: Final = 3
# Where a party's own words count; further away only its distance does, since little text trains more weights than it can tell apart.
_SPOKEN: Final = frozenset({"s0", "s1", "title"})
_AROUND_VERB: Final = frozenset({"aux", "neg", "prt", "auxpass", "advmod", "mark"})
_AROUND_NOUN: Final = frozenset({"det", "poss", "amod", "prep", "relcl", "acl"})
_BEFORE: Final = re.compile(r"([\w'’-]+)[ ,]+(?:the |its |a |an )?$")
_RANK: Final = re.compile(r"exports=\d")
_AFTER: Final = re.compile(r"^(['’]s?|-[a-z]+)?\s*([\w-]+)?")


@dataclass(frozen=True, slots=True)
class ItemMention:
    """An item in its sentence; `sentence` indexes the reading's sentences."""

    sentence: int
    item: Item


def item_mentions(reading: Reading) -> list[ItemMention]:
    """All items of parsed sentences, named or stood for, in text order."""
    found = []
    for index, sentence in enumerate(reading.sentences):
        if sentence.doc is not None:
            items = sorted([*sentence.items, *anaphors(reading, index)], key=lambda item: item.start)
            found += [ItemMention(index, item) for item in items]
    return found


def candidate_keys(reading: Reading, mention: ItemMention) -> list[str]:
    """Keys of the parties that may take part, nearest sentence first, without repetition."""
    keys: dict[str, None] = {}
    for _, sentence in _window(reading, mention):
        for party in sentence.parties:
            keys.setdefault(party.key, None)
    # What the whole text is about takes part even where the sentences around leave it out ("Government will buy ...").
    for key in reading.most_named[:2]:
        keys.setdefault(key, None)
    return list(keys)


def listed_keys(reading: Reading, mention: ItemMention) -> list[frozenset[str]]:
    """The parties that stand in one list in the sentence of an item or in those around it."""
    around = reading.sentences[max(0, mention.sentence - 2) : mention.sentence + 2]
    return [frozenset(s.parties[i].key for i in group) for s in around for group in s.party_lists]


def _window(reading: Reading, mention: ItemMention) -> Iterator[tuple[str, SentenceReading]]:
    first = mention.sentence
    yield "s0", reading.sentences[first]
    for back in range(1, WINDOW + 1):
        if first - back >= 0:
            yield f"s{back}", reading.sentences[first - back]
    if first + 1 < len(reading.sentences):
        yield "n1", reading.sentences[first + 1]
    yield "title", reading.title
    if first > WINDOW:
        yield "lead", reading.sentences[0]


def item_features(reading: Reading, mention: ItemMention) -> list[str]:
    """What the item's own sentence says of it, whoever takes part."""
    sentence = reading.sentences[mention.sentence]
    item = mention.item
    found = [f"I:cat={item.category}", f"I:generic={item.generic}"]
    if item not in sentence.items:
        found.append("I:stands_for")
    head = sentence.head(item.start, item.end)
    if head is None:
        return found
    found.append(f"I:dep={head.dep_}")
    for rank, attachment in enumerate(attachments(head)):
        voice = "p" if attachment.trigger.pos_ == "VERB" and is_passive(attachment.trigger) else "a"
        found.append(f"I{rank}:{attachment.place}<{attachment.frame}")
        if rank == 0:
            found.append(f"I:lemma={attachment.trigger.lemma_.lower()}")
            found.append(f"I:{attachment.place}<{attachment.frame}.{voice}")
    for other in sentence.items_listed_with(item)[:1]:
        leader = sentence.head(other.start, other.end)
        found.append("I:listed")
        for attachment in attachments(leader, 1) if leader is not None else []:
            found += [f"I0:{attachment.place}<{attachment.frame}", f"I:lemma={attachment.trigger.lemma_.lower()}"]
    found += _company(head)
    found += sentence.noted("frames", _frames)
    found += _ranks_around(sentence, item)
    if any(c.start < item.start and item.start - c.end < 40 for c in sentence.counts):
        found.append("I:counted")
    found.append(f"I:parties={min(3, len({p.key for p in sentence.parties}))}")
    return found


def _company(head: Token) -> list[str]:
    """The words that keep an item company: its verb whatever it is, the noun it hangs on, what qualifies it."""
    while head.dep_ in ("conj", "appos") and head.head.i != head.i:
        head = head.head
    found = [f"W:up={head.head.lemma_.lower()}"] if head.head.pos_ not in ("VERB", "AUX") else []
    verb = verb_above(head, 8)
    if verb is not None:
        found += [f"W:verb={verb.lemma_.lower()}", f"W:{head.dep_}<{verb.lemma_.lower()}", f"W:tense={verb.tag_}"]
        found += [f"W:{c.dep_}={c.lemma_.lower()}" for c in verb.children if c.dep_ in _AROUND_VERB]
    return found + [f"W:{c.dep_}:{c.lemma_.lower()}" for c in head.children if c.dep_ in _AROUND_NOUN]


def _ranks_around(sentence: SentenceReading, item: Item) -> list[str]:
    """How the parties beside an item are named and rank as exporters: a sentence of exporters alone tells of few deals."""
    before = [export_rank(p.key) for p in sentence.parties if p.start < item.start]
    after = [export_rank(p.key) for p in sentence.parties if p.start >= item.start]
    found = {f"W:party={p.how}{export_rank(p.key)}" for p in sentence.parties}
    found.add(f"W:ranks={''.join(map(str, sorted({*before, *after})))}")
    found.add(f"W:before={before[-1] if before else ''}")
    found.add(f"W:after={after[0] if after else ''}")
    keys = {p.key for p in sentence.parties}
    found.add(f"W:origin={'none' if item.origin is None else 'here' if item.origin in keys else 'away'}")
    return sorted(found)


def _frames(sentence: SentenceReading) -> list[str]:
    classes = {frame for token in sentence.doc or () if (frame := frame_of(token)) is not None}
    return [f"I:has={name}" for name in sorted(classes)]


def party_features(reading: Reading, mention: ItemMention, key: str) -> list[str]:
    """All evidence on one party for one item, over every mention of the party in the window."""
    found: set[str] = set()
    item = mention.item
    text = reading.dispatch.text
    near = None
    for tag, sentence in _window(reading, mention):
        source = text if tag != "title" else sentence.text
        hits = [p for p in sentence.parties if p.key == key]
        if hits and near is None and tag not in ("title", "lead", "n1"):
            near = tag
        for party in hits:
            found.add(f"{tag}:how={party.how}")
            listed = sentence.listed_with(party)
            if listed:
                found.add(f"{tag}:listed")
            if tag in _SPOKEN:
                for member in [party, *listed]:
                    found.update(f"{tag}:{feature}" for feature in _own(source, sentence, member))
            if tag == "s0":
                leaders = [item, *sentence.items_listed_with(item)[:1]] if item in sentence.items else [item]
                for leader in leaders:
                    for member in [party, *listed[:1]]:
                        found.update(_joint(source, sentence, leader, member))
    found.add(f"near={near}")
    if item.origin is not None:
        found.add("origin=" + ("yes" if key in (item.origin, state_today(item.origin)) else "other"))
    else:
        found.add("origin=none")
    ranked = reading.most_named
    found.add(f"rank={min(4, ranked.index(key)) if key in ranked else 'x'}")
    if "group" in {p.how for s in reading.sentences for p in s.parties if p.key == key}:
        found.add("group")
    return sorted(found)


def parties_features(reading: Reading, mention: ItemMention, keys: Sequence[str]) -> list[list[str]]:
    """All evidence on each of the parties, and what each is beside the others."""
    beside = zip(keys, export_features(keys), known_transfers().flows(mention.item).features(keys), strict=True)
    return [[*party_features(reading, mention, key), *ranks, *known] for key, ranks, known in beside]


def _own(text: str, sentence: SentenceReading, party: Party) -> list[str]:
    """How a party mention stands in its sentence, whatever the item."""
    found = []
    offset = sentence.sentence.start
    before = _BEFORE.search(text[max(offset, party.start - 30) : party.start])
    after = _AFTER.match(text[party.end : party.end + 30])
    if before is not None:
        found.append(f"b={before.group(1).lower()}")
    if after is not None and after.group(1):
        found.append(f"a={after.group(1).lower().replace('’', chr(39))}")
    elif after is not None and after.group(2):
        found.append(f"a={after.group(2).lower()}")
    head = sentence.head(party.start, party.end)
    if head is not None:
        for rank, attachment in enumerate(attachments(head, 2)):
            voice = "p" if attachment.trigger.pos_ == "VERB" and is_passive(attachment.trigger) else ""
            found.append(f"P{rank}:{attachment.place}<{attachment.frame}{voice}")
            found += [f"R{rank}:{role}" for role in roles_at(attachment)]
            if rank == 0:
                found.append(f"P:{attachment.place}<{attachment.trigger.lemma_.lower()}{voice}")
        found.append(f"dep={head.dep_}")
    return found


def _joint(text: str, sentence: SentenceReading, item: Item, party: Party) -> list[str]:
    """How a party and an item of one sentence stand to each other."""
    found = []
    if party.end <= item.start:
        between = text[party.end : item.start]
        order = "before"
    elif item.end <= party.start:
        between = text[item.end : party.start]
        order = "after"
    else:
        between, order = "", "inside"
    words = len(between.split())
    bucket = next(str(limit) for limit in (0, 1, 2, 4, 8, 16, 99, 9999) if words <= limit)
    found.append(f"J:{order}{bucket}")
    others = sum(1 for p in sentence.parties if p.key != party.key and min(party.end, item.end) <= p.start < max(party.start, item.start))
    found.append(f"J:{order},between={min(2, others)}")
    if (
        order == "before"
        and party.how == "demonym"
        and not re.search(r"[,;.]|\b(?:and|or|to|from|in|of|for|with|that|which|by)\b", between)
    ):
        made = re.match(r"-(\w+)", between)
        found.append(f"J:modifies{'-' + made.group(1) if made else ''}")
    if order == "before" and re.match(r"['’]s? ", between) and words <= 4:
        found.append("J:possesses")
    if words <= 4:
        found.append(f"J:{order}:{' '.join(between.lower().split())}")
    one, other = sentence.head(party.start, party.end), sentence.head(item.start, item.end)
    if one is not None and other is not None:
        found += _path(one, other)
        reached = {a.trigger.i: a for a in attachments(other)}
        for attachment in attachments(one):
            theirs = reached.get(attachment.trigger.i)
            for role in roles_at(attachment):
                inside = theirs is not None and "item" in roles_at(theirs)
                found.append(f"RJ:{role}{'+item' if inside else '+same' if theirs is not None else '-'}")
    return found


def _path(party: Token, item: Token) -> list[str]:
    up, top, down = path_between(party, item)
    frame = frame_of(top) or top.pos_
    voice = "p" if top.pos_ == "VERB" and is_passive(top) else ""
    found = [f"T:{'.'.join(up)}^{frame}{voice}^{'.'.join(down)}"] if len(up) + len(down) <= 8 else []
    found.append(f"T:{'.'.join(up[-2:])}^{frame}{voice}")
    found.append(f"T:{'.'.join(up[-1:])}^{top.lemma_.lower()}{voice}^{'.'.join(down[-1:])}")
    nearest_party = attachments(party, 1)
    nearest_item = attachments(item, 1)
    if nearest_party and nearest_item:
        same = "=" if nearest_party[0].trigger.i == nearest_item[0].trigger.i else "~"
        found.append(f"F:{nearest_party[0].place}<{nearest_party[0].frame}{same}{nearest_item[0].place}<{nearest_item[0].frame}{voice}")
    return found


def pair_row(item: list[str], party: list[str]) -> list[str]:
    """The features of an item and a party together, with the conjunctions that a linear model cannot make itself."""
    found = [*(f for f in item if not f.startswith("W:")), *party]
    own = [f for f in item if f.startswith(("I0:", "I:lemma"))]
    joint = [f for f in party if f.startswith(("F:", "J:modifies", "J:poss", "s0:P0", "s0:b="))]
    found += [f"{a}&{b}" for a in own for b in joint]
    near = [f for f in party if f.startswith("near=")]
    for a in near:
        found += [f"{a}&{b}" for b in party if b.startswith(("origin", "rank"))]
        found += [f"{a}&{b}" for b in own]
    found += [f"{a}&{b}" for a in party if a.startswith("origin") for b in own]
    rank = [f for f in party if _RANK.fullmatch(f)]
    known = [f for f in party if f.startswith("K:here=")]
    beside = [*(f for f in party if f.startswith(("near=", "origin=", "rank="))), *(f for f in item if f.startswith("I0:"))]
    found += [f"{a}&{b}" for a in [*rank, *known] for b in beside]
    return found


def event_row(item: list[str]) -> list[str]:
    """The features that tell whether an item mention takes part in a transfer or a possession at all."""
    category = next(f for f in item if f.startswith("I:cat="))
    return [*item, *(f"{f}&{category}" for f in item if f.startswith("I0"))]
