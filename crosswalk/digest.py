"""What moved since a day, as a cited note: changes, events, deadlines, disagreements, disputes and new reports."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from crosswalk.fingerprint import state_day, state_hash
from crosswalk.prose import Block, doubt, heading, item, paragraph, quotation, to_html, to_markdown
from kb.errors import ContractError
from kb.partial_dates import is_partial
from kb.store import Store
from kb.views import deadline_status_sql, disputed_sql
from kb.views_parts import first_day

DAYS_AHEAD = 90  # how far deadlines still to come are told
REPORTS_SHOWN = 100  # a digest that lists more is read by nobody; the site has them all

_KINDS = {
    "cell": "Cells of the comparison",
    "provision": "Law and its dates",
    "deadline": "Deadlines",
    "commitment": "Commitments",
    "trust": "What sources say",
    "document": "Documents edited or gone",
}
_CAUSES = {
    "law_text": "new law text",
    "article": "new or changed article",
    "correction": "correction",
    "re_extraction": "re-extraction",
    "register": "the register",
    "time": "a day that passed",
}


def digest(store: Store, since: str, *, as_html: bool = False) -> str:
    """Return what moved from a day on, as Markdown or as an HTML page; the same state gives the same bytes.

    The note ends with the day of the newest entry of the database. Changes by re-extraction alone are left out.
    Raises ContractError when the date is none.
    """
    if not is_partial(since):
        raise ContractError(f"{since!r} is not a date: expected one such as 2026-07-28")
    until = state_day(store)
    title = f"What changed since {since}"
    blocks = [
        heading(1, title),
        paragraph(f"From {since} to {until}. State of the database: {state_hash(store)}."),
        *_changes(store, since, until),
        *_events(store, since, until),
        *_deadlines(store, since, until),
        *_disagreements(store, since),
        *_disputed(store, since, until),
        *_reports(store, since, until),
    ]
    if len(blocks) == 2:
        blocks.append(paragraph("Nothing in the database moved in this time."))
    return to_html(blocks, title) if as_html else to_markdown(blocks)


def _changes(store: Store, since: str, until: str) -> list[Block]:
    rows = store.rows(
        "SELECT *, instrument_id IN (SELECT id FROM instruments) AS of_register FROM change_log"
        " WHERE substr(at, 1, 10) BETWEEN ? AND ? AND NOT hidden"
        " ORDER BY kind, at, subject_id, coalesce(after, ''), cite",
        (since, until),
    )
    blocks: list[Block] = []
    for kind, group in groupby(rows, key=lambda row: row["kind"]):
        blocks.append(heading(2, _KINDS[kind]))
        blocks += [_change(row) for row in group]
    return blocks


def _change(row: dict[str, Any]) -> Block:
    before, after = row["before"] or "nothing recorded", row["after"] or "no longer recorded"
    cites = [row["cite"]]
    cites += [row["cite_before"]] if row["cite_before"] else []
    cites += [f"instruments:{row['instrument_id']}"] if row["of_register"] else []
    cites += [f"documents:{row['document_id']}"] if row["document_id"] else []
    return item(
        f"{row['at'][:10]}, {row['title']}: {after} (before: {before}; cause: {_CAUSES[row['cause']]})"
        f"{doubt(row['confidence'])}.",
        *cites,
        url=row["source_url"],
    )


def _events(store: Store, since: str, until: str) -> list[Block]:
    rows = store.rows(
        "SELECT * FROM timeline WHERE date IS NOT NULL AND substr(date, 1, 10) BETWEEN ? AND ?"
        " AND register_event_id IS NULL ORDER BY date, event_id",
        (since, until),
    )
    blocks = [heading(2, "Events")] if rows else []
    for row in rows:
        blocks.append(
            item(
                f"{row['date']}: {row['title']} ({row['type'].replace('_', ' ')}){doubt(row['confidence'])}.",
                f"events:{row['event_id']}",
                url=row["source_url"],
            )
        )
        if row["text"]:
            blocks.append(quotation(f"“{row['text']}”", f"events:{row['event_id']}", f"sentences:{row['sentence_id']}"))
    return blocks


def _deadlines(store: Store, since: str, until: str) -> list[Block]:
    rows = store.rows(
        f"SELECT * FROM ({deadline_status_sql(':until')}) WHERE due BETWEEN :since AND date(:until, :ahead)"
        " OR claimed_on >= :since OR verified_on >= :since OR recorded_from >= :since",
        {"since": since, "until": until, "ahead": f"+{DAYS_AHEAD} days"},
    )
    blocks = [heading(2, "Deadlines as they stand")] if rows else []
    for row in rows:
        done = "".join(
            f"; {word} {row[column]}"
            for column, word in (("claimed_on", "claimed"), ("verified_on", "verified"))
            if row[column]
        )
        what = f"{row['instrument']}, {row['citation']}: {row['action']} ({row['actor']})"
        blocks.append(item(f"{row['due']}, {what}: {row['status']}{done}{doubt(row['confidence'])}.", *_cites(row)))
    return blocks


def _cites(row: dict[str, Any]) -> tuple[str, str]:
    return f"deadlines:{row['deadline_id']}", f"instruments:{row['instrument_id']}"


def _disagreements(store: Store, since: str) -> list[Block]:
    rows = store.rows(
        "SELECT g.*, l.url AS left_url, r.url AS right_url FROM disagreements g"
        " JOIN documents l ON l.id = g.left_document_id JOIN documents r ON r.id = g.right_document_id"
        " WHERE conflict AND max(coalesce(l.published, ''), coalesce(r.published, '')) >= ?",
        (since,),
    )
    blocks = [heading(2, "New disagreements between sources")] if rows else []
    for row in rows:
        blocks.append(
            item(
                f"{row['subject']}, {row['attribute'].replace('_', ' ')}: {row['left_value']} against"
                f" {row['right_value']}.",
                f"claims:{row['left_claim_id']}",
                f"claims:{row['right_claim_id']}",
                f"entities:{row['subject_id']}",
            )
        )
        for side in ("left", "right"):
            blocks.append(
                quotation(
                    f"“{row[f'{side}_sentence']}”", f"sentences:{row[f'{side}_sentence_id']}", url=row[f"{side}_url"]
                )
            )
    return blocks


def _disputed(store: Store, since: str, until: str) -> list[Block]:
    """Return the questions on which a source of the register gave another version in this time, with all versions."""
    rows = store.rows(
        f"SELECT *, {first_day('as_of')} >= :since AS new FROM ({disputed_sql(':until')})",
        {"since": since, "until": until},
    )
    blocks: list[Block] = []
    for fact, group in groupby(rows, key=lambda row: row["fact_id"]):
        versions = list(group)
        new = sum(row["new"] for row in versions)
        if not new:
            continue
        # One version alone is no dispute: with fewer than two from before, the dispute itself is new.
        what = "disputed before, with a new version" if len(versions) - new > 1 else "newly disputed"
        cites = [f"disputed_facts:{fact}", f"entities:{versions[0]['about_id']}"]
        cites += [f"instruments:{versions[0]['instrument_id']}"] if versions[0]["instrument_id"] else []
        outcome = versions[0]["resolution"] or "Open: the register follows none of these."
        blocks.append(item(f"{versions[0]['about']}: {versions[0]['question']} ({what}) {outcome}", *cites))
        for row in versions:
            state = ", followed here" if row["followed"] else ""
            state += ", new" if row["new"] else ""
            text = f"{row['value']}{state} ({row['confidence']}{doubt(row['confidence'], ', {}')}, {row['as_of']})."
            blocks.append(quotation(text, f"disputed_versions:{row['version_id']}", url=row["source_url"]))
    return [heading(2, "What sources of the register newly dispute"), *blocks] if blocks else []


def _reports(store: Store, since: str, until: str) -> list[Block]:
    rows = store.rows(
        "SELECT s.document_id, s.title, s.publisher, substr(s.published, 1, 10) AS day, s.url,"
        " row_number() OVER (PARTITION BY s.story_id ORDER BY s.published, s.document_id) AS place"
        " FROM document_stories s WHERE s.kind IN ('news', 'official')"
        " AND substr(s.published, 1, 10) BETWEEN ? AND ?",
        (since, until),
    )
    first = sorted((row for row in rows if row["place"] == 1), key=lambda row: (row["day"], row["document_id"]))
    blocks = [heading(2, "New independent reports")] if first else []
    for row in first[-REPORTS_SHOWN:]:
        publisher = f", {row['publisher']}" if row["publisher"] else ""
        blocks.append(
            item(
                f"{row['day']}: {row['title'] or row['url']}{publisher}.",
                f"documents:{row['document_id']}",
                url=row["url"],
            )
        )
    if len(first) > REPORTS_SHOWN:
        blocks.append(paragraph("Older reports of this time are left out; the site lists them all."))
    return blocks
