"""The entities that a text names, whether or not a fact uses them."""

from __future__ import annotations

from data.facts import Mentions
from data.lexicon import lexicon
from data.mentions import STATE_TYPES, Mention
from data.reading import Reading


def mentions_of(reading: Reading) -> Mentions:
    """States by key, officials by full name, agencies and weapons as lists of spellings, canonical first; each group sorted."""
    states = {m.ref for m in reading.mentions if m.type in STATE_TYPES}
    weapons: dict[str, dict[str, None]] = {}
    for sentence in reading.sentences:
        for item in sentence.items:
            if not item.generic:
                weapons.setdefault(item.name, {item.name: None}).setdefault(item.text)
    return Mentions(
        states=tuple(sorted(states)),
        officials=tuple(sorted({person.name for person in reading.persons if person.official})),
        agencies=tuple(sorted(tuple(names) for names in _agencies(reading).values())),
        weapons=tuple(sorted(tuple(names) for names in weapons.values())),
    )


def _agencies(reading: Reading) -> dict[str, dict[str, None]]:
    """The spellings of each body by its name; "the air force" is the one named with its state before, else after."""
    text = reading.dispatch.text
    named = [m for m in reading.mentions if m.type in ("agency", "group", "joined", "institution", "body") and not _plain(text, m)]
    found: dict[str, dict[str, None]] = {}
    for place, mention in enumerate(named):
        whole = [other.ref for other in (*reversed(named[:place]), *named[place:]) if other.ref.startswith(f"{mention.ref} of ")]
        ref = whole[0] if mention.type == "institution" and whole else mention.ref
        words = " ".join(text[mention.start : mention.end].split())
        found.setdefault(ref, {ref: None}).setdefault(words)
    return found


def _plain(text: str, mention: Mention) -> bool:
    """Whether a mention names no body: a region, or an everyday word without its state ("the cabinet")."""
    if mention.type == "group":
        return lexicon().groups[mention.ref].subtype == "region"
    words = text[mention.start : mention.end]
    if " " in words:
        words = words[0].lower() + words[1:]
    return mention.type == "institution" and words in lexicon().institutions[mention.ref].everyday
