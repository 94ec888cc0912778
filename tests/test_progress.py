"""Progress: a bar on a terminal that leaves nothing behind, plain lines now and then in a log."""

import pytest

from crosswalk import progress
from crosswalk.progress import StageProgress


def test_a_terminal_gets_a_bar_that_names_the_stage(capsys: pytest.CaptureFixture[str]) -> None:
    bar = StageProgress("extract", terminal=True)
    bar(1, 4, "https://a.example/1")
    bar(2, 4, "https://a.example/2")
    bar.close()
    err = capsys.readouterr().err
    assert "extract:  50%" in err
    assert "https://a.example/2" in err
    assert [part.strip() for part in err.split("\r")[-2:]] == ["", ""], "the bar is removed at the end"


def test_a_log_gets_plain_lines_only_when_time_has_passed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 1.0, 11.0, 11.0, 12.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    plain = StageProgress("ingest", terminal=False)
    plain(1, None, "first")
    plain(7, 9, "seventh")
    plain(8, 9, "eighth")
    assert capsys.readouterr().err == "ingest: 7 of 9 (seventh)\n"
