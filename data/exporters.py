"""How likely a party is to be a supplier at all: its rank among the exporters of arms, alone and among the parties beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from data.entities import is_state_key
from data.errors import ResourceError
from data.yaml_files import check_keys, read_yaml

RANKS: Final = ("leading", "large", "some")
_RESOURCE: Final = "exporters.yml"
_OTHER_STATE: Final = len(RANKS)
# Armed groups and organisations stand below every state.
_NO_STATE: Final = len(RANKS) + 1


@cache
def exporters() -> Mapping[str, int]:
    """The rank of each exporting state, 0 for the leading ones; ResourceError where the file is not as it should be."""
    content = check_keys(_RESOURCE, "file", read_yaml(_RESOURCE), {"source", "ranks"}, set())
    ranks = check_keys(_RESOURCE, "ranks", content["ranks"], set(RANKS), set())
    found: dict[str, int] = {}
    for place, rank in enumerate(RANKS):
        for key in ranks[rank]:
            if not isinstance(key, str) or not is_state_key(key) or key in found:
                raise ResourceError(_RESOURCE, f"{rank}: {key!r} is no state, or stands twice")
            found[key] = place
    return found


def export_rank(key: str) -> int:
    """0 to 2 for exporting states, 3 for other states, 4 for whoever is no state."""
    return exporters().get(key, _OTHER_STATE) if is_state_key(key) else _NO_STATE


def export_features(keys: Sequence[str]) -> list[list[str]]:
    """For each of the parties near an item, its own rank and how it compares with the others'."""
    ranks = [export_rank(key) for key in keys]
    found = []
    for place, (key, rank) in enumerate(zip(keys, ranks, strict=True)):
        others = ranks[:place] + ranks[place + 1 :]
        found.append(
            [
                f"key={key}",
                f"exports={rank}",
                f"exports={rank},best={min(others, default='')}",
                f"exports={rank},worst={max(others, default='')}",
                f"exports:above={min(3, sum(other < rank for other in others))}",
                f"exports:below={min(3, sum(other > rank for other in others))}",
            ]
        )
    return found
