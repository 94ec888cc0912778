"""Resolve dates that count from another day: from that of publication, or from the last one told of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from extract.amounts import number
from extract.date_parts import week_of
from extract.date_patterns import COUNT, WEEKDAYS
from extract.tense import PAST, SOON, WILL, Tense

_MIDWEEK = 2  # until Tuesday "this weekend" can be the one before


@dataclass(slots=True)
class RelativeDates(Tense):
    """Resolves relative dates in reading order; what it remembers is set by whoever reads all dates."""

    last: str | None = None
    last_day: str | None = None  # the last day that had come
    last_any: str | None = None
    last_year: str | None = None

    def _weekday(self, text: str, line: str, at: int) -> str | None:
        if self.published is None:
            return None
        low = text.lower().split()
        if low[-1] == "week":  # "Friday week" is the Friday after the coming one
            ahead = (WEEKDAYS[low[-2]] - self.published.weekday()) % 7 or 7
            return (self.published + timedelta(days=ahead + 7)).isoformat()
        index = WEEKDAYS[low[-1]]
        today = self.published.weekday()
        back = (today - index) % 7
        if "same" in low and self.last_day:
            told = date.fromisoformat(self.last_day)
            return (told - timedelta(days=(told.weekday() - index) % 7)).isoformat()
        if low[0] == "next" or (low[0] == "the" and "following" in low):
            return (self.published + timedelta(days=(index - today) % 7 or 7)).isoformat()
        if low[0] == "last" or "past" in low:
            back = back or 7
            if back == 1 and low[0] == "last":
                back = 8  # yesterday is not called so
            return (self.published - timedelta(days=back)).isoformat()
        if low[0] == "this":
            return (self.published + timedelta(days=index - today)).isoformat()
        near = re.search(r"\b(?:by|until|till|before)\s+$", line[max(0, at - 8) : at])
        present = SOON.search(line, max(0, at - 60), at) and PAST.search(line[max(0, at - 60) : at]) is None
        if back and (present or (self._is_future(line, at) and (near or WILL.search(line)))):
            return (self.published + timedelta(days=(index - today) % 7)).isoformat()
        return (self.published - timedelta(days=back)).isoformat()

    def _weekday_of(self, text: str, line: str, at: int) -> str | None:
        if self.published is None:
            return None
        low = text.lower().replace(",", "").split()
        weeks = {"last": -1, "this": 0, "next": 1}[low[-2]]
        days = WEEKDAYS[low[0]] - self.published.weekday() + 7 * weeks
        return (self.published + timedelta(days=days)).isoformat()

    def _unit(self, text: str, line: str, at: int) -> str | None:
        low = text.lower()
        if low in ("the same day", "that same day", "that day", "the same date"):
            if self.last_any and self._is_future(line, at):
                return self.last_any
            return self.last_day
        if low in ("the following day", "the previous day", "the prior day"):
            return self._thatday("the next day" if "following" in low else "the day before", line, at)
        if self.published is None or low.endswith(("day", "date")):
            return None
        day = self.published
        shift = (
            -1
            if re.search(r"last|past|previous|prior", low) and "this past" not in low
            else 1
            if re.search(r"next|following|coming", low)
            else 0
        )
        early = self.published.weekday() < _MIDWEEK
        if "this past" in low or (low == "this weekend" and early and self._direction(line, at) <= 0):
            shift = -1
        if low.startswith(("that", "the same", "the following", "the previous", "the prior")):
            if self.last is None or len(self.last) < 7:
                return None
            day = date.fromisoformat((self.last[:10] + "-01")[:10])
        if "weekend" in low or "week" in low:
            monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * shift)
            if "weekend" in low:
                saturday = monday + timedelta(days=5)
                return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
            return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
        if "month" in low:
            index = day.year * 12 + day.month - 1 + shift
            return f"{index // 12}-{index % 12 + 1:02d}"
        if "quarter" in low:
            index = day.year * 4 + (day.month - 1) // 3 + shift
            return f"{index // 4}-Q{index % 4 + 1}"
        return str(day.year + shift)

    def _ago(self, text: str, line: str, at: int) -> str | None:
        match = re.search(rf"({COUNT}) (day|week|month|year)s? (ago|earlier|later|before|after|from now)", text, re.I)
        if match is None or match.group(1).lower() == "several":
            return None
        count, unit, sense = number(match.group(1)), match.group(2).lower(), match.group(3).lower()
        if count is None:
            return None
        if sense in ("before", "after") and re.match(r"\s+\w", line[at + len(text) :]):
            return None  # "30 days before release" is a length of time
        base = self.published
        if sense not in ("ago", "from now"):
            base = date.fromisoformat(self.last_day) if self.last_day else None
        if base is None:
            return None
        sign = 1 if sense in ("later", "after", "from now") else -1
        if text.lower().endswith(("today", "to the day")) and unit in ("month", "year"):
            index = base.year * 12 + base.month - 1 + sign * count * (12 if unit == "year" else 1)
            return date(index // 12, index % 12 + 1, base.day).isoformat()
        if unit == "day":
            return (base + timedelta(days=sign * count)).isoformat()
        if unit == "week":
            middle = base + timedelta(days=7 * sign * count)
            exact = count == 1 or sense != "ago" or text.lower().endswith(("today", "to the day"))
            return middle.isoformat() if exact else week_of(middle)
        if unit == "month":
            index = base.year * 12 + base.month - 1 + sign * count
            return f"{index // 12}-{index % 12 + 1:02d}"
        return str(base.year + sign * count)

    def _thatday(self, text: str, line: str, at: int) -> str | None:
        low = text.lower()
        if "yesterday" in low:
            return (self.published - timedelta(days=2)).isoformat() if self.published else None
        if self.last_day is None:
            return None
        base = date.fromisoformat(self.last_day)
        if "same" in low:
            if self.last_any and self._is_future(line, at):
                return self.last_any
            return self.last_day
        if "before" in low and re.match(r"\s+(?:the|he|she|it|they|a|[A-Z])", line[at + len(text) :]):
            return None  # "the day before the vote" counts from something else
        sign = -1 if re.search(r"before|earlier|previous", low) else 1
        return (base + timedelta(days=sign)).isoformat()

    def _today(self, text: str, line: str, at: int) -> str | None:
        if self.published is None:
            return None
        shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(text.lower(), 0)
        return (self.published + timedelta(days=shift)).isoformat()

    def _over(self, text: str, line: str, at: int) -> str | None:
        return self._unit(
            "last weekend" if self.published and self.published.weekday() < 5 else "this weekend", line, at
        )
