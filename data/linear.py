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
    """Gradient-boosted regression trees over a row of numbers; `raw` sums the leaves, `probabilities` maps them to 0..1."""

    names: tuple[str, ...]
    bias: float
    trees: tuple[tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]], ...]

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The probability of each row."""
        if not rows:
            return []
        table = np.asarray(rows, dtype=np.float64)
        totals = np.full(len(table), self.bias)
        everyone = np.arange(len(table))
        for feature, threshold, left, right, value in self.trees:
            node = np.zeros(len(table), dtype=np.int64)
            while True:
                split = feature[node]
                inner = split >= 0
                if not inner.any():
                    break
                goes_left = table[everyone, np.where(inner, split, 0)] <= threshold[node]
                node = np.where(inner, np.where(goes_left, left[node], right[node]), node)
            totals += value[node]
        return [_sigmoid(float(total)) for total in totals]


@cache
def linear_model(name: str) -> LinearModel:
    """The shipped linear model of that name."""
    content = _read(name)
    return LinearModel(
        tuple(content["classes"]), tuple(content["bias"]), {feature: tuple(row) for feature, row in content["weights"].items()}
    )


@cache
def tree_model(name: str) -> TreeModel:
    """The shipped tree model of that name."""
    content = _read(name)
    trees = tuple(
        (
            np.asarray(tree["feature"], dtype=np.int64),
            np.asarray(tree["threshold"], dtype=np.float64),
            np.asarray(tree["left"], dtype=np.int64),
            np.asarray(tree["right"], dtype=np.int64),
            np.asarray(tree["value"], dtype=np.float64),
        )
        for tree in content["trees"]
    )
    return TreeModel(tuple(content["names"]), float(content["bias"]), trees)


def _read(name: str) -> Any:
    resource = f"models/{name}.json"
    try:
        return orjson.loads(files("data").joinpath("resources", resource).read_bytes())
    except FileNotFoundError as error:
        raise ResourceError(resource, "no such model; `make models` trains it") from error
    except orjson.JSONDecodeError as error:
        raise ResourceError(resource, f"not JSON: {error}") from error


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, value))))
