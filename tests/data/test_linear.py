"""Small models are arithmetic: checked against sums done by hand."""

from __future__ import annotations

import math

import pytest

from data.deals import DEAL_NAMES
from data.errors import ResourceError
from data.linear import LinearModel, TreeModel, linear_model, tree_model
from data.linker import TRIPLE_NAMES


def test_a_linear_model_sums_the_weights_of_known_features() -> None:
    model = LinearModel(("a", "b"), (0.5, -1.0), {"x": (1.0, 0.0), "y": (-0.5, 2.0)})
    found = model.probabilities(["x", "y", "never seen"])
    assert found["a"] == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert found["b"] == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert model.best(["y"])[0] == "b"


def test_trees_send_each_row_down_to_its_leaf() -> None:
    tree: dict[str, list[float]] = {
        "feature": [0, -1, -1],
        "threshold": [1.5, 0.0, 0.0],
        "left": [1, 0, 0],
        "right": [2, 0, 0],
        "value": [0.0, -2.0, 3.0],
    }
    stump: dict[str, list[float]] = {"feature": [-1], "threshold": [0.0], "left": [0], "right": [0], "value": [0.25]}
    model = TreeModel.of(["n"], 0.25, [tree, stump])
    low, high = model.probabilities([[1.5], [1.6]])
    assert low == pytest.approx(1 / (1 + math.exp(1.5)))
    assert high == pytest.approx(1 / (1 + math.exp(-3.5)))
    assert model.probabilities([]) == []
    assert model.trees() == [tree, stump]


@pytest.mark.parametrize("name", ["pairs", "events", "status", "modality", "attribution", "dates", "money", "terms"])
def test_the_shipped_linear_models_load(name: str) -> None:
    model = linear_model(name)
    assert model.classes
    assert all(len(row) == len(model.classes) for row in model.weights.values())


@pytest.mark.parametrize(("name", "columns"), [("triples", TRIPLE_NAMES), ("deals", DEAL_NAMES)])
def test_the_shipped_trees_are_over_the_numbers_of_the_program(name: str, columns: tuple[str, ...]) -> None:
    model = tree_model(name)
    assert model.names == columns
    assert model.trees()


def test_an_unknown_model_says_how_to_make_it() -> None:
    with pytest.raises(ResourceError, match="make models"):
        linear_model("nothing")
