"""Everything derived from the record at one moment: merged facts, their index, the directory of entities.

A Snapshot never changes; `with_changes` makes the next one, merging again only the buckets that the changed documents bear on.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from data.facts import Extraction, to_line
from graph.dates import NO_DAY, day_number
from graph.entities_index import Directory
from graph.identity import GroupKey, group_key
from graph.index import FactIndex
from graph.merge import merge_bucket
from graph.model import Fact, SourcedClaim
from graph.participants import Resolver
from graph.syndication import Syndication

Bucket = tuple[SourcedClaim, ...]
# The view that is the index with words.
WORDS: Final = "words"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Facts, entities and documents of one data version.

    `buckets` are the claims that may merge with each other, `made` the facts each bucket made, `sources` the independent source of
    each document, kept by `syndication`. `views` and `answers` are caches that belong to this data version.
    """

    data_version: str
    resolver: Resolver
    documents: Mapping[str, Extraction]
    digests: Mapping[str, str]
    syndication: Syndication
    sources: Mapping[str, str]
    directory: Directory
    buckets: Mapping[GroupKey, Bucket]
    made: Mapping[GroupKey, tuple[Fact, ...]]
    index: FactIndex
    views: dict[str, FactIndex] = field(default_factory=dict)
    answers: dict[Any, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, extractions: Iterable[Extraction], resolver: Resolver, data_version: str | None = None) -> Snapshot:
        """The snapshot of these documents; without a data version, one made of their contents."""
        directory = Directory({}, {}, {})
        empty = cls("", resolver, {}, {}, Syndication(), {}, directory, {}, {}, FactIndex.of((), directory.rollup))
        with without_collector():
            return empty.with_changes((), list(extractions), data_version)

    def with_changes(self, removed: Sequence[str], added: Sequence[Extraction], data_version: str | None = None) -> Snapshot:
        """The snapshot without the documents `removed` and with those `added`, which replace what bore the same name."""
        gone = {name for name in (*removed, *(extraction.document for extraction in added)) if name in self.documents}
        documents = {name: extraction for name, extraction in self.documents.items() if name not in gone}
        documents.update((extraction.document, extraction) for extraction in added)
        digests = {name: digest for name, digest in self.digests.items() if name not in gone}
        new = {extraction.document for extraction in added}
        sources = self._sources(gone - new, added)
        directory = self.directory.with_changes(sorted(gone), added, self.resolver)
        # A copy of a wire story that arrives or goes can change for whom other documents count.
        resourced = {name for name in documents if name in self.sources and self.sources[name] != sources[name]} - gone
        buckets, touched = self._bucket(gone | resourced, [documents[name] for name in sorted(new | resourced)], sources)
        made = dict(self.made)
        before = [fact.id for key in touched for fact in made.pop(key, ())]
        after: list[Fact] = []
        for key in touched:
            if key in buckets:
                made[key] = tuple(merge_bucket(key, buckets[key], self.resolver))
                after.extend(made[key])
        # Once words are indexed, the next snapshots index theirs too.
        index = self.views.get(WORDS, self.index).with_changes(before, after, directory.rollup)
        version = data_version if data_version is not None else _version(documents, digests)
        return Snapshot(version, self.resolver, documents, digests, self.syndication, sources, directory, buckets, made, index)

    def _sources(self, gone: Iterable[str], added: Iterable[Extraction]) -> dict[str, str]:
        """The source of each document after the change; `syndication` goes along, only ever used by the one writer."""
        sources = dict(self.sources)
        for name in sorted(gone):
            sources.pop(name)
            sources.update(self.syndication.remove(name))
        for extraction in added:
            sources.update(self.syndication.add(extraction))
        return sources

    def _bucket(
        self, leaving: set[str], coming: Sequence[Extraction], sources: Mapping[str, str]
    ) -> tuple[dict[GroupKey, Bucket], list[GroupKey]]:
        """The buckets after the claims of some documents left and those of others came, and which buckets that changed."""
        changed: dict[GroupKey, list[SourcedClaim]] = {}

        def open_bucket(key: GroupKey) -> list[SourcedClaim]:
            if key not in changed:
                changed[key] = [sourced for sourced in self.buckets.get(key, ()) if sourced.document not in leaving]
            return changed[key]

        for name in leaving:
            for claim in self.documents[name].claims:
                open_bucket(group_key(claim, self.resolver))
        for extraction in coming:
            source = sources[extraction.document]
            for claim in extraction.claims:
                open_bucket(group_key(claim, self.resolver)).append(
                    SourcedClaim(claim, extraction.document, extraction.sha256, extraction.publisher, extraction.published, source)
                )
        buckets = dict(self.buckets)
        for key, claims in changed.items():
            if claims:
                buckets[key] = tuple(claims)
            else:
                buckets.pop(key, None)
        return buckets, sorted(changed)

    def known_at(self, day: str) -> FactIndex:
        """The facts that documents published on or before an ISO day tell; undated documents are hidden."""
        known = self.views.get(day)
        if known is not None:
            return known
        removed: list[str] = []
        added: list[Fact] = []
        latest = day_number(day)
        for key, claims in self.buckets.items():
            visible = [sourced for sourced in claims if NO_DAY < day_number(sourced.published) <= latest]
            if len(visible) < len(claims):
                removed.extend(fact.id for fact in self.made[key])
                added.extend(merge_bucket(key, visible, self.resolver) if visible else ())
        if len(self.views) >= 16:
            self.views.pop(next(name for name in list(self.views) if name != WORDS), None)
        view = self.index.with_changes(removed, added, self.directory.rollup)
        self.views[day] = view
        return view


@contextmanager
def without_collector() -> Iterator[None]:
    """Without garbage collection: looking for cycles among millions of small values, none of them garbage, takes half of the time.

    What was made is left out of later rounds too; it still goes when nothing refers to it any more.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.enable()


def _digest(extraction: Extraction) -> str:
    return hashlib.sha256(to_line(extraction)).hexdigest()


def _version(documents: Mapping[str, Extraction], digests: dict[str, str]) -> str:
    """A version made of the documents' contents; the digests that are missing are filled in."""
    for name in documents.keys() - digests.keys():
        digests[name] = _digest(documents[name])
    listing = "\n".join(f"{name}\t{digest}" for name, digest in sorted(digests.items()))
    return hashlib.sha256(listing.encode()).hexdigest()[:16]
