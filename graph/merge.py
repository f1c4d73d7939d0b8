"""Claims merged into facts: pure, independent of the order in which claims come, one bucket at a time.

A bucket (`group_key`) holds the claims of one kind about the same parties and item; `merge_bucket` gathers them into facts by
the rules of `graph.compatibility`. To take in or retract a document, merge again the buckets of its claims and no other.

Fact ids hash the bucket. Where a bucket holds several facts, the one that was reported first has the plain id; the others add
the year in which they happened (or were first reported), and a counter where even that is the same. So an id stays when more
agreeing claims arrive; it changes only if a different, earlier reported deal between the same parties turns up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data.schema import KIND_ORDER, fact_kinds
from graph.compatibility import Cluster, Reading
from graph.identity import GroupKey, group_key
from graph.merged_slots import merged_slots, single_slots
from graph.model import Fact, SourcedClaim
from graph.participants import Resolver, cached, slot_entities
from graph.spans import YEAR
from graph.status import furthest, history

__all__ = ["GroupKey", "group_key", "merge", "merge_bucket"]


def merge(claims: Iterable[SourcedClaim], resolver: Resolver) -> list[Fact]:
    """All facts that the claims add up to, by kind and id."""
    known = cached(resolver)
    buckets: dict[GroupKey, list[SourcedClaim]] = {}
    for sourced in claims:
        buckets.setdefault(group_key(sourced.claim, known), []).append(sourced)
    facts = [fact for key, bucket in buckets.items() for fact in merge_bucket(key, bucket, known)]
    return sorted(facts, key=lambda fact: (KIND_ORDER.index(fact.kind), fact.id))


def merge_bucket(key: GroupKey, claims: Sequence[SourcedClaim], resolver: Resolver) -> list[Fact]:
    """The facts of one bucket; `claims` are all claims whose `group_key` is `key`."""
    if len(claims) == 1:
        return [_single_fact(_fact_id(key), claims[0], resolver)]
    clusters = _gather(claims)
    ordered = [sorted((reading.sourced for reading in cluster.readings), key=_report_order) for cluster in clusters]
    ranked = sorted(zip(ordered, clusters, strict=True), key=lambda entry: (_report_order(entry[0][0]), sorted(entry[1].dates.items())))
    facts, taken = [], {""}
    for place, (gathered, cluster) in enumerate(ranked):
        discriminator = "" if place == 0 else _discriminator(cluster, gathered[0], taken)
        taken.add(discriminator)
        id_ = _fact_id(key, discriminator)
        facts.append(_fact(id_, gathered, resolver) if len(gathered) > 1 else _single_fact(id_, gathered[0], resolver))
    return facts


def _gather(claims: Sequence[SourcedClaim]) -> list[Cluster]:
    clusters: list[Cluster] = []
    for reading in sorted(map(Reading, claims), key=Reading.order):
        fitting = [cluster for cluster in clusters if cluster.fits(reading)]
        if fitting:
            max(fitting, key=lambda cluster: cluster.closeness(reading)).add(reading)
        else:
            clusters.append(Cluster(reading))
    return clusters


def _report_order(sourced: SourcedClaim) -> tuple[str, str, str]:
    return sourced.published or "9999-99-99", sourced.document, sourced.claim.id


def _discriminator(cluster: Cluster, first: SourcedClaim, taken: set[str]) -> str:
    starts = [span[0] for span in cluster.dates.values()]
    year = str(min(starts) // YEAR) if starts else (first.published or "undated")[:4]
    counter = 1
    while (candidate := year if counter == 1 else f"{year}.{counter}") in taken:
        counter += 1
    return candidate


def _fact_id(key: GroupKey, discriminator: str = "") -> str:
    return hashlib.sha256("\x1f".join((*key, discriminator)).encode()).hexdigest()[:16]


def _fact(fact_id: str, claims: Sequence[SourcedClaim], resolver: Resolver) -> Fact:
    kind = claims[0].claim.kind
    slots, conflicts = merged_slots(claims, resolver)
    status = furthest(claims)
    if status is not None:
        slots["status"] = status
    disputes = _disputes(claims)
    if disputes:
        slots["disputes"] = [dict(dispute) for dispute in disputes]
    reported = [sourced.published for sourced in claims if sourced.published is not None]
    return Fact(
        id=fact_id,
        kind=kind,
        slots=slots,
        claims=tuple(claims),
        sources=tuple(sorted({sourced.source for sourced in claims})),
        first_reported=min(reported, default=None),
        last_reported=max(reported, default=None),
        status_history=history(claims),
        conflicts=conflicts,
        denials=tuple(sourced.claim.id for sourced in claims if sourced.claim.slots.get("modality") == "denied"),
        disputes=disputes,
        participants=_participants(claims, resolver),
    )


def _single_fact(fact_id: str, sourced: SourcedClaim, resolver: Resolver) -> Fact:
    """What `_fact` makes of one claim, several times faster."""
    claim = sourced.claim
    entities = list(slot_entities(claim, resolver))
    slots = single_slots(claim, entities)
    disputes = _disputes((sourced,)) if "disputes" in claim.slots else ()
    if disputes:
        slots["disputes"] = [dict(dispute) for dispute in disputes]
    return Fact(
        id=fact_id,
        kind=claim.kind,
        slots=slots,
        claims=(sourced,),
        sources=(sourced.source,),
        first_reported=sourced.published,
        last_reported=sourced.published,
        status_history=history((sourced,)) if "status" in slots else (),
        conflicts=(),
        denials=(claim.id,) if claim.slots.get("modality") == "denied" else (),
        disputes=disputes,
        participants=tuple(dict.fromkeys((slot, entity.id) for slot, _, entity in entities)),
    )


def _disputes(claims: Sequence[SourcedClaim]) -> tuple[Mapping[str, Any], ...]:
    """The quarrels that claims tell of, each with the `document` and `claim_id` that tell it."""
    told: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for sourced in claims:
        for dispute in sourced.claim.slots.get("disputes", ()):
            where = (sourced.document, dispute.get("about"), dispute.get("claim"), dispute.get("modality"), dispute.get("attributed_to"))
            told.setdefault(where, {**dispute, "document": sourced.document, "claim_id": sourced.claim.id})
    return tuple(told.values())


def _participants(claims: Sequence[SourcedClaim], resolver: Resolver) -> tuple[tuple[str, str], ...]:
    joined: dict[str, dict[str, None]] = {}
    for sourced in claims:
        for slot, _, entity in slot_entities(sourced.claim, resolver):
            joined.setdefault(slot, {})[entity.id] = None
    order = [slot.name for slot in fact_kinds()[claims[0].claim.kind].slots]
    return tuple((slot, entity) for slot in order if slot in joined for entity in joined[slot])
