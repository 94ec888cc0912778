"""Lay a sentence out as words and typed slots, and read patterns of words and slots against it.

A slot stands for a mention, or for several joined by commas and "and". The pattern language (docs in
`patterns/relations.yml`) is compiled to regular expressions over this layout, so that one sentence is laid out once and
only patterns whose trigger words occur in it are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.document import Found, Sheet
from extract.inflect import inflect
from kb.errors import ContractError
from kb.vocabulary import Label

_TOKEN = re.compile(r"[A-Za-zÀ-ÿ](?:\.[A-Za-z])+\.?|[\w$€£%]+(?:[.,’'^/-][\w%]+)*|[’']s\b|[’']|[,;:()—–]|[^\s\w]")
_JOIN = re.compile(
    r"\s*(?:,\s*(?:and|or|&|as well as)?|and|or|&|as well as|/|,\s*along with|along with|together "
    r"with)\s*(?:the\s+|both\s+|its\s+)?\s*$",
    re.I,
)
_HEADS = re.compile(
    r"\s*(?:,\s*(?:and)?|and|or|as well as)\s*(?:the\s+)?(?:[A-Z][\w-]+\s+){1,2}(?:of|for)\s+(?:the\s+)?$"
)  # "the Secretary of Commerce and the Director of …"
_SAME = re.compile(r"\s*[(\[]\s*$|\s*,?\s*(?:or|also known as|formerly)\s*$")
QUOTES = '"“”«»'
_PLAIN = str.maketrans(dict.fromkeys(f"{QUOTES}<>", " ") | {"’": "'"})


@dataclass(slots=True)
class Slot:
    """A place in the layout that stands for one or several mentions of one label."""

    label: str
    mentions: list[Found]
    start: int
    end: int


@dataclass(slots=True)
class Layout:
    """A sentence as text of words and slots, with the way back to offsets.

    In `text` each slot is ``<LABEL:n>`` and each word is followed by a space.
    """

    line: int
    text: str
    slots: list[Slot]
    words: frozenset[str] = field(default_factory=frozenset)
    source: tuple[str, int, int] = ("", 0, 0)  # the document's text, start and end of the line
    _places: list[tuple[int, int, int]] | None = None

    @property
    def places(self) -> list[tuple[int, int, int]]:
        """Return (position in `text`, start, end) of every token in order; worked out when a pattern has matched."""
        if self._places is None:
            self._places = _places(self)
        return self._places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the document offsets of a stretch of the layout's text."""
        inside = [place for place in self.places if start <= place[0] < max(end, start + 1)]
        if not inside:
            inside = [min(self.places, key=lambda place: abs(place[0] - start))]
        return inside[0][1], inside[-1][2]


def lay_out(sheet: Sheet, number: int, mentions: list[Found]) -> Layout:
    """Return the layout of one line, made once per document; overlapping mentions keep the first."""
    held: Layout | None = sheet.layouts.get(number)
    if held is None:
        held = sheet.layouts[number] = lay_out_anew(sheet, number, mentions)
    return held


def lay_out_anew(sheet: Sheet, number: int, mentions: list[Found]) -> Layout:
    """Return the layout of one line for these mentions, kept by nobody."""
    line = sheet.lines[number]
    slots = _slots(sheet.text, [found for found in mentions if found.start >= line.start])
    source = (sheet.text, line.start, line.end)
    parts: list[str] = []
    seen: set[str] = set()
    for gap, index in _stretches(source, slots):
        words = " ".join(_TOKEN.findall(gap)).casefold()
        if words:
            parts.append(words)
            seen.update(words.split())
        if index >= 0:
            parts.append(f"<{slots[index].label}:{index}>")
    seen.discard("'s")
    return Layout(number, " ".join([*parts, ""]), slots, frozenset(seen), source)


def _stretches(source: tuple[str, int, int], slots: list[Slot]) -> Iterator[tuple[str, int]]:
    """Yield each stretch of words without quotation marks and the number of the slot behind it, -1 at the end."""
    text, at, end = source
    for index, slot in enumerate(slots):
        if slot.start >= at:
            yield text[at : slot.start].translate(_PLAIN), index
            at = slot.end
    yield text[at : max(at, end)].translate(_PLAIN), -1


def _places(layout: Layout) -> list[tuple[int, int, int]]:
    at = layout.source[1]
    spans: list[tuple[int, int]] = []
    for gap, index in _stretches(layout.source, layout.slots):
        spans += [(at + match.start(), at + match.end()) for match in _TOKEN.finditer(gap)]
        if index >= 0:
            slot = layout.slots[index]
            spans.append((slot.start, slot.end))
            at = slot.end
    places: list[tuple[int, int, int]] = []
    position = 0
    for token, (start, end) in zip(layout.text.split(), spans, strict=True):
        places.append((position, start, end))
        position += len(token) + 1
    return places


_STRETCH = (
    r"(?:(?:[^\s<>;,]+|<(?:AGENCY|COMPANY|ORGANISATION|JURISDICTION|MODEL|DATE):\d+>|,(?= (?:and|of|at) )) ){2,18}"
)
_INSERTED = (
    rf"(<(?:%s):\d+> ), (?!said |says |told |and |but |who ){_STRETCH}"
    rf"(?:, (?=(?:now|once|then|formerly|previously|today|a|an|the|who|which|whose|former) ){_STRETCH}){{0,2}}, "
    r"(?=[a-z]|<DATE)"
)
_AFTER_PERSON = re.compile(_INSERTED % "PERSON")
_AFTER_NAME = re.compile(_INSERTED % "PERSON|COMPANY|ORGANISATION|AGENCY|INSTRUMENT|MODEL|PROGRAMME")


def without_appositions(layout: Layout, *, people: bool = False) -> Layout | None:
    """Return the layout without what stands between commas after a name (a person's only), None when nothing does.

    "X, head of Y, praised Z" says that X praised Z; Y must not be taken for the one who did.
    """
    cuts = [(match.end(1), match.end()) for match in (_AFTER_PERSON if people else _AFTER_NAME).finditer(layout.text)]
    if not cuts:
        return None
    text, places, removed = "", [], 0
    previous = 0
    for start, end in cuts:
        text += layout.text[previous:start]
        places += [(at - removed, low, high) for at, low, high in layout.places if previous <= at < start]
        removed += end - start
        previous = end
    text += layout.text[previous:]
    places += [(at - removed, low, high) for at, low, high in layout.places if at >= previous]
    return Layout(layout.line, text, layout.slots, layout.words, layout.source, places)


def _slots(text: str, mentions: list[Found]) -> list[Slot]:
    slots: list[Slot] = []
    for found in mentions:
        if slots:
            last = slots[-1]
            between = text[last.end : found.start]
            if found.start < last.end or _repeats(text, found, last, between):
                continue
            if last.label == found.label and len(between) < 40 and found.label not in ("DATE", "DURATION", "MONEY"):
                if len(between) < 20 and _SAME.fullmatch(between) and found.id and found.id == last.mentions[-1].id:
                    last.end = found.end + (1 if text[found.end : found.end + 1] in ")]" else 0)
                    continue
                joined = len(between) < 20 and _JOIN.fullmatch(between) and between.strip()
                owner = text[found.end : found.end + 2] in ("’s", "'s")
                if owner and between.strip() == "," and len(last.mentions) == 1:
                    joined = ""  # "DeepMind, Alphabet's lab": the one describes the other
                if joined or (found.label == Label.AGENCY and _HEADS.fullmatch(between)):
                    last.mentions.append(found)
                    last.end = found.end
                    continue
        slots.append(Slot(found.label, [found, *found.also], found.start, found.end))
    return slots


def _repeats(text: str, found: Found, last: Slot, between: str) -> bool:
    """Tell whether a mention is part of a description ("Quill Labs, the maker of", "its chief executive")."""
    if found.entity is None and found.text.endswith("-based"):
        return True
    if not found.silent:
        return False
    if text[max(0, found.start - 6) : found.start].casefold() == "chief ":
        return True
    same = found.id == last.mentions[-1].id
    return same and re.fullmatch(r",\s+(?:the|an?|its)\s+(?:[\w-]+\s+){0,3}", between) is not None


# ---------------------------------------------------------------------- patterns

_PIECE = re.compile(
    r"\{(?P<role>\w*):(?P<labels>[A-Z|*]+)\}|(?P<gap>~{1,2}|\^)(?P<most>\d+)|(?P<trigger>@\w*)|(?P<open>[(\[])|"
    r"(?P<close>[)\]])|(?P<bar>\|)|\\(?P<bracket>[()])|(?P<word>[^\s~^{}()\[\]|\\]+)"
)
_VALUE_SLOT = r"<(?:DATE|DURATION|MONEY|JURISDICTION|OBLIGATION):\d+> "
_WORD_GAP = rf"(?:(?![;:])[^\s<>]+ |{_VALUE_SLOT})"
_PLAIN_GAP = r"(?:[^\s<>,;:()—–]+ )"
_ANY_GAP = r"(?:(?![;])[^\s<>]+ |<[A-Z]+:\d+> )"
LABELS = frozenset(str(label) for label in Label)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern with the words that must occur for it to be tried."""

    source: str
    regex: re.Pattern[str]
    words: frozenset[str]


def _forms(wording: str) -> list[str]:
    """Return the wordings that an item of a list stands for: "object+ to" is every form of the verb before "to"."""
    first, _, rest = wording.partition(" ")
    if not first.endswith("+"):
        return [wording]
    return [f"{form} {rest}".strip() for form in inflect(first[:-1]).all]


def compile_pattern(source: str, sets: dict[str, list[str]], where: str) -> Pattern:
    """Return the pattern that a line of a pattern file stands for.

    ``{s:PERSON|AGENCY}`` a slot with a role; ``~4`` up to four words (values may stand between, other names not);
    ``^3`` up to three words and no comma; ``~~9`` up to nine words or names; ``@verbs`` one of a named list of
    words, the first of them the trigger; ``[x]`` optional; ``(a|b)`` alternatives; a bracket after a backslash stands
    for itself; anything else is a word. Raises ContractError naming the place when it cannot be read.
    """
    out: list[str] = []
    needed: set[str] = set()
    stack: list[str] = []
    position = 0
    for match in _PIECE.finditer(source):
        if source[position : match.start()].strip():
            raise ContractError(f"{where}: cannot read {source[position : match.start()]!r} in {source!r}")
        position = match.end()
        if match["labels"]:
            labels = match["labels"].split("|")
            unknown = [label for label in labels if label not in LABELS and label != "*"]
            if unknown:
                raise ContractError(f"{where}: unknown label {unknown[0]!r} in {source!r}")
            names = "[A-Z]+" if "*" in labels else "|".join(labels)
            group = f"(?P<{match['role']}>\\d+)" if match["role"] else r"\d+"
            # the owner in "the department's institute" is not the one meant
            owner = (
                "(?!'s <)"
                if match["role"] in ("o", "a") and not source[match.end() :].lstrip().startswith("'s")
                else ""
            )
            out.append(f"<(?:{names}):{group}> {owner}")
        elif match["gap"]:
            gap = {"~": _WORD_GAP, "~~": _ANY_GAP, "^": _PLAIN_GAP}[match["gap"]]
            out.append(f"{gap}{{0,{match['most']}}}?")
        elif match["trigger"]:
            key = match["trigger"][1:]
            if key not in sets:
                raise ContractError(f"{where}: no list {key!r} for {source!r}")
            listed = [form for item in sets[key] for form in _forms(item)]
            needed |= {item.split()[0] for item in listed}
            choice = "|".join(re.escape(item).replace(r"\ ", " ") for item in sorted(listed, key=len, reverse=True))
            out.append(f"(?P<trigger>(?:{choice}) )" if "(?P<trigger>" not in "".join(out) else f"(?:{choice}) ")
        elif match["open"]:
            out.append("(?:")
            stack.append(match["open"])
        elif match["close"]:
            if not stack:
                raise ContractError(f"{where}: unbalanced {match['close']!r} in {source!r}")
            out.append(")?" if stack.pop() == "[" else ")")
        elif match["bar"]:
            out.append("|")
        elif match["bracket"]:
            out.append(re.escape(match["bracket"]) + " ")
        else:
            out.append(re.escape(match["word"].casefold()) + " ")
    if stack or source[position:].strip():
        raise ContractError(f"{where}: cannot read the end of {source!r}")
    try:
        # nothing but a space stands before a slot; without a look behind the search leaps from slot to slot
        opening = "" if out and out[0].startswith("<") else r"(?:(?<=\s)|^)"
        regex = re.compile(opening + "".join(out))
    except re.error as error:
        raise ContractError(f"{where}: {source!r} is no pattern ({error})") from error
    return Pattern(source, regex, frozenset(needed) or _telling(source))


_COMMON = frozenset(
    "a an the of by at for from with to in on and or , : ( ) 's is are was were been be has have had it its his her "
    "who which that as not under".split()
)


def _telling(source: str) -> frozenset[str]:
    """Return words one of which any match must hold: a word or a choice of words outside optional parts."""
    plain = re.sub(r"\[[^\[\]]*\]|\{[^{}]*\}|~+\d+|\^\d+|\\[()]", " ", source)
    choices = [group for group in re.findall(r"\(([^()]*)\)", plain) if group.strip()]
    sets = [frozenset(option.split()[0].casefold() for option in group.split("|")) for group in choices]
    sets += [frozenset({word.casefold()}) for word in re.sub(r"\([^()]*\)", " ", plain).split()]
    fit = [words for words in sets if words and words.isdisjoint(_COMMON)]
    return min(fit, key=len) if fit else frozenset()
