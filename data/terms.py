"""On what terms a deal is made: the patterns that speak of a term, and readable features of where a text does; a model weighs them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from data.details import clause_features
from data.linear import LinearModel
from data.linking import ItemMention
from data.reading import Reading, SentenceReading

_TERMS: Final = {
    "grant": re.compile(
        r"\b(?:donat\w+|grant(?:s|ed|ing)?|gift(?:s|ed)?|gave|gives?|given|giving|free of charge|for free|military "
        r"aid|security assistance|drawdown|presidential drawdown|as a present|handed over free|assistance package|"
        r"aid package|contribut\w+|pledg\w+|FMF)\b",
        re.IGNORECASE,
    ),
    "loan": re.compile(r"\b(?:loan(?:s|ed)?|credit(?:s)?|on credit|credit line)\b", re.IGNORECASE),
    "lease": re.compile(r"\b(?:leas(?:e|es|ed|ing)|rent(?:ed|al)?)\b", re.IGNORECASE),
    "licence": re.compile(
        r"\b(?:under (?:a )?licen[cs]e|licen[cs]ed production|licen[cs]e[- ](?:built|production|produced)|assembl\w+ "
        r"(?:in|locally|under)|local(?:ly)? (?:production|assembl\w+|built|produced)|technology transfer|transfer "
        r"of technology|co-?produc\w+|kits)\b",
        re.IGNORECASE,
    ),
    "discount": re.compile(
        r"\b(?:discount\w*|symbolic (?:sum|price)|at reduced prices?|knock-?down|bargain price|preferential prices?)\b", re.IGNORECASE
    ),
    "second-hand": re.compile(
        r"\b(?:second-?hand|used|surplus|refurbished|ex-[A-Z]\w+|former(?:ly)?|from (?:its|their) (?:own )?(?:stocks?|"
        r"inventor(?:y|ies)|arsenal|fleet)|retired|decommissioned|mothballed|overhauled|secondhand|Soviet-era|"
        r"old(?:er)?|ageing|aging|stored|withdrawn)\b"
    ),
    "upgrade": re.compile(r"\b(?:upgrad\w+|moderni[sz]\w+|refit\w*|refurbish\w+|overhaul\w*)\b", re.IGNORECASE),
}
# A sale is what a text leaves unsaid unless it says it.
_SALE: Final = re.compile(r"\b(?:sold|sell(?:s|ing)?|sales?|bought|buy(?:s|ing)?|purchas\w+)\b", re.IGNORECASE)
TERM_NAMES: Final = tuple(_TERMS)
_THRESHOLD: Final = 0.5


def terms_named(text: str) -> list[str]:
    """The terms that words of a text speak of, a plain sale left out, in the vocabulary's order."""
    return [name for name, pattern in _TERMS.items() if pattern.search(text)]


def terms_of(model: LinearModel, reading: Reading, mentions: Sequence[ItemMention], flow: Sequence[int]) -> list[str]:
    """The terms of a deal that are likely enough; a plain sale where nothing else is and its sentences speak of one."""
    likely = model.probabilities(term_row(reading, mentions, flow))
    found = [name for name in TERM_NAMES if likely[name] >= _THRESHOLD]
    if not found and any(_SALE.search(reading.sentences[m.sentence].text) for m in mentions):
        return ["sale"]
    return found


def term_row(reading: Reading, mentions: Sequence[ItemMention], flow: Sequence[int]) -> list[str]:
    """Where the text speaks of which terms, seen from one deal, with the words of the deal's own sentences."""
    own = sorted({m.sentence for m in mentions})
    near = {i for index in own for i in (index - 1, index + 1) if 0 <= i < len(reading.sentences)}
    found = {f"TI:{name}" for name in terms_named(reading.dispatch.title or "")}
    places: Iterable[tuple[str, Iterable[int]]] = (
        ("E", own),
        ("F", set(flow) - set(own)),
        ("N", near - set(own)),
        ("D", range(len(reading.sentences))),
    )
    for tag, indices in places:
        found.update(f"{tag}:{name}" for i in indices for name in reading.sentences[i].noted("terms", _named))
    for index in own:
        found.update(f"w:{word}" for word in reading.sentences[index].noted("lemmas", _lemmas))
    for mention in mentions:
        found.add(f"cat={mention.item.category}")
        found.update(f for f in clause_features(reading, mention.sentence, mention.item) if f.startswith("C"))
        head = reading.sentences[mention.sentence].head(mention.item.start, mention.item.end)
        found.update(f"m:{child.lemma_.lower()}" for child in (head.children if head is not None else ()))
    return sorted(found)


def _named(sentence: SentenceReading) -> list[str]:
    return terms_named(sentence.text)


def _lemmas(sentence: SentenceReading) -> list[str]:
    return sorted({t.lemma_.lower() for t in sentence.doc or () if t.pos_ in ("VERB", "NOUN", "ADJ")})
