"""The spellings that follow from a listed one: hyphen variants of designations, plurals, British and American forms.

Digits are never touched: no rule here adds, drops or moves one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PLURAL_UNCHANGED: Final = frozenset(
    "aircraft hovercraft watercraft spacecraft rotorcraft craft ammunition ammo weaponry hardware equipment ordnance artillery armour "
    "armor materiel matériel support training assistance aid technology gear machinery chassis sonar avionics cavalry infantry "
    "fuel gunpowder explosive logistics maintenance software clothing yuan yen won baht ringgit rand renminbi".split()
)
# "An-12" and "A-10" must not be found in "an 12-year-old" and "a 10 per cent rise".
_WORD_PREFIXES: Final = frozenset("a i an as at be by do go he if in is it me my no of on or so to up us we am".split())
_SPELLINGS: Final = (("defence", "defense"), ("armour", "armor"), ("licence", "license"), ("programme", "program"), ("centre", "center"))
_LETTERS_DIGITS: Final = re.compile(r"([^\W\d_]+)[- ]?(?=\d)")
_DIGITS_LETTERS: Final = re.compile(r"(?<=\d)[- ]?([^\W\d_]{2,})")
_NO_SUFFIX: Final = _WORD_PREFIXES | {"mm", "cm", "th", "st", "nd", "rd"}
_BETWEEN: Final = re.compile(r"(?<=[^\W\d_]) (?=\d)|(?<=\d) (?=[^\W\d_])")
# Dots and apostrophes vanish behind letters ("U.S.", "Sana'a") but part digits, save for the decimal point.
_SILENT: Final = re.compile(r"(?<!\d)['.]")
_FULL_STOP: Final = re.compile(r"\.(?!\d)")
_PUNCTUATION: Final = re.compile(r"[^\w.]+|_")
_TWO_CAPITALS: Final = re.compile(r"[A-Z][^\s-]*[A-Z]")
_MAX_BOUNDARIES: Final = 3
# Letters that Unicode does not take apart into a base letter and a mark.
_PLAIN: Final = str.maketrans(dict(zip("øØłŁđĐıðþßæÆ", "o O l L d D i d th ss ae Ae".split(), strict=True)))


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
    text = plain(name).lower()
    if not text.isalnum():
        text = _FULL_STOP.sub(" ", _SILENT.sub("", text.replace("&", " and ")))
        text = " ".join(_PUNCTUATION.sub(" ", text).split()).removeprefix("the ")
        text = _BETWEEN.sub("", text)
    for british, american in _SPELLINGS:
        text = text.replace(british, american)
    return text


def typographic(name: str) -> list[str]:
    """The name, then without diacritics, then with curly for straight apostrophes, as far as these differ."""
    if name.isascii() and "'" not in name:
        return [name]
    listed = dict.fromkeys((name, plain(name)))
    for form in list(listed):
        listed.setdefault(form.replace("'", "\u2019"))
    return list(listed)


def is_acronym(form: str) -> bool:
    """Whether some word has two capitals ("MBT", "MoD"), so that its case matters."""
    return _TWO_CAPITALS.search(form) is not None


def designation_variants(name: str) -> list[str]:
    """The name, then its spellings with hyphen, space or nothing where letters and digits meet.

    "Su-30" gives "Su-30", "Su 30", "Su30"; "Leopard 2A6" also "Leopard-2A6", "Leopard2A6". At most the first three such places vary.
    """
    cuts: list[tuple[int, int, tuple[str, ...]]] = []
    for match in _LETTERS_DIGITS.finditer(name):
        prefix = match[1]
        # A short English word never gets a space before its number.
        loose = ("-", "") if prefix.lower() in _WORD_PREFIXES and (len(prefix) == 1 or prefix.istitle()) else ("-", " ", "")
        cuts.append((match.end(1), match.end(), loose))
    suffixes = (match for match in _DIGITS_LETTERS.finditer(name) if match[1].lower() not in _NO_SUFFIX)
    cuts += [(match.start(), match.start(1), ("-", " ", "")) for match in suffixes]
    if not cuts:
        return [name]
    cuts.sort()
    del cuts[_MAX_BOUNDARIES:]
    found = [name[: cuts[0][0]]]
    ends = [start for start, _, _ in cuts[1:]] + [len(name)]
    for (_, start, choices), end in zip(cuts, ends, strict=True):
        piece = name[start:end]
        found = [head + joint + piece for head in found for joint in choices]
    return list(dict.fromkeys((name, *found)))


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
    if lower in _PLURAL_UNCHANGED or (word.endswith(("s", "S")) and not lower.endswith("ss")) or not word[-1:].isalpha():
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
        pairs = ((british, american), (american, british))
        for one, other in (*pairs, *((one.title(), other.title()) for one, other in pairs)):
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
