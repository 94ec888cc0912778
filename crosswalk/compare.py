"""The comparison stage: tie cells and deadlines to the words that support them, then record what changed."""

from __future__ import annotations

from crosswalk.changes import record_changes
from crosswalk.evidence import find_cell_evidence, find_deadline_evidence
from crosswalk.identifiers import as_rows, find_wrong_identifiers
from crosswalk.judgements import find_conflicts
from kb.model import CellEvidence, IdentifierError
from kb.register import Register
from kb.report import Problem, Progress, StageReport, silent
from kb.store import Store

STEPS = 5


def compare(store: Store, register: Register, *, run_id: str | None = None, progress: Progress = silent) -> StageReport:
    """Bring evidence and changes up to date with what is held; on unchanged input no row changes.

    The degree of a cell is set by people in `data/cells`; this stage finds evidence and never changes a degree.
    Wrong pairs of identifier and instrument, quotes that a held page no longer contains and contradicting judgements
    are reported without failing the run.
    """
    progress(0, STEPS, "evidence of cells")
    found = find_cell_evidence(store, register)
    progress(1, STEPS, "evidence of deadlines")
    deadlines = find_deadline_evidence(store, register)
    wrong_identifiers = find_wrong_identifiers(store, register)
    with store.transaction():
        written = store.sync(CellEvidence, found.rows)
        store.sync(IdentifierError, as_rows(wrong_identifiers))
        written += store.upsert(deadlines) if deadlines else 0
        progress(2, STEPS, "changes")
        changes = record_changes(store, run_id=run_id)
    progress(3, STEPS, "identifiers")
    problems = [*found.problems]
    problems += [Problem(wrong.document_url, wrong.message, fails=False) for wrong in wrong_identifiers]
    problems += [Problem("judgements", conflict.message, fails=False) for conflict in find_conflicts(store)]
    progress(4, STEPS, "figures")
    counts = _counts(store) | {"evidence_changed": written, "changes": changes}
    progress(STEPS, STEPS, "done")
    return StageReport("compare", counts, tuple(problems))


def _counts(store: Store) -> dict[str, int]:
    queries = {
        "cells": "SELECT count(*) FROM comparison",
        "cells_with_evidence": "SELECT count(*) FROM comparison WHERE evidence_count > 0",
        "cells_with_primary_evidence": "SELECT count(*) FROM comparison WHERE best_evidence_kind = 'primary'",
        "evidence": "SELECT count(*) FROM cell_evidence",
        "identifier_errors": "SELECT count(*) FROM identifier_errors",
        "disagreements": "SELECT count(*) FROM disagreements WHERE conflict",
    }
    return {name: int(store.value(sql)) for name, sql in queries.items()}
