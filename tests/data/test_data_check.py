"""Each way to break a data file gets a message with its file, line, column and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_folder_helpers import change, write_folder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.datafiles import check_data, find_data, load_register
from kb.errors import ContractError

ENTITIES = "register/entities/example.yml"
OFFICES = "register/offices.yml"
INSTRUMENTS = "register/instruments.yml"
PROVISIONS = "register/provisions/eo-14409.yml"
OBLIGATIONS = "register/obligations.csv"
COMMITMENTS = "register/commitments.yml"
DEADLINES = "register/deadlines.yml"
TIMELINE = "register/timeline.csv"
CELLS = "cells/eo-14409.yml"
SOURCE = "sources/us-fr-eo-14409.yml"
LABELS = "AGENCY, COMPANY, MODEL, INSTRUMENT, PROGRAMME, OBLIGATION, PERSON, ORGANISATION, JURISDICTION"
DATE = "a date (YYYY, YYYY-Qn, YYYY-MM, YYYY-MM-DD or two of them with /)"

# file, what is replaced, by what, the whole message
BROKEN = {
    "unknown key": (
        OFFICES,
        "  post: Treasury",
        "  psot: x\n  post: Treasury",
        "register/offices.yml:3:3: expected one of the keys person, body, post, from, to, confidence, "
        "source, found 'psot'",
    ),
    "missing key": (
        OFFICES,
        "  confidence: high\n",
        "",
        "register/offices.yml:1:3: expected the key 'confidence' (one of high, medium, low, disputed), found none",
    ),
    "key given twice": (
        OFFICES,
        "  confidence: high\n",
        "  confidence: high\n  confidence: low\n",
        "register/offices.yml:6:3: expected the key 'confidence' once, found it again",
    ),
    "missing source": (
        OFFICES,
        "source: https://home.treasury.gov/about/general-information/officials/scott-bessent",
        "source:",
        "register/offices.yml:6:10: expected text for 'source', found nothing",
    ),
    "confidence": (
        OFFICES,
        "confidence: high",
        "confidence: certain",
        "register/offices.yml:5:15: expected one of high, medium, low, disputed for 'confidence', found 'certain'",
    ),
    "label": (
        ENTITIES,
        "label: PERSON",
        "label: HUMAN",
        f"register/entities/example.yml:28:10: expected one of {LABELS} for 'label', found 'HUMAN'",
    ),
    "kind of name": (
        ENTITIES,
        "kind: acronym",
        "kind: nickname",
        "register/entities/example.yml:17:25: expected one of alias, acronym, former, short, misspelling for 'kind', "
        "found 'nickname'",
    ),
    "id with capitals": (
        ENTITIES,
        "id: openai",
        "id: OpenAI",
        "register/entities/example.yml:19:7: expected an id of small letters, digits and hyphens for "
        "'id', found 'OpenAI'",
    ),
    "flag": (
        ENTITIES,
        "context: true",
        "context: yes",
        "register/entities/example.yml:45:12: expected true or false for 'context', found 'yes'",
    ),
    "list": (
        ENTITIES,
        '  - {name: CAISI, kind: acronym, from: "2025-06-03"}\n'
        '  - {name: US AI Safety Institute, kind: former, from: "2023-11-01", to: "2025-06-03"}\n',
        "    CAISI\n",
        "register/entities/example.yml:17:5: expected a list for 'names', found 'CAISI'",
    ),
    "record": (
        OFFICES,
        "- person: scott-bessent",
        "- nobody\n- person: scott-bessent",
        "register/offices.yml:1:3: expected a record with the keys person, body, post, from, to, confidence, source, "
        "found 'nobody'",
    ),
    "partial date": (
        ENTITIES,
        'from: "2025-06-03"',
        'from: "2025-13"',
        f"register/entities/example.yml:17:40: expected {DATE} for 'from', found '2025-13'",
    ),
    "yaml syntax": (
        OFFICES,
        "post: Treasury Secretary",
        "post: [Treasury Secretary",
        "register/offices.yml:4:7: expected YAML, found an error: did not find expected ',' or ']'",
    ),
    "status": (
        INSTRUMENTS,
        "status: in_force",
        "status: alive",
        "register/instruments.yml:11:11: expected one of proposed, provisional, adopted, in_force, "
        "applies, superseded, "
        "repealed, shelved for 'status', found 'alive'",
    ),
    "whole number": (
        PROVISIONS,
        "days: 30",
        "days: thirty",
        "register/provisions/eo-14409.yml:8:9: expected a whole number for 'days', found 'thirty'",
    ),
    "provision key": (
        PROVISIONS,
        "key: sec_2.d",
        "key: Sec. 2(d)",
        "register/provisions/eo-14409.yml:3:8: expected a provision key such as art_43.1 for 'key', found 'Sec. 2(d)'",
    ),
    "degree": (
        CELLS,
        "degree: different",
        "degree: other",
        "cells/eo-14409.yml:5:11: expected one of equal, partial, different, only_here, not_comparable for 'degree', "
        "found 'other'",
    ),
    "attribute": (
        "questions.yml",
        "[participation]",
        "[participation, colour]",
        "questions.yml:4:31: expected one of participation, review_window_days, earlier_review_window_days, "
        "review_window_reference, determining_authority, licensing_required, "
        "confidentiality_protection, deadline_days, "
        "access_partner_count, applies_from, maximum_fine, compute_threshold_flop for 'attributes', found 'colour'",
    ),
    "address": (
        SOURCE,
        "url: https://www.federalregister.gov/api/v1/documents/2026-11415.json",
        "url: federalregister.gov",
        "sources/us-fr-eo-14409.yml:6:6: expected an http(s) address for 'url', found 'federalregister.gov'",
    ),
    "csv header": (
        TIMELINE,
        "id,date,type",
        "id,day,type",
        "register/timeline.csv:1:1: expected the columns "
        "id,date,type,title,about,participants,confidence,source, found "
        "id,day,type,title,about,participants,confidence,source",
    ),
    "csv column count": (
        TIMELINE,
        "2026-06-02-order-signed,2026-06-02,",
        "2026-06-02-order-signed,",
        "register/timeline.csv:2:8: expected 8 columns, found 7",
    ),
    "csv modality": (
        OBLIGATIONS,
        ",permission,",
        ",maybe,",
        "register/obligations.csv:2:7: expected one of obligation, prohibition, permission, definition, power for "
        "'modality', found 'maybe'",
    ),
    "csv empty cell": (
        OBLIGATIONS,
        ",high,",
        ",,",
        "register/obligations.csv:2:16: expected one of high, medium, low, disputed for 'confidence', found nothing",
    ),
    "duplicate id": (
        ENTITIES,
        "id: time-magazine",
        "id: openai",
        "register/entities/example.yml:42:7: expected an id of its own, found 'openai' of "
        "register/entities/example.yml:19",
    ),
    "unmarked shared wording": (
        ENTITIES,
        "name: CAISI,",
        "name: OpenAI,",
        "register/entities/example.yml:21:9: expected a name of its own, found 'OpenAI', which also names 'us-caisi'",
    ),
    "dangling entity": (
        OFFICES,
        "person: scott-bessent",
        "person: scott-bessant",
        "register/offices.yml:1:11: expected the id of an entity for 'person', found 'scott-bessant' (did you mean "
        "'scott-bessent'?)",
    ),
    "entity of another label": (
        OFFICES,
        "body: us-treasury",
        "body: jur-us",
        "register/offices.yml:2:9: expected an entity labelled AGENCY or COMPANY or ORGANISATION for "
        "'body', found 'jur-us' "
        "labelled JURISDICTION",
    ),
    "dangling jurisdiction": (
        SOURCE,
        "jurisdiction: jur-us",
        "jurisdiction: US",
        "sources/us-fr-eo-14409.yml:4:15: expected the id of an entity for 'jurisdiction', found 'US'",
    ),
    "dangling instrument": (
        INSTRUMENTS,
        "  position: 1",
        "  superseded_by: eo-14410\n  position: 1",
        "register/instruments.yml:12:18: expected the id of an instrument for 'superseded_by', found "
        "'eo-14410' (did you "
        "mean 'eo-14409'?)",
    ),
    "dangling duty": (
        OBLIGATIONS,
        "duty-pre-release-access",
        "duty-unknown",
        "register/obligations.csv:2:5: expected the id of an entity for 'duty', found 'duty-unknown'",
    ),
    "dangling follows": (
        COMMITMENTS,
        "  confidence",
        "  follows: openai-caisi-2023\n  confidence",
        "register/commitments.yml:8:12: expected the id of a commitment for 'follows', found "
        "'openai-caisi-2023' (did you "
        "mean 'openai-caisi-2024'?)",
    ),
    "dangling participant": (
        TIMELINE,
        "us-treasury; us-caisi",
        "us-treasury; us-nobody",
        "register/timeline.csv:2:6: expected the id of an entity for 'participants', found 'us-nobody'",
    ),
    "dangling question": (
        CELLS,
        "question: participation",
        "question: participating",
        "cells/eo-14409.yml:3:13: expected the id of a question for 'question', found 'participating' (did you mean "
        "'participation'?)",
    ),
    "dangling provision of a cell": (
        CELLS,
        "provision: sec_3.b.ii",
        "provision: sec_9.z",
        "cells/eo-14409.yml:14:16: expected a provision of 'eo-14409' for 'provision', found 'sec_9.z' "
        "(did you mean 'sec_3.b'?)",
    ),
    "dangling provision of a deadline": (
        DEADLINES,
        "key: sec_2.d",
        "key: sec_2.e",
        "register/deadlines.yml:3:8: expected a provision of 'eo-14409' for 'key', found 'sec_2.e' (did "
        "you mean 'sec_2.d'?)",
    ),
    "half a quote": (
        CELLS,
        "    quote: taking part is voluntary\n",
        "",
        "cells/eo-14409.yml:15:5: expected either 'provision' or 'url' and 'quote', found url",
    ),
    "end before beginning": (
        ENTITIES,
        'to: "2025-06-03"',
        'to: "2023-10"',
        "register/entities/example.yml:18:74: expected a date after from 2023-11-01 for 'to', found '2023-10'",
    ),
    "due": (
        DEADLINES,
        'due: "2026-07-02"',
        'due: "2026-07-03"',
        "register/deadlines.yml:10:8: expected 2026-07-02 (30 days from 2026-06-02) for 'due', found '2026-07-03'",
    ),
    "days without a start": (
        DEADLINES,
        '  counted_from: "2026-06-02"\n',
        "",
        "register/deadlines.yml:8:9: expected 'counted_from' beside 'days', found none",
    ),
    "overlapping versions": (
        PROVISIONS,
        "  versions:\n",
        '  versions:\n  - {recorded_from: "2026-01", status: applies, basis: An earlier act}\n',
        "register/provisions/eo-14409.yml:14:20: expected a version that does not overlap the one of "
        "line 12, found one "
        "that is valid and recorded at the same time",
    ),
}

ALLOWED = {
    "a proposal beside the law": (
        PROVISIONS,
        "  versions:\n",
        '  versions:\n  - {recorded_from: "2026-01", status: proposed, basis: A draft}\n',
    ),
    "an earlier version that has ended": (
        PROVISIONS,
        "  versions:\n",
        '  versions:\n  - {recorded_from: "2026-01", recorded_to: "2026-06-02", status: applies, basis: An act}\n',
    ),
    "a shared wording that is marked": (
        ENTITIES,
        "{name: CAISI, kind: acronym,",
        "{name: OpenAI, kind: alias, context: true,",
    ),
    "an optional key left empty": (OFFICES, 'from: "2025-01-28"', "from:"),
    "the part of a known provision": (CELLS, "provision: sec_3.b.ii", "provision: sec_3.b"),
    "a date of law without days": (DEADLINES, '  days: 30\n  counted_from: "2026-06-02"\n', ""),
    "an interval": (ENTITIES, 'from: "2025-06-03"', 'from: "2025-06-01/2025-06-03"'),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_row_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
    name, old, new, message = BROKEN[case]
    folder = write_folder(tmp_path)
    change(folder, name, old, new)
    assert [str(problem) for problem in check_data(folder)] == [message]


@pytest.mark.parametrize("case", ALLOWED)
def test_a_row_that_only_looks_odd_is_accepted(case: str, tmp_path: Path) -> None:
    name, old, new = ALLOWED[case]
    folder = write_folder(tmp_path)
    change(folder, name, old, new)
    assert [str(problem) for problem in check_data(folder)] == []


def test_loading_a_broken_folder_lists_its_problems_and_counts_the_rest(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    rows = "".join(f"e-{number},2026,signed,Title,nobody,,high,source\n" for number in range(23))
    with (folder / TIMELINE).open("a", encoding="utf-8") as handle:
        handle.write(rows)
    with pytest.raises(ContractError) as caught:
        load_register(folder)
    lines = str(caught.value).splitlines()
    expected = "expected the id of an entity for 'about', found 'nobody'"
    assert lines == [
        f"{folder} breaks data/FORMAT.md:",
        *(f"register/timeline.csv:{line}:5: {expected}" for line in range(3, 23)),
        "and 3 more",
    ]


def test_every_file_but_the_format_may_be_absent(tmp_path: Path) -> None:
    assert check_data(tmp_path) == []
    assert load_register(tmp_path).entities == ()


def test_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / OFFICES).write_bytes(b"- person: caf\xe9\n")
    (folder / TIMELINE).write_bytes(b"id,date\xe9")
    assert [str(problem) for problem in check_data(folder)] == [
        "register/offices.yml:1:1: expected UTF-8 text, found the byte 0xe9",
        "register/timeline.csv:1:1: expected UTF-8 text, found the byte 0xe9",
    ]


def test_the_digest_moves_with_what_extraction_reads_and_with_nothing_else(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    before = load_register(folder).digest
    change(folder, CELLS, "value: No. Developers may take part.", "value: No.")
    assert load_register(folder).digest == before
    change(folder, ENTITIES, "name: CAISI,", "name: CAISSI,")
    assert load_register(folder).digest != before


def test_the_data_folder_is_the_named_one_else_that_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, other, empty = write_folder(tmp_path / "a"), write_folder(tmp_path / "b"), tmp_path / "c"
    empty.mkdir()
    monkeypatch.setenv("CROSSWALK_DATA", str(other))
    assert find_data(named) == named
    assert find_data() == other
    with pytest.raises(ContractError, match=r"^--data names .*c, which holds no FORMAT.md: expected a data folder$"):
        find_data(empty)
    monkeypatch.setenv("CROSSWALK_DATA", str(empty))
    with pytest.raises(ContractError, match=r"^CROSSWALK_DATA names .*c, which holds no FORMAT.md"):
        find_data()
    monkeypatch.delenv("CROSSWALK_DATA")
    assert (find_data() / "FORMAT.md").is_file()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.text(max_size=40), at=st.floats(0, 1))
def test_junk_anywhere_in_a_file_is_a_problem_or_harmless_but_never_a_crash(
    tmp_path: Path, junk: str, at: float
) -> None:
    folder = write_folder(tmp_path)
    for name in (ENTITIES, OBLIGATIONS, DEADLINES):
        path = folder / name
        text = path.read_bytes().decode("utf-8")
        cut = int(at * len(text))
        path.write_bytes((text[:cut] + junk + text[cut:]).encode("utf-8", "surrogatepass"))
        for problem in check_data(folder):
            assert problem.line >= 1
            assert problem.column >= 1
            assert problem.message.startswith("expected ")
        path.write_bytes(text.encode("utf-8"))
