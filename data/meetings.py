"""Who met whom: talks, visits and calls that a text tells of or announces.

The words that open a meeting and the places of those who take part are data (`meetings.yml`); this module walks the grammar
and says whether what it finds there makes a meeting. Where and when it was, and what joins its tellings, stand in modules beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from spacy.tokens import Token

from data.cues import cues
from data.drafts import Draft
from data.frames import is_passive
from data.meeting_places import date_of, named_place, other_state, place_of
from data.meeting_rules import MeetingRule, meeting_rules
from data.meeting_tellings import Telling, draft, joined
from data.mentions import STATE_TYPES
from data.participants import DESCRIPTIONS, LIGHT_VERBS, Participant, Phrases, is_counterpart, parse_more, unique_participants
from data.reading import Reading, SentenceReading

# People whose coming is official business, and those whom a state sends for it.
_VISITORS: Final = DESCRIPTIONS | frozenset(
    "delegation team official officer representative contingent mission expert specialist group executive director head pair".split()
)
_ENVOYS: Final = DESCRIPTIONS | frozenset("delegation mission team official".split())
_DEAL: Final = re.compile(
    r"\b(?:in|under) (?:advanced |final |early )?(?:talks|negotiations|discussions) (?:to|on|over|about|for|with)\b|"
    r"\b(?:talks|discussions) (?:to (?:buy|sell|acquire)|over|about the (?:sale|purchase|price))\b|"
    r"\b(?:talks|negotiations|discussions)\b[^.;]{0,40}\b(?:about|over|on|to|for) (?:an? |the )?(?:buy|sell|acquire|purchase|sale|price)\b",
    re.IGNORECASE,
)
# What one puts to a paper to sign it.
_SIGNATURES: Final = frozenset({"name", "signature", "pen"})
# Of states alone, only these are a meeting by their date; mere "talks" and "negotiations" need a place or a person.
_GATHERINGS: Final = frozenset({"meet", "meeting", "summit"})
# Visits that say enough without a place; "put a stop to", "on the journey" do not.
_PLACELESS: Final = frozenset({"visit", "trip", "stay", "tour"})
# In the singular these are what is discussed or how ("under discussion"), not an occasion.
_MATTERS: Final = frozenset({"discussion", "negotiation", "consultation"})
_TELEPHONE: Final = re.compile(r"\b(?:telephone|phone|video ?(?:link|call|conference))\b", re.IGNORECASE)


def meetings(reading: Reading) -> list[Draft]:
    """One draft a meeting, in text order."""
    found: list[Telling] = []
    worth = [i for i, s in enumerate(reading.sentences) if (s.doc is not None or s.parties) and _trigger().search(s.text)]
    parse_more(reading, worth)
    for index in worth:
        phrases = Phrases(reading, index)
        for token in phrases.sentence.tokens_of(_lemmas()):
            for rule in _rules_for(token):
                meeting = _meeting(reading, index, phrases, token, rule)
                if meeting is not None:
                    found.append(meeting)
    return [draft(meeting) for meeting in joined(found)]


def _rules_for(token: Token) -> Sequence[MeetingRule]:
    """The rules that a token of its part of speech may open; "be" opens a stay only where it carries the clause."""
    verbs, nouns = _by_lemma()
    if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in ("aux", "auxpass")):
        return verbs.get(token.lemma_.lower(), ())
    return nouns.get(token.lemma_.lower(), ()) if token.pos_ in ("NOUN", "PROPN", "ADP") else ()


@cache
def _by_lemma() -> tuple[dict[str, list[MeetingRule]], dict[str, list[MeetingRule]]]:
    """Verb lemma -> rules and noun lemma -> rules, in the order of the file."""
    verbs: dict[str, list[MeetingRule]] = {}
    nouns: dict[str, list[MeetingRule]] = {}
    for rule in meeting_rules():
        for index, lemmas in ((verbs, rule.verbs), (nouns, rule.nouns)):
            for lemma in sorted(lemmas):
                index.setdefault(lemma, []).append(rule)
    return verbs, nouns


@cache
def _lemmas() -> frozenset[str]:
    """The lemmas that open any rule."""
    verbs, nouns = _by_lemma()
    return frozenset((*verbs, *nouns))


@cache
def _trigger() -> re.Pattern[str]:
    """Finds sentences worth a parse: a trigger in any form."""
    stems = {word.removesuffix("e") for rule in meeting_rules() for word in (*rule.verbs, *rule.nouns)} - {"b"}
    return re.compile(
        r"\b(?:met|saw|seen|sat|sent|spoke|spoken|came|went|flew|flown|left|rang|rung|told|spent|shook|"
        + "|".join(sorted(stems))
        + r")\w*\b|"
        r"\b(?:is|are|was|were|been?|being)\b[^.;]{0,60}\b(?:in|to)\b",
        re.IGNORECASE,
    )


def _meeting(reading: Reading, index: int, phrases: Phrases, token: Token, rule: MeetingRule) -> Telling | None:
    sentence = phrases.sentence
    verbal = token.pos_ in ("VERB", "AUX")
    if _means_something_else(token) if verbal else _is_only_mentioned(token, rule):
        return None
    people: list[Participant] = []
    heads: list[Token] = []
    official: set[str] = set()
    before = owned = False
    for place in rule.participants:
        if rule.host and not verbal and (any(p.person for p in people) or (owned and place == "subj" and not _given(phrases, token))):
            # A visit has one visitor, and the nearest place names it.
            break
        for head in _at(phrases, token, place, verbal):
            if rule.name == "meeting.met" and place == "obj" and not _can_be_met(phrases, head):
                continue
            if head.i not in {h.i for h in heads}:
                heads.append(head)
                owned = owned or place in ("poss", "by", "of")
                named = phrases.within(head)
                people += named
                if (named or place == "obj") and _is_official(phrases, head):
                    official.add(place)
                before = before or (bool(named) and (head.i < token.i or place in ("subj", "by")))
    people = unique_participants(people)
    if len(people) == 1 and "subj" in rule.participants and not before and not rule.host:
        # The parse lost the subject: who is named last before the trigger.
        people = unique_participants([*phrases.last_person(token), *people])
        official.add("subj")
    where, host = None, None
    if rule.host:
        target = _target(reading, phrases, token, rule, verbal)
        if target is None:
            silent = verbal or token.lemma_.lower() not in _PLACELESS
            if silent or not people or not people[0].person or not any(phrases.names_somebody(h) for h in heads):
                return None
            where, host = None, other_state(reading, people[0])
        else:
            where, host = target
    if where is None:
        where, local = place_of(reading, sentence, token)
        host = host or local
    if rule.host and host is not None:
        people += [p for p in _hosts_named(phrases, token, host) if p not in people]
    if rule.host and host is not None and not any(host in (p.key, p.state) for p in people):
        people.append(Participant(host, host, False))
    date = date_of(reading, sentence, phrases, token)
    if rule.needs == "placed" and not (_led_directly(token, "in") or _led_directly(token, "at") or _to_a_counterpart(heads)):
        return None
    if rule.needs in ("both", "envoy", "placed"):
        sides = "obj" in official if rule.needs == "envoy" else len(official) >= 2 or _are_on_the_line(people, sentence)
        enough = sides and len({p.state or p.key for p in people}) >= 2
    else:
        enough = _enough(phrases, rule, token, heads, people, where, sentence)
    if not enough:
        return None
    return Telling(rule.name, people, where, host, date, _modality(phrases, token, verbal), {index})


def _means_something_else(token: Token) -> bool:
    """Whether the words around a verb make it no meeting: "called on X to resign", "is minister in Y", "put an offer to X"."""
    lemma = token.lemma_.lower()
    if lemma == "call":
        return any(c.dep_ in ("xcomp", "ccomp", "advcl", "oprd") for c in token.children) or any(
            g.dep_ in ("relcl", "acl", "xcomp", "advcl", "ccomp") and any(a.lower_ == "to" and a.dep_ == "aux" for a in g.children)
            for c in token.children
            if c.dep_ == "prep"
            for p in c.children
            for g in p.children
        )
    if lemma == "be":
        # "due in Delhi", "back in Moscow" still tell of a stay.
        return any(c.dep_ in ("attr", "expl") or (c.dep_ == "acomp" and c.lower_ not in ("due", "back")) for c in token.children)
    if lemma in ("put", "affix"):
        return not any(c.dep_ == "dobj" and c.lemma_.lower() in _SIGNATURES for c in token.children)
    return False


def _is_only_mentioned(token: Token, rule: MeetingRule) -> bool:
    """Whether a noun is a matter and no occasion: "under discussion with", "wrote to X about a new round of talks"."""
    if token.lemma_.lower() in _MATTERS and token.tag_ not in ("NNS", "NNPS"):
        return True
    current = token
    while not rule.host and current.head.i != current.i and current.head.pos_ not in ("VERB", "AUX"):
        current = current.head
        if current.pos_ == "ADP" and current.lower_ in ("about", "regarding", "concerning", "for") and current.head.pos_ in ("VERB", "AUX"):
            return current.lower_ != "for" or current.head.lemma_.lower() in ("call", "ask", "appeal")
    return False


def _can_be_met(phrases: Phrases, head: Token) -> bool:
    """Whether an object of "meet" can be a side: not "standards", "requirements"."""
    return head.pos_ != "NOUN" or head.lemma_.lower() in _VISITORS | _ENVOYS or is_counterpart(head) or phrases.names_somebody(head)


def _hosts_named(phrases: Phrases, token: Token, host: str) -> list[Participant]:
    """The persons of the host state told of with a visit: "was in Jerusalem, where he and X signed", "thanked X on a visit to Moscow"."""
    verb = token if token.pos_ in ("VERB", "AUX") else phrases.governor(token)
    objects = [c for c in verb.children if c.dep_ in ("dobj", "dative")] if verb is not None else []
    found = [p for head in objects if phrases.is_person(head) for p in phrases.persons_within(head) if p.state == host]
    for clause in token.subtree:
        if clause.dep_ == "relcl" and any(c.lower_ == "where" for c in clause.children):
            heads = [c for c in clause.children if c.dep_ in ("nsubj", "dobj")] + phrases.led_by(clause, "with", ())
            found += [p for head in heads for p in phrases.persons_within(head) if p.state == host]
    return unique_participants(found)


def _led_directly(token: Token, place: str) -> list[Token]:
    """The names, and "the capital", that a preposition right below a token leads in."""
    led = [p for c in token.children if c.dep_ == "prep" and c.lower_ == place for p in c.children if p.dep_ == "pobj"]
    return [p for p in led if p.pos_ == "PROPN" or p.lemma_.lower() == "capital"]


def _to_a_counterpart(heads: list[Token]) -> bool:
    """Whether one of those who take part is called the other's counterpart."""
    return any(is_counterpart(t) for head in heads for t in head.subtree)


def _is_official(phrases: Phrases, head: Token) -> bool:
    """Whether a phrase is headed by one who can meet: a person, a pronoun, "a delegation"; not by what belongs to one."""
    return head.pos_ == "PRON" or head.lemma_.lower() in _ENVOYS or is_counterpart(head) or phrases.is_person(head)


def _at(phrases: Phrases, token: Token, place: str, verbal: bool) -> list[Token]:
    """The heads of what stands in a place of a trigger."""
    verb = token if verbal else phrases.governor(token)
    if place == "subj":
        return phrases.subjects(token) if verbal else _holders(phrases, token)
    if place == "obj":
        own = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass") or (c.dep_ == "dative" and c.pos_ != "ADP")]
        if not own and is_passive(token) and token.dep_ in ("xcomp", "conj"):
            # "is to be received by X", "flew in and was received by X"
            own = [c for c in token.head.children if c.dep_ in ("nsubj", "nsubjpass")]
        return own
    if place == "sentence":
        return [t for t in phrases.tokens() if phrases.is_person(t) and all(p.state for p in phrases.persons_within(t))]
    if place == "under":
        return [c for c in token.children if c.dep_ == "pobj"]
    if place == "clause":
        return _clause(phrases, token)
    if token.lemma_ == "be":
        return [p for above in (token, *(c for c in token.children if c.dep_ == "acomp")) for p in _led_directly(above, place)]
    if place == "governor":
        objects = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i != token.i] if verb is not None and not verbal else []
        return [c for c in objects if phrases.persons_within(c) or is_counterpart(c)]
    if place in ("poss", "compound"):
        wanted = ("poss",) if place == "poss" else ("compound", "amod", "nmod")
        return [c for c in token.children if c.dep_ in wanted]
    led = phrases.led_by(token, place, _nouns())
    if not led and verb is not None and not verbal and place == "with" and verb.lemma_.lower() in LIGHT_VERBS:
        led = phrases.led_by(verb, place, _nouns())
    if not led and verbal and place == "to":
        # "handed the keys of the trucks to X": the parse hangs it on what is handed.
        led = [p for c in token.children if c.dep_ == "dobj" for p in phrases.led_by(c, place, _nouns())]
    return led


def _during(clause: Token) -> bool:
    """Whether a relative clause hangs by a preposition ("a visit during which they ..."): what it tells is another thing."""
    return any(c.dep_ == "prep" and any(g.lower_ == "which" for g in c.children) for c in clause.children)


def _clause(phrases: Phrases, noun: Token) -> list[Token]:
    """Who does what to whom in a clause of the occasion: "a call in which X told Y"."""
    found: list[Token] = []
    for clause in noun.subtree:
        if clause.dep_ == "relcl" and clause.head.i <= clause.i and _during(clause):
            found += [c for c in clause.children if c.dep_ in ("nsubj", "dobj", "dative") and c.pos_ != "ADP"]
            found += phrases.led_by(clause, "to", ()) + phrases.led_by(clause, "with", ())
    return [head for head in found if phrases.persons_within(head)]


def _holders(phrases: Phrases, noun: Token) -> list[Token]:
    """Whose talks or visit it is: the subject of the verb that has it, be that above the noun or in its relative clause."""
    for child in noun.children:
        if child.dep_ == "relcl" and not _during(child):
            own = [c for c in child.children if c.dep_ == "nsubj" and c.lower_ not in ("that", "which", "who")]
            if own and (child.lemma_.lower() in LIGHT_VERBS or any(c.dep_ == "prep" for c in child.children)):
                return own
    current = noun
    while current.head.i != current.i and current.head.pos_ not in ("VERB", "AUX"):
        current = current.head
        if current.pos_ == "PROPN" and phrases.names_somebody(current):
            # "X, on a visit to Y, said"
            return [current]
        if current.pos_ == "NOUN" and current.lemma_.lower() in _stays():
            # "a visit by X for talks with Y": the visitor is who talks.
            return [h for place in ("poss", "by", "of") for h in _at(phrases, current, place, False)] or _holders(phrases, current)
    verb = phrases.governor(noun)
    return phrases.subjects(verb) if verb is not None else []


@cache
def _nouns() -> frozenset[str]:
    """Nouns that open a meeting of their own."""
    return frozenset(word for rule in meeting_rules() for word in rule.nouns)


@cache
def _stays() -> frozenset[str]:
    """Nouns of visits."""
    return frozenset(word for rule in meeting_rules() if rule.host for word in rule.nouns)


def _target(reading: Reading, phrases: Phrases, token: Token, rule: MeetingRule, verbal: bool) -> tuple[str, str] | None:
    """The place that is visited, as the text names it, and its state."""
    heads: list[Token] = []
    for place in rule.host:
        heads += _given(phrases, token) if place == "obj" and not verbal else _at(phrases, token, place, verbal)
    for head in heads:
        first = min(head.subtree, key=lambda t: t.i)
        start = phrases.offset(first)
        end = phrases.offset(head) + len(head.text)
        for mention in reading.mentions:
            if mention.type in STATE_TYPES and start <= mention.start < end + 12:
                named = named_place(reading, mention)
                if named is not None:
                    return named, mention.ref
    return None


def _given(phrases: Phrases, token: Token) -> list[Token]:
    """Who is paid a visit: "paid Bangladesh a visit"."""
    verb = phrases.governor(token)
    return [c for c in verb.children if c.dep_ == "dative"] if verb is not None and verb.lemma_.lower() in ("pay", "make") else []


def _are_on_the_line(people: list[Participant], sentence: SentenceReading) -> bool:
    """Whether two persons speak by telephone."""
    return sum(p.person for p in people) >= 2 and _TELEPHONE.search(sentence.text) is not None


def _enough(
    phrases: Phrases,
    rule: MeetingRule,
    token: Token,
    heads: list[Token],
    people: list[Participant],
    place: str | None,
    sentence: SentenceReading,
) -> bool:
    """Whether what was found makes a meeting of two sides, and not talk of a deal."""
    sides = {p.state or p.key for p in people}
    persons = [p for p in people if p.person]
    if rule.needs == "visitor":
        # Of common nouns only these travel; "the call of the minister went unheard".
        heads = [h for h in heads if h.pos_ != "NOUN" or h.lemma_.lower() in _VISITORS or phrases.is_person(h)]
        official = bool(heads) and (bool(persons) or any(h.pos_ == "NOUN" for h in heads))
        return official and len(sides) >= 2
    if len(people) < 2 or len(sides) < 2:
        return False
    if rule.needs == "persons":
        if rule.name == "meeting.call" and token.lemma_ == "telephone":
            return bool(persons)
        return len(persons) >= 2 and (rule.name != "meeting.call" or token.lemma_ != "call" or _are_on_the_line(people, sentence))
    if _DEAL.search(sentence.text):
        return len(persons) >= 2 or (bool(persons) and (place is not None or bool(sentence.dates)))
    sent = any(h.pos_ == "NOUN" and h.lemma_.lower() in _VISITORS and phrases.within(h) and not phrases.persons_within(h) for h in heads)
    return bool(persons) or sent or place is not None or (bool(sentence.dates) and token.lemma_.lower() in _GATHERINGS)


def _modality(phrases: Phrases, token: Token, verbal: bool) -> str:
    """denied, possible or reported where the clause or the sentence says so; an announced meeting is asserted."""
    verb = token if verbal else phrases.governor(token)
    lower = phrases.sentence.text.lower()
    if verb is not None:
        if any(c.dep_ == "neg" for c in verb.children) or verb.lemma_.lower() in cues().denying:
            return "denied"
        if any(c.dep_ == "aux" and c.lower_ in ("may", "might", "could") for c in verb.children):
            return "possible"
    return "reported" if cues().hearsay.search(lower) else "asserted"
