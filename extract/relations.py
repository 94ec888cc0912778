"""Read relations from laid-out sentences by the patterns of `patterns/relations.yml`.

A relation is taken when a pattern fits, both ends have an identity, and the predicate's signature allows their labels.
Where a parse of the sentence is there (`syntax.py`), it confirms or vetoes the subject.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from extract.arguments import has_other_subject, is_noun, lies_apart
from extract.clauses import Layout, Slot, lay_out, lay_out_anew, without_appositions
from extract.document import Found, FoundRelation, Sheet, sheet_of
from extract.duties import acts_imposing
from extract.frames import Frames
from extract.implied import REACH_BACK, find_heads, find_implied, find_left_out, find_owner, is_federal, repeat
from extract.implied_acts import find_duties, find_tasks
from extract.knowledge import Knowledge
from extract.modality import Manner, read_manner
from extract.posts import find_bearers, find_by_post, find_employers
from extract.relation_checks import DIRECT, LISTED, contradicts, further, misplaced, overlapping, unique
from extract.relation_patterns import PatternIndex, RelationPattern, load_relation_patterns
from extract.submissions import find_evaluator, find_submissions, is_evaluator
from extract.syntax import vetoes
from kb.vocabulary import SIGNATURES, Label, Modality, Predicate

_HISTORIC = frozenset({"superseded", "repealed", "in_force", "applies", "adopted"})
# Predicates whose wording lies inside noun phrases and appositions rather than between a subject and its verb.
_WITHIN_PHRASES = frozenset(
    {Predicate.AFFILIATED_WITH, Predicate.PART_OF, Predicate.DEVELOPS, Predicate.COMPETES_WITH, Predicate.RUNS}
)
_NAMELY = frozenset({Predicate.AFFILIATED_WITH, Predicate.PART_OF})
_TURNED = DIRECT | {Predicate.SUED_BY}  # whose passive turns the ends round
_BEING = re.compile(r" (?:is|are|was|were|be|been|being) (?:\w+ly )?\w+ed $")
_STANCES = frozenset({Predicate.SUPPORTS, Predicate.CRITICISES})
_BY = re.compile(r"^by |(?:^| )by (?:the )?<[A-Z]+:$")
_OPINIONS = DIRECT - {Predicate.SUPERSEDES}
_TASKS = frozenset({Predicate.DIRECTS, Predicate.ESTABLISHES})  # what the text of an order itself states
_ORDERS = frozenset({Predicate.DIRECTS, Predicate.ESTABLISHES, Predicate.REQUIRES})
PUT_OFF = re.compile(
    r"\b(?:delay|postpon|shelv|declin|refus|cancel|scrap|abandon|defer|pull|put(?:ting)? off|not to sign|"
    r"stopp?e?d? short|baul?k|back(?:ed|s|ing)? (?:out|away))\w*"
)
_UNDERTAKEN = re.compile(r" (?:will|is to|are to|pledged to|promised to|vowed to|is due to|are due to) ")
_CONTRAST = re.compile(r" ,? ?(?:and|but) not (?:the )?(?:<[A-Z]+:\d+> |[^\s<>,]+ ){1,3}, | no more ")
_NEITHER = re.compile(
    r"(?:^| )(?:neither|nor|none of|no one at|nothing in|no part of|nowhere does) (?:the )?"
    r"(?:<[A-Z]+:\d+> nor (?:the )?)?$"
)
_EVALUATES = re.compile(
    r"\b(?:reviews?|reviewed|evaluat\w+|test\w*|assess\w*|vet\w*|examin\w+|inspect\w*|red-team\w*|pre-release|"
    r"before (?:\w+ ){0,2}(?:release|launch|public\w*)|ahead of (?:\w+ ){0,2}(?:release|launch))\b"
)  # what tells handing over models for evaluation from any other dealing with an agency
_SYSTEMS = re.compile(r"<MODEL|\b(?:models?|systems?|weights|checkpoints?|versions?|access)\b")


class RelationReader:
    """The component: fills `sheet.relations`."""

    def __init__(self) -> None:
        self.known = Knowledge()
        self.index = PatternIndex(load_relation_patterns())
        self.frames = Frames()

    def bind(self, known: Knowledge, nlp: Language) -> None:
        """Take over a register."""
        self.known = known

    def __call__(self, doc: Doc) -> Doc:
        """Read the relations of a document."""
        sheet = sheet_of(doc)
        for number, mentions in sheet.by_line().items():
            named = [found for found in mentions if found.id]
            if not named or sheet.lines[number].kind == "furniture":
                continue
            layout = lay_out(sheet, number, mentions)
            if sheet.is_law:
                sheet.relations.extend(unique(self.read(sheet, layout, only=_TASKS)))
                continue
            plain = without_appositions(layout)
            if plain is None:
                made = self.read(sheet, layout)
            else:
                direct = without_appositions(layout, people=True) or layout
                made = self.read(sheet, layout, only=_WITHIN_PHRASES) + self.read(
                    sheet, direct, skip=_WITHIN_PHRASES, implied=False
                )
                made += self.read(sheet, plain, skip=_NAMELY)
            made += self.read_frames(sheet, layout) + find_by_post(self.known, sheet, layout)
            heads = find_heads(self.known, sheet, number, mentions)
            if heads:
                posts = lay_out_anew(sheet, number, sorted([*mentions, *heads], key=lambda found: found.start))
                bodies = {found.id for found in heads}
                told = self.read(sheet, posts, only=frozenset({Predicate.DIRECTS}))
                made += [item for item in told if item.object in bodies and is_federal(self.known, item.subject)]
            made += find_duties(self.known, sheet, layout) + find_tasks(self.known, sheet, layout)
            made += find_submissions(self.known, sheet, layout) + repeat(layout, sheet.relations)
            sheet.relations.extend(unique(made))
        return doc

    def read_frames(self, sheet: Sheet, layout: Layout) -> list[FoundRelation]:
        """Return what the structure of a parsed sentence states."""
        parsed = sheet.parses.get(layout.line)
        made: list[FoundRelation] = []
        for item in self.frames.read(parsed, layout) if parsed is not None else ():
            if not self._fits(item.predicate, item.subject, item.object):
                continue
            handed = _EVALUATES.search(layout.text) and _SYSTEMS.search(layout.text)
            if item.predicate == Predicate.SUBMITS_TO and not handed and not is_evaluator(self.known, item.object):
                continue
            modality = item.manner.modality
            if modality == Modality.PLANNED and item.subject.label == Label.INSTRUMENT and self._settled(item.subject):
                modality = str(Modality.ASSERTED)
            made.append(
                FoundRelation(
                    item.subject.id or "",
                    item.predicate,
                    item.object.id or "",
                    layout.line,
                    item.start,
                    item.end,
                    item.manner.negated,
                    modality,
                    round(min(item.subject.score, item.object.score) * 0.85, 3),
                    "parse",
                )
            )
        return made

    def read(
        self,
        sheet: Sheet,
        layout: Layout,
        *,
        only: frozenset[str] = frozenset(),
        skip: frozenset[str] = frozenset(),
        implied: bool = True,
    ) -> list[FoundRelation]:
        """Return the relations of one laid-out sentence, all or `only` some predicates."""
        found: list[FoundRelation] = []
        for item in self.index.viable(layout.words, layout.slots):
            if (only and item.predicate not in only) or item.predicate in skip:
                continue
            if not (item.needs_subject or implied):
                continue
            for match in overlapping(item.pattern.regex, layout.text):
                found.extend(self._make(sheet, layout, item, match))
        return unique(found)

    def _make(self, sheet: Sheet, layout: Layout, item: RelationPattern, match: re.Match[str]) -> list[FoundRelation]:
        groups = match.groupdict()
        if groups.get("s") is None:
            if item.predicate == Predicate.DEVELOPS:
                return find_owner(self.known, sheet, layout, item, match)
            return find_implied(self.known, sheet, layout, item, match)
        subject_slot = layout.slots[int(groups["s"])]
        home = self._home(sheet, item, subject_slot.mentions) if groups.get("o") is None else None
        subjects = subject_slot.mentions
        objects = layout.slots[int(groups["o"])].mentions if groups.get("o") is not None else home or []
        alone = not home or not re.search(r" (?:its|their) ", match.group())
        if groups.get("o") is None and item.predicate == Predicate.COMPETES_WITH and len(subjects) > 1 and alone:
            subjects, objects = subjects[:1], subjects[1:]  # "X and Y are rivals"
        if item.predicate in LISTED and match.start("s") < match.start("o"):
            objects = [*objects, *further(layout, match, item.predicate)]
        trigger = match.span("trigger") if groups.get("trigger") else match.span()
        start, end = layout.span(*trigger)
        inner, opening = match.group(), layout.text[: match.start()]
        instrument = next((m for m in [*subject_slot.mentions, *objects] if m.label == Label.INSTRUMENT), None)
        told = item.predicate in _ORDERS  # what a bill would do is what it says
        settled = subject_slot.label == Label.INSTRUMENT and (
            told or (instrument is not None and self._settled(instrument))
        )
        if groups.get("trigger"):
            inner = inner.replace(groups["trigger"], " ", 1)  # "declined to sign" is no denial of a postponement
        if _NEITHER.search(opening):
            inner = f" neither {inner}"
        if item.predicate == Predicate.SUBMITS_TO:
            inner = _UNDERTAKEN.sub(" ", inner)  # who "will hand over" has agreed to
        manner = read_manner(_CONTRAST.sub(" ", inner), opening, settled=settled)
        if item.timeless:
            manner = Manner(False, str(Modality.ASSERTED))
        elif item.familiar and manner.modality in (Modality.PLANNED, Modality.POSSIBLE):
            manner = Manner(manner.negated, str(Modality.ASSERTED))  # what is planned is something else
        made: list[FoundRelation] = []
        if misplaced(layout, item.predicate, match, trigger[0]):
            return []
        if item.predicate == Predicate.SIGNED and PUT_OFF.search(match.group()):
            return []
        if item.predicate == Predicate.SUBMITS_TO and not any(is_evaluator(self.known, other) for other in objects):
            said = match.group() + layout.text[match.end() :][:60]
            if not _EVALUATES.search(said) or not _SYSTEMS.search(said):
                return []
        active = groups.get("o") is not None and match.start("s") < trigger[0] < match.start("o")
        if item.predicate == Predicate.SUBMITS_TO:  # "through its centre, the institute": the centre
            objects = [found for found in objects if is_evaluator(self.known, found)] or [
                find_evaluator(self.known, sheet, found) or found for found in objects
            ]
        if active and trigger != match.span():
            if vetoes(sheet, layout.line, subject_slot.mentions, start, end):
                return []
            passive = _BY.search(layout.text[trigger[1] : match.start("o")]) is not None
            if item.predicate in _STANCES and _BEING.search(layout.text[match.end("s") : trigger[1]]):
                return []  # "X was praised for the step"
            if passive and item.predicate in _TURNED:
                return []  # a passive, which other patterns read the other way round
            parsed = sheet.parses.get(layout.line)
            if parsed is not None and self._off(item, parsed, start, end, subject_slot, objects):
                return []
        if item.predicate == Predicate.AFFILIATED_WITH:
            if len(subjects) > 1:
                subjects = find_bearers(layout, match, subjects)
            if groups.get("o") is not None:
                objects = find_employers(layout, match, objects)
        for subject in subjects:
            for other in objects:
                if not self._fits(item.predicate, subject, other):
                    continue
                if item.familiar and not self._belong(item.predicate, subject, other):
                    continue
                made.append(
                    FoundRelation(
                        subject.id or "",
                        item.predicate,
                        other.id or "",
                        layout.line,
                        start,
                        end,
                        manner.negated,
                        manner.modality,
                        round(min(subject.score, other.score) * 0.9, 3),
                        "pattern",
                    )
                )
        return made

    @staticmethod
    def _off(item: RelationPattern, parsed: Doc, start: int, end: int, subject: Slot, objects: list[Found]) -> bool:
        """Tell whether the parse gives a trigger other ends than the pattern does."""
        if item.predicate in _OPINIONS and lies_apart(parsed, start, end, objects[0]):
            return True
        if item.predicate not in _OPINIONS | _ORDERS:
            return False
        return is_noun(parsed, start, end) or (
            item.predicate in _ORDERS and has_other_subject(parsed, start, end, subject.mentions)
        )

    def _fits(self, predicate: Predicate, subject: Found, other: Found) -> bool:
        subjects, objects = SIGNATURES[predicate]
        if subject.id is None or other.id is None or subject.id == other.id:
            return False
        if subject.label not in subjects or other.label not in objects:
            return False
        if min(subject.score, other.score) <= (0.4 if predicate in (Predicate.PART_OF, Predicate.RUNS) else 0.39):
            return False  # a lone capitalised word is too thin to hang a relation on
        if contradicts(self.known, predicate, subject, other):
            return False
        if predicate == Predicate.REQUIRES and other.silent:  # told in other words: only under an act that has it
            return subject.entity not in self.known.instruments or subject.entity in acts_imposing(
                self.known, other.entity or ""
            )
        if predicate == Predicate.DEVELOPS:
            maker = self.known.parent(other.id)
            if self.known.label(maker) == "COMPANY" and not self._family(maker) & self._family(subject.id):
                return False  # another company uses or restricts it
        return True

    def _belong(self, predicate: Predicate, subject: Found, other: Found) -> bool:
        """Tell whether the register knows two names to belong together: a model and its maker, a body and its head."""
        if predicate == Predicate.SUPERSEDES:
            new, old = (self.known.instruments.get(found.entity or "") for found in (subject, other))
            if new is None or old is None:
                return False
            return old.superseded_by == new.id or ("amending" in new.title and str(old.number) in new.title)
        lower, upper = (subject, other) if predicate == Predicate.PART_OF else (other, subject)
        return lower.entity is not None and self.known.parent(lower.entity) == upper.entity

    def _family(self, id_: str | None) -> set[str]:
        return {member for member in (id_, self.known.parent(id_)) if member}

    def _home(self, sheet: Sheet, item: RelationPattern, subjects: list[Found]) -> list[Found] | None:
        """Return the side that a sentence leaves out: "competition with China" in a US text, "its operator"."""
        if item.predicate in REACH_BACK and subjects[0].label != "JURISDICTION":
            return find_left_out(self.known, sheet, item.predicate, subjects[0])
        if item.predicate != Predicate.COMPETES_WITH or subjects[0].label != "JURISDICTION":
            return None
        counts = sorted(sheet.jurisdictions.items(), key=lambda pair: -pair[1])
        for region, _ in counts:
            for entity in self.known.entities.values():
                here = entity.label == "JURISDICTION" and entity.id.removeprefix("jur-").upper() == region
                if here and entity.id != subjects[0].id:
                    return [Found(0, 0, entity.name, "JURISDICTION", subjects[0].line, entity.id, score=0.7)]
        return None

    def _settled(self, found: Found) -> bool:
        row = self.known.instruments.get(found.entity or "")
        return row is not None and row.status in _HISTORIC


@Language.factory("crosswalk_relations")
def create_relation_reader(nlp: Language, name: str) -> RelationReader:
    """Make the component that reads relations; `bind` gives it a register."""
    return RelationReader()
