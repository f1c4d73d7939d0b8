"""Officials: who is named, and which post each holds.

Works on the words alone, without a parse: a person is a run of capitalised words tied to a post, a rank, an honorific or the list of
known officials. A later surname stands for the full name found before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.counterparts import Named, counterpart_posts
from data.folding import fold, fold_cased
from data.known_officials import KnownOfficials
from data.lexicon import Lexicon
from data.mentions import Mention
from data.name_spans import free_parts, is_office, post_text, titles_apart, without_given_names, without_stops
from data.partners import Candidate, partners
from data.post_bodies import ADJECTIVES, PLACE_TYPES, with_acronyms
from data.post_names import extended_posts
from data.posts import Owner, Post, PostOwners
from data.sentences import Sentence
from data.told_posts import told_post
from data.unheld_posts import introduced_posts, unheld_posts
from data.usual_states import Topic

__all__ = ["Person", "PersonFinder", "Post"]

_PARTICLE: Final = (
    r"(?:al|el|bin|binti|bint|ibn|abu|ould|de|da|do|dos|das|del|della|di|du|van|von|der|den|des|dal|los|las|het|ter|te|ten|zur|zum|af|av|la|le|ul|ur|un|ud|"
    r"of the|zu|e|y)"
)
_CAPITAL: Final = "A-ZÀ-ÖØ-Þ" + "".join(chr(code) for code in (*range(0x100, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper())
_PREFIX: Final = r"(?:al-|el-|as-|ad-|ar-|an-|ash-|at-|az-|ul-|ud-|bin-|d['’])"
# A word of a name, initials with stops or, before a further word, without ("J.J. Singh", "M M Naravane").
_WORD: Final = (
    rf"(?:(?:[ADO]['’]|Mc|Mac|[Aa]l |[Ee]l |{_PREFIX})?[{_CAPITAL}][\w'’]*[\w](?:-[\w]+)*|(?:[A-Z]\.-?){{1,3}}|[B-HJ-Z](?= [A-Z]))"
)
_NAME: Final = re.compile(rf"(?<![\w-]){_WORD}(?:(?: (?:{_PARTICLE} )*|(?<=\.)|-){_PREFIX}?{_WORD})*")
# What such a word right behind or inside a run of names makes of it: a place, no person.
_PLACE_NOUN: Final = re.compile(
    r"(?i:airports?|airfield|airbase|air base|bridge|street|avenue|square|boulevard|stadium|hospital|barracks|camp|school|academy|city|"
    r"university|division|brigade|battalion|regiment|squadron|bureau|shipyard|library|museum|prize|foundation|plant|works|port|harbour|dam|cathedral|mosque|theatre|institute)\b"
)
_PLACE_BEHIND: Final = re.compile(rf"(?:(?: (?:and )?[\dA-Z][\w&-]*){{1,4}} (?=[A-Z])| ){_PLACE_NOUN.pattern}")
# "who sits for Calgary": somebody elected, whatever the body.
_SEATED: Final = re.compile(r"(?: of [A-Z][\w'’ -]{2,40}?)?, who (?:sits|sat|was elected|stands|stood) (?:for|in parliament for)\b")
_INITIALS: Final = re.compile(r"(?:[A-Z][. ]){1,3}")
_NAME_BEFORE: Final = re.compile(r"(?:\b(?:[Aa]l|[Ee]l)[ -]|\b(?:bin|ibn|Sheikh|Shaikh|Prince|Emir|Mr|Mrs) )$")
_NAME_AFTER: Final = re.compile(r" (?:[Aa]l|[Ee]l|[Aa]s|[Bb]in|ibn)[ -]")
# A line in title case and without a full stop: its words are no names.
_HEADLINE: Final = re.compile(r"(?:[A-Z0-9][\w'’-]*\s+(?:(?:of|to|for|in|on|with|and|the|from|by|at|as|over|a)\s+)*){4,}[A-Z0-9][\w'’-]*")
# Bodies whose heads and spokesmen hold no public office: think tanks, universities, those who watch human rights.
_NO_OFFICE: Final = re.compile(
    r"\b(?:Institut\w*|Universit\w+|Foundation|Fund|Studies|Amnesty|Watch|College|School|Research|Think Tank|Museum|"
    r"Observatory|Association|Carnegie|Stimson|Atlantic Council|Africa Cent(?:er|re)|Policy Cent(?:er|re)|Strategic Cent(?:er|re))\b"
)
_COMMANDS: Final = re.compile(r"command|\brector|superintendent")
# What stands before a place or a party and never right before a person's name.
_THE_OR_IN: Final = re.compile(r"\b(?:[Tt]he|[Ii]n|[Nn]ear|[Ii]nto|[Aa]cross|[Oo]ff|[Oo]utside|[Aa]round|[Tt]hroughout) $")
# "He was the defence minister then": the pronoun means whoever was named last.
_PRONOUN: Final = re.compile(
    r"\b(?:[Hh]e|[Ss]he)(?= (?:(?:also|now|then|later|once|still|today) )?"
    r"(?:is|was|became|has been|had been|remains|served as|serves as|used to be)\b)|(?<=\w )(?:he|she)\b"
)
# Whose a post is that hangs on a person: "his spokesman", "Petkov, ..., and Vassilev, his finance minister".
_HIS: Final = re.compile(rf"\b(?:his|her|their) (?:(?:{ADJECTIVES}|defence|chief|press) )*$")
# "X, a retired major general": somebody of command, whatever the post was.
_RETIRED: Final = re.compile(
    r", (?:an? |the )?(?:retired|former|ex-|serving|one-time) ?(?:[A-Z]\w+ )?(?:\w+ )?"
    r"(?:major|lieutenant|brigadier|rear|vice|air|wing)?[ -]?"
    r"(?:general|colonel|admiral|marshal|commander|commodore|brigadier|diplomat|ambassador)\b"
)
_BE: Final = re.compile(
    r" (?:(?:also|now|then|later|once|still|today) )?(?:is|was|became|has been|had been|remains|served as|serves as|used to be)\b"
)
# American lawmakers as the press names them: "Hank Brown, Republican of Colorado", "Robert Bennett (R-Utah)".
_PARTY_MEMBER: Final = re.compile(
    r",? \((?:D|R|I|Dem|Rep|Republican|Democrat)[-,. ]+[A-Z][\w. ]+\)|, (?:an? |the )?(?:[A-Z]\w+ ){0,2}(?:Democrat|Republican)s?\b"
)
# Posts that make nobody an official.
_PRIVATE: Final = frozenset({"analyst"})


@dataclass(frozen=True, slots=True)
class Person:
    """A person of one text: full name as the text gives it, and where it and its later short forms stand."""

    name: str
    spans: tuple[tuple[int, int], ...]
    official: bool


class _Told:
    """The names of one text so far: those that a post, rank or the like makes somebody of note, and all others."""

    def __init__(self, known: KnownOfficials) -> None:
        self.linked: dict[str, list[Candidate]] = {}
        self.last: str | None = None
        self._known = known
        self._seen: dict[str, str] = {}

    def see(self, candidates: Sequence[Candidate]) -> None:
        """Remembers full names, so that a later surname can stand for them."""
        for candidate in candidates:
            full = self.full(candidate.name)
            self.last = full if " " in full else self.last
            if " " in candidate.name:
                self._seen[fold(candidate.name.rsplit(" ", 1)[-1])] = candidate.name

    def link(self, candidate: Candidate) -> None:
        self.linked.setdefault(candidate.name, []).append(candidate)

    def full(self, name: str) -> str:
        """The full name that a short form stands for; the form itself where the text has none."""
        if " " in name:
            return name
        for full in self.linked:
            if fold(full.rsplit(" ", 1)[-1]) == fold(name):
                return full
        # Where a text goes on with another part of the name ("Prawit Wongsuwan", "Prawit"), that part is long enough to tell.
        part = next((full for full in self.linked if len(name) > 3 and name in full.split()), None)
        return part or self._seen.get(fold(name)) or self._known.by_surname(name) or name


class PersonFinder:
    """Finds the persons of a text and their posts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known = KnownOfficials(lexicon.officials.values())
        self._owners = PostOwners(lexicon, self._known)

    def find(
        self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], about: Sequence[str] = ()
    ) -> tuple[list[Person], list[Post]]:
        """Persons in order of first mention, and their posts in text order; `about` are the states that title and publisher name."""
        posts: list[Post] = []
        told = _Told(self._known)
        names_by_sentence: list[tuple[Sentence, list[Candidate]]] = []
        mentions = with_acronyms(text, extended_posts(text, without_given_names(text, titles_apart(text, mentions))))
        lower_words = set(re.findall(r"(?<![\w.])[a-z][\w-]+", text))
        topic = self._owners.topic(text, mentions, about)
        for sentence in sentences:
            local = [m for m in mentions if sentence.start <= m.start < sentence.end]
            candidates = self._candidates(text, sentence, local, lower_words)
            names_by_sentence.append((sentence, candidates))
            posts += self._posts(text, sentence, local, candidates, topic, told, posts)
            told.see(candidates)
            named = [Named(c.start, c.end, told.full(c.name)) for c in candidates]
            holders = {post.person for post in posts}
            for post in counterpart_posts(text, sentence, local, named, posts, self._known.state):
                if post.person not in holders:
                    posts.append(post)
                    told.linked.setdefault(post.person, [])
        for post in unheld_posts(text, names_by_sentence, mentions, posts, self._known):
            posts.append(post)
            told.linked.setdefault(post.person, [])
        for post in self._introduced(text, names_by_sentence, mentions, topic, told, posts):
            posts.append(post)
            told.linked.setdefault(post.person, [])
        return self._persons(text, names_by_sentence, mentions, told.linked), posts

    def _introduced(
        self,
        text: str,
        names: Sequence[tuple[Sentence, Sequence[Candidate]]],
        mentions: Sequence[Mention],
        topic: Topic,
        told: _Told,
        posts: Sequence[Post],
    ) -> list[Post]:
        """The posts that one sentence leaves without a name and the next name takes."""
        found = []
        for post, sentence, candidate in introduced_posts(text, names, mentions, posts, told.full):
            places = [m for m in mentions if m.type in PLACE_TYPES and sentence.start <= m.start < sentence.end]
            full = told.full(candidate.name)
            owner = self._owners.owner(text, post, (candidate.start, candidate.end, full), places, sentence, topic)
            words = self._words(text, post, places)
            found.append(Post(full, words, owner.of, owner.of_text, sentence.start, sentence.end, post.ref))
        return found

    def _candidates(self, text: str, sentence: Sentence, mentions: Sequence[Mention], lower_words: set[str]) -> list[Candidate]:
        """Runs of capitalised words that no other name covers."""
        if _HEADLINE.fullmatch(sentence.text):
            return []
        blocked = [m for m in mentions if m.type not in ("official", "demonym", "rank", "honorific", "currency") and not _in_name(text, m)]
        found = []
        for match in _NAME.finditer(text, sentence.start, sentence.end):
            if _PLACE_NOUN.search(match.group()) or _PLACE_BEHIND.match(text, match.end()):
                continue
            trims = [m for m in mentions if m.type in ("rank", "honorific", "demonym")]
            for part in free_parts(match.start(), match.end(), text, blocked, trims):
                start, end = without_stops(text, *part, sentence.start, lower_words)
                if " " in text[slice(*part)] and text[start:end] not in self._known and _no_person(text, part[0], start):
                    continue
                name = " ".join(text[start:end].split())
                shouted = name.isupper() and (len(name) > 3 or name.isalpha()) and not _INITIALS.match(name)
                if (
                    name[:1].isupper()
                    and not shouted
                    and not is_office(name)
                    and not any(c.isdigit() for c in name)
                    and len(name.split()) <= 6
                ):
                    found.append(Candidate(start, end, name))
        return found

    def _posts(
        self,
        text: str,
        sentence: Sentence,
        local: Sequence[Mention],
        candidates: Sequence[Candidate],
        topic: Topic,
        told: _Told,
        earlier: Sequence[Post],
    ) -> list[Post]:
        found: list[Post] = []
        states = {post.person: post.of for post in reversed(earlier) if post.of in self._lexicon.states}
        places = [m for m in local if m.type in PLACE_TYPES]
        # A state inside the name of its body is no place of its own: "the US 7th Fleet".
        joined = [m for m in places if m.type in ("joined", "body")]
        places = [m for m in places if m in joined or not any(j.start <= m.start and m.end <= j.end for j in joined)]
        names = {c.start for c in candidates}
        post_mentions = [
            m
            for m in local
            if m.type == "post"
            and m.ref not in _PRIVATE
            and not _is_rank(text, m, names, places)
            and m.start not in names
            and text[m.start : m.end].lower() not in ("heads", "chairs", "leads")
        ]
        used: set[int] = set()
        referred = sorted([*candidates, *self._pronouns(text, sentence, candidates, told)], key=lambda c: c.start)
        for post in post_mentions:
            holders = partners(text, post, referred, local, told.full)
            paired = self._owners.paired(text, post, places, len(holders))
            for position, candidate in enumerate(holders):
                full = told.full(candidate.name)
                name = (candidate.start, candidate.end, full)
                served = states.get(full) or self._possessor(text, sentence, post, full, [*earlier, *found])
                owner = self._owners.owner(text, post, name, places, sentence, topic, served)
                if paired:
                    owner = Owner(paired[position])
                used.add(candidate.start)
                words = self._words(text, post, places)
                if owner.of and _NO_OFFICE.search(owner.of) and not _COMMANDS.search(post.ref):
                    continue
                found.append(Post(full, words, owner.of, owner.of_text, sentence.start, sentence.end, post.ref))
                told.link(replace(candidate, name=full))
        for candidate in candidates:
            full = told.full(candidate.name)
            if candidate.start not in used and " " in full:
                headed = told_post(self._owners, text, sentence, candidate, places, topic)
                if headed is not None and not (headed.of and _NO_OFFICE.search(headed.of) and not _COMMANDS.search(headed.post)):
                    found.append(replace(headed, person=full))
                    told.link(replace(candidate, name=full))
        for candidate in (c for c in candidates if " " in c.name):
            ranked = any(m.type == "rank" and 0 <= candidate.start - m.end <= 2 for m in local)
            ranked = ranked or _RETIRED.match(text, candidate.end) is not None
            if ranked or _PARTY_MEMBER.match(text, candidate.end) or _SEATED.match(text, candidate.end):
                told.link(candidate)
        return found

    def _pronouns(self, text: str, sentence: Sentence, candidates: Sequence[Candidate], told: _Told) -> list[Candidate]:
        """The pronouns of a sentence that can hold a post, under the name of whom they mean."""
        found = []
        for match in _PRONOUN.finditer(text, sentence.start, sentence.end):
            if match.group() in ("he", "she") and not (text.startswith("As ", sentence.start) or _BE.match(text, match.end())):
                continue
            here = [told.full(c.name) for c in candidates if c.end <= match.start()]
            name = next((full for full in reversed(here) if " " in full), told.last)
            if name is not None:
                found.append(Candidate(*match.span(), name))
        return found

    def _possessor(self, text: str, sentence: Sentence, post: Mention, holder: str, told: Sequence[Post]) -> str | None:
        """The state of whom "his" before a post means: the other person told of last."""
        if _HIS.search(text, sentence.start, post.start) is None:
            return None
        return next((p.of for p in reversed(told) if p.person != holder and p.of in self._lexicon.states), None)

    def _words(self, text: str, post: Mention, places: Sequence[Mention]) -> str:
        """The post as the text words it, without the body it begins with."""
        within = self._owners.inside(text, post)
        return post_text(text, replace(post, start=within[1]) if within is not None else post, places)

    def _persons(
        self,
        text: str,
        names: Sequence[tuple[Sentence, Sequence[Candidate]]],
        mentions: Sequence[Mention],
        linked: dict[str, list[Candidate]],
    ) -> list[Person]:
        """Joins each name with its later short forms; a bare surname that nobody bears is nobody."""
        full: dict[str, list[tuple[int, int]]] = {}
        officials = {name for name in linked if " " in name}
        everyone = [c for _, found in names for c in found]
        for candidate in everyone:
            if " " in candidate.name and (candidate.name in officials or candidate.name in self._known):
                full.setdefault(candidate.name, []).append((candidate.start, candidate.end))
        for mention in mentions:
            if mention.type == "official":
                spelt = text[mention.start : mention.end]
                bearer = next((n for n in full if fold_cased(n.rsplit(" ", 1)[-1]) == fold_cased(spelt)), None)
                # "Soeharto" stays as the text spells it.
                name = spelt if " " in spelt else bearer or (mention.ref if fold(spelt) in fold(mention.ref) else spelt)
                if not any(start <= mention.start < end for spans in full.values() for start, end in spans):
                    full.setdefault(name, []).append((mention.start, mention.end))
        by_surname = {fold_cased(name.rsplit(" ", 1)[-1]): name for name in full}
        by_first = {fold_cased(part): name for name in full for part in name.split()[:-1] if len(part) > 3}
        for candidate in everyone:
            if " " in candidate.name:
                continue
            key = fold_cased(candidate.name)
            owner = by_surname.get(key) or (by_first.get(key) if key not in by_surname else None) or self._known.by_surname(candidate.name)
            # "President Bush" is somebody even where the text never says which.
            if owner is None and candidate.name in linked:
                owner = candidate.name
            if owner is not None:
                full.setdefault(owner, []).append((candidate.start, candidate.end))
        people = [Person(name, tuple(sorted(set(spans))), True) for name, spans in full.items()]
        return sorted(people, key=lambda p: (p.spans[0], p.name))


def _no_person(text: str, whole: int, start: int) -> bool:
    """Whether "the" or "in" stands before a run of several capitals, of which a name may begin later ("in February X")."""
    if text[max(0, start - 4) : start].lower() == "the ":
        return True
    before = _THE_OR_IN.search(text, max(0, whole - 12), whole)
    return before is not None and (whole == start or before.group().lower() == "the ")


def _is_rank(text: str, post: Mention, names: set[int], places: Sequence[Mention]) -> bool:
    """Whether "Commander X" is a naval rank: no body stands before it."""
    return text[post.start : post.end] == "Commander" and post.end + 1 in names and not any(0 <= post.start - m.end <= 3 for m in places)


def _in_name(text: str, mention: Mention) -> bool:
    """Whether what looks like an outlet is a name's part, behind a form of address or an article ("Sheikh Sabah al-Sabah")."""
    if mention.type != "outlet" or " " in text[mention.start : mention.end]:
        return False
    around = text[max(0, mention.start - 12) : mention.start], text[mention.end : mention.end + 5]
    return _NAME_BEFORE.search(around[0]) is not None or _NAME_AFTER.match(around[1]) is not None
