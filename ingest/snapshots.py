"""The raw bytes as they came, each kept once as a WARC record that other tools can read.

One gzipped WARC file per content (`ab/<sha256>.warc.gz`): a file is complete or absent, whatever is killed when, and
reading back needs the hash alone. Writes files and reads them; the rows are written by `ingest/keep.py`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kb.errors import StoreError
from kb.model import Snapshot


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of snapshots; created when the first is kept."""

    folder: Path

    def keep(self, body: bytes, *, url: str, media_type: str | None, fetched_at: str) -> Snapshot:
        """Write the bytes unless they are held and return the record of them.

        Raises StoreError when the folder cannot be written.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        relative = f"{sha256[:2]}/{sha256}.warc.gz"
        path = self.folder / relative
        if not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, _record(body, url=url, media_type=media_type, fetched_at=fetched_at))
            except OSError as error:
                raise StoreError(f"cannot keep a snapshot in {self.folder}: {error.strerror}") from error
        return Snapshot(
            id=sha256, media_type=media_type, final_url=url, bytes=len(body), path=relative, fetched_at=fetched_at
        )

    def read(self, sha256: str) -> bytes:
        """Return the bytes with this SHA-256.

        Raises KeyError when they are not held, and StoreError when the file does not give them back unchanged.
        """
        path = self.folder / sha256[:2] / f"{sha256}.warc.gz"
        if not path.exists():
            raise KeyError(sha256)
        try:
            with path.open("rb") as stream:
                for record in ArchiveIterator(stream):
                    body: bytes = record.content_stream().read()
                    if hashlib.sha256(body).hexdigest() == sha256:
                        return body
        except (ArchiveLoadFailed, OSError, EOFError) as error:
            raise StoreError(f"the snapshot {path} cannot be read ({error})") from error
        raise StoreError(f"the snapshot {path} does not hold the bytes it is named after")


def _record(body: bytes, *, url: str, media_type: str | None, fetched_at: str) -> bytes:
    stream = BytesIO()
    writer = WARCWriter(stream, gzip=True)
    kind = media_type or "application/octet-stream"
    if url.startswith("http"):
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))], protocol="HTTP/1.1"
        )
        record = writer.create_warc_record(
            url, "response", payload=BytesIO(body), http_headers=headers, warc_headers_dict={"WARC-Date": fetched_at}
        )
    else:
        record = writer.create_warc_record(
            url,
            "resource",
            payload=BytesIO(body),
            warc_content_type=kind,
            warc_headers_dict={"WARC-Date": fetched_at},
        )
    writer.write_record(record)
    return stream.getvalue()


def _write(path: Path, data: bytes) -> None:
    """Write a file that is complete or absent, on disk before the row that names it is."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
