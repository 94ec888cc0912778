"""What the project ships obeys the contract and holds what it promises."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from pathlib import Path

import pytest
from data_folder_helpers import ROOT

from kb.datafiles import check_data, load_register, load_sources
from kb.ids import normalize_name
from kb.register import Register
from kb.store import Store

DATA = ROOT / "data"
SHARED = Path(os.environ.get("CROSSWALK_SHARED", ROOT.parent / "shared"))
NAMED = {"AGENCY", "COMPANY", "MODEL", "INSTRUMENT", "PROGRAMME", "PERSON", "ORGANISATION", "JURISDICTION"}

# Ids that other parts of the project and saved links rely on.
FIXED = """
us-nsa us-treasury us-dow us-dhs us-cisa us-nist us-caisi us-commerce us-omb us-opm us-oncd us-ostp us-cnss us-doj
us-ftc us-odni us-fed us-bis us-white-house us-congress us-president eu-commission eu-ai-office eu-ai-board
eu-scientific-panel eu-advisory-forum eu-enisa eu-edps eu-edpb eu-parliament eu-council eu-cjeu anthropic openai
google google-deepmind microsoft xai meta claude-mythos donald-trump public-citizen jur-us jur-eu jur-cn jur-ca
project-glasswing ai-clearinghouse duty-conformity-assessment duty-post-market-monitoring
""".split()
INSTRUMENTS = """
eo-14409 eo-14409-draft eu-ai-act eu-omnibus-2026-1744 eu-gpai-code eu-cra eu-nis2 eu-gpai-guidelines
caisi-agreements-2024 caisi-agreements-2026 white-house-accord ca-sb-53 ny-raise il-sb-315 co-sb-26-189 eo-14110
eo-14148 eo-14179 eo-14365 eo-14347 eo-14434 nspm-11 bod-26-04 take-it-down-act hr-9363 hr-9925 s-5576
great-american-ai-act
""".split()


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register(DATA)


def test_the_shipped_data_has_no_problem() -> None:
    assert [str(problem) for problem in check_data(DATA)] == []


def test_the_register_holds_what_it_promises(register: Register) -> None:
    assert len(register.entities) >= 150
    assert len(register.instruments) >= 12
    assert len(register.sources) >= 20
    assert set(FIXED) - {entity.id for entity in register.entities} == set()
    assert set(INSTRUMENTS) - {instrument.id for instrument in register.instruments} == set()


def test_each_entry_has_a_source_confidence_and_day(register: Register) -> None:
    bare = [one.id for one in register.entities if not (one.source_url and one.confidence and one.as_of)]
    assert bare == []


def test_every_id_is_one_of_its_kind(register: Register) -> None:
    for records in (
        register.names,
        register.offices,
        register.provisions,
        register.deadline_evidence,
        register.disputed_versions,
        register.cells,
    ):
        doubled = [key for key, count in Counter(record.id for record in records).items() if count > 1]
        assert doubled == []


def test_no_wording_names_two_entries_unless_marked(register: Register) -> None:
    holders: dict[str, set[str]] = {}
    for name in register.names:
        if not name.context and name.valid_to is None:
            holders.setdefault(normalize_name(name.name), set()).add(name.entity_id)
    assert {wording: found for wording, found in holders.items() if len(found) > 1} == {}


def test_the_register_fits_the_tables_and_a_second_write_changes_nothing(register: Register, tmp_path: Path) -> None:
    groups = [[spec.source for spec in register.sources]] + [
        list(getattr(register, name))
        for name in (
            "entities",
            "names",
            "offices",
            "judgements",
            "instruments",
            "provisions",
            "obligations",
            "commitments",
            "deadlines",
            "deadline_evidence",
            "events",
            "event_participants",
            "disputed_facts",
            "disputed_versions",
            "disputed_subjects",
            "questions",
            "cells",
        )
    ]
    with Store.open(tmp_path / "register.db") as store:
        with store.transaction():
            written = sum(store.upsert(group) for group in groups)
        assert written == sum(map(len, groups))
        with store.transaction():
            assert sum(store.upsert(group) for group in groups) == 0


def test_loading_is_quick_and_gives_the_same_digest() -> None:
    started = time.process_time()
    first, second = load_register(DATA), load_register(DATA)
    assert time.process_time() - started < 4  # two loads; one takes about 0.3 s on the machine it was measured on
    assert first == second
    assert first.digest == second.digest


def test_the_bundled_sources_are_marked_and_their_hosts_lead_nowhere() -> None:
    specs = load_sources(DATA / "demo" / "sources", offline=True)
    assert len(specs) >= 5
    assert {spec.source.offline for spec in specs} == {True}
    hosts = [(spec.source.url or "").split("/")[2] for spec in specs]
    assert [host for host in hosts if not host.endswith(".example")] == []


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the annotated articles are not beside the checkout")
def test_every_canonical_name_of_the_annotated_articles_is_in_the_register(register: Register) -> None:
    canonical = {(entity.label, entity.name) for entity in register.entities}
    wanted = {
        (mention["label"], mention["name"])
        for path in (SHARED / "gold").glob("*.json")
        for mention in json.loads(path.read_text(encoding="utf-8"))["entities"]
        if mention["label"] in NAMED and mention.get("name")
    }
    assert wanted - canonical == set()
