"""Boosted trees over a row of numbers, read from JSON below `resources/models/`, as `bench/train.py` writes them.

All rows meet all trees at once, after QuickScorer (Lucchese and others, SIGIR 2015): for each column, a table says which leaves of every
tree are still within reach at a value; what is left when all columns have spoken is the leaf. Arithmetic in a fixed order: the same
figures on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.linear import read_model, sigmoid

Tree = Mapping[str, Sequence[float]]
_MOST_LEAVES: Final = 32


@dataclass(frozen=True, slots=True)
class TreeModel:
    """Gradient-boosted regression trees, node by node in `trees`; a leaf has the feature -1.

    For each column that a tree asks about, `reach` holds its thresholds in order and, for a value above the first n of them, the leaves
    in reach of every tree as bits, the leftmost the lowest; `leaves` holds what each leaf adds.
    """

    names: tuple[str, ...]
    bias: float
    trees: tuple[Tree, ...]
    reach: tuple[tuple[int, NDArray[np.float64], NDArray[np.uint32]], ...]
    leaves: NDArray[np.float64]

    @classmethod
    def of(cls, names: Sequence[str], bias: float, trees: Sequence[Tree]) -> TreeModel:
        """The model of these trees; a row goes left where its number is at most the threshold. ValueError beyond 32 leaves a tree."""
        asked: dict[int, list[tuple[float, int, int]]] = {}
        values = []
        for number, tree in enumerate(trees):
            order, questions = _left_to_right(tree)
            if len(order) > _MOST_LEAVES:
                raise ValueError(f"tree {number} has {len(order)} leaves, at most {_MOST_LEAVES} can be told apart")
            values.append([tree["value"][node] for node in order])
            for node, lost in questions:
                asked.setdefault(int(tree["feature"][node]), []).append((float(tree["threshold"][node]), number, lost))
        leaves = np.zeros((len(trees), max(map(len, values), default=0)))
        for number, row in enumerate(values):
            leaves[number, : len(row)] = row
        reach = tuple((column, *_reach(asked[column], len(trees))) for column in sorted(asked))
        return cls(tuple(names), bias, tuple(trees), reach, leaves)

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The probability of each row."""
        if not rows:
            return []
        table = np.asarray(rows, dtype=np.float64)
        left = np.full((len(table), len(self.trees)), np.iinfo(np.uint32).max, dtype=np.uint32)
        for column, thresholds, tables in self.reach:
            left &= tables[np.searchsorted(thresholds, table[:, column])]
        lowest = left & (~left + np.uint32(1))
        leaf = np.frexp(lowest.astype(np.float64))[1] - 1
        found = self.leaves[np.arange(len(self.trees)), leaf]
        # Running sums add up in the order of the trees; a plain sum would leave the order to the machine.
        return [sigmoid(self.bias + total) for total in np.add.accumulate(found, axis=1)[:, -1].tolist()]


def _left_to_right(tree: Tree) -> tuple[list[int], list[tuple[int, int]]]:
    """The leaves of a tree from left to right, and for each inner node the leaves, as bits, that a row gone right cannot reach."""
    leaves: list[int] = []
    questions: list[tuple[int, int]] = []

    def walk(node: int) -> None:
        if tree["feature"][node] < 0:
            leaves.append(node)
            return
        first = len(leaves)
        walk(int(tree["left"][node]))
        questions.append((node, (1 << len(leaves)) - (1 << first)))
        walk(int(tree["right"][node]))

    walk(0)
    return leaves, questions


def _reach(asked: Sequence[tuple[float, int, int]], trees: int) -> tuple[NDArray[np.float64], NDArray[np.uint32]]:
    """The distinct thresholds of a column and, for a value above the first n of them, the leaves of each tree still in reach."""
    thresholds = sorted({threshold for threshold, _, _ in asked})
    place = {threshold: position for position, threshold in enumerate(thresholds, start=1)}
    tables = np.full((len(thresholds) + 1, trees), np.iinfo(np.uint32).max, dtype=np.uint32)
    for threshold, tree, lost in asked:
        tables[place[threshold], tree] &= ~np.uint32(lost)
    return np.asarray(thresholds, dtype=np.float64), np.bitwise_and.accumulate(tables, axis=0)


@cache
def tree_model(name: str) -> TreeModel:
    """The shipped tree model of that name."""
    content: Any = read_model(name)
    return TreeModel.of(content["names"], float(content["bias"]), content["trees"])
