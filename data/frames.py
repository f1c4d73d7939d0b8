"""Trigger words and the grammatical places around them.

`frames.yml` says which lemma opens which class of event. This module finds, for any token, the nearest trigger above it in the parse and
the place the token takes there, with voice, conjuncts, relative clauses and control worked out once, here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from spacy.tokens import Token

from data.errors import ResourceError
from data.yaml_files import check_keys, read_yaml

_RESOURCE: Final = "rules/frames.yml"
_SKIP: Final = frozenset({"conj", "appos", "nmod", "compound", "amod", "nummod", "quantmod"})
_CARRIED: Final = frozenset({"from", "to", "for", "with"})
_MAX_STEPS: Final = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """A class of events: its trigger lemmas, the places that its parties take, and examples of texts that open it or do not."""

    name: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    places: Mapping[str, tuple[str, ...]]
    yes: tuple[Mapping[str, str], ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """How a token hangs on the nearest trigger above it: "sell" as `give`, place `to`."""

    trigger: Token
    frame: str
    place: str


@cache
def frames() -> Mapping[str, Frame]:
    """The frames by class name."""
    content = check_keys(_RESOURCE, "top level", read_yaml(_RESOURCE), {"source", "frames"}, set())
    found = {}
    for name, value in content["frames"].items():
        entry = check_keys(_RESOURCE, name, value, {"verbs", "nouns", "supplier", "recipient", "item", "examples"}, {"holder"})
        examples = check_keys(_RESOURCE, f"{name}: examples", entry["examples"], {"yes", "no"}, set())
        places = {role: tuple(entry[role]) for role in ("supplier", "recipient", "item", "holder") if role in entry}
        verbs, nouns = frozenset(entry["verbs"]), frozenset(entry["nouns"])
        found[name] = Frame(name, verbs, nouns, MappingProxyType(places), tuple(examples["yes"]), tuple(examples["no"]))
    return MappingProxyType(found)


@cache
def _classes() -> tuple[dict[str, str], dict[str, str]]:
    """Verb lemma -> class and noun lemma -> class; the class listed first wins a shared lemma."""
    verbs: dict[str, str] = {}
    nouns: dict[str, str] = {}
    for frame in frames().values():
        for lemma in frame.verbs:
            verbs.setdefault(lemma, frame.name)
        for lemma in frame.nouns:
            nouns.setdefault(lemma, frame.name)
    if not verbs:
        raise ResourceError(_RESOURCE, "no verbs")
    return verbs, nouns


def frame_of(token: Token) -> str | None:
    """The class that a token opens, None if it is no trigger."""
    verbs, nouns = _classes()
    lemma = token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX"):
        return verbs.get(lemma)
    if token.pos_ in ("NOUN", "PROPN"):
        return nouns.get(lemma)
    if token.pos_ == "ADJ" and token.tag_ in ("VBN", "JJ"):
        return verbs.get(lemma)
    return None


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive, reduced relatives ("tanks supplied by") included."""
    if any(child.dep_ in ("nsubjpass", "auxpass", "csubjpass") for child in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "advcl") and not any(c.dep_ == "aux" for c in verb.children)


def attachments(token: Token, limit: int = 3) -> list[Attachment]:
    """The triggers above a token, nearest first, each with the place through which the token is reached."""
    found: list[Attachment] = []
    current, place = token, ""
    for _ in range(_MAX_STEPS):
        head = current.head
        if head.i == current.i:
            break
        place = _place(current, head, place)
        frame = frame_of(head)
        if frame is not None:
            found.append(Attachment(head, frame, place))
            if len(found) == limit:
                break
            place = ""
        current = head
    return found


def _place(child: Token, head: Token, inner: str) -> str:
    """The place of a child on its head, in the terms of frames.yml; steps that mean nothing keep the place reached so far."""
    dep = child.dep_
    if dep == "pobj" or dep == "pcomp":
        return head.lemma_.lower()
    if dep in ("prep", "dative") and child.pos_ in ("ADP", "SCONJ", "PART", "VERB"):
        return inner or child.lemma_.lower()
    if dep == "agent":
        return "subj"
    if dep in _SKIP:
        return "compound" if dep in ("compound", "amod", "nmod") and frame_of(head) is not None and not inner else inner
    if inner in _CARRIED and dep in ("dobj", "nsubjpass", "attr"):
        # "bought tanks from Russia": where the parser hangs "from" on the noun, it still speaks of the verb.
        return inner
    if dep == "nsubjpass":
        return "obj"
    if dep in ("nsubj", "csubj"):
        return "subj"
    if dep in ("dobj", "attr", "oprd"):
        return "obj"
    if dep == "dative":
        return "iobj"
    if dep == "poss":
        return "poss"
    return dep if not inner else f"{dep}>{inner}" if dep in ("relcl", "acl", "advcl", "xcomp", "ccomp") else inner


def verb_above(token: Token, steps: int) -> Token | None:
    """The nearest verb above a token, at most so many heads up."""
    current = token
    for _ in range(steps):
        if current.head.i == current.i:
            return None
        current = current.head
        if current.pos_ in ("VERB", "AUX"):
            return current
    return None


def roles_at(attachment: Attachment) -> list[str]:
    """The roles that frames.yml gives to the place of an attachment: supplier, recipient, item, holder."""
    return [role for role, places in frames()[attachment.frame].places.items() if attachment.place in places]


def path_between(one: Token, other: Token) -> tuple[list[str], Token, list[str]]:
    """The steps from each token up to the lowest node above both, and that node; conjuncts and apposition count as no step."""
    above = {one.i: 0}
    chain = [one]
    current = one
    while current.head.i != current.i:
        current = current.head
        above[current.i] = len(chain)
        chain.append(current)
    rest = [other]
    current = other
    while current.i not in above and current.head.i != current.i:
        current = current.head
        rest.append(current)
    if current.i not in above:
        return ["?"], one, ["?"]
    top = chain[above[current.i]]
    return _steps(chain[: above[current.i]]), top, _steps(rest[:-1])


def _steps(nodes: list[Token]) -> list[str]:
    steps = []
    for node in nodes:
        if node.dep_ in ("conj", "appos", "nummod", "quantmod"):
            continue
        steps.append(f"{node.dep_}:{node.lemma_.lower()}" if node.pos_ == "ADP" else "agent" if node.dep_ == "agent" else node.dep_)
    return steps
