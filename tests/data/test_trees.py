"""Rows go down trees: checked against a walk node by node, on trees and rows drawn at random."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.deals import DEAL_NAMES
from data.linker import TRIPLE_NAMES
from data.trees import Tree, TreeModel, tree_model

STUMP: Tree = {"feature": [-1], "threshold": [0.0], "left": [0], "right": [0], "value": [0.25]}
# Few numbers, so that rows often meet a threshold exactly.
NUMBERS = st.integers(-4, 4).map(lambda n: n / 2)
COLUMNS = 3


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A tree whose nodes stand in no order that the model could lean on."""
    nodes: dict[str, list[float]] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}

    def grow(depth: int) -> int:
        here = len(nodes["feature"])
        inner = depth < 4 and draw(st.booleans())
        for name, value in (
            ("feature", draw(st.integers(0, COLUMNS - 1)) if inner else -1),
            ("threshold", draw(NUMBERS) if inner else 0.0),
            ("left", 0),
            ("right", 0),
            ("value", draw(NUMBERS)),
        ):
            nodes[name].append(value)
        if inner:
            sides = ("left", "right") if draw(st.booleans()) else ("right", "left")
            for side in sides:
                nodes[side][here] = grow(depth + 1)
        return here

    grow(0)
    return nodes


def walked(tree: Tree, row: list[float]) -> float:
    node = 0
    while (column := int(tree["feature"][node])) >= 0:
        node = int(tree["left" if row[column] <= tree["threshold"][node] else "right"][node])
    return float(tree["value"][node])


def test_each_row_reaches_its_leaf() -> None:
    tree: Tree = {
        "feature": [0, -1, -1],
        "threshold": [1.5, 0.0, 0.0],
        "left": [1, 0, 0],
        "right": [2, 0, 0],
        "value": [0.0, -2.0, 3.0],
    }
    model = TreeModel.of(["n"], 0.25, [tree, STUMP])
    low, high = model.probabilities([[1.5], [1.6]])
    assert low == pytest.approx(1 / (1 + math.exp(1.5)))
    assert high == pytest.approx(1 / (1 + math.exp(-3.5)))
    assert model.probabilities([]) == []


@given(
    st.lists(trees(), min_size=1, max_size=5),
    st.lists(st.lists(NUMBERS | st.floats(-1e9, 1e9), min_size=COLUMNS, max_size=COLUMNS), min_size=1, max_size=5),
)
def test_all_rows_at_once_are_as_one_by_one(drawn: list[Tree], rows: list[list[float]]) -> None:
    model = TreeModel.of(["a", "b", "c"], 0.5, drawn)
    for row, probability in zip(rows, model.probabilities(rows), strict=True):
        total = 0.5 + sum(walked(tree, row) for tree in drawn)
        assert probability == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-12)


def test_a_tree_too_large_is_refused() -> None:
    count = 33
    chain: Tree = {
        "feature": [0, -1] * (count - 1) + [-1],
        "threshold": [float(n) for n in range(2 * count - 1)],
        "left": [n + 1 for n in range(2 * count - 1)],
        "right": [n + 2 for n in range(2 * count - 1)],
        "value": [0.0] * (2 * count - 1),
    }
    with pytest.raises(ValueError, match="33 leaves"):
        TreeModel.of(["n"], 0.0, [chain])


@pytest.mark.parametrize(("name", "columns"), [("triples", TRIPLE_NAMES), ("deals", DEAL_NAMES)])
def test_the_shipped_trees_are_over_the_numbers_of_the_program(name: str, columns: tuple[str, ...]) -> None:
    model = tree_model(name)
    assert model.names == columns
    assert model.trees
