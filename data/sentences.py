"""Splits a body into sentences that keep their offsets.

Runs before any parsing, since sentences that can hold no fact are never parsed. Errs on the side of not splitting:
two sentences taken as one cost less than a designation or an initial torn apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Longer "sentences" are cut at a space: the parser's cost and memory grow with length, and no writer means them as one.
MAX_SENTENCE: Final = 1500
_ABBREVIATIONS: Final = frozenset(
    "mr mrs ms dr prof gen lt col maj capt cpl sgt adm brig cmdr cdr rear vice sen rep gov st jr sr hon rev pres amb sec dep min "
    "inc corp co ltd plc bros no nos vs etc approx est dept univ jan feb mar apr jun jul aug sept sep oct nov dec art fig vol pp "
    "messrs ft lts cols gens fr".split()
)
_PARAGRAPH: Final = re.compile(r"[^\n](?:[^\n]|\n(?!\s*\n|\s*[-*•#>|]))*")
# Text is wrapped at some seventy characters or more; a shorter line that goes on with a capital is a heading.
_WRAPPED: Final = 50
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_LINE: Final = re.compile(r"[^\n]+")
_BREAK: Final = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9À-Þ$€£])|(?<=\n)(?=\S)")
_LAST_WORD: Final = re.compile(r"([\w.&-]*)[.!?…]+[\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text == body[start:end]`; `paragraph` and `index` count from 0."""

    start: int
    end: int
    text: str
    paragraph: int
    index: int


def split_sentences(body: str) -> list[Sentence]:
    """The sentences of a body in order; none is empty, none crosses a blank line, none starts or ends with a space.

    Paragraphs end at blank lines; in a text without any whose lines close their sentences, each line is one.
    """
    found: list[Sentence] = []
    for number, paragraph in enumerate((_LINE if _is_line_by_line(body) else _PARAGRAPH).finditer(body)):
        start = paragraph.start()
        for end in _ends(paragraph.group(), paragraph.start()):
            for first, last in _pieces(body, start, end):
                found.append(Sentence(first, last, body[first:last], number, len(found)))
            start = end
    return found


def _is_line_by_line(body: str) -> bool:
    lines = [line.rstrip() for line in body.strip().split("\n")]
    if len(lines) < 2 or _BLANK_LINE.search(body.strip()):
        return False
    # A text wrapped at some width breaks its lines inside sentences.
    closed = sum(line.endswith((".", "!", "?", '"', "”", ")", "…")) for line in lines)
    return closed >= 0.8 * len(lines)


def _ends(paragraph: str, offset: int) -> list[int]:
    ends = []
    start = 0
    for match in _BREAK.finditer(paragraph):
        if match.end() == match.start():
            if not _line_ends(paragraph[start : match.end()], paragraph[match.end() :]):
                continue
        elif not _closes(paragraph[start : match.end()].rstrip(), paragraph[match.end() :]):
            continue
        ends.append(offset + match.end())
        start = match.end()
    return [*ends, offset + len(paragraph)]


def _line_ends(before: str, rest: str) -> bool:
    """Whether a line break ends a sentence: after a stop, a colon or a heading, before a list item; not where lines are merely wrapped."""
    line = before.rstrip("\n").rsplit("\n", 1)[-1].rstrip()
    heading = len(line) < _WRAPPED and rest[:1].isupper() and not line.endswith((",", ";"))
    return line.endswith((".", "!", "?", ":", "…", '"', "”", ")")) or heading or rest[:1] in "-*•#>|"


def _closes(sentence: str, rest: str) -> bool:
    """Whether the stop at the end of `sentence` closes it, rather than an abbreviation, an initial or a decimal."""
    if sentence.count("“") > sentence.count("”") and not sentence.endswith(("!", "?")):
        return True
    match = _LAST_WORD.search(sentence)
    word = match.group(1) if match else ""
    if not sentence.rstrip("\"'”’)]").endswith("."):
        return True
    last = word.rsplit(".", 1)[-1] if "." in word else word
    if word.lower() in _ABBREVIATIONS:
        # "on 3 Oct. The" ends a sentence, "Oct. 3" does not; titles never end one.
        return (
            word.lower()[:3] in ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "inc", "etc")
            and not rest[:1].isdigit()
            and bool(re.match(r"(?:The|A|An|It|He|She|They|In|On|But|This|That|Its|His|For|At)\b", rest))
        )
    if len(last) == 1 and last.isupper():
        # Initials ("J. Smith") and "U.S. Army" go on; "in the U.S. The" does not.
        return bool(re.match(r"(?:The|A|An|It|He|She|They|In|On|But|This|That|These|Those|Its|His|For|At|Under)\s", rest)) and "." in word
    return True


def _pieces(body: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while start < end:
        while start < end and body[start].isspace():
            start += 1
        stop = end
        if end - start > MAX_SENTENCE:
            space = body.rfind(" ", start, start + MAX_SENTENCE)
            stop = space if space > start else start + MAX_SENTENCE
        last = stop
        while last > start and body[last - 1].isspace():
            last -= 1
        if last > start:
            pieces.append((start, last))
        start = stop
    return pieces
