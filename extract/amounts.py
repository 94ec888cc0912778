"""Find lengths of time and sums of money, and give them comparable values.

Durations are ISO 8601 (`P30D`); a range or bound is two of them with "/" (`P14D/P90D`). Money is amount and currency
(`35000000 EUR`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.document import Found, Sheet

NUMBERS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen "
        "eighteen nineteen twenty".split()
    )
} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "dozen": 12,
    "hundred": 100,
}
NUMBERS |= {
    f"{tens}-{unit}": NUMBERS[tens] + NUMBERS[unit]
    for tens in ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
    for unit in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
}
UNITS = {"hour": "TH", "day": "D", "week": "W", "fortnight": "W", "month": "M", "year": "Y", "decade": "0Y"}
CURRENCIES = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "us$": "USD",
    "eur": "EUR",
    "usd": "USD",
    "gbp": "GBP",
    "euro": "EUR",
    "euros": "EUR",
    "dollar": "USD",
    "dollars": "USD",
    "pound": "GBP",
    "pounds": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rupees": "INR",
    "swiss francs": "CHF",
    "swedish crowns": "SEK",
    "swedish kronor": "SEK",
    "norwegian kroner": "NOK",
    "danish kroner": "DKK",
    "zlotys": "PLN",
    "chf": "CHF",
    "jpy": "JPY",
    "cny": "CNY",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
    "pln": "PLN",
    "cad": "CAD",
    "aud": "AUD",
    "c$": "CAD",
    "a$": "AUD",
    "¥": "JPY",
    "canadian dollars": "CAD",
    "australian dollars": "AUD",
    "hong kong dollars": "HKD",
}
SCALES = {
    "thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "mln": 6, "mio": 6, "billion": 9, "bn": 9, "b": 9,
    "trillion": 12, "tn": 12,
}  # fmt: skip

_COUNT = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,4}|"
    + "|".join(sorted((re.escape(w) for w in NUMBERS if len(w) > 2), key=len, reverse=True))
    + r"|an?)"
)
DURATION = re.compile(
    rf"(?<![\w$€£.])(?:(?P<low>{_COUNT})(?:\s?(?:-|–|to|and|or)\s?(?:(?:at\smost|up\sto|no\smore\sthan)\s)?))?(?P<high>{_COUNT})(?:[\s-](?:calendar|"
    rf"business|working|consecutive|full))?[\s-]"
    rf"(?P<unit>hour|day|week|fortnight|month|year|decade)s?(?![\w])(?:\s\(\d+\))?",
    re.IGNORECASE,
)
_PAREN = re.compile(r"\((\d{1,3})\)[\s-](hour|day|week|month|year)s?\b", re.IGNORECASE)
_SCALE = r"(?:[\s-]?(?:thousand|millions?|billions?|trillions?|mln|mn|bn|mio|tn|[mkb])\b)?"
_CODES = "EUR|USD|GBP|CHF|JPY|CNY|SEK|NOK|DKK|PLN|CAD|AUD"
_NAMED = "|".join(sorted((name for name in CURRENCIES if re.fullmatch(r"[a-z ]{4,}|yen", name)), key=len, reverse=True))
_WORDED = "|".join(sorted((re.escape(word) for word in NUMBERS if len(word) > 2), key=len, reverse=True))
MONEY = re.compile(
    rf"(?:(?P<sign>US\$|\b[CA]\$|[$€£¥]|\b(?:{_CODES}|euros?)\s)\s?(?P<amount>\d[\d,. ]*\d|\d)(?P<scale>{_SCALE}))"
    rf"|(?:\b(?P<amount2>\d[\d,.]*|(?:{_WORDED}|(?<!half )a)(?=[\s-](?:thousand|million|billion|trillion)))"
    rf"(?P<scale2>{_SCALE})[\s-]?"
    rf"(?P<sign2>€|(?:{_CODES}|{_NAMED})\b))",
    re.IGNORECASE,
)


def number(word: str) -> int | None:
    """Return the number that a word or numeral stands for, None when it stands for none."""
    folded = word.casefold().replace(",", "")
    if folded.isdigit():
        return int(folded)
    return NUMBERS.get(folded)


def iso_duration(count: int, unit: str) -> str:
    """Return an ISO 8601 duration, for instance ``P30D`` or ``PT72H``."""
    if unit == "hour":
        return f"PT{count}H"
    if unit == "fortnight":
        return f"P{2 * count}W"
    return f"P{count}{UNITS[unit]}"


def days_of(value: str) -> tuple[int | None, int] | None:
    """Return the least (None when open) and the most days a duration value means; None for hours and unknown units."""
    parts = value.split("/")
    days: list[int] = []
    for part in parts:
        match = re.fullmatch(r"P(\d+)([DWMY])", part)
        if match is None:
            return None
        days.append(int(match.group(1)) * {"D": 1, "W": 7, "M": 30, "Y": 365}[match.group(2)])
    return (days[0], days[1]) if len(days) == 2 else (None, days[0])


def money_value(match: re.Match[str]) -> str | None:
    """Return amount and ISO 4217 currency of a MONEY match."""
    sign = (match["sign"] or match["sign2"]).strip().casefold()
    raw = (match["amount"] or match["amount2"]).replace(" ", "").rstrip(".,")
    scale = (match["scale"] or match["scale2"] or "").strip().casefold()
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", raw):
        raw = raw.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+", raw):
        raw = raw.replace(".", "")
    else:
        raw = raw.replace(",", ".")
    if raw.casefold() in NUMBERS:
        raw = str(NUMBERS[raw.casefold()])
    try:
        amount = float(raw) * 10 ** SCALES.get(scale.rstrip("s"), 0)
    except ValueError:
        return None
    shown = f"{amount:.2f}".rstrip("0").rstrip(".")
    return f"{shown} {CURRENCIES[sign]}"


# around "a month" that is a length of time and no rate
_TIMED = re.compile(r"(?:for|within|inside|of|in|after|least|than|ha(?:ve|s|d)|gets?|to|by)\s$")
_TIMED_AFTER = re.compile(
    r"\s(?:before|ahead|prior\sto|in\sadvance|at\smost|at\sthe\soutside|at\sthe\slongest|early)\b"
)
_UNIT_WORDS = frozenset(f"{unit}{ending}" for unit in UNITS for ending in ("", "s"))
_CURRENCY_WORDS = frozenset(word.split()[-1] for word in CURRENCIES if word[-1].isalpha())


def _in_lines(
    sheet: Sheet, pattern: re.Pattern[str], needed: frozenset[str], signs: str = ""
) -> Iterator[re.Match[str]]:
    """Yield the matches in the lines that hold one of the words or signs."""
    for number_, line in enumerate(sheet.lines):
        if not sheet.words(number_).isdisjoint(needed) or any(
            sign in sheet.text[line.start : line.end] for sign in signs
        ):
            yield from pattern.finditer(sheet.text, line.start, line.end)


def find_amounts(sheet: Sheet) -> None:
    """Add DURATION and MONEY mentions."""
    text = sheet.text
    taken = [(found.start, found.end) for found in sheet.mentions if not found.silent]
    for match in _in_lines(sheet, DURATION, _UNIT_WORDS):
        start, end = match.span()
        count, low = number(match["high"]), number(match["low"]) if match["low"] else None
        if (
            low is not None
            and count is not None
            and text[match.end("low")] == "-"
            and match["low"].isalpha()
            and match["high"].isalpha()
        ):
            count, low = low + count, None  # "forty-eight" is one number
        if count is None or any(first < end and start < last for first, last in taken):
            continue
        rate = match["high"].casefold() in ("a", "an") and match["unit"].casefold() != "decade"
        if rate and not (_TIMED.search(text[max(0, start - 8) : start]) or _TIMED_AFTER.match(text[end : end + 20])):
            continue  # "a year" is mostly a rate
        unit = match["unit"].casefold()
        if unit == "year" and (text[end : end + 4] == "-old" or text[end : end + 4] == " old"):
            continue
        value = iso_duration(count, unit)
        if low is not None and low < count:
            value = f"{iso_duration(low, unit)}/{value}"
        number_ = sheet.line_at(start)
        if sheet.lines and sheet.lines[number_].kind != "furniture":
            sheet.mentions.append(
                Found(start, end, match.group(), "DURATION", number_, value=value, score=0.95, method="pattern")
            )
    for match in _in_lines(sheet, MONEY, _CURRENCY_WORDS, "$€£¥"):
        start, end = match.span()
        value_ = money_value(match)
        if value_ is None or any(first < end and start < last for first, last in taken):
            continue
        trimmed = match.group().rstrip(" ,.")
        sheet.mentions.append(
            Found(
                start,
                start + len(trimmed),
                trimmed,
                "MONEY",
                sheet.line_at(start),
                value=value_,
                score=0.95,
                method="pattern",
            )
        )
