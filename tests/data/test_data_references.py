"""What rows of data files say of each other: ids, references, clocks and counted dates, each refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_folder_helpers import (
    CELLS,
    COMMITMENTS,
    DEADLINES,
    DISPUTED,
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

# file, what is replaced, by what, the whole message
BROKEN = {
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

BROKEN |= {
    "dangling subject of a disputed fact": (
        DISPUTED,
        "also: [eo-14409, eo-14409-clearinghouse]",
        "also: [eo-14409, eo-14409-clearinghouses]",
        "register/disputed.yml:4:9: expected ids of entities, or of rows of the timeline, deadlines, commitments or "
        "obligations, for 'also', found 'eo-14409-clearinghouses' (did you mean 'eo-14409-clearinghouse'?)",
    ),
    "a disputed fact about nothing": (
        DISPUTED,
        "about: us-treasury",
        "about: us-tresury",
        "register/disputed.yml:3:10: expected the id of an entity for 'about', found 'us-tresury' (did you mean "
        "'us-treasury'?)",
    ),
    "one version only": (
        DISPUTED,
        """  - value: 15 July 2026
    note: The only source with this day.
    confidence: low
    as_of: "2026-07-15"
    source: A digest without a page of its own
""",
        "",
        "register/disputed.yml:7:3: expected two versions or more for 'versions', found 1",
    ),
    "the same version twice": (
        DISPUTED,
        "value: 15 July 2026",
        "value: 14 July  2026",
        "register/disputed.yml:12:12: expected each value once, found '14 July  2026' of line 7 again",
    ),
    "the same claim twice": (
        DISPUTED,
        "claim: public release",
        "claim: release to trusted partners",
        "register/disputed.yml:28:12: expected each claim once, found 'release to trusted partners' of line 22 again",
    ),
    "a claim of no attribute": (
        DISPUTED,
        "    note: The only source with this day.\n",
        '    claim: "2026-07-15"\n',
        "register/disputed.yml:13:12: expected 'attribute' beside 'claim', found none",
    ),
    "a version followed without a reason": (
        DISPUTED,
        "  resolution: The page of the White House bears the earlier day.\n",
        "",
        "register/disputed.yml:7:15: expected 'resolution' beside 'followed', found none",
    ),
    "a reason that follows no version": (
        DISPUTED,
        "    followed: true\n",
        "",
        "register/disputed.yml:5:15: expected a version with 'followed' beside 'resolution', found none",
    ),
    "two versions followed": (
        DISPUTED,
        "    note: The only source with this day.\n",
        "    followed: true\n",
        "register/disputed.yml:13:15: expected one version to be followed, found that of line 7",
    ),
    "a disputed holder of a post whose versions are told nowhere": (
        OFFICES,
        "confidence: high",
        "confidence: disputed",
        "register/offices.yml:5:15: expected 'scott-bessent' in register/disputed.yml, found none",
    ),
    "a disputed row whose versions are told nowhere": (
        COMMITMENTS,
        "confidence: high",
        "confidence: disputed",
        "register/commitments.yml:8:15: expected 'openai-caisi-2024' in register/disputed.yml, found none",
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
    "a disputed answer of an instrument whose versions are told": (CELLS, "confidence: high", "confidence: disputed"),
    "a disputed row whose versions are told": (DEADLINES, "  confidence: high", "  confidence: disputed"),
    "an interval": (ENTITIES, 'from: "2025-06-03"', 'from: "2025-06-01/2025-06-03"'),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_row_at_odds_with_another_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
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
