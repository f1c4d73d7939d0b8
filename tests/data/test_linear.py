"""Small models are arithmetic: checked against sums done by hand."""

from __future__ import annotations

import math

import pytest

from data.errors import ResourceError
from data.linear import LinearModel, linear_model


def test_a_linear_model_sums_the_weights_of_known_features() -> None:
    model = LinearModel(("a", "b"), (0.5, -1.0), {"x": (1.0, 0.0), "y": (-0.5, 2.0)})
    found = model.probabilities(["x", "y", "never seen"])
    assert found["a"] == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert found["b"] == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert model.best(["y"])[0] == "b"


@pytest.mark.parametrize("name", ["pairs", "events", "status", "modality", "attribution", "dates", "money", "terms"])
def test_the_shipped_linear_models_load(name: str) -> None:
    model = linear_model(name)
    assert model.classes
    assert all(len(row) == len(model.classes) for row in model.weights.values())


def test_an_unknown_model_says_how_to_make_it() -> None:
    with pytest.raises(ResourceError, match="make models"):
        linear_model("nothing")
