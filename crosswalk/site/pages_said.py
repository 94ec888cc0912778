"""What is said: one entity, positions, disagreements and the timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from datasette import Response
from datasette.utils.asgi import NotFound

from crosswalk.site import queries_checks, queries_compare, queries_disputed, queries_law, queries_said
from crosswalk.site.asof import read_choice, read_date
from crosswalk.site.contexts import DisputedFact, Side
from crosswalk.site.contexts_said import Disagreement, DisagreementsPage, EntityPage, PositionsPage, TimelinePage
from crosswalk.site.formats import Entry, Listing
from crosswalk.site.pages_checks import lives
from crosswalk.site.pages_compare import group_sides
from crosswalk.site.queries_disputed import VersionRow
from crosswalk.site.queries_law import CommitmentRow
from crosswalk.site.queries_said import EventRow, PositionRow, RelationRow
from crosswalk.site.reading import marks
from crosswalk.site.visit import Visit, begin
from crosswalk.site.words import spoken
from kb.vocabulary import EventType, Stance


async def page_entity(request: Any, datasette: Any) -> Response:
    """Answer /entity/<id>: all that is held on a register entry or a candidate."""
    visit = await begin(request, datasette)
    page = await visit.read(entity_page, visit.variable("id"), visit.day)
    here = visit.absolute(visit.links.entity(page.entity.id))
    relations = [row for _, rows in page.relations for row in rows]
    entries = [
        Entry(
            id=f"relation:{row.id}",
            title=f"{row.subject} {spoken(row.predicate)} {row.object}",
            link=visit.absolute(visit.links.document(row.document_id, row.start, row.end)),
            when=row.published or row.first_seen,
            summary=row.sentence,
        )
        for row in relations
    ] + [_event_entry(visit, row, here) for row in page.events]
    facts = {"as_of": visit.day, "entity": page.entity, "names": page.names, "events": page.events}
    listing = Listing(page.entity.id, page.entity.name, relations, entries, facts)
    return await visit.answer("entity.html", page, listing)


async def page_positions(request: Any, datasette: Any) -> Response:
    """Answer /positions: who is for it, who against, since when, in which words."""
    visit = await begin(request, datasette)
    stance = read_choice(request, "stance", {item.value for item in Stance})
    instruments = await visit.read(queries_said.choices, "INSTRUMENT")
    about = read_choice(request, "about", {item[0] for item in instruments})
    rows = await visit.read(_positions, visit.day, about, stance)
    page = PositionsPage(
        speakers=by_speaker(rows),
        stance=stance,
        about=about,
        instruments=instruments,
        totals=Counter(row.stance for row in rows),
    )
    entries = [
        Entry(
            id=f"position:{row.basis}:{row.id}",
            title=f"{row.speaker or row.organisation or 'Unnamed speaker'} {row.stance} {row.instrument}",
            link=visit.absolute(visit.links.document(row.document_id, row.start, row.end)),
            when=row.date,
            summary=row.text,
        )
        for row in rows
    ]
    facts = {"as_of": visit.day, "about": about, "stance": stance}
    return await visit.answer("positions.html", page, Listing("positions", "Positions", rows, entries, facts))


async def page_disagreements(request: Any, datasette: Any) -> Response:
    """Answer /disagreements: where independent stories differ, both sides, and what the text says."""
    visit = await begin(request, datasette)
    subject = visit.argument("subject")
    page = await visit.read(disagreements_page, visit.day, subject)
    rows = await visit.read(queries_compare.conflicts, visit.day, subject)
    here = visit.absolute(visit.links.page("/disagreements"))
    entries = [
        Entry(
            id=f"disagreement:{item.subject_id}:{item.attribute}",
            title=f"{item.subject}, {spoken(item.attribute)}: {' or '.join(side.value for side in item.sides)}",
            link=here,
            when=max((claim.published or "" for side in item.sides for claim in side.claims), default=None),
            summary="; ".join(f"{side.value}: {side.voices} publishers" for side in item.sides),
        )
        for item in page.conflicts
    ] + [
        Entry(
            id=f"disputed:{fact.id}",
            title=f"{fact.about}: {fact.question}",
            link=f"{here}#{fact.id}",
            when=max(version.as_of for version in fact.versions),
            summary="; ".join(f"{version.value} ({version.source_url})" for version in fact.versions),
        )
        for fact in page.disputed
    ]
    facts = {"as_of": visit.day, "subject": subject, "disputed": page.disputed}
    return await visit.answer(
        "disagreements.html", page, Listing("disagreements", "Disagreements", rows, entries, facts)
    )


async def page_timeline(request: Any, datasette: Any) -> Response:
    """Answer /timeline: what happened, in order."""
    visit = await begin(request, datasette)
    type_ = read_choice(request, "type", {item.value for item in EventType})
    instruments = await visit.read(queries_said.choices, "INSTRUMENT")
    about = visit.argument("about")
    asked = visit.argument("since")
    since = read_date(asked, "since") if asked else None
    rows = await visit.read(_events, visit.day, about, type_, since)
    years: dict[str, list[EventRow]] = {}
    for row in rows:
        years.setdefault((row.date or "")[:4], []).append(row)
    page = TimelinePage(
        years=list(years.items()),
        types=[item.value for item in EventType],
        instruments=instruments,
        chosen_type=type_,
        chosen_about=about,
        since=since,
        count=len(rows),
    )
    here = visit.absolute(visit.links.page("/timeline"))
    entries = [_event_entry(visit, row, here) for row in rows]
    facts = {"as_of": visit.day, "about": about, "type": type_, "since": since}
    return await visit.answer("timeline.html", page, Listing("timeline", "Timeline", rows, entries, facts))


def entity_page(connection: Any, entity_id: str, day: str) -> EntityPage:
    """Return what is held on an entity as known on a day. Raises NotFound for an unknown id."""
    entity = queries_said.entity(connection, entity_id)
    if entity is None:
        raise NotFound(f"There is no entity or candidate “{entity_id}” in this knowledge base")
    return EntityPage(
        entity=entity,
        is_instrument=queries_law.instrument(connection, entity_id) is not None,
        names=queries_said.names(connection, entity_id),
        offices=queries_said.offices(connection, entity_id),
        parts=queries_said.parts(connection, entity_id),
        relations=by_predicate(queries_said.relations(connection, entity_id, day)),
        claims=queries_said.claims_of(connection, entity_id, day),
        commitments=queries_law.commitments(connection, day, maker_id=entity_id),
        obligations=queries_law.obligations(connection, duty_id=entity_id) if entity.label == "OBLIGATION" else [],
        exposure=queries_law.exposure(connection, day, entity_id) if entity.label == "COMPANY" else [],
        positions=queries_said.positions(connection, day, speaker_id=entity_id, limit=50),
        events=queries_said.events(connection, day, about_id=entity_id, limit=60),
        documents=queries_said.mentioned_in(connection, entity_id, day, 30),
        lives=lives_around(connection, entity_id, day),
        gone=queries_checks.gone_pages(connection, day, entity_id),
        judgements=queries_checks.judgements(connection, entity_id, day),
        disputed=by_fact(queries_disputed.versions(connection, day, entity_id)),
    )


def lives_around(connection: Any, entity_id: str, day: str) -> list[Sequence[CommitmentRow]]:
    """Return the promises of an entity with all their states, and the pages about its promises that were removed."""
    found = []
    own: set[str | None] = set()
    for life in lives(queries_checks.ledger(connection, day)):
        if any(row.maker_id == entity_id for row in life):
            found.append(life)
            own |= {row.instrument_id for row in life}
    for life in lives(queries_checks.ledger(connection, day)):
        about = life not in found and own - {None} & {row.instrument_id for row in life}
        if about and any(row.state == "page_removed" for row in life):
            found.append(life)
    return found


def disagreements_page(connection: Any, day: str, subject_id: str | None) -> DisagreementsPage:
    """Return the disagreements, each with all its sides; subjects may differ for many harmless reasons, told apart."""
    pairs = queries_compare.conflicts(connection, day, subject_id)
    keys = list(dict.fromkeys((pair.subject_id, pair.attribute, pair.subject) for pair in pairs))
    claims: dict[tuple[str, str], list[queries_compare.ClaimRow]] = {}
    subjects = sorted({key[0] for key in keys})
    if subjects:
        where = f"c.subject_id IN ({marks(subjects)})"
        for claim in queries_compare.claims(connection, where, subjects, day):
            claims.setdefault((claim.subject_id, claim.attribute), []).append(claim)
    # A draft is another instrument: its side is not among the claims on what was signed.
    drafts = [pair.right_claim_id for pair in pairs if pair.kind == "superseded"]
    drafted = {
        claim.id: claim for claim in queries_compare.claims(connection, f"c.claim_id IN ({marks(drafts)})", drafts, day)
    }
    found: list[tuple[bool, Disagreement]] = []
    for subject, attribute, name in keys:
        some = claims.get((subject, attribute), [])
        said = [claim for claim in some if claim.document_kind != "law"]
        here = [pair for pair in pairs if (pair.subject_id, pair.attribute) == (subject, attribute)]
        own = {claim.id for claim in some}
        beside = [
            drafted[id] for id in dict.fromkeys(pair.right_claim_id for pair in here) if id in drafted.keys() - own
        ]
        item = Disagreement(
            subject_id=subject,
            subject=name,
            attribute=attribute,
            kinds=sorted({pair.kind for pair in here}),
            sides=[
                *group_sides(said, here).get((subject, attribute), []),
                *(Side(claim.attribute, claim.value, [claim], 1, False) for claim in beside),
            ],
            law=[claim for claim in some if claim.document_kind == "law"],
        )
        found.append((any(pair.conflict for pair in here), item))
    asked = queries_said.entity(connection, subject_id) if subject_id else None
    return DisagreementsPage(
        conflicts=[item for real, item in found if real],
        others=[item for real, item in found if not real],
        disputed=by_fact(queries_disputed.versions(connection, day, subject_id)),
        subject=(asked.id, asked.label, asked.name) if asked else None,
    )


def by_fact(rows: Sequence[VersionRow]) -> list[DisputedFact]:
    """Return versions grouped by what they answer, in the order of the rows."""
    groups: dict[str, list[VersionRow]] = {}
    for row in rows:
        groups.setdefault(row.fact_id, []).append(row)
    return [
        DisputedFact(
            id=fact,
            question=some[0].question,
            about_id=some[0].about_id,
            about=some[0].about,
            is_instrument=some[0].instrument_id is not None,
            resolution=some[0].resolution,
            versions=some,
        )
        for fact, some in groups.items()
    ]


def by_predicate(rows: Sequence[RelationRow]) -> list[tuple[str, Sequence[RelationRow]]]:
    """Return relations grouped by predicate."""
    groups: dict[str, list[RelationRow]] = {}
    for row in rows:
        groups.setdefault(row.predicate, []).append(row)
    return list(groups.items())


def by_speaker(rows: Sequence[PositionRow]) -> list[tuple[str, str | None, Counter[str], Sequence[PositionRow]]]:
    """Return positions by who holds them, most heard first: name, id, count by stance, and the rows."""
    groups: dict[tuple[str, str | None], list[PositionRow]] = {}
    for row in rows:
        key = (row.speaker or row.organisation or "Unnamed speaker", row.speaker_id or row.organisation_id)
        groups.setdefault(key, []).append(row)
    ordered = sorted(groups.items(), key=lambda item: (-len({row.story_id for row in item[1]}), item[0][0]))
    return [(name, id_, Counter(row.stance for row in some), some) for (name, id_), some in ordered]


def _positions(connection: Any, day: str, about: str | None, stance: str | None) -> list[PositionRow]:
    return queries_said.positions(connection, day, about_id=about, stance=stance)


def _events(connection: Any, day: str, about: str | None, type_: str | None, since: str | None) -> list[EventRow]:
    return queries_said.events(connection, day, about_id=about, type_=type_, since=since)


def _event_entry(visit: Visit, row: EventRow, fallback: str) -> Entry:
    link = fallback
    if row.document_id and row.start is not None and row.end is not None:
        link = visit.absolute(visit.links.document(row.document_id, row.start, row.end))
    return Entry(f"event:{row.event_id}", row.title, link, row.date, row.sentence or row.source_url or "")
