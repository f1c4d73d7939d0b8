"""Who met whom: talks, visits and calls that a text tells of or announces.

The words that open a meeting and the places of those who take part are data (`meetings.yml`); this module walks the grammar
and says whether what it finds there makes a meeting. Where and when it was, and what joins its tellings, stand in modules beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from spacy.tokens import Token

from data.cues import cues
from data.drafts import Draft
from data.meeting_grammar import given, heads_at, led_directly
from data.meeting_hosts import Host, hosts, hosts_beside
from data.meeting_places import date_of, place_of
from data.meeting_rules import MeetingRule, meeting_rules, objects_of
from data.meeting_tellings import Telling, draft, joined
from data.participants import DESCRIPTIONS, Participant, Phrases, is_counterpart, is_union, parse_more, unique_participants
from data.reading import Reading

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
# What keeps a visit or talks from taking place.
_CALLS_OFF: Final = frozenset({"cancel", "postpone", "scrap", "shelve", "decline", "refuse", "skip", "boycott", "rule"})
# Of states alone, only these are a meeting by their date; mere "talks" and "negotiations" need a place or a person.
_GATHERINGS: Final = frozenset({"meet", "meeting", "summit"})
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
                found += _meetings(reading, index, phrases, token, rule)
    return [draft(meeting) for meeting in joined(found)]


def _rules_for(token: Token) -> Sequence[MeetingRule]:
    """The rules that a token of its part of speech may open; "be" opens a stay only where it carries the clause."""
    verbs, nouns = _by_lemma()
    if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in ("aux", "auxpass")):
        return verbs.get(token.lemma_.lower(), ())
    opens = token.pos_ in ("NOUN", "PROPN", "ADP") or (token.pos_ == "ADJ" and token.dep_ == "acomp")
    return nouns.get(token.lemma_.lower(), ()) if opens else ()


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
        r"\b(?:met|saw|seen|sat|sent|spoke|spoken|came|went|flew|flown|left|rang|rung|told|spent|shook|brought|took|"
        + "|".join(sorted(stems))
        + r")\w*\b|"
        r"\b(?:is|are|was|were|been?|being)\b[^.;]{0,60}\b(?:in|to)\b",
        re.IGNORECASE,
    )


@dataclass(slots=True)
class _Company:
    """Those who stand in the places of a trigger: the heads of their phrases, and the places where one stands who can meet."""

    people: list[Participant]
    heads: list[Token]
    official: set[str]


def _meetings(reading: Reading, index: int, phrases: Phrases, token: Token, rule: MeetingRule) -> list[Telling]:
    """What one word of a sentence tells by one rule: a meeting, or a visit to each of several states."""
    if _means_something_else(token) if _is_verbal(token) else _is_only_mentioned(token, rule):
        return []
    company = _company(phrases, token, rule)
    if rule.needs == "placed" and not (led_directly(token, "in") or led_directly(token, "at") or _to_a_counterpart(company.heads)):
        return []
    places = hosts(reading, phrases, token, rule, company.heads, company.people) if rule.host else [Host(None, None)]
    tellings = (_telling(reading, index, phrases, token, rule, company, host) for host in places)
    return [telling for telling in tellings if telling is not None]


def _is_verbal(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def _company(phrases: Phrases, token: Token, rule: MeetingRule) -> _Company:
    people: list[Participant] = []
    heads: list[Token] = []
    official: set[str] = set()
    before = owned = False
    verbal = _is_verbal(token)
    for place in rule.participants:
        if rule.host and not verbal and (any(p.person for p in people) or (owned and place == "subj" and not given(phrases, token))):
            # A visit has one visitor, and the nearest place names it.
            break
        for head in heads_at(phrases, token, place, verbal):
            if (rule.name == "meeting.met" and place == "obj" and not _can_be_met(phrases, head)) or head.i in {h.i for h in heads}:
                continue
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
    return _Company(people, heads, official)


def _telling(
    reading: Reading, index: int, phrases: Phrases, token: Token, rule: MeetingRule, company: _Company, host: Host
) -> Telling | None:
    """The meeting that a trigger tells of, None where its company is not enough for one."""
    where, state = host.place, host.state
    if where is None:
        where, local = place_of(reading, phrases.sentence, token)
        state = state or local
    people = company.people + [p for p in host.people if p not in company.people]
    if rule.host and state is not None:
        people += [p for p in hosts_beside(phrases, token, state) if p not in people]
        if not any(state in (p.key, p.state) for p in people):
            people.append(Participant(state, state, False))
    if rule.needs == "lead":
        enough = len(people) == 1 and people[0].person and any(h.lower_ == "it" or h.lemma_.lower() in _ENVOYS for h in company.heads)
    elif rule.needs in ("both", "each", "envoy", "placed"):
        sides = "obj" in company.official if rule.needs == "envoy" else len(company.official) >= 2 or _are_on_the_line(people, phrases)
        enough = sides and len({p.state or p.key for p in people}) >= 2 and (rule.needs != "each" or sum(p.person for p in people) >= 2)
    else:
        enough = _enough(phrases, rule, token, company.heads, people, where)
    date = date_of(reading, phrases.sentence, phrases, token)
    return Telling(rule.name, people, where, state, date, _modality(phrases, token), {index}) if enough else None


def _means_something_else(token: Token) -> bool:
    """Whether the words around a verb make it no meeting: "called on X to resign", "is minister in Y", "put an offer to X"."""
    lemma = token.lemma_.lower()
    if lemma == "look":
        return not any(c.dep_ == "prt" and c.lower_ == "on" for c in token.children)
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
    if lemma in ("come", "go") and any(_is_no_place(p) for c in token.children if c.lower_ == "to" for p in c.children):
        return True
    objects = objects_of(lemma)
    return objects is not None and not any(c.dep_ in ("dobj", "nsubjpass") and c.lemma_.lower() in objects for c in token.children)


def _is_no_place(token: Token) -> bool:
    """Whether what somebody comes or goes to is a bare matter: "came to power", "went to war"."""
    return (
        token.dep_ == "pobj"
        and token.pos_ == "NOUN"
        and not any(c.dep_ in ("det", "poss", "compound", "amod", "nmod") for c in token.children)
    )


def _is_only_mentioned(token: Token, rule: MeetingRule) -> bool:
    """Whether a noun is a matter and no occasion: "under discussion with", "wrote to X about a new round of talks"."""
    if token.dep_ == "compound" and rule.name == "meeting.telephone":
        return True
    if token.lemma_.lower() in _MATTERS and token.tag_ not in ("NNS", "NNPS"):
        return True
    verb = token.head if token.dep_ == "dobj" else None
    if verb is not None and (
        verb.lemma_.lower() in _CALLS_OFF or (verb.lemma_ in ("call", "put") and any(c.lower_ == "off" for c in verb.children))
    ):
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


def _to_a_counterpart(heads: list[Token]) -> bool:
    """Whether one of those who take part is called the other's counterpart."""
    return any(is_counterpart(t) for head in heads for t in head.subtree)


def _is_official(phrases: Phrases, head: Token) -> bool:
    """Whether a phrase is headed by one who can meet: a person, a pronoun, "a delegation"; not by what belongs to one."""
    return head.pos_ == "PRON" or head.lemma_.lower() in _ENVOYS or is_counterpart(head) or phrases.is_person(head)


def _are_on_the_line(people: list[Participant], phrases: Phrases) -> bool:
    """Whether two persons speak by telephone."""
    return sum(p.person for p in people) >= 2 and _TELEPHONE.search(phrases.sentence.text) is not None


def _enough(phrases: Phrases, rule: MeetingRule, token: Token, heads: list[Token], people: list[Participant], place: str | None) -> bool:
    """Whether what was found makes a meeting of two sides, and not talk of a deal."""
    sentence = phrases.sentence
    sides = {p.state or p.key for p in people}
    persons = [p for p in people if p.person]
    if rule.needs == "visitor":
        # Of common nouns only these travel; "the call of the minister went unheard".
        heads = [h for h in heads if h.pos_ != "NOUN" or h.lemma_.lower() in _VISITORS or phrases.is_person(h)]
        official = bool(heads) and (bool(persons) or any(h.pos_ == "NOUN" for h in heads))
        return official and len(sides) >= 2
    if len(people) == 1 and rule.name in ("meeting.met", "meeting.talks"):
        return is_union(people[0]) and any(h.lemma_.lower() in DESCRIPTIONS and h.tag_ in ("NNS", "NNPS") for h in heads)
    if len(people) < 2 or len(sides) < 2:
        return False
    if rule.needs == "persons":
        if rule.name == "meeting.call" and token.lemma_ == "telephone":
            return bool(persons)
        return len(persons) >= 2 and (rule.name != "meeting.call" or token.lemma_ != "call" or _are_on_the_line(people, phrases))
    if _DEAL.search(sentence.text):
        return len(persons) >= 2 or (bool(persons) and (place is not None or bool(sentence.dates)))
    sent = any(h.pos_ == "NOUN" and h.lemma_.lower() in _VISITORS and phrases.within(h) and not phrases.persons_within(h) for h in heads)
    return bool(persons) or sent or place is not None or (bool(sentence.dates) and token.lemma_.lower() in _GATHERINGS)


def _modality(phrases: Phrases, token: Token) -> str:
    """denied, possible or reported where the clause or the sentence says so; an announced meeting is asserted."""
    verb = token if _is_verbal(token) else phrases.governor(token)
    lower = phrases.sentence.text.lower()
    if verb is not None:
        if any(c.dep_ == "neg" for c in verb.children) or verb.lemma_.lower() in cues().denying:
            return "denied"
        if any(c.dep_ == "aux" and c.lower_ in ("may", "might", "could") for c in verb.children):
            return "possible"
    return "reported" if cues().hearsay.search(lower) else "asserted"
