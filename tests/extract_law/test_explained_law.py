"""What `extract --explain` prints of a law: where its provisions stand is handed to the reader, as in a real run."""

from __future__ import annotations

from ingest_texts import HTML

from crosswalk.config import Places
from crosswalk.explaining import explain_file
from kb.datafiles import find_data


def test_a_recital_is_not_explained_as_a_duty(tmp_path):
    page = tmp_path / "act.html"
    page.write_text(HTML.replace("Ships need light", "Keepers must sleep by day"), encoding="utf-8")
    told = explain_file(Places(database=tmp_path / "none.db", data=find_data()), page)
    assert "OBLIGATION Keepers: 'sleep by day'" not in told  # its provision alone says so: there is no "Whereas:"
    assert "OBLIGATION Keepers: 'light the lamp'" in told
