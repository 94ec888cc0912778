"""Find acts that a text means without article or name: "Trump's order", "an order on AI", "signed a bill that …".

Each is a silent mention. An order is chosen as `orders.py` chooses one; a bill or memorandum that a sentence introduces
is the only fitting act named in the sentences that follow.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from extract.antecedents import Antecedents
from extract.document import Found, Sheet
from extract.lexicon import words
from extract.reference_roles import silent

_ORDER = re.compile(r"\b[Oo]rder\b(?!\s+(?:to\b|of\s+(?:magnitude|business|the\s+day)|(?:No\.?\s*)?\d))")
_WORD = re.compile(r"[\w.]+(?:[’'-]\w+)*[’']?")
_NEW = re.compile(
    r"\b(?:an?|one)\s+(?:[\w-]+\s+){0,3}?(bill|law|statute|memorandum|memo|directive|pledge|accord|pact|commitment|"
    r"package)\b"
)
_INTRODUCES = re.compile(
    r"\b(?:sign(?:s|ed|ing)?|signature|enact(?:s|ed|ing)?|issu(?:e|es|ed|ing)|unveil\w*|introduc\w+|adopt\w*|approv\w+|"
    r"pass(?:es|ed|ing)?|publish\w*|put\s+(?:his|her|their|its)|agree[sd]?|tabled?|present(?:s|ed)?|propos\w+|stroke)\b"
)
_OMNIBUS = re.compile(
    r"\b(?:[Tt]he|AI|[Dd]igital|[Tt]his|[Tt]hat|[A-Z][a-z]+[’']s|[Ii]ts|bloc[’']s)\s+"
    r"(?:AI\s+|digital\s+|July\s+)?([Oo]mnibus)\b(?!\s+(?:bus|spending|crime))"
)
_PACTS = {"accord": "accord", "pact": "accord", "compact": "accord", "agreements": "agreement", "deals": "agreement"}
_PACT = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Ii]ts|[Tt]heir|White House)\s+(?:new\s+|May\s+|September\s+|"
    r"voluntary\s+|"
    r"White House\s+|testing\s+|CAISI\s+)?(accord|pact|compact|agreements|deals)\b(?!\s+(?:between|with|to)\b)"
)
_PARTIES = {
    "accord": ("us-white-house", "us-president", "donald-trump", "white-house-accord"),
    "agreement": ("us-caisi", "us-aisi"),
}
_SCHEMES = frozenset("framework benchmark benchmarks benchmarking".split())
_SCHEME = re.compile(
    r"\b(?:[Vv]oluntary\s+(?:(?:review|testing|vetting|federal|AI|access)\s+)?(?P<a>framework)|"
    r"(?:[Cc]lassified|[Ss]ecret)\s+(?:cyber\s+)?(?P<b>benchmark(?:s|ing(?:\s+process)?)?)|"
    r"(?P<c>framework)\s+(?:for\s+(?:testing|vetting|reviewing|voluntary)|under\s+which\s+(?:developers|companies|"
    r"firms|labs)|"
    r"(?:that|which)\s+(?:the\s+)?(?:order|Executive\s+Order|EO)\b|under\s+(?:the\s+order|Executive\s+Order|EO)\b))\b"
)
_LINES_ON = 3
_REACH = 2
_SORTS = {
    "bill": "law", "law": "law", "statute": "law", "package": "law", "memorandum": "order", "memo": "order",
    "directive": "order", "pledge": "soft", "accord": "soft", "pact": "soft", "commitment": "soft",
}  # fmt: skip


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(words("references", "order_openers"))


@lru_cache(maxsize=1)
def _strangers() -> frozenset[str]:
    return frozenset(words("references", "order_strangers"))


class ActReferences(Antecedents):
    """Finds these references line by line."""

    def acts(self, sheet: Sheet, number: int, history: list[Found], here: list[Found]) -> list[Found]:
        """Return the silent mentions of one line; `history` holds the earlier lines' mentions, `here` this line's."""
        made = [*self._orders(sheet, number, history, here), *self._introduced(sheet, number, history, here)]
        made += self._soft(sheet, number, history, here)
        return made + self._omnibus(sheet, number, here)

    def _soft(self, sheet: Sheet, number: int, history: list[Found], here: list[Found]) -> list[Found]:
        """Return "the accord", "the deals": the one named before, else the latest whose parties the text names."""
        if sheet.words(number).isdisjoint(_PACTS):
            return []
        line = sheet.lines[number]
        made: list[Found] = []
        for match in _PACT.finditer(sheet.text, line.start, line.end):
            start, end = match.span(1)
            if any(found.start < end and start < found.end for found in here):
                continue
            type_ = _PACTS[match.group(1).casefold()]
            named = [
                found
                for found in [*history, *here]
                if found.label == "INSTRUMENT" and found.end <= start and self._is_type(found, type_)
            ]
            if named:
                made.append(silent(sheet, start, end, number, named[-1], match.group()))
                continue
            if type_ == "agreement" and any(found.label == "INSTRUMENT" and not found.entity for found in history[-8:]):
                continue  # a deal that the register does not hold was named
            meant = self._latest_pact(sheet, type_, number)
            if meant is not None:
                found = Found(0, 0, match.group(1), "INSTRUMENT", number, meant)
                made.append(silent(sheet, start, end, number, found, match.group()))
        return made

    def _is_type(self, found: Found, type_: str) -> bool:
        row = self.known.instruments.get(found.entity or "")
        return row is not None and row.type == type_

    def _latest_pact(self, sheet: Sheet, type_: str, number: int) -> str | None:
        """Return the accord or the agreements in force on the day, where the text names who struck them."""
        day = sheet.published.isoformat() if sheet.published else ""
        held = sorted(
            (row.signed or "", id_)
            for id_, row in self.known.instruments.items()
            if row.type == type_ and row.binding == "voluntary" and row.signed and row.signed <= day
        )
        if not held:
            return None
        party = _PARTIES.get(type_, ())
        reach = _REACH if type_ == "agreement" else len(sheet.lines)  # others strike agreements every day
        named = any(
            found.entity in party and not found.silent and abs(number - found.line) <= reach for found in sheet.mentions
        )
        return held[-1][1] if named else None

    def programmes(self, sheet: Sheet, number: int, here: list[Found]) -> list[Found]:
        """Return what an order set up, by description: "a voluntary framework", "the classified benchmark"."""
        if sheet.words(number).isdisjoint(_SCHEMES):
            return []
        line = sheet.lines[number]
        made: list[Found] = []
        for match in _SCHEME.finditer(sheet.text, line.start, line.end):
            group = next(name for name in ("a", "b", "c") if match[name])
            start, end = match.span(group)
            if any(found.start < end and start < found.end for found in here):
                continue
            stem = match[group].casefold()[:9]
            for id_, act in self._set_up.items():
                entity = self.known.entities[id_]
                if stem not in entity.name.casefold() or not self._spoken_of(sheet, number, act):
                    continue
                meant = Found(0, 0, entity.name, entity.label, number, id_)
                made.append(silent(sheet, start, end, number, meant, match.group()))
                break
        return made

    def _spoken_of(self, sheet: Sheet, number: int, act: str) -> bool:
        """Tell whether an act is named in a text, or two agencies that it gives a task are in reach."""
        near = {
            found.entity
            for found in sheet.mentions
            if abs(found.line - number) <= 2 and act in self.known.tasks.get(found.entity or "", ())
        }
        return len(near) > 1 or any(found.entity == act for found in sheet.mentions)

    @cached_property
    def _set_up(self) -> dict[str, str]:
        """Return programme → act, where the programme's description cites the act by its number."""
        numbered = [
            (name, id_)
            for id_ in self.known.instruments
            for name in self.known.names_of.get(id_, ())
            if re.search(r"[A-Z]+ \d", name)
        ]
        made: dict[str, str] = {}
        for entity in self.known.entities.values():
            if entity.label == "PROGRAMME" and entity.description:
                act = next((id_ for name, id_ in numbered if f"{name} " in entity.description), None)
                if act is not None:
                    made[entity.id] = act
        return made

    def _omnibus(self, sheet: Sheet, number: int, here: list[Found]) -> list[Found]:
        """Return "the omnibus": the only act of the register that goes by that word."""
        line = sheet.lines[number]
        if "omnibus" not in sheet.words(number):
            return []
        acts = [
            id_
            for id_ in self.known.instruments
            if (entity := self.known.entities.get(id_)) and "omnibus" in entity.name.casefold()
        ]
        if len(acts) != 1 or not sheet.jurisdictions.get("EU"):
            return []
        meant = Found(0, 0, "omnibus", "INSTRUMENT", number, acts[0])
        return [
            silent(sheet, match.start(1), match.end(1), number, meant, match.group())
            for match in _OMNIBUS.finditer(sheet.text, line.start, line.end)
            if not any(found.start < match.end(1) and match.start(1) < found.end for found in here)
        ]

    def _orders(self, sheet: Sheet, number: int, history: list[Found], here: list[Found]) -> list[Found]:
        if "order" not in sheet.words(number):
            return []
        line = sheet.lines[number]
        made: list[Found] = []
        for match in _ORDER.finditer(sheet.text, line.start, line.end):
            start, end = match.span()
            if any(found.start < end and start < found.end for found in here):
                continue
            lead = _WORD.findall(sheet.text, max(line.start, start - 45), start)
            before = [word.casefold().replace("’", "'") for word in lead[-3:]]
            if not before or before[-1] not in _openers() or not _strangers().isdisjoint(before):
                continue
            if before[-1] in ("a", "an") and not _INTRODUCES.search(sheet.text, line.start, line.end):
                continue
            earlier = [found for found in [*history, *here] if found.end <= start and self._is_sort(found, "order")]
            named = self._by_salience(sheet, earlier)
            if named:
                made.append(silent(sheet, start, end, number, named[-1], match.group()))
                continue
            chosen = self._pick_order(sheet, start, before)
            if chosen is not None and (is_about_models(sheet) or self._tasks_here(sheet, chosen[0])):
                meant = Found(0, 0, "order", "INSTRUMENT", number, chosen[0])
                made.append(silent(sheet, start, end, number, meant, match.group()))
        return made

    def _tasks_here(self, sheet: Sheet, order: str) -> bool:
        """Tell whether a text names an agency that an order is known to give a task."""
        return any(order in self.known.tasks.get(found.entity or "", ()) for found in sheet.mentions)

    def _introduced(self, sheet: Sheet, number: int, history: list[Found], here: list[Found]) -> list[Found]:
        """Return "a bill", "a memorandum" where the sentences that follow name the only act it can be."""
        line = sheet.lines[number]
        if any(found.label == "INSTRUMENT" for found in [*history[-12:], *here]):
            return []
        match = _NEW.search(sheet.text, line.start, line.end)
        if match is None or not _INTRODUCES.search(sheet.text, line.start, line.end):
            return []
        sort = _SORTS[match.group(1)]
        later = [
            found
            for found in sorted(sheet.mentions, key=lambda item: item.start)
            if found.label == "INSTRUMENT" and found.id and number < found.line <= number + _LINES_ON
        ]
        if not later or len({found.id for found in later}) > 1:
            return []
        if later[0].entity and not self._is_sort(later[0], sort):
            return []
        return [silent(sheet, match.start(1), match.end(1), number, later[0], match.group())]


def is_about_models(sheet: Sheet) -> bool:
    """Tell whether a text is about artificial intelligence at all."""
    return _ABOUT.search(f"{sheet.title} {sheet.text[:6000]}") is not None


_ABOUT = re.compile(
    r"\b(?:AI|[Aa]rtificial [Ii]ntelligence|[Ff]rontier|Mythos|chatbots?|[Mm]odel(?:s|ing)?|clearinghouse)\b"
)
