"""Acronyms that bodies of several states share: "the IAF" is Israel's where the text names Israel and not India.

The list of agencies gives such an acronym to the state that the press means by it without a further word. Where a text does not name
that state at all, it means the same service of a state that the text does name and whose initial fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data.lexicon import Lexicon
from data.mentions import STATE_TYPES, Mention

_SERVICES: Final = (
    (re.compile(r"R?(?P<initial>[A-Z])AF"), "Air Force"),
    (re.compile(r"FA(?P<initial>[A-Z])"), "Air Force"),
    (re.compile(r"R?(?P<initial>[A-Z])N"), "Navy"),
    (re.compile(r"M[oO]D|MND"), "Ministry of Defence"),
)
# Acronyms that mean one body wherever they stand.
_SETTLED: Final = frozenset({"RAF", "RN", "USN"})


def settled_acronyms(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """The mentions with shared acronyms given to the state that the text speaks of."""
    named = Counter(m.ref for m in mentions if m.type in STATE_TYPES)
    return [_settled(text, mention, named, lexicon) for mention in mentions]


def _settled(text: str, mention: Mention, named: Counter[str], lexicon: Lexicon) -> Mention:
    words = text[mention.start : mention.end]
    agency = lexicon.agencies.get(mention.ref) if mention.type == "agency" else None
    if agency is None or agency.state is None or agency.state in named or words in _SETTLED:
        return mention
    for pattern, service in _SERVICES:
        match = pattern.fullmatch(words)
        if match is None:
            continue
        initial = match.groupdict().get("initial", "")
        fitting = [state for state, _ in named.most_common() if _begins(lexicon, state, initial)]
        if fitting:
            return _of_state(mention, service, fitting[0], lexicon)
    return mention


def _begins(lexicon: Lexicon, state: str, initial: str) -> bool:
    entry = lexicon.states[state]
    return not entry.former and any(name.startswith(initial) for name in (entry.name, *entry.demonyms))


def _of_state(mention: Mention, service: str, state: str, lexicon: Lexicon) -> Mention:
    listed = (a.name for a in lexicon.agencies.values() if a.state == state and (a.name.endswith(service) or a.name.startswith(service)))
    own = next(listed, None)
    if own is not None:
        return replace(mention, ref=own)
    return replace(mention, type="joined", ref=f"{service} of {lexicon.states[state].name}", root=state)
