"""Read which firms let an evaluator see their models, beyond what patterns of one clause show.

An agency whose business is to evaluate models, a firm that makes some, and a word of testing or of an agreement: in one
sentence, or over two where the second names only the models, the agency or the deals ("testing deals with X and Y").
"""

from __future__ import annotations

import re

from extract.clauses import Layout, Slot
from extract.document import Found, FoundRelation, Sheet
from extract.knowledge import Knowledge
from kb.vocabulary import Label, Predicate

_BUSINESS = re.compile(r"(?:Safety|Security) Institute|Standards and Innovation")
_DEAL = re.compile(
    r"(?:^| )(?:(?:testing|evaluation|review|access|assessment|pre-release) (?:deals?|agreements?|arrangements?|pacts?|"
    r"accords?|memorand\w+)|(?:deals?|agreements?|arrangements?|pacts?|memorand\w+|understandings?|paperwork|papers|"
    r"terms) (?:[a-z]+ ){0,4}?with) "
)
_LOOK = re.compile(
    r"(?:^| )(?:examin\w*|evaluat\w*|test|tests|tested|testing|tester|testers|inspect\w*|prob(?:e|es|ed|ing)|vet|vets|"
    r"vetted|vetting|assess\w*|review|reviewed|reviewing|reviews|red-team\w*|kick|kicked|poke\w*|look|looks|looked|"
    r"check|checks|checked|checking|scrutin\w*|stud(?:y|ied)|sees?|saw|had (?:it|them)|early|scientists|evaluators?|"
    r"hand\w*|submit\w*|agreements?|deals?|pacts?|arrangements?|memorand\w+|access) "
)
_SEEN = re.compile(
    r"(?:^| )(?:examined|evaluated|tested|tests|testing|inspected|probed|vetted|assessed|reviewed|red-teamed|looked at|"
    r"checked|scrutini[sz]ed|studied|saw|did see|had (?:had )?(?:it|them)|let loose|early look|gets? to see|"
    r"went through) "
)
_UNDONE = re.compile(
    r"(?:^| )(?:not|never|no|n't|don't|doesn't|didn't|hasn't|refus\w+|declin\w+|instead|without|yet|would|could|may|"
    r"might|should|if|whether|talks|verge|wants?|hopes?|plans?|consider\w*|asked|asks|urge\w*|called for|calls for|"
    r"demand\w*|propos\w+|none|neither|nobody|nor|except|save|rumou?r\w*|untrue|unless|outside of|balk\w*|resist\w*|"
    r"exempt\w*|lobb\w+|sued|suing|fined|fine|guidelines|next|soon|expected|about to|consortium|board|alliance) "
)
_SPEAKER = re.compile(
    r"<COMPANY:\d+> (?:'s )?(?:(?!and |or )[a-z-]+ ){0,4}(?:<PERSON|(?:director|chief|head|counsel|spokes\w+) )"
)
_NEAR = 150  # characters of the layout between a firm and the agency
_BACK, _ON = 6, 2  # lines to the agency that the deals are with


def find_submissions(known: Knowledge, sheet: Sheet, layout: Layout) -> list[FoundRelation]:
    """Return the firms that submit models to an evaluator, as a laid-out sentence and those beside it tell."""
    if sheet.is_law or _UNDONE.search(f" {layout.text}"):
        return []
    firms = [slot for slot in layout.slots if slot.label == Label.COMPANY]
    agencies = [slot for slot in layout.slots if slot.label == Label.AGENCY and is_evaluator(known, slot.mentions[0])]
    if firms and agencies:
        return _together(known, sheet, layout, firms, agencies)
    if firms and _DEAL.search(f" {layout.text}"):
        agency = _evaluator_near(known, sheet, layout.line)
        return _stated(layout, _makers(known, sheet, firms), [agency] if agency else [])
    if agencies and not firms and _SEEN.search(f" {layout.text}"):
        seen_by = [found for found in agencies[-1].mentions if is_evaluator(known, found)]
        return _stated(layout, _at_home(known, _maker_spoken_of(known, sheet, layout), seen_by), seen_by)
    return []


def is_evaluator(known: Knowledge, found: Found) -> bool:
    """Tell whether an agency's business is to evaluate models."""
    names = [*known.names_of.get(found.entity or "", ()), found.name or found.text]
    return any(_BUSINESS.search(name) is not None for name in names)


def find_evaluator(known: Knowledge, sheet: Sheet, found: Found) -> Found | None:
    """Return the evaluator of an agency that a text names too: "its department" tests through it."""
    for item in sheet.mentions:
        above = known.parent(item.entity)
        if above is not None and found.entity in (above, known.parent(above)) and is_evaluator(known, item):
            return item
    return None


def _together(
    known: Knowledge, sheet: Sheet, layout: Layout, firms: list[Slot], agencies: list[Slot]
) -> list[FoundRelation]:
    if not _LOOK.search(f" {layout.text}"):
        return []
    made: list[FoundRelation] = []
    for firm in firms:
        at = layout.text.find(f"<COMPANY:{layout.slots.index(firm)}>")
        near = [
            agency
            for agency in agencies
            if abs(layout.text.find(f"<AGENCY:{layout.slots.index(agency)}>") - at) <= _NEAR
        ]
        if near and not _SPEAKER.match(layout.text, at):
            seen_by = [found for slot in near for found in slot.mentions if is_evaluator(known, found)]
            made += _stated(layout, _at_home(known, _makers(known, sheet, [firm]), seen_by), seen_by)
    return made


def _at_home(known: Knowledge, firms: list[Found], agencies: list[Found]) -> list[Found]:
    """Leave out the firms of a country whose models are tested from afar, without their doing."""
    from_china = {"jur-cn"} & {known.entities[item.entity].jurisdiction for item in agencies if item.entity}
    return [
        found
        for found in firms
        if from_china or found.entity is None or known.entities[found.entity].jurisdiction != "jur-cn"
    ]


def _makers(known: Knowledge, sheet: Sheet, firms: list[Slot]) -> list[Found]:
    """Return those firms that make models: by the register, or by what the text has said so far."""
    told = {item.subject for item in sheet.relations if item.predicate == Predicate.DEVELOPS}
    return [
        found
        for slot in firms
        for found in slot.mentions
        if found.id and (found.id in told or found.entity in known.makers)
    ]


def _maker_spoken_of(known: Knowledge, sheet: Sheet, layout: Layout) -> list[Found]:
    """Return the maker of the model that a sentence names, or the only maker of the sentence before."""
    for slot in layout.slots:
        if slot.label == Label.MODEL:
            maker = known.parent(slot.mentions[0].entity)
            if maker is not None and known.label(maker) == Label.COMPANY:
                return [Found(0, 0, known.entities[maker].name, "COMPANY", layout.line, maker)]
            told = [item.subject for item in sheet.relations if item.object == slot.mentions[0].id]
            return [found for found in sheet.mentions if told and found.id == told[0]][:1]
    if not re.search(r"(?:^| )(?:it|both|them|its|model|models|system|weights) ", f" {layout.text}"):
        return []
    before = [found for found in sheet.mentions if found.label == Label.COMPANY and found.line == layout.line - 1]
    ids = {found.id: found for found in before if found.id and found.entity in known.makers}
    return list(ids.values()) if len(ids) == 1 else []


def _evaluator_near(known: Knowledge, sheet: Sheet, line: int) -> Found | None:
    """Return the evaluator named last before a line, or soon after it."""
    found = [
        item
        for item in sorted(sheet.mentions, key=lambda mention: mention.start)
        if item.label == Label.AGENCY
        and item.id
        and line - _BACK <= item.line <= line + _ON
        and is_evaluator(known, item)
    ]
    before = [item for item in found if item.line <= line]
    return before[-1] if before else found[0] if found else None


def _stated(layout: Layout, firms: list[Found], agencies: list[Found]) -> list[FoundRelation]:
    return [
        FoundRelation(
            firm.id, str(Predicate.SUBMITS_TO), agency.id, layout.line, layout.source[1], layout.source[2], score=0.6
        )
        for firm in firms
        for agency in agencies
        if firm.id and agency.id
    ]
