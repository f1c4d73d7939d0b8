"""Lists: "Estonia, Finland and Norway", "18 Smerch launchers, 24 TOS-1A and over 30 helicopters".

A small parser often breaks long lists; what stands between two members does not: commas, conjunctions, counts and modifiers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

_PARTY_LINK: Final = re.compile(
    r"\s*(?:,|;|/|-|&|\band\b|\bor\b|\bas well as\b|\balong with\b|\btogether with\b|\bplus\b|\bboth\b)(?:\s|"
    r",|;|and\b|or\b|also\b|later\b|then\b|the\b|in\b|to\b|from\b|of\b|by\b|with\b|for\b|even\b|finally\b)*\s*"
)
_ITEM_LINK: Final = re.compile(
    r"[^,;&.]{0,25}?\s*(?:\([^()]{0,60}\)\s*)?(?:,|;|&|\band\b|\bor\b|\bplus\b|\bas well as\b|\balong with\b|"
    r"\btogether with\b|\bbesides\b|\bincluding\b)+(?:[^.;!?]{0,70})"
)


def party_groups(text: str, spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Positions of the spans that form lists, each list with two members or more; spans must be in order."""
    return _groups(spans, lambda start, end: _PARTY_LINK.fullmatch(text, start, end) is not None)


def item_groups(text: str, spans: Sequence[tuple[int, int]], breaks: Callable[[int, int], bool]) -> list[list[int]]:
    """As `party_groups` for items; `breaks(start, end)` tells whether a finite verb stands between."""

    def linked(start: int, end: int) -> bool:
        between = text[start:end]
        if len(between) > 90 or re.search(r"[.;!?](?:\s|$)", between.replace("; ", ", ")):
            return False
        if re.search(r"\b(?:to|from|that|which|who|against|while|but|for use|in exchange|via|replac\w+|than|by|of which)\b", between):
            return False
        return _ITEM_LINK.fullmatch(between) is not None and not breaks(start, end)

    return _groups(spans, linked)


def _groups(spans: Sequence[tuple[int, int]], linked: Callable[[int, int], bool]) -> list[list[int]]:
    groups: list[list[int]] = []
    for position in range(1, len(spans)):
        if spans[position - 1][1] <= spans[position][0] and linked(spans[position - 1][1], spans[position][0]):
            if groups and groups[-1][-1] == position - 1:
                groups[-1].append(position)
            else:
                groups.append([position - 1, position])
    return groups
