"""Who has an item by the grammar of its sentence: the subject of the verb that says so, the agent of its passive.

The verbs are those of `possessions.yml`. What a verb says counts only as a fact: not negated, not wished, not of the future.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from spacy.tokens import Token

from data.frames import is_passive
from data.holders import Holder, stands_for
from data.holding_rules import holding_rules
from data.reading import Item, SentenceReading

_LINKS: Final = frozenset({"conj", "appos", "compound", "nmod", "amod", "nummod", "npadvmod"})
_QUANTITIES: Final = frozenset(
    "hundred dozen score thousand number fleet squadron batch version variant type couple handful pair lot regiment battery mix mixture "
    "upgrade stock generation combination array any some most many all each one ten plenty force arsenal inventory brigade".split()
)
_UNREAL: Final = frozenset({"will", "would", "could", "may", "might", "should", "'ll", "’ll", "shall"})
# Whoever is let or helped to have something may not have it yet.
_LETTING: Final = frozenset({"let", "make", "help", "see"})
_SHOT: Final = frozenset(
    "missile_guided sam_missile anti_tank_missile manpads ballistic_missile_system loitering_munition mlrs armed_uav recon_uav "
    "air_defence_system artillery_tube".split()
)
_PRICED: Final = re.compile(r"\b(?:for|worth) (?:[A-Z]{0,3}[$€£¥]|[A-Z]{1,3}\d)")


def having(sentence: SentenceReading, item: Item, known: Sequence[Holder]) -> tuple[str, ...]:
    """The subject of the verb that has an item as its object, or as what stands behind its preposition; the agent of a passive."""
    node = sentence.head(item.start, item.end)
    for _ in range(6):
        if node is None or any(child.lemma_.lower() in ("no", "neither") for child in node.children):
            return ()
        for child in node.children:
            if child.dep_ in ("relcl", "acl") and _says_having(child, item) and _lacks_object(child):
                keys = who(sentence, _agents(child) if is_passive(child) else doers(child), known)
                if keys:
                    return keys
        verb = _governor(node, item)
        if verb is not None:
            return who(sentence, verb, known)
        node = _above(node)
    return ()


def _above(node: Token) -> Token | None:
    """The noun that stands for the same weapons: head of a list, "hundreds of", "a fleet of"."""
    if node.head.i == node.i:
        return None
    if node.dep_ in _LINKS:
        return node.head
    if node.dep_ != "pobj":
        return None
    preposition, above = node.head.lemma_.lower(), node.head.head
    such = preposition == "as" and any(t.lower_ == "such" for t in (*node.head.lefts, *above.rights, *above.lefts))
    if such or preposition in ("like", "including", "include") or (preposition == "of" and above.lemma_.lower() in _QUANTITIES):
        return above
    return None


def _governor(node: Token, item: Item) -> list[Token] | None:
    """Those who act in the verb that says that somebody has `node`, None where no such verb governs it."""
    above = node.head
    if node.dep_ == "dobj" and _says_having(above, item):
        return doers(above)
    if node.dep_ == "nsubjpass" and _says_having(above, item):
        return _agents(above)
    if (
        node.dep_ == "pobj"
        and above.dep_ == "prep"
        and above.lemma_.lower() in holding_rules().prepositions.get(above.head.lemma_.lower(), ())
    ):
        verb = above.head
        if verb.lemma_.lower() == "train" and any(c.dep_ == "dobj" for c in verb.children):
            return None  # trains others
        if verb.pos_ not in ("VERB", "AUX", "NOUN") or not is_fact(verb):
            return None
        if verb.lemma_.lower() == "do" and verb.head.lemma_.lower() == "make":
            return doers(verb.head)
        if verb.lemma_.lower() == "credit":
            return [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
        if is_passive(verb):
            attacked = verb.lemma_.lower() not in ("arm", "equip")
            return _agents(verb) if attacked else [c for c in verb.children if c.dep_ == "nsubjpass"] or [verb.head]
        return [] if verb.lemma_.lower() in ("arm", "equip") else doers(verb)
    return None


def _says_having(verb: Token, item: Item) -> bool:
    lemma = verb.lemma_.lower()
    shot = lemma in holding_rules().shooting and item.category in _SHOT
    if lemma == "have" and (_PRICED.search(verb.doc.text, verb.idx) or _is_echo(verb)):
        return False
    return verb.pos_ in ("VERB", "AUX") and (lemma in holding_rules().verbs or shot) and is_fact(verb)


def _is_echo(verb: Token) -> bool:
    """Whether "have" only repeats a verb before: "Spyders have been mentioned, so have Pantsirs"."""
    return verb.i > 0 and verb.nbor(-1).lower_ in ("so", "nor", "as", "than")


def is_fact(verb: Token) -> bool:
    """Whether a verb is said of the present or past, unnegated and unconditional."""
    if verb.tag_ == "VB" and verb.dep_ in ("ccomp", "xcomp") and verb.head.lemma_.lower() in _LETTING:
        return False
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "mark")}
    if helpers & (_UNREAL | {"not", "n't", "n’t", "never", "no", "if", "whether", "unless"}):
        return False
    if any(c.lower_ == "longer" for c in verb.children):
        return False
    if "to" in helpers:
        return verb.head.i != verb.i and verb.head.lemma_.lower() in holding_rules().factual and is_fact(verb.head)
    return True


def _lacks_object(verb: Token) -> bool:
    """Whether a relative or reduced clause leaves its object to the noun it hangs on."""
    if verb.dep_ == "acl":
        return is_passive(verb)
    own = [c for c in verb.children if c.dep_ == "dobj"]
    return is_passive(verb) or all(c.tag_ in ("WDT", "WP") for c in own)


def doers(verb: Token) -> list[Token]:
    """The subjects of a verb, those that it shares with the verbs above it included; relative pronouns give way to their noun."""
    current = verb
    for _ in range(4):
        subjects = [c for c in current.children if c.dep_ in ("nsubj", "nsubjpass")]
        if subjects:
            return [current.head if s.tag_ in ("WDT", "WP") and current.dep_ == "relcl" else s for s in subjects]
        if current.dep_ == "acl":
            return [current.head]
        if current.dep_ not in ("conj", "xcomp", "advcl") or current.head.i == current.i:
            return []
        current = current.head
    return []


def _agents(verb: Token) -> list[Token]:
    return [below for c in verb.children if c.dep_ == "agent" for below in c.children if below.dep_ == "pobj"]


def who(sentence: SentenceReading, tokens: Iterable[Token], known: Sequence[Holder]) -> tuple[str, ...]:
    """The keys of the parties that nouns stand for, each once."""
    # In "American Black Hawks" the demonym is the weapon's: nobody acts.
    able = [h for h in known if h.named is None or h.named.how != "demonym" or not any(0 <= i.start - h.end <= 2 for i in sentence.items)]
    return tuple(dict.fromkeys(key for token in tokens for key in stands_for(sentence, token, able)))
