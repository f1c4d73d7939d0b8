"""Refuses queries that would leave the store: federated ones and ones that name data sets to load.

A query can be written so that a comment looks like an IRI and the reverse, depending on where a reader starts. So the text is not
split into tokens at all: whatever could be read as one of these clauses is refused, even inside a string, which is rare.
"""

from __future__ import annotations

import re
from typing import Final

from graph.errors import SelectionError

_SPACE: Final = r"(?:\s|\#[^\r\n]*(?:[\r\n]|$))"
_TARGET: Final = rf"(?:{_SPACE}*[<?$:]|{_SPACE}+[\w.\-]+:)"
_SERVICE: Final = re.compile(rf"service(?:{_SPACE}*silent)?{_TARGET}", re.IGNORECASE)
_FROM: Final = re.compile(rf"from(?:{_SPACE}*named)?{_TARGET}", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
# What comes before a word that is not a keyword but the rest of a variable, a prefixed name or a language tag.
_NAME_BEFORE: Final = re.compile(r"(?:[?$]\w*|:[\w.\-]*|@[A-Za-z0-9\-]*)$")
_LOOK_BACK: Final = 200
_ACCEPTED: Final = ("SELECT, ASK, CONSTRUCT or DESCRIBE over this store; GRAPH ?g {...} asks in single documents",)


def check_query(text: str) -> None:
    """SelectionError if the text has, or could be read as having, a SERVICE, FROM or FROM NAMED clause."""
    unescaped = _ESCAPE.sub(lambda match: _letter(match.group(1) or match.group(2)), text)
    for pattern, name in ((_SERVICE, "SERVICE"), (_FROM, "FROM")):
        for match in pattern.finditer(unescaped):
            before = unescaped[max(0, match.start() - _LOOK_BACK) : match.start()]
            if not _NAME_BEFORE.search(before):
                raise SelectionError("query", f"{name} is not served: a query sees this store only", _ACCEPTED)


def _letter(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
