"""Document text with its spans marked: text and spans in, safe markup out.

Every character of a document passes through `Markup` formatting, which escapes it; no part of it becomes markup.
Spans may overlap: the text is cut at every boundary and each piece carries all that covers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

TARGET = "target"
MENTION = "mention"
SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch of text: character offsets, end exclusive. ``href`` makes it a link, ``note`` a tooltip."""

    start: int
    end: int
    kind: str
    label: str = ""
    note: str = ""
    href: str | None = None


def highlight(text: str, spans: Sequence[Span], *, offset: int = 0) -> Markup:
    """Return the text with its spans marked.

    ``offset`` is where the text begins in its document; spans count in the document and are cut to the text.
    The first piece of a target gets the anchor ``evidence``.
    """
    inside = [span for span in spans if span.start < offset + len(text) and span.end > offset and span.start < span.end]
    cuts = {0, len(text)}
    for span in inside:
        cuts.update((max(span.start - offset, 0), min(span.end - offset, len(text))))
    edges = sorted(cuts)
    anchored = False
    pieces: list[Markup] = []
    opening = sorted(inside, key=lambda span: span.start)
    active: list[Span] = []
    following = 0
    for begin, finish in pairwise(edges):
        while following < len(opening) and opening[following].start - offset <= begin:
            active.append(opening[following])
            following += 1
        active = [span for span in active if span.end - offset > begin]
        piece, anchored = _piece(text[begin:finish], active, anchored)
        pieces.append(piece)
    return Markup("").join(pieces)


def paragraphs(text: str, spans: Sequence[Span], *, offset: int = 0) -> list[Markup]:
    """Return the marked paragraphs of a text; blank lines part them and offsets keep counting through."""
    found: list[Markup] = []
    anchored = False
    position = 0
    for line in text.split("\n"):
        if line.strip():
            begin, finish = offset + position, offset + position + len(line)
            here = [span for span in spans if span.start < finish and span.end > begin]
            if anchored:
                here = [Span(s.start, s.end, "target-more") if s.kind == TARGET else s for s in here]
            anchored = anchored or any(span.kind == TARGET for span in here)
            found.append(highlight(line, here, offset=begin))
        position += len(line) + 1
    return found


def _piece(text: str, active: Sequence[Span], anchored: bool) -> tuple[Markup, bool]:
    if not active:
        return Markup("%s") % text, anchored
    mentions = [span for span in active if span.kind == MENTION]
    classes: list[str] = []
    notes: list[str] = []
    for span in active:
        classes.append({MENTION: f"m m-{span.label.lower()}", "target-more": TARGET}.get(span.kind, span.kind))
        if span.note:
            notes.append(span.note)
    anchor = Markup("")
    if not anchored and any(span.kind == TARGET for span in active):
        anchor, anchored = Markup(' id="evidence"'), True
    innermost = min(mentions, key=lambda span: span.end - span.start) if mentions else None
    inner = Markup("%s") % text
    if innermost is not None and innermost.href:
        inner = Markup('<a href="%s">%s</a>') % (innermost.href, text)
    opened = Markup('<mark class="%s"%s title="%s">%s</mark>')
    return opened % (" ".join(dict.fromkeys(classes)), anchor, " · ".join(dict.fromkeys(notes)), inner), anchored
