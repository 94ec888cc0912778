"""Files given by hand: every kind, and every way to be broken."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from ingest_helpers import SENTENCES, page, rss
from ingest_texts import ANNEX, FORMEX, HTML, KEYS, RAW
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ingest.run import ingest_files
from ingest.snapshots import Archive
from kb.report import StageReport
from kb.store import Store

TEXT = "\n".join(SENTENCES)


@pytest.fixture
def read(store: Store, tmp_path: Path) -> Any:
    def run(*paths: Path) -> StageReport:
        return ingest_files(store, paths, snapshots=tmp_path / "snapshots", workers=1)

    return run


def put(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def documents(store: Store, columns: str = "title, published, text, kind") -> list[dict[str, Any]]:
    return store.rows(f"SELECT {columns} FROM documents ORDER BY rowid")


def test_good_lines_are_kept_and_broken_ones_named(tmp_path: Path, store: Store, read: Any) -> None:
    lines = [
        json.dumps(
            {"url": "https://quay.example/a?utm_source=x", "title": "One", "published": "2026-06-03", "text": TEXT}
        ),
        '{"title": "Two", "text": ',
        "",
        '["three"]',
        json.dumps({"title": "Four"}),
        json.dumps({"title": "Five", "published": "someday", "text": TEXT}),
        json.dumps({"title": "Six", "url": "ftp://quay.example/", "text": TEXT}),
        json.dumps({"id": 7, "title": "Seven", "html": page()}),
        json.dumps({"title": "Eight", "text": "  \n"}),
    ]
    path = put(tmp_path, "in.jsonl", "\n".join(lines))
    report = read(path)
    assert [(row["title"], row["text"]) for row in documents(store)] == [("One", TEXT), ("Seven", TEXT)]
    assert documents(store, "url, published")[0] == {"url": "https://quay.example/a", "published": "2026-06-03"}
    assert sorted((one.where, one.fails) for one in report.problems) == [
        (f"{path}:{n}", True) for n in (2, 4, 5, 6, 7, 9)
    ]
    words = {one.where.rpartition(":")[2]: one.what for one in report.problems}
    assert "broken JSON" in words["2"] and "one JSON object a line" in words["2"]
    assert "a list: expected" in words["4"] and "neither `text` nor `html`" in words["5"]
    assert "'someday': expected a date such as" in words["6"]


def test_reading_the_same_files_again_changes_nothing(tmp_path: Path, store: Store, read: Any) -> None:
    put(tmp_path, "in/a.html", page())
    put(tmp_path, "in/b.json", json.dumps({"id": "b", "title": "B", "published": "2026-06-03", "text": TEXT + " B"}))
    put(tmp_path, "in/c.txt", "A title\n" + TEXT)
    first = read(tmp_path / "in")
    before = [store.rows(f"SELECT * FROM {table}") for table in ("documents", "revisions", "snapshots", "sources")]
    second = read(tmp_path / "in")
    assert (first.counts["documents_new"], second.counts["documents_new"], second.counts["documents_unchanged"]) == (
        3,
        0,
        3,
    )
    assert [store.rows(f"SELECT * FROM {t}") for t in ("documents", "revisions", "snapshots", "sources")] == before


def test_an_edited_record_with_an_id_is_a_revision(tmp_path: Path, store: Store, read: Any) -> None:
    record = {"id": "001", "title": "B", "published": "2026-06-03", "text": TEXT}
    path = put(tmp_path, "b.json", json.dumps(record))
    read(path)
    put(tmp_path, "b.json", json.dumps({**record, "text": TEXT + " And more."}))
    assert read(path).counts["documents_revised"] == 1
    assert store.value("SELECT max(number) FROM revisions") == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.html", b"", "an empty file: expected HTML"),
        ("blank.txt", b" \n\t", "an empty file"),
        ("paper.pdf", b"%PDF-1.7 words", "a PDF: expected HTML"),
        ("office.html", b"PK\x03\x04....", "a ZIP archive or office document"),
        ("noise.txt", b"ab\x00\x01\x02cd", "binary data"),
        ("feed.xml", rss(("a", "https://quay.example/a")).encode(), "a feed holds only teasers"),
        ("data.xml", b"<?xml version='1.0'?><invoice/>", "XML with root <invoice>"),
        ("broken.json", b'{"title": "x", ', "broken JSON"),
        ("menu.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no body text"),
        ("wall.html", b"<html><title>Just a moment...</title><p>Checking your browser</p></html>", "prove something"),
        ("law.xml", b"<ACT><TITLE>cut", "broken XML"),
        ("torn.warc.gz", gzip.compress(b"WARC/1.0\r\nWARC-Type: resp", mtime=0)[:-4], "no complete page"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_rest_kept(
    tmp_path: Path, store: Store, read: Any, name: str, content: bytes, words: str
) -> None:
    bad = put(tmp_path, name, content)
    good = put(tmp_path, "good.html", page())
    report = read(bad, good)
    assert [row["text"] for row in documents(store)] == [TEXT]
    (problem,) = report.problems
    assert problem.where.startswith(str(bad)) and problem.fails
    assert words in problem.what


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path: Path, store: Store, read: Any) -> None:
    (tmp_path / "hollow").mkdir()
    report = read(tmp_path / "absent.jsonl", tmp_path / "hollow")
    assert [(one.where, one.fails) for one in report.problems] == [
        (str(tmp_path / "absent.jsonl"), True),
        (str(tmp_path / "hollow"), True),
    ]
    assert "no such file" in report.problems[0].what


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_wrong_encoding_loses_no_letter(tmp_path: Path, store: Store, read: Any, encoding: str) -> None:
    text = "Die Hafenbehörde prüft den Preis von 5 € für jedes Schiff.\n" * 3
    read(put(tmp_path, "a.txt", text.encode(encoding)))
    assert documents(store, "text")[0]["text"] == text.strip()


def test_a_truncated_page_gives_what_there_is(tmp_path: Path, store: Store, read: Any) -> None:
    whole = page().encode()
    report = read(put(tmp_path, "a.html", whole[: whole.index(b"A second")]))
    assert report.problems == ()
    assert documents(store, "text")[0]["text"].startswith("\n".join(SENTENCES[:4]))


def test_eurlex_formex_and_orders_are_told_by_their_content(tmp_path: Path, store: Store, read: Any) -> None:
    put(tmp_path, "formex/b.fmx.xml", ANNEX)
    put(tmp_path, "formex/a.fmx.xml", FORMEX)
    report = read(put(tmp_path, "act.txt", HTML), tmp_path / "formex", put(tmp_path, "order", RAW))
    rows = documents(
        store, "kind, url, (SELECT count(*) FROM provision_texts p WHERE p.document_id = documents.id) AS n"
    )
    act = "https://eur-lex.europa.eu/legal-content/EN/TXT/{}/?uri=CELEX:32021R0077"
    assert [(row["kind"], row["n"]) for row in rows] == [("law", len(KEYS)), ("law", len(KEYS)), ("law", 13)]
    assert [row["url"] for row in rows[:2]] == [act.format("HTML"), act.format("XML")]
    assert [one.what for one in report.problems] == [one.what for one in report.problems if "date after" in one.what]


def test_a_register_record_takes_the_text_beside_it(tmp_path: Path, store: Store, read: Any) -> None:
    record = {
        "document_number": "2021-1",
        "title": "Lamps",
        "html_url": "https://fr.example/1",
        "publication_date": "2021-05-04",
        "executive_order_number": "99999",
        "abstract": "On lamps.",
    }
    put(tmp_path, "in/lamps.json", json.dumps(record))
    put(tmp_path, "in/lamps.txt", RAW)
    put(
        tmp_path,
        "in/other.json",
        json.dumps({**record, "document_number": "2021-2", "html_url": "https://fr.example/2"}),
    )
    report = read(tmp_path / "in")
    rows = documents(store, "url, kind, title, published, text")
    assert [(row["url"], row["kind"]) for row in rows] == [
        ("https://fr.example/1", "law"),
        ("https://fr.example/2", "official"),
    ]
    assert rows[0]["text"].startswith("By the authority") or "Section 1. Purpose." in rows[0]["text"]
    assert rows[1]["text"] == "On lamps."
    assert [(one.fails, "only the abstract" in one.what) for one in report.problems] == [(False, True)]


Entry = tuple[str, str, str, bytes]


def archive(*entries: Entry, packed: bool) -> bytes:
    stream = BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    for url, status, kind, body in entries:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        dated = {"WARC-Date": "2026-06-04T10:00:00Z"}
        payload = BytesIO(body)
        writer.write_record(
            writer.create_warc_record(url, "response", payload=payload, http_headers=headers, warc_headers_dict=dated)
        )
    return stream.getvalue()


PIER: Entry = ("https://quay.example/a?utm_source=x", "200 OK", "text/html; charset=utf-8", page().encode())


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_an_archive_keep_their_addresses_and_times(
    tmp_path: Path, store: Store, read: Any, packed: bool
) -> None:
    missing: Entry = ("https://quay.example/b", "404 Not Found", "text/html", page("Not here").encode())
    picture: Entry = ("https://quay.example/c.png", "200 OK", "image/png", b"\x89PNG....")
    report = read(put(tmp_path, "crawl.warc", archive(PIER, missing, picture, packed=packed)))
    assert report.problems == ()
    (row,) = documents(store, "url, text, fetched_at, snapshot_id")
    assert (row["url"], row["text"], row["fetched_at"]) == ("https://quay.example/a", TEXT, "2026-06-04T10:00:00Z")
    assert Archive(tmp_path / "snapshots").read(row["snapshot_id"]) == page().encode()


@pytest.mark.parametrize("packed", [True, False])
def test_a_torn_archive_keeps_what_came_before(tmp_path: Path, store: Store, read: Any, packed: bool) -> None:
    second: Entry = ("https://quay.example/b", "200 OK", "text/html", page("Crane").encode() * 20)
    whole = archive(PIER, second, packed=packed)
    path = put(tmp_path, "crawl.warc", whole[: len(archive(PIER, packed=packed)) + 450])
    report = read(path)
    assert [row["url"] for row in documents(store, "url")] == ["https://quay.example/a"]
    (problem,) = report.problems
    assert problem.where.startswith(f"{path}:record 2") and "broken" in problem.what
