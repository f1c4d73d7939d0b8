"""Who agreed with whom on what: treaties, frameworks and accords of cooperation, not the contract of a transfer.

The words are data (`agreements.yml`). Aims at precision: two parties must stand in the grammar around the noun.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from spacy.tokens import Token

from data.attribution import sources
from data.cues import cues
from data.drafts import Draft, unique
from data.lexicon import lexicon
from data.mentions import STATE_TYPES
from data.participants import Phrases, is_union
from data.reading import Reading, SentenceReading
from data.rule_entries import Shown, rule_entries
from data.schema import fact_kinds
from data.yaml_files import read_yaml

_RESOURCE: Final = "rules/agreements.yml"
_SUBJECT: Final = re.compile(r"\b(?:on|for|about|covering|of)\s+(?P<words>[^,.;:()\"“”]{3,80})")
_CUT: Final = re.compile(
    r"\s+(?:that|which|was|were|is|has|have|between|with|signed|concluded|in (?:19|20)\d\d|last|on (?:Mon|Tues|Wednes|Thurs|Fri)day)\b.*$"
)
_JOINT: Final = re.compile(r"\b(?:co-?operation|development|joint|unified|common|production|partnership)\b", re.IGNORECASE)
_PURCHASE: Final = re.compile(r"\b(?:purchase|sale|supply|delivery|buy|sell|acquisition|export)\b", re.IGNORECASE)
# What else makes an agreement the contract of a transfer, or none at all, where only its two parties speak for it.
_CONTRACT: Final = re.compile(
    r"\b(?:suppl|deliver|procure|leas|loan|credit|upgrad|overhaul|refit|moderni[sz]ation of|contract|price|pay|financ|offset|instal|worth|"
    r"debt|[$€£])|\b(?:million|billion)\b",
    re.IGNORECASE,
)
_INTENT: Final = re.compile(r"\bletters? of intent (?:for|to (?:buy|sell|acquire))\b", re.IGNORECASE)
# "A good deal for cooperation" is none.
_MUCH: Final = frozenset({"good", "great"})
_OTHER: Final = frozenset({"comparable", "similar", "such"})


@dataclass(frozen=True, slots=True)
class AgreementRule:
    """One class of nouns of agreement, the words that must stand with them, the places of the parties, and texts that show its reach.

    `contracts`: whether words of money and supply around the noun may stand, because its topic says that it is more than a contract.
    `completed`: whether parties that the sentence leaves out are taken from what the text is about.
    """

    name: str
    nouns: frozenset[str]
    topics: frozenset[str]
    parties: tuple[str, ...]
    contracts: bool
    completed: bool
    examples: Shown


@cache
def agreement_rules() -> tuple[AgreementRule, ...]:
    """The shipped rules; ResourceError where one is malformed."""
    return tuple(
        AgreementRule(
            entry["name"],
            frozenset(entry["nouns"]),
            frozenset(entry["topics"]),
            tuple(entry["parties"]),
            bool(entry["contracts"]),
            bool(entry["completed"]),
            examples,
        )
        for entry, examples in rule_entries(
            _RESOURCE, {"nouns", "topics", "parties", "contracts", "completed"}, "parties", frozenset({"verbs", "standing"})
        )
    )


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """The verbs that make an agreement, and those that tell that one stands."""
    content = read_yaml(_RESOURCE)
    return {name: frozenset(content[name]) for name in ("verbs", "standing")}


@cache
def _nouns() -> frozenset[str]:
    return frozenset(noun for rule in agreement_rules() for noun in rule.nouns)


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(_nouns())) + r")s?\b", re.IGNORECASE)


def agreements(reading: Reading) -> list[Draft]:
    """One draft an agreement, in text order; what a text tells of the same parties' agreement of one date is one."""
    found = []
    for index, sentence in enumerate(reading.sentences):
        if not _trigger().search(sentence.text):
            continue
        phrases = Phrases(reading, index)
        for token in phrases.tokens():
            rules = [r for r in agreement_rules() if token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in r.nouns]
            drafts = (_agreement(reading, index, phrases, token, rule) for rule in rules)
            found += next((told for told in drafts if told), [])
    return _joined(found)


def _joined(found: list[Draft]) -> list[Draft]:
    """One draft for what a text tells of the same parties, those of other dates apart; a telling without a date goes to the first."""
    homes: list[list[Draft]] = []
    for draft in found:
        date = draft.slots["date"]
        for home in homes:
            known = next((d.slots["date"] for d in home if d.slots["date"] is not None), None)
            same = known is None or date is None or known.startswith(date) or date.startswith(known)
            if same and home[0].slots["parties"] == draft.slots["parties"]:
                home.append(draft)
                break
        else:
            homes.append([draft])
    return [merged for home in homes for merged in unique(home, fact_kinds()["agreement"].identity)]


def _agreement(reading: Reading, index: int, phrases: Phrases, token: Token, rule: AgreementRule) -> list[Draft]:
    sentence = phrases.sentence
    words = _phrase_text(token)
    if rule.topics and not any(re.search(rf"\b{topic}\b", words, re.IGNORECASE) for topic in rule.topics):
        return []
    # An agreement over weapons is the transfer's own.
    weapons = token.lemma_.lower() != "treaty" and any(
        _within(sentence, item.start, token) for item in sentence.items if item.category != "arms"
    )
    if _PURCHASE.search(words) or _INTENT.search(sentence.text) or (weapons and not _JOINT.search(words)):
        return []
    if any(c.lower_ in _MUCH for c in token.children) or _is_by_the_way(token):
        return []
    if not rule.contracts and _may_be_contract(sentence, token, words):
        return []
    parties = _parties(phrases, token, rule)
    if len(parties) < 2 and (rule.completed or _is_between_them(phrases, token)) and _is_concluded(phrases, token):
        parties = _those_around(phrases, token, parties)
    if len(parties) < 2:
        return []
    start = sentence.sentence.start + token.idx
    date = min(sentence.dates, key=lambda d: (abs(d.start - start), d.start)).edtf if sentence.dates else None
    # "the Armenian Defense Ministry said" credits the ministry; a state that signs is no source.
    credited = next((source for source in sources(reading, index) if source.kind not in STATE_TYPES), None)
    slots: dict[str, Any] = {
        "subject": _subject(words, token),
        "date": date,
        "modality": _modality(sentence, _carrier(phrases, token)),
    }
    if credited is not None:
        slots |= credited.slots()
    pairs = [sorted([one, other]) for one, other in _each_with(phrases, token, parties)] or [parties]
    return [Draft("agreement", rule.name, {"parties": pair, **slots}, {index}) for pair in pairs]


def _is_by_the_way(token: Token) -> bool:
    """Whether the noun is a mere phrase: "in the framework of"."""
    return token.lower_ == "framework" and token.head.lower_ in ("in", "within") and any(c.lower_ == "of" for c in token.children)


def _is_concluded(phrases: Phrases, token: Token) -> bool:
    """Whether one agreement is told of as signed, dated or in force, whoever the parties are."""
    if token.tag_ in ("NNS", "NNPS"):
        return False
    verb = _carrier(phrases, token)
    if verb is None:
        return False
    dated = any(c.dep_ == "acl" and c.lemma_.lower() in _words()["verbs"] for c in token.children)
    object_of = token.dep_ in ("nsubjpass", "dobj", "conj", "pobj") or verb.dep_ == "xcomp"
    signed = object_of and verb.lemma_.lower() in _words()["verbs"] and verb.lemma_ != "have"
    return dated or signed or verb.lemma_.lower() in _words()["standing"]


def _carrier(phrases: Phrases, token: Token) -> Token | None:
    """The verb that carries the noun; "is to be signed" is carried by what is to be done."""
    verb = phrases.governor(token)
    if verb is not None and verb.lemma_ in ("be", "have") and token.dep_ in ("nsubj", "nsubjpass"):
        return next((c for c in verb.children if c.dep_ == "xcomp" and c.pos_ == "VERB"), verb)
    return verb


def _is_between_them(phrases: Phrases, token: Token) -> bool:
    """Whether the parties are only pointed to: "a pact between them", "was concluded between the two"."""
    words = [*token.subtree, *getattr(_carrier(phrases, token), "children", ())]
    return any(t.lower_ == "between" and any(c.lower_ in ("them", "both", "two") for c in t.subtree) for t in words)


def _those_around(phrases: Phrases, token: Token, parties: list[str]) -> list[str]:
    """The parties of an agreement that names one or none: the two states of its sentence, else those that the text is about here."""
    named = [p.key for p in phrases.sentence.parties if p.key in lexicon().states]
    around = list(dict.fromkeys([*parties, *named]))
    between = _is_between_them(phrases, token)
    if len(around) == 2 and not between:
        return sorted(around)
    if not around or between:
        return sorted(p.key for p in phrases.states_before(token))
    if parties or len(around) == 1:
        known = parties or around
        return sorted({*known, *[key for key in phrases.most_named(token) if key not in known][:1]})
    return []


def _each_with(phrases: Phrases, token: Token, parties: list[str]) -> list[tuple[str, str]]:
    """Pairs, where one party has signed agreements with several others, one with each."""
    if token.tag_ not in ("NNS", "NNPS"):
        return []
    stops = _nouns()
    others = {p.state or p.key for head in phrases.led_by(token, "with", stops) for p in phrases.within(head)}
    one = [party for party in parties if party not in others]
    return [(one[0], other) for other in sorted(others)] if len(one) == 1 and len(others) > 1 else []


def _may_be_contract(sentence: SentenceReading, token: Token, words: str) -> bool:
    """Whether an agreement that names no topic may be over the weapons of its sentence."""
    pointing = any(c.lower_ in _OTHER for c in token.children)
    return pointing or any(item.category != "arms" for item in sentence.items) or _CONTRACT.search(words) is not None


def _parties(phrases: Phrases, token: Token, rule: AgreementRule) -> list[str]:
    """The keys of the parties, sorted: states and bodies, persons by the state they stand for."""
    found: list[str] = []
    sided = False
    for place in rule.parties:
        here = [p for head in _heads(phrases, token, place) for p in phrases.within(head)]
        # "the AUKUS pact": a body of several states gives the pact its name.
        keys = [p.state or p.key for p in here if (p.state or not p.person) and not (place == "compound" and is_union(p))]
        found += keys
        sided = sided or (bool(keys) and place != "with")
        if place == "between" and len(set(found)) >= 2:
            break
    if found and not sided:
        # "gets help under a defence pact with Greece": whoever it happens to is the other side, else whom the text is about.
        verb = phrases.governor(token)
        happens = [p.key for head in (phrases.subjects(verb) if verb is not None else []) for p in phrases.within(head) if not p.person]
        told = token.head.lower_ == "under" or _is_concluded(phrases, token)
        found += happens or [key for key in phrases.most_named(token) if told and key not in found][:1]
    if len(set(found)) == 1 and "subj" in rule.parties and _signatories(phrases, token):
        # "was in Tripoli and concluded an accord there": with the hosts.
        found += _hosts(phrases, token)
    return sorted(set(found))


def _heads(phrases: Phrases, token: Token, place: str) -> list[Token]:
    """The heads of what stands in a place of an agreement."""
    if place == "subj":
        return _signatories(phrases, token)
    if place in ("poss", "compound"):
        return [c for c in token.children if c.dep_ in (("poss",) if place == "poss" else ("compound", "amod", "nmod"))]
    stops = _nouns()
    heads = phrases.led_by(token, place, stops)
    if not heads and place == "between":
        # "a memorandum about cooperation between X and Y"
        heads = [p for t in token.subtree if t.lower_ == "between" for p in t.children if p.dep_ == "pobj"]
    verb = phrases.governor(token)
    if not heads and verb is not None and verb.lemma_.lower() in _words()["verbs"]:
        heads = phrases.led_by(verb, place, stops)
    return heads


def _hosts(phrases: Phrases, token: Token) -> list[str]:
    """The state of the place where somebody signs, which the verb names, or points to by "there"."""
    verb = phrases.governor(token)
    if verb is None:
        return []
    places = [p for p in phrases.led_by(verb, "in", ()) if p.pos_ == "PROPN"]
    if any(c.lower_ == "there" for c in verb.children):
        places += [t for t in token.doc[: token.i] if t.dep_ == "pobj" and t.head.lower_ in ("in", "to") and t.pos_ == "PROPN"][-1:]
    return [p.key for place in places[:1] for p in phrases.within(place) if p.state and not p.person]


def _signatories(phrases: Phrases, token: Token) -> list[Token]:
    """The subject of the verb that signs, above the noun or in its relative clause."""
    for child in sorted(token.subtree, key=lambda t: t.i):
        own = [c for c in child.children if c.dep_ == "nsubj" and c.lower_ not in ("that", "which")]
        if child.dep_ in ("relcl", "acl") and child.lemma_.lower() in _words()["verbs"]:
            return own or [p for c in child.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"]
        if child.dep_ == "relcl" and child.head.i == token.i and len({p.state for head in own for p in phrases.within(head)}) >= 2:
            # "an accord in which X and Y lay down ..."
            return own
    verb = _carrier(phrases, token)
    subjects = phrases.subjects(verb) if verb is not None and verb.lemma_.lower() in _words()["verbs"] else []
    return [head for head in subjects if head.i != token.i]


def _phrase_text(token: Token) -> str:
    """The noun with what describes it and what it is about."""
    below = _below(token)
    nodes = [
        t for t in token.subtree if not any(a.dep_ in ("relcl", "appos") and a.i != token.i for a in [t, *t.ancestors] if a.i in below)
    ]
    return token.doc[min(t.i for t in nodes) : max(t.i for t in nodes) + 1].text


def _below(token: Token) -> set[int]:
    return {t.i for t in token.subtree}


def _within(sentence: SentenceReading, position: int, token: Token) -> bool:
    local = position - sentence.sentence.start
    return any(t.idx <= local < t.idx + len(t.text) for t in token.subtree)


def _subject(words: str, token: Token) -> str:
    """What the agreement is about, in the words of the text."""
    match = _SUBJECT.search(words)
    about = _CUT.sub("", match["words"]) if match is not None else words
    return " ".join(about.split()[:12]) or token.text


def _modality(sentence: SentenceReading, verb: Token | None) -> str:
    lower = sentence.text.lower()
    if verb is not None and any(c.dep_ == "neg" for c in verb.children):
        return "denied"
    if verb is not None and any(c.dep_ == "aux" and c.lower_ in ("may", "might", "could", "would") for c in verb.children):
        return "possible"
    return "reported" if cues().hearsay.search(lower) else "asserted"
