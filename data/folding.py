"""Folds text without moving a character, so that offsets in the folded text are offsets in the text."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

_PUNCTUATION: Final = {
    "’": "'",
    "‘": "'",
    "‑": "-",
    "‐": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "\u00a0": " ",
    "\u202f": " ",
    "\n": " ",
    "\t": " ",
    "“": '"',
    "”": '"',
}


@cache
def _table() -> dict[int, str]:
    table = {ord(sign): plain for sign, plain in _PUNCTUATION.items()}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base
    table.update({ord("ı"): "i", ord("ł"): "l", ord("Ł"): "L", ord("ø"): "o", ord("Ø"): "O", ord("đ"): "d", ord("ð"): "d"})
    return table


def fold_cased(text: str) -> str:
    """The text with plain quotes, hyphens, spaces and Latin letters without diacritics; same length."""
    return text.translate(_table())


def fold(text: str) -> str:
    """`fold_cased` in lower case; same length."""
    folded = fold_cased(text)
    lower = folded.lower()
    if len(lower) == len(folded):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in folded)


def singular(words: str) -> str:
    """A noun phrase with its last word in the singular: "patrol ships" -> "patrol ship"."""
    last = words.rsplit(" ", 1)[-1]
    head = words[: len(words) - len(last)]
    lower = last.lower()
    if lower in ("aircraft", "arms", "ordnance", "weaponry", "armour", "armor") or not lower.endswith("s") or lower.endswith("ss"):
        return words
    if lower.endswith("ies") and len(lower) > 4:
        return head + last[:-3] + "y"
    if lower.endswith(("shes", "ches", "xes", "sses")):
        return head + last[:-2]
    return head + last[:-1]
