"""Where and when a meeting was: the place as the text names it, its state, and the date nearest to the words that open it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Final

from spacy.tokens import Token

from data.lexicon import lexicon
from data.mentions import STATE_TYPES, Mention
from data.participants import Participant, Phrases, state_at
from data.reading import Reading, SentenceReading

_CAPITAL: Final = re.compile(r"\s+capital\b")
_WEEKDAY: Final = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_AHEAD: Final = re.compile(
    r"\b(?:will|(?:is|are) (?:to|due|likely|expected)|ahead of|departs|leaves|arrives|begins|upcoming|forthcoming)\b"
)
_MONTHS: Final = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|August|September|October|November|December|"
    r"\w+day)\b"
)


def other_state(reading: Reading, visitor: Participant) -> str | None:
    """Who plays host where a visit is told without its place: the state of the headline, else the most named one, besides the visitor's."""
    if visitor.state is None:
        return None
    headline = [p.key for p in reading.title.parties if len(p.key) == 3 and p.key != visitor.state]
    if headline:
        return headline[0]
    counts = Counter(m.ref for m in reading.mentions if m.type in STATE_TYPES and m.ref != visitor.state)
    return min(counts, key=lambda key: (-counts[key], key)) if counts else None


def named_place(reading: Reading, mention: Mention) -> str | None:
    """A place in the words of the text; "the Russian capital" gives the capital's name, a bare demonym is no place."""
    text = reading.dispatch.text
    words = " ".join(text[mention.start : mention.end].split())
    if mention.type != "demonym":
        return words
    if _CAPITAL.match(text, mention.end):
        capital = lexicon().states[mention.ref].capital
        return capital[0] if capital else None
    return None


def place_of(reading: Reading, sentence: SentenceReading, token: Token) -> tuple[str | None, str | None]:
    """The place nearest after the trigger, else nearest before it, that a preposition of place leads in."""
    text = reading.dispatch.text
    first, last = sentence.sentence.start, sentence.sentence.end
    at = first + token.idx
    found: list[tuple[int, str, str | None]] = []
    for match in re.finditer(r"\b(?:in|at|on)\s+(?:the\s+)?(?=[A-Z])", text[first:last]):
        start = first + match.end()
        mention = next((m for m in reading.mentions if m.type in STATE_TYPES and m.start == start), None)
        if mention is not None:
            named = named_place(reading, mention)
            if named is not None:
                found.append((start, named, mention.ref))
            continue
        words = re.match(r"[A-Z][\w'’-]+(?: (?:[A-Z][\w'’-]+|province|region|airport|air base))*", text[start:last])
        taken = any(m.start <= start < m.end for m in reading.mentions if m.type != "decoy")
        if words is not None and not taken and not _MONTHS.match(words.group()):
            found.append((start, words.group(), state_at(reading, start, start + len(words.group()))))
    if not found:
        return None, None
    # A place that is known beats a name that may be anything; then the nearest counts, after the trigger rather than before it.
    start, named, state = min(found, key=lambda f: (f[2] is None, abs(f[0] - at) + (40 if f[0] < at else 0), f[0]))
    return named, state


def date_of(reading: Reading, sentence: SentenceReading, phrases: Phrases, token: Token) -> str | None:
    """The date nearest to the trigger; without one, about the month of publication, as news tells of what is fresh."""
    at = phrases.offset(token)
    published = reading.dispatch.published
    dates = [d for d in sentence.dates if published is None or d.edtf[:4] <= str(int(published[:4]) + 1)]
    if not dates:
        return _day_before(reading, sentence) or (f"{published[:7]}~" if published else None)
    nearest = min(dates, key=lambda d: (min(abs(d.start - at), abs(at - d.end)), d.start))
    words = reading.dispatch.text[nearest.start : nearest.end]
    if published and _WEEKDAY.search(words) and nearest.edtf[:10] < published and _AHEAD.search(sentence.text):
        return (dt.date.fromisoformat(nearest.edtf[:10]) + dt.timedelta(days=7)).isoformat()
    return nearest.edtf


def _day_before(reading: Reading, sentence: SentenceReading) -> str | None:
    """The weekday on which the lead told the news that the sentence after it goes into; what is over by then was over that day."""
    index = sentence.sentence.index
    if index != 1 or not re.search(r"\b(?:ended|concluded|completed|wrapped up|wound up)\b", sentence.text):
        return None
    lead = reading.sentences[0]
    days = [d for d in lead.dates if _WEEKDAY.search(reading.dispatch.text[d.start : d.end])]
    return days[0].edtf if len(days) == 1 else None
