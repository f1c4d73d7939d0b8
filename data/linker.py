"""Decides which parties supply and receive which items, and who merely holds one, from the weighed evidence of `data.linking`.

Two steps: a linear model weighs each party near each item mention by itself; boosted trees then judge each pair of supplier and recipient
with what the rest of the text makes of the same parties. What stays below the threshold is left unsaid.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from data.known_transfers import KNOWN_NAMES, known_transfers
from data.linear import LinearModel, linear_model
from data.linking import ItemMention, candidate_keys, event_row, item_features, item_mentions, listed_keys, pair_row, parties_features
from data.priors import PRIOR_NAMES, Priors, priors
from data.reading import Reading
from data.trees import TreeModel, tree_model

PAIR_ROLES: Final = ("supplier", "recipient", "holder")
EVENT_KINDS: Final = ("transfer", "possession")
TRIPLE_NAMES: Final = (
    tuple(
        "supplier recipient reverse_supplier reverse_recipient holder event possession supplier_gap recipient_gap near_supplier "
        "near_recipient here_supplier here_recipient origin_supplier origin_recipient mean_supplier max_supplier mean_recipient "
        "max_recipient mean_reverse_supplier "
        "mean_reverse_recipient best_elsewhere mean_elsewhere parties mentions generic arms rank_supplier rank_recipient "
        "second_supplier second_recipient "
        "sentence sum supplier_share recipient_share pair_share unnamed".split()
    )
    + PRIOR_NAMES
    + KNOWN_NAMES
)
UNNAMED: Final = ""
# A link this likely is looked at; whether it becomes a fact, `data.deals` judges. Both chosen by cross-validation.
LINK_THRESHOLD: Final = 0.2
# The others that stand in one list with the best pair need less.
LISTED_THRESHOLD: Final = 0.08
HOLDING_THRESHOLD: Final = 0.4
_NEAR: Final = {"s0": 0.0, "s1": 1.0, "s2": 2.0, "s3": 3.0, "None": 5.0}
_ORIGIN: Final = {"yes": 1.0, "other": 0.0, "none": -1.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One item mention with what the first step makes of it and of each party near it."""

    mention: ItemMention
    keys: tuple[str, ...]
    features: tuple[list[str], ...]
    roles: tuple[tuple[float, ...], ...]
    events: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A supplier and a recipient of an item mention; `probability` is the second step's, `event` that of any transfer at all."""

    mention: ItemMention
    supplier: str | None
    recipient: str | None
    probability: float
    event: float


@dataclass(frozen=True, slots=True)
class Holding:
    """A party that has an item, by the first step alone."""

    mention: ItemMention
    holder: str
    probability: float


@dataclass(frozen=True, slots=True)
class Linker:
    """The trained models, all of them data."""

    pairs: LinearModel
    events: LinearModel
    triples: TreeModel
    priors: Priors

    def candidates(self, reading: Reading) -> list[Candidate]:
        """The first step for every item mention of a text."""
        found = []
        for mention in item_mentions(reading):
            own = item_features(reading, mention)
            keys = tuple(candidate_keys(reading, mention))
            features = tuple(parties_features(reading, mention, keys))
            rows = [self.pairs.probabilities(pair_row(own, party)) for party in features]
            events = self.events.probabilities(event_row(own))
            found.append(
                Candidate(
                    mention,
                    keys,
                    features,
                    tuple(tuple(row[role] for role in PAIR_ROLES) for row in rows),
                    tuple(events[kind] for kind in EVENT_KINDS),
                )
            )
        return found

    def links(self, reading: Reading, candidates: Sequence[Candidate]) -> list[Link]:
        """The pairs that are likely enough to be looked at, in text order."""
        rows, places = triple_rows(candidates, self.priors)
        return likely_links(reading, candidates, places, self.triples.probabilities(rows), LINK_THRESHOLD)

    def holdings(self, candidates: Sequence[Candidate]) -> list[Holding]:
        """The holders that hold, one an item mention at the most."""
        found = []
        for candidate in candidates:
            scored = [(math.sqrt(roles[2] * candidate.events[1]), key) for key, roles in zip(candidate.keys, candidate.roles, strict=True)]
            best = max(scored, key=lambda pair: (pair[0], pair[1]), default=(0.0, ""))
            if best[0] >= HOLDING_THRESHOLD:
                found.append(Holding(candidate.mention, best[1], best[0]))
        return found


def likely_links(
    reading: Reading,
    candidates: Sequence[Candidate],
    places: Sequence[tuple[int, str | None, str | None]],
    probabilities: Sequence[float],
    threshold: float,
) -> list[Link]:
    """The best pair of each mention that reaches the threshold; several only where the text lists their parties together."""
    likely: dict[int, list[Link]] = {}
    for (position, supplier, recipient), probability in zip(places, probabilities, strict=True):
        if probability >= LISTED_THRESHOLD:
            candidate = candidates[position]
            likely.setdefault(position, []).append(Link(candidate.mention, supplier, recipient, probability, candidate.events[0]))
    found = []
    for near in likely.values():
        links = [link for link in near if link.probability >= threshold]
        if not links:
            continue
        best = max(links, key=lambda link: (link.probability, link.supplier or "", link.recipient or ""))
        found += [link for link in near if link is best or _beside(best, link, listed_keys(reading, best.mention))]
    return found


def _beside(best: Link, other: Link, lists: Sequence[frozenset[str]]) -> bool:
    """Whether a second pair differs from the best only in parties that the text lists together."""
    if None in (other.supplier, other.recipient):
        return False
    one = best.supplier == other.supplier or any({best.supplier, other.supplier} <= keys for keys in lists)
    return one and (best.recipient == other.recipient or any({best.recipient, other.recipient} <= keys for keys in lists))


def triple_rows(candidates: Sequence[Candidate], told_before: Priors) -> tuple[list[list[float]], list[tuple[int, str | None, str | None]]]:
    """The numbers of the second step, a row for each plausible supplier and recipient of each mention, and what each row is about."""
    suppliers: dict[str, list[float]] = {}
    recipients: dict[str, list[float]] = {}
    pairs: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for position, candidate in enumerate(candidates):
        for key, (supplier, recipient, _) in zip(candidate.keys, candidate.roles, strict=True):
            suppliers.setdefault(key, []).append(supplier)
            recipients.setdefault(key, []).append(recipient)
        for one, (supplier, _, _) in zip(candidate.keys, candidate.roles, strict=True):
            for other, (_, recipient, _) in zip(candidate.keys, candidate.roles, strict=True):
                if one != other:
                    pairs.setdefault((one, other), []).append((position, supplier * recipient))
    rows: list[list[float]] = []
    places: list[tuple[int, str | None, str | None]] = []
    given = {key: (_mean(values), max(values)) for key, values in suppliers.items()}
    taken = {key: (_mean(values), max(values)) for key, values in recipients.items()}
    for position, told in enumerate(candidates):
        seen = _Seen.of(_with_unnamed(told))
        known = known_transfers().flows(told.mention.item)
        nobody = len(told.keys)
        choices = [(i, j) for i in _top(told.roles, 0, 4) for j in _top(told.roles, 1, 5) if i != j]
        choices += [(nobody, j) for j in _top(told.roles, 1, 3)] + [(i, nobody) for i in _top(told.roles, 0, 2)]
        for i, j in choices:
            one, other = seen.candidate.keys[i], seen.candidate.keys[j]
            elsewhere = [score for place, score in pairs.get((one, other), ()) if place != position]
            row = _row(seen, i, j, elsewhere, given, taken, len(candidates))
            rows.append(row + told_before.numbers(one, other, told.mention.item) + known.numbers(one, other))
            places.append((position, one or None, other or None))
    return rows, places


def _with_unnamed(candidate: Candidate) -> Candidate:
    """The candidate with one party more, whom the text does not name: as likely as that none of the others takes the part."""
    supplier = math.prod(1.0 - roles[0] for roles in candidate.roles)
    recipient = math.prod(1.0 - roles[1] for roles in candidate.roles)
    return replace(
        candidate,
        keys=(*candidate.keys, UNNAMED),
        features=(*candidate.features, []),
        roles=(*candidate.roles, (supplier, recipient, 0.0)),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """The numbers of a candidate that its rows share: per role and party logits and odds, per party where it stands."""

    candidate: Candidate
    logits: tuple[tuple[float, float, float], ...]
    odds: tuple[tuple[float, float], ...]
    standing: tuple[tuple[float, float, float, float], ...]
    events: tuple[float, float]
    best: tuple[tuple[float, float], tuple[float, float]]

    @classmethod
    def of(cls, candidate: Candidate) -> _Seen:
        logits = tuple((_logit(roles[0]), _logit(roles[1]), _logit(roles[2])) for roles in candidate.roles)
        return cls(
            candidate,
            logits,
            tuple((math.exp(supplier), math.exp(recipient)) for supplier, recipient, _ in logits),
            tuple(_standing(features) for features in candidate.features),
            (_logit(candidate.events[0]), _logit(candidate.events[1])),
            (_two_best(candidate.roles[:-1], 0), _two_best(candidate.roles[:-1], 1)),
        )


def _standing(features: Sequence[str]) -> tuple[float, float, float, float]:
    """How near a party is, whether it stands in the item's own sentence, whether the item is from there, how often it is named."""
    near = _NEAR.get(_value(features, "near="), 5.0)
    return near, float(_here(features)), _ORIGIN.get(_value(features, "origin="), -1.0), _rank(features)


def _two_best(roles: Sequence[Sequence[float]], role: int) -> tuple[float, float]:
    ranked = sorted((row[role] for row in roles), reverse=True)
    return (*ranked, 0.0, 0.0)[0], (*ranked, 0.0, 0.0)[1]


def _row(
    seen: _Seen,
    i: int,
    j: int,
    elsewhere: Sequence[float],
    given: Mapping[str, tuple[float, float]],
    taken: Mapping[str, tuple[float, float]],
    mentions: int,
) -> list[float]:
    candidate = seen.candidate
    one, other = candidate.keys[i], candidate.keys[j]
    mine, theirs = seen.logits[i], seen.logits[j]
    near_mine, here_mine, origin_mine, rank_mine = seen.standing[i]
    near_theirs, here_theirs, origin_theirs, rank_theirs = seen.standing[j]
    (best_supplier, second_supplier), (best_recipient, second_recipient) = seen.best
    nothing = (0.0, 0.0)
    return [
        mine[0],
        theirs[1],
        theirs[0],
        mine[1],
        theirs[2],
        *seen.events,
        best_supplier - candidate.roles[i][0],
        best_recipient - candidate.roles[j][1],
        near_mine,
        near_theirs,
        here_mine,
        here_theirs,
        origin_mine,
        origin_theirs,
        *given.get(one, nothing),
        *taken.get(other, nothing),
        given.get(other, nothing)[0],
        taken.get(one, nothing)[0],
        max(elsewhere, default=0.0),
        _mean(elsewhere),
        float(len(candidate.keys)),
        float(mentions),
        float(candidate.mention.item.generic),
        float(candidate.mention.item.category == "arms"),
        rank_mine,
        rank_theirs,
        second_supplier,
        second_recipient,
        float(candidate.mention.sentence),
        mine[0] + theirs[1],
        *_shares(seen.odds, i, j),
        float(not one) + 2.0 * float(not other),
    ]


def _shares(odds: Sequence[tuple[float, float]], i: int, j: int) -> tuple[float, float, float]:
    """How much of the odds of all parties the supplier, the recipient and the two together hold: a context that names few lowers all."""
    suppliers, recipients = sum(a for a, _ in odds), sum(b for _, b in odds)
    pairs = suppliers * recipients - math.fsum(a * b for a, b in odds)
    return odds[i][0] / suppliers, odds[j][1] / recipients, odds[i][0] * odds[j][1] / max(pairs, 1e-12)


def _top(roles: Sequence[Sequence[float]], role: int, count: int) -> list[int]:
    return sorted(range(len(roles)), key=lambda i: (-roles[i][role], i))[:count]


def _value(features: Sequence[str], prefix: str) -> str:
    return next((f[len(prefix) :] for f in features if f.startswith(prefix)), "")


def _here(features: Sequence[str]) -> bool:
    return any(f.startswith("s0:") for f in features)


def _rank(features: Sequence[str]) -> float:
    value = _value(features, "rank=")
    return float(value) if value.isdigit() else 5.0


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0


def _logit(probability: float) -> float:
    clipped = min(max(probability, 1e-5), 1 - 1e-5)
    return math.log(clipped / (1 - clipped))


@cache
def linker() -> Linker:
    """The linker with the shipped models."""
    return Linker(linear_model("pairs"), linear_model("events"), tree_model("triples"), priors())
