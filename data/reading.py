"""What a dispatch holds before anything is concluded from it: sentences, names, persons, items, parties, counts, money, dates.

`read` gives it all in the body's offsets. Parses are made on demand and only for sentences that pass the gate: those with something that
can take part in a fact. Nothing here decides who did what.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final, TypeVar

from spacy.tokens import Doc, Token

from data.acronyms import settled_acronyms
from data.coordination import item_groups, party_groups
from data.dates import DateMention, find_dates
from data.documents import Dispatch
from data.folding import singular
from data.gate import has_trigger, speaks_of_the_military
from data.lexicon import Lexicon, lexicon
from data.mentions import BODY_TYPES, STATE_TYPES, Mention, scanner
from data.numbers import Count, Money, MoneyGrammar, find_counts
from data.parsing import parse
from data.persons import Person, PersonFinder, Post
from data.sentences import Sentence, split_sentences

T = TypeVar("T")

# After one of these, a general word for arms names a trade or a topic, no consignment.
_TOPIC: Final = re.compile(
    r"[ -](?:embargo|embargoes|ban|bans|moratorium|exporters?|importers?|industry|industries|makers?|manufacturers?|"
    r"producers?|dealers?|trade|traders?|race|control|inspectors?|inspection|"
    r"companies|company|firms?|groups?|giant|market|fair|exhibition|expo|show|experts?|factory|factories|plants?|"
    r"depots?|stockpiles?|designers?|program(?:me)?s?|tests?|launch(?:es)?|"
    r"base|bases|crews?|crew|pilots?|training|brigades?|regiments?|battalions?|squadrons?|troops|capability|"
    r"capabilities|technology|attacks?|strikes?|fire|threat|range|network|proliferation|of mass destruction|"
    r"traffickers?|trafficking|smugglers?|smuggling|register|treaty|monitors?|lobby)\b",
    re.IGNORECASE,
)
_TOPIC_ARMS_ONLY: Final = re.compile(
    r"[ -](?:tests?|launch(?:es)?|base|bases|crews?|pilots?|training|brigades?|regiments?|battalions?|squadrons?|"
    r"attacks?|strikes?|fire|threat|range)\b",
    re.IGNORECASE,
)
_HEAD_GAP: Final = re.compile(r"['\"”’]?[ -](?:(?:class|type|family|series)[ -])?(?:[a-z][a-z0-9/-]*[ -]){0,3}$")
_MODIFIER: Final = re.compile(
    r"(?<![\w'’-])(?:(?:[a-z][a-z'-]*|[A-Z]{2,4}|\d+[- ]?(?:mm|cm|millimet(?:re|er)|inch|km|ton|tonne)s?)[ -]){1,4}$"
)
_STOP_MODIFIERS: Final = frozenset(
    "a an the of and or with for to from in on at by its their his her our your some any no more few many "
    "several all both these those this that other another such new old used second-hand "
    "two three four five six seven eight nine ten dozen hundred thousand million billion first second third "
    "additional further extra most less over about than up least only is are was were be been have has "
    "had would will could may might as into against under including include buy buying sell selling sold "
    "bought supply supplying supplied deliver delivering delivered receive received order ordered purchase "
    "provide providing provided acquire acquiring get getting send sending sent export exporting worth between "
    "like also not which who whose what when where how if but so then out per half a-dozen well "
    "operate operating use using deploy deploying modern modernised modernized advanced sophisticated surplus "
    "latest newest giving give given produce producing build building make making made "
    "hunting shows seeking requested offered offering planned promised available reported alleged illegal equip equipped "
    "carry carrying fire firing plus".split()
)


@dataclass(frozen=True, slots=True)
class Item:
    """A weapon or generic item where a text names it; `name` is canonical, `text` the words, both in the singular."""

    start: int
    end: int
    name: str
    text: str
    category: str
    generic: bool
    family: str | None = None
    origin: str | None = None

    @property
    def key(self) -> str:
        """What two mentions of the same item share."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Party:
    """A state or body where a text names it; `key` is its ISO key or name, `agency` the agency that stands for the state."""

    start: int
    end: int
    key: str
    how: str
    agency: str | None = None
    agency_text: str | None = None


@dataclass(slots=True)
class SentenceReading:
    """One sentence with all that it names; `doc` is its parse, None where the gate kept it out.

    `party_lists` and `item_lists` hold the positions of parties and items that stand in one list ("Estonia, Finland and Norway").
    """

    sentence: Sentence
    parties: list[Party]
    items: list[Item]
    counts: list[Count]
    money: list[Money]
    dates: list[DateMention]
    doc: Doc | None = None
    party_lists: list[list[int]] = field(default_factory=list)
    item_lists: list[list[int]] = field(default_factory=list)
    _tokens: dict[int, Token] = field(default_factory=dict)
    _lemmas: list[str] | None = None
    _notes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.sentence.text

    def tokens_of(self, lemmas: Container[str]) -> list[Token]:
        """The tokens whose lemma, in lower case, is one of `lemmas`, in order; none without a parse."""
        if self.doc is None:
            return []
        if self._lemmas is None:
            self._lemmas = [token.lemma_.lower() for token in self.doc]
        return [self.doc[i] for i, lemma in enumerate(self._lemmas) if lemma in lemmas]

    def noted(self, name: str, make: Callable[[SentenceReading], list[str]]) -> list[str]:
        """What `make` says of the sentence as a whole, worked out once however many items ask."""
        if name not in self._notes:
            self._notes[name] = make(self)
        return self._notes[name]

    def listed_with(self, party: Party) -> list[Party]:
        """The other members of the list that a party stands in."""
        place = self.parties.index(party)
        return [self.parties[i] for group in self.party_lists if place in group for i in group if i != place]

    def items_listed_with(self, item: Item) -> list[Item]:
        """The other members of the list that an item stands in, in order; none where only a pronoun stands for it."""
        if item not in self.items:
            return []
        place = self.items.index(item)
        return [self.items[i] for group in self.item_lists if place in group for i in group if i != place]

    def has_verb(self, start: int, end: int) -> bool:
        """Whether a finite verb stands between two offsets of the body."""
        first, last = start - self.sentence.start, end - self.sentence.start
        return any(first <= t.idx < last and t.tag_ in ("VBD", "VBZ", "VBP", "MD") and t.pos_ in ("VERB", "AUX") for t in self.doc or ())

    def head(self, start: int, end: int) -> Token | None:
        """The token that heads the span `start:end` of the body, None without a parse."""
        if self.doc is None:
            return None
        if not self._tokens:
            for token in self.doc:
                for position in range(token.idx, token.idx + len(token.text)):
                    self._tokens[position] = token
        first = self._tokens.get(start - self.sentence.start)
        last = self._tokens.get(end - 1 - self.sentence.start)
        if first is None or last is None:
            return None
        for token in self.doc[first.i : last.i + 1]:
            if not first.i <= token.head.i <= last.i or token.head.i == token.i:
                return token
        return last


@dataclass(slots=True)
class Reading:
    """A dispatch with all that it names.

    `most_named` are the keys of its parties, those named most often first, the earlier at a tie; `person_states` says which state each
    person stands for, where it is known; `parsed` holds sentences that were parsed later for one kind of fact alone. `military` says
    whether the text is about arms or armed forces at all: of one that is not, nothing but posts is told, and nothing is parsed.
    """

    dispatch: Dispatch
    sentences: list[SentenceReading]
    mentions: list[Mention]
    persons: list[Person]
    posts: list[Post]
    title: SentenceReading
    military: bool = True
    most_named: list[str] = field(init=False)
    person_states: dict[str, str] = field(init=False)
    parsed: dict[int, SentenceReading] = field(default_factory=dict)
    _notes: dict[tuple[str, int], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Counts the parties and finds the states of persons once: every item and every sentence asks for them."""
        counted = Counter(party.key for sentence in self.sentences for party in sentence.parties)
        self.most_named = [key for key, _ in counted.most_common()]
        at = {(start, end): person.name for person in self.persons for start, end in person.spans}
        self.person_states = {}
        for sentence in self.sentences:
            for party in sentence.parties:
                name = at.get((party.start, party.end))
                if name is not None and party.how == "person":
                    self.person_states.setdefault(name, party.key)

    def noted(self, name: str, index: int, make: Callable[[Reading, int], T]) -> T:
        """What `make` says of a parsed sentence of this text, worked out once however many ask."""
        found: T = self._notes[name, index] if (name, index) in self._notes else make(self, index)
        if self.sentences[index].doc is not None:
            self._notes[name, index] = found
        return found


class Reader:
    """Reads dispatches with one set of lexicons."""

    def __init__(self, known: Lexicon) -> None:
        self._lexicon = known
        self._scanner = scanner()
        self._people = PersonFinder(known)
        demonyms = {d.lower(): code for code, c in known.currencies.items() if c.state for d in known.states[c.state].demonyms}
        demonyms.update({"us": "USD", "u.s.": "USD", "new zealand": "NZD", "hong kong": "HKD"})
        self._money = MoneyGrammar({c.code: (c.names, c.symbols) for c in known.currencies.values()}, demonyms)

    def read(self, dispatch: Dispatch) -> Reading:
        """The dispatch with its names; sentences that pass the gate are parsed."""
        text = dispatch.text
        sentences = split_sentences(text)
        mentions = settled_acronyms(text, self._scanner.scan(text), self._lexicon)
        persons, posts = self._people.find(text, sentences, mentions, self._about(dispatch))
        readings = [self._named(text, sentence, mentions, persons, posts) for sentence in sentences]
        military = is_military(dispatch, mentions, readings)
        if military:
            for reading in readings:
                self._count(dispatch, reading, mentions)
        gated = [reading for reading in readings if military and passes_gate(reading)]
        for reading, doc in zip(gated, parse(reading.text for reading in gated), strict=True):
            reading.doc = doc
            spans = [(item.start, item.end) for item in reading.items]
            reading.item_lists = item_groups(text, spans, reading.has_verb)
        return Reading(dispatch, readings, mentions, persons, posts, self._title(dispatch), military)

    def _about(self, dispatch: Dispatch) -> list[str]:
        """The states that title and publisher name."""
        found = (m for words in (dispatch.title, dispatch.publisher) if words for m in self._scanner.scan(words))
        return [m.ref for m in found if m.type in STATE_TYPES]

    def _title(self, dispatch: Dispatch) -> SentenceReading:
        title = dispatch.title or ""
        found = self._scanner.scan(title)
        headline = Dispatch(dispatch.document, title, published=dispatch.published)
        reading = self._named(title, Sentence(0, len(title), title, 0, 0), found, [], [])
        self._count(headline, reading, found)
        return reading

    def _named(
        self, text: str, sentence: Sentence, mentions: Sequence[Mention], persons: Sequence[Person], posts: Sequence[Post]
    ) -> SentenceReading:
        """The sentence with its parties and items, nothing counted yet."""
        local = [m for m in mentions if sentence.start <= m.start < sentence.end]
        parties = self._parties(text, sentence, local, persons, posts)
        lists = party_groups(text, [(p.start, p.end) for p in parties])
        return SentenceReading(sentence, parties, self._items(text, sentence, local), [], [], [], party_lists=lists)

    def _count(self, dispatch: Dispatch, reading: SentenceReading, mentions: Sequence[Mention]) -> None:
        """Puts in the dates, sums and counts of a sentence, each in words that no other takes."""
        sentence = reading.sentence
        reading.dates = [
            DateMention(d.start + sentence.start, d.end + sentence.start, d.edtf, d.future)
            for d in find_dates(sentence.text, dispatch.published)
        ]
        reading.money = [_moved_money(m, sentence.start) for m in self._money.find(sentence.text)]
        spans = [(d.start, d.end) for d in reading.dates] + [(m.start, m.end) for m in reading.money]
        spans += [(m.start, m.end) for m in mentions if m.type == "weapon" and sentence.start <= m.start < sentence.end]
        taken = [(start - sentence.start, end - sentence.start) for start, end in spans]
        reading.counts = [_moved_count(c, sentence.start) for c in find_counts(sentence.text, taken)]

    def _items(self, text: str, sentence: Sentence, mentions: Sequence[Mention]) -> list[Item]:
        """Weapons and generic items of a sentence; a generic noun right after a designation is its head, not an item of its own."""
        found: list[Item] = []
        used: set[int] = set()
        items = [m for m in mentions if m.type in ("weapon", "generic_item")]
        for position, mention in enumerate(items):
            if mention.start in used:
                continue
            if mention.type == "generic_item":
                item = self._generic(text, sentence, mention)
                if item is not None:
                    found.append(item)
                continue
            end = mention.end
            following = items[position + 1] if position + 1 < len(items) else None
            weapon = self._lexicon.weapons.get(mention.ref) or self._lexicon.weapons.get(mention.root or "")
            category = weapon.category if weapon else "arms"
            if following is not None and following.type == "generic_item" and _HEAD_GAP.fullmatch(text[mention.end : following.start]):
                used.add(following.start)
                end = following.end
                if weapon is None:
                    category = self._lexicon.generic_items[following.ref].category
            words = " ".join(text[mention.start : mention.end].split())
            singular = words[:-1] if words.endswith("s") and not mention.ref.endswith("s") and len(words) > 3 else words
            found.append(Item(mention.start, end, mention.ref, singular, category, False, mention.root, weapon.origin if weapon else None))
        return found

    def _generic(self, text: str, sentence: Sentence, mention: Mention) -> Item | None:
        entry = self._lexicon.generic_items[mention.ref]
        after = text[mention.end : sentence.end]
        if (entry.category == "arms" and _TOPIC.match(after)) or _TOPIC_ARMS_ONLY.match(after):
            return None
        one = singular(" ".join(text[mention.start : mention.end].split()))
        before = _MODIFIER.search(text[sentence.start : mention.start])
        start = mention.start
        full = one
        if before is not None and entry.category != "arms":
            kept: list[str] = []
            for word in reversed(re.findall(r"\S+", before.group().replace("- ", "-"))):
                if word.lower().strip("-") in _STOP_MODIFIERS or (word[0].isdigit() and not re.search(r"[a-z]", word)):
                    break
                kept.insert(0, word)
            if kept:
                full = f"{' '.join(kept)} {one}"
        return Item(start, mention.end, one, full, entry.category, True)

    def _parties(
        self, text: str, sentence: Sentence, mentions: Sequence[Mention], persons: Sequence[Person], posts: Sequence[Post]
    ) -> list[Party]:
        found: list[Party] = []
        for mention in mentions:
            if mention.type in STATE_TYPES:
                found.append(Party(mention.start, mention.end, mention.ref, mention.type))
            elif mention.type in BODY_TYPES:
                found.append(self._body(text, mention))
        for person in persons:
            state = self._state_of(person, posts)
            if state is None:
                continue
            for start, end in person.spans:
                if sentence.start <= start < sentence.end and not any(p.start < end and start < p.end for p in found):
                    found.append(Party(start, end, state, "person"))
        return sorted(found, key=lambda p: (p.start, p.end))

    def _state_of(self, person: Person, posts: Sequence[Post]) -> str | None:
        for post in posts:
            if post.person == person.name and post.of:
                if post.of in self._lexicon.states:
                    return post.of
                agency = self._lexicon.agencies.get(post.of)
                return agency.state if agency else None
        known = self._lexicon.officials.get(person.name)
        return known.state if known else None

    def _body(self, text: str, mention: Mention) -> Party:
        words = " ".join(text[mention.start : mention.end].split())
        if mention.type == "joined" and mention.root is not None:
            subtype = self._lexicon.institutions[mention.ref.removesuffix(f" of {self._lexicon.states[mention.root].name}")].subtype
            return Party(mention.start, mention.end, mention.root, subtype, mention.ref, words)
        if mention.type == "agency":
            agency = self._lexicon.agencies[mention.ref]
            if agency.state is not None:
                return Party(mention.start, mention.end, agency.state, agency.subtype, agency.name, words)
            return Party(mention.start, mention.end, agency.name, agency.subtype, agency.name, words)
        return Party(mention.start, mention.end, mention.ref, "group", None, words)


def is_military(dispatch: Dispatch, mentions: Sequence[Mention], sentences: Sequence[SentenceReading]) -> bool:
    """Whether a text can be about arms: it names a weapon, an item beside a party, or the military in words enough."""
    if any(mention.type == "weapon" for mention in mentions):
        return True
    if any(sentence.parties and item.category not in _EVERYDAY for sentence in sentences for item in sentence.items):
        return True
    return speaks_of_the_military((dispatch.title or "", dispatch.text), {m.ref for m in mentions if m.type == "generic_item"})


# Items that everyday news names too: buses and trucks, ships and aircraft of any kind, radars.
_EVERYDAY: Final = frozenset(
    (
        "vehicle_unarmoured support_ship warship transport_aircraft utility_helicopter satellite radar_sensor turret_other engine "
        "spares_support"
    ).split()
)


def passes_gate(reading: SentenceReading) -> bool:
    """Whether a sentence can take part in a fact: something is named that moves, pays, meets, trains or forbids, or a weapon is."""
    return bool(reading.items or reading.money or (reading.parties and has_trigger(reading.text)))


@cache
def reader() -> Reader:
    """The reader over the shipped lexicons."""
    return Reader(lexicon())


def _moved_count(count: Count, offset: int) -> Count:
    return replace(count, start=count.start + offset, end=count.end + offset)


def _moved_money(money: Money, offset: int) -> Money:
    return replace(money, start=money.start + offset, end=money.end + offset)
