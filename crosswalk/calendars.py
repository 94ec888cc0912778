"""Write iCalendar (RFC 5545): one all-day event for each date; the same input gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from kb.partial_dates import is_partial, parse_partial

FOLD_AT = 75  # octets in a line, without its line break (RFC 5545, section 3.1)
PRODUCT = "-//Crosswalk//Deadlines//EN"
EPOCH = "1970-01-01"

# No text value may hold these (RFC 5545, section 3.3.11); line breaks and tabs have forms of their own.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event: `when` is a date that may be partial, which then takes all its days; `link` an address or nothing."""

    id: str
    when: str
    title: str
    about: str = ""
    link: str | None = None


def write_calendar(events: Iterable[CalendarEvent], *, name: str, stamp: str | None) -> str:
    """Return the calendar. `stamp` is the day on which its content last changed; events without a date are left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", f"X-WR-CALNAME:{escape_text(name)}"]
    made = parse_partial(stamp if stamp and is_partial(stamp) else EPOCH).first
    for event in events:
        if not is_partial(event.when):
            continue
        span = parse_partial(event.when)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{escape_text(event.id)}@crosswalk",
            f"DTSTAMP:{made:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{span.first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{span.last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escape_text(event.title)}",
            f"DESCRIPTION:{escape_text(event.about)}",
            "TRANSP:TRANSPARENT",
        ]
        if event.link and re.fullmatch(r"https?://\S+", event.link):
            lines.append(f"URL:{event.link}")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(fold_line(line) + "\r\n" for line in lines)


def escape_text(value: str) -> str:
    r"""Return a TEXT value with backslash, semicolon, comma and line breaks escaped (RFC 5545, section 3.3.11)."""
    plain = _CONTROLS.sub("", value).replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold_line(line: str) -> str:
    """Return a content line broken so that no part is longer than 75 octets and no character is cut in two."""
    parts, size, part = [], 0, ""
    for character in line:
        octets = len(character.encode("utf-8", "surrogatepass"))
        # A continuation line begins with a space, which counts.
        if size + octets > FOLD_AT:
            parts.append(part)
            part, size = "", 1
        part += character
        size += octets
    return "\r\n ".join([*parts, part])
