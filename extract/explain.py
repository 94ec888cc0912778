"""Show what was read from a document and why: for each fact its sentence, pattern or model, score and link reason.

As plain text, or as HTML with the mentions highlighted by displaCy. The text of the document is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from spacy import displacy

from kb.model import Document, DocumentReading, Relation


def explain(
    reading: DocumentReading, document: Document, *, as_html: bool = False, names: Mapping[str, str] | None = None
) -> str:
    """Return the explanation of a reading; `names` gives the printed names of entity ids."""
    lines = list(_lines(reading, document, names or {}))
    if not as_html:
        return "\n".join(lines) + "\n"
    marked = {
        "text": document.text,
        "title": document.title,
        "ents": [
            {"start": mention.start, "end": mention.end, "label": mention.label}
            for mention in sorted(reading.mentions, key=lambda mention: mention.start)
        ],
    }
    picture = displacy.render(marked, style="ent", manual=True, page=False, jupyter=False)
    title = escape(document.title or document.url)
    return (
        f'<!doctype html><html lang="{escape(document.language or "en")}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body>{picture}<pre>{escape(chr(10).join(lines))}</pre></body></html>\n"
    )


def _lines(reading: DocumentReading, document: Document, names: Mapping[str, str]) -> Iterable[str]:
    def shown(id_: str | None) -> str:
        return names.get(id_, id_) if id_ else "-"

    known = {candidate.id: f"{candidate.name} (candidate)" for candidate in reading.candidates}
    relations: dict[str, Relation] = {relation.id: relation for relation in reading.relations}
    yield f"{document.title or document.url}  ({document.published or 'no date'})  extractor {reading.extractor}"

    def name(id_: str | None) -> str:
        return known.get(id_ or "", shown(id_))

    for sentence in reading.sentences:
        rows: list[str] = []
        for mention in reading.mentions:
            if mention.sentence_id == sentence.id:
                goal = mention.value or name(mention.entity_id or mention.candidate_id)
                rows.append(
                    f"  {mention.label} {mention.text!r} → {goal}  [{mention.method} {mention.score:.2f}] "
                    f"{mention.reason or ''}"
                )
        for evidence in reading.relation_evidence:
            if evidence.sentence_id == sentence.id:
                relation = relations[evidence.relation_id]
                rows.append(
                    f"  RELATION {name(relation.subject_id)} — {relation.predicate} — {name(relation.object_id)}"
                    f"  {_manner(evidence.negated, evidence.modality)} [{evidence.method} {evidence.score:.2f}] "
                    f"by {evidence.text!r}"
                )
        for claim in reading.claims:
            if claim.sentence_id == sentence.id:
                rows.append(
                    f"  CLAIM {name(claim.subject_id)}: {claim.attribute} = {claim.value}"
                    f"  {_manner(claim.negated, claim.modality)} [{claim.method} {claim.score:.2f}] by {claim.text!r}"
                )
        titles = {event.id: event for event in reading.events}
        for told in reading.event_evidence:
            if told.sentence_id == sentence.id:
                event = titles[told.event_id]
                rows.append(
                    f"  EVENT {event.type} {event.date or 'no date'} about {name(event.about_id)}"
                    f"  {_manner(told.negated, told.modality)} [{told.method} {told.score:.2f}] by {told.text!r}"
                )
        for quote in reading.quotes:
            if quote.sentence_id == sentence.id:
                rows.append(
                    f"  QUOTE {quote.kind} by {quote.speaker_text or '-'} ({name(quote.organisation_id)}), "
                    f"{quote.stance}"
                    f" on {name(quote.about_id)} [{quote.method} {quote.score:.2f}]: {quote.text!r}"
                )
        for duty in reading.obligation_evidence:
            if duty.sentence_id == sentence.id:
                rows.append(
                    f"  {duty.modality.upper()} {duty.addressee or '-'}: {duty.action or duty.text!r} [{duty.method}]"
                )
        if rows:
            yield f"\n{sentence.position + 1}. {sentence.text}"
            yield from rows


def _manner(negated: bool, modality: str) -> str:
    return f"not {modality}" if negated else modality
