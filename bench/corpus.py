"""Annotated texts lined up with what the program reads in them: what `train.py` learns from."""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import score

from data.documents import Dispatch
from data.linker import EVENT_KINDS, UNNAMED
from data.linking import ItemMention, candidate_keys, item_features, item_mentions, parties_features
from data.priors import flow_keys, item_keys, named_keys
from data.readers import read
from data.reading import Reading, reader


@dataclass
class Sample:
    """One item mention with its features and the gold facts that its sentence supports (`here`) or other sentences do (`away`)."""

    document: int
    mention: ItemMention
    own: list[str]
    keys: list[str]
    parties: list[list[str]]
    here: list[dict[str, Any]]
    away: list[dict[str, Any]]


@dataclass
class Corpus:
    """The annotated texts, read once."""

    readings: list[Reading]
    golds: list[dict[str, Any]]
    samples: list[Sample]


def load_corpus(folders: Sequence[pathlib.Path]) -> Corpus:
    """Reads documents and gold, and lines up each gold fact with its sentences."""
    documents: list[Dispatch] = []
    golds: list[dict[str, Any]] = []
    for folder in folders:
        found = [d for d in read([str(folder / "docs")]) if isinstance(d, Dispatch)]
        documents += found
        golds += [json.loads((folder / "facts" / d.document.replace(".md", ".json")).read_text(encoding="utf-8")) for d in found]
    readings = [reader().read(d) for d in documents]
    samples: list[Sample] = []
    for number, (reading, gold) in enumerate(zip(readings, golds, strict=True)):
        facts = [(f, _sentences(reading, f)) for f in [*gold["facts"], *gold.get("optional_facts", [])]]
        for mention in item_mentions(reading):
            same = [
                (f, where)
                for f, where in facts
                if f["kind"] in EVENT_KINDS and f.get("item") and score.same_item(f["item"], [mention.item.name, mention.item.text])
            ]
            keys = candidate_keys(reading, mention)
            samples.append(
                Sample(
                    number,
                    mention,
                    item_features(reading, mention),
                    keys,
                    parties_features(reading, mention, keys),
                    [f for f, where in same if mention.sentence in where],
                    [f for f, where in same if mention.sentence not in where],
                )
            )
    return Corpus(readings, golds, samples)


def _sentences(reading: Reading, fact: dict[str, Any]) -> set[int]:
    found = set()
    for words in fact.get("evidence", []):
        start = _plain(words)
        exact = {i for i, s in enumerate(reading.sentences) if _plain(s.text).startswith(start)}
        found |= exact or {i for i, s in enumerate(reading.sentences) if start in _plain(s.text)}
    return found


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.replace("’", "'")).strip().lower()


def told_keys(samples: Sequence[Sample]) -> dict[int, list[str]]:
    """What each document tells of parties and items, as keys of the priors."""
    found: dict[int, list[str]] = {}
    for sample in samples:
        keys = found.setdefault(sample.document, [])
        item = sample.mention.item
        keys += named_keys(item)
        for fact in (f for f in sample.here if f["kind"] == "transfer"):
            for supplier, recipient in product(_sides_of(fact.get("supplier"), sample), _sides_of(fact.get("recipient"), sample)):
                keys += [*flow_keys(supplier, recipient), *item_keys(supplier, recipient, item)]
    return found


def _sides_of(gold: str | None, sample: Sample) -> list[str]:
    """The keys that the text's reading has for a side of a gold fact: the gold's own where it has none."""
    return [key for key in sample.keys if gold and score.same_party(gold, key)] or [gold or UNNAMED]


@dataclass
class Told:
    """A gold transfer with the mentions of its item in the sentences that tell of it, and the sentences that tell of the same sides."""

    reading: Reading
    fact: dict[str, Any]
    mentions: list[ItemMention]
    flow: list[int]


def told_transfers(corpus: Corpus, documents: set[int]) -> list[Told]:
    """The gold transfers whose items were found."""
    told: dict[tuple[int, int], list[ItemMention]] = {}
    facts: dict[tuple[int, int], dict[str, Any]] = {}
    for sample in corpus.samples:
        for fact in sample.here:
            if sample.document in documents and fact["kind"] == "transfer":
                told.setdefault((sample.document, id(fact)), []).append(sample.mention)
                facts[sample.document, id(fact)] = fact
    found = []
    for (document, name), mentions in told.items():
        sides = _sides(facts[document, name])
        flow = {m.sentence for key, there in told.items() if key[0] == document and _sides(facts[key]) == sides for m in there}
        found.append(Told(corpus.readings[document], facts[document, name], mentions, sorted(flow)))
    return found


def _sides(fact: dict[str, Any]) -> tuple[str | None, str | None]:
    return fact.get("supplier"), fact.get("recipient")
