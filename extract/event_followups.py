"""Read what a second body did to the same text: "Parliament passed it on 16 June, the Council on 29 June".

The clause names who and when and leaves out what; both verb and object are those of the adoption told right before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.clauses import Layout
from extract.document import FoundEvent, Sheet
from kb.vocabulary import EventType, Modality

_DATED = r"(?:(?:on|in|late|early|then|already) )*<DATE:(?P<date>\d+)>"
_LIKEWISE = re.compile(
    r"<AGENCY:(?P<body>\d+)> (?:(?:has|had|then|duly|also|itself|finally|formally|later) )*"
    r"(?:followed|follows|concurred|consented|agreed|assented|(?:did|does) (?:the same|likewise|so)|acted|"
    r"g[ia]ve(?:s)? (?:its|their|a|the|final|formal|own) (?:\w+ )*?"
    r"(?:blessing|assent|approval|nod|consent|backing|okay|agreement|light|go-ahead))"
    rf"(?: suit| it| through| with| one| two| three| weeks?| days?)*(?: later)? (?:, )?{_DATED}"
)
_GAPPED = re.compile(
    rf"(?:^|and |, |; |but )(?:then )?(?:the )?<AGENCY:(?P<body>\d+)> (?:followed )?{_DATED}(?= [.,;)]| and| $|$)"
)


def read_followups(sheet: Sheet, layout: Layout) -> Iterator[FoundEvent]:
    """Yield adoptions by a second body, when one by another body stands right before."""
    for pattern in (_LIKEWISE, _GAPPED):
        for match in pattern.finditer(layout.text):
            body = layout.slots[int(match["body"])].mentions[0].entity
            when = layout.slots[int(match["date"])].mentions[0].value
            start, end = layout.span(*match.span())
            first = _adoption(sheet, layout.line, start)
            if body is None or when is None or first is None or body in first.agents or when == first.date:
                continue
            if any((e.type, e.about, e.date) == (first.type, first.about, when) for e in sheet.events):
                continue
            yield FoundEvent(
                first.type, when, first.about, layout.line, start, end, agents=(body,), modality=first.modality,
                score=0.7, method="frame",
            )  # fmt: skip


def _adoption(sheet: Sheet, line: int, at: int) -> FoundEvent | None:
    """Return the last adoption told before a place, in its sentence or the two before it."""
    told = [
        event
        for event in sheet.events
        if event.type == EventType.ADOPTED
        and line - 2 <= event.line <= line
        and event.start < at
        and event.date is not None
        and not event.negated
        and event.modality in (Modality.ASSERTED, Modality.REPORTED)
        and sheet.lines[event.line].paragraph == sheet.lines[line].paragraph
    ]
    return max(told, key=lambda event: event.start) if told else None
