"""What all tests share: their order. Rooms from the bottom up, what starts processes or servers last.

So a mistake in a lexicon shows in seconds, and not behind a failed server. A module that is slow as a whole says
`pytestmark = pytest.mark.slow`. Fixtures live with the tests of their room: inline first, then in that room's conftest.
"""

from __future__ import annotations

from typing import Final

import pytest

_ROOMS: Final = ("data", "graph", "api")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts in place and stably: inside a file the order is that of its lines."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> tuple[bool, int]:
    room = item.nodeid.removeprefix("tests/").split("/")[0]
    return item.get_closest_marker("slow") is not None, _ROOMS.index(room) if room in _ROOMS else len(_ROOMS)
