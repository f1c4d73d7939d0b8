"""The spellings that follow from a listed one: hyphen variants of designations, plurals, British and American forms.

Digits are never touched: no rule here adds, drops or moves one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import product
from typing import Final

_PLURAL_UNCHANGED: Final = frozenset(
    "aircraft hovercraft watercraft spacecraft rotorcraft craft ammunition ammo weaponry hardware equipment ordnance artillery armour armor "
    "materiel matériel support training assistance aid technology gear machinery chassis sonar avionics cavalry infantry "
    "fuel gunpowder explosive logistics maintenance software clothing yuan yen won baht ringgit rand renminbi".split()
)
# "An-12" and "A-10" must not be found in "an 12-year-old" and "a 10 per cent rise".
_WORD_PREFIXES: Final = frozenset("a i an as at be by do go he if in is it me my no of on or so to up us we am".split())
_SPELLINGS: Final = (("defence", "defense"), ("armour", "armor"), ("licence", "license"), ("programme", "program"), ("centre", "center"))
_LETTERS_DIGITS: Final = re.compile(r"(?<=[^\W\d_])[- ]?(?=\d)")
_DIGITS_LETTERS: Final = re.compile(r"(?<=\d)[- ]?(?=[^\W\d_]{2})")
_BETWEEN: Final = re.compile(r"(?<=[^\W\d_]) (?=\d)|(?<=\d) (?=[^\W\d_])")
_DOTS: Final = re.compile(r"(?<!\d)\.|\.(?!\d)")
_PUNCTUATION: Final = re.compile(r"[^\w.]+|_")
_MAX_BOUNDARIES: Final = 3
_PLAIN: Final = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae", "ð": "d", "þ": "th"})


def plain(text: str) -> str:
    """The text without diacritics and with straight apostrophes; what has no Latin base letter stays."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.replace("\u2019", "'").replace("\u2018", "'").replace("\u2010", "-").replace("\u2011", "-")


def fold(name: str) -> str:
    """The name as it is compared: no case, diacritics, apostrophes, leading article or separators where letters and digits meet.

    "the Su-30 MKI" and "SU30MKI" fold alike, as do defence and defense; digits stay as they are, "2000-5" is not "20005".
    """
    text = plain(name).lower().replace("&", " and ").replace("'", "")
    text = _DOTS.sub("", text)
    text = " ".join(_PUNCTUATION.sub(" ", text).split()).removeprefix("the ")
    for british, american in _SPELLINGS:
        text = text.replace(british, american)
    return _BETWEEN.sub("", text)


def typographic(names: Iterable[str]) -> list[str]:
    """Each name in the given order, then those without diacritics, and with the curly for the straight apostrophe."""
    listed = dict.fromkeys(names)
    for name in list(listed):
        listed.setdefault(plain(name))
    for name in list(listed):
        listed.setdefault(name.replace("'", "\u2019"))
    return list(listed)


def is_acronym(form: str) -> bool:
    """Whether some word has two capitals ("MBT", "MoD"), so that its case matters."""
    return any(sum(letter.isupper() for letter in word) > 1 for word in re.split(r"[\s-]", form))


def designation_variants(name: str) -> list[str]:
    """The name, then its spellings with hyphen, space or nothing where letters and digits meet.

    "Su-30" gives "Su-30", "Su 30", "Su30"; "Leopard 2A6" also "Leopard-2A6", "Leopard2A6". At most the first three such places vary.
    """
    cuts: list[tuple[int, int, tuple[str, ...]]] = []
    for match in _LETTERS_DIGITS.finditer(name):
        prefix = re.split(r"[\W\d_]", name[: match.start()])[-1]
        # A long word keeps its space ("Bulava 30" is odd, "Leopard2" is not); a short English one never gets one.
        loose = ("-", "") if prefix.lower() in _WORD_PREFIXES and (len(prefix) == 1 or prefix.istitle()) else ("-", " ", "")
        cuts.append((match.start(), match.end(), loose))
    for match in _DIGITS_LETTERS.finditer(name):
        suffix = re.match(r"[^\W\d_]+", name[match.end() :])
        word = suffix.group().lower() if suffix else ""
        if word in _WORD_PREFIXES or word in ("mm", "cm", "th", "st", "nd", "rd"):
            continue
        cuts.append((match.start(), match.end(), ("-", " ", "")))
    if not cuts:
        return [name]
    cuts = sorted(cuts)[:_MAX_BOUNDARIES]
    pieces = []
    at = 0
    for start, end, _ in cuts:
        pieces.append(name[at:start])
        at = end
    pieces.append(name[at:])
    found = {name: None}
    for joints in product(*(choice for _, _, choice in cuts)):
        text = pieces[0]
        for joint, piece in zip(joints, pieces[1:], strict=True):
            text += joint + piece
        found.setdefault(text)
    return list(found)


def plural(phrase: str) -> str:
    """The plural of a noun phrase; mass nouns and words in -s stay as they are ("aircraft", "MANPADS", "arms")."""
    head, of, rest = phrase.partition(" of ")
    if of:
        return plural(head) + of + rest
    start, space, last = phrase.rpartition(" ")
    joined, hyphen, word = last.rpartition("-")
    return start + space + joined + hyphen + _plural_word(word)


def _plural_word(word: str) -> str:
    lower = word.lower()
    if lower in _PLURAL_UNCHANGED or word.endswith(("s", "S")) and not lower.endswith("ss") or not word[-1:].isalpha():
        return word
    if lower.endswith(("ss", "x", "ch", "sh", "pedo")):
        return word + "es"
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if lower.endswith("man") and not lower.endswith("human"):
        return word[:-2] + "en"
    return word + "s"


def spellings(phrase: str) -> list[str]:
    """The phrase, then with British for American spelling and the reverse, in each case as written."""
    found = [phrase]
    for british, american in _SPELLINGS:
        for one, other in ((british, american), (american, british), (british.title(), american.title()), (american.title(), british.title())):
            if one in phrase and not (other.startswith(one) and other in phrase):
                found.append(phrase.replace(one, other))
    return list(dict.fromkeys(found))


def hyphenations(phrase: str) -> list[str]:
    """The phrase, then without its hyphens, then with its first words joined ("air defence system": "air-defence system")."""
    found = [phrase]
    if "-" in phrase:
        found.append(phrase.replace("-", " "))
    elif phrase.count(" ") >= 2:
        found.append(phrase.replace(" ", "-", 1))
    return found
