"""Who stands in which role around a trigger word: imposer and target, provider and recipient, lender and borrower.

A path leads from the trigger to a party through the parse: steps up are written `^obj`, steps down `subj`, joined by `>`; prepositions go
by their lemma, modifiers are `mod`. `~on` and `~before` are places in the words alone, for sentences that the parser gets wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from spacy.tokens import Token

from data.dates import DateMention
from data.frames import is_passive, verb_above
from data.parsing import parse
from data.reading import Item, Party, Reading, SentenceReading
from data.stand_ins import is_stand_in
from data.trigger_rules import ITEM, Rule, RuleBook

_LABELS: Final = {
    "nsubj": "subj", "csubj": "subj", "nsubjpass": "psubj", "csubjpass": "psubj", "dobj": "obj", "attr": "attr", "oprd": "attr",
    "dative": "iobj", "poss": "poss", "amod": "mod", "compound": "mod", "nmod": "mod", "agent": "by", "nummod": "mod", "npadvmod": "mod",
}  # fmt: skip
_SILENT: Final = frozenset({"conj", "appos", "pobj", "pcomp", "case", "flat", "quantmod"})
_AFTER: Final = re.compile(
    r"\s+(?:\(?[\w.]+\)?\s+){0,2}?(on|against|to|of|by|from|for|in|upon|with)\s+(?:the\s+|all\s+|both\s+)*", re.IGNORECASE
)
_BEFORE: Final = re.compile(r"(?:['’]s?)?(?:\s+|-)(?:\w[\w'’-]*(?:\s+|-)){0,3}", re.IGNORECASE)
_LINK: Final = re.compile(r"\)?\s*(?:,|\band\b|\bor\b|\bas well as\b)(?:\s|and\b|the\b|to\b)*")
# Places of a preposition that the parser hung on the verb, whatever the verb: "breached the embargo on Liberia".
_BESIDE: Final = frozenset({"^obj>on", "^obj>against", "^psubj>on", "^psubj>against"})
_VERBLIKE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|can|could|should|must|do|does|did|to|and|of|by|from|for|on|in|at|with|"
    r"under|against|despite|over|after|before|since|during|until|about|into|through|amid|a|an|the|another|any|no|that|which|who|\w+ed|its|their|"
    r"join|joins|broke|broken|sent|sold|gave|kept|took|made|said|says|saw|drew|held|got|won|lost|met|felt|put)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits a trigger in a sentence, with the roles that stand there, each with the members of its list.

    `stand_ins` are the roles in whose place only a word for a party stands ("it", "the kingdom"), with that word; `strangers` those with
    somebody there who is no party ("every side").
    """

    rule: Rule
    sentence: int
    trigger: Token
    roles: dict[str, list[Party]]
    stand_ins: Mapping[str, Token]
    strangers: frozenset[str]


def matches(reading: Reading, book: RuleBook) -> Iterator[Match]:
    """Every trigger of every sentence with the rule that fits it."""
    parse_gated(reading, book)
    for index, sentence in enumerate(reading.sentences):
        arms = _item_heads(sentence)
        for token in sentence.tokens_of(book.by_lemma):
            fitting = [r for r in book.by_lemma.get(token.lemma_.lower(), ()) if _fits(r, token, arms)]
            if fitting:
                # The rule that finds most of its roles, the first of several.
                placed = [(rule, _roles(reading, index, rule, token)) for rule in fitting]
                rule, roles = max(placed, key=lambda found: sum(role in found[1] for role in found[0].needs))
                yield Match(rule, index, token, roles, *_others(sentence, book, rule, token, roles))


def parse_gated(reading: Reading, book: RuleBook) -> None:
    """Parses the sentences with a trigger word that the reader left unparsed."""
    waiting = [s for s in reading.sentences if s.doc is None and (s.parties or book.alone.search(s.text)) and book.gate.search(s.text)]
    for sentence, doc in zip(waiting, parse(s.text for s in waiting), strict=True):
        sentence.doc = doc


def _item_heads(sentence: SentenceReading) -> frozenset[int]:
    """The places of the tokens that head a weapon or generic item."""
    heads = (sentence.head(item.start, item.end) for item in sentence.items)
    return frozenset(head.i for head in heads if head is not None)


def _fits(rule: Rule, token: Token, arms: frozenset[int]) -> bool:
    lemma = token.lemma_.lower()
    known = (
        (token.pos_ in ("NOUN", "PROPN") and lemma in rule.nouns)
        or (token.pos_ in ("VERB", "AUX") and lemma in rule.verbs)
        or (token.pos_ == "ADJ" and lemma in rule.adjectives)
        or (token.tag_ in ("VBN", "VBG") and token.pos_ == "ADJ" and lemma in rule.verbs)
    )
    if not known or (rule.negated is not None and rule.negated != is_negated(token)):
        return False
    words = _words(company(token), arms)
    modified = {token.head.lemma_.lower()} if token.dep_ in ("compound", "amod", "nmod") else set()
    if (rule.near and not rule.near & words) or rule.without & words or rule.apart & modified:
        return False
    if rule.hangs:
        verb = carrier(token)
        if verb is None or verb.lemma_.lower() not in rule.hangs:
            return False
    if rule.intransitive and _acts_on_something(token):
        return False
    if rule.listed and not rule.listed & _words(_list_around(token), arms):
        return False
    return not rule.objects or bool(rule.objects & _words(objects(token), arms))


def _words(tokens: Iterable[Token], arms: frozenset[int]) -> set[str]:
    """The lemmas of tokens, and the mark of an item where one of them heads a weapon."""
    found = set()
    for token in tokens:
        found.add(token.lemma_.lower())
        if token.i in arms:
            found.add(ITEM)
    return found


def _acts_on_something(verb: Token) -> bool:
    """Whether a verb has an object or a passive subject; "train and equip the army" shares that of the verb beside it."""
    if any(c.dep_ in ("dobj", "nsubjpass", "auxpass") for c in verb.children) or (verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod")):
        return True
    beside = [c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB" and not _own_clause(c)]
    return any(c.dep_ == "dobj" for other in beside for c in other.children)


def _list_around(token: Token) -> list[Token]:
    """The other members of the list in which a word stands, or the thing that it comes "along with", with the words before each."""
    top = token
    while top.dep_ == "conj":
        top = top.head
    if top.dep_ == "pobj" and top.head.lower_ == "with" and top.head.head.pos_ in ("NOUN", "PROPN", "ADP"):
        top = top.head.head.head if top.head.head.pos_ == "ADP" else top.head.head
    members = [top]
    for member in members:
        members += [c for c in member.children if c.dep_ in ("conj", "appos") and c not in members]
    others = [member for member in members if member.i != token.i]
    return others + [c for member in others for c in member.children if c.dep_ in ("compound", "amod")]


def company(token: Token) -> list[Token]:
    """The words that hang on a trigger without a clause between them, and the noun on which a reduced or relative clause hangs."""
    found: list[Token] = []
    stack = [token]
    while stack:
        current = stack.pop()
        for child in current.children:
            if child.dep_ in ("relcl", "advcl", "ccomp", "parataxis") or (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")):
                continue
            found.append(child)
            stack.append(child)
    if token.pos_ == "NOUN":
        found += [t for prep in _beside(token) for t in prep.subtree]
    if token.dep_ == "conj" and token.pos_ == "VERB" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children):
        # "Indian pilots will go to Britain and be taught there": the pilots are those taught.
        found += [t for child in token.head.children if child.dep_ in ("nsubj", "nsubjpass") for t in child.subtree]
    if token.dep_ in ("acl", "relcl"):
        found.append(token.head)
        found += [child for child in token.head.children if child.dep_ in ("compound", "amod")]
    return found


def objects(token: Token) -> list[Token]:
    """What a trigger acts on: object or passive subject of a verb, what follows "of" or "on" after a noun, with lists and compounds."""
    heads = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass", "xcomp", "compound")]
    if token.dep_ in ("acl", "relcl"):
        heads.append(token.head)
    for child in token.children:
        if child.dep_ == "prep" and (token.pos_ != "VERB" or child.lemma_.lower() in ("from", "on", "to")):
            heads += [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
    if token.pos_ == "NOUN":
        heads += [c for prep in _beside(token) for c in prep.children if c.dep_ == "pobj"]
    found: list[Token] = []
    while heads:
        head = heads.pop()
        found.append(head)
        heads += [c for c in head.children if c.dep_ in ("conj", "compound")]
    return found


def _beside(noun: Token) -> list[Token]:
    """Prepositions that the parser hung on the verb, though they belong to its object: "imposed a freeze on arms sales"."""
    if noun.dep_ not in ("dobj", "nsubjpass"):
        return []
    return [c for c in noun.head.children if c.dep_ == "prep" and c.lemma_.lower() in ("on", "to", "of", "against")]


def is_negated(token: Token) -> bool:
    """Whether "not", "never" or "no" stands right on a word, on the verb that it hangs on, or on what it acts upon."""
    holders = [token] + ([token.head] if token.dep_ in ("xcomp", "dobj", "nsubj", "nsubjpass", "acomp") else [])
    if token.pos_ == "VERB":
        holders += [c for c in token.children if c.dep_ in ("dobj", "nsubjpass") and any(d.lower_ == "no" for d in c.children)]
    holders += [c for c in token.children if c.lower_ == "longer"]
    return any(c.dep_ == "neg" or c.lemma_.lower() in ("no", "never", "neither") for holder in holders for c in holder.children)


def path(trigger: Token, token: Token) -> str:
    """The path from a trigger to a token."""
    above: dict[int, int] = {}
    chain = [trigger]
    while chain[-1].head.i != chain[-1].i:
        chain.append(chain[-1].head)
    above = {node.i: place for place, node in enumerate(chain)}
    down: list[Token] = []
    current = token
    while current.i not in above:
        if current.head.i == current.i:
            return "?"  # the parser made two trees of the sentence
        down.append(current)
        current = current.head
    up = chain[: above[current.i]]
    if down and down[-1].dep_ in ("amod", "compound", "nmod", "poss") and any(_stands_alone(node) for node in up):
        return "?"  # "some American soldiers, and an international embargo": what is said of the soldiers is not said of the embargo
    climbed, descended = _labels(up, upward=True), _labels(list(reversed(down)))
    if up and set(climbed) <= {"xcomp", "advcl"} and descended[:1] == ["subj"] and is_passive(trigger):
        descended[0] = "psubj"  # "Pilots will go to Britain and be taught there": the shared subject is acted upon
    return ">".join([*(f"^{label}" for label in climbed), *descended])


def _stands_alone(node: Token) -> bool:
    """Whether a conjunct has an article or owner of its own, so that it shares no modifier with its neighbour."""
    return node.dep_ == "conj" and any(c.dep_ in ("det", "poss") for c in node.children)


def _labels(nodes: Iterable[Token], *, upward: bool = False) -> list[str]:
    found: list[str] = []
    for node in nodes:
        if node.dep_ in _SILENT and not _own_clause(node):
            continue
        label = node.lemma_.lower() if node.dep_ == "prep" else _LABELS.get(node.dep_, node.dep_)
        if upward and node.dep_ in ("relcl", "acl") and is_passive(node):
            label = f"p{label}"
        if upward and node.dep_ == "relcl" and any(c.lower_ == "where" for c in node.children):
            label = "where"
        if node.dep_ == "dative" and node.pos_ == "ADP":
            label = node.lemma_.lower()
        if not (label == "mod" and found and found[-1] == "mod"):
            found.append(label)
    return found


def _own_clause(node: Token) -> bool:
    """Whether a conjunct is a clause with a subject of its own, which its neighbour's parties have no part in."""
    return node.dep_ == "conj" and node.pos_ in ("VERB", "AUX") and any(c.dep_ in ("nsubj", "nsubjpass") for c in node.children)


def _surface(sentence: SentenceReading, text: str, first: int, last: int, party: Party) -> str:
    if party.start >= last:
        match = _AFTER.fullmatch(text, last, party.start)
        return f"~{match[1].lower()}" if match else ""
    between = text[party.end : first]
    beside = _BEFORE.fullmatch(between) and not _VERBLIKE.search(between) and not sentence.has_verb(party.end, first)
    return "~before" if beside else ""


def _others(
    sentence: SentenceReading, book: RuleBook, rule: Rule, trigger: Token, roles: dict[str, list[Party]]
) -> tuple[dict[str, Token], frozenset[str]]:
    """The open roles in whose place a word for a party stands, and those in whose place somebody unknown does ("sold to every side")."""
    named: list[Party | Item | DateMention] = [*sentence.parties, *sentence.items, *sentence.dates]
    known = [(x.start - sentence.sentence.start, x.end - sentence.sentence.start) for x in named]
    somebody = book.words.get("strangers", ())
    stand_ins: dict[str, Token] = {}
    strangers: set[str] = set()
    for token in sentence.doc or ():
        stands_in = is_stand_in(token)
        is_stranger = (token.tag_ == "NNP" and token.dep_ == "pobj") or token.lemma_.lower() in somebody
        if any(start <= token.idx < end for start, end in known) or not (stands_in or is_stranger):
            continue
        way = path(trigger, token)
        places = {r for r, patterns in rule.roles.items() if r not in roles and any(fnmatchcase(way, p) for p in patterns)}
        if not stands_in:
            strangers |= places if way not in ("in", "at") else set()
        for role in places if stands_in else ():
            stand_ins.setdefault(role, token)
    return stand_ins, frozenset(strangers - stand_ins.keys())


def _roles(reading: Reading, index: int, rule: Rule, trigger: Token) -> dict[str, list[Party]]:
    sentence = reading.sentences[index]
    offset = sentence.sentence.start
    first, last = offset + trigger.idx, offset + trigger.idx + len(trigger.text)
    hung = carrier(trigger)
    climbs = trigger.pos_ in ("VERB", "AUX") or not rule.through or (hung is not None and hung.lemma_.lower() in rule.through)
    who = _antecedent(sentence, trigger)
    it = _antecedent_of_it(reading, index, trigger)
    places: list[tuple[Party, set[str]]] = [] if it is None else [(it, {"~it"})]
    for party in sentence.parties:
        if party.start < last and first < party.end and party.how != "joined":
            continue
        head = sentence.head(party.start, party.end)
        found = {_surface(sentence, reading.dispatch.text, first, last, party)} - {""}
        if head is not None and head.i != trigger.i:
            way = path(trigger, head)
            if climbs or not way.startswith("^") or way in _BESIDE:
                found.add(way)
        if who is not None and party is who:
            found.add("~who")
        places.append((party, found))
    roles: dict[str, list[Party]] = {}
    taken: set[str] = set()
    for role, patterns in rule.roles.items():
        chosen = _choose(places, patterns, taken, first)
        if chosen is not None:
            members = [
                chosen,
                *(p for p in _list_of(reading.dispatch.text, sentence, chosen) if p.key != chosen.key and p.key not in taken),
            ]
            roles[role] = members
            taken |= {p.key for p in members}
    return roles


def _list_of(text: str, sentence: SentenceReading, party: Party) -> list[Party]:
    """The other members of a party's list; a short name in brackets ("the United Arab Emirates (UAE), Oman") does not break it."""
    members = [m for m in sentence.listed_with(party) if not _parts_clauses(text, sentence, party, m)]
    following = [p for p in sentence.parties if p.start >= party.end]
    last = party
    for other in following:
        if other.key == last.key and text[last.end : other.start].strip() == "(":
            last = other
        elif (last is not party or text[last.end : last.end + 1] == ")") and _LINK.fullmatch(text, last.end, other.start):
            members += [m for m in [other, *sentence.listed_with(other)] if m not in members]
            break
        else:
            break
    return members


def _parts_clauses(text: str, sentence: SentenceReading, one: Party, other: Party) -> bool:
    """Whether the comma between two names parts clauses: "behind whom stands Iran, Berlin has a ban in force"."""
    first, second = sorted((one, other), key=lambda p: p.start)
    heads = [sentence.head(p.start, p.end) for p in (first, second)]
    subject = [head is not None and head.dep_ == "nsubj" for head in heads]
    return text[first.end : second.start].split() in ([","], [";"], [",", "and"], [",", "but"]) and subject == [False, True]


def _antecedent(sentence: SentenceReading, trigger: Token) -> Party | None:
    """The party last named before the relative pronoun that is a trigger's subject."""
    pronoun = next((c for c in trigger.children if c.dep_ in ("nsubj", "nsubjpass") and c.tag_ in ("WDT", "WP")), None)
    if pronoun is None:
        return None
    before = [p for p in sentence.parties if p.end <= sentence.sentence.start + pronoun.idx]
    dated = any(d.start <= sentence.sentence.start + trigger.head.idx < d.end for d in sentence.dates)
    if trigger.dep_ == "relcl" and not dated:
        near = {t.i for t in trigger.head.subtree} | {trigger.head.head.i}
        before = [p for p in before if (head := sentence.head(p.start, p.end)) is None or head.i in near]
    return before[-1] if before else None


def _antecedent_of_it(reading: Reading, index: int, trigger: Token) -> Party | None:
    """The party for which "it" or "they" as a trigger's subject stands: the subject before it, in the sentence or the one before."""
    pronoun = next((c for c in trigger.children if c.dep_ == "nsubj" and c.lower_ in ("it", "they", "he", "she")), None)
    if pronoun is None:
        return None
    sentence = reading.sentences[index]
    for place, last in ((index, sentence.sentence.start + pronoun.idx), (index - 1, sentence.sentence.start)):
        if place < 0:
            continue
        for party in reading.sentences[place].parties:
            head = reading.sentences[place].head(party.start, party.end)
            if party.end <= last and head is not None and head.dep_ in ("nsubj", "nsubjpass"):
                return party
    return None


def _choose(places: Sequence[tuple[Party, set[str]]], patterns: Sequence[str], taken: set[str], first: int) -> Party | None:
    for pattern in patterns:
        fitting = [p for p, ways in places if p.key not in taken and any(fnmatchcase(way, pattern) for way in ways)]
        if fitting:
            return min(fitting, key=lambda p: (abs(p.start - first), p.start))
    return None


def carrier(trigger: Token) -> Token | None:
    """The verb on which a trigger noun hangs."""
    return verb_above(trigger, 4)
