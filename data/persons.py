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
from data.lexicon import Lexicon
from data.mentions import BODY_TYPES, STATE_TYPES, Mention
from data.name_spans import bridge, free_parts, post_text, strip_ranks, without_mentions, without_stops
from data.posts import Owner, Post, PostOwners, with_acronyms
from data.sentences import Sentence

__all__ = ["Person", "PersonFinder", "Post"]

_PARTICLE: Final = r"(?:al|el|bin|bint|ibn|abu|de|da|do|dos|das|del|della|di|du|van|von|der|den|ten|la|le|ul|ur|un|ud|of the|zu|e|y)"
_WORD: Final = r"(?:(?:[ADO]['’]|Mc|Mac|al-|el-|ul-|[Aa]l |[Ee]l-)?[A-ZÀ-ÞČŠŽĆĐŁŚŻİŞĞ][\w'’]*[\w](?:-[\w]+)*|[A-Z]\.)"
_NAME: Final = re.compile(rf"(?<![\w-]){_WORD}(?:(?: (?:{_PARTICLE} )*|-)(?:al-|el-|as-|ad-|ar-|an-|ul-|bin-)?{_WORD})*")
_TITLES: Final = r"(?:the |then |now |former |late |acting |outgoing |newly appointed |current |retired |ret\. |\(ret\.?\) )*"
_GAP_WORDS: Final = re.compile(r"[a-zà-ÿ]+", re.IGNORECASE)
_GAP_ALLOWED: Final = frozenset(
    "the a an then now former late acting outgoing new current retired its his her their who is was as served "
    "serving serves be became who's whose country's country nation's ministry's "
    "s once as present at time in those days retired general "
    "state top senior chief of and first deputy vice interim veteran long-time longtime powerful day-to-day "
    "company company's group's group firm's agency's agency head government's".split()
)
_HEADS: Final = re.compile(
    r"^,?\s*(?:an? [\w -]{3,30} )?(?:who |which )?(?:also |now |then )?(?P<verb>heads|headed|leads|led|runs|ran|chairs|chaired|commands|"
    r"commanded|speaks for|spoke for|speaking for|represents)\s+",
    re.IGNORECASE,
)
# A line in title case and without a full stop: its words are no names.
_HEADLINE: Final = re.compile(r"(?:[A-Z0-9][\w'’-]*\s+(?:(?:of|to|for|in|on|with|and|the|from|by|at|as|over|a)\s+)*){4,}[A-Z0-9][\w'’-]*")
_VERB_POST: Final = {
    "heads": "head",
    "headed": "head",
    "leads": "head",
    "led": "head",
    "runs": "head",
    "ran": "head",
    "chairs": "chairman",
    "chaired": "chairman",
    "commands": "commander",
    "commanded": "commander",
    "speaks for": "spokesman",
    "spoke for": "spokesman",
    "speaking for": "spokesman",
    "represents": "representative",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A person of one text: full name as the text gives it, and where it and its later short forms stand."""

    name: str
    spans: tuple[tuple[int, int], ...]
    official: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    name: str


class PersonFinder:
    """Finds the persons of a text and their posts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._owners = PostOwners(lexicon)
        self._known: dict[str, str] = {}
        self._surnames: dict[str, str] = {}
        for official in lexicon.officials.values():
            for spelling in (official.name, *official.aliases):
                self._known[_key(spelling)] = official.name
            if official.surname_alone:
                self._surnames[fold(official.surname)] = official.name

    def find(self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> tuple[list[Person], list[Post]]:
        """Persons in order of first mention, and their posts in text order."""
        posts: list[Post] = []
        linked: dict[str, list[_Candidate]] = {}
        names_by_sentence: list[tuple[Sentence, list[_Candidate]]] = []
        mentions = with_acronyms(text, mentions)
        lower_words = set(re.findall(r"(?<![\w.])[a-z][\w-]+", text))
        for sentence in sentences:
            local = [m for m in mentions if sentence.start <= m.start < sentence.end]
            candidates = self._candidates(text, sentence, local, lower_words)
            names_by_sentence.append((sentence, candidates))
            posts += self._posts(text, sentence, local, candidates, mentions, linked, posts)
            named = [Named(c.start, c.end, self._full(c.name, linked)) for c in candidates]
            told = {post.person for post in posts}
            for post in counterpart_posts(text, sentence, local, named, posts):
                if post.person not in told:
                    posts.append(post)
                    linked.setdefault(post.person, [])
        return self._persons(text, names_by_sentence, mentions, linked), posts

    def _candidates(self, text: str, sentence: Sentence, mentions: Sequence[Mention], lower_words: set[str]) -> list[_Candidate]:
        """Runs of capitalised words that no other name covers."""
        if _HEADLINE.fullmatch(sentence.text):
            return []
        # "Amir Nasser X" is a first name where no rank or "the" makes it a post.
        mentions = [
            m for m in mentions if not (m.type == "post" and text[m.start : m.end] == "Amir" and text[m.start - 2 : m.start] == ", ")
        ]
        blocked = [m for m in mentions if m.type not in ("official", "demonym", "rank", "honorific", "currency")]
        found = []
        for match in _NAME.finditer(text, sentence.start, sentence.end):
            trims = [m for m in mentions if m.type in ("rank", "honorific", "demonym")]
            for part in free_parts(match.start(), match.end(), text, blocked, trims):
                start, end = without_stops(text, *part, sentence.start, lower_words)
                name = " ".join(text[start:end].split())
                shouted = name.isupper() and len(name) > 3
                if name[:1].isupper() and not shouted and not any(c.isdigit() for c in name) and len(name.split()) <= 6:
                    found.append(_Candidate(start, end, name))
        return found

    def _posts(
        self,
        text: str,
        sentence: Sentence,
        local: Sequence[Mention],
        candidates: Sequence[_Candidate],
        mentions: Sequence[Mention],
        linked: dict[str, list[_Candidate]],
        earlier: Sequence[Post],
    ) -> list[Post]:
        found: list[Post] = []
        states = {post.person: post.of for post in reversed(earlier) if post.of in self._lexicon.states}
        places = [m for m in local if m.type in STATE_TYPES or m.type in BODY_TYPES or m.type == "institution"]
        joined = [m for m in places if m.type == "joined"]
        places = [m for m in places if m.type == "joined" or not any(j.start <= m.start and m.end <= j.end for j in joined)]
        names = {c.start for c in candidates}
        post_mentions = [
            m
            for m in local
            if m.type == "post" and m.start not in names and text[m.start : m.end].lower() not in ("heads", "chairs", "leads")
        ]
        used: set[int] = set()
        for post in post_mentions:
            partners = self._partners(text, post, candidates, local, linked)
            for candidate in partners:
                full = self._full(candidate.name, linked)
                owner = self._owner(text, post, candidate, places, sentence, mentions, states.get(full))
                found.append(
                    Post(
                        full,
                        self._words(text, post, places),
                        owner.of,
                        owner.of_text,
                        sentence.start,
                        sentence.end,
                        post.ref,
                    )
                )
                linked.setdefault(candidate.name, []).append(candidate)
                used.add(candidate.start)
        for candidate in candidates:
            if candidate.start not in used and " " in candidate.name:
                headed = self._headed(text, sentence, candidate, places, mentions)
                if headed is not None:
                    found.append(replace(headed, person=self._full(candidate.name, linked)))
                    linked.setdefault(candidate.name, []).append(candidate)
        for candidate in candidates:
            ranked = any(m.type == "rank" and 0 <= candidate.start - m.end <= 2 for m in local)
            if ranked and " " in candidate.name:
                linked.setdefault(candidate.name, []).append(candidate)
        return found

    def _headed(
        self, text: str, sentence: Sentence, candidate: _Candidate, places: Sequence[Mention], mentions: Sequence[Mention]
    ) -> Post | None:
        """The post told by a verb: "X, who heads Rostec", "X, a general who chairs the defence committee of the Duma"."""
        match = _HEADS.match(text[candidate.end : sentence.end])
        if match is None:
            return None
        start = candidate.end + match.end()
        bodies = [m for m in places if start <= m.start <= start + 70 and (m.type in BODY_TYPES or m.type in ("institution", "state"))]
        bodies = [m for m in bodies if re.fullmatch(r"(?:[\w'’-]+,? ){0,8}", text[start : m.start])]
        if not bodies:
            return None
        body, words = bodies[0], _VERB_POST[match["verb"].lower()]
        part = re.match(r"(?:the |an? )?[a-z][\w'’-]*(?: [a-z][\w'’-]*){0,8}?(?= of )", text[start : start + 80])
        whole = next((m for m in bodies if part is not None and m.start > start + part.end() and m.end > start + part.end()), None)
        if part is not None and whole is not None and re.fullmatch(r" of (?:the )?", text[start + part.end() : whole.start]):
            body, words = whole, f"{words} of {part.group()}"
        owner = self._owners.settle(text, body, Mention(candidate.start, candidate.end, "post", words), mentions, sentence, None)
        return Post(candidate.name, words, owner.of, owner.of_text, sentence.start, sentence.end)

    def _partners(
        self, text: str, post: Mention, candidates: Sequence[_Candidate], local: Sequence[Mention], linked: dict[str, list[_Candidate]]
    ) -> list[_Candidate]:
        """The names that a post belongs to: "Minister X", "the minister, X,", "X, the minister of Y", "Presidents X and Y"."""
        after = [c for c in candidates if c.start >= post.end]
        before = [c for c in candidates if c.end <= post.start and not re.match(r"['’]s?\b", text[c.end : c.end + 2])]
        partners: list[_Candidate] = []
        if after:
            gap = strip_ranks(text, post.end, after[0].start, local)
            bridged = bridge(text, post.end, after[0].start, local)
            if (
                re.fullmatch(r"\s*", gap)
                or re.fullmatch(r"\s*,?\s*(?:then |now |the late )?(?:named )?", gap)
                or re.fullmatch(r" of (?:the|both|these) (?:two |three )?(?:countries|nations|states|sides|neighbou?rs),? ?", gap)
                or (bridged and re.fullmatch(r"[\s,]*", bridged[1]))
            ):
                partners.append(after[0])
                plural = text[post.start : post.end].lower().rstrip("'’").endswith("s") and not post.ref.endswith("s")
                following = after[1:]
                while (
                    plural
                    and following
                    and re.fullmatch(r"(?:,|,? and|\s|of|[A-Z][\w]+|,? the)*\s*", text[partners[-1].end : following[0].start])
                    and len(partners) < 4
                ):
                    if "and" in text[partners[-1].end : following[0].start] or "," in text[partners[-1].end : following[0].start]:
                        partners.append(following[0])
                        following = following[1:]
                    else:
                        break
        if not partners and before and not re.match(r"['’]s\b", text[post.end : post.end + 2]):
            last = before[-1]
            gap = text[last.end : post.start]
            if re.match(r"^\s*(?:\(|,|—|–|-{1,2}|who\b|,? who\b|is\b|was\b|as\b)", gap) and len(gap) < 90:
                covered = [m for m in local if m.type in STATE_TYPES or m.type in BODY_TYPES or m.type in ("institution", "rank", "post")]
                covered += [Mention(c.start, c.end, "person", c.name) for c in candidates]
                rest = without_mentions(text, last.end, post.start, covered)
                words = {w.lower() for w in _GAP_WORDS.findall(rest)}
                if words <= _GAP_ALLOWED and " " in self._full(last.name, linked):
                    partners.append(last)
        return [
            p
            for p in partners
            if " " in self._full(p.name, linked) or (partners and p is partners[0] and re.fullmatch(r"\s*", text[post.end : p.start]))
        ]

    def _owner(
        self,
        text: str,
        post: Mention,
        candidate: _Candidate,
        places: Sequence[Mention],
        sentence: Sentence,
        mentions: Sequence[Mention],
        state: str | None,
    ) -> Owner:
        known = self._known.get(_key(candidate.name), self._surnames.get(fold(candidate.name), candidate.name))
        return self._owners.owner(text, post, (candidate.start, candidate.end, known), places, sentence, mentions, state)

    def _words(self, text: str, post: Mention, places: Sequence[Mention]) -> str:
        """The post as the text words it, without the body it begins with."""
        within = self._owners.inside(text, post)
        return post_text(text, replace(post, start=within[1]) if within is not None else post, places)

    def _full(self, name: str, linked: dict[str, list[_Candidate]]) -> str:
        if " " in name:
            return name
        for full in linked:
            if full.rsplit(" ", 1)[-1] == name or fold(full.rsplit(" ", 1)[-1]) == fold(name):
                return full
        # Where a text goes on with another part of the name ("Prawit Wongsuwan", "Prawit"), that part is long enough to tell.
        return next((full for full in linked if len(name) > 3 and name in full.split()), self._surnames.get(fold(name), name))

    def _persons(
        self,
        text: str,
        names: Sequence[tuple[Sentence, Sequence[_Candidate]]],
        mentions: Sequence[Mention],
        linked: dict[str, list[_Candidate]],
    ) -> list[Person]:
        """Joins each name with its later short forms; a bare surname that nobody bears is nobody."""
        full: dict[str, list[tuple[int, int]]] = {}
        officials = {name for name in linked if " " in name}
        everyone = [c for _, found in names for c in found]
        for candidate in everyone:
            if " " in candidate.name and (candidate.name in officials or _key(candidate.name) in self._known):
                full.setdefault(candidate.name, []).append((candidate.start, candidate.end))
        for mention in mentions:
            if mention.type == "official":
                spelt = text[mention.start : mention.end]
                bearer = next((n for n in full if fold_cased(n.rsplit(" ", 1)[-1]) == fold_cased(spelt)), None)
                name = spelt if " " in spelt else bearer or mention.ref
                if not any(start <= mention.start < end for spans in full.values() for start, end in spans):
                    full.setdefault(name, []).append((mention.start, mention.end))
        by_surname = {fold_cased(name.rsplit(" ", 1)[-1]): name for name in full}
        by_first = {fold_cased(part): name for name in full for part in name.split()[:-1] if len(part) > 3}
        for candidate in everyone:
            if " " in candidate.name:
                continue
            key = fold_cased(candidate.name)
            owner = (
                by_surname.get(key) or (by_first.get(key) if key not in by_surname else None) or self._surnames.get(fold(candidate.name))
            )
            # "President Bush" is somebody even where the text never says which.
            if owner is None and candidate.name in linked:
                owner = candidate.name
            if owner is not None:
                full.setdefault(owner, []).append((candidate.start, candidate.end))
        people = [Person(name, tuple(sorted(set(spans))), True) for name, spans in full.items()]
        return sorted(people, key=lambda p: (p.spans[0], p.name))


def _key(name: str) -> str:
    """A name's letters alone: romanisations differ in hyphens and spaces ("Chan-o-cha", "Chan-ocha")."""
    return re.sub(r"[\s-]", "", fold(name))
