"""What is held: the register, documents, and what was read from them."""

from __future__ import annotations

from site_texts import (
    CANDIDATE,
    ENTITIES,
    FIRST,
    HOSTILE,
    KINDS,
    LAW,
    PUBLISHED,
    READ_BY,
    SECOND,
    SOURCES,
    TEXTS,
    place,
    sentence_spans,
    text_of,
)

from kb import model as m
from kb.ids import document_id, sentence_id, stable_id, text_hash


def register() -> list[m.Record]:
    """Return the register."""
    rows: list[m.Record] = [
        m.Entity(
            id=id_, label=label, name=name, description=f"About {name}.", confidence="high", as_of="2026-06-30",
            source_url="https://official.example/a",
        )
        for id_, label, name in ENTITIES
    ]  # fmt: skip
    rows += [m.Name(id=f"n-{id_}", entity_id=id_, name=name, kind="canonical") for id_, _, name in ENTITIES]
    rows.append(m.Name(id="n-nist", entity_id="us-nist", name="NIST", kind="acronym", valid_from="1988"))
    rows.append(m.Candidate(id=CANDIDATE, label="PERSON", name="Dana Reed", first_seen="2026-06-03"))
    rows.append(m.Office(id="o1", person_id="donald-trump", body_id="us-nist", post="Visitor", valid_from="2025-01-20"))
    for place_, (id_, type_, binding, short) in enumerate(
        [
            ("eo-14409", "executive_order", "voluntary", "EO 14409"),
            ("eu-ai-act", "regulation", "binding", "EU AI Act"),
            ("ca-sb-53", "statute", "binding", "SB 53"),
        ]
    ):
        rows.append(
            m.Instrument(
                id=id_, type=type_, binding=binding, title=f"Full title of {short}", short_title=short,
                signed="2026-06-02", status="in_force", position=place_,
            )
        )  # fmt: skip
    rows += [
        m.Source(id=id_, name=name, publisher=name, kind=kind, url=f"https://{id_}.example/feed", official=official)
        for id_, name, kind, official in [
            ("north", "North Daily", "feed", False), ("south", "South Wire", "feed", False),
            ("gazette", "Gazette", "federal_register", True), ("agency", "The Agency", "watch", True),
        ]
    ]  # fmt: skip
    return rows


def documents() -> list[m.Record]:
    """Return the documents with their sentences, versions and sightings."""
    rows: list[m.Record] = []
    for url, (title, *sentences) in TEXTS.items():
        doc, text = document_id(url), text_of(url)
        rows.append(
            m.Document(
                id=doc, url=url, source_id=SOURCES[url], title=title, published=PUBLISHED[url], language="en",
                kind=KINDS[url], text=text, text_sha256=text_hash(text), fetched_at="2026-06-12T06:00:00Z",
                instrument_id="eo-14409" if url == LAW else None, extractor=READ_BY,
            )
        )  # fmt: skip
        rows += [
            m.Sentence(id=sentence_id(doc, n), document_id=doc, position=n, start=a, end=b, text=sentence)
            for n, (sentence, (a, b)) in enumerate(zip(sentences, sentence_spans(url), strict=True))
        ]
        old = text.replace("30 days", "14 days") if url == FIRST else text
        for number, wording in enumerate([old, text] if old != text else [text], 1):
            rows.append(
                m.Revision(
                    id=stable_id("rev", doc, wording),
                    document_id=doc,
                    number=number,
                    title=title,
                    text=wording,
                    text_sha256=text_hash(wording),
                    fetched_at=f"2026-06-1{number}T06:00:00Z",
                )
            )
        rows.append(m.Sighting(document_id=doc, source_id=SOURCES[url], url=url, first_seen="2026-06-12T06:00:00Z"))
    return rows


def said() -> list[m.Record]:
    """Return what was read from the documents, and disputed facts."""
    method = {"method": "pattern", "extractor": READ_BY, "score": 0.9}
    rows: list[m.Record] = []
    for number, (url, words, label, entity, candidate) in enumerate(
        [
            (FIRST, "president", "PERSON", "donald-trump", None), (FIRST, "the order", "INSTRUMENT", "eo-14409", None),
            (FIRST, "Anthropic", "COMPANY", "anthropic", None), (FIRST, "the standards institute", "AGENCY",
            "us-nist", None),
            (FIRST, "standards", "AGENCY", "us-nist", None), (FIRST, "Dana Reed", "PERSON", None, CANDIDATE),
            (SECOND, "the order", "INSTRUMENT", "eo-14409", None), (HOSTILE, "Anthropic", "COMPANY", "anthropic", None),
            (HOSTILE, "<script>", "ORGANISATION", None, None),
        ]
    ):  # fmt: skip
        rows.append(
            m.Mention(
                id=f"men-{number}", label=label, entity_id=entity, candidate_id=candidate, **place(url, words), **method
            )
        )
    for id_, subject, predicate, object_, url, words, negated, modality in [
        ("r1", "donald-trump", "signed", "eo-14409", FIRST, "signed", False, "asserted"),
        ("r2", "anthropic", "submits_to", "us-nist", FIRST, "submits", False, "asserted"),
        ("r3", "eo-14409", "directs", "us-nist", SECOND, "directs", False, "reported"),
        ("r4", "claude-mythos", "competes_with", "anthropic", HOSTILE, "story", True, "asserted"),
    ]:
        rows.append(
            m.Relation(id=id_, subject_id=subject, predicate=predicate, object_id=object_, first_seen="2026-06-03")
        )
        rows.append(
            m.RelationEvidence(
                id=f"{id_}-e",
                relation_id=id_,
                negated=negated,
                modality=modality,
                **place(url, words),
                **(method if id_ != "r3" else {**method, "method": "model", "score": 0.714}),
            )
        )
    for id_, attribute, value, url, words in [
        ("c1", "review_window_reference", "public release", FIRST, "before public release"),
        ("c2", "review_window_reference", "release to trusted partners", SECOND, "goes to trusted partners"),
        ("c3", "review_window_reference", "release to trusted partners", LAW, "release to trusted partners"),
        ("c4", "review_window_days", "30", FIRST, "30 days"),
        ("c5", "earlier_review_window_days", "14-90", SECOND, "the window closes"),
    ]:
        rows.append(
            m.Claim(
                id=id_,
                subject_id="eo-14409",
                attribute=attribute,
                value=value,
                modality="asserted",
                **place(url, words),
                **method,
            )
        )
    rows.append(
        m.Event(
            id="ev1",
            type="signed",
            date="2026-06-02",
            precision="day",
            about_id="eo-14409",
            title="Order signed",
            origin="extracted",
        )
    )
    rows.append(m.EventEvidence(id="ev1-e", event_id="ev1", modality="asserted", **place(FIRST, "signed"), **method))
    rows.append(m.EventParticipant(event_id="ev1", entity_id="donald-trump", role="agent"))
    rows.append(
        m.Event(
            id="ev2", type="published", date="2026-06", precision="month", about_id="eo-14409", title="Order printed",
            origin="register", source_url="https://official.example/b", confidence="medium",
        )
    )  # fmt: skip
    rows.append(
        m.Quote(
            id="q1", speaker_id=CANDIDATE, organisation_id="example-watch", speaker_text="Dana Reed", kind="direct",
            stance="supports", about_id="eo-14409", **place(FIRST, "A sensible step,"), **method,
        )
    )  # fmt: skip
    rows += [
        m.EntityMeasure(
            entity_id=id_, degree=degree, in_degree=1, out_degree=1, betweenness=0.1, pagerank=0.1,
            community=0, x=x, y=y
        )
        for id_, degree, x, y in [
            ("donald-trump", 1, 0.0, 0.1), ("eo-14409", 2, 0.4, 0.2), ("us-nist", 2, 0.6, 0.8), ("anthropic",
            1, 1.0, 1.0),
        ]
    ]  # fmt: skip
    return rows
