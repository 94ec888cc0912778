"""What sources disagree on is held whole: every place so marked in the facts has its versions in the register."""

from __future__ import annotations

import re

import pytest
from conftest_shared import SHARED
from data_folder_helpers import ROOT

from kb.datafiles import load_register
from kb.register import Register

MARK = re.compile(r"\[DISAGREE|DISAGREE\]|sources disagree\b(?!\*\*\] = )|,disputed$")
LEGEND = ("us.md:9", "eu.md:5")  # where the marks themselves are explained

# Words of each marked line, and the disputed facts that hold its versions.
HELD = {
    "us.md": {
        "| Signed | Tuesday": "eo-14409-signing-day",
        "### 1.3 ": "eo-14409-window-counted-from eo-14409-window-length eo-14409-voluntary",
        "(Chinese digest, 8 July)": "eo-14409-threshold",
        "on the lead: Treasury alone": "clearinghouse-lead",
        "Press expected CAISI": "frontier-benchmark-keeper eo-14409-commerce-role",
        "date: 22 May": "eo-14409-draft-pulled",
        "Window in the draft": "eo-14409-draft-window eo-14409-draft-binding",
        "Who lobbied": "eo-14409-draft-callers",
        "| EO 14110,": "eo-14110-revoked-by",
        "| DOJ AI Litigation": "litigation-task-force-in-court",
        "The page vanished": "caisi-page-gone",
        "Publications after the order": "caisi-publishing",
        "Claude Mythos Preview (not publicly": "mythos-announced glasswing-announced",
        "Partner counts": "glasswing-named-partners glasswing-first-members",
        "June 2026 expansion": "glasswing-expansion",
        "What Mythos is": "mythos-kind",
        "Bank meeting": "bank-meeting-day bank-meeting-chair",
        "CISA BOD 26-04": "bod-26-04-day",
        "releases Claude Fable 5": "export-letter-form",
        "Mythos 5 restored": "export-controls-lifted",
        "OpenAI previews": "gpt-5-6-staged",
        "Will it be published": "framework-final",
        "Who attended": "framework-meeting-present framework-meta-early",
        "Open weights": "framework-open-models",
        "Announced 14 July": "clearinghouse-announced",
        "Is Gold Eagle also": "clearinghouse-and-model-review",
        "White House Accord on": "accord-form",
        "| Great American AI Act": "great-american-ai-act-day great-american-ai-act-introduced",
        "FTC letters": "take-it-down-letters",
        "| California SB 53": "sb-53-incidents",
        "| Illinois": "sb-315-audits",
        "| Colorado": "colorado-effective",
        "| White House news": "feed-white-house",
        "| CISA advisories": "feed-cisa",
        "| Treasury [": "feed-treasury",
    },
    "eu.md": {
        "Purely internal models": "ai-act-unreleased-models",
        "Registration and Section 5": "ai-act-registration-date",
        "Adoption date": "omnibus-adopted",
        "**Art. 50.**": "ai-act-art-50-date ai-act-annex-i-first-date",
        "Grace period": "ai-act-marking-grace",
        "First requests": "gpai-requests-number gpai-requests-sent",
        "High-risk guidelines": "highrisk-guidelines-consultation",
        "National authorities": "ai-act-authorities-named",
        "May, Parliament": "mythos-debate-day",
        "1-2 June, ENISA": "enisa-access",
        "2 June, US order": "advisory-forum-size",
        "Hosting Anthropic": "anthropic-in-the-eu",
        "| ENISA |": "feed-enisa",
        "| EUobserver |": "feed-euobserver",
        "Is anyone bound before": "ai-act-unreleased-models",
    },
    "us_timeline.csv": {
        "Bessent and Powell meet": "bank-meeting-day",
        "agreements page gone": "caisi-page-gone",
        "Glasswing widened": "glasswing-expansion",
        "framework is complete": "framework-final",
    },
    "eu_timeline.csv": {"Austrian state secretary": "anthropic-in-the-eu"},
    "eu_obligations.csv": {"aia-art49-2": "ai-act-registration-date"},
}


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register(ROOT / "data")


def test_every_listed_fact_is_held_and_none_besides(register: Register) -> None:
    listed = {fact for lines in HELD.values() for facts in lines.values() for fact in facts.split()}
    assert {fact.id for fact in register.disputed_facts} == listed


@pytest.mark.skipif(not (SHARED / "facts").is_dir(), reason="the facts are not beside the checkout")
@pytest.mark.parametrize("name", HELD)
def test_every_place_marked_as_disagreement_is_listed_once(name: str) -> None:
    lines = (SHARED / "facts" / name).read_text(encoding="utf-8").splitlines()
    marked = [line for n, line in enumerate(lines, 1) if MARK.search(line) and f"{name}:{n}" not in LEGEND]
    found = [[words for words in HELD[name] if words in line] for line in marked]
    assert [line[:60] for line, words in zip(marked, found, strict=True) if len(words) != 1] == []
    assert sorted(words for [words] in found) == sorted(HELD[name])


def test_every_version_has_its_own_source_and_the_weak_ones_say_so(register: Register) -> None:
    versions = register.disputed_versions
    assert len(versions) >= 150
    assert [one.id for one in versions if not one.source_url or not one.as_of] == []
    unnamed = [one for one in versions if one.source_url.startswith("secondary source")]
    assert {one.confidence for one in unnamed} <= {"low", "medium"}
    assert [one.fact_id for one in versions if one.followed and one.confidence == "low"] == []


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (
            "eo-14409-window-counted-from",
            [
                ("release to trusted partners", True, "high"),
                ("public release", False, "medium"),
                ("release to outside organisations", False, "low"),
                (None, False, "low"),
            ],
        ),
        ("clearinghouse-announced", [(None, True, "high"), (None, False, "low")]),
        ("gpai-requests-sent", [(None, False, "medium"), (None, False, "low")]),
    ],
)
def test_a_fact_holds_each_version_with_its_support(
    register: Register, fact: str, expected: list[tuple[str | None, bool, str]]
) -> None:
    found = [(one.claim, one.followed, one.confidence) for one in register.disputed_versions if one.fact_id == fact]
    assert found == expected
