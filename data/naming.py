"""The entities that a text names, whether or not a fact uses them."""

from __future__ import annotations

from data.facts import Mentions
from data.mentions import STATE_TYPES
from data.reading import Reading


def mentions_of(reading: Reading) -> Mentions:
    """States by key, officials by full name, agencies and weapons as lists of spellings, canonical first; each group sorted."""
    text = reading.dispatch.text
    states = {m.ref for m in reading.mentions if m.type in STATE_TYPES}
    agencies: dict[str, dict[str, None]] = {}
    for mention in reading.mentions:
        if mention.type in ("agency", "group", "joined", "institution"):
            words = " ".join(text[mention.start : mention.end].split())
            agencies.setdefault(mention.ref, {mention.ref: None}).setdefault(words)
    bare = {ref for ref in agencies if any(other.startswith(f"{ref} of ") for other in agencies)}
    weapons: dict[str, dict[str, None]] = {}
    for sentence in reading.sentences:
        for item in sentence.items:
            if not item.generic:
                weapons.setdefault(item.name, {item.name: None}).setdefault(item.text)
    return Mentions(
        states=tuple(sorted(states)),
        officials=tuple(sorted({person.name for person in reading.persons if person.official})),
        agencies=tuple(sorted(tuple(names) for ref, names in agencies.items() if ref not in bare)),
        weapons=tuple(sorted(tuple(names) for names in weapons.values())),
    )
