from __future__ import annotations

from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from ingest.snapshots import Archive
from kb.errors import StoreError

URL = "https://quay.example/a"
AT = "2026-06-03T10:00:00Z"


def test_bytes_are_kept_once_and_come_back_unchanged(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "snapshots")
    body = bytes(range(256)) * 40
    kept = archive.keep(body, url=URL, media_type="text/html", fetched_at=AT)
    again = archive.keep(body, url=URL + "/b", media_type=None, fetched_at="2026-06-04T10:00:00Z")
    assert (kept.id, kept.path, kept.bytes) == (again.id, again.path, 10240)
    assert archive.read(kept.id) == body
    assert len(list((tmp_path / "snapshots").rglob("*.warc.gz"))) == 1


def test_a_snapshot_is_a_warc_record_that_names_its_page(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = archive.keep(b"<p>text</p>", url=URL, media_type="text/html", fetched_at=AT)
    with (tmp_path / kept.path).open("rb") as stream:
        (record,) = [
            (one.rec_type, one.rec_headers.get_header("WARC-Target-URI"), one.rec_headers.get_header("WARC-Date"))
            for one in ArchiveIterator(stream)
        ]
    assert record == ("response", URL, AT)


def test_what_is_not_held_or_was_damaged_is_said(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with pytest.raises(KeyError):
        archive.read("0" * 64)
    kept = archive.keep(b"text", url="urn:x", media_type=None, fetched_at=AT)
    other = archive.keep(b"other", url="urn:y", media_type=None, fetched_at=AT)
    (tmp_path / kept.path).write_bytes((tmp_path / other.path).read_bytes())
    with pytest.raises(StoreError, match="does not hold the bytes"):
        archive.read(kept.id)


def test_a_place_where_nothing_can_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot keep a snapshot"):
        Archive(tmp_path / "file").keep(b"x", url=URL, media_type=None, fetched_at=AT)
