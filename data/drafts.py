"""A fact in the making: slots filled so far and the sentences that support it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from data.facts import Claim, Evidence, make_claim
from data.reading import Reading


@dataclass(slots=True)
class Draft:
    """One fact of one text; `sentences` index the reading's sentences, `spans` are narrower passages inside them, if any."""

    kind: str
    rule: str
    slots: dict[str, Any]
    sentences: set[int] = field(default_factory=set)

    def claim(self, reading: Reading) -> Claim:
        """The claim with its evidence, in text order."""
        places = sorted(self.sentences)
        evidence = []
        for index in places:
            sentence = reading.sentences[index].sentence
            evidence.append(Evidence(sentence.start, sentence.end, sentence.text))
        return make_claim(self.kind, self.slots, self.rule, evidence, reading.dispatch.sha256)


def unique(drafts: Iterable[Draft], identity: tuple[str, ...]) -> list[Draft]:
    """Drafts without repetition: those that agree on the identity slots become one, which keeps the first filled value of every slot."""
    found: dict[tuple[Any, ...], Draft] = {}
    for draft in drafts:
        key = tuple(str(draft.slots.get(name)) for name in identity)
        known = found.get(key)
        if known is None:
            found[key] = draft
            continue
        known.sentences |= draft.sentences
        for name, value in draft.slots.items():
            if known.slots.get(name) in (None, []):
                known.slots[name] = value
    return list(found.values())
