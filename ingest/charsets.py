"""Bytes to text: what was declared is believed only where the bytes do not contradict it."""

from __future__ import annotations

import codecs
import re

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Browsers read these labels as their Windows superset (WHATWG Encoding, labels of windows-1252).
SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
SNIFF_BYTES = 4096  # where HTML asks a declaration to stand within 1024, pages are laxer

_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u200b\ufeff\u00ad]")
_BREAK = re.compile(r"\r\n?|[\u2028\u2029\u0085\x0b\x0c]")
_SPACES = re.compile(r"[^\S\n]+")


def decode(body: bytes, declared: str | None = None) -> str:
    """Return the text of bytes; never fails, unreadable bytes become U+FFFD.

    A byte order mark wins; then UTF-8 where the bytes are valid UTF-8 beyond ASCII (nothing else looks like it by
    chance); then the declared charset, of the transport before the one in the text; then windows-1252.
    """
    for mark, name in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if not body.isascii():
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for label in (declared, _declared_inside(body)):
        name_ = _codec(label)
        if name_ is None:
            continue
        text = body.decode(name_, "replace")
        if text.count("\ufffd") <= len(text) // 100:  # a wrong declaration shows at once; a torn end does not matter
            return text
    utf8 = body.decode("utf-8", "replace")
    if utf8.count("\ufffd") <= len(utf8) // 200:  # UTF-8 with a few broken bytes, usually cut off at the end
        return utf8
    return body.decode("cp1252", "replace")


def clean(text: str) -> str:
    """Return text without control characters, soft hyphens and zero-width marks, with one kind of line break."""
    return _CONTROL.sub("", _BREAK.sub("\n", text))


def one_line(text: str | None) -> str | None:
    """Return text on one line with single spaces, or None when nothing is left."""
    return " ".join(clean(text).split()) or None if text else None


def paragraphs(text: str) -> str:
    """Return text as paragraphs separated by one line break, single spaces within each."""
    lines = (_SPACES.sub(" ", line).strip() for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _declared_inside(body: bytes) -> str | None:
    head = body[:SNIFF_BYTES]
    match = _XML.search(head) or _META.search(head)
    return match.group(1).decode("ascii", "replace") if match else None


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip("\"' ")).name
    except (LookupError, ValueError):
        return None
    if name.startswith(("utf-16", "utf-32")):
        return None  # real ones were told by their mark; ASCII-compatible bytes that claim it are common
    return SUPERSETS.get(name, name)
