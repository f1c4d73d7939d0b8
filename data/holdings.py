"""Possessions that the words tell outright: "Kuwait has Patriots", "F-16s in Denmark's fleet", "Ethiopian Su-25s", "its ageing A-37s".

Beside the trained linker, which little gold on possessions taught too little: these constructions of `possessions.yml` say it
by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from spacy.tokens import Token

from data.details import bound_count
from data.frames import attachments, is_passive
from data.holders import NO_HOLDERS, Holder, holders, main_state, stands_for
from data.linker import Holding, Link
from data.linking import ItemMention, item_mentions
from data.reading import Item, Reading, SentenceReading
from data.yaml_files import check_keys, read_yaml

_RESOURCE: Final = "rules/possessions.yml"
_KEYS: Final = {"source", "verbs", "shooting", "with", "factual", "replacing", "stocks", "forces", "patterns", "examples"}
# Marks that no text holds, around the number of a holder or of an item.
_HOLDER: Final = "\ue000"
_ITEM: Final = "\ue001"
_END: Final = "\ue002"
_WORDS: Final = (
    r"(?:(?!(?:to|for|from|by|with|and|or|that|which|who|is|are|was|were|of|in|on|no|not|replac\w+|new)\b)"
    rf"(?:[\w'’/.-]+|{_HOLDER}\d+{_END}(?:['’]s?|-[a-z]+)?) ){{0,5}}?"
)
_ADJECTIVES: Final = re.compile(
    r"(?:['’]s?)? (?:(?:own|old|older|ageing|aging|existing|remaining|few|ancient|Soviet-era|upgraded|modernised|modernized|elderly|"
    r"present|current|front-line|obsolete|veteran|last|entire|fleet of|about|some|more than|dozens of|then|fixed-wing|carrier-based|now|"
    r"\w+-(?:strong|built|made|era|old|engined|designed|type|day)|\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"home-built|grounded|retired|surplus|active|operational|Soviet|Russian|American|US|British|French|Chinese|German|Israeli|Italian) )*"
)
_BROKEN: Final = re.compile(r"^(?:-|['’]s? (?:purchase|order|request|interest))")
_SECOND_HAND: Final = re.compile(
    r"\b(?:own|old|older|ageing|aging|existing|remaining|obsolete|veteran|elderly|current|present|entire|fleet)\b"
)
_THAT: Final = re.compile(r"\b(?:such|that|this|these|those)\s+$")
_AND: Final = re.compile(r"\b(?:and|or|as well as|besides|plus|with)\b|&")
_LINKS: Final = frozenset({"conj", "appos", "compound", "nmod", "amod", "nummod", "npadvmod"})
_QUANTITIES: Final = frozenset(
    "hundred dozen score thousand number fleet squadron batch version variant type couple handful pair lot regiment battery mix mixture "
    "upgrade stock generation combination array any some most many all each one ten plenty force arsenal inventory brigade".split()
)
_UNREAL: Final = frozenset({"will", "would", "could", "may", "might", "should", "'ll", "’ll", "shall"})
# Kinds of item that nobody reports on when somebody "has" one.
_TRIFLES: Final = frozenset(
    "arms spares_support radar_sensor engine ammunition vehicle_unarmoured turret_other satellite nbc_protection".split()
)
_SHOT: Final = frozenset(
    "missile_guided sam_missile anti_tank_missile manpads ballistic_missile_system loitering_munition mlrs armed_uav recon_uav".split()
)
# How sure a holder is that the words name outright, and one that hangs on a possessive or on the reader's wit.
_TOLD: Final = 1.0
_IMPLIED: Final = 0.9
_BESPOKEN: Final = re.compile(r"\b(?:on order|in mind|on offer|under construction|under development|on loan)\b")
_MOVED: Final = re.compile(
    r"\b(?:suppl\w+|deliver\w+|s[eo]ld|sell\w*|b[ou]\w*ght|buy\w*|purchas\w+|acqui\w+|receiv\w+|donat\w+|order\w+|deals?|contract\w*|"
    r"export\w*|transfer\w*|sales?|import\w*|(?:one|first|some|ones?) of its)\b",
    re.IGNORECASE,
)
_PRICED: Final = re.compile(r"\b(?:for|worth) (?:[A-Z]{0,3}[$€£¥]|[A-Z]{1,3}\d)")
_FROM: Final = re.compile(r"\b(?:from|by)(?: the)? $")
_TRADED: Final = frozenset({"give", "get", "offer", "request", "choose", "promise", "approve"})


@dataclass(frozen=True, slots=True)
class _Rules:
    """The words of `possessions.yml`, its turns of phrase compiled."""

    verbs: frozenset[str]
    shooting: frozenset[str]
    prepositions: Mapping[str, frozenset[str]]
    factual: frozenset[str]
    replacing: re.Pattern[str]
    forces: re.Pattern[str]
    patterns: tuple[re.Pattern[str], ...]


@cache
def _rules() -> _Rules:
    content = check_keys(_RESOURCE, "top level", read_yaml(_RESOURCE), _KEYS, set())
    stock = "(?:" + "|".join(content["stocks"]) + r")\b"
    forces = "|".join(sorted(content["forces"], key=len, reverse=True))
    parts = {
        "HOLDER": rf"{_HOLDER}(?P<holder>\d+){_END}",
        "ITEM": rf"{_ITEM}(?P<item>\d+){_END}",
        "WORDS": _WORDS,
        "STOCK": stock,
        "KIND": rf"{_ITEM}\d+{_END}",
    }
    return _Rules(
        frozenset(content["verbs"]),
        frozenset(content["shooting"]),
        MappingProxyType({verb: frozenset(prepositions) for verb, prepositions in content["with"].items()}),
        frozenset(content["factual"]),
        re.compile(
            "(?:"
            + "|".join(content["replacing"])
            + r")\s+"
            + rf"(?:the |their |its |{_HOLDER}\d+{_END}(?:['’]s?)? )?{_WORDS}{parts['ITEM']}"
        ),
        re.compile(rf"\b[Tt]he ({forces})\b", re.IGNORECASE),
        tuple(
            re.compile(re.sub("HOLDER|ITEM|WORDS|STOCK|KIND", lambda m: parts[m[0]], text), re.IGNORECASE) for text in content["patterns"]
        ),
    )


def told_holdings(reading: Reading, links: Sequence[Link] = ()) -> list[Holding]:
    """Holders and their items that the words join, in text order; `links` tell whom "the navy" of a text belongs to."""
    found: list[Holding] = []
    mentions = item_mentions(reading)
    for index in sorted({mention.sentence for mention in mentions}):
        known = holders(reading, index, _rules().forces, links)
        sentence = reading.sentences[index]
        told: dict[int, tuple[str, ...]] = dict(_phrases(sentence, known))
        for place, item in enumerate(sentence.items):
            keys = told.get(place) or _of_a_force(reading, item, known) or _acting(sentence, item, known)
            if keys and not _BESPOKEN.search(sentence.text):
                told[place] = keys
        _spread(reading, sentence, told)
        guessed = dict(_replaced(reading, index, known, links))
        for place, item in enumerate(sentence.items):
            keys = told.get(place, ())
            weak = () if keys else guessed.get(place) or _belonging(reading, sentence, item, known)
            if _worth_telling(reading, sentence, item):
                found += [Holding(ItemMention(index, item), key, _TOLD if keys else _IMPLIED) for key in keys or weak]
    return found


def contradicts(reading: Reading, link: Link, told: Sequence[Holding]) -> bool:
    """Whether a sentence says outright that somebody has the item, and nothing of how it came there."""
    sure = [h.probability for h in told if h.mention == link.mention]
    sentence = reading.sentences[link.mention.sentence]
    if not sure or _MOVED.search(sentence.text):
        return False
    suppliers = [party for party in sentence.parties if party.key == link.supplier]
    if max(sure) < _TOLD:
        return not suppliers
    return not any(_FROM.search(reading.dispatch.text, max(0, party.start - 20), party.start) for party in suppliers)


def _worth_telling(reading: Reading, sentence: SentenceReading, item: Item) -> bool:
    """Whether an item says enough to be had: a designation, or a counted or qualified kind of weapon."""
    if not item.generic:
        return True
    if item.category in _TRIFLES:
        return False
    text = reading.dispatch.text
    count = bound_count(text, sentence, item)
    several = count is not None and (count.low or 0) > 1
    return several or " " in item.text or _THAT.search(text, sentence.sentence.start, item.start) is not None


def plausible(reading: Reading, holding: Holding) -> bool:
    """Whether a holder that the trained linker proposes can be one: not by the name of a company alone, and not of a trifle."""
    sentence = reading.sentences[holding.mention.sentence]
    named = [party.how for party in sentence.parties if party.key == holding.holder]
    return _worth_telling(reading, sentence, holding.mention.item) and (not named or not NO_HOLDERS.issuperset(named))


def _spread(reading: Reading, sentence: SentenceReading, told: dict[int, tuple[str, ...]]) -> None:
    """What is said of one member of a list holds for the others, where nothing else is said of them."""
    for place, keys in list(told.items()):
        item = sentence.items[place]
        for other in sentence.items_listed_with(item):
            first, last = min(item.end, other.end), max(item.start, other.start)
            # "Poland has 247 Leopards, and Romania 40 F-16s": the second has a holder of its own.
            own = [p.key for p in sentence.parties if p.how == "state" and first <= p.start and p.end <= last and other.start > item.start]
            if _AND.search(reading.dispatch.text, first, last):
                told.setdefault(sentence.items.index(other), tuple(own[-1:]) or keys)


def _phrases(sentence: SentenceReading, known: Sequence[Holder]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Items whose holder a turn of phrase names."""
    masked = _masked(sentence, known)
    for pattern in _rules().patterns:
        for match in pattern.finditer(masked):
            holder = known[int(match["holder"])]
            listed = sentence.listed_with(holder.named) if holder.named is not None and match.end() == match.end("holder") + 1 else []
            yield int(match["item"]), tuple(dict.fromkeys([*holder.keys, *(party.key for party in listed)]))


def _masked(sentence: SentenceReading, known: Sequence[Holder]) -> str:
    """The sentence with marks in place of its holders and items."""
    spans = [(item.start, item.end, f"{_ITEM}{place}{_END}") for place, item in enumerate(sentence.items)]
    spans += [
        (h.start, h.end, f"{_HOLDER}{place}{_END}")
        for place, h in enumerate(known)
        if not any(start < h.end and h.start < end for start, end, _ in spans)
    ]
    offset, text = sentence.sentence.start, sentence.text
    pieces, last = [], 0
    for start, end, mark in sorted(spans):
        pieces += [text[last : max(last, start - offset)], mark]
        last = end - offset
    return re.sub(r"\s+", " ", "".join([*pieces, text[last:]]))


def _replaced(reading: Reading, index: int, known: Sequence[Holder], links: Sequence[Link]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Weapons that make way for others: whoever is named before them has them, else whoever gets the others."""
    sentence = reading.sentences[index]
    linked = {(link.mention.sentence, link.mention.item.start): link.recipient for link in links}
    for match in _rules().replacing.finditer(_masked(sentence, known)):
        named = re.search(rf"{_HOLDER}(\d+){_END}(['’]s?)? [^{_HOLDER}]*$", match[0][: match.start("item") - match.start()])
        if named is not None and (named[2] or known[int(named[1])].named is None):
            yield int(match["item"]), known[int(named[1])].keys
            continue
        here = [linked[index, i.start] for i in sentence.items if (index, i.start) in linked]
        state = here[0] if here else main_state(reading, index, links) if links else None
        if state is not None:
            yield int(match["item"]), (state,)


def _acting(sentence: SentenceReading, item: Item, known: Sequence[Holder]) -> tuple[str, ...]:
    """The subject of the verb that has an item as its object, or as what stands behind its preposition; the agent of a passive."""
    node = sentence.head(item.start, item.end)
    for _ in range(6):
        if node is None or any(child.lemma_.lower() in ("no", "neither") for child in node.children):
            return ()
        for child in node.children:
            if child.dep_ in ("relcl", "acl") and _says_having(child, item) and _lacks_object(child):
                keys = _who(sentence, _agents(child) if is_passive(child) else _doers(child), known)
                if keys:
                    return keys
        verb = _governor(node, item)
        if verb is not None:
            return _who(sentence, verb, known)
        node = _above(node)
    return ()


def _above(node: Token) -> Token | None:
    """The noun that stands for the same weapons: head of a list, "hundreds of", "a fleet of"."""
    if node.head.i == node.i:
        return None
    if node.dep_ in _LINKS:
        return node.head
    if node.dep_ == "pobj" and node.head.lemma_.lower() in ("of", "like", "including") and node.head.head.lemma_.lower() in _QUANTITIES:
        return node.head.head
    return None


def _governor(node: Token, item: Item) -> list[Token] | None:
    """Those who act in the verb that says that somebody has `node`, None where no such verb governs it."""
    above = node.head
    if node.dep_ == "dobj" and _says_having(above, item):
        return _doers(above)
    if node.dep_ == "nsubjpass" and _says_having(above, item):
        return _agents(above)
    if node.dep_ == "pobj" and above.dep_ == "prep" and above.lemma_.lower() in _rules().prepositions.get(above.head.lemma_.lower(), ()):
        verb = above.head
        if verb.pos_ not in ("VERB", "AUX", "NOUN") or not _is_fact(verb):
            return None
        if verb.lemma_.lower() == "do" and verb.head.lemma_.lower() == "make":
            return _doers(verb.head)
        if verb.lemma_.lower() == "credit":
            return [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
        if is_passive(verb):
            attacked = verb.lemma_.lower() not in ("arm", "equip")
            return _agents(verb) if attacked else [c for c in verb.children if c.dep_ == "nsubjpass"] or [verb.head]
        return [] if verb.lemma_.lower() in ("arm", "equip") else _doers(verb)
    return None


def _says_having(verb: Token, item: Item) -> bool:
    lemma = verb.lemma_.lower()
    shot = lemma in _rules().shooting and item.category in _SHOT
    if lemma == "have" and verb.doc[-1].i > verb.i and _PRICED.search(verb.doc.text, verb.idx):
        return False
    return verb.pos_ in ("VERB", "AUX") and (lemma in _rules().verbs or shot) and _is_fact(verb)


def _is_fact(verb: Token) -> bool:
    """Whether a verb is said of the present or past, unnegated and unconditional."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "mark")}
    if helpers & (_UNREAL | {"not", "n't", "n’t", "never", "no", "if", "whether", "unless"}):
        return False
    if any(c.lower_ == "longer" for c in verb.children):
        return False
    if "to" in helpers:
        return verb.head.i != verb.i and verb.head.lemma_.lower() in _rules().factual and _is_fact(verb.head)
    return True


def _lacks_object(verb: Token) -> bool:
    """Whether a relative or reduced clause leaves its object to the noun it hangs on."""
    if verb.dep_ == "acl":
        return is_passive(verb)
    own = [c for c in verb.children if c.dep_ == "dobj"]
    return is_passive(verb) or all(c.tag_ in ("WDT", "WP") for c in own)


def _doers(verb: Token) -> list[Token]:
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


def _who(sentence: SentenceReading, tokens: Iterable[Token], known: Sequence[Holder]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for token in tokens for key in stands_for(sentence, token, known)))


def _belonging(reading: Reading, sentence: SentenceReading, item: Item, known: Sequence[Holder]) -> tuple[str, ...]:
    """ "Ethiopian Su-25s", "its F-16s", "MiG-29s of the Russian Air Force": who is named right beside a weapon has it.

    Not a state's own make, which may be for sale, unless a force has it or it is called its own.
    """
    text = reading.dispatch.text
    if item.generic or _is_traded(sentence, item) or re.match(r" (?:for|to) [A-Z]", text[item.end : item.end + 6]):
        return ()
    for holder in known:
        between = text[holder.end : item.start]
        if holder.end <= item.start and _ADJECTIVES.fullmatch(between) and not _BROKEN.match(between):
            party = holder.named
            if party is not None and party.how not in ("demonym", "state", "capital", "armed_service"):
                return ()
            sold = item.origin in (*holder.keys, *(["SUN"] if "RUS" in holder.keys else []))
            return () if sold and not _SECOND_HAND.search(between) and (party is None or party.how != "armed_service") else holder.keys
    return ()


def _of_a_force(reading: Reading, item: Item, known: Sequence[Holder]) -> tuple[str, ...]:
    """ "MiG-29s of the Russian Air Force" are its own."""
    if item.generic and not (" " in item.text and reading.dispatch.text[item.end - 1] == "s"):
        return ()
    for holder in known:
        party = holder.named
        if (
            party is not None
            and party.how == "armed_service"
            and re.fullmatch(r" of (?:the )?", reading.dispatch.text[item.end : holder.start])
        ):
            return holder.keys
    return ()


def _is_traded(sentence: SentenceReading, item: Item) -> bool:
    """Whether an item is the object of a sale, an order or a gift."""
    head = sentence.head(item.start, item.end)
    return head is not None and any(a.frame in _TRADED and a.place in ("obj", "of", "for", "compound") for a in attachments(head, 1))
