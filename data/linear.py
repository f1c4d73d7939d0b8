"""Small trained models, linear ones over named features.

They are read from JSON below `resources/models/`, written by `bench/train.py`; applying them is arithmetic, the same on every machine
and in every order. A feature that training never saw weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

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
        return {name: sigmoid(total) for name, total in zip(self.classes, sums, strict=True)}

    def best(self, features: Iterable[str]) -> tuple[str, float]:
        """The likeliest class with its probability; the first listed wins a tie."""
        found = self.probabilities(features)
        name = max(self.classes, key=lambda c: found[c])
        return name, found[name]


@cache
def linear_model(name: str) -> LinearModel:
    """The shipped linear model of that name."""
    content = read_model(name)
    return LinearModel(
        tuple(content["classes"]), tuple(content["bias"]), {feature: tuple(row) for feature, row in content["weights"].items()}
    )


def read_model(name: str) -> Any:
    """The content of a shipped model's file; ResourceError where it is absent or not JSON."""
    resource = f"models/{name}.json"
    try:
        return orjson.loads(files("data").joinpath("resources", resource).read_bytes())
    except FileNotFoundError as error:
        raise ResourceError(resource, "no such model; `make models` trains it") from error
    except orjson.JSONDecodeError as error:
        raise ResourceError(resource, f"not JSON: {error}") from error


def sigmoid(value: float) -> float:
    """The logistic function, 0 to 1; beyond 40 either way it stays."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, value))))
