"""Possessions that the words tell outright: "Kuwait has Patriots", "F-16s in Denmark's fleet", "Ethiopian Su-25s", "its ageing A-37s".

Beside the trained linker, which little gold on possessions taught too little: these constructions of `possessions.yml` say it
by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.deals import antecedent
from data.details import bound_count
from data.frames import attachments
from data.having import doers, having, is_fact, who
from data.holders import NO_HOLDERS, Holder, holders, main_state
from data.holding_rules import END_MARK, HOLDER_MARK, holding_rules, masked
from data.lexicon import lexicon
from data.linker import Holding, Link
from data.linking import ItemMention, item_mentions
from data.reading import Item, Reading, SentenceReading

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
_AND: Final = re.compile(r"\b(?:and|or|as well as|besides|plus|with)\b|&")
# What stands for a weapon named before, and verbs that have too many other things for objects to tell.
_IT: Final = frozenset({"it", "them", "these", "those", "some", "many", "several", "both"})
_VAGUE: Final = frozenset(
    {"have", "keep", "hold", "run", "base", "maintain", "show", "display", "man", "mount", "ground", "move", "lose", "position", "install"}
)
# Kinds of item that nobody reports on when somebody "has" one.
_TRIFLES: Final = frozenset(
    "arms spares_support radar_sensor engine ammunition vehicle_unarmoured turret_other satellite nbc_protection".split()
)
# How sure a holder is that the words name outright, and one that hangs on a possessive or on the reader's wit.
OUTRIGHT: Final = 1.0
_IMPLIED: Final = 0.9
_BESPOKEN: Final = re.compile(r"\b(?:on order|in mind|on offer|under construction|under development|on loan)\b")
_MOVED: Final = re.compile(
    r"\b(?:suppl\w+|deliver\w+|s[eo]ld|sell\w*|b[ou]\w*ght|buy\w*|purchas\w+|acqui\w+|receiv\w+|donat\w+|order\w+|deals?|contract\w*|"
    r"export\w*|transfer\w*|sales?|import\w*|(?:one|first|some|ones?) of its)\b",
    re.IGNORECASE,
)
# How a weapon came, in the words right before or behind it: that is a transfer, whoever has it now.
_CAME: Final = re.compile(
    r"(?: [\w-]+){0,2},?(?: (?:that|which|it|they))?(?: (?:was|were|had|been|have|has|it|they))*"
    r" (?:came|come|bought|purchased|acquired|supplied|delivered|donated|received|handed|given|leased|procured|imported|obtained)"
    r"(?: (?!and|with)[\w-]+){0,3}? (?:from|by)\b"
)
_GIVEN: Final = re.compile(r"(?:\bnew(?:ly)?(?:-\w+)?|-(?:supplied|donated|delivered|gifted|provided|furnished|financed)) (?:[\w-]+ )?$")
_FROM: Final = re.compile(r"\b(?:from|by)(?: the)? $")
# What may not be, or not yet: no fleet has it.
_UNSURE: Final = re.compile(r"\b(?:no|not|never|will|would|could|may|might|should|if|until|to be|n['’]t|new|first)\b", re.IGNORECASE)
_WISHED: Final = frozenset({"prefer", "eye", "covet", "evaluate", "inspect", "consider", "favour", "favor", "like", "seek", "await"})
_TRADED: Final = frozenset({"give", "get", "offer", "request", "choose", "promise", "approve"})


def told_holdings(reading: Reading, links: Sequence[Link] = ()) -> list[Holding]:
    """Holders and their items that the words join, in text order; `links` tell whom "the navy" of a text belongs to."""
    found: list[Holding] = []
    mentions = item_mentions(reading)
    for index in sorted({mention.sentence for mention in mentions}):
        known = holders(reading, index, holding_rules().forces, links)
        sentence = reading.sentences[index]
        told: dict[int, tuple[str, ...]] = dict(_phrases(sentence, known))
        acting: set[int] = set()
        for place, item in enumerate(sentence.items):
            keys = told.get(place) or _of_a_force(reading, item, known)
            if not keys and (keys := having(sentence, item, known)):
                acting.add(place)
            if keys and not _BESPOKEN.search(sentence.text):
                told[place] = keys
        _spread(reading, sentence, told)
        guessed = dict(_replaced(reading, index, known, links))
        fleet = dict(_in_a_fleet(reading, index, known, links))
        for place, item in enumerate(sentence.items):
            keys = told.get(place, ())
            weak = () if keys else guessed.get(place) or _belonging(reading, sentence, item, known) or fleet.get(place, ())
            if not _came(reading, item):
                enough = _worth_telling(reading, sentence, item) or (place in acting and _is_described(reading, item))
                able = [key for key in keys or weak if enough or (keys and _is_arsenal(item, key))]
                found += [Holding(ItemMention(index, item), key, OUTRIGHT if keys else _IMPLIED) for key in able]
        found += _unnamed(reading, index, known)
    return found


def contradicts(reading: Reading, link: Link, told: Sequence[Holding]) -> bool:
    """Whether a sentence says outright that somebody has the item, and nothing of how it came there."""
    sure = [h.probability for h in told if h.mention == link.mention]
    sentence = reading.sentences[link.mention.sentence]
    if not sure or _MOVED.search(sentence.text):
        return False
    suppliers = [party for party in sentence.parties if party.key == link.supplier]
    if max(sure) < OUTRIGHT:
        return not suppliers
    return not any(_FROM.search(reading.dispatch.text, max(0, party.start - 20), party.start) for party in suppliers)


def _came(reading: Reading, item: Item) -> bool:
    """Whether the words around an item say who gave it."""
    text = reading.dispatch.text
    return bool(_CAME.match(text, item.end) or _GIVEN.search(text, max(0, item.start - 40), item.start))


def _worth_telling(reading: Reading, sentence: SentenceReading, item: Item) -> bool:
    """Whether an item says enough to be had: a designation, or a counted or qualified kind of weapon."""
    if not item.generic:
        return True
    if item.category in _TRIFLES:
        return False
    text = reading.dispatch.text
    count = bound_count(text, sentence, item)
    several = count is not None and (count.low or 0) > 1
    return several or antecedent(reading, ItemMention(reading.sentences.index(sentence), item)) is not item


def _is_described(reading: Reading, item: Item) -> bool:
    """Whether a kind of weapon is named in several words and the plural: what somebody fires or flies by the number."""
    return " " in item.text and item.category not in _TRIFLES and reading.dispatch.text[item.end - 1] == "s"


def _is_arsenal(item: Item, holder: str) -> bool:
    """Whether a kind of weapon alone says enough: of a body that is no state, whose rockets nobody takes for granted."""
    group = lexicon().groups.get(holder)
    armed = group is not None and group.subtype == "non_state"
    return armed and item.category not in _TRIFLES and item.name.lower() != "fighter"


def _unnamed(reading: Reading, index: int, known: Sequence[Holder]) -> list[Holding]:
    """Weapons named before that the sentence has somebody use: "Australian gunners use it", "France itself operates three"."""
    sentence = reading.sentences[index]
    found = []
    for token in sentence.tokens_of(holding_rules().verbs):
        if token.lemma_.lower() in _VAGUE or not is_fact(token):
            continue
        for thing in token.children:
            alone = thing.lower_ in _IT or (
                thing.pos_ == "NUM" and thing.dep_ == "dobj" and not any(c.dep_ == "prep" for c in thing.children)
            )
            if thing.dep_ != "dobj" or not alone:
                continue
            start = sentence.sentence.start + thing.idx
            item = _last_named(reading, index, start)
            keys = who(sentence, doers(token), known) if item is not None else ()
            if item is not None:
                mention = ItemMention(index, replace(item, start=start, end=start + len(thing.text)))
                found += [Holding(mention, key, OUTRIGHT) for key in keys]
    return found


def _last_named(reading: Reading, index: int, start: int) -> Item | None:
    """The weapon named last before a place, in its sentence or the one before."""
    for sentence in reading.sentences[max(0, index - 1) : index + 1][::-1]:
        named = [item for item in sentence.items if item.end <= start and not item.generic]
        if named:
            return named[-1]
    return None


def plausible(reading: Reading, holding: Holding) -> bool:
    """Whether a holder that the trained linker proposes can be one: not by the name of a company alone, and not of a trifle."""
    sentence = reading.sentences[holding.mention.sentence]
    named = [party.how for party in sentence.parties if party.key == holding.holder]
    return _worth_telling(reading, sentence, holding.mention.item) and (not named or not NO_HOLDERS.issuperset(named))


def _spread(reading: Reading, sentence: SentenceReading, told: dict[int, tuple[str, ...]]) -> None:
    """What is said of one member of a list holds for the others, where nothing else is said of them."""
    text = reading.dispatch.text
    for place, keys in list(told.items()):
        item = sentence.items[place]
        for other in sentence.items_listed_with(item):
            first, last = min(item.end, other.end), max(item.start, other.start)
            # "Poland has 247 Leopards, and Romania 40 F-16s": the second has a holder of its own.
            named = [p for p in sentence.parties if p.how == "state" and first <= p.start and p.end <= last and other.start > item.start]
            own = [p.key for p in named if not _AND.search(text, p.end, other.start)]
            if _AND.search(text, first, last):
                told.setdefault(sentence.items.index(other), tuple(own[-1:]) or keys)


def _phrases(sentence: SentenceReading, known: Sequence[Holder]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Items whose holder a turn of phrase names."""
    words = masked(sentence, known)
    for pattern in holding_rules().patterns:
        for match in pattern.finditer(words):
            holder = known[int(match["holder"])]
            listed = sentence.listed_with(holder.named) if holder.named is not None and match.end() == match.end("holder") + 1 else []
            yield int(match["item"]), tuple(dict.fromkeys([*holder.keys, *(party.key for party in listed)]))


def _in_a_fleet(reading: Reading, index: int, known: Sequence[Holder], links: Sequence[Link]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Weapons said to be in service, left or going out, without a word on whose: the state in the sentence or that of the whole text."""
    sentence = reading.sentences[index]
    words = masked(sentence, known)
    for pattern in holding_rules().fleets:
        for match in pattern.finditer(words):
            place = int(match["item"])
            item = sentence.items[place]
            if item.generic or _UNSURE.search(words, max(0, match.start() - 25), match.end()) or _is_traded(sentence, item):
                continue
            state = _whose(reading, index, item, known, links)
            if state is not None:
                yield place, (state,)


def _whose(reading: Reading, index: int, item: Item, known: Sequence[Holder], links: Sequence[Link]) -> str | None:
    """Who has an item of which the sentence says no more than that it is there: the one state named, else the text's own."""
    maker = {item.origin, "RUS" if item.origin == "SUN" else None}
    named = {key for holder in known for key in holder.keys} - maker
    if len(named) == 1:
        return named.pop()
    state = main_state(reading, index, links)
    return state if not named or state in named else None


def _replaced(reading: Reading, index: int, known: Sequence[Holder], links: Sequence[Link]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Weapons that make way for others: whoever is named before them has them, else whoever gets the others."""
    sentence = reading.sentences[index]
    linked = {(link.mention.sentence, link.mention.item.start): link.recipient for link in links}
    for match in holding_rules().replacing.finditer(masked(sentence, known)):
        named = re.search(rf"{HOLDER_MARK}(\d+){END_MARK}(['’]s?)? [^{HOLDER_MARK}]*$", match[0][: match.start("item") - match.start()])
        if named is not None and (named[2] or known[int(named[1])].named is None):
            yield int(match["item"]), known[int(named[1])].keys
            continue
        here = [linked[index, i.start] for i in sentence.items if (index, i.start) in linked]
        state = here[0] if here else main_state(reading, index, links) if links else None
        if state is not None:
            yield int(match["item"]), (state,)


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
            acts = _acts(sentence, item)
            sold = not acts and item.origin in (*holder.keys, *(["SUN"] if "RUS" in holder.keys else []))
            return () if sold and not _SECOND_HAND.search(between) and (party is None or party.how != "armed_service") else holder.keys
    return ()


def _acts(sentence: SentenceReading, item: Item) -> bool:
    """Whether a weapon does what only a weapon in use does."""
    head = sentence.head(item.start, item.end)
    if head is None or head.dep_ not in ("nsubj", "compound") or head.head.lemma_.lower() not in holding_rules().acting:
        return False
    return head.dep_ == "nsubj" and is_fact(head.head) and head.head.pos_ == "VERB"


def _of_a_force(reading: Reading, item: Item, known: Sequence[Holder]) -> tuple[str, ...]:
    """ "MiG-29s of the Russian Air Force" are its own."""
    text = reading.dispatch.text
    for holder in known:
        party = holder.named
        if party is None or not re.fullmatch(r" of (?:the )?", text[item.end : holder.start]):
            continue
        several = not item.generic or (" " in item.text and text[item.end - 1] == "s")
        if _is_arsenal(item, party.key) or (party.how == "armed_service" and several):
            return holder.keys
    return ()


def _is_traded(sentence: SentenceReading, item: Item) -> bool:
    """Whether an item is the object of a sale, an order or a gift."""
    head = sentence.head(item.start, item.end)
    if head is not None and head.dep_ == "dobj" and head.head.lemma_.lower() in _WISHED:
        return True
    return head is not None and any(a.frame in _TRADED and a.place in ("obj", "of", "for", "compound") for a in attachments(head, 1))
