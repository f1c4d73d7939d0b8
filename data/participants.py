"""Who stands in a phrase of a parsed sentence: persons by full name, else states and bodies.

Works on the grammar around a token: subjects with their control and relative clauses, conjuncts, apposition, pronouns and
definite descriptions ("the Russian president"). Knows nothing of what the persons do together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Token

from data.coordination import party_groups
from data.frames import is_passive, verb_above
from data.lexicon import lexicon
from data.mentions import STATE_TYPES
from data.parsing import parse
from data.reading import Reading

_CLAUSES: Final = frozenset({"relcl", "acl", "advcl", "ccomp", "csubj", "parataxis", "dep", "conj", "cc", "punct"})
_INHERIT: Final = frozenset({"xcomp", "advcl", "conj", "pcomp", "prep", "ccomp"})
# Verbs that only carry a noun: "held talks", "the talks that X was having", "a visit due to begin".
LIGHT_VERBS: Final = frozenset(
    "hold have make pay begin start end finish conclude conduct lead open attend schedule plan due undertake take be sign reach".split()
)
# Prepositions below which the parse may have hung what belongs to the trigger.
_PASSED: Final = frozenset({"in", "on", "at", "by", "of", "to", "for", "from"})
_SINGULAR: Final = frozenset({"he", "she", "him", "his", "her"})
_PLURAL: Final = frozenset({"they", "them", "their", "both", "two"})
# What is done with a delegation by the one who speaks for it.
LEADING: Final = frozenset({"lead", "head", "chair"})
_COUNTERPARTS: Final = frozenset({"counterpart", "colleague", "homologue"})
_SIDES: Final = frozenset(
    "country government side state nation neighbour neighbor capital ally ministry army navy parliament company firm party".split()
)
_GUESTS: Final = frozenset({"guest", "visitor"})
_ANYBODY: Final = frozenset({"visitor", "guest", "host", "politician"})
DESCRIPTIONS: Final = frozenset(
    "minister president premier leader chancellor secretary visitor guest host ambassador general king emir sultan monarch prince chief "
    "commander envoy admiral politician".split()
)


@dataclass(frozen=True, slots=True)
class Participant:
    """One who takes part: `key` is a person's full name, a state key or a body's name; `state` is the state it stands for."""

    key: str
    state: str | None
    person: bool


class Phrases:
    """The phrases of one sentence and who stands in them."""

    def __init__(self, reading: Reading, index: int) -> None:
        self._reading = reading
        self._index = index
        parse_more(reading, [index])
        self.sentence = reading.parsed.get(index, reading.sentences[index])
        self._states = reading.person_states
        self._people: dict[int, Participant] = {}
        self._bodies: dict[int, Participant] = {}
        first, last = self.sentence.sentence.start, self.sentence.sentence.end
        spans = [(start, end, person.name) for person in reading.persons for start, end in person.spans if first <= start < last]
        for start, end, name in spans:
            token = self.sentence.head(start, end)
            if token is not None:
                self._people[token.i] = Participant(name, self._states.get(name), True)
        for party in self.sentence.parties:
            token = self.sentence.head(party.start, party.end)
            if (
                token is not None
                and party.how != "person"
                and not former(reading, party.start)
                and not any(s < party.end and party.start < e for s, e, _ in spans)
            ):
                self._bodies.setdefault(token.i, Participant(party.key, party.key if party.key in lexicon().states else None, False))

    def tokens(self) -> Iterator[Token]:
        """The tokens of the sentence."""
        return iter(self.sentence.doc or ())

    def offset(self, token: Token) -> int:
        """Where a token begins in the body."""
        return self.sentence.sentence.start + token.idx

    def within(self, token: Token) -> list[Participant]:
        """Who stands in the phrase that a token heads, its conjuncts included; persons before the states that describe them."""
        # "the minister, X, and his colleague": the parse takes the colleague for another name of the minister.
        parts = [token, *(c for named in _named_with(token) for c in named.conjuncts)]
        return unique_participants(p for part in (parts if token.dep_ != "conj" else [token]) for p in self._part(part))

    def persons_within(self, token: Token) -> list[Participant]:
        """The persons of a phrase alone."""
        return [p for p in self.within(token) if p.person]

    def subjects(self, verb: Token) -> list[Token]:
        """The heads of a verb's subject; infinitives, participles and relative clauses look to what governs them."""
        current = verb
        for _ in range(6):
            own = [c for c in current.children if c.dep_ in ("nsubj", "nsubjpass", "expl")]
            agents = [p for c in current.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"]
            if agents and is_passive(current):
                return agents
            if own:
                subject = own[0]
                if subject.lower_ in ("who", "that", "which") and current.dep_ == "relcl":
                    return [current.head]
                return own
            if current.dep_ in ("relcl", "acl"):
                return [current.head] if current.head.pos_ in ("NOUN", "PROPN", "PRON") else []
            if current.dep_ not in _INHERIT or current.head.i == current.i:
                return []
            current = current.head
            while current.pos_ not in ("VERB", "AUX") and current.dep_ in _INHERIT and current.head.i != current.i:
                current = current.head
        return []

    def governor(self, noun: Token) -> Token | None:
        """The verb that a noun hangs on, directly or through prepositions."""
        return verb_above(noun, 8)

    def is_person(self, token: Token) -> bool:
        """Whether a token heads the name of a person."""
        return token.i in self._people

    def names_somebody(self, token: Token) -> bool:
        """Whether the phrase that a token heads names a person, and does not merely point to one."""
        return any(node.i in self._people for node in _phrase(token))

    def led_by(self, token: Token, preposition: str, stops: Collection[str]) -> list[Token]:
        """What a preposition leads in below a token; parses hang it on a neighbouring phrase often enough to look there too.

        Nouns whose lemma is in `stops` keep what hangs on them.
        """
        found = []
        seen = [(token, 0)]
        while seen:
            node, depth = seen.pop(0)
            for child in node.children if depth < 5 else ():
                if child.dep_ in ("prep", "agent", "dative", "prt") and child.pos_ != "NOUN":
                    if child.lower_ == preposition and child.i > token.i:
                        found += [p for p in child.children if p.dep_ == "pobj"]
                    elif child.lower_ in _PASSED:
                        seen.append((child, depth + 1))
                elif (child.dep_ in ("pobj", "npadvmod") and child.lemma_.lower() not in stops and not self.is_person(child)) or (
                    child.dep_ in ("acl", "relcl") and child.lemma_.lower() in LIGHT_VERBS
                ):
                    seen.append((child, depth + 1))
        return sorted(found, key=lambda t: t.i)

    def last_person(self, token: Token) -> list[Participant]:
        """The person named last before a token of the sentence, if any."""
        named = sorted(i for i in self._people if i < token.i)
        return [self._people[named[-1]]] if named else []

    def most_named(self, token: Token) -> list[str]:
        """The states named before a token of the text, those named most first; the Soviet Union is only told of as past."""
        at = self.offset(token)
        counts = Counter(m.ref for m in self._reading.mentions if m.type in STATE_TYPES and m.start < at and m.ref != "SUN")
        return sorted(counts, key=lambda key: -counts[key])

    def states_before(self, token: Token, without: Collection[str | None] = ()) -> list[Participant]:
        """The states of "the two countries": the last pair that the text lists here or up to two sentences back.

        Failing that, they are the only two named in the sentence or the one before it, else the two most named so far.
        """
        at = self.offset(token)
        near = self._reading.sentences[max(0, self._index - 2) : self._index + 1]
        parties = [[p for p in s.parties if p.end <= at and p.key in lexicon().states and p.key not in without] for s in near]
        named = [p for there in parties for p in there]
        groups = party_groups(self._reading.dispatch.text, [(p.start, p.end) for p in named])
        listed = [{named[i].key for i in group} for group in groups]
        windows = [{p.key for there in parties[first:] for p in there} for first in reversed(range(len(parties)))][:2]
        pair = next((keys for keys in (*reversed(listed), *windows) if len(keys) == 2), None)
        keys = sorted(pair) if pair else [key for key in self.most_named(token) if key not in without][:2]
        return [Participant(key, key, False) for key in keys] if len(keys) == 2 else []

    def _part(self, token: Token) -> list[Participant]:
        nodes = _phrase(token)
        for child in token.children:
            # "a delegation led by X"
            agents = [c for c in child.children if c.dep_ == "agent"] if child.dep_ == "acl" and child.lemma_.lower() in LEADING else []
            # "a mission under X"
            agents += [child] if child.dep_ == "prep" and child.lower_ == "under" else []
            nodes += [n for c in agents for p in c.children if p.dep_ == "pobj" for n in _phrase(p)]
        people = [self._people[node.i] for node in nodes if node.i in self._people]
        if people:
            return people
        bodies = [self._bodies[node.i] for node in nodes if node.i in self._bodies]
        described = self._described(token, bodies)
        if described:
            return described
        return bodies

    def _described(self, token: Token, bodies: list[Participant]) -> list[Participant]:
        """Whom a pronoun or a definite description stands for."""
        word = token.lower_
        if word in _SINGULAR:
            return self._before(token, 1)
        if word in _PLURAL:
            return self._before(token, 2) or self._pair_before(token)
        pointers = {"two", "both"} | ({"the"} if token.lower_ in ("sides", "parties") else set())
        if token.lemma_.lower() in _SIDES and any(c.lower_ in pointers for c in token.children) and not bodies:
            return self.states_before(token)
        if token.lemma_.lower() not in DESCRIPTIONS:
            return []
        if token.tag_ in ("NNS", "NNPS"):
            pointed = any(c.lower_ in ("two", "both", "the") for c in token.children)
            # "the two ministers", whom the text has not named, stand for their states.
            return (self._pair_before(token) or self._states_of_two(token)) if pointed and not bodies else []
        lemma = token.lemma_.lower()
        states = {body.state for body in bodies}
        holders = [p for p in self._reading.posts if lemma in p.post.lower().split()]
        for post in holders:
            if post.of in states:
                return [Participant(post.person, self._states.get(post.person), True)]
        if bodies or not any(c.lower_ in ("the", "his", "her") for c in token.children):
            return []
        if lemma not in _ANYBODY:
            names = list(dict.fromkeys(p.person for p in holders))
            return [Participant(names[0], self._states.get(names[0]), True)] if len(names) == 1 else []
        return self._before(token, 1)

    def _states_of_two(self, token: Token) -> list[Participant]:
        return self.states_before(token) if any(c.lower_ in ("two", "both") for c in token.children) else []

    def _pair_before(self, token: Token) -> list[Participant]:
        """The two persons of different states named last before "both presidents", here or up to three sentences back."""
        at = self.offset(token)
        first = self._reading.sentences[max(0, self._index - 3)].sentence.start
        spans = sorted((start, p.name) for p in self._reading.persons for start, _ in p.spans if first <= start < at)
        names = list(dict.fromkeys(name for _, name in reversed(spans)))
        states = [self._states.get(name) for name in names[:2]]
        if len(names) < 2 or None in states or states[0] == states[1]:
            return []
        return [Participant(name, self._states.get(name), True) for name in reversed(names[:2])]

    def _before(self, token: Token, count: int) -> list[Participant]:
        """The last persons named before a token, here or up to three sentences back; a subject goes before others."""
        # "X was his guest", "X told the guest": not X.
        verb = token.head.head if token.dep_ == "poss" and token.head.dep_ == "attr" else token.head if token.dep_ == "dobj" else token
        own = {
            t.i for c in verb.children if c.dep_ == "nsubj" for named in _named_with(c) for t in (named, *named.conjuncts) if t.i < token.i
        }
        # Whoever receives "the guest" is of another state.
        home = {self._people[i].state for i in own if i in self._people} if token.lemma_.lower() in _GUESTS else set()
        here = sorted((i, p) for i, p in self._people.items() if i < token.i and i not in own)
        if here and (count > 1 or any(i < token.i for i, _ in here)):
            named = unique_participants([p for _, p in here])
            if count == 1:
                subjects = [p for i, p in here if (self.sentence.doc or [])[i].dep_ in ("nsubj", "nsubjpass")]
                return [subjects[-1] if subjects else named[-1]]
            if len(named) >= count:
                return named[-count:]
        for back in range(self._index - 1, max(-1, self._index - 4), -1):
            sentence = self._reading.sentences[back].sentence
            named_there = sorted(
                (start, person.name)
                for person in self._reading.persons
                for start, _ in person.spans
                if sentence.start <= start < sentence.end and (not home or self._states.get(person.name) not in {None, *home})
            )
            names = list(dict.fromkeys(name for _, name in named_there))
            if names and count > 1 and len(names) < count:
                return []
            if names:
                # The first one named is most often what the sentence is about.
                return [Participant(name, self._states.get(name), True) for name in names[:count]]
        return []


def _named_with(token: Token) -> list[Token]:
    """A noun and what it is called beside it: "the minister, X"."""
    return [token, *(c for c in token.children if c.dep_ == "appos")]


def parse_more(reading: Reading, indices: Sequence[int]) -> None:
    """Parses sentences that the gate of the reader kept out, for those who ask for them: other rules go on without."""
    waiting = [i for i in indices if reading.sentences[i].doc is None and i not in reading.parsed]
    for index, doc in zip(waiting, parse(reading.sentences[i].text for i in waiting), strict=True):
        reading.parsed[index] = replace(reading.sentences[index], doc=doc, _tokens={}, _lemmas=None)


def unique_participants(participants: Iterable[Participant]) -> list[Participant]:
    """Each once, in order; a state that one of the persons stands for is left out."""
    found = list(dict.fromkeys(participants))
    spoken_for = {p.state for p in found if p.person}
    return [p for p in found if p.person or p.key not in spoken_for]


def is_counterpart(token: Token) -> bool:
    """Whether a noun says that somebody holds the same post elsewhere: "his counterpart", "her opposite number"."""
    return token.lemma_.lower() in _COUNTERPARTS or (token.lower_ == "number" and any(c.lower_ == "opposite" for c in token.children))


def is_union(one: Participant) -> bool:
    """Whether one who takes part is a body of several states, whose ministers meet among themselves."""
    group = lexicon().groups.get(one.key)
    return group is not None and group.subtype == "intergovernmental"


def former(reading: Reading, start: int) -> bool:
    """Whether a name is told of as past: "ex-Soviet", "former Yugoslav"."""
    return reading.dispatch.text[max(0, start - 7) : start].lower().endswith(("ex-", "former ", "post-"))


def state_at(reading: Reading, start: int, end: int) -> str | None:
    """The state that a place name inside `start:end` belongs to."""
    for mention in reading.mentions:
        if mention.type in STATE_TYPES and start <= mention.start and mention.end <= end:
            return mention.ref
    return None


def _phrase(token: Token, top: bool = True) -> list[Token]:
    """A token with what describes it, clauses and its own conjuncts left out; those inside stay ("Azerbaijani and Armenian")."""
    found = [token]
    for child in token.children:
        # "Presidents X and Y"
        paired = token.dep_ == "appos" and token.head.tag_ in ("NNS", "NNPS")
        inner = child.dep_ == "conj" and not top and (paired or token.dep_ in ("amod", "compound", "nmod", "pobj", "poss", "conj"))
        led = child.dep_ == "prep" and child.lower_ not in ("of", "from", "for")
        if inner or (child.dep_ not in _CLAUSES and not led):
            found += _phrase(child, top=False)
    return sorted(found, key=lambda t: t.i)
