"""Names in a text: one pass of an automaton over all lexicons, then the choice among what overlaps.

Gives typed spans in the text's own offsets. Digits are identity: a designation is never cut before a digit, and letters that
follow a listed one make it a variant of the same family ("T-90SM"). Weak names ("Hawk", "Kilo") count only with support in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import ahocorasick

from data.bodies import unlisted_bodies
from data.designations import ship_classes, unlisted
from data.folding import fold, fold_cased
from data.lexicon import Lexicon, lexicon, without_collecting
from data.lexicon_entries import Name

STATE_TYPES: Final = frozenset({"state", "demonym", "capital", "metonym"})
ITEM_TYPES: Final = frozenset({"weapon", "generic_item"})
BODY_TYPES: Final = frozenset({"agency", "group", "joined"})
# Which reading wins where two names share a span.
_PRIORITY: Final = {
    kind: rank
    for rank, kind in enumerate(
        (
            "decoy weapon agency group official outlet state capital metonym institution post demonym rank honorific currency generic_item"
        ).split()
    )
}
_VARIANT: Final = re.compile(
    r"(?:-?[A-Z]{1,4}\d?|-\d{1,3}[A-Z]{0,3}|[A-Z]{1,3}-?\d{1,2}[A-Z]?|/\d{2}(?=s?\b))(?:/[A-Z]{1,2}\d?)*(?:\([A-Z]{1,4}\))?"
    r"(?=s?(?![A-Za-z0-9]))"
)
_AFTER_WEAK: Final = re.compile(r"s?['\"]*[-\s]+(?:[a-z0-9/-]+[\s-]+){0,2}?(?:class|type|variant|model)\b")
_SENTENCE_START: Final = re.compile(r"(?:^\s*|[.!?:]['\")]*\s+|\s\s|[*#-] )['\"(]*")
_LISTED_AFTER: Final = re.compile(r"(?:,| and| or|,? and)(?: the)? $")
_BEFORE_COUNT: Final = re.compile(
    r"(?:\b\d[\d,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|dozens of|several|"
    r"hundreds of|made|built|new|used|more|additional|supplied|second-hand|refurbished)) $"
)


# "Tor-2ME", "Chakra-III": a number makes a name without digits a designation.
_NUMBERED: Final = re.compile(r"-(?:[A-Z]{0,3}\d{1,2}[A-Z]{0,3}|I{1,3}V?|IV)(?=s?(?![A-Za-z0-9]))")
# Words before a capitalised name that make a thing of it, and those behind it that make it something else.
_BEFORE_THING: Final = re.compile(
    r"\b(?:the|an?|its|their|old|new|older|newer|obsolete|ag(?:e)?ing|small|famous|used|name|named|called|dubbed|fires|fired|"
    r"carries) ['\"]?$|-(?:designed|made|built|type) $"
)
_NO_THING: Final = re.compile(
    r"s?(?:['\"]* [A-Z][a-z]|'s |-(?!class|type)| (?:government|administration|cabinet|family|exercise|has|says|said|newspaper))"
)
_BESIDE_COMPANY: Final = re.compile(r"(?:\b(?:from|by|of|with|between|than|and|maker|company|firm|manufacturer|contractor|'s) |\()$")
_AFTER_COMPANY: Final = re.compile(
    r"'s |,? (?:says|said|wins|won|lost|builds|built|makes|made|offers|offered|and [A-Z]|of [A-Z]|will|has|company|group)\b"
)
_LONGER_ACRONYM: Final = re.compile(r"-[A-Z](?![A-Za-z])")
_STATE_BEFORE: Final = re.compile(r"(?:'s?)?[ -](?:own |federal |state |Royal |new |country's )?")
_STATE_AFTER: Final = re.compile(r" (?:of|in|at) (?:the )?")
_OTHER_NAMES: Final = frozenset({"official", "outlet", "decoy", "group", "state", "capital"})
# Categories of nouns that say no more than arms, so that a capitalised word before them is no model.
_NO_KINDS: Final = frozenset({"arms", "spares_support"})
_SUM: Final = re.compile(r"(?:[.,]\d+)* (?:million|billion|trillion|bn|m)\b")
# What may stand inside the name of a body that no lexicon lists.
_INSIDE_BODIES: Final = STATE_TYPES | {"institution", "generic_item"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: `text[start:end]` is its span, `ref` the ISO key, currency code or canonical name it stands for.

    `root` is the family of a weapon, the state of a joined institution ("Armenian Defense Ministry", type `joined`).
    """

    start: int
    end: int
    type: str
    ref: str
    root: str | None = None


class Scanner:
    """Finds all names of the lexicons in a text."""

    def __init__(self, names: Iterable[Name], lexicon_: Lexicon) -> None:
        self._lexicon = lexicon_
        self._names: dict[str, list[Name]] = {}
        for name in names:
            surface = name.surface
            self._names.setdefault(surface.lower() if surface.isascii() else fold(surface), []).append(name)
        self._automaton = ahocorasick.Automaton()
        for folded, group in self._names.items():
            if folded:
                self._automaton.add_word(folded, (len(folded), group))
        self._automaton.make_automaton()

    def scan(self, text: str) -> list[Mention]:
        """Mentions in order, not overlapping: of two that do, the one that starts first and reaches further is kept.

        An institution beside its state becomes one `joined` mention over both; the state's own mention stays.
        """
        lower, cased = fold(text), fold_cased(text)
        hits: list[tuple[Mention, Name]] = []
        for last, (length, group) in self._automaton.iter(lower):
            start = last + 1 - length
            if start and lower[start - 1].isalnum() and lower[start].isalnum():
                continue
            for name in group:
                hit = self._hit(lower, cased, start, last + 1, name)
                if hit is not None:
                    hits.append((hit, name))
        chosen = self._choose(lower, cased, hits)
        unlisted = self._unlisted(cased, chosen)
        chosen = [m for m in chosen if not any(u.start <= m.start and m.end <= u.end for u in unlisted)]
        chosen = [m for m in [*chosen, *unlisted] if m.type != "decoy"]
        joined = [self._join(cased, m, chosen) for m in chosen]
        return sorted(_with_bodies(cased, joined), key=lambda m: (m.start, m.end))

    def _unlisted(self, cased: str, chosen: list[Mention]) -> list[Mention]:
        """Weapons that no lexicon lists; nouns for arms in general ("Excess Defense Articles") name none."""
        taken = [(m.start, m.end) for m in chosen]
        # A class may bear the name of a place: "the Oslo class".
        spans = ship_classes(cased, [(m.start, m.end) for m in chosen if m.type not in ("capital", "state")])
        generic = [m for m in chosen if m.type == "generic_item" and self._lexicon.generic_items[m.ref].category not in _NO_KINDS]
        if generic:
            starts = frozenset(match.end() for match in _SENTENCE_START.finditer(cased))
            spans += unlisted(cased, [(m.start, m.end) for m in generic], [*taken, *spans], starts)
        return [Mention(start, end, "weapon", cased[start:end]) for start, end in spans]

    def _join(self, cased: str, mention: Mention, mentions: list[Mention]) -> Mention:
        if mention.type != "institution":
            return mention
        states = [m for m in mentions if m.type in STATE_TYPES]
        before = next((s for s in reversed(states) if s.end <= mention.start), None)
        if before is not None and _STATE_BEFORE.fullmatch(cased, before.end, mention.start):
            return self._joined(mention, before, before.start, mention.end)
        after = next((s for s in states if s.start >= mention.end), None)
        if after is not None and _STATE_AFTER.fullmatch(cased, mention.end, after.start):
            return self._joined(mention, after, mention.start, after.end)
        return mention

    def _joined(self, mention: Mention, state: Mention, start: int, end: int) -> Mention:
        return Mention(start, end, "joined", f"{mention.ref} of {self._lexicon.states[state.ref].name}", state.ref)

    def _hit(self, lower: str, cased: str, start: int, end: int, name: Name) -> Mention | None:
        if name.cased and not _spelt_as(cased[start:end], name):
            return None
        following = lower[end : end + 1]
        if name.type == "weapon":
            return self._weapon_hit(cased, start, end, name)
        if following == "s" and name.type in ("generic_item", "post", "rank", "institution") and not lower[end + 1 : end + 2].isalnum():
            return Mention(start, end + 1, name.type, name.ref)
        if following.isalnum() and lower[end - 1].isalnum():
            return None
        # "CSTC-A" is another body than "CSTC".
        if name.type in ("agency", "group") and _LONGER_ACRONYM.match(cased, end) and cased[start:end].isupper():
            return None
        return Mention(start, end, name.type, name.ref)

    def _weapon_hit(self, cased: str, start: int, end: int, name: Name) -> Mention | None:
        following = cased[end : end + 1]
        family = self._lexicon.weapons[name.ref].family
        if cased[end - 1].isdigit() and (following.isdigit() or re.match(r"[.,]\d", cased[end : end + 2]) or _SUM.match(cased, end)):
            return None
        if (
            start
            and cased[start - 1] in "-/"
            and cased[start - 2 : start - 1].isalnum()
            and not re.search(r"(?:made|built|and|or|of|ex|non|Sino|Russian|English)[-/]$", cased[:start][-12:])
        ):
            return None
        if following == "s" and not cased[end + 1 : end + 2].isalnum():
            return Mention(start, end + 1, "weapon", name.ref, family)
        if not any(letter.isdigit() for letter in cased[start:end]):
            number = _NUMBERED.match(cased, end) if name.cased else None
            if number is not None:
                stop = number.end() + (cased[number.end() : number.end() + 1] == "s")
                return Mention(start, stop, "weapon", f"{name.surface}{number.group()}", family)
        else:
            suffix = _VARIANT.match(cased, end)
            if suffix is not None and suffix.end() > end and not name.weak:
                stop = suffix.end()
                if cased[stop : stop + 1] == "s" and not cased[stop + 1 : stop + 2].isalnum():
                    return Mention(start, stop + 1, "weapon", f"{name.surface}{suffix.group()}", family)
                if not (cased[stop - 1].isdigit() and cased[stop : stop + 1].isdigit()):
                    return Mention(start, stop, "weapon", f"{name.surface}{suffix.group()}", family)
        if following.isalnum() and cased[end - 1].isalnum():
            return None
        if following == "-" and cased[end + 1 : end + 2].isdigit() and cased[end - 1].isdigit():
            return None
        return Mention(start, end, "weapon", name.ref, family)

    def _choose(self, lower: str, cased: str, hits: list[tuple[Mention, Name]]) -> list[Mention]:
        strong = {(name.type, name.ref) for mention, name in hits if not name.weak}
        families = {mention.root for mention, name in hits if not name.weak and mention.root}
        generic_at = {mention.start for mention, name in hits if name.type == "generic_item"}
        ends = {mention.end for mention, name in hits if name.type == "weapon" and not name.weak}
        surroundings = _Surroundings.of(cased, hits)
        backed: set[str] = set()
        for mention, name in hits:
            if name.weak and (
                (name.type, name.ref) in strong
                or (mention.root in families)
                or mention.ref not in (name.ref, name.surface)
                or self._supported(lower, cased, mention, name, generic_at, ends)
                or surroundings.support(cased, mention, name)
            ):
                backed.add(name.surface)
        kept = [mention for mention, name in hits if not name.weak or name.surface in backed]
        # A listed spelling beats a variant made of a shorter one over the same span: "SS-1C" is the Scud-B.
        kept.sort(key=lambda m: (m.start, -m.end, _PRIORITY[m.type], m.type == "weapon" and m.ref not in self._lexicon.weapons, m.ref))
        chosen: list[Mention] = []
        for mention in kept:
            if chosen and mention.start < chosen[-1].end:
                continue
            chosen.append(mention)
        return chosen

    def _supported(self, lower: str, cased: str, mention: Mention, name: Name, generic_at: set[int], ends: set[int]) -> bool:
        if name.type != "weapon":
            return False
        if _AFTER_WEAK.match(lower, mention.end):
            return True
        if not cased[mention.start].isupper():
            return False
        joined = _LISTED_AFTER.search(cased, max(0, mention.start - 12), mention.start)
        if joined is not None and joined.start() in ends:
            return True
        after = re.match(r"['\"]*[ -]", lower[mention.end :])
        if after is not None:
            position = mention.end + after.end()
            for _ in range(3):
                if position in generic_at:
                    return True
                word = re.match(r"[a-z0-9/-]+ ", lower[position:])
                if word is None or re.match(r"(?:and|or|to|from|in|for|of|the|with|on|by|at|as|that|which|is|was|said|a) ", word.group()):
                    break
                position += word.end()
        before = cased[max(0, mention.start - 20) : mention.start]
        plural = lower[mention.end - 1] == "s" and not name.surface.endswith("s")
        return plural and _BEFORE_COUNT.search(before) is not None


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What stands around weak names in one text: where sentences start, where states and companies end, which words are persons'."""

    starts: frozenset[int]
    state_ends: frozenset[int]
    kind_ends: frozenset[int]
    others: tuple[tuple[int, int], ...]
    persons: frozenset[str]

    @classmethod
    def of(cls, cased: str, hits: list[tuple[Mention, Name]]) -> _Surroundings:
        """The surroundings that the hits of one text give."""
        states = frozenset(m.end for m, name in hits if m.type in STATE_TYPES and not name.weak)
        makers = frozenset(m.end for m, _ in hits if m.type == "agency")
        others = tuple((m.start, m.end) for m, _ in hits if m.type in _OTHER_NAMES)
        weak = [(m, name) for m, name in hits if name.weak and m.type in ("agency", "weapon")]
        persons = frozenset(
            n.surface for m, n in weak if m.start - 1 not in states | makers and _FIRST_NAME.search(cased, max(0, m.start - 30), m.start)
        )
        starts = frozenset(match.end() for match in _SENTENCE_START.finditer(cased)) if weak else frozenset()
        kinds = frozenset(m.end for m, name in hits if name.type == "generic_item")
        return cls(starts, states | makers, kinds, others, persons)

    def support(self, cased: str, mention: Mention, name: Name) -> bool:
        """Whether a weak name reads as a weapon or company for where it stands, though nothing else in the text says so."""
        if mention.start in self.starts or not cased[mention.start].isupper() or (name.cased and name.surface in self.persons):
            return False
        if any(start < mention.end and mention.start < end for start, end in self.others):
            return False
        window = max(0, mention.start - 20)
        if name.type == "weapon":
            if not name.cased and not _DESIGNATED.fullmatch(cased[mention.start : mention.end]):
                return False
            if _NO_THING.match(cased, mention.end):
                return False
            several = cased[mention.end - 1] == "s" and not name.surface.endswith("s")
            apposed = mention.start - 2 in self.kind_ends and cased[mention.start - 2 : mention.start] == ", "
            return (
                several or apposed or self._behind_state(cased, mention) or _BEFORE_THING.search(cased, window, mention.start) is not None
            )
        if name.type != "agency" or _DESIGNATION_NEXT.match(cased, mention.end):
            return False
        if self._behind_state(cased, mention):
            return cased[: mention.start].endswith("'s ")
        beside = _BESIDE_COMPANY.search(cased, window, mention.start)
        return beside is not None or (_AFTER_COMPANY.match(cased, mention.end) is not None and cased[window : mention.start].endswith(", "))

    def _behind_state(self, cased: str, mention: Mention) -> bool:
        gap = cased[max(0, mention.start - 3) : mention.start]
        return any(mention.start - len(link) in self.state_ends and gap.endswith(link) for link in (" ", "'s "))


_FIRST_NAME: Final = re.compile(r"(?<![.!?] )(?<!\. )\b[A-Z][a-z]+ $")
_DESIGNATED: Final = re.compile(r"[A-Z]{1,3}-\d{1,3}[A-Z]?s?|[A-Z]\d{1,2}s?")
_DESIGNATION_NEXT: Final = re.compile(r"[- ](?:[A-Z]|\d|aircraft|plane|helicopter|exercise)")


def _spelt_as(words: str, name: Name) -> bool:
    """Whether a cased name stands as listed; headlines may shout the longer weapon names."""
    listed = fold_cased(name.surface)
    return words == listed or (name.type == "weapon" and len(name.surface) > 5 and words == listed.upper())


def _with_bodies(cased: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with the bodies that no lexicon lists, in place of the plain nouns inside their names.

    The state that such a body belongs to, where its name or the word before tells it, is its `root`.
    """
    states = [m for m in mentions if m.type in STATE_TYPES]
    taken = [(m.start, m.end) for m in mentions if m.type not in _INSIDE_BODIES]
    found = []
    for body in unlisted_bodies(cased, taken):
        if any(m.start <= body.start and body.end <= m.end for m in mentions if m.type in STATE_TYPES or m.type == "institution"):
            continue
        found.append(Mention(body.start, body.end, "body", body.name, _state_beside(cased, body.start, body.end, states)))
    kept = [m for m in mentions if m.type in STATE_TYPES or not any(b.start < m.end and m.start < b.end for b in found)]
    return [*kept, *found]


def _state_beside(cased: str, start: int, end: int, states: list[Mention]) -> str | None:
    for state in states:
        before = state.end <= start and _STATE_BEFORE.fullmatch(cased, state.end, start) is not None
        if state.start == start or before or (state.start >= end and _STATE_AFTER.fullmatch(cased, end, state.start)):
            return state.ref
    return None


@cache
def scanner() -> Scanner:
    """The scanner over the shipped lexicons."""
    loaded = lexicon()
    decoys = [Name(phrase, "decoy", phrase, False, False) for phrase in loaded.decoys]
    with without_collecting():
        return Scanner([*loaded.names, *decoys], loaded)
