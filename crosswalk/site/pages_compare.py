"""The comparison: the matrix of chosen instruments, and one question over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from datasette import Response
from datasette.utils.asgi import BadRequest, NotFound

from crosswalk.site import queries_compare as q
from crosswalk.site.contexts import CellVersion, ComparePage, MatrixCell, MatrixRow, QuestionPage, Side
from crosswalk.site.formats import Entry, Listing
from crosswalk.site.queries_checks import overtaken_cells
from crosswalk.site.reading import marks
from crosswalk.site.visit import Visit, begin

FIRST_COLUMNS = ("eo-14409", "eu-ai-act")  # the two regimes the product is about
MAX_COLUMNS = 8
NOT_YET = frozenset({"proposed", "provisional"})


async def page_compare(request: Any, datasette: Any) -> Response:
    """Answer /compare: questions by instruments, every cell with its evidence."""
    visit = await begin(request, datasette)
    page = await visit.read(compare_page, visit.request.args.getlist("i"), visit.day, visit.as_of.given)
    rows = [row for _, some in page.topics for row in some]
    names = " and ".join(column.short_title for column in page.chosen)
    listing = Listing(
        "compare",
        f"Comparison of {names}",
        [_cell_record(row, cell, version) for row in rows for cell in row.cells for version in cell.versions],
        _entries(visit, rows),
        {"as_of": visit.day, "instruments": [column.id for column in page.chosen]},
    )
    return await visit.answer("compare.html", page, listing)


async def page_question(request: Any, datasette: Any) -> Response:
    """Answer /compare/<question>: one row over all instruments, with every version ever recorded."""
    visit = await begin(request, datasette)
    page = await visit.read(question_page, visit.variable("id"), visit.day, visit.as_of.given)
    row = MatrixRow(page.row, page.cells)
    listing = Listing(
        f"compare-{page.row.id}",
        page.row.question,
        [_cell_record(row, cell, version) for cell in page.cells for version in cell.versions],
        _entries(visit, [row]),
        {"as_of": visit.day, "question": page.row.id},
    )
    return await visit.answer("question.html", page, listing)


def compare_page(connection: Any, chosen: Sequence[str], day: str, dated: bool) -> ComparePage:
    """Return the matrix of the chosen instruments, or of the first two. Raises BadRequest for an unknown one."""
    available = q.columns(connection, day if dated else None)
    columns = choose_columns(available, chosen)
    rows = build_rows(connection, q.questions(connection), columns, day, dated)
    cells = [cell for row in rows for cell in row.cells]
    return ComparePage(
        chosen=columns,
        available=available,
        topics=by_topic(rows),
        degrees=Counter(
            version.cell.degree for row in rows if not row.alone for cell in row.cells for version in cell.versions[:1]
        ),
        answered=sum(1 for cell in cells if cell.versions),
        unanswered=sum(1 for cell in cells if not cell.versions),
    )


def question_page(connection: Any, question_id: str, day: str, dated: bool) -> QuestionPage:
    """Return one question over every instrument that has a cell for it. Raises NotFound for an unknown id."""
    everything = q.questions(connection)
    place = next((number for number, row in enumerate(everything) if row.id == question_id), None)
    if place is None:
        raise NotFound(f"There is no question “{question_id}”; all questions are on the page Compare")
    columns = q.columns(connection, day if dated else None)
    cells = build_rows(connection, [everything[place]], columns, day, dated)[0].cells
    by_id = {column.id: column for column in columns}
    return QuestionPage(
        row=everything[place],
        cells=[cell for cell in cells if cell.versions or cell.sides],
        unanswered=[cell.column for cell in cells if not cell.versions],
        history=[(by_id[cell.instrument_id], cell) for cell in q.all_cells(connection, question_id)],
        previous=everything[place - 1] if place else None,
        following=everything[place + 1] if place + 1 < len(everything) else None,
    )


def choose_columns(available: Sequence[q.Column], chosen: Sequence[str]) -> list[q.Column]:
    """Return the columns asked for in that order, else the two regimes, else the first two instruments."""
    by_id = {column.id: column for column in available}
    wanted = [name for name in dict.fromkeys(chosen) if name]
    unknown = [name for name in wanted if name not in by_id]
    if unknown:
        raise BadRequest(f"i={unknown[0]} is no instrument held here: choose from {', '.join(sorted(by_id)) or 'none'}")
    if len(wanted) > MAX_COLUMNS:
        raise BadRequest(f"{len(wanted)} instruments were chosen: at most {MAX_COLUMNS} fit beside each other")
    if not wanted:
        wanted = [name for name in FIRST_COLUMNS if name in by_id]
        wanted += [column.id for column in available if column.id not in wanted][: 2 - len(wanted)]
    return [by_id[name] for name in wanted]


def build_rows(
    connection: Any, questions: Sequence[q.Row], columns: Sequence[q.Column], day: str, dated: bool
) -> list[MatrixRow]:
    """Return the rows of the matrix as known on a day; a dated page leaves out evidence published later."""
    ids = [column.id for column in columns]
    only = questions[0].id if len(questions) == 1 else None
    cells = q.cells(connection, day, ids, only)
    evidence = q.evidence(connection, [cell.id for cell in cells], day if dated else None)
    attributes = {name for row in questions for name in row.claim_attributes}
    sides = sides_by_subject(connection, ids, attributes, day)
    superseded = overtaken_cells(connection, day)
    placed: dict[tuple[str, str], list[CellVersion]] = {}
    for cell in cells:
        later = (cell.valid_from or "") > day or cell.status in NOT_YET
        # What the press claims may speak against the cell: it stands beside it, side by side, not under its evidence.
        proofs = [item for item in evidence.get(cell.id, []) if item.kind != "claim"]
        placed.setdefault((cell.question_id, cell.instrument_id), []).append(
            CellVersion(cell, proofs, later, superseded.get(cell.id))
        )
    return [
        MatrixRow(
            row,
            [
                MatrixCell(
                    column,
                    sorted(placed.get((row.id, column.id), []), key=lambda version: version.later),
                    [side for name in row.claim_attributes for side in sides.get((column.id, name), [])],
                )
                for column in columns
            ],
        )
        for row in questions
    ]


def sides_by_subject(
    connection: Any, subjects: Sequence[str], attributes: Iterable[str], day: str
) -> dict[tuple[str, str], list[Side]]:
    """Return what stories say of each subject and attribute, one side per value, best supported first."""
    names = sorted(attributes)
    if not names or not subjects:
        return {}
    where = f"c.subject_id IN ({marks(subjects)}) AND c.attribute IN ({marks(names)})"
    claims = q.claims(connection, where, [*subjects, *names], day)
    return group_sides(claims, q.conflicts(connection, day))


def group_sides(claims: Sequence[q.ClaimRow], conflicts: Sequence[q.ConflictRow]) -> dict[tuple[str, str], list[Side]]:
    """Return the claims as sides. A side is disputed when the view of disagreements says that its value conflicts."""
    disputed = {
        (row.subject_id, row.attribute, value)
        for row in conflicts
        if row.conflict
        for value in (row.left_value, row.right_value)
    }
    held: dict[tuple[str, str, str], list[q.ClaimRow]] = {}
    for claim in claims:
        held.setdefault((claim.subject_id, claim.attribute, claim.value), []).append(claim)
    found: dict[tuple[str, str], list[Side]] = {}
    for (subject, attribute, value), some in held.items():
        voices = len({claim.voice for claim in some if claim.document_kind != "law"})
        side = Side(attribute, value, some, voices, (subject, attribute, value) in disputed)
        found.setdefault((subject, attribute), []).append(side)
    for sides in found.values():
        sides.sort(key=lambda side: (-side.voices, side.value))
    return found


def by_topic(rows: Sequence[MatrixRow]) -> list[tuple[str, Sequence[MatrixRow]]]:
    """Return the rows in order, grouped under their topics."""
    topics: dict[str, list[MatrixRow]] = {}
    for row in rows:
        topics.setdefault(row.row.topic, []).append(row)
    return list(topics.items())


def _cell_record(row: MatrixRow, cell: MatrixCell, version: CellVersion) -> dict[str, object]:
    held = version.cell
    return {
        "question_id": row.row.id, "topic": row.row.topic, "question": row.row.question,
        "instrument_id": held.instrument_id, "instrument": cell.column.short_title, "value": held.value,
        "degree": held.degree, "citation": held.citation, "status": held.status, "confidence": held.confidence,
        "set_by": held.set_by, "set_at": held.set_at, "valid_from": held.valid_from, "valid_to": held.valid_to,
        "recorded_from": held.recorded_from, "recorded_to": held.recorded_to, "basis": held.basis,
        "source_url": held.source_url, "cell_id": held.id,
        "evidence": [
            {name: getattr(item, name) for name in ("kind", "document_id", "start", "end", "text")}
            for item in version.evidence
        ],
        "press": [
            {
                "attribute": side.attribute, "value": side.value, "independent_publishers": side.voices,
                "disputed": side.disputed,
            }
            for side in cell.sides
        ],
    }  # fmt: skip


def _entries(visit: Visit, rows: Sequence[MatrixRow]) -> list[Entry]:
    return [
        Entry(
            id=f"cell:{version.cell.id}",
            title=f"{row.row.question} {cell.column.short_title}: {version.cell.value}",
            link=visit.absolute(visit.links.question(row.row.id)),
            when=version.cell.recorded_from,
            summary=" · ".join(filter(None, [version.cell.citation, version.cell.basis])),
        )
        for row in rows
        for cell in row.cells
        for version in cell.versions
    ]
