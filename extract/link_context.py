"""Weigh an ambiguous register name by what its own sort asks for: codes, chambers, political groups, "X"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extract.document import Sheet
from extract.knowledge import Knowledge, Wording
from extract.lexicon import table

if TYPE_CHECKING:
    from extract.names import Hit

_CODE_WORD = re.compile(r"\bcode\b", re.I)
_CONTENT = re.compile(
    r"\b(?:mark(?:ing|ed|s)|label+ing|label+ed|AI-generated|generated content|synthetic|watermark\w*|content code)\b",
    re.I,
)
_OTHER_CODE = re.compile(
    r"\b(?:disinformation|hate speech|misconduct|judicial|accounting|medical|advertis\w+|workplace|signatures|"
    r"employers?)\b",
    re.I,
)
_GENERAL = re.compile(
    r"\b(?:[Gg]eneral-[Pp]urpose|GPAI|[Ss]ystemic risks?|Model Reports?|[Ff]rontier (?:AI|models?)|AI Office|Safety "
    r"and Security "
    r"(?:chapter|Framework)|AI Act|OpenAI|Anthropic|Mistral|xAI)\b"
)
_HOME_BEFORE = re.compile(r"([A-Za-z.]+(?:[’']s|[’'])?) (?:own )?$")
_HOUSE = re.compile(r"\b(?:[Tt]he|in|by|from|and|of|full|[Bb]oth) $")
_HOUSE_NEXT = re.compile(r" (?:of [A-Z]|party|style|view)|[’']s? (?:order|own)|-")
_OTHER_HOUSE = re.compile(r"\bHouse of (?:Lords|Commons)\b")
_OTHER_PARLIAMENT = re.compile(
    r"\b(?:Bundestag|Bundesrat|Nationalrat|Landtag|Riksdag|Storting|Folketing|Eduskunta|Sejm|Oireachtas|D[aá]il|"
    r"Tweede Kamer|"
    r"Assemblée|Assembly|House of (?:Commons|Lords)|Commons|Westminster|Holyrood|coalition)\b"
)
_LONE_LETTER = re.compile(r"(?:^|[\w,;:—”\"] |\(|\n)$")


def support_by_sort(
    known: Knowledge, sheet: Sheet, hit: Hit, wording: Wording, present: dict[str, int]
) -> tuple[bool, tuple[float, str] | None]:
    """Return whether words beside an ambiguous name refuse it, and the support that its own sort asks for."""
    entity = wording.entity
    text = sheet.text
    near = text[max(0, hit.start - 30) : hit.start]
    if entity.label == "INSTRUMENT" and _CODE_WORD.search(hit.text):
        if entity.id != code_meant(known, sheet, hit.start, hit.end):
            return True, None
        return False, (2.2, "the code for the matter spoken of")
    if entity.label in ("AGENCY", "INSTRUMENT"):
        home = _HOME_BEFORE.search(near)
        if home is not None and _homes().get(home.group(1).replace("’", "'")) == region_of(entity.jurisdiction):
            return False, (3.1, f"{home.group(1)!r} stands before it")
    if hit.text == "House":
        if _OTHER_HOUSE.search(text) and entity.id not in present:
            return True, None
        named = sheet.jurisdictions.get("US", 0)
        if named and _HOUSE.search(near) and not _HOUSE_NEXT.match(text, hit.end):
            return False, (1.5, "a chamber of the country of the text")
        return False, None
    if hit.text == "Parliament":
        shares = sheet.jurisdictions
        own = region_of(entity.jurisdiction) or ""
        line = sheet.lines[sheet.line_at(hit.start)] if sheet.lines else None
        here = text[line.start : line.end] if line is not None else text
        most = shares.get(own, 0) >= max((n for region, n in shares.items() if region != "US"), default=0)
        if shares.get(own, 0) and most and not _OTHER_PARLIAMENT.search(here):
            return False, (1.2, "the parliament of the union the text is about")
        return False, None
    if entity.label == "ORGANISATION" and known.label(entity.parent_id) == "AGENCY":  # a political group
        line = sheet.lines[sheet.line_at(hit.start)] if sheet.lines else None
        here = text[line.start : line.end] if line is not None else text
        if _OTHER_PARLIAMENT.search(here):
            return True, None
        member = any(
            office.body_id == entity.parent_id
            for other in sheet.hits
            if line is not None and line.start <= other.start < line.end
            for item in other.wordings
            for office in known.posts.get(item.entity.id, ())
        )
        if member or entity.parent_id in present or entity.id in present:
            return False, (2.2, "the parliament it sits in, or a member of it, is named")
        return True, None
    if len(hit.text) == 1:
        platform = any(known.parent(other) in (entity.id, entity.parent_id) for other in present)
        if not platform or not _LONE_LETTER.search(near) or text[hit.end : hit.end + 1] in (".", "-", "+"):
            return True, None
        return False, (2.0, "something of its owner's is named")
    return False, None


def code_meant(known: Knowledge, sheet: Sheet, start: int, end: int) -> str | None:
    """Return the code of practice that a place speaks of: the one named before, else by the matter; None when open."""
    codes = [id_ for id_, row in known.instruments.items() if "code" in row.type]
    if sheet.is_law:
        return None  # a law speaks of any code
    if len(codes) == 1:
        return codes[0]
    beside = sheet.text[max(0, start - 40) : end + 90]
    for id_ in codes:
        row = known.instruments[id_]
        matter = _CONTENT if _CONTENT.search(row.title) else None
        if matter is not None and matter.search(beside):
            return id_
    if _OTHER_CODE.search(beside):
        return None
    named = [found.entity for found in sheet.mentions if found.entity in codes and found.start < start]
    if named:
        return named[-1]
    general = next((id_ for id_ in codes if "eneral" in known.instruments[id_].title), None)
    return general if general is not None and _GENERAL.search(sheet.text) else None


@cache
def _homes() -> dict[str, str]:
    """Return what stands right before the name of a country's own body, with its region."""
    adjectives = {name: {"UK": "GB"}.get(code, code) for name, code in table("names", "nationalities").items()}
    own = {
        "EU": "EU EU's European Europe's bloc's Union's Brussels'",
        "US": "US U.S. America's Washington's federal",
        "GB": "UK Britain's",
    }
    return adjectives | {name: code for code, listed in own.items() for name in listed.split()}


def region_of(jurisdiction: str | None) -> str | None:
    """Return the code of a country, union or state from its id."""
    return jurisdiction.removeprefix("jur-").upper() if jurisdiction else None
