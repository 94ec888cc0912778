"""What the register's sources disagree on: every version stands on the pages it concerns, with who gives it."""

from __future__ import annotations

import re

import pytest


def fact(html: str, name: str) -> str:
    """Return the words of a disputed fact on a page, without its tags."""
    section = re.search(rf'<section class="disagreement" id="{name}">(.*?)</section>', html, re.DOTALL)
    assert section is not None, f"{name} is not on the page"
    return " ".join(re.sub(r"<[^>]+>", " ", section[1]).split())


def test_every_version_has_its_support_and_the_followed_one_its_reason(get) -> None:
    assert fact(get("/disagreements").text, "plan-day") == (
        "National Institute of Standards and Technology : When was the plan published?"
        " On 30 July the register follows this confidence high · 2026-06-12 · official.example · row"
        " On 31 July confidence low weak single source · 2026-07-31 · &lt;b&gt;a digest&lt;/b&gt; · row"
        " One digest. The page bears the day."
    )


def test_versions_of_a_claim_say_how_many_publishers_held_agree(get) -> None:
    text = fact(get("/disagreements").text, "window-from")
    assert "From the release to partners confidence high" in text
    assert text.count("1 independent publisher held says so") == 2
    assert text.endswith("Open: the register follows none of them.")


@pytest.mark.parametrize(
    ("path", "shown", "other"),
    [
        ("/instrument/eo-14409", "window-from", "plan-day"),
        ("/entity/eo-14409", "window-from", "plan-day"),
        ("/entity/anthropic", "window-from", "plan-day"),
        ("/entity/us-nist", "plan-day", "window-from"),
        ("/disagreements?subject=us-nist", "plan-day", "window-from"),
    ],
)
def test_a_page_shows_the_facts_that_concern_it_and_no_other(get, path: str, shown: str, other: str) -> None:
    html = get(path).text
    assert fact(html, shown)
    assert f'id="{other}"' not in html


@pytest.mark.parametrize("path", ["/deadlines", "/commitments", "/timeline", "/instrument/eo-14409"])
def test_a_disputed_row_of_the_register_leads_to_its_versions(get, path: str) -> None:
    assert '<a class="doubt c-disputed" href="/disagreements#plan-day">versions</a>' in get(path).text


@pytest.mark.parametrize(("path", "times"), [("/compare", 1), ("/compare/when", 1), ("/instrument/eo-14409", 2)])
def test_a_disputed_answer_or_provision_leads_to_those_of_its_instrument(get, path: str, times: int) -> None:
    link = '<a class="doubt c-disputed" href="/disagreements?subject=eo-14409">versions</a>'
    assert get(path).text.count(link) == times


def test_a_fact_was_not_disputed_before_its_second_version(get) -> None:
    then = get("/disagreements?as_of=2026-07-30").text
    assert fact(then, "window-from") and "plan-day" not in then
    assert "versions</a>" not in get("/deadlines?as_of=2026-07-30").text
    assert "What the register" not in get("/disagreements?as_of=2026-06-11").text


def test_the_other_formats_have_every_version(get) -> None:
    body = get("/disagreements.json").json()
    assert [(row["id"], [one["value"] for one in row["versions"]]) for row in body["disputed"]] == [
        ("window-from", ["From the release to partners", "From the release to all"]),
        ("plan-day", ["On 30 July", "On 31 July"]),
    ]
    assert [one["voices"] for row in body["disputed"] for one in row["versions"]] == [1, 1, None, None]
    feed = get("/disagreements.atom").text
    assert "On 30 July (https://official.example/g); On 31 July (&lt;b&gt;a digest&lt;/b&gt;)" in feed
