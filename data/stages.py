"""How far a deal has come: readable features of all that a text says of it; a `data.linear` model weighs them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from spacy.tokens import Token

from data.cues import cues
from data.details import clause_features, tense
from data.linking import ItemMention
from data.reading import Item, Reading, SentenceReading

_WORD: Final = re.compile(r"[a-z]+")


def stage_row(reading: Reading, mentions: Sequence[ItemMention], flow: Sequence[int]) -> list[str]:
    """The features of one deal: of every mention of it, of the sentences `flow` that tell of the same parties' deals, of lead and title."""
    found: set[str] = set()
    own = sorted({m.sentence for m in mentions})
    for mention in mentions:
        found.update(clause_features(reading, mention.sentence, mention.item))
        found.update(_of_mention(reading, mention.sentence, mention.item))
    for index in own:
        found.update(f"DT:{_side(reading, date.edtf)}" for date in reading.sentences[index].dates)
    around = [("FL", i) for i in flow if i not in own] + [("NX", i + 1) for i in own if i + 1 < len(reading.sentences)] + [("LD", 0)]
    for name, index in around:
        found.update(f"{name}:{stage[3:]}" for stage in reading.sentences[index].noted("stages", _stages_named))
    found.update(f"TL:{word}" for word in _WORD.findall((reading.dispatch.title or "").lower()))
    return sorted(found)


def _side(reading: Reading, edtf: str) -> str:
    published = reading.dispatch.published
    return "past" if published is None or edtf[:10].rstrip("~") <= published else "future"


def composed_stages(reading: Reading, index: int, item: Item) -> list[str]:
    """The stages of talks over, an offer of or a stop to what the words nearest to an item name: "negotiated on the delivery of"."""
    head = reading.sentences[index].head(item.start, item.end)
    found = _operators(head) if head is not None else []
    return [stage for stage in ("offered", "negotiating", "suspended", "cancelled") if f"COMP:{stage}" in found]


def _surroundings(reading: Reading, index: int) -> list[str]:
    """The stages that the title and the sentence before speak of: a list item or a follow-up sentence leaves them unsaid."""
    before = reading.sentences[index - 1].text if index else ""
    found = [
        f"{name}:{stage}"
        for name, words in (("TI", reading.dispatch.title or ""), ("PV", before))
        for word in _WORD.findall(words.lower())
        for stage in _stages_of_word(word)
    ]
    own = reading.sentences[index].doc
    if own is None or not any(token.pos_ == "VERB" for token in own):
        found += [f"{feature}&list" for feature in found]
    return found


def _stages_of_word(word: str) -> tuple[str, ...]:
    """The stages of an inflected word, by its likely lemmas: no parse is needed to see that a headline speaks of approval."""
    known = cues().operators
    for stem in (word, word[:-1], word[:-2], word[:-3], word[:-1] + "e", word[:-3] + "e", word[:-2] + "e", word[:-3] + "y"):
        if len(stem) > 2 and stem in known:
            return known[stem]
    return ()


def _operators(head: Token) -> list[str]:
    """The stages that the words above an item speak of, nearest first, each with its tense and whether it is negated."""
    found: list[str] = []
    rank = 0
    core = False
    current = head
    for _ in range(10):
        if current.head.i == current.i:
            break
        current = current.head
        stages = cues().operators.get(current.lemma_.lower(), ())
        if not stages:
            continue
        negated = any(c.dep_ == "neg" for c in current.children)
        if core:
            # "negotiated on the delivery of", "agreed to sell": the upper word says how far the lower one has come.
            found += [f"COMP:{stage}{'-not' if negated else ''}" for stage in stages]
        core = rank == 0 and bool({"delivered", "ordered"} & set(stages)) and (current.pos_ == "NOUN" or tense(current) == "infinitive")
        for stage in stages:
            found += [f"OP:{stage}", f"OP{rank}:{stage}", f"OP{rank}:{stage}:{tense(current)}{'-not' if negated else ''}"]
        rank += 1
    return found


def _stages_named(sentence: SentenceReading) -> list[str]:
    tokens = [token for token in sentence.doc or () if token.pos_ in ("VERB", "NOUN", "ADJ")]
    return [f"OS:{stage}" for token in tokens for stage in cues().operators.get(token.lemma_.lower(), ())]


def _of_mention(reading: Reading, index: int, item: Item) -> list[str]:
    """The stages of a deal that the words above an item, its sentence, the one before and the title speak of."""
    sentence = reading.sentences[index]
    head = sentence.head(item.start, item.end)
    found = _operators(head) if head is not None else []
    found += sentence.noted("stages", _stages_named)
    return sorted({*found, *_surroundings(reading, index)})
