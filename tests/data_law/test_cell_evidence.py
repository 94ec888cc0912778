"""Every piece of evidence that a cell names is found in the bundled corpus, and none of them gets lost.

`evidence_rows.txt` beside this file names every row of evidence in `data/cells`. Whoever takes one away, or adds one,
writes the list anew with `PYTHONPATH=.:tests python tests/data_law/test_cell_evidence.py` and says why in the commit.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest_shared import ROOT, crosswalk

from kb.datafiles import load_register

REGISTER = load_register(ROOT / "data")
LEDGER = Path(__file__).with_name("evidence_rows.txt")


def evidence_rows() -> list[str]:
    """Return one line per row of evidence: instrument, question, since when, and the provision or quote."""
    cells = {cell.id: cell for cell in REGISTER.cells}
    lines = []
    for row in REGISTER.cell_evidence:
        cell = cells[row.cell_id]
        quote = hashlib.sha256((row.quote or "").encode()).hexdigest()[:8]
        proof = row.provision_key or f"{row.url} {quote}"
        lines.append(f"{cell.instrument_id} {cell.question_id} {cell.recorded_from} {proof}")
    return sorted(lines)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    database = tmp_path_factory.mktemp("held") / "crosswalk.db"
    done = crosswalk("ingest", "--offline", "--db", database)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(database)) as connection:
        yield connection


def test_every_cited_provision_has_a_text(held: sqlite3.Connection) -> None:
    keys = set(held.execute("SELECT instrument_id, key FROM provision_texts"))
    cited = {(row.instrument_id, row.provision_key) for row in REGISTER.cell_evidence if row.provision_key}

    assert cited - keys == set()


def test_every_quote_stands_word_for_word_in_its_document(held: sqlite3.Connection) -> None:
    texts = dict(held.execute("SELECT url, text FROM documents"))
    quotes = [(row.url or "", row.quote or "") for row in REGISTER.cell_evidence if row.url]

    assert [(url, quote) for url, quote in quotes if quote not in texts.get(url, "")] == []
    assert len(quotes) >= 50


def test_no_row_of_evidence_was_lost() -> None:
    kept = LEDGER.read_text(encoding="utf-8").splitlines()

    assert sorted(set(kept) - set(evidence_rows())) == [], "taken out of data/cells: if rightly, write the list anew"
    assert sorted(set(evidence_rows()) - set(kept)) == [], "new in data/cells: write the list anew"


def test_a_cell_without_evidence_is_the_exception() -> None:
    argued = {row.cell_id for row in REGISTER.cell_evidence}
    bare = [row for row in REGISTER.cells if row.id not in argued]

    assert len(bare) / len(REGISTER.cells) < 0.05
    assert {row.instrument_id for row in bare}.isdisjoint({"eo-14409", "eu-ai-act"})


if __name__ == "__main__":
    LEDGER.write_text("\n".join(evidence_rows()) + "\n", encoding="utf-8")
