"""The commands that ask the comparison: lists as text and JSON, on a day, and wrong calls named."""

import json
from pathlib import Path

import pytest

from crosswalk.options import run_command


def call(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    from crosswalk.cli import cli

    code = run_command(cli, [str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ["deadlines", "eo-14409", "--as-of", "2026-11-20"],
            [
                "2026-07-02  met late, 12 days  EO 14409, Sec. 2(d): Form the AI cybersecurity clearinghouse"
                " (Secretary of the Treasury) [statements that say otherwise: 1]",
            ],
        ),
        (
            ["deadlines", "eo-14409", "--as-of", "2026-07-13"],
            [
                "2026-07-02  passed without public sign  EO 14409, Sec. 2(d): Form the AI cybersecurity clearinghouse"
                " (Secretary of the Treasury)",
            ],
        ),
        (
            ["disagreements", "eo-14409"],
            [
                "EO 14409, review window reference (reference)",
                "  - public release: 1 publisher",
                "EO 14409: From what do the 30 days of Sec. 3(b)(ii) count back?",
                "  - 3 June 2026 (low, weak single source, 2026-06-03) https://pure.report/article/15241",
            ],
        ),
        (["disagreements", "eu-enisa"], ["European Union Agency for Cybersecurity: Does ENISA offer its news by RSS?"]),
        (["exposure", "meta", "--as-of", "2026-11-20"], ["Meta"]),
        (["judgements", "brad-carson", "us-nsa"], ["us-nsa would go by brad-carson:"]),
    ],
)
def test_a_list_says_what_is_known(
    capsys: pytest.CaptureFixture[str], demo_db: Path, arguments: list[str], lines: list[str]
) -> None:
    code, out, err = call(capsys, *arguments, "--db", demo_db)
    assert (code, err) == (0, "")
    printed = out.splitlines()
    assert [line for line in lines if not any(one.startswith(line) for one in printed)] == []
    if arguments[0] == "deadlines":
        assert [line for line in lines if line not in printed] == []


def test_json_has_the_day_and_the_same_rows(capsys: pytest.CaptureFixture[str], demo_db: Path) -> None:
    _, out, _ = call(capsys, "disagreements", "eo-14409", "--as-of", "2026-11-20", "--json", "--db", demo_db)
    body = json.loads(out)
    assert body["as_of"] == "2026-11-20"
    assert list(body) == sorted(body)
    (story,) = body["stories"]
    assert {story["left"]["value"], story["right"]["value"]} == {"release to trusted partners", "public release"}
    fact = next(one for one in body["register"] if one["fact_id"] == "eo-14409-window-counted-from")
    assert [(one["confidence"], one["followed"], one["voices"] or 0) for one in fact["versions"]] == [
        ("high", True, story["left"]["voices"]),
        ("medium", False, story["right"]["voices"]),
        ("low", False, 0),
        ("low", False, 0),
    ]


def test_disagreements_of_an_earlier_day_are_those_known_then(
    capsys: pytest.CaptureFixture[str], demo_db: Path
) -> None:
    _, out, _ = call(capsys, "disagreements", "ai-clearinghouse", "--as-of", "2026-07-14", "--json", "--db", demo_db)
    assert "clearinghouse-announced" not in {one["fact_id"] for one in json.loads(out)["register"]}
    code, out, err = call(capsys, "disagreements", "eo-14409", "--as-of", "2026-04-30", "--db", demo_db)
    assert (code, out, err) == (0, "", "no disagreement is known on 2026-04-30\n")


def test_the_calendar_of_the_command_is_that_of_the_page(capsys: pytest.CaptureFixture[str], demo_db: Path) -> None:
    code, out, _ = call(capsys, "deadlines", "eo-14434", "--ics", "--as-of", "2026-11-20", "--db", demo_db)
    assert code == 0
    assert out.startswith("BEGIN:VCALENDAR\r\n") and out.endswith("END:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20261128\r\nDTEND;VALUE=DATE:20261129\r\n" in out


def test_a_note_of_ones_own_is_checked(capsys: pytest.CaptureFixture[str], demo_db: Path, tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("EO 14110 requires tests.\nSee 32023R0988 (AI Act).\n", encoding="utf-8")
    code, out, _ = call(capsys, "check-text", note, "--written", "2026-10-01", "--db", demo_db)
    assert code == 0
    assert out.splitlines() == [
        f"{note}:1:1: 'EO 14110': stale: overtaken on 2025-01-20 by EO 14148; now EO 14148",
        f"{note}:2:5: '32023R0988': stands beside 'AI Act', but the register has 32024R1689 for EU AI Act",
    ]
    note.write_text("All is well.\n", encoding="utf-8")
    assert call(capsys, "check-text", note, "--db", demo_db) == (
        0, "", f"{note}: nothing superseded or misnamed was found\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["deadlines", "eo-1"], "no entity 'eo-1': expected an id such as"),
        (["deadlines", "--json", "--ics"], "a list is either --json or --ics"),
        (["exposure", "us-nsa"], "'us-nsa' is labelled AGENCY: expected the id of a COMPANY"),
        (["judgements", "us-nsa"], "expected two or none, found 1"),
        (["judgements", "us-nsa", "nobody"], "'nobody' is neither an entity nor a candidate"),
        (["check-text", "/nowhere/note.md"], "/nowhere/note.md"),
        (["disagreements", "--as-of", "May"], "'May' does not match the format '%Y-%m-%d'"),
    ],
)
def test_a_wrong_call_is_named(
    capsys: pytest.CaptureFixture[str], demo_db: Path, arguments: list[str], message: str
) -> None:
    code, out, err = call(capsys, *arguments, "--db", demo_db)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_text_that_is_not_utf8_is_named(capsys: pytest.CaptureFixture[str], demo_db: Path, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_bytes(b"caf\xe9")
    code, _, err = call(capsys, "check-text", tmp_path / "note.md", "--db", demo_db)
    assert code == 2
    assert "is not UTF-8 text: found the byte 0xe9" in err
