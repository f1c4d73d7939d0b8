"""Counts and sums of money in running text.

Finds number expressions with their bounds ("more than 100", "five or six", "some 40", "half a dozen") and amounts of money.
Which item or deal a number belongs to is not known here. Intervals follow the wire format: `min` and `max`, None where open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_UNITS: Final = {
    word: value
    for value, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ).split()
    )
}
_TENS: Final = {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_MULTIPLIERS: Final = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "lakh": 100_000,
    "million": 10**6,
    "mln": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "bln": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
_WORD_NUMBER: Final = (
    r"(?:(?:" + "|".join(_TENS) + r")(?:[- ](?:" + "|".join(list(_UNITS)[1:10]) + r"))?|" + "|".join(reversed(_UNITS)) + r")"
)
_DIGITS: Final = r"\d{1,3}(?:[, \u00a0]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE: Final = r"hundred(?: thousand)?|thousand|lakhs?|million|mln|crores?|billion|bln|trillion"
_VALUE: Final = (
    rf"(?:(?:{_DIGITS})(?:[- ]?(?:{_SCALE}))?|half a dozen|(?:a|one|two|three|four) dozen|a (?:{_SCALE})|(?:{_WORD_NUMBER})(?:[- "
    rf"](?:{_SCALE})(?: (?:and )?{_WORD_NUMBER})?)?|a pair|a couple|a single|pair|couple)"
)
_AT_LEAST: Final = (
    r"more than|over|at least|no (?:less|fewer) than|not (?:less|fewer) than|upwards of|in excess of|exceeding|"
    r"a minimum of|above|north of|better than|as few as"
)
_AT_MOST: Final = r"up to|as many as|no more than|not more than|at most|a maximum of|fewer than|less than|under|below|to the tune of up to"
_ABOUT: Final = (
    r"about|around|some|roughly|approximately|nearly|almost|close to|an estimated|circa|ca\.?|just under|just over|reportedly|well over"
)
_NUMBER: Final = re.compile(
    rf"(?<![\w.$€£¥-])(?:(?P<least>{_AT_LEAST})\s+|(?P<most>{_AT_MOST})\s+|(?P<about>{_ABOUT})\s+)?(?:(?P<between>between|"
    rf"from)\s+)?(?P<one>{_VALUE})"
    rf"(?:(?:\s*(?:[-–]|to|or|and(?=\s+\d))\s*)(?P<two>{_VALUE}))?(?:\s*\(\d[\d,]*\))?(?P<more>\s+or more|\s+or so|\+|-plus| plus(?= "
    rf"\w))?(?![\w%°]|[.,]\d|-(?:year|day|month|mm|km|inch|ton|strong|seat|engine|man|hour|point|wheel))",
    re.IGNORECASE,
)
# What is counted is no weapon when one of these follows.
_MEASURE: Final = re.compile(
    r"\s*-?\s*(?:percent|per cent|pc\b|%|km\b|kilomet|mil(?:e|es)\b|metres?\b|meters?\b|feet\b|ft\b|mm\b|cm\b|"
    r"millimet|inch|tons?\b|tonnes?\b|kg\b|kilos\b|kilogram|"
    r"pounds?\b|knots?\b|hours?\b|minutes?\b|days?\b|weeks?\b|months?\b|years?\b|decades?\b|centur|times\b|"
    r"o'clock|am\b|pm\b|nautical|square|hectares?|litres?|"
    r"countries|states|nations|people|civilians|deaths|dollars|euros|per\b|more than|hp\b|shp\b|gallons|degrees|"
    r"points?\b|cents?\b|GMT|members?\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things; `words` says whether it was spelt out, `plain` whether no bound or range stands with it."""

    start: int
    end: int
    low: int | None
    high: int | None
    approx: bool = False

    def to_json(self) -> dict[str, Any]:
        """The `quantity` of the wire format."""
        value: dict[str, Any] = {"min": self.low, "max": self.high}
        if self.approx:
            value["approx"] = True
        return value


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole units of `currency` (ISO 4217), bounds as in Count; `converted` where it only restates another in brackets."""

    start: int
    end: int
    low: int | None
    high: int | None
    currency: str
    approx: bool = False
    converted: bool = False

    def to_json(self) -> dict[str, Any]:
        """The `value` or `amount` of the wire format."""
        value: dict[str, Any] = {"min": self.low, "max": self.high, "currency": self.currency}
        if self.approx:
            value["approx"] = True
        return value


def number_value(text: str) -> float | None:
    """The number that digits or words stand for, multiplier included; None where the text is no number."""
    words = re.sub(r"(?<=\d)[,\u00a0 ](?=\d{3}\b)", "", text.strip().lower()).replace("-", " ")
    total, current, seen = 0.0, 0.0, False
    if words in ("a pair", "a couple", "pair", "couple"):
        return 2
    if words == "half a dozen":
        return 6
    for word in re.findall(r"\d+(?:\.\d+)?|[a-z]+", words):
        singular = word.removesuffix("s") if word not in _UNITS else word
        if word[0].isdigit():
            current, seen = float(word), True
        elif word in _UNITS:
            current, seen = current + _UNITS[word], True
        elif word in _TENS:
            current, seen = current + _TENS[word], True
        elif word in ("a", "single"):
            current, seen = 1, True
        elif singular == "dozen":
            current, seen = (current or 1) * 12, True
        elif singular in _MULTIPLIERS:
            factor = _MULTIPLIERS[singular]
            if factor == 100:
                current = (current or 1) * factor
            else:
                total, current = total + (current or 1) * factor, 0
            seen = True
        elif word != "and":
            return None
    return total + current if seen else None


def find_counts(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Count]:
    """Counts in a text, left to right; `taken` are spans (designations, dates, money) whose digits are no counts."""
    spans = sorted(taken)
    found = []
    for match in _NUMBER.finditer(text):
        first = match.start("one")
        if any(start < match.end() and first < end for start, end in spans):
            continue
        if _MEASURE.match(text, match.end()):
            continue
        if match["one"].lower() == "one" and re.match(
            r"\s+(?:of (?:the|its|his|their|those|these|only)|that|who|which|day|another|thing|would|could|can|is|was|has)\b",
            text[match.end() :],
            re.IGNORECASE,
        ):
            continue
        low, high = number_value(match["one"]), number_value(match["two"]) if match["two"] else None
        if low is None or low != int(low) or (high is not None and high != int(high)):
            continue
        if match["two"] and (high is None or high < low):
            continue
        if 1900 <= low <= 2100 and match["one"].isdigit() and not match["least"] and len(match["one"]) == 4:
            continue
        found.append(_count(match, int(low), None if high is None else int(high)))
    return found


def _count(match: re.Match[str], low: int, high: int | None) -> Count:
    more = (match["more"] or "").strip()
    start, end = match.start("one") if not (match["least"] or match["most"] or match["about"]) else match.start(), match.end()
    if high is not None:
        return Count(start, end, low, high, bool(match["about"]))
    if match["least"] or more in ("or more", "+", "-plus", "plus"):
        return Count(start, end, low, None)
    if match["most"]:
        return Count(start, end, None, low)
    approx = match["about"] is not None and match["about"].lower() != "reportedly"
    return Count(start, end, low, low, approx or more == "or so")


class MoneyGrammar:
    """Finds amounts of money; knows currencies by symbol, code and name."""

    def __init__(self, currencies: Mapping[str, tuple[Sequence[str], Sequence[str]]], adjectives: Mapping[str, str]) -> None:
        """`currencies` maps an ISO 4217 code to (names, symbols); `adjectives` maps a lower-case demonym to its currency's code."""
        self._code: dict[str, str] = {}
        names: dict[str, set[str]] = {}
        for code, (words, symbols) in currencies.items():
            self._code[code.lower()] = code
            for symbol in symbols:
                self._code.setdefault(symbol.lower(), code)
            for word in words:
                names.setdefault(word.lower(), set()).add(code)
        for word, codes in names.items():
            self._code.setdefault(word, _main_currency(codes))
            self._code.setdefault(_plural(word), _main_currency(codes))
        self._adjectives = dict(adjectives)
        self._shared = dict(names)
        self._shared.update({_plural(word): codes for word, codes in names.items()})
        symbols = sorted({s for _, (_, signs) in currencies.items() for s in signs} | set(currencies), key=lambda s: (-len(s), s))
        all_names = sorted(self._shared, key=lambda s: (-len(s), s))
        bound = rf"(?:(?P<least>{_AT_LEAST})\s+|(?P<most>{_AT_MOST})\s+|(?P<about>{_ABOUT})\s+(?:a\s+)?)?"
        scale = r"(?:\s*(?P<scale>hundred|thousand|lakh|million|mln|mn|m|crore|billion|bln|bn|b|k|trillion|tn)(?![\w]))?"
        number = (
            r"(?P<one>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s?(?P<onescale>million|billion|bn|m)?\s*(?:[-–]|"
            r"to|and)\s*(?:[$€£]|US\$)?(?P<two>\d+(?:[.,]\d+)*))?"
        )
        sign = "|".join(re.escape(s) if not s[-1].isalpha() else re.escape(s) + r"(?![a-z])" for s in symbols)
        words = "|".join(re.escape(name) for name in all_names)
        self._prefixed = re.compile(
            rf"(?<![\w]){bound}(?:between\s+|from\s+)?(?P<sign>{sign})\s?{number}{scale}(?P<more>\s+or more|\+|-plus)?", re.IGNORECASE
        )
        self._suffixed = re.compile(
            rf"(?<![\w.,$€£]){bound}(?:(?P<word>(?:{_WORD_NUMBER}|half a|a|several hundred)(?:\s(?:{_SCALE}))+)|{number}{scale})"
            rf"[\s-]?(?P<adjective>(?:[A-Z][a-z]+|US|U\.S\.|New Zealand|Hong Kong)\s)?(?P<name>{words})\b",
            re.IGNORECASE,
        )

    def find(self, text: str) -> list[Money]:
        """Amounts in a text, left to right, not overlapping."""
        found: list[Money] = []
        if not self._code:
            return found
        for match in [*self._prefixed.finditer(text), *self._suffixed.finditer(text)]:
            money = self._money(text, match)
            if money is not None and not any(m.start < money.end and money.start < m.end for m in found):
                found.append(money)
        return sorted(found, key=lambda m: m.start)

    def _money(self, text: str, match: re.Match[str]) -> Money | None:
        groups = match.groupdict()
        code = self._currency(groups)
        if groups.get("word"):
            low, high = number_value(groups["word"]), None
            if groups["word"].lower().startswith("half a"):
                low = (number_value(groups["word"][5:]) or 0) / 2
        else:
            low, high = self._amounts(groups)
        if code is None or not low:
            return None
        opened = text.rfind("(", 0, match.start())
        converted = (
            opened >= 0
            and text.find(")", opened, match.start()) < 0
            and re.search(r"[\d)]?\s*\((?:[^()]{0,25})$", text[: match.start()]) is not None
        )
        before = text[max(0, opened - 12) : opened] if opened > 0 else ""
        converted = converted and bool(re.search(r"\d|lion|dollars|euros|pounds|roubles|rubles|yuan|bn|crore", before))
        amounts = round(low), None if high is None else round(high)
        if amounts[1] is not None:
            return Money(match.start(), match.end(), amounts[0], amounts[1], code, bool(groups.get("about")), converted)
        if groups.get("least") or groups.get("more"):
            return Money(match.start(), match.end(), amounts[0], None, code, converted=converted)
        if groups.get("most"):
            return Money(match.start(), match.end(), None, amounts[0], code, converted=converted)
        return Money(match.start(), match.end(), amounts[0], amounts[0], code, groups.get("about") is not None, converted)

    def _amounts(self, groups: Mapping[str, str | None]) -> tuple[float | None, float | None]:
        scale = _MULTIPLIERS[(groups.get("scale") or "").lower()] if groups.get("scale") else 1
        first, second = groups.get("one"), groups.get("two")
        low = float(first.replace(",", "")) if first else None
        high = float(second.replace(",", "")) if second else None
        if low is None:
            return None, None
        own = groups.get("onescale")
        low *= _MULTIPLIERS[own.lower()] if own else scale
        high = None if high is None else high * scale
        return (low, high) if high is None or high > low else (low, None)

    def _currency(self, groups: Mapping[str, str | None]) -> str | None:
        sign, name, adjective = groups.get("sign"), groups.get("name"), groups.get("adjective")
        if sign:
            return self._code.get(sign.lower())
        assert name is not None
        if adjective:
            code = self._adjectives.get(adjective.strip().lower())
            if code in self._shared.get(name.lower(), set()):
                return code
        return self._code.get(name.lower())


def _main_currency(codes: set[str]) -> str:
    """What a name shared by several currencies means when no adjective tells."""
    for code in ("USD", "GBP", "CHF", "EUR", "RUB", "INR", "SEK"):
        if code in codes:
            return code
    return min(codes)


def _plural(word: str) -> str:
    return word if word.endswith(("s", "yuan", "yen", "won", "baht", "rand", "ringgit", "renminbi")) else word + "s"
