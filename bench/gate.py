"""The quality gate: scores the shipped gold and fails where a floor is missed or the corpus is not the pinned one.

    python bench/gate.py [--update] [--allow-regression]

Prints the table of figures beside their floors. `--update` pins what is measured now; it refuses to lower a floor without
`--allow-regression`. Prints, too, how long extraction takes beside spaCy's full pipeline (`bench/speed.py`); no floor hangs on that, since
machines differ. The models are trained on this gold, so the figures say that nothing got worse, not how well unseen texts fare:
`bench/train.py --folds 5` says that.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import sys
from typing import Any

import orjson

ROOT = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

import score  # noqa: E402
import speed  # noqa: E402

from data.documents import Dispatch  # noqa: E402
from data.extract import Extractor  # noqa: E402
from data.readers import read  # noqa: E402

GOLD = ROOT / "gold"
BASELINE = ROOT / "baseline.json"
# What rounding and another processor's last bit may cost: half a fact in a hundred.
SLACK = 0.005


def corpus_hash() -> str:
    """Hash over all documents and annotations, so that a changed corpus is noticed before its figures are compared."""
    digest = hashlib.sha256()
    for path in sorted([*GOLD.glob("docs/*.md"), *GOLD.glob("facts/*.json")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def measure(extractor: Extractor) -> dict[str, float]:
    """F1 by group (precision too for all facts and transfers) and the share of facts with exact evidence, each from 0 to 1."""
    documents = [d for d in read([str(GOLD / "docs")]) if isinstance(d, Dispatch)]
    predictions: dict[str, Any] = {d.document: orjson.loads(orjson.dumps(extractor.extract(d).to_json())) for d in documents}
    report = score.score(GOLD / "facts", predictions, GOLD / "docs")["report"]
    figures = {"facts": report["facts"]["f1"], "facts precision": report["facts"]["precision"]}
    figures["transfer precision"] = report["kinds"]["transfer"]["precision"]
    figures |= {kind: figure["f1"] for kind, figure in sorted(report["kinds"].items())}
    figures |= {"flows": report["flows"]["f1"], "details": report["details"]["f1"]}
    figures |= {f"entity {group}": figure["f1"] for group, figure in sorted(report["entities"].items())}
    counted = report["evidence"]
    figures["evidence exact"] = counted.get("exact", 0) / max(1, sum(counted.values()))
    return figures


def main() -> int:
    """Exit status 0 if all floors hold, 1 if one is missed or the corpus changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="pin the corpus and raise the floors to what is measured")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower a floor")
    args = parser.parse_args()
    extractor = Extractor.load()
    figures, corpus = measure(extractor), corpus_hash()
    baseline = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {"corpus": "", "floors": {}}
    floors: dict[str, float] = baseline["floors"]
    missed = [name for name, floor in floors.items() if figures.get(name, 0.0) < floor - SLACK]
    print(f"{'':<22}{'measured':>10}{'floor':>8}")
    for name, figure in figures.items():
        print(f"{name:<22}{figure:>10.3f}{floors.get(name, 0.0):>8.3f}{'  below' if name in missed else ''}")
    print("\n".join(speed.lines(speed.ratios(extractor))))
    if args.update:
        if missed and not args.allow_regression:
            print(f"not updated: {', '.join(missed)} would fall; say --allow-regression if that is meant", file=sys.stderr)
            return 1
        BASELINE.write_text(json.dumps({"corpus": corpus, "floors": figures}, indent=1) + "\n", encoding="utf-8")
        return 0
    if corpus != baseline["corpus"]:
        print("the corpus is not the pinned one; look at the figures, then run bench/gate.py --update", file=sys.stderr)
        return 1
    if missed:
        print(f"below the floor: {', '.join(missed)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
