"""The whole way through: the bundled corpus, served over real HTTP, read in real Chromium."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest_shared import ROOT, SHARED, crosswalk

from kb.store import Store

CHROMIUM = shutil.which("chromium")
# Debian's chromium in a container: no sandbox of its own, no talk with its makers' servers.
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ROUTES = [
    "/", "/compare", "/timeline", "/changes", "/deadlines", "/deadlines.ics", "/exposure", "/positions",
    "/disagreements", "/graph", "/path", "/health", "/accuracy", "/instrument/eo-14409", "/instrument/eu-ai-act",
    "/entity/us-nsa", "/compare.json", "/compare.csv", "/compare.atom", "/timeline.json", "/disagreements.csv",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(demo_db: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "crosswalk", "serve", "--db", str(demo_db), "--port", str(port)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            if server.poll() is not None:
                pytest.fail(f"the site ended: {server.stderr.read() if server.stderr else ''}")
            try:
                urllib.request.urlopen(address, timeout=5).read()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        assert answer.status == 200
        return str(answer.read().decode("utf-8"))


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_answers_with_content(site: str, route: str) -> None:
    body = read(site + route)
    assert len(body) > 200
    assert "Traceback" not in body


def test_every_question_has_its_page(site: str, demo_db: Path) -> None:
    with Store.open(demo_db, read_only=True) as store:
        questions = store.rows("SELECT id, question FROM questions")
    assert len(questions) >= 24
    for row in questions:
        body = read(f"{site}/compare/{row['id']}")
        assert row["question"].replace("'", "&#39;") in body or row["question"] in body


def test_evidence_is_the_document_at_its_offsets(demo_db: Path) -> None:
    """`text == document.text[start:end]`, over the whole database, for every table that carries evidence."""
    tables = {
        "mentions": "", "relation_evidence": "", "claims": "", "event_evidence": "", "quotes": "",
        "obligation_evidence": "", "sentences": "", "cell_evidence": "", "deadline_evidence": "AND start IS NOT NULL",
    }  # fmt: skip
    with Store.open(demo_db, read_only=True) as store:
        texts = dict(store.db.execute("SELECT id, text FROM documents").fetchall())
        for table, condition in tables.items():
            rows = store.rows(f'SELECT id, document_id, start, "end", text FROM {table} WHERE 1 {condition}')
            wrong = [row["id"] for row in rows if texts[row["document_id"]][row["start"] : row["end"]] != row["text"]]
            assert wrong == [], table
            assert rows or table == "deadline_evidence", f"{table} is empty"
        for row in store.rows('SELECT document_id, start, "end" FROM provision_texts'):
            assert texts[row["document_id"]][row["start"] : row["end"]].strip()


def test_every_cell_shown_has_evidence_or_says_so(site: str, demo_db: Path) -> None:
    with Store.open(demo_db, read_only=True) as store:
        columns = "WHERE recorded_to IS NULL AND instrument_id IN ('eo-14409', 'eu-ai-act')"
        total = store.value(f"SELECT count(*) FROM cells {columns}")
        bare = store.value(f"SELECT count(*) FROM cells {columns} AND id NOT IN (SELECT cell_id FROM cell_evidence)")
    assert total >= 48
    assert bare == 0, "the bundled corpus holds a text for every cell of the two regimes"


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH")
def test_a_cell_opens_to_its_sentence_highlighted_in_its_document(site: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(f"{site}/compare")
        assert page.title() == "EO 14409 and EU AI Act · Crosswalk"
        cell = page.locator("table details").first
        cell.locator("summary").click()
        link = cell.locator("a[href*='/document/']").first
        link.wait_for(state="visible")
        link.click()
        page.wait_for_url(re.compile(r"/document/"))
        marked = page.locator("mark, .evidence, :target").first
        marked.wait_for(state="visible")
        assert len(marked.inner_text()) > 3
        browser.close()
    assert errors == []


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH")
def test_the_comparison_works_without_script_and_on_a_phone(site: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
        page.goto(f"{site}/compare")
        assert page.locator("table").first.is_visible()
        page.locator("table details summary").first.click()
        assert page.locator("table details[open]").count() == 1
        browser.close()


def test_the_tables_answer_over_http(site: str, demo_db: Path) -> None:
    rows = json.loads(read(f"{site}/{demo_db.stem}/comparison.json?_shape=array&_size=5"))
    assert len(rows) == 5


def test_the_disagreement_on_the_window_is_listed(site: str) -> None:
    body = read(f"{site}/disagreements.json")
    assert "review_window_reference" in body
    assert "public release" in body
    assert "release to trusted partners" in body


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="needs the annotated articles")
def test_three_real_articles_fall_on_two_sides_of_the_window(demo_db: Path, tmp_path: Path) -> None:
    """001 and 003 count back from release to trusted partners, 002 from public release; 001 and 003 are one family."""
    lines = []
    for path in sorted((SHARED / "gold").glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        lines.append(
            json.dumps(
                {key: article[key] for key in ("title", "published", "text")}
                | {"url": f"https://{article['id']}.example/"}
            )
        )
    (tmp_path / "gold.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    database = tmp_path / "crosswalk.db"
    shutil.copy(demo_db, database)
    assert crosswalk("ingest", "--file", tmp_path / "gold.jsonl", "--db", database).returncode == 0
    assert crosswalk("update", "--offline", "--db", database).returncode == 0
    with Store.open(database, read_only=True) as store:
        sides: dict[str, set[str]] = {}
        sql = """SELECT d.url, c.value FROM claims c JOIN documents d ON d.id = c.document_id
                 WHERE c.attribute = 'review_window_reference' AND d.url LIKE 'https://00%' AND c.negated = 0"""
        for row in store.rows(sql):
            sides.setdefault(row["value"], set()).add(row["url"][8:11])
        assert sides == {"release to trusted partners": {"001", "003"}, "public release": {"002"}}
        listed = store.rows("SELECT * FROM disagreements WHERE attribute = 'review_window_reference' AND conflict = 1")
        assert {frozenset((row["left_value"], row["right_value"])) for row in listed} == {frozenset(sides)}
        assert store.value("SELECT count(*) FROM disagreements WHERE attribute = 'earlier_review_window_days'") == 0
        families = dict(
            store.db.execute("SELECT url, family_id FROM documents WHERE url LIKE 'https://00%'").fetchall()
        )
        assert families["https://001.example/"] == families["https://003.example/"] is not None
        assert families["https://002.example/"] != families["https://001.example/"]
        mentions = "SELECT count(*) FROM mentions m JOIN documents d ON d.id = m.document_id"
        assert store.value(f"{mentions} WHERE d.url LIKE 'https://00%'") > 100
