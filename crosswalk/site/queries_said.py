"""What is said: entities, quotes, disagreements and events, as rows with the sentence that carries them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crosswalk.site.queries_compare import ClaimRow, claims
from crosswalk.site.reading import fetch


@dataclass(frozen=True)
class EntityRow:
    """An entity of the register, or a candidate (then without a description)."""

    id: str
    label: str
    name: str
    jurisdiction: str | None
    jurisdiction_name: str | None
    parent_id: str | None
    parent: str | None
    description: str | None
    confidence: str | None
    as_of: str | None
    source_url: str | None
    candidate: int


@dataclass(frozen=True)
class NameRow:
    """A wording that may stand for an entity."""

    name: str
    kind: str
    valid_from: str | None
    valid_to: str | None


@dataclass(frozen=True)
class OfficeRow:
    """A post held."""

    person_id: str
    person: str
    body_id: str
    body: str
    post: str
    valid_from: str | None
    valid_to: str | None
    confidence: str | None


@dataclass(frozen=True)
class RelationRow:
    """A relation with its best sentence and how many independent families say so."""

    id: str
    subject_id: str
    subject: str
    subject_label: str | None
    predicate: str
    object_id: str
    object: str
    object_label: str | None
    first_seen: str | None
    families: int
    document_id: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    modality: str
    method: str
    score: float
    title: str | None
    published: str | None


@dataclass(frozen=True)
class PositionRow:
    """A quote, or a sentence that states a position, toward an instrument (the view ``positions``)."""

    basis: str
    id: str
    speaker_id: str | None
    speaker: str | None
    organisation_id: str | None
    organisation: str | None
    stance: str
    instrument_id: str
    instrument: str
    date: str | None
    text: str
    kind: str
    document_id: str
    start: int
    end: int
    title: str | None
    publisher: str | None
    story_id: str


@dataclass(frozen=True)
class EventRow:
    """An event with its earliest sentence (the view ``timeline``)."""

    event_id: str
    type: str
    date: str | None
    precision: str | None
    title: str
    about_id: str | None
    about: str | None
    about_label: str | None
    origin: str
    source_url: str | None
    confidence: str | None
    evidence_count: int
    stories: int
    document_id: str | None
    sentence: str | None
    start: int | None
    end: int | None
    participants: str | None
    also_read: int


@dataclass(frozen=True)
class MentionedIn:
    """A document that mentions an entity."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    mentions: int
    start: int
    end: int


def entity(connection: Any, entity_id: str) -> EntityRow | None:
    """Return an entity or candidate, or None when the id is unknown."""
    rows = fetch(
        connection,
        EntityRow,
        """SELECT e.id, e.label, e.name, e.jurisdiction, j.name AS jurisdiction_name, e.parent_id, p.name AS parent,
                  e.description, e.confidence, e.as_of, e.source_url, 0 AS candidate
           FROM entities e LEFT JOIN entities p ON p.id = e.parent_id LEFT JOIN entities j ON j.id = e.jurisdiction
           WHERE e.id = :id
           UNION ALL
           SELECT c.id, c.label, c.name, NULL, NULL, c.near_entity_id, n.name, NULL, NULL, c.first_seen, NULL, 1
           FROM candidates c LEFT JOIN entities n ON n.id = c.near_entity_id WHERE c.id = :id""",
        {"id": entity_id},
    )
    return rows[0] if rows else None


def names(connection: Any, entity_id: str) -> list[NameRow]:
    """Return the wordings of an entity."""
    return fetch(
        connection,
        NameRow,
        "SELECT name, kind, valid_from, valid_to FROM names WHERE entity_id = ? ORDER BY kind <> 'canonical', name",
        [entity_id],
    )


def offices(connection: Any, entity_id: str) -> list[OfficeRow]:
    """Return the posts that a person held, or that were held in a body."""
    return fetch(
        connection,
        OfficeRow,
        """SELECT o.person_id, p.name AS person, o.body_id, b.name AS body, o.post, o.valid_from, o.valid_to,
                  o.confidence
           FROM offices o JOIN entities p ON p.id = o.person_id JOIN entities b ON b.id = o.body_id
           WHERE ? IN (o.person_id, o.body_id) ORDER BY coalesce(o.valid_from, '') DESC, o.post, o.id""",
        [entity_id],
    )


def parts(connection: Any, entity_id: str) -> list[tuple[str, str, str]]:
    """Return id, label and name of the entities whose parent this is."""
    return [
        (str(row[0]), str(row[1]), str(row[2]))
        for row in connection.execute(
            "SELECT id, label, name FROM entities WHERE parent_id = ? ORDER BY name", [entity_id]
        )
    ]


def relations(connection: Any, entity_id: str, until: str) -> list[RelationRow]:
    """Return the relations of an entity that some sentence asserts or reports, each with its best sentence."""
    return fetch(
        connection,
        RelationRow,
        """WITH counted AS (
             SELECT v.*, d.title, d.published, coalesce(d.family_id, d.id) AS family, s.text AS sentence,
                    s.start AS sentence_start,
                    row_number() OVER (PARTITION BY v.relation_id
                                       ORDER BY v.method = 'model', v.score DESC, d.published, v.id) AS place
             FROM relation_evidence v JOIN relations r ON r.id = v.relation_id
             JOIN documents d ON d.id = v.document_id JOIN sentences s ON s.id = v.sentence_id
             WHERE :id IN (r.subject_id, r.object_id) AND v.negated = 0 AND v.modality IN ('asserted', 'reported')
               AND substr(coalesce(d.published, d.fetched_at), 1, 10) <= :until)
           SELECT r.id, r.subject_id, coalesce(ia.short_title, a.name, ca.name, r.subject_id) AS subject,
                  coalesce(a.label, ca.label) AS subject_label, r.predicate, r.object_id,
                  coalesce(ib.short_title, b.name, cb.name, r.object_id) AS object,
                  coalesce(b.label, cb.label) AS object_label,
                  r.first_seen,
                  (SELECT count(DISTINCT c2.family) FROM counted c2 WHERE c2.relation_id = r.id) AS families,
                  c.document_id, c.start, c."end", c.sentence, c.sentence_start, c.modality, c.method,
                  c.score, c.title, c.published
           FROM counted c JOIN relations r ON r.id = c.relation_id
           LEFT JOIN entities a ON a.id = r.subject_id LEFT JOIN candidates ca ON ca.id = r.subject_id
           LEFT JOIN entities b ON b.id = r.object_id LEFT JOIN candidates cb ON cb.id = r.object_id
           LEFT JOIN instruments ia ON ia.id = r.subject_id LEFT JOIN instruments ib ON ib.id = r.object_id
           WHERE c.place = 1 ORDER BY r.predicate, families DESC, subject, object""",
        {"id": entity_id, "until": until},
    )


def claims_of(connection: Any, entity_id: str, until: str) -> list[ClaimRow]:
    """Return what independent stories state of an entity, or with it as the value."""
    return claims(connection, "c.subject_id = ? OR c.value_entity_id = ?", [entity_id, entity_id], until)


def positions(
    connection: Any,
    until: str,
    *,
    about_id: str | None = None,
    stance: str | None = None,
    speaker_id: str | None = None,
    limit: int = 500,
) -> list[PositionRow]:
    """Return positions published up to a day, newest first; ``speaker_id`` may be a person or an organisation."""
    names = ", ".join(f'p."{name}"' for name in PositionRow.__dataclass_fields__ if name != "instrument")
    return fetch(
        connection,
        PositionRow,
        f"""SELECT {names}, coalesce(i.short_title, p.instrument) AS instrument
            FROM positions p LEFT JOIN instruments i ON i.id = p.instrument_id WHERE coalesce(p.date, '') <= :until
              AND (:about IS NULL OR p.instrument_id = :about) AND (:stance IS NULL OR p.stance = :stance)
              AND (:who IS NULL OR :who IN (speaker_id, organisation_id)) LIMIT :limit""",
        {"until": until, "about": about_id, "stance": stance, "who": speaker_id, "limit": limit},
    )


def events(
    connection: Any,
    until: str,
    *,
    about_id: str | None = None,
    type_: str | None = None,
    since: str | None = None,
    limit: int = 1000,
) -> list[EventRow]:
    """Return dated events up to a day, newest first; ``about_id`` also finds events it took part in.

    A read event that the register holds too is counted there (``also_read``), not listed twice.
    """
    return fetch(
        connection,
        EventRow,
        """WITH t AS MATERIALIZED (SELECT * FROM timeline)
           SELECT t.event_id, t.type, t.date, t.precision, t.title, t.about_id,
                  coalesce(i.short_title, t.about) AS about, a.label AS about_label,
                  t.origin, t.source_url, t.confidence, t.evidence_count, t.stories,
                  coalesce(t.document_id, r.document_id) AS document_id, coalesce(s.text, rs.text) AS sentence,
                  coalesce(s.start, rs.start) AS start, coalesce(s."end", rs."end") AS "end", t.participants,
                  (SELECT count(*) FROM t x WHERE x.register_event_id = t.event_id) AS also_read
           FROM t LEFT JOIN entities a ON a.id = t.about_id
           LEFT JOIN instruments i ON i.id = t.about_id LEFT JOIN sentences s ON s.id = t.sentence_id
           LEFT JOIN t r ON r.event_id = (SELECT min(y.event_id) FROM t y WHERE y.register_event_id = t.event_id)
           LEFT JOIN sentences rs ON rs.id = r.sentence_id
           WHERE t.date IS NOT NULL AND substr(t.date, 1, 10) <= :until AND t.register_event_id IS NULL
             AND (:since IS NULL OR t.date >= :since) AND (:type IS NULL OR t.type = :type)
             AND (:about IS NULL OR t.about_id = :about
                  OR EXISTS (SELECT 1 FROM event_participants p WHERE p.event_id = t.event_id AND p.entity_id = :about))
           ORDER BY t.date DESC, t.origin DESC, t.event_id LIMIT :limit""",
        {"until": until, "since": since, "type": type_, "about": about_id, "limit": limit},
    )


def mentioned_in(connection: Any, entity_id: str, until: str, limit: int) -> list[MentionedIn]:
    """Return the newest documents that mention an entity, each with its first mention."""
    return fetch(
        connection,
        MentionedIn,
        """SELECT d.id, d.title, s.publisher, d.published, count(*) AS mentions, min(m.start) AS start,
                  m."end"
           FROM mentions m JOIN documents d ON d.id = m.document_id LEFT JOIN sources s ON s.id = d.source_id
           WHERE (m.entity_id = :id OR m.candidate_id = :id)
             AND substr(coalesce(d.published, d.fetched_at), 1, 10) <= :until
           GROUP BY d.id ORDER BY d.published DESC, d.id LIMIT :limit""",
        {"id": entity_id, "until": until, "limit": limit},
    )


def choices(connection: Any, label: str) -> list[tuple[str, str]]:
    """Return id and name of the entities of a label, for a form."""
    return [
        (str(row[0]), str(row[1]))
        for row in connection.execute(
            """SELECT e.id, coalesce(i.short_title, e.name) AS name
               FROM entities e LEFT JOIN instruments i ON i.id = e.id WHERE e.label = ?
               ORDER BY coalesce(i.position, 999), 2""",
            [label],
        )
    ]


def related_entities(connection: Any) -> list[tuple[str, str, str]]:
    """Return id, label and name of all that stands in some relation, for a form."""
    return [
        (str(row[0]), str(row[1]), str(row[2]))
        for row in connection.execute(
            """SELECT t.id, t.label, t.name FROM (
                 SELECT id, label, name FROM entities UNION ALL SELECT id, label, name FROM candidates) t
               WHERE t.id IN (SELECT subject_id FROM relations UNION SELECT object_id FROM relations)
               ORDER BY t.name"""
        )
    ]
