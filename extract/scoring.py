"""Compare what was read from one document with its annotation, by the rules of docs/vocabulary.md, *Scoring*.

A statement that is negated, planned or merely possible is not a prediction of a fact. The sheet that is filled, and
pairing, are in `extract/scoresheet.py`; adding up over documents is in `extract/evaluation.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.goldfiles import OPTIONAL, GoldDocument, GoldMention, GoldObligation
from extract.intervals import Counts
from extract.samenames import NameBook, head, opens_with, same_claim_value, same_date, same_value
from extract.scoresheet import DocumentScore, Sheet, pair, tally
from kb.model import DocumentReading, Mention, ObligationEvidence
from kb.vocabulary import FACTUAL, VALUE_LABELS, Attribute, Label

SCORED_QUOTES = frozenset({"direct", "partial"})  # indirect speech is kept apart from what was quoted


def score_document(gold: GoldDocument, reading: DocumentReading, book: NameBook) -> DocumentScore:
    """Return the counts and faults of one reading against its annotation."""
    sheet = Sheet(gold, reading)
    names = book.with_candidates(reading.candidates)
    score_mentions(sheet, names)
    score_relations(sheet, names)
    score_claims(sheet, names)
    score_events(sheet, names)
    score_quotes(sheet, names)
    score_obligations(sheet)
    counts = {task: dict(labels) for task, labels in sheet.counts.items()}
    return DocumentScore(gold.id, counts, tuple(sheet.faults))


def score_mentions(sheet: Sheet, book: NameBook) -> None:
    """Score entities, linking and date values.

    Labels must match. Names must overlap with the same head; dates, durations and sums need any overlap and, where
    the annotation has a value, an equal one. One prediction answers one annotation, the closest first.
    """
    wanted = [mention for mention in sheet.gold.entities if mention.label != OPTIONAL]
    pairs = pair(wanted, sheet.reading.mentions, _closeness)
    paired = {id(found) for _, found in pairs}
    answered = {id(expected) for expected, _ in pairs}
    for expected, found in pairs:
        sheet.right("entities", expected.label)
        if expected.name is not None and expected.label in VALUE_LABELS:
            sheet.counts["linking"][expected.label] += Counts(tp=1)
        elif expected.name is not None:
            linked = found.entity_id or found.candidate_id
            sheet.share(
                "linking",
                expected.label,
                book.is_named(linked, expected.name),
                f"{expected.text} → {expected.name}",
                f"{found.text} → {book.display(linked)}",
                sheet.sentence_at(expected.start),
            )
        if found.entity_id is not None and expected.label not in VALUE_LABELS:
            merged = not book.is_named(found.entity_id, expected.name or expected.text)
            known = expected.name is not None and book.knows(expected.name)
            sheet.counts["silent_merges"][expected.label] += Counts(tp=int(merged and not known))
    for expected in wanted:
        if id(expected) not in answered:
            wording = expected.text if expected.name is None else f"{expected.text} → {expected.name}"
            sheet.missed("entities", expected.label, wording, sheet.sentence_at(expected.start))
    for found in sheet.reading.mentions:
        if id(found) not in paired and not _only_optional(found, sheet.gold.entities):
            wording = f"{found.text} → {found.value}" if found.value else found.text
            sheet.spurious("entities", found.label, wording, sheet.sentence_of(found.sentence_id))
    _score_dates(sheet, wanted)


def _score_dates(sheet: Sheet, wanted: Sequence[GoldMention]) -> None:
    dates = [mention for mention in wanted if mention.label == Label.DATE and mention.name is not None]
    for expected, found in pair(dates, sheet.reading.mentions, _overlap_closeness):
        right = same_date(expected.name or "", found.value or "")
        text = f"{expected.text} → {expected.name}", f"{found.text} → {found.value}"
        sheet.share("dates", Label.DATE, right, *text, sheet.sentence_at(expected.start))


def score_relations(sheet: Sheet, book: NameBook) -> None:
    """Score the set of stated relations: subject, predicate and object, names compared through aliases."""
    by_id = {relation.id: relation for relation in sheet.reading.relations}
    sentences = {
        evidence.relation_id: sheet.sentence_of(evidence.sentence_id)
        for evidence in reversed(sheet.reading.relation_evidence)
        if not evidence.negated and evidence.modality in FACTUAL
    }
    stated = [by_id[id_] for id_ in dict.fromkeys(sentences) if id_ in by_id]
    wanted = list(dict.fromkeys(sheet.gold.relations))
    pairs = pair(
        wanted,
        stated,
        lambda gold, found: (
            gold.predicate == found.predicate
            and book.is_named(found.subject_id, gold.subject)
            and book.is_named(found.object_id, gold.object)
        ),
    )
    tally(
        sheet,
        "relations",
        wanted,
        stated,
        pairs,
        lambda gold: (gold.predicate, f"{gold.subject} — {gold.predicate} — {gold.object}"),
        lambda found: (
            found.predicate,
            f"{book.display(found.subject_id)} — {found.predicate} — {book.display(found.object_id)}",
        ),
        lambda gold: sheet.sentence_naming(gold.subject, gold.object),
        lambda found: sentences[found.id],
    )


def score_claims(sheet: Sheet, book: NameBook) -> None:
    """Score the set of stated claims: subject, attribute and value."""
    stated = {
        (claim.subject_id, claim.attribute, claim.value): claim
        for claim in reversed(sheet.reading.claims)
        if not claim.negated and claim.modality in FACTUAL
    }
    wanted = list(dict.fromkeys(sheet.gold.claims))
    found_claims = list(reversed(stated.values()))
    pairs = pair(
        wanted,
        found_claims,
        lambda gold, found: (
            gold.attribute == found.attribute
            and book.is_named(found.subject_id, gold.subject)
            and (
                (gold.attribute == Attribute.DETERMINING_AUTHORITY and book.is_named(found.value_entity_id, gold.value))
                or same_claim_value(gold.attribute, gold.value, found.value)
            )
        ),
    )
    tally(
        sheet,
        "claims",
        wanted,
        found_claims,
        pairs,
        lambda gold: (gold.attribute, f"{gold.subject}: {gold.attribute} = {gold.value}"),
        lambda found: (found.attribute, f"{book.display(found.subject_id)}: {found.attribute} = {found.value}"),
        lambda gold: sheet.sentence_naming(gold.subject, gold.value),
        lambda found: sheet.sentence_of(found.sentence_id),
    )


def score_events(sheet: Sheet, book: NameBook) -> None:
    """Score the set of events: type, date and what it is about; an annotation without a date matches any date."""
    by_id = {event.id: event for event in sheet.reading.events}
    sentences = {
        evidence.event_id: sheet.sentence_of(evidence.sentence_id)
        for evidence in reversed(sheet.reading.event_evidence)
        if not evidence.negated and evidence.modality in FACTUAL
    }
    held = [by_id[id_] for id_ in dict.fromkeys(sentences) if id_ in by_id]
    stated = list({(event.type, event.date, event.about_id): event for event in reversed(held)}.values())
    wanted = list(dict.fromkeys(sheet.gold.events))
    pairs = pair(
        wanted,
        stated,
        # A dated annotation chooses first: the undated one can take whatever is left.
        lambda gold, found: (
            0
            if gold.type != found.type or not book.is_named(found.about_id, gold.about)
            else 1
            if gold.date is None
            else 2 * (found.date is not None and same_date(gold.date, found.date))
        ),
    )
    tally(
        sheet,
        "events",
        wanted,
        stated,
        pairs,
        lambda gold: (gold.type, f"{gold.type} {gold.date or 'any date'}: {gold.about or '-'}"),
        lambda found: (found.type, f"{found.type} {found.date or 'no date'}: {book.display(found.about_id)}"),
        lambda gold: sheet.sentence_naming(gold.about, gold.date),
        lambda found: sentences[found.id],
    )


def score_quotes(sheet: Sheet, book: NameBook) -> None:
    """Score direct quotations by speaker and opening words, and the stance of the right ones apart."""
    found_quotes = [quote for quote in sheet.reading.quotes if quote.kind in SCORED_QUOTES]
    wanted = list(dict.fromkeys(sheet.gold.quotes))
    pairs = pair(
        wanted,
        found_quotes,
        lambda gold, found: book.is_named(found.speaker_id, gold.speaker) and opens_with(found.text, gold.starts_with),
    )
    for gold, found in pairs:
        wording = f"{gold.starts_with}: {gold.stance}", f"{found.text[:60]}: {found.stance}"
        sheet.share("stance", gold.stance, gold.stance == found.stance, *wording, sheet.sentence_of(found.sentence_id))
    tally(
        sheet,
        "quotes",
        wanted,
        found_quotes,
        pairs,
        lambda gold: ("quote", f"{gold.speaker or '-'}: {gold.starts_with}"),
        lambda found: ("quote", f"{book.display(found.speaker_id)}: {found.text[:60]}"),
        lambda gold: sheet.sentence_at(max(sheet.gold.text.find(gold.starts_with), 0)),
        lambda found: sheet.sentence_of(found.sentence_id),
    )


def score_obligations(sheet: Sheet) -> None:
    """Score clauses of law by overlap, then modality, bearer and carried list heads as shares of the found clauses.

    Nothing is counted for a document that is not annotated for obligations.
    """
    if sheet.gold.obligations is None:
        return
    wanted = list(sheet.gold.obligations)
    found_clauses = list(sheet.reading.obligation_evidence)
    pairs = pair(wanted, found_clauses, _clause_closeness)
    for gold, found in pairs:
        sentence = sheet.sentence_of(found.sentence_id)
        modality = gold.modality == found.modality
        sheet.share("modality", gold.modality, modality, gold.modality, found.modality, sentence)
        bearer = _same_bearer(gold.addressee, found.addressee)
        sheet.share("bearer", gold.modality, bearer, gold.addressee or "open", found.addressee or "open", sentence)
    paired = {id(gold) for gold, _ in pairs}
    for gold in wanted:
        if gold.carried:
            sheet.share("carried", gold.modality, id(gold) in paired, gold.text, "-", sheet.sentence_at(gold.start))
    tally(
        sheet,
        "obligations",
        wanted,
        found_clauses,
        pairs,
        lambda gold: (gold.modality, f"{gold.modality}: {gold.text}"),
        lambda found: (found.modality, f"{found.modality}: {found.text}"),
        lambda gold: sheet.sentence_at(gold.start),
        lambda found: sheet.sentence_of(found.sentence_id),
    )


def _closeness(gold: GoldMention, found: Mention) -> float:
    shared = _overlap_closeness(gold, found)
    if not shared:
        return 0.0
    if gold.label in VALUE_LABELS:
        return shared if gold.name is None or same_value(gold.label, gold.name, found.value) else 0.0
    left, right = head(gold.text, gold.start), head(found.text, found.start)
    return shared if left[0] < right[1] and right[0] < left[1] else 0.0


def _overlap_closeness(gold: GoldMention, found: Mention) -> float:
    """Return shared characters over all characters of the two spans, 0 when labels differ or nothing is shared."""
    shared = min(gold.end, found.end) - max(gold.start, found.start)
    if gold.label != found.label or shared <= 0:
        return 0.0
    return shared / (max(gold.end, found.end) - min(gold.start, found.start))


def _clause_closeness(gold: GoldObligation, found: ObligationEvidence) -> float:
    """Return the share of the shorter clause that the two have in common; 0 when it is less than half."""
    shared = min(gold.end, found.end) - max(gold.start, found.start)
    part = shared / min(gold.end - gold.start, found.end - found.start)
    return part if part >= 0.5 else 0.0


def _only_optional(found: Mention, entities: Iterable[GoldMention]) -> bool:
    touched = {mention.label for mention in entities if mention.start < found.end and found.start < mention.end}
    return touched == {OPTIONAL}


def _same_bearer(expected: str | None, found: str | None) -> bool:
    if expected is None or found is None:
        return expected is None and found is None
    left, right = (set(_bearer(text).split()) for text in (expected, found))
    return bool(left) and (left <= right or right <= left)


def _bearer(text: str) -> str:
    words = text.casefold().replace(",", " ").split()
    # "Providers of high-risk AI systems" and "the provider" are one bearer: articles and number do not tell.
    return " ".join(word.rstrip("s") for word in words if word not in {"the", "a", "an", "any", "each", "every"})
