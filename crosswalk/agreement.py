"""Tell whether a claim's value is what a cell says: by figures, dates and names in the cell's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.partial_dates import is_partial, parse_partial
from kb.vocabulary import Attribute

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MONTHS = "January February March April May June July August September October November December".split()


def agrees(attribute: str, value: str, cell_value: str, names: Iterable[str] = ()) -> bool:
    """Tell whether a claim's value is what a cell says, by the value's own words or figures in the cell.

    `names` are the wordings of the entity that the value names. Booleans agree with anything: whether sources differ on
    them is looked at apart.
    """
    text = " ".join(cell_value.split()).casefold()
    match attribute:
        case Attribute.LICENSING_REQUIRED | Attribute.CONFIDENTIALITY_PROTECTION:
            return True
        case Attribute.PARTICIPATION:
            return {"voluntary": "volunt", "mandatory": "mandat"}.get(value, value) in text
        case Attribute.REVIEW_WINDOW_REFERENCE:
            return value.removeprefix("release to ").casefold() in text
        case Attribute.MAXIMUM_FINE:
            return all(_amount_in(part.strip(), text) for part in value.split(";"))
        case Attribute.COMPUTE_THRESHOLD_FLOP:
            return _power_in(value, text)
        case Attribute.APPLIES_FROM:
            return any(date.casefold() in text for date in _printed(value))
        case Attribute.DETERMINING_AUTHORITY:
            return any(re.search(rf"\b{re.escape(name.casefold())}\b", text) for name in names)
        case _:
            return all(re.search(rf"(?<![\d.,]){re.escape(part)}(?![\d]|[.,]\d)", text) for part in value.split("-"))


def _amount_in(part: str, text: str) -> bool:
    number = part.removesuffix("%").removesuffix("EUR").removesuffix("USD").strip()
    if part.endswith("%"):
        return re.search(rf"(?<![\d.,]){re.escape(number)} ?(%|per ?cent)", text) is not None
    if not number.isdigit():
        return number.casefold() in text
    plain = {number, f"{int(number):,}", f"{int(number):,}".replace(",", " ")}
    if int(number) % 100_000 == 0:
        plain |= {f"{int(number) / 1_000_000:g} million", f"{int(number) / 1_000_000:g}m"}
    return any(form in text for form in plain)


def _power_in(value: str, text: str) -> bool:
    exponent = re.search(r"e\+?(\d+)$", value.casefold())
    if exponent is None:
        return value in text
    power = exponent.group(1)
    flat = text.translate(_SUPERSCRIPTS)
    return re.search(rf"10(\^|\*\*| to the )?{power}\b|1?e\+?{power}\b", flat) is not None


def _printed(value: str) -> list[str]:
    forms = [value]
    if is_partial(value):
        span = parse_partial(value)
        month = _MONTHS[span.first.month - 1]
        if span.precision == "day":
            forms += [f"{span.first.day} {month} {span.first.year}", f"{span.first.day} {month[:3]} {span.first.year}"]
            forms += [f"{month} {span.first.day}, {span.first.year}"]
        elif span.precision == "month":
            forms.append(f"{month} {span.first.year}")
    return forms
