"""Whose a post is: the state of a minister, the agency of a head or spokesman.

Works on the words around a post without a parse: what stands before it ("Russian", "the Kremlin's"), after it ("of Belarus"), inside it
("Kremlin spokesman"), what "its" or "the company's" points back to, the known officials, and at last what the text is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.folding import fold
from data.known_officials import KnownOfficials
from data.lexicon import Lexicon
from data.mentions import STATE_TYPES, Mention
from data.post_bodies import (
    ADJECTIVES,
    OWN_BODY_TYPES,
    extended_body,
    listed,
    plain_body,
    spelt_out,
    town_behind,
    unlisted_beside,
    unlisted_body,
    unlisted_force,
)
from data.post_pointers import OF_COMPANY, kind_of, pointed_at, pointed_by
from data.sentences import Sentence
from data.usual_states import Choice, Topic, state_of, usual_state

_OF_LINK: Final = re.compile(
    r"^(?:['’]s)?(?:\s*\([^)]{1,20}\))?\s*(?:of|at|in|for|from|with|to|on)\s+(?:the\s+)?"
    r"(?:state-owned |state-run |country's |company |firm |group |agency |ruling )*",
    re.IGNORECASE,
)
# Posts of a state even where a ministry stands beside them.
_OF_STATE: Final = re.compile(
    r"minister|president|ambassador|secretary of|premier|chancellor|\bking\b|emir|sultan|envoy|head of state|prince"
)
_AS: Final = re.compile(r"\bas (?:the |its |an? )?$")
_LEADS: Final = re.compile(
    r",? (?:leads|heads|runs|commands|directs|manages|oversees|led|headed|ran|commanded|directed|managed|oversaw|"
    r"speaks for|represents) (?:the )?"
)
_OF: Final = re.compile(r"\s+of\s+(?:the\s+)?")
_ADDRESSED: Final = frozenset({"ambassador", "envoy", "special envoy", "adviser", "aide"})
_SERVICES: Final = {"army": "army", "ground forces": "army", "naval": "navy", "navy": "navy", "air": "air force"}
# Who goes on serving what came after a state that is no more.
_SUCCESSORS: Final = {"SUN": "RUS", "YUG": "SRB", "CSK": "CZE", "SCG": "SRB"}
_REACH: Final = 700
_NEAR: Final = 400
_PAIR: Final = 2
# Posts that states and companies both have, and the bodies that have a president of their own.
_OF_EITHER: Final = frozenset({"president", "vice president"})
_PRESIDED: Final = frozenset({"company", "exporter", "procurement", "other", "group"})
_LAWMAKERS: Final = frozenset({"senator", "congressman", "lawmaker", "majority leader"})
# Posts whose bare form asks for a body of its own kind.
_OF_FORCES: Final = frozenset({"commander", "chief of staff", "commandant", "chief of operations", "chief of logistics"})
# Posts whose words name the force, and that force.
_OF_WHOLE_FORCES: Final = frozenset({"chief of the armed forces", "commander-in-chief", "chief of the defence staff"})
_FORCE: Final = re.compile(
    r"\bof (?:the )?(?P<name>armed forces|military|(?:national )?defen[cs]e forces?|army|navy|air force)"
    r"(?! (?:regime|government|junta|household|council|committee|academy|intelligence|police|mission|delegation|section|branch|wing))\b",
    re.IGNORECASE,
)
# Posts that bodies of several states have, and the one that is meant where no other is named.
_OF_UNIONS: Final = frozenset({"secretary general", "foreign policy chief", "chairman", "commissioner"})
_OF_SERVICE: Final = frozenset({"chief of the army staff", "chief of the naval staff", "chief of the air staff"})
_PRESIDENTIAL: Final = re.compile(r"(?:presidential|government|cabinet) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Post:
    """A person's post as one sentence tells it; `of` is a state key or an agency's name, None where the text leaves it open.

    `ref` is the post's canonical name, the same for "foreign minister" and "minister of foreign affairs"; empty where no list has it.
    """

    person: str
    post: str
    of: str | None
    of_text: str | None
    start: int
    end: int
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a post is: state key or agency name, with the words of the text where they differ."""

    of: str | None
    of_text: str | None = None


class PostOwners:
    """Finds the state or agency that a post belongs to."""

    def __init__(self, lexicon: Lexicon, known: KnownOfficials) -> None:
        self._lexicon = lexicon
        self._known = known
        kinds = STATE_TYPES | {"agency", "group", "institution"}
        self._names = {fold(n.surface): (n.type, n.ref) for n in lexicon.names if n.type in kinds and not n.weak}

    def topic(self, text: str, mentions: Sequence[Mention], about: Sequence[str]) -> Topic:
        """What a text names, for the posts that leave their state unsaid."""
        people = tuple(
            (m.start, state) for m in mentions if m.type == "official" and (state := self._current(text[m.start : m.end], m.ref))
        )
        return Topic(tuple(mentions), tuple(about), people)

    def _current(self, *names: str) -> str | None:
        """The state that one of the names serves. Who once served a former state is told of for what came after it."""
        state = next((s for s in map(self._known.state, names) if s is not None), None)
        return state if state is None or not self._lexicon.states[state].former else None

    def paired(self, text: str, post: Mention, places: Sequence[Mention], holders: int) -> list[str] | None:
        """The states of "the presidents of Peru and Chile, X and Y", one for each holder; None where the text does not pair them."""
        if holders < _PAIR:
            return None
        states = [m for m in places if m.type in STATE_TYPES]
        after = [m for m in states if m.start >= post.end][:holders]
        before = [m for m in states if m.end <= post.start][-holders:]
        if len(after) == holders and re.fullmatch(r" of (?:the )?", text[post.end : after[0].start]) and listed(text, after):
            return [m.ref for m in after]
        if len(before) == holders and re.fullmatch(rf"(?:\s|{ADJECTIVES})*", text[before[-1].end : post.start]) and listed(text, before):
            return [m.ref for m in before]
        return None

    def inside(self, text: str, post: Mention) -> tuple[Mention, int] | None:
        """The body that the words of a post begin with ("Kremlin spokesman"), and where the post proper begins; None without one."""
        words = text[post.start : post.end].split(" ")
        for count in range(len(words) - 1, 0, -1):
            named = self._names.get(fold(" ".join(words[:count])))
            if named is not None:
                end = post.start + len(" ".join(words[:count]))
                return Mention(post.start, end, *named), end + 1
        return None

    def pointed_at(self, noun: str, position: int, mentions: Sequence[Mention]) -> Mention | None:
        """The body that a common noun at `position` means."""
        return pointed_at(self._lexicon, noun, position, mentions)

    def owner(
        self,
        text: str,
        post: Mention,
        name: tuple[int, int, str],
        places: Sequence[Mention],
        sentence: Sentence,
        topic: Topic,
        told: str | None = None,
    ) -> Owner:
        """The owner of a post that `name` (start, end, full name) holds.

        `places` are the states and bodies of the sentence; `told` is the state that an earlier post of the same person gave.
        """
        mentions = topic.mentions
        entry = self._lexicon.posts.get(post.ref)
        to_agency = entry is not None and entry.of == "agency"
        within = self.inside(text, post)
        before = self._before(text, post, places)
        state = told or self._current(name[2])
        if within is not None:
            return self.settle(text, within[0], post, topic, sentence, before, state)
        if to_agency and before is None:
            force = unlisted_force(text, post, places)
            if force is not None:
                return Owner(force)
        if post.ref in _OF_WHOLE_FORCES and (named := _FORCE.search(text, post.start)) and named.end() == post.end:
            owner = self._commanded(text, post, named["name"], before, name, places, sentence, topic, state)
            if owner is not None:
                return owner
        place = before or self._after(text, post, name, places, sentence) or self._led_as(text, post, places, sentence)
        if place is not None:
            meant = self._of_kind(text, post, place, mentions) if to_agency or post.ref in _OF_EITHER else None
            plain = plain_body(text, place) if to_agency and meant is None and place.start > post.end else None
            if plain is not None:
                return Owner(plain)
            return self.settle(text, meant or place, post, topic, sentence, None, state)
        if post.ref == "mayor":
            town = town_behind(text, post.end)
            if town is not None:
                return Owner(town)
        served = self._known.body(name[2]) if post.ref in _OF_UNIONS else None
        if served is not None:
            return Owner(served)
        whose = (
            unlisted_body(text, post.end + 4, sentence.end) if post.ref in _OF_EITHER and text[post.end : post.end + 4] == " of " else None
        )
        if whose is not None:
            return Owner(whose)
        if state is not None and (not to_agency or _PRESIDENTIAL.match(text, post.start)):
            return self._service(text, post, mentions, state) or Owner(state)
        pointed = pointed_by(self._lexicon, text, post, sentence, mentions, to_agency or post.ref == "leader")
        if pointed is not None:
            return self.settle(text, pointed, post, topic, sentence, None)
        unlisted = unlisted_beside(text, post, sentence) if to_agency else None
        if unlisted is not None:
            # "Barak's spokesman" speaks for the state.
            served = self._current(unlisted) if " " not in unlisted else None
            return Owner(served or unlisted)
        service = self._service(text, post, mentions, state) if state is not None or post.ref not in _OF_SERVICE else None
        if service is not None:
            return service
        # Whoever is known to serve a state heads no body of another.
        own = [m for m in mentions if state is None or state_of(self._lexicon, m) in (state, None)]
        body = self._nearest_body(post, own) if to_agency else None
        if body is not None:
            return self.settle(text, body, post, topic, sentence, None)
        likely = usual_state(
            self._lexicon, text, post.start, sentence, topic, self._choice(name[2], post, self._addressee(text, post, places))
        )
        return self._service(text, post, mentions, likely) or Owner(likely) if post.ref in _OF_SERVICE and likely else Owner(likely)

    def _of_kind(self, text: str, post: Mention, place: Mention, mentions: Sequence[Mention]) -> Mention | None:
        """The body that "of the South Korean company" or "the Dutch firm's" means, where the text names one of that kind and state."""
        noun = re.match(r" (?:[a-z-]+ )?(?P<noun>[a-z]+)\b", text[place.end :]) if place.type == "demonym" else None
        if noun is None or place.start < post.start:
            return None
        own = [m for m in mentions if state_of(self._lexicon, m) == place.ref or (m.type == "body" and m.root is None)]
        return pointed_at(self._lexicon, noun["noun"], post.start, own)

    def _commanded(
        self,
        text: str,
        post: Mention,
        force: str,
        before: Mention | None,
        name: tuple[int, int, str],
        places: Sequence[Mention],
        sentence: Sentence,
        topic: Topic,
        served: str | None,
    ) -> Owner | None:
        """The force that a post names itself ("chief of the armed forces"), as that of the state beside it or else the usual one."""
        place = before or self._after(text, post, name, places, sentence)
        if place is not None and place.type not in STATE_TYPES:
            return None
        state = place.ref if place is not None else served
        state = state or usual_state(self._lexicon, text, post.start, sentence, topic, self._choice(name[2], post, None))
        if state is None:
            return None
        owner = self._own_service(state, "armed forces" if "military" in force.lower() else force.lower().replace("defense", "defence"))
        return Owner(owner.of, owner.of_text or force)

    def nearest(self, position: int, mentions: Sequence[Mention], kinds: Sequence[str]) -> Mention | None:
        """The body of one of `kinds` that is named last before `position`."""
        earlier = (m for m in mentions if m.end <= position and m.type in OWN_BODY_TYPES and position - m.end < _REACH)
        fitting = [m for m in earlier if kind_of(self._lexicon, m) in kinds]
        return fitting[-1] if fitting else None

    def _choice(self, name: str, post: Mention, addressee: str | None) -> Choice:
        """Whose a bare post can be: of those whom the list of officials knows by the name, else of those that have such a post at all."""
        entry = self._lexicon.posts.get(post.ref)
        known = {state for served in self._known.states(name) for state in (served, _SUCCESSORS.get(served, served))}
        never = {addressee} if addressee is not None else set()
        if entry is None:
            return Choice(frozenset(known), frozenset(never))
        return Choice(frozenset(known or entry.states), frozenset(never | (set(entry.never) - known)))

    def _addressee(self, text: str, post: Mention, places: Sequence[Mention]) -> str | None:
        """The state that an ambassador is sent to, which is never his own."""
        link = re.match(r"\s+(?:to|in|at)\s+(?:the\s+)?", text[post.end :]) if post.ref in _ADDRESSED else None
        sent = next((m for m in places if link is not None and m.start == post.end + link.end()), None)
        return state_of(self._lexicon, sent) if sent is not None else None

    def _nearest_body(self, post: Mention, mentions: Sequence[Mention]) -> Mention | None:
        """The body named last before a post that leaves its own unsaid; a chief executive has a company, however far back."""
        earlier = [m for m in mentions if m.end <= post.start and m.type in OWN_BODY_TYPES]
        if post.ref in OF_COMPANY:
            companies = [m for m in earlier if kind_of(self._lexicon, m) in ("company", "exporter") and post.start - m.end < _REACH]
            if companies:
                return companies[-1]
        if post.ref in _OF_FORCES:
            forces = [
                m for m in earlier if kind_of(self._lexicon, m) in ("armed_service", "non_state", "group") and post.start - m.end < _REACH
            ]
            return forces[-1] if forces else None
        if post.ref == "secretary general":
            unions = [
                m
                for m in mentions
                if m.type in OWN_BODY_TYPES and state_of(self._lexicon, m) is None and kind_of(self._lexicon, m) in ("other", "group")
            ]
            return max(unions, key=lambda m: sum(other.ref == m.ref for other in unions), default=None)
        return earlier[-1] if earlier and post.start - earlier[-1].end < _NEAR else None

    def _before(self, text: str, post: Mention, places: Sequence[Mention]) -> Mention | None:
        """The place right before a post; a comma between them starts another phrase."""
        pre = [m for m in places if m.end <= post.start and post.start - m.end < 30]
        between = rf"(?:['’]s?)?(?:,? whose\b)?(?:\s|the|{ADJECTIVES})*"
        if not pre or not re.fullmatch(between, text[pre[-1].end : post.start], re.IGNORECASE):
            return None
        # "In Parliament defence minister X spoke": where somebody speaks is not whose post it is.
        placed = pre[-1].type in OWN_BODY_TYPES | {"institution"} and re.search(
            r"\b[Ii]n (?:the )?$", text[max(0, pre[-1].start - 8) : pre[-1].start]
        )
        return None if placed and text[pre[-1].end] == " " else pre[-1]

    def _after(self, text: str, post: Mention, name: tuple[int, int, str], places: Sequence[Mention], sentence: Sentence) -> Mention | None:
        """The place that "of" or the like leads in after a post or after its holder's name."""
        for stop in [post.end, name[1]] if name[0] > post.end else [post.end]:
            link = _OF_LINK.match(text[stop : sentence.end])
            if link is None and stop == post.end and text[post.start : stop].lower().endswith("commanding"):
                link = re.match(r" (?:the )?", text[stop : sentence.end])
            if link is None or (re.search(r"\b(?:to|in|at)\b", link.group()) and post.ref in _ADDRESSED):
                continue
            if stop != post.end and not re.search(r"\bof\b", link.group()):
                continue
            following = [m for m in places if m.start >= stop + link.end()]
            if not following or not re.fullmatch(r"(?:[\w'’-]+ ){0,9}", text[stop + link.end() : following[0].start]):
                continue
            place = following[0]
            if extended_body(text, stop + link.end(), place, sentence.end) is not None:
                continue
            # "the defence committee of the Duma": the whole counts, not its part.
            whole = following[1] if len(following) > 1 and place.type in ("institution", "joined") else None
            if whole is not None and whole.type in OWN_BODY_TYPES | {"institution"} and _OF.fullmatch(text[place.end : whole.start]):
                place = whole
            if _OF_STATE.search(post.ref) and place.type not in STATE_TYPES and re.search(r"\b(?:for|with)\b", link.group()):
                continue
            return place
        return None

    def _led_as(self, text: str, post: Mention, places: Sequence[Mention], sentence: Sentence) -> Mention | None:
        """The body of "X, who as chief operating officer runs the shipyard": it stands behind the verb."""
        if _AS.search(text, sentence.start, post.start) is None:
            return None
        verb = _LEADS.match(text, post.end)
        following = [m for m in places if verb is not None and m.start >= verb.end()]
        near = following and verb is not None and re.fullmatch(r"(?:[\w'’-]+ ){0,9}", text[verb.end() : following[0].start])
        return following[0] if near else None

    def _service(self, text: str, post: Mention, mentions: Sequence[Mention], state: str | None) -> Owner | None:
        """The armed service that a chief of staff commands, where the text names it."""
        if not re.search(r"\bchief\b", post.ref):
            return None
        wanted = next((service for word, service in _SERVICES.items() if re.search(rf"\b{word}\b", post.ref)), None)
        if wanted is None:
            return None
        for mention in sorted(mentions, key=lambda m: (abs(m.start - post.start), m.start)):
            words = text[mention.start : mention.end]
            fits = mention.type in ("joined", "agency") and wanted in words.lower() and kind_of(self._lexicon, mention) == "armed_service"
            if fits and state in (None, state_of(self._lexicon, mention)):
                return Owner(mention.ref, self._adjectival(mention, spelt_out(text, mention, mentions)))
        return self._own_service(state, wanted) if state is not None and post.ref in _OF_SERVICE else None

    def _own_service(self, state: str, service: str) -> Owner:
        """The army, navy or air force of a state, by the name that the lexicon has for it."""
        listed = (a.name for a in self._lexicon.agencies.values() if a.state == state and a.subtype == "armed_service")
        own = next((name for name in listed if name.lower().endswith(f" {service}")), None)
        if own is not None:
            return Owner(own)
        entry = self._lexicon.states[state]
        return Owner(f"{service.title()} of {entry.name}", f"{entry.demonyms[0]} {service}" if entry.demonyms else None)

    def _adjectival(self, place: Mention, words: str) -> str:
        """The words of a body with its state as an adjective: "Iranian navy" for "Iran's navy"."""
        owned = re.fullmatch(r".+?['’]s? (?P<body>[\w -]+)", words)
        if owned is None or place.type != "joined" or place.root is None or not self._lexicon.states[place.root].demonyms:
            return words
        return f"{self._lexicon.states[place.root].demonyms[0]} {owned['body']}"

    def settle(
        self,
        text: str,
        place: Mention,
        post: Mention,
        topic: Topic,
        sentence: Sentence,
        beside: Mention | None,
        served: str | None = None,
    ) -> Owner:
        """The owner that a place stands for; `beside` is a place before it that says whose it is, `served` the state of the holder."""
        words = spelt_out(text, place, topic.mentions)
        if place.type in STATE_TYPES:
            return Owner(place.ref, words if place.type == "metonym" else None)
        state = state_of(self._lexicon, place) or (state_of(self._lexicon, beside) if beside is not None else None)
        if state is None and place.type == "institution":
            state = served or usual_state(self._lexicon, text, post.start, sentence, topic)
        company = place.type != "institution" and kind_of(self._lexicon, place) in _PRESIDED and post.ref in _OF_EITHER
        if post.ref in _LAWMAKERS and state is None:
            # "a legislator of the governing party" sits for the state.
            state = served or usual_state(self._lexicon, text, post.start, sentence, topic)
        if state is not None and (_OF_STATE.search(post.ref) or post.ref in _LAWMAKERS) and not company:
            return Owner(state)
        words = self._adjectival(place, words)
        if place.type == "institution" and state is not None:
            return Owner(f"{place.ref} of {self._lexicon.states[state].name}", words)
        return Owner(place.ref, words if words != place.ref else " ".join(text[place.start : place.end].split()))
