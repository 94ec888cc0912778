"""CELEX numbers: the EU's own identifiers of its acts.

Source: EUR-Lex, *How CELEX numbers are composed*: sector, year, type, number; sector 0 for consolidated texts, with
the date of consolidation; corrigenda in brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TYPE_WORDS = {"reg": "R", "dir": "L", "dec": "D", "reg_impl": "R", "reg_del": "R", "dec_impl": "D", "reco": "H"}
_CELEX = re.compile(
    r"(?<![0-9A-Z])([0-9CE])(\d{4})([A-Z]{1,2})(\d{4})(?:\((\d{2})\))?(R\(\d{2}\))?(?:-(\d{8}))?(?![0-9])"
)
_ELI = re.compile(r"eli/([a-z_]+)/(\d{4})/(\d{1,4})(?:/|$|\b)")


@dataclass(frozen=True, slots=True)
class Celex:
    """A CELEX number in its parts; `base` names the act itself, without consolidation or corrigendum."""

    text: str
    base: str
    consolidated: str | None = None
    corrigendum: str | None = None


def parse_celex(text: str) -> Celex | None:
    """Return the first CELEX number in a text (a URL, an id), or None when there is none."""
    match = _CELEX.search(text.upper().replace("%3A", ":").replace("%28", "(").replace("%29", ")"))
    if match is None:
        return None
    sector, year, kind, number, _, corrigendum, date = match.groups()
    base = f"{'3' if sector == '0' else sector}{year}{kind}{number}"
    day = f"{date[:4]}-{date[4:6]}-{date[6:]}" if date else None
    return Celex(match.group(0), base, day, corrigendum)


def celex_of_eli(eli: str) -> str | None:
    """Return the CELEX number of an ELI such as http://data.europa.eu/eli/reg/2024/1689/oj, or None."""
    match = _ELI.search(eli)
    if match is None or match.group(1) not in TYPE_WORDS:
        return None
    return f"3{match.group(2)}{TYPE_WORDS[match.group(1)]}{int(match.group(3)):04d}"


def celex_url(celex: str, language: str = "en", form: str = "HTML") -> str:
    """Return the address of an act's text on EUR-Lex: the key of its document."""
    return f"https://eur-lex.europa.eu/legal-content/{language.upper()}/TXT/{form}/?uri=CELEX:{celex}"


def cellar_url(celex: str) -> str:
    """Return the address that gives an act to programs; eur-lex.europa.eu answers them with a challenge page.

    Content negotiation chooses the form: Accept application/xhtml+xml or application/zip;mtype=fmx4, and
    Accept-Language.
    """
    return f"http://publications.europa.eu/resource/celex/{celex}"
