"""Resolve the rarer references: a person by role, the former and the latter, a capital for its government.

Each answers with silent mentions, and with none where more than one antecedent fits.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from extract.document import Found, Sheet
from extract.knowledge import Knowledge
from extract.lexicon import alternatives, table, words

_LAST_TWO = re.compile(
    r"\b[Tt]he\s+(former|latter)\b(?=[,.;]|\s+(?:is|are|was|were|has|had|will|would|can|could|may|might|must|should|"
    r"does|did|do|only|also|still|two|three|in|by|to|as|and|[a-z]+(?:s|ed))\b)(?!\s+(?:half|part|days|stages|times)\b)"
)
_AND = re.compile(r",?\s+(?:and|or)\s+(?:the\s+)?", re.I)
_PRECEDED = re.compile(r"\b(?:in|to|from|at|near|across|around|outside|of|for|the|through|over|via)\s+$", re.I)
_ACTS = re.compile(
    r"(?:['’]s?)?\s+(?:(?:has|have|had|is|was|will|would|may|could|also|now|then|still|never|itself)\s+){0,2}"
    r"(?!(?:in|on|at|and|or|but|for|by|to|with|as|based)\b)[a-z]+(?:s|ed|t|en|ing)?\b"
)
_MEP = re.compile(r"(?<!former )(?<!ex-)\b(MEP)\b")
_GOVERNOR = re.compile(r"\b(Governor|Gov\.)\s+")
_PRESIDENT = re.compile(r"\bPresident\s+(?:[A-Z][\w.]+\s+){0,2}?([A-Z][a-z]+)\b(?!\s+[A-Z])")
_PARLIAMENT, _PRESIDENCY = "eu-parliament", "us-white-house"
_TITLE_REACH = 45  # characters from a person's name to the role in the title or apposition beside it
_LINES_BACK = 4


@lru_cache(maxsize=1)
def _roles() -> re.Pattern[str]:
    return re.compile(
        rf"\b[Tt]he\s+(?:(?:retired|former|then|veteran|young|outgoing|[A-Z]\w+|[a-z-]+)\s+){{0,2}}"
        rf"((?i:{alternatives(words('references', 'PERSON'))})|\d\d-year-old)\b"
        r"(?!\s+(?:of|for|at|in|on|office|said\s+to|[A-Z]))"
    )


@lru_cache(maxsize=1)
def _role_words() -> frozenset[str]:
    return frozenset({"old", *(word.casefold().split()[-1] for word in words("references", "PERSON"))})


@lru_cache(maxsize=1)
def _capitals() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({alternatives(_seats_of())})(?!\w)")


@lru_cache(maxsize=1)
def _seats_of() -> dict[str, str]:
    return table("references", "capitals")


@lru_cache(maxsize=1)
def _seat_words() -> frozenset[str]:
    return frozenset(name.casefold() for name in _seats_of())


class RoleReferences:
    """Finds these references line by line."""

    known: Knowledge

    def rare(self, sheet: Sheet, number: int, history: list[Found], here: list[Found]) -> list[Found]:
        """Return the silent mentions of one line; `history` holds the earlier lines' mentions, `here` this line's."""
        made = [*self._last_two(sheet, number, history, here), *self._seats(sheet, number, here)]
        made += self._in_titles(sheet, number, here)
        return [*made, *self._by_role(sheet, number, history, [*here, *made])]

    def _in_titles(self, sheet: Sheet, number: int, here: list[Found]) -> list[Found]:
        """Return the bodies that a title stands for: a governor of the register, the chamber of a member ("MEP")."""
        line = sheet.lines[number]
        held = sheet.words(number)
        made: list[Found] = []
        parliament = self.known.entities.get(_PARLIAMENT)
        for match in _MEP.finditer(sheet.text, line.start, line.end) if "mep" in held and parliament else ():
            assert parliament is not None
            meant = Found(0, 0, parliament.name, parliament.label, number, parliament.id)
            made.append(silent(sheet, match.start(1), match.end(1), number, meant, match.group()))
        for match in _GOVERNOR.finditer(sheet.text, line.start, line.end) if held & {"governor", "gov"} else ():
            if not any(found.label == "JURISDICTION" and 0 < match.start() - found.end <= 3 for found in here):
                continue  # "Governor X" alone names no body
            person = next((found for found in here if found.start == match.end() and found.label == "PERSON"), None)
            for office in self.known.posts.get(person.entity or "", ()) if person is not None else ():
                body = self.known.entities.get(office.body_id)
                if body is not None and body.name.startswith("Governor of"):
                    meant = Found(0, 0, body.name, body.label, number, body.id)
                    made.append(silent(sheet, match.start(1), match.end(1), number, meant, match.group()))
                    break
        return made

    def _head_of_state(self, sheet: Sheet, number: int, history: list[Found], here: list[Found]) -> Found | None:
        """Return who was president of the country that the sentences speak of, where nobody else is called so."""
        near = [found for found in [*history, *here] if number - found.line <= 2]
        homes = {
            (entity.jurisdiction or "")
            for found in near
            if found.label in ("AGENCY", "INSTRUMENT", "PERSON")
            if (entity := self.known.entities.get(found.entity or "")) is not None
        }
        if not homes or any(home not in ("jur-us", "") for home in homes) or not sheet.jurisdictions.get("US"):
            return None
        day = sheet.published.isoformat() if sheet.published else ""
        for office in self.known.offices.get(_PRESIDENCY, ()):
            ended = office.valid_to is not None and office.valid_to <= day
            holder = self.known.entities.get(office.person_id)
            if office.post == "President" and holder is not None and not ended and (office.valid_from or "") <= day:
                surname = holder.name.split()[-1]
                if any(name != surname for name in _PRESIDENT.findall(sheet.text)):
                    return None
                return Found(0, 0, holder.name, holder.label, number, holder.id)
        return None

    def _last_two(self, sheet: Sheet, number: int, history: list[Found], here: list[Found]) -> list[Found]:
        line = sheet.lines[number]
        if sheet.words(number).isdisjoint(("former", "latter")):
            return []
        made: list[Found] = []
        for match in _LAST_TWO.finditer(sheet.text, line.start, line.end):
            named = [found for found in [*history[-12:], *here] if found.end <= match.start() and found.id]
            pairs = [
                (one, two)
                for one, two in pairwise(named)
                if one.label == two.label and one.id != two.id and _AND.fullmatch(sheet.text, one.end, two.start)
            ]
            if not pairs:
                continue
            target = pairs[-1][match.group(1).casefold() == "latter"]
            made.append(silent(sheet, match.start(1), match.end(1), number, target, match.group()))
        return made

    def _seats(self, sheet: Sheet, number: int, here: list[Found]) -> list[Found]:
        """Return capitals that act: "Brussels proposed", "Washington wants", but not "in Brussels"."""
        line = sheet.lines[number]
        if sheet.words(number).isdisjoint(_seat_words()):
            return []
        made: list[Found] = []
        for match in _capitals().finditer(sheet.text, line.start, line.end):
            start, end = match.span(1)
            if _PRECEDED.search(sheet.text, max(line.start, start - 12), start) or not _ACTS.match(sheet.text, end):
                continue
            if any(found.start < end and start < found.end for found in here):
                continue
            entity = self.known.entities.get(_seats_of()[match.group(1)])
            if entity is None:
                continue
            meant = Found(0, 0, entity.name, entity.label, number, entity.id)
            made.append(silent(sheet, start, end, number, meant, match.group()))
        return made

    def _by_role(self, sheet: Sheet, number: int, history: list[Found], here: list[Found]) -> list[Found]:
        """Return persons meant by a role: the one it was given to, or the only one spoken of."""
        line = sheet.lines[number]
        if sheet.words(number).isdisjoint(_role_words()):
            return []
        made: list[Found] = []
        for match in _roles().finditer(sheet.text, line.start, line.end):
            start, end = match.span(1)
            near = next((found for found in here if 0 <= found.start - end <= 2), None)
            if any(found.start < end and start < found.end for found in here):
                continue
            if near is not None and near.label == "PERSON":  # "the minister, Gita Rao, …" names the one it means
                made.append(silent(sheet, start, end, number, near, match.group()))
                continue
            people = [
                found
                for found in [*history, *here]
                if found.label == "PERSON" and found.id and found.end <= match.start()
            ]
            if people and not sheet.text[people[-1].end : match.start()].strip(", "):
                continue  # "Jane Roe, the minister, said": the role is her apposition
            role = match.group(1).casefold()
            bearers = [found for found in people if self._bears(sheet, found, role)]
            alone = any(
                len({found.id for found in people if number - found.line <= reach}) == 1 for reach in (1, _LINES_BACK)
            )
            target = bearers[-1] if bearers else people[-1] if alone and role not in _PUBLIC else None
            if target is None and role == "president" and match.group().casefold() == "the president":
                target = self._head_of_state(sheet, number, history, here)
            if target is not None:
                made.append(silent(sheet, start, end, number, target, match.group()))
        return made

    def _bears(self, sheet: Sheet, found: Found, role: str) -> bool:
        """Tell whether a role stands beside a person's name or is the person's post in the register."""
        after = sheet.text[found.end : found.end + _TITLE_REACH].split(".")[0]
        before = sheet.text[max(0, found.start - _TITLE_REACH) : found.start].rpartition(". ")[2]
        beside = f"{before} {after if after.lstrip()[:1] in (',', '(') else ''}".casefold()
        if re.search(rf"\b{re.escape(role)}\b", beside):
            return True
        return any(
            role in re.sub(r"\bceo\b", "chief executive", office.post.casefold())
            and "vice" not in office.post.casefold()
            for office in self.known.posts.get(found.entity or "", ())
        )


_PUBLIC = frozenset(
    {"president", "governor", "secretary", "senator", "minister", "commissioner", "judge", "chancellor"}
)


def silent(sheet: Sheet, start: int, end: int, line: int, target: Found, words_used: str) -> Found:
    """Return a silent mention that stands for what another mention stands for."""
    return Found(
        start,
        end,
        sheet.text[start:end],
        target.label,
        line,
        target.entity,
        target.candidate,
        score=0.7,
        method="reference",
        reason=f"{words_used!r} for {target.text!r}",
        silent=True,
        name=target.name,
    )
