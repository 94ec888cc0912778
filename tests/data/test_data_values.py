"""A key, word, type or column that a data file may not hold is refused with file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_folder_helpers import (
    CELLS,
    ENTITIES,
    INSTRUMENTS,
    OBLIGATIONS,
    OFFICES,
    PROVISIONS,
    SOURCE,
    TIMELINE,
    change,
    write_folder,
)

from kb.datafiles import check_data

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
    "a version that is itself disputed": (
        "register/disputed.yml",
        "confidence: medium",
        "confidence: disputed",
        "register/disputed.yml:29:17: expected one of high, medium, low for 'confidence', found 'disputed'",
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
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_value_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
    name, old, new, message = BROKEN[case]
    folder = write_folder(tmp_path)
    change(folder, name, old, new)
    assert [str(problem) for problem in check_data(folder)] == [message]
