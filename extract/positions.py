"""Judge where speakers stand toward an instrument: in quotations, in reported clauses, and as relations.

What a statement is about is the instrument named in it, else right before it, else the one the text is about.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from extract.clauses import lay_out
from extract.document import Found, FoundQuote, FoundRelation, Sheet
from extract.knowledge import Knowledge
from extract.lexicon import alternatives, words
from extract.stance import judge
from extract.verdicts import find_verdicts
from kb.vocabulary import FACTUAL, Predicate, Stance

_REPORTS = re.compile(
    r"(?:said|says|say|argued?|argues|warn(?:ed|s)?|state[sd]?|not(?:ed|es)|called|calls|call|describe[sd]?|"
    r"believes?|thinks?|think|complain(?:ed|s)?|"
    r"contend(?:ed|s)?|counter(?:ed|s)|claim(?:ed|s)?|insist(?:ed|s)?|stress(?:ed|es)|praise[sd]?|"
    r"criticis?z?e[sd]?|welcome[sd]?|dismiss(?:ed|es)|told|"
    r"wrote|add(?:ed|s)|maintain(?:ed|s)?|caution(?:ed|s)?|lamented|suggest(?:ed|s)?|label+ed|dubbed|hail(?:ed|s)?)\b"
)  # verbs whose clause is what the speaker thinks
_TOPIC = re.compile(
    r"\b(?:voluntary|framework|order|reviews?|rules?|laws?|regime|approach|standards|safeguards|measures?|act|"
    r"code|accord|pledge|regulation|deals?|agreements?|bills?)\b",
    re.I,
)
_DIRECT_VERB = re.compile(
    r"(?:prais|criti|welcom|hail|dismiss|label|dubb|call|describ)", re.I
)  # their object is what is judged
_VERDICT = re.compile(r"(?:prais|criti|welcom|hail|dismiss)", re.I)  # verbs that judge by themselves
PLACED = re.compile(r"\b(?:at|of|for|from|with|by|heads?|leads?|runs?)\s+(?:the\s+)?$")  # no subject follows these
_SAID_OF = re.compile(
    r"\b(?:said|says|added|adds|wrote|remarked|asked|spoke|speaking|commenting)\s+(?:of|about|on)\s+(?:the\s+|its\s+)?$"
)
_BEING = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$")  # before a verb: it is done to one
_TAG_REACH = 20  # characters from the closing mark to the end of its verb of saying
_ADDED = re.compile(r"\b(?:adding|and add(?:s|ed)|and said|and says)\s+that\s+([^“”\"]+)")  # unmarked
_STANCES = frozenset({Predicate.SUPPORTS, Predicate.CRITICISES})
SPEAKERS = frozenset({"PERSON", "COMPANY", "ORGANISATION"})
BODIES = frozenset({"COMPANY", "ORGANISATION", "AGENCY"})


@lru_cache(maxsize=1)
def said() -> re.Pattern[str]:
    """Return the pattern of the verbs of saying."""
    return re.compile(
        rf"\b(?:{alternatives([*words('quotes', 'said'), 'according to', 'in the words of'])})\b", re.IGNORECASE
    )


def words_inside(quoted: str) -> str:
    """Return what is spoken in an interrupted quotation, without the speaker tags between the marks."""
    return re.sub(r"[”\"»](?=[^“\"«”»]*[“\"«])[^“\"«”»]*[“\"«]", " ", quoted)


class Positions:
    """Reads statements without quotation marks and judges all statements."""

    def __init__(self) -> None:
        self.known = Knowledge()
        self.verbs = frozenset(word.split()[0] for word in words("quotes", "said"))

    def indirect(self, sheet: Sheet) -> None:
        """Add reported clauses of named speakers ("X said that …") that carry a stance."""
        quoted = [(quote.start, quote.end) for quote in sheet.quotes]
        for number, mentions in sheet.by_line().items():
            line = sheet.lines[number]
            if line.kind not in ("prose", "bullet") or any(
                start < line.end and line.start < end for start, end in quoted
            ):
                continue
            if sheet.words(number).isdisjoint(self.verbs) or not any(
                found.id and not found.silent and found.label in SPEAKERS for found in mentions
            ):
                continue
            text = sheet.text[line.start : line.end]
            for verb in said().finditer(text):
                speakers = [
                    found
                    for found in mentions
                    if found.id
                    and found.end <= line.start + verb.start()
                    and found.label in BODIES | {"PERSON"}
                    and not found.silent
                ]
                if not speakers or verb.group().casefold().startswith("according") or verb.group().endswith("ing"):
                    continue
                clause = text[verb.end() :]
                if len(clause.split()) < (3 if _DIRECT_VERB.match(verb.group()) else 5):
                    continue
                people = [found for found in speakers if found.label == "PERSON"]
                free = [found for found in people if not PLACED.search(sheet.text, line.start, found.start)]
                person = next(reversed(free or people), None)
                speaker = person or speakers[-1]
                if speaker.label == "AGENCY" or line.start + verb.start() - speaker.end > 70:
                    continue
                start = line.start + verb.end() + (len(clause) - len(clause.lstrip()))
                if not _REPORTS.match(text, verb.start()) or _BEING.search(text, 0, verb.start()):
                    continue
                about_rule = any(
                    found.label == "INSTRUMENT" and found.start >= line.start + verb.end() for found in mentions
                ) or (_TOPIC.search(clause) is not None and not _DIRECT_VERB.match(verb.group()))
                if not about_rule and not self._context(sheet, number):
                    continue
                told = verb.group() if _VERDICT.match(verb.group()) else ""
                stance = judge(f"{told} {clause}", self._context(sheet, number))
                if stance in (Stance.NEUTRAL, Stance.MIXED):
                    break
                sheet.quotes.append(
                    FoundQuote(
                        start,
                        line.end,
                        number,
                        "indirect",
                        speaker.id,
                        self._employer(sheet, person),
                        speaker.text,
                        stance,
                        score=0.6,
                    )
                )
                break

    def stances(self, sheet: Sheet) -> None:
        """Give each quotation its stance and topic, and turn clear stances into relations."""
        topic_counts = Counter(found.entity for found in sheet.mentions if found.label == "INSTRUMENT" and found.entity)
        for first in (found.entity for found in sheet.mentions if found.label == "INSTRUMENT" and found.entity):
            topic_counts[first] += 1  # the one named first is what the text is about when counts are level
            break
        for entity in sheet.title_entities:
            if entity in topic_counts:
                topic_counts[entity] += 2
        ranked = topic_counts.most_common(2)
        main = ranked[0][0] if ranked else None
        clear = bool(ranked) and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1])  # one instrument is the topic
        makers = {item.subject for item in sheet.relations if item.predicate in (Predicate.SIGNED, Predicate.DELAYED)}
        told = {
            (item.subject, item.object, item.line)
            for item in sheet.relations
            if item.predicate in _STANCES and not item.negated and item.modality in FACTUAL
        }
        self._verdicts(sheet, main, topic=ranked[0][1] if ranked else 0, clear=clear, told=told, makers=makers)
        for quote in sheet.quotes:
            about = self._about(sheet, quote, main, topic=ranked[0][1] if ranked else 0, clear=clear)
            if quote.kind != "indirect":
                spoken, beside = words_inside(sheet.text[quote.start : quote.end]), self._led_in(sheet, quote)
                if (more := _ADDED.search(beside)) is not None:
                    spoken = f"{spoken}. {more.group(1)}"
                quote.stance = judge(spoken, beside, tag=sheet.text[quote.end : self._tag_end(sheet, quote)])
                if quote.stance == Stance.NEUTRAL and self._is_label(sheet, quote):
                    quote.stance = str(Stance.CRITICISES)
                if about is None and main is None and _TOPIC.search(spoken) is None:
                    quote.stance = str(Stance.NEUTRAL)  # the words judge something else
                elif quote.stance == Stance.NEUTRAL:
                    quote.stance = self._told_beside(sheet, quote, about)
            quote.about = about
            if about is None or quote.speaker is None or quote.stance not in (Stance.SUPPORTS, Stance.CRITICISES):
                continue
            if self.known.label(quote.speaker) == "AGENCY" or quote.speaker in makers or self._made(quote, about):
                continue  # who signs an instrument needs no stance toward it
            if (quote.speaker, about, quote.line) in told:
                continue  # the sentence said so in plain words
            told.add((quote.speaker, about, quote.line))
            sheet.relations.append(
                FoundRelation(
                    quote.speaker,
                    str(Predicate.SUPPORTS if quote.stance == Stance.SUPPORTS else Predicate.CRITICISES),
                    about,
                    quote.line,
                    quote.start,
                    quote.end,
                    score=round(quote.score * 0.8, 3),
                    method="stance",
                )
            )

    @staticmethod
    def _told_beside(sheet: Sheet, quote: FoundQuote, about: str | None) -> str:
        """Return the position that the sentences around a quotation tell of its speaker or the body spoken for."""
        sides = {
            str(item.predicate)
            for item in sheet.relations
            if item.predicate in _STANCES and not item.negated and item.modality in FACTUAL
            and item.subject in (quote.speaker, quote.organisation) and item.object == (about or item.object)
            and quote.line - 2 <= item.line <= quote.line + 1
        }  # fmt: skip
        return sides.pop() if len(sides) == 1 else str(Stance.NEUTRAL)

    def _verdicts(
        self,
        sheet: Sheet,
        main: str | None,
        *,
        topic: int,
        clear: bool,
        told: set[tuple[str, str, int]],
        makers: set[str],
    ) -> None:
        """Add the positions that sentences tell in plain words of their own."""
        earlier: dict[int, bool] = {}
        for number, mentions in sheet.by_line().items():
            if sheet.lines[number].kind == "furniture" or not any(found.id for found in mentions):
                continue
            for verdict in find_verdicts(lay_out(sheet, number, mentions), earlier):
                speaker = verdict.speaker
                if any(quote.start <= verdict.start < quote.end and quote.kind != "indirect" for quote in sheet.quotes):
                    continue  # what is said in marks is judged as a quotation
                spot = FoundQuote(verdict.start, verdict.end, number, "indirect", speaker.id, None, speaker.text)
                about = verdict.about or self._about(sheet, spot, main, topic=topic, clear=clear)
                if about is None or speaker.id is None or speaker.id in makers or self._made(spot, about):
                    continue
                if not any(m.label == "INSTRUMENT" and number - 3 <= m.line <= number for m in sheet.mentions):
                    continue
                earlier[number] = verdict.positive
                predicate = Predicate.SUPPORTS if verdict.positive else Predicate.CRITICISES
                if (speaker.id, about, number) in told:
                    continue
                told.add((speaker.id, about, number))
                sheet.relations.append(
                    FoundRelation(
                        speaker.id,
                        str(predicate),
                        about,
                        number,
                        verdict.start,
                        verdict.end,
                        score=0.6,
                        method="verdict",
                    )
                )

    @staticmethod
    def _tag_end(sheet: Sheet, quote: FoundQuote) -> int:
        """Return where the verb behind a quotation stands at the latest."""
        return min(quote.end + _TAG_REACH, sheet.lines[sheet.line_at(quote.end)].end)

    def _led_in(self, sheet: Sheet, quote: FoundQuote) -> str:
        """Return the wording around a quotation: the sentence that leads into it and what stands beside it."""
        line, last = sheet.lines[quote.line], sheet.lines[sheet.line_at(quote.end)]
        beside = f"{sheet.text[line.start : quote.start]} {sheet.text[quote.end : last.end]}"
        return f"{self._context(sheet, quote.line)} {beside}"

    @staticmethod
    def _is_label(sheet: Sheet, quote: FoundQuote) -> bool:
        """Tell whether the words name an instrument something: `called the code "a garden with no gate"`."""
        line = sheet.lines[quote.line]
        lead = sheet.text[line.start : quote.start].rstrip(" “\"«‘„'")
        if not re.match(r"an?\s", sheet.text[quote.start : quote.end]):
            return False
        found = next(
            (item for item in reversed(sheet.mentions) if line.start <= item.start and item.end <= quote.start), None
        )
        if re.search(r"\b(?:call|dub|label|nam)\w*\s+it$", lead):
            return True
        if found is None or found.label != "INSTRUMENT":
            return False
        return re.search(r"^\s*(?:is|was|remains|as)?$", sheet.text[found.end : line.start + len(lead)]) is not None

    def _made(self, quote: FoundQuote, about: str) -> bool:
        """Tell whether the speaker held the presidency when an order was signed: it is that speaker's own."""
        row = self.known.instruments.get(about)
        if row is None or "order" not in row.type or not row.signed:
            return False
        return any(
            office.post.casefold() == "president"
            and self.known.label(office.body_id) == "AGENCY"
            and (not office.valid_from or office.valid_from <= row.signed)
            and (not office.valid_to or row.signed <= office.valid_to)
            for office in self.known.posts.get(quote.speaker or "", ())
        )

    def _about(self, sheet: Sheet, quote: FoundQuote, main: str | None, *, topic: int, clear: bool) -> str | None:
        """Return the instrument spoken of: named in the words, else right before them, else the main one nearby."""
        last = sheet.line_at(quote.end)
        rules = [found for found in sheet.mentions if found.label == "INSTRUMENT" and found.entity]
        for found in rules:
            if quote.end <= found.start < quote.end + 120 and _SAID_OF.search(sheet.text, quote.end, found.start):
                return found.entity
        spoken = [found for found in rules if quote.start <= found.start < quote.end]
        if spoken:
            return spoken[0].entity
        if any(found.label == "PROGRAMME" and quote.start <= found.start < quote.end for found in sheet.mentions):
            return None  # the words are about that
        here = [found for found in rules if quote.line <= found.line <= last]
        if here:
            return main if main in {found.entity for found in here} else here[0].entity
        near = [found.entity for found in rules if quote.line - 2 <= found.line < quote.line]
        closest = [found.entity for found in rules if found.line == quote.line - 1]
        if closest and quote.line and sheet.lines[quote.line - 1].paragraph == sheet.lines[quote.line].paragraph:
            near = closest  # the sentence that leads into the words outweighs the one before it
        schemes = [found.line for found in sheet.mentions if found.label == "PROGRAMME" and not found.silent]
        headline = {self.known.label(entity) for entity in sheet.title_entities}
        if "PROGRAMME" in headline and "INSTRUMENT" not in headline:
            return None
        if not near and (len(schemes) >= topic or any(quote.line - 2 <= line <= last for line in schemes)):
            return None  # the talk is of how the rule is carried out
        if main in near or not near:
            if main in near or clear or self._context(sheet, quote.line):
                return main
            earlier = [found for found in rules if quote.line - 6 <= found.line < quote.line]
            return earlier[-1].entity if earlier else main
        return main if clear else near[-1]

    @staticmethod
    def _context(sheet: Sheet, line: int) -> str:
        """Return the sentence before, when it leads into the statement ("Critics say …", "drew praise from …")."""
        if line == 0:
            return ""
        before = sheet.line_text(line - 1)
        return (
            before
            if re.search(
                r"\b(?:[Cc]ritics|[Oo]pponents|[Ss]upporters|praise|criticism|backlash|welcomed|opposition|"
                r"applause|reaction|reactions|convinced|less (?:kind|pleased|sure)|[Ss]k?ceptic\w*|brighter|"
                r"pounced|relief|upbeat|unhappy)\b",
                before,
            )
            else ""
        )

    def _employer(self, sheet: Sheet, person: Found | None) -> str | None:
        """Return the body of a speaker by what the text says, else by the post held on the day of publication."""
        if person is None or person.id is None:
            return None
        for relation in sheet.relations:
            if (
                relation.predicate == Predicate.AFFILIATED_WITH
                and relation.subject == person.id
                and not relation.negated
            ):
                return relation.object
        day = sheet.published.isoformat() if sheet.published else None
        for office in self.known.posts.get(person.entity or "", ()):
            started = not office.valid_from or not day or office.valid_from <= day
            ended = office.valid_to and day and office.valid_to <= day
            if started and not ended:
                return office.body_id
        return None
