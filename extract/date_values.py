"""Resolve a printed date to an ISO value.

Counts from the day of publication, the tense of its clause and the dates before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extract.amounts import number
from extract.date_parts import day_in, month_in, year_in
from extract.date_patterns import MONTH, MONTHS, ORDINALS, QUARTERS, YEAR_NUMBER
from extract.date_relative import RelativeDates
from kb.partial_dates import month_end

_MADE = r"text|draft|order|version|plan|deal|agreements?|announcement|memo|memorandum|statement|ruling|letter"
_HAD = re.compile(rf"\s(?:executive\s)?(?:{_MADE})\b")  # "the June order" has been signed
_NAMED = re.compile(rf"\s(?:{_MADE}|summit|meeting|elections?|vote|talks)\b")


@dataclass(slots=True)
class DateReader(RelativeDates):
    """Resolves the dates of one document in reading order; remembers the last day for "the same day"."""

    def resolve(self, kind: str, text: str, line: str, at: int) -> str | None:
        """Return the value of a printed date, or None when it cannot be known.

        `line` is the sentence and `at` the place of the date in it.
        """
        handler = getattr(self, f"_{kind}")
        try:
            value: str | None = handler(re.sub(r"\s+", " ", text), line, at)
        except ValueError:
            return None  # 31 June and its like
        if value is not None:
            self.last_year = value[:4]
        if value is not None and len(value) == 10:
            self.last_any = value
        if value is not None and not (self.published and value[:10] > self.published.isoformat()):
            if len(value) == 10:
                self.last_day = value
            self.last = value  # "the same day" looks back to what happened, not to what is planned
        return value

    # -------------------------------------------------------------- full dates

    def _iso(self, text: str, line: str, at: int) -> str | None:
        return date.fromisoformat(text).isoformat()

    def _slashed(self, text: str, line: str, at: int) -> str | None:
        first, second, year = (int(part) for part in re.split(r"[./]", text))
        if "." in text or first > 12:
            return date(year, second, first).isoformat()
        if second > 12:
            return date(year, first, second).isoformat()
        return None if first != second else date(year, first, second).isoformat()  # 02/08: two readings

    def _dmy(self, text: str, line: str, at: int) -> str | None:
        return self._full(self._stated_year(text), month_in(text), day_in(text), line, at)

    _mdy = _dmy

    def _worded(self, text: str, line: str, at: int) -> str | None:
        low = text.lower().removeprefix("the ")
        year = self._stated_year(text)
        month = re.search(MONTH, text, re.I)
        if "day of" in low and low.startswith(("last", "first")):
            if month is None:
                return f"{year}-{'12-31' if low.startswith('last') else '01-01'}" if year else None
            if low.startswith("last"):
                year = year or self._nearest_year(month_in(text), None, line, at)
                return month_end(year, month_in(text)).isoformat()
        return self._full(year, month_in(text), ORDINALS[low.split()[0]], line, at)

    def _spelled(self, text: str, line: str, at: int) -> str | None:
        low = text.lower().replace(",", "")
        tail = low.partition("thousand")[2].replace("and ", "").split()
        tens, _, ones = tail[0].partition("-") if tail else ("", "", "")
        rest = (number(tens) or 0) + (number(ones) or 0) if ones else number(tens) or 0
        day = ORDINALS.get(low.split()[1]) or day_in(low)
        return self._full(2000 + rest, month_in(text), day, line, at)

    def _feast(self, text: str, line: str, at: int) -> str | None:
        eve = "eve" in text.lower()
        return self._full(year_in(text), 12 if eve else 1, 31 if eve else 1, line, at)

    def _stated_year(self, text: str) -> int | None:
        """Return the year that a date names, by its number or as last, this, next or the same year."""
        relative = re.search(r"(last|this|next|same|that) year", text, re.I)
        if relative is None:
            return year_in(text)
        if relative.group(1).lower() in ("same", "that"):
            return int(self.last_year) if self.last_year else None
        if self.published is None:
            return None
        return self.published.year + {"last": -1, "this": 0, "next": 1}[relative.group(1).lower()]

    def _dmy_range(self, text: str, line: str, at: int) -> str | None:
        numbers = [int(item) for item in re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)]
        months = [MONTHS[item.lower().rstrip(".")] for item in re.findall(MONTH, text, re.I)]
        year = year_in(text)
        if len(numbers) < 2:
            return None
        first = self._full(year, months[0], numbers[0], line, at)
        last = self._full(year, months[-1], numbers[1], line, at)
        return f"{first}/{last}" if first and last and first < last else None

    _mdy_range = _dmy_range

    def _my_range(self, text: str, line: str, at: int) -> str | None:
        months = [MONTHS[item.lower().rstrip(".")] for item in re.findall(MONTH, text, re.I)]
        year = year_in(text)
        return f"{year}-{months[0]:02d}/{year}-{months[1]:02d}" if year else None

    def _full(self, year: int | None, month: int, day: int, line: str, at: int) -> str | None:
        if year is None:
            if self.published is None:
                return None
            year = self._nearest_year(month, day, line, at)
        return date(year, month, day).isoformat()

    # -------------------------------------------------------------- months and years

    def _my(self, text: str, line: str, at: int) -> str | None:
        return f"{year_in(text)}-{month_in(text):02d}"

    def _m_rel(self, text: str, line: str, at: int) -> str | None:
        if self.published is None:
            return None
        month = month_in(text)
        low = text.lower()
        if "same year" in low or "that year" in low:
            return f"{self.last[:4]}-{month:02d}" if self.last else None
        if low.startswith(("last ", "this ", "next ")):
            year = self.published.year
            if low.startswith("last"):
                year -= int(month >= self.published.month)
            elif low.startswith("next"):
                year += int(month <= self.published.month)
            return f"{year}-{month:02d}"
        shift = -1 if "last" in low or "previous" in low else 1 if "next" in low or "following" in low else 0
        return f"{self.published.year + shift}-{month:02d}"

    def _m_bare(self, text: str, line: str, at: int) -> str | None:
        name = re.search(MONTH, text, re.I)
        if name is None or self.published is None or not name.group()[0].isupper():
            return None
        word = name.group().rstrip(".")
        before = line[:at].rstrip()
        if (
            word.lower() in ("may", "march", "mar", "jun", "jan", "sep", "dec", "oct", "nov")
            and not re.search(
                r"\b(?:in|since|by|until|till|from|of|during|and|or|to|through|for|last|early|late|mid|before|"
                r"after|between|around|its|this|next|a|’s|'s|limited|the)$",
                before + (" " + text.split()[0].lower() if " " in text else ""),
                re.IGNORECASE,
            )
            and not (before == "" and word != "May")
            and not _NAMED.match(line, at + len(text))
        ):
            return None
        month = month_in(text)
        if _HAD.match(line, at + len(text)) and before.lower().endswith(("the", "’s", "'s", "its", "this")):
            return f"{self.published.year - int(month > self.published.month)}-{month:02d}"
        year = self._nearest_year(month, None, line, at)
        return f"{year}-{month:02d}"

    def _y_bare(self, text: str, line: str, at: int) -> str | None:
        before = line[:at].rstrip().lower()
        if line[max(0, at - 2) : at - 1].isupper() and at > 1:
            return None  # "Form X 2024", "ISO 2024"
        if re.search(
            r"(?:section|article|page|regulation|directive|no|chapter|iso|iec|en|bod|version|than|about|over|"
            r"some|nearly|least|to)$",
            before,
        ):
            return None
        after = line[at + len(text) : at + len(text) + 12]
        if re.match(r"\s(?:days|hours|signatories|staff|employees|words|posts|million|euros|dollars)", after):
            return None
        return text

    def _decade(self, text: str, line: str, at: int) -> str | None:
        return str(year_in(text))

    def _y_range(self, text: str, line: str, at: int) -> str | None:
        years = re.findall(YEAR_NUMBER, text)
        return f"{years[0]}/{years[1]}" if years[0] < years[1] else None

    def _quarter(self, text: str, line: str, at: int) -> str | None:
        low = text.lower()
        match = re.search(r"q([1-4])", low)
        quarter = int(match.group(1)) if match else next(value for key, value in QUARTERS.items() if key in low)
        year = year_in(text)
        if year is None:
            if self.published is None or low in ("the last quarter", "last quarter"):
                return self._unit("last quarter", line, at) if self.published else None
            year = self.published.year + (-1 if "last year" in low else 1 if "next year" in low else 0)
        return f"{year}-Q{quarter}"

    def _half(self, text: str, line: str, at: int) -> str | None:
        year = year_in(text)
        if year is None:
            if self.published is None:
                return None
            year = self.published.year + (-1 if "last year" in text else 1 if "next year" in text else 0)
        return f"{year}-01/{year}-06" if "first" in text.lower() else f"{year}-07/{year}-12"

    def _season(self, text: str, line: str, at: int) -> str | None:
        year = year_in(text)
        low = text.lower()
        if year is None:
            if self.published is None or low.startswith("the "):
                return None
            year = self.published.year
        first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[
            re.findall(r"spring|summer|autumn|fall|winter", low)[0]
        ]
        if self.published and "last" in low and first + 2 >= self.published.month:
            year -= 1
        if self.published and "next" in low and first <= self.published.month:
            year += 1
        if first == 12:
            return f"{year}-12/{year + 1}-02"
        return f"{year}-{first:02d}/{year}-{first + 2:02d}"
