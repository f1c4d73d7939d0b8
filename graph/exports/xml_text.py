"""Text that XML 1.0 can hold."""

from __future__ import annotations

import re
from typing import Final

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS: Final = re.compile(r"[\t\n\r\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """The text on one line, without the characters that XML 1.0 forbids or advises against."""
    if text.isprintable():
        # isprintable is false for every control, separator and surrogate, so nothing is left to do.
        return text
    return _ILLEGAL.sub("", _BREAKS.sub(" ", text))


def attribute(text: str) -> str:
    """The text as the value of an attribute in double quotes, without the quotes."""
    if not text.isprintable():
        text = clean(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text or '"' in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text
