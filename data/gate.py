"""What is worth a closer look: texts that can be about arms, and their sentences that can take part in a fact.

Cheap tests before the dear ones: most of an everyday news feed ends here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

# A text this short, in characters, is read whole: it has no room to say what it is about.
_SHORT: Final = 600
# Words that are enough alone; of the others, which lawyers and farmers use too, two are.
_SURELY_MILITARY: Final = re.compile(
    r"\b(?:militar(?:y|ies)|arms|weapon(?:s|ry)?|armaments?|munitions?|arms embargo|armed forces|air force|"
    r"defen[cs]e (?:minist\w+|secretary|cooperation|co-operation|industr\w+|forces?|deals?|agreements?|pacts?|treat\w+|chiefs?|attach\w+|"
    r"staff|exports?|contracts?|spending|ties))\b",
    re.IGNORECASE,
)
_MILITARY: Final = re.compile(
    r"\b(?:arms|armed|army|armies|armou?red|armaments?|weapon\w*|militar\w+|defen[cs]e|navy|navies|naval|air forces?|troops?|soldiers?|"
    r"missiles?|warships?|rockets?|ammunition|munitions?|guns?|rifles?|bombs?|bombers?|submarines?|frigates?|corvettes?|"
    r"guerrillas?|rebels?|militias?|war|wars|embargo\w*|security assistance|peacekeep\w+)\b",
    re.IGNORECASE,
)
_TRIGGER: Final = re.compile(
    r"\b(?:met|meet|meets|meeting|talks?|visit\w*|summit|call|phone\w*|discuss\w*|negotiat\w*|train\w*|cadets?|"
    r"instruct\w*|exercise\w*|embargo\w*|ban\w*|sanction\w*|suspen\w*|halt\w*|freez\w*|froze\w*|"
    r"licen[cs]\w*|agree\w*|accord\w*|pact|treaty|sign\w*|deal\w*|loan\w*|credit\w*|grant\w*|financ\w*|aid|"
    r"suppl\w+|deliver\w*|s[eo]ll?\w*|sale\w*|bought|buy\w*|purchas\w*|order\w*|export\w*|import\w*|"
    r"contract\w*|arms?|armed|arming|armament\w*|weapon\w*|militar\w*|defen[cs]e|"
    r"acquir\w*|obtain\w*|transfer\w*|donat\w*|hand(?:ed|ing|s)?|shipp?\w*|sen[dt]\w*|procur\w*|g[ai]ven?|"
    r"taught|courses?|crews?|lend\w*|lent|fund\w*|barred|forbid\w*|block\w*|veto\w*|delegat\w*|host\w*|welcom\w*|receiv\w*)\b",
    re.IGNORECASE,
)


def speaks_of_the_military(texts: Collection[str], items: Collection[str]) -> bool:
    """Whether a title and a body, and the kinds of items they name, are about arms or armed forces; a short text is taken to be."""
    if sum(map(len, texts)) < _SHORT or any(_SURELY_MILITARY.search(text) for text in texts):
        return True
    words = {match.group().lower() for text in texts for match in _MILITARY.finditer(text)}
    return bool(words) and len(words) + len(set(items)) > 1


def has_trigger(text: str) -> bool:
    """Whether a sentence has a word of something that is moved, paid, met over, taught or forbidden."""
    return _TRIGGER.search(text) is not None
