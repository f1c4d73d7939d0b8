"""Trains the models below data/resources/models on annotated dispatches.

    python bench/train.py [--gold FOLDER ...] [--folds N]

Without --folds it trains on everything and writes the models; with it, it cross-validates by document and prints the scores of the
texts that each model did not see. A folder holds documents in `docs/*.md` and annotations in `facts/*.json`: `bench/gold`, with which
rules and lexicons were written in view, and `bench/training`, written later to train on. Deterministic, about two minutes.
Needs scikit-learn (development only): the program applies the weights with its own arithmetic.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import orjson
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

ROOT = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

import score  # noqa: E402
from corpus import Corpus, Sample, Told, load_corpus, told_keys, told_transfers  # noqa: E402

from data.attribution import features as attribution_features  # noqa: E402
from data.attribution import sources  # noqa: E402
from data.deals import DEAL_NAMES, Deal, deal_rows, deals_of  # noqa: E402
from data.details import clause_features, date_features, money_features, source_features  # noqa: E402
from data.extract import Extractor  # noqa: E402
from data.facts import to_line  # noqa: E402
from data.holdings import contradicts, told_holdings  # noqa: E402
from data.linear import LinearModel  # noqa: E402
from data.linker import EVENT_KINDS, LINK_THRESHOLD, PAIR_ROLES, TRIPLE_NAMES, Candidate, Linker, likely_links, triple_rows  # noqa: E402
from data.linking import event_row, pair_row  # noqa: E402
from data.priors import Priors  # noqa: E402
from data.reading import reader  # noqa: E402
from data.stages import stage_row  # noqa: E402
from data.terms import TERM_NAMES, term_row  # noqa: E402
from data.transfers import DetailModels, TransferExtractor, around  # noqa: E402
from data.trees import TreeModel  # noqa: E402

MIN_COUNT = 3
C_PAIRS, C_DETAILS, C_STATUS = 0.1, 0.3, 0.25
TRIPLE_TREES = {
    "max_iter": 300,
    "learning_rate": 0.04,
    "max_leaf_nodes": 31,
    "min_samples_leaf": 15,
    "max_features": 0.3,
    "l2_regularization": 1.0,
}
DEAL_TREES = {"max_iter": 120, "learning_rate": 0.03, "max_leaf_nodes": 8, "min_samples_leaf": 20, "l2_regularization": 1.0}


def _fit(rows: Sequence[Iterable[str]], labels: Sequence[Sequence[int]], classes: Sequence[str], strength: float) -> LinearModel:
    """One-versus-rest logistic regression; features seen less than MIN_COUNT times are left out; a label of -1 skips the row."""
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([dict.fromkeys(row, 1.0) for row in rows]).tocsc()
    keep = np.asarray((table > 0).sum(axis=0)).ravel() >= MIN_COUNT
    names = [n for n, k in zip(vectorizer.get_feature_names_out(), keep, strict=True) if k]
    table = table[:, keep].tocsr()
    columns, biases = [], []
    for position in range(len(classes)):
        y = np.array([label[position] for label in labels])
        used = y >= 0
        if len(set(y[used])) < 2:
            columns.append(np.zeros(len(names)))
            biases.append(-9.0)
            continue
        model = LogisticRegression(C=strength, solver="liblinear", max_iter=500, random_state=0).fit(table[used], y[used])
        columns.append(model.coef_[0])
        biases.append(round(float(model.intercept_[0]), 4))
    weights = {
        name: tuple(round(float(column[i]), 3) for column in columns)
        for i, name in enumerate(names)
        if max(abs(float(column[i])) for column in columns) >= 0.005
    }
    return LinearModel(tuple(classes), tuple(biases), weights)


def _fit_one_of(rows: Sequence[Iterable[str]], labels: Sequence[str], classes: Sequence[str], strength: float) -> LinearModel:
    """Multinomial logistic regression: exactly one class holds; a class without an example gets a bias that never wins."""
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([dict.fromkeys(row, 1.0) for row in rows]).tocsc()
    keep = np.asarray((table > 0).sum(axis=0)).ravel() >= MIN_COUNT
    names = [n for n, k in zip(vectorizer.get_feature_names_out(), keep, strict=True) if k]
    model = LogisticRegression(C=strength, max_iter=500).fit(table[:, keep].tocsr(), np.array(labels))
    place = {str(name): i for i, name in enumerate(model.classes_)}
    bias = tuple(round(float(model.intercept_[place[c]]), 4) if c in place else -99.0 for c in classes)
    weights = {n: tuple(round(float(model.coef_[place[c]][i]), 3) if c in place else 0.0 for c in classes) for i, n in enumerate(names)}
    return LinearModel(tuple(classes), bias, {n: row for n, row in weights.items() if any(abs(w) >= 0.005 for w in row)})


def fit_pairs(samples: Sequence[Sample]) -> LinearModel:
    """Which party supplies, receives or holds an item, given that it takes part in something: whether it does is `fit_events`."""
    rows, labels = [], []
    for sample in samples:
        if not sample.here:
            continue
        for key, party in zip(sample.keys, sample.parties, strict=True):
            rows.append(pair_row(sample.own, party))
            labels.append([_label(sample, role, key) for role in PAIR_ROLES])
    return _fit(rows, labels, PAIR_ROLES, C_PAIRS)


def _label(sample: Sample, role: str, key: str) -> int:
    def holds(facts: list[dict[str, Any]]) -> bool:
        kind = "possession" if role == "holder" else "transfer"
        return any(f["kind"] == kind and f.get(role) and score.same_party(f[role], key) for f in facts)

    return 1 if holds(sample.here) else -1 if holds(sample.away) else 0


def fit_events(samples: Sequence[Sample]) -> LinearModel:
    """Whether an item mention takes part in a transfer or a possession."""
    labels = []
    for sample in samples:
        here, away = {f["kind"] for f in sample.here}, {f["kind"] for f in sample.away}
        labels.append([1 if kind in here else -1 if kind in away else 0 for kind in EVENT_KINDS])
    return _fit([event_row(s.own) for s in samples], labels, EVENT_KINDS, C_PAIRS)


def _candidates(samples: Sequence[Sample], pairs: LinearModel, events: LinearModel) -> list[Candidate]:
    found = []
    for s in samples:
        rows = [pairs.probabilities(pair_row(s.own, party)) for party in s.parties]
        likely = events.probabilities(event_row(s.own))
        roles = tuple(tuple(row[role] for role in PAIR_ROLES) for row in rows)
        found.append(Candidate(s.mention, tuple(s.keys), tuple(s.parties), roles, tuple(likely[kind] for kind in EVENT_KINDS)))
    return found


@dataclass
class Judged:
    """The second step's rows of one document by first-step models that did not see it."""

    document: int
    candidates: list[Candidate]
    rows: list[list[float]]
    places: list[tuple[int, str | None, str | None]]
    labels: list[int]


def second_step(samples: Sequence[Sample], told: Mapping[int, list[str]]) -> list[Judged]:
    """Rows and labels of pairs of supplier and recipient, from first-step figures of texts that the first step did not see."""
    documents = sorted({s.document for s in samples})
    found = []
    for fold in range(4):
        held = set(documents[fold::4])
        rest = [s for s in samples if s.document not in held]
        pairs, events = fit_pairs(rest), fit_events(rest)
        known = Priors.of([keys for document, keys in told.items() if document not in held])
        for document in sorted(held):
            own = [s for s in samples if s.document == document]
            candidates = _candidates(own, pairs, events)
            rows, places = triple_rows(candidates, known)
            labels = [_pair_label(own[position], supplier, recipient) for position, supplier, recipient in places]
            found.append(Judged(document, candidates, rows, places, labels))
    return found


def fit_triples(judged: Sequence[Judged]) -> TreeModel:
    """Judges pairs of supplier and recipient."""
    known = [(row, label) for j in judged for row, label in zip(j.rows, j.labels, strict=True) if label >= 0]
    return _fit_trees([row for row, _ in known], [label for _, label in known], TRIPLE_NAMES, TRIPLE_TREES)


def fit_deals(corpus: Corpus, judged: Sequence[Judged], threshold: float) -> TreeModel:
    """Judges deals: whether one is a fact of its own; learns from links by trees that did not see the text."""
    rows: list[list[float]] = []
    labels: list[int] = []
    for fold in range(4):
        held = [j for i, j in enumerate(judged) if i % 4 == fold]
        trees = fit_triples([j for i, j in enumerate(judged) if i % 4 != fold])
        for j in held:
            reading = corpus.readings[j.document]
            links = likely_links(reading, j.candidates, j.places, trees.probabilities(j.rows), threshold)
            told = told_holdings(reading, links)
            deals = deals_of(reading, [link for link in links if not contradicts(reading, link, told)])
            made = _deal_labels(deals, corpus.golds[j.document])
            for row, label in zip(deal_rows(reading, deals), made, strict=True):
                if label >= 0:
                    rows.append(row)
                    labels.append(label)
    return _fit_trees(rows, labels, DEAL_NAMES, DEAL_TREES)


def _deal_labels(deals: Sequence[Deal], gold: dict[str, Any]) -> list[int]:
    """1 for a deal that is a gold fact, -1 for one that an annotator could take or leave, else 0; one deal for a gold fact."""
    facts = [{"kind": "transfer", "supplier": d.supplier, "recipient": d.recipient, "item": [d.item.name, d.item.text]} for d in deals]
    golds = [f for f in gold["facts"] if f["kind"] == "transfer"]
    right = {j for _, j in score.pair_up(golds, facts)}
    spare = score.pair_up([f for f in gold.get("optional_facts", []) if f.get("kind") == "transfer"], facts)
    return [1 if j in right else -1 if any(j == k for _, k in spare) else 0 for j in range(len(facts))]


def _fit_trees(rows: Sequence[Sequence[float]], labels: Sequence[int], names: tuple[str, ...], options: dict[str, Any]) -> TreeModel:
    model = HistGradientBoostingClassifier(random_state=0, early_stopping=False, **options).fit(np.array(rows), np.array(labels))
    return _export_trees(model, names)


def _pair_label(sample: Sample, supplier: str | None, recipient: str | None) -> int:
    def told(facts: list[dict[str, Any]]) -> bool:
        return any(
            f["kind"] == "transfer" and _same_side(f.get("supplier"), supplier) and _same_side(f.get("recipient"), recipient) for f in facts
        )

    return 1 if told(sample.here) else -1 if told(sample.away) else 0


def _same_side(gold: str | None, key: str | None) -> bool:
    return score.same_party(gold, key) if gold and key else not gold and not key


def _export_trees(model: HistGradientBoostingClassifier, names: tuple[str, ...]) -> TreeModel:
    trees = []
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        leaf = nodes["is_leaf"].astype(bool)
        trees.append(
            {
                "feature": np.where(leaf, -1, nodes["feature_idx"]).tolist(),
                "threshold": np.round(nodes["num_threshold"].astype(np.float64), 6).tolist(),
                "left": nodes["left"].tolist(),
                "right": nodes["right"].tolist(),
                "value": np.round(nodes["value"].astype(np.float64), 5).tolist(),
            }
        )
    return TreeModel.of(names, round(float(np.ravel(model._baseline_prediction)[0]), 6), trees)


def fit_status(transfers: Sequence[Told], classes: Sequence[str]) -> LinearModel:
    """The stage of a deal, from all that the text says of it."""
    known = [t for t in transfers if t.fact.get("status")]
    return _fit_one_of([stage_row(t.reading, t.mentions, t.flow) for t in known], [t.fact["status"] for t in known], classes, C_STATUS)


def fit_terms(transfers: Sequence[Told]) -> LinearModel:
    """The terms of a deal, a plain sale left out."""
    labels = [[int(name in (t.fact.get("terms") or ())) for name in TERM_NAMES] for t in transfers]
    return _fit([term_row(t.reading, t.mentions, t.flow) for t in transfers], labels, TERM_NAMES, C_DETAILS)


def fit_modality(corpus: Corpus, documents: set[int], classes: Sequence[str]) -> LinearModel:
    """How firmly a transfer or a possession is told, from the sentences that tell of it."""
    rows, labels = [], []
    for sample in corpus.samples:
        values = {f.get("modality") for f in sample.here if f.get("modality")}
        if sample.document in documents and len(values) == 1:
            reading = corpus.readings[sample.document]
            features = clause_features(reading, sample.mention.sentence, sample.mention.item)
            rows.append(features + source_features(sources(reading, sample.mention.sentence)))
            labels.append([int(name in values) for name in classes])
    return _fit(rows, labels, classes, C_DETAILS)


def fit_attribution(corpus: Corpus, documents: set[int]) -> LinearModel:
    """Whether a fact is credited to a source of its sentence."""
    rows, labels = [], []
    for sample in corpus.samples:
        if sample.document not in documents or not sample.here:
            continue
        reading = corpus.readings[sample.document]
        named = sources(reading, sample.mention.sentence)
        credited = [f.get("attributed_to") for f in sample.here]
        for source in named:
            rows.append(attribution_features(reading, sample.mention.sentence, sample.mention.item, source, named))
            labels.append([int(any(c and score.same_party(c, [source.name, source.text]) for c in credited))])
    return _fit(rows, labels, ("credited",), C_DETAILS)


def fit_near(corpus: Corpus, documents: set[int], what: str) -> LinearModel:
    """Which dates (order, delivery) or sums (value) near an item belong to its deal."""
    classes = ("ordered", "delivered") if what == "dates" else ("value",)
    rows, labels = [], []
    for sample in corpus.samples:
        facts = [f for f in sample.here if f["kind"] == "transfer"]
        if sample.document not in documents or not facts:
            continue
        reading = corpus.readings[sample.document]
        for distance, index in around(reading, sample.mention.sentence):
            sentence = reading.sentences[index]
            for found in sentence.dates if what == "dates" else sentence.money:
                if what == "dates":
                    rows.append(date_features(sentence, found, sample.mention.item, distance))
                    labels.append([int(any(f.get(c) and score.same_date(f[c], found.edtf) for f in facts)) for c in classes])
                else:
                    rows.append(money_features(reading.dispatch.text, sentence, found, sample.mention.item, distance))
                    labels.append([int(any(f.get("value") and score.same_amount(f["value"], found.to_json()) for f in facts))])
    return _fit(rows, labels, classes, C_DETAILS)


def train(corpus: Corpus, documents: set[int]) -> dict[str, LinearModel | TreeModel | Priors]:
    """All models, from the given documents of the corpus."""
    from data.schema import vocabularies

    samples = [s for s in corpus.samples if s.document in documents]
    told = told_keys(samples)
    judged = second_step(samples, told)
    transfers = told_transfers(corpus, documents)
    return {
        "pairs": fit_pairs(samples),
        "events": fit_events(samples),
        "triples": fit_triples(judged),
        "priors": Priors.of(list(told.values())),
        "deals": fit_deals(corpus, judged, LINK_THRESHOLD),
        "status": fit_status(transfers, vocabularies().status),
        "modality": fit_modality(corpus, documents, vocabularies().modality),
        "attribution": fit_attribution(corpus, documents),
        "dates": fit_near(corpus, documents, "dates"),
        "money": fit_near(corpus, documents, "money"),
        "terms": fit_terms(transfers),
    }


def extractor(models: dict[str, Any]) -> Extractor:
    """An extractor over models in hand."""
    details = DetailModels(**{model.name: models[model.name] for model in fields(DetailModels)})
    return Extractor(
        reader(),
        TransferExtractor(Linker(models["pairs"], models["events"], models["triples"], models["priors"]), models["deals"], details),
    )


def write(models: dict[str, Any], folder: pathlib.Path) -> None:
    """Writes the models as JSON, features sorted, so that a diff shows what changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in models.items():
        if isinstance(model, Priors):
            content: dict[str, Any] = {"texts": model.texts, "counts": {key: model.counts[key] for key in sorted(model.counts)}}
        elif isinstance(model, TreeModel):
            content = {"names": list(model.names), "bias": model.bias, "trees": list(model.trees)}
        else:
            content = {
                "classes": list(model.classes),
                "bias": list(model.bias),
                "weights": {f: list(model.weights[f]) for f in sorted(model.weights)},
            }
        (folder / f"{name}.json").write_bytes(orjson.dumps(content) + b"\n")


def cross_validate(corpus: Corpus, folds: int, report: Callable[[str], None]) -> list[bytes]:
    """Extraction lines of every document by models that did not see it."""
    order = list(range(len(corpus.readings)))
    random.Random(1).shuffle(order)
    lines = []
    for fold in range(folds):
        held = set(order[fold::folds])
        made = extractor(train(corpus, set(order) - held))
        lines += [to_line(made.extract(corpus.readings[i].dispatch)) for i in sorted(held)]
        report(f"fold {fold + 1} of {folds}")
    return lines


def main() -> None:
    """Trains, or cross-validates with --folds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, nargs="+", default=[ROOT / "gold", ROOT / "training"], help="annotated folders")
    parser.add_argument("--folds", type=int, help="cross-validate instead of writing the models")
    parser.add_argument("--out", type=pathlib.Path, help="write the cross-validated extractions here")
    args = parser.parse_args()
    corpus = load_corpus(args.gold)
    if args.folds:
        lines = cross_validate(corpus, args.folds, lambda text: print(text, file=sys.stderr))
        if args.out:
            args.out.write_bytes(b"\n".join(lines) + b"\n")
        predictions = {row["document"]: row for row in map(orjson.loads, lines)}
        for folder in args.gold:
            print(json.dumps({str(folder): score.score(folder / "facts", predictions)["report"]}, indent=1))
        return
    write(train(corpus, set(range(len(corpus.readings)))), ROOT.parent / "data" / "resources" / "models")


if __name__ == "__main__":
    main()
