"""Find mentions of orders and codes by their kind ("executive order", "code of practice") and link the ones meant.

Which order is meant is told by the name before, the day of publication and the words that only one order's register
entry has; a text from before the signing means the draft of those days.
"""

from __future__ import annotations

import re
from collections import Counter

from spacy.language import Language

from extract.document import Found, Sheet
from extract.knowledge import Knowledge
from extract.lexicon import load_patterns
from extract.link_context import code_meant
from kb.partial_dates import parse_partial

ORDER = re.compile(r"\b(?:[Ee]xecutive\s+[Oo]rders?|EO)\b(?!\s+(?:No\.?\s*)?\d)")
_CODE = re.compile(r"\b(?:[Cc]ode|[Cc]odes)\s+of\s+practice\b")
_WORDS = re.compile(r"[a-z][a-z-]{3,}")


class UnnamedInstruments:
    """Knows the orders and codes of the register."""

    def __init__(self) -> None:
        self.known = Knowledge()
        self.orders: list[str] = []
        self.topics: dict[str, frozenset[str]] = {}  # words that only one order's title and description have

    def bind(self, known: Knowledge, nlp: Language) -> None:
        """Take over a register."""
        self.known = known
        self.orders = [
            id_ for id_, row in known.instruments.items() if "order" in row.type.casefold() and "draft" not in id_
        ]
        about: dict[str, set[str]] = {}
        for id_ in self.orders:
            entity = known.entities.get(id_)
            described = entity.description if entity is not None and entity.description else ""
            about[id_] = set(_WORDS.findall(f"{known.instruments[id_].title} {described}".casefold()))
        counts = Counter(word for listed in about.values() for word in listed)
        self.topics = {id_: frozenset(word for word in listed if counts[word] == 1) for id_, listed in about.items()}

    def add_orders(self, sheet: Sheet) -> None:
        """Add a mention for each "executive order" that no name covers, linked where the text allows."""
        others = frozenset(load_patterns("references")["other_words"])
        chosen: str | None = None
        for match in ORDER.finditer(sheet.text):
            if sheet.covered(match.start(), match.end()):
                continue
            number = sheet.line_at(match.start())
            if sheet.lines and sheet.lines[number].kind == "furniture":
                continue
            plural = match.group().rstrip().endswith("s")
            before = [
                word.casefold()
                for word in re.findall(r"[\w’'-]+", sheet.text[max(0, match.start() - 40) : match.start()])[-3:]
            ]
            found = Found(
                match.start(), match.end(), match.group(), "INSTRUMENT", number, method="reference", score=0.85
            )
            local = self._pick_order(sheet, match.start(), before)
            if plural or (before and before[-1] in others - {"previous", "earlier", "prior"}):
                found.reason, found.score = "not a definite one", 0.6
            elif local is not None:
                chosen = chosen or local[0]
                found.entity, found.reason = local
            if plural and found.entity is None:
                found.silent = True
            sheet.mentions.append(found)
        self._add_codes(sheet)
        sheet.mentions.sort(key=lambda item: item.start)

    def _add_codes(self, sheet: Sheet) -> None:
        """Add a mention for each "code of practice" that no name covers, linked to the one named or the only one."""
        for match in _CODE.finditer(sheet.text):
            if sheet.covered(match.start(), match.end()):
                continue
            entity = code_meant(self.known, sheet, match.start(), match.end())
            found = Found(
                match.start(),
                match.end(),
                match.group(),
                "INSTRUMENT",
                sheet.line_at(match.start()),
                entity,
                score=0.8,
                method="reference",
                reason="the code named before, or the one for the matter" if entity else "no code is named",
            )
            sheet.mentions.append(found)

    def _pick_order(self, sheet: Sheet, at: int, before: list[str]) -> tuple[str, str] | None:
        """Return the order that fits the day, the nearest name and the subject, with the reason."""
        line = sheet.lines[sheet.line_at(at)] if sheet.lines else None
        window = sheet.text[line.start : line.end] if line else sheet.text
        year = re.search(r"\b(20[12]\d)\s+(?:AI\s+)?$", sheet.text[max(0, at - 10) : at])
        draft = self._draft(sheet, window)
        if draft is not None and not year:
            return draft, "the draft of those days"
        near = [found for found in sheet.mentions if found.entity in self.orders and found.start < at]
        if near and not year:
            return near[-1].entity or "", "the order named before"
        context = set(_WORDS.findall(f"{sheet.title} {window}".casefold()))
        best: tuple[float, str] | None = None
        for id_ in self.orders:
            row = self.known.instruments[id_]
            signed = parse_partial(row.signed).first if row.signed else None
            if year and (signed is None or str(signed.year) != year.group(1)):
                continue
            if signed is not None and sheet.published is not None and signed > sheet.published:
                continue
            overlap = 2 * len(self.topics.get(id_, frozenset()) & context)
            age = (sheet.published - signed).days if signed and sheet.published else 400
            holder = "biden" in window.casefold() and signed is not None and signed.year in (2021, 2022, 2023, 2024)
            tasked = [item for item in sheet.mentions if id_ in self.known.tasks.get(item.entity or "", ())]
            nearby = any(line is not None and line.start <= item.start < line.end for item in tasked)
            tasks = min(len({item.entity for item in tasked}), 3) + 4 * nearby
            score = (
                overlap
                + tasks
                + (6 if age <= 10 else 4 if age <= 60 else 2 if age <= 200 else 0)
                + (8 if holder else 0)
            )
            if year:
                score += 20
            if best is None or score > best[0]:
                best = (score, id_)
        if best is not None and best[0] >= 3:
            return best[1], "fits the day of publication and the subject"
        if sheet.published is not None:
            for id_, row in self.known.instruments.items():
                later = self.known.instruments.get(row.superseded_by or id_.removesuffix("-draft"))
                signed_on = parse_partial(later.signed).first if later is not None and later.signed else None
                if row.status == "shelved" and (signed_on is None or sheet.published < signed_on):
                    return id_, "the draft of those days"
        return None

    def _draft(self, sheet: Sheet, window: str) -> str | None:
        """Return the shelved draft when the text was published before the order that came of it, and speaks of AI."""
        for id_, row in self.known.instruments.items():
            later = self.known.instruments.get(row.superseded_by or id_.removesuffix("-draft"))
            if row.status != "shelved" or later is None or later.signed is None or sheet.published is None:
                continue
            signed = parse_partial(later.signed).first
            if 0 < (signed - sheet.published).days <= 60 and re.search(
                r"\b(?:AI|frontier|[Aa]rtificial)\b", f"{window} {sheet.title}"
            ):
                return id_
        return None
