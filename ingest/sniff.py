"""What a file or answer is, told by its content; names and media types only break ties."""

from __future__ import annotations

import json
import re
from enum import StrEnum

from ingest.charsets import decode

HEAD = 65_536  # bytes looked at; EUR-Lex pages carry some 30 kB of scripts before the text


class Kind(StrEnum):
    """The kinds of content that ingestion reads."""

    HTML = "html"
    EURLEX = "eurlex"
    FORMEX = "formex"
    FEED = "feed"
    REGISTER = "register"  # Federal Register API record or listing
    ORDER = "order"  # the raw text of a Federal Register document
    RECORD = "record"  # one JSON object with a text
    RECORDS = "records"  # a JSON list of such objects
    LINES = "lines"  # JSONL
    WARC = "warc"
    TEXT = "text"
    EMPTY = "empty"
    UNKNOWN = "unknown"


_EURLEX = re.compile(
    rb"property=[\"']eli:id_local|class=[\"'](?:eli-container|eli-subdivision|oj-ti-art|oj-doc-ti)|id=[\"'](?:rct_1|art_1|anx_I)[\"']|oj-hd-ti"
)
_REGISTER_TEXT = re.compile(r"^\[Federal Register Volume", re.MULTILINE)
_ROOT = re.compile(r"<(?![?!])([A-Za-z][\w.:-]*)")
_FORMEX = frozenset({"ACT", "ANNEX", "DOC", "PUBLICATION", "CONS.ACT", "GENERAL", "CJT", "AGR"})
_FEED = frozenset({"rss", "feed", "rdf:rdf", "rdf"})
_BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a SQLite database",
    b"\x1f\x8b": "compressed data that is no WARC",
    b"\x7fELF": "a program",
}


def sniff(head: bytes, *, name: str = "", complete: bool = True) -> tuple[Kind, str]:
    """Return the kind of content and, for what is unknown, words that say what it seems to be.

    `head` is the beginning of the bytes (already unpacked); `complete` tells whether it is all of them.
    """
    if not head.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        return Kind.EMPTY, "an empty file"
    if head.startswith(b"WARC/"):
        return Kind.WARC, ""
    for magic, words in _BINARY.items():
        if head.startswith(magic):
            return Kind.UNKNOWN, words
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in head and not utf16:
        return Kind.UNKNOWN, "binary data"
    text = decode(head).lstrip()
    if text.startswith(("{", "[")):
        return _json(text, name=name, complete=complete), ""
    if _REGISTER_TEXT.search(text[:2000]):
        return Kind.ORDER, ""
    root = _ROOT.search(_without_comments(text)[:20_000])
    if root is None:
        return Kind.TEXT, ""
    tag = root.group(1)
    if tag in _FORMEX:
        return Kind.FORMEX, ""
    if tag.lower() in _FEED and text.startswith("<"):
        return Kind.FEED, ""
    if text.startswith("<?xml") and tag.lower() != "html":
        return Kind.UNKNOWN, f"XML with root <{tag}>"
    if text.startswith("<") or re.search(r"<(?:html|body|article|p|div)\b", text, re.IGNORECASE):
        return (Kind.EURLEX if _EURLEX.search(head) else Kind.HTML), ""
    return Kind.TEXT, ""


def _json(text: str, *, name: str, complete: bool) -> Kind:
    """Tell JSON apart: a first line that is an object by itself, with more after it, is JSONL."""
    first, _, rest = text.partition("\n")
    if text.startswith("{") and rest.strip() and _parses(first):
        return Kind.LINES
    if name.lower().endswith((".jsonl", ".ndjson")):
        return Kind.LINES
    if text.startswith("["):
        return Kind.RECORDS
    if re.search(r'"document_number"\s*:', text) or (re.search(r'"results"\s*:', text) and '"count"' in text):
        return Kind.REGISTER
    if "jsonfeed.org/version" in text[:2000].replace("\\/", "/"):
        return Kind.FEED
    return Kind.RECORD


def _parses(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _without_comments(text: str) -> str:
    return re.sub(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>]*>", "", text, flags=re.DOTALL | re.IGNORECASE)
