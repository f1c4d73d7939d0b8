"""Positions that make a fresh file readable: computed, without chance, in time that grows with the number of edges.

States and whoever else is most connected become hubs. Every other entity is drawn around the hub it shares most edges with, as seeds in
a sunflower; the hubs themselves, largest first, lie on a wider sunflower that leaves each the room its followers need.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

_GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))
_SPACING: Final = 40.0

Position = tuple[float, float]


def positions(nodes: Mapping[str, bool], ties: Mapping[str, Mapping[str, int]]) -> dict[str, Position]:
    """A place for each node; `nodes` tells which are hubs by nature, `ties` how many edges join each to which others."""
    weight = {node: sum(joined.values()) for node, joined in ties.items()}
    hub_of: dict[str, str] = {}
    for node, is_hub in nodes.items():
        hubs = [other for other in ties[node] if nodes[other]]
        if not is_hub and hubs:
            hub_of[node] = min(hubs, key=lambda other: (-ties[node][other], other))
    followers: dict[str, list[str]] = {node: [] for node in nodes if node not in hub_of}
    for node, hub in hub_of.items():
        followers[hub].append(node)
    placed: dict[str, Position] = {}
    covered = 0.0
    for number, hub in enumerate(sorted(followers, key=lambda hub: (-len(followers[hub]), -weight[hub], hub))):
        radius = _SPACING * math.sqrt(len(followers[hub]) + 1)
        # The middle of the ring that the hubs so far fill, had they been laid out as a disc half as densely.
        distance = math.sqrt((covered + radius * radius / 2) * 2) if number else 0.0
        covered += radius * radius
        x, y = _polar(distance, number)
        placed[hub] = (round(x, 2), round(y, 2))
        for seed, node in enumerate(sorted(followers[hub], key=lambda node: (-weight[node], node)), start=1):
            dx, dy = _polar(_SPACING * math.sqrt(seed), seed)
            placed[node] = (round(x + dx, 2), round(y + dy, 2))
    return placed


def _polar(distance: float, turn: int) -> Position:
    angle = turn * _GOLDEN_ANGLE
    return distance * math.cos(angle), distance * math.sin(angle)
