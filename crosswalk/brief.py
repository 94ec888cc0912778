"""A comparison note on two instruments: dated, cited row by row, and the same bytes for the same state."""

from __future__ import annotations

from typing import Any

from crosswalk.disagreements import find_disagreements, find_disputed
from crosswalk.fingerprint import state_day, state_hash
from crosswalk.prose import Block, doubt, heading, item, paragraph, quotation, to_html, to_markdown
from kb.errors import ContractError
from kb.partial_dates import is_partial
from kb.store import Store
from kb.views import comparison_sql, deadline_status_sql

EVIDENCE_SHOWN = 2  # pieces quoted for one cell; the rest is a click away by the cell's id

_DEGREES = {
    "equal": "the two are equal",
    "partial": "the two match in part",
    "different": "the two differ",
    "only_here": "the other has nothing of the kind",
    "not_comparable": "the two cannot be compared",
}


def brief(store: Store, left: str, right: str, *, as_of: str | None = None, as_html: bool = False) -> str:
    """Return the note as Markdown or as an HTML page.

    `as_of` is the day as known on which law and cells are shown; if not given, the day of the newest entry in the
    database, so that the text changes only when the database does. Every block names the rows it rests on, and every
    number in it stands in one of them. Raises ContractError for an unknown instrument or a date that is none.
    """
    if as_of is not None and not is_partial(as_of):
        raise ContractError(f"{as_of!r} is not a date: expected one such as 2026-07-28")
    day = as_of or state_day(store)
    sides = [_instrument(store, id) for id in (left, right)]
    title = f"{sides[0]['short_title']} and {sides[1]['short_title']}: a comparison"
    blocks = [
        heading(1, title, *(f"instruments:{side['id']}" for side in sides)),
        paragraph(f"As known on {day}. State of the database: {state_hash(store)}."),
        heading(2, "The instruments"),
        *(_about(side) for side in sides),
        *_questions(store, sides, day),
        *_deadlines(store, sides, day),
        *_disagreements(store, sides, day),
        *_disputed(store, sides, day),
    ]
    return to_html(blocks, title) if as_html else to_markdown(blocks)


def _instrument(store: Store, id: str) -> dict[str, Any]:
    found = store.rows("SELECT * FROM instruments WHERE id = ?", (id,))
    if not found:
        known = ", ".join(row["id"] for row in store.rows("SELECT id FROM instruments ORDER BY position, id"))
        raise ContractError(f"no instrument {id!r}: expected one of {known or 'none (the register is not loaded)'}")
    return found[0]


def _about(row: dict[str, Any]) -> Block:
    facts = [f"{row['title']}: {row['type'].replace('_', ' ')}, {row['binding']}, {row['status'].replace('_', ' ')}"]
    facts += [f"{row['citation']}"] if row["citation"] else []
    facts += [
        f"{word} {row[column]}"
        for column, word in (
            ("signed", "signed"),
            ("published", "published"),
            ("in_force", "in force since"),
            ("ended", "ended"),
        )
        if row[column]
    ]
    return item("; ".join(facts) + ".", f"instruments:{row['id']}")


def _questions(store: Store, sides: list[dict[str, Any]], day: str) -> list[Block]:
    rows = store.rows(comparison_sql(":as_of"), {"as_of": day})
    cells = {(row["question_id"], row["instrument_id"]): row for row in rows}
    blocks = [heading(2, "Question by question")]
    for question in store.rows("SELECT * FROM questions ORDER BY position"):
        held = [cells.get((question["id"], side["id"])) for side in sides]
        if not any(held):
            continue
        blocks.append(heading(3, question["question"], f"questions:{question['id']}"))
        for side, cell in zip(sides, held, strict=True):
            if cell is None:
                blocks.append(item(f"{side['short_title']}: no answer is recorded.", f"instruments:{side['id']}"))
            else:
                blocks += _cell(store, side, cell)
    return blocks


def _cell(store: Store, side: dict[str, Any], cell: dict[str, Any]) -> list[Block]:
    where = f" ({cell['citation']})" if cell["citation"] else ""
    text = (
        f"{side['short_title']}: {cell['value'].rstrip('.')}{where}. Beside the other, {_DEGREES[cell['degree']]};"
        f" set by {cell['set_by']} on {cell['set_at']}, confidence {cell['confidence']},"
        f" {cell['status'].replace('_', ' ')}, known since {cell['recorded_from']}."
    )
    text += doubt(cell["confidence"], " Support: {}.")
    if cell["set_by"] == "machine":
        text += " A proposal by the machine, not set by a person."
    if store.value("SELECT count(*) FROM overtaken WHERE what = 'cell' AND subject_id = ?", (cell["cell_id"],)):
        text += " Overtaken: it names a date or title that later law replaced."
    if cell["pending_value"]:
        text += f" {cell['pending_status'].capitalize()}: {cell['pending_value']}"
    cites = [f"cells:{cell['cell_id']}", f"instruments:{side['id']}"]
    if cell["pending_value"]:
        cites.append(f"cells:{_pending_id(store, cell)}")
    blocks = [item(text, *cites)]
    evidence = store.rows(
        "SELECT e.id, e.kind, e.text, d.id AS document_id, d.title, d.url, d.published FROM cell_evidence e"
        " JOIN documents d ON d.id = e.document_id WHERE e.cell_id = ? ORDER BY"
        " CASE e.kind WHEN 'primary' THEN 0 WHEN 'official' THEN 1 WHEN 'summary' THEN 2 WHEN 'news' THEN 3 ELSE 4 END,"
        " e.rank, e.document_id, e.start, e.id LIMIT ?",
        (cell["cell_id"], EVIDENCE_SHOWN),
    )
    for row in evidence:
        source = ", ".join(part for part in (row["title"], row["published"]) if part)
        blocks.append(
            quotation(
                f"“{row['text']}” ({row['kind']}: {source})",
                f"cell_evidence:{row['id']}",
                f"documents:{row['document_id']}",
                url=row["url"],
            )
        )
    if not evidence:
        blocks.append(quotation("No evidence held.", f"cells:{cell['cell_id']}"))
    return blocks


def _pending_id(store: Store, cell: dict[str, Any]) -> str:
    return str(
        store.value(
            "SELECT id FROM cells WHERE question_id = ? AND instrument_id = ? AND value = ? AND status = ?"
            " ORDER BY recorded_from DESC, id",
            (cell["question_id"], cell["instrument_id"], cell["pending_value"], cell["pending_status"]),
        )
    )


def _deadlines(store: Store, sides: list[dict[str, Any]], day: str) -> list[Block]:
    ids = [side["id"] for side in sides]
    rows = store.rows(
        f"SELECT * FROM ({deadline_status_sql(':as_of')}) WHERE instrument_id IN (:left, :right)",
        {"as_of": day, "left": ids[0], "right": ids[1]},
    )
    blocks = [heading(2, "Deadlines")] if rows else []
    for row in rows:
        what = f"{row['instrument']}, {row['citation']}: {row['action']} ({row['actor']})"
        text = f"{what}, due {row['due']}: {row['status']}"
        if row["claimed_on"] or row["verified_on"]:
            text += f". Claimed: {row['claimed_on'] or 'no'}. Verified: {row['verified_on'] or 'no public evidence'}"
        text += doubt(row["confidence"]) + "."
        # The number of days late stands in no row: the dates it comes from are given instead.
        blocks.append(item(text, f"deadlines:{row['deadline_id']}", f"instruments:{row['instrument_id']}"))
    return blocks


def _disagreements(store: Store, sides: list[dict[str, Any]], day: str) -> list[Block]:
    found = [one for side in sides for one in find_disagreements(store, day, subject=side["id"])]
    blocks = [heading(2, "Where sources disagree")] if found else []
    for one in found:
        blocks.append(
            item(
                f"{one.subject}, {one.attribute.replace('_', ' ')}: {one.left.value} against {one.right.value}.",
                f"claims:{one.left.claim_id}",
                f"claims:{one.right.claim_id}",
                f"instruments:{one.subject_id}",
            )
        )
        for side in (one.left, one.right):
            blocks.append(
                quotation(
                    f"“{side.sentence}”", f"claims:{side.claim_id}", f"sentences:{side.sentence_id}", url=side.url
                )
            )
    return blocks


def _disputed(store: Store, sides: list[dict[str, Any]], day: str) -> list[Block]:
    facts = find_disputed(store, day, subjects=[side["id"] for side in sides])
    blocks = [heading(2, "What the sources of the register disagree on")] if facts else []
    for fact in facts:
        outcome = fact.resolution or "Open: the register follows none of these."
        cites = f"disputed_facts:{fact.fact_id}", f"entities:{fact.about_id}"
        blocks.append(item(f"{fact.about}: {fact.question} {outcome}", *cites, *_short_title(sides, fact.about_id)))
        for version in fact.versions:
            followed = ", followed here" if version.followed else ""
            text = (
                f"{version.value}{followed} ({version.confidence}{doubt(version.confidence, ', {}')}, {version.as_of})."
            )
            url = version.source_url
            blocks.append(quotation(text, f"disputed_versions:{version.version_id}", url=url))
    return blocks


def _short_title(sides: list[dict[str, Any]], id: str) -> list[str]:
    return [f"instruments:{side['id']}" for side in sides if side["id"] == id]
