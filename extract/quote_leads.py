"""Find who speaks where no verb of saying tells: answers of an interview, words that are commented on, unnamed people.

Used by `quotes.py` once its own rules for speaker tags found nothing, and to refuse the words of people without a name.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from extract.document import Found, Sheet
from extract.inflect import inflected
from extract.lexicon import words
from extract.positions import BODIES

LONGEST_AFTER_VERB = 4  # words behind the verb of a tag that stands as a sentence: “…” She said in Paris.
_OBJECTS = frozenset("it that the its this these an a them him her".split())
_ASKED = re.compile(r"[*_\s]*(?:Q|F|Question|Frage)\b\s*[.:)]")  # a label of questions in print
_ANSWER = re.compile(r"(?:\b(?:A|R|Answer|Reply|Response)\s*[.:)]|[-–—•*_\s>])*")
_TALK = re.compile(
    r"\b(?:interview\w*|answered|replied to|sp(?:oke|eaks) (?:to|with)|talk(?:s|ed) (?:to|with)|we met|met with|"
    r"sat down with|questions|conversation with|with us is|joins us|our guest)\b",
    re.I,
)
_AFTERTHOUGHT = re.compile(
    r"\s*(?:With (?:these|those) words|(?:Those|These) (?:were|are) the words|(?:This|That|So|Thus) "
    r"(?:is|was)? ?(?:how|the (?:verdict|view|message|answer|advice))|Thus)\b"
)
_COMMENTED = re.compile(r"\s*(?:[—–-]+\s*(?:that|this|so|words)\b|(?:was|is) (?:all|how|what|the way)\b)")
_NOBODY = (
    r"(?:person|people|sources?|officials?|employees?|staffers?|insiders?|executives?|engineers?|aides?|diplomats?|"
    r"negotiators?|workers?|managers?|researchers?|scientists?|lawyers?|advisers?|advisors?|lobbyists?|members?)"
)
_UNNAMED = re.compile(
    rf"\b(?:an?|one|two|three|several|some|another)\s+(?:[\w’'-]+\s+){{0,3}}{_NOBODY}\s+(?:[\w’'-]+\s+){{0,5}}$", re.I
)
_NO_VIEW = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|this|that|so-called|called|titled|entitled|named|dubbed|known as|words?|phrase|"
    r"signed|introduced|published|released|wrote|co-wrote|asks? whether|clause|text|order|law|act|article|section)"
    r"\s*)$",
    re.I,
)
_INVERTED = re.compile(
    r" (?!and|or|but|as|is|was|has|had|this|that|his|its)[a-z]+(?:s|ed|t|id|ang|ote|ote|ang|oke) (?:[\w.’'-]+,? ){0,5}"
)
_DOES = re.compile(r"(?:, [^,.“”]{2,60},)? (?!is|was|has|this|his)[a-z]+(?:s|ed|t|id|ang|ote|oke)\b")
_SPOKES = re.compile(r"\b[Tt]he spokes(?:man|woman|person)\b")
_SPOKES_OF = re.compile(r"\bspokes(?:man|woman|person) (?:for|of|at) (?:the )?$")


@cache
def _verbs() -> frozenset[str]:
    return frozenset(words("quotes", "helpers")) | inflected(" ".join(words("quotes", "verbs")))


def states(spoken: str) -> bool:
    """Tell whether marked words hold a verb, and so can stand for a sentence; goes by a list of common verbs.

    A first word in -s counts as one ("rewards those who", "reads European law"), a contraction does as well.
    """
    tokens = re.findall(r"[a-z]+(?:['’][a-z]+)*", spoken.lower())
    if any(
        re.search(r"n['’]t$|['’](?:re|ve|ll|m|d)$|^(?:it|that|he|she|there|what|who|here|let)['’]s$", token)
        for token in tokens
    ):
        return True
    if (
        tokens
        and re.search(r"[a-rt-z]s$", tokens[0])
        and len(tokens) > 2
        and tokens[0] not in ("this", "its", "his", "always", "perhaps", "as", "us")
    ):
        return True
    return not _verbs().isdisjoint(tokens)


def opens_sentence(spoken: str, after: str, verb_end: int, *, after_colon: bool = False) -> bool:
    """Tell whether what follows marked words is a report of its own and no tag: “…” The lab said that it would sign."""
    if spoken.rstrip(" ’'")[-1:] not in ".!?…" or re.match(r"\s+[A-Z]", after) is None:
        return False
    behind = after[verb_end:].split()
    return (
        after_colon
        or len(behind) >= LONGEST_AFTER_VERB
        or (bool(behind) and behind[0].strip(".,").casefold() in _OBJECTS)
    )


def is_unnamed(text: str, start: int, body: Found) -> bool:
    """Tell whether a tag that begins at `start` speaks of somebody without a name at a body."""
    return _UNNAMED.search(text, start, body.start) is not None


def is_tag(sheet: Sheet, outer: int, spoken: str) -> bool:
    """Tell by its place alone whether a speaker tag follows marked words: “…,” crooned X; “…?” X barked.

    Takes any verb, so that no list of verbs of saying has to be complete.
    """
    if spoken.rstrip()[-1:] not in ",?!":
        return False
    for found in sheet.mentions:
        if found.label != "PERSON" or not found.id or not outer < found.start < outer + 60:
            continue
        between = sheet.text[outer : found.start]
        if re.match(r"[’']s?\b", sheet.text[found.end : found.end + 2]):
            continue
        if _INVERTED.fullmatch(between) or (between == " " and _DOES.match(sheet.text, found.end)):
            return True
    return False


def speaks_in_part(sheet: Sheet, start: int, end: int) -> bool:
    """Tell whether a sentence whose end is put in marks is about what its subject, one named person, thinks."""
    named = [found for found in sheet.mentions if start <= found.start < end and found.id and not found.silent]
    people = [found for found in named if found.label == "PERSON"]
    if len({found.id for found in people}) != 1 or named[0].label not in ("PERSON", *BODIES):
        return False
    lead = sheet.text[people[0].end : end].rstrip(" “\"«‘„'")
    return 2 <= len(lead.split()) <= 20 and not gives_no_view(lead)


def gives_no_view(lead: str) -> bool:
    """Tell whether marked words after this wording name something, so that they are nobody's view."""
    return _NO_VIEW.search(lead.rstrip(" “\"«‘„'")) is not None


def comment_after(after: str, *, closed: bool, alone: bool, told: bool) -> bool:
    """Tell whether the wording behind quoted words says whose they are ("With these words X opened the hearing").

    `closed` tells of words that end as a sentence, `alone` of words that open one, `told` of a verb of saying behind.
    """
    if closed:
        return _AFTERTHOUGHT.match(after) is not None
    return alone and told and _COMMENTED.match(after) is not None


def find_answering(sheet: Sheet, start: int) -> Found | None:
    """Return who was introduced as the one asked, when the words from `start` on answer a question in print."""
    text = sheet.text
    head = text.rfind("\n", 0, start) + 1
    label = _ANSWER.fullmatch(text[head : start - 1])
    before = text[:head].rstrip(' \n*_”"')
    if label is None or not (before.endswith("?") or _ASKED.match(before, before.rfind("\n") + 1)):
        return None
    answered = Counter(quote.speaker for quote in sheet.quotes if quote.kind == "direct" and quote.speaker)
    if answered:
        leading = answered.most_common(1)[0][0]
        return next((found for found in sheet.mentions if found.id == leading and found.label == "PERSON"), None)
    people = [
        found
        for found in sheet.mentions
        if found.label == "PERSON" and found.id and not found.silent and found.start < head
        and not sheet.line_text(found.line).rstrip(" *_").endswith("?")
    ]  # fmt: skip
    if len({found.id for found in people}) > 1:
        asked = [found for found in people if _TALK.search(sheet.line_text(found.line))]
        labelled = re.search(r"\w", label.group()) is not None
        people = asked or (people[:1] if labelled else [])  # an interview opens with whom it is held with
    return people[-1] if len({found.id for found in people}) == 1 else None


def find_body_of_spokesperson(sheet: Sheet, tag: str, start: int) -> Found | None:
    """Return the body whose spokesperson a tag takes up ("the spokesman said"), when one stands shortly before."""
    if _SPOKES.search(tag) is None:
        return None
    first = sheet.line_at(start) - 2
    bodies = [
        found
        for found in sheet.mentions
        if found.label in BODIES and found.id and first <= found.line and found.end <= start
        and _SPOKES_OF.search(sheet.text, max(0, found.start - 40), found.start)
    ]  # fmt: skip
    return bodies[-1] if bodies else None
