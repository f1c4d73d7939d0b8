"""Small trained models: a linear one over named features and boosted trees over numbers.

Both are read from JSON below `resources/models/`, written by `bench/train.py`; applying them is arithmetic, the same on every machine
and in every order. A feature that training never saw weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from data.errors import ResourceError


@dataclass(frozen=True, slots=True)
class LinearModel:
    """One-versus-rest logistic regression: a weight per class for each feature."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """The probability of each class, taken by itself; they need not add up to 1."""
        sums = list(self.bias)
        weights = self.weights
        for feature in features:
            row = weights.get(feature)
            if row is not None:
                for position, weight in enumerate(row):
                    sums[position] += weight
        return {name: _sigmoid(total) for name, total in zip(self.classes, sums, strict=True)}

    def best(self, features: Iterable[str]) -> tuple[str, float]:
        """The likeliest class with its probability; the first listed wins a tie."""
        found = self.probabilities(features)
        name = max(self.classes, key=lambda c: found[c])
        return name, found[name]


@dataclass(frozen=True, slots=True)
class TreeModel:
    """Gradient-boosted regression trees over a row of numbers.

    All trees stand in one table of nodes, `roots` being where each begins; a leaf is its own child, so that every row can walk every tree
    the same number of steps.
    """

    names: tuple[str, ...]
    bias: float
    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    depth: int

    @classmethod
    def of(cls, names: Sequence[str], bias: float, trees: Sequence[Mapping[str, Sequence[float]]]) -> TreeModel:
        """The model of trees given node by node; a leaf has the feature -1."""
        sizes = [len(tree["feature"]) for tree in trees]
        roots = np.cumsum([0, *sizes[:-1]])
        feature = np.concatenate([np.asarray(tree["feature"], dtype=np.int64) for tree in trees])
        leaf = feature < 0
        itself = np.arange(len(feature))
        left, right = (
            np.where(leaf, itself, np.concatenate([np.asarray(t[side], dtype=np.int64) + r for t, r in zip(trees, roots, strict=True)]))
            for side in ("left", "right")
        )
        threshold = np.concatenate([np.asarray(tree["threshold"], dtype=np.float64) for tree in trees])
        value = np.concatenate([np.asarray(tree["value"], dtype=np.float64) for tree in trees])
        return cls(tuple(names), bias, roots, np.where(leaf, 0, feature), threshold, left, right, value, _depth(roots, leaf, left, right))

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The probability of each row."""
        if not rows:
            return []
        table = np.asarray(rows, dtype=np.float64)
        everyone = np.arange(len(table))[:, None]
        node = np.broadcast_to(self.roots, (len(table), len(self.roots)))
        for _ in range(self.depth):
            goes_left = table[everyone, self.feature[node]] <= self.threshold[node]
            node = np.where(goes_left, self.left[node], self.right[node])
        return [_sigmoid(self.bias + math.fsum(leaves)) for leaves in self.value[node].tolist()]

    def trees(self) -> list[dict[str, list[float]]]:
        """The trees node by node, as `of` takes them."""
        leaf = self.left == np.arange(len(self.left))
        found = []
        for start, end in zip(self.roots, [*self.roots[1:], len(self.left)], strict=True):
            part = slice(int(start), int(end))
            found.append(
                {
                    "feature": np.where(leaf[part], -1, self.feature[part]).tolist(),
                    "threshold": self.threshold[part].tolist(),
                    "left": np.where(leaf[part], 0, self.left[part] - start).tolist(),
                    "right": np.where(leaf[part], 0, self.right[part] - start).tolist(),
                    "value": self.value[part].tolist(),
                }
            )
        return found


def _depth(roots: NDArray[np.int64], leaf: NDArray[np.bool_], left: NDArray[np.int64], right: NDArray[np.int64]) -> int:
    """The steps from a root to the deepest leaf."""
    level, depth = roots, 0
    while len(inner := level[~leaf[level]]):
        level, depth = np.concatenate([left[inner], right[inner]]), depth + 1
    return depth


@cache
def linear_model(name: str) -> LinearModel:
    """The shipped linear model of that name."""
    content = read_model(name)
    return LinearModel(
        tuple(content["classes"]), tuple(content["bias"]), {feature: tuple(row) for feature, row in content["weights"].items()}
    )


@cache
def tree_model(name: str) -> TreeModel:
    """The shipped tree model of that name."""
    content = read_model(name)
    return TreeModel.of(content["names"], float(content["bias"]), content["trees"])


def read_model(name: str) -> Any:
    """The content of a shipped model's file; ResourceError where it is absent or not JSON."""
    resource = f"models/{name}.json"
    try:
        return orjson.loads(files("data").joinpath("resources", resource).read_bytes())
    except FileNotFoundError as error:
        raise ResourceError(resource, "no such model; `make models` trains it") from error
    except orjson.JSONDecodeError as error:
        raise ResourceError(resource, f"not JSON: {error}") from error


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, value))))
