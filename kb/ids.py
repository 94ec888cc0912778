"""Stable identifiers: the authority's own where there is one, else a hash of named fields; never a row number."""

from __future__ import annotations

import hashlib
import re
import unicodedata

HASH_CHARACTERS = 16  # 64 bits: under one expected collision in a thousand million rows of one kind

_SPACE = re.compile(r"\s+")


def stable_id(prefix: str, *fields: str | int | None) -> str:
    """Return ``prefix-`` and 16 hex digits that depend on the fields and their order only.

    ``None`` and the empty string give different ids.
    """
    digest = hashlib.blake2b(digest_size=HASH_CHARACTERS // 2)
    for field in fields:
        digest.update(b"\x00" if field is None else b"\x01" + str(field).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1f")
    return f"{prefix}-{digest.hexdigest()}"


def document_id(canonical_url: str) -> str:
    """Return the id of the document that a canonical URL names."""
    return stable_id("doc", canonical_url)


def sentence_id(document: str, position: int) -> str:
    """Return the id of a document's n-th sentence, counted from 0."""
    return f"{document}:{position:04d}"


def relation_id(subject_id: str, predicate: str, object_id: str) -> str:
    """Return the id of a relation; networkx uses it as the key of the edge."""
    return stable_id("rel", subject_id, predicate, object_id)


def event_id(type_: str, date: str | None, about_id: str | None, discriminator: str | None = None) -> str:
    """Return the id of an event; ``discriminator`` keeps apart events that are about nothing in the register."""
    return stable_id("evt", type_, date, about_id, discriminator)


def candidate_id(label: str, name: str) -> str:
    """Return the id of the candidate that a name unknown to the register stands for."""
    return stable_id("cand", label, normalize_name(name))


def normalize_name(name: str) -> str:
    """Return the form in which two names are compared: NFKC, lower case, straight quotes, no leading article."""
    text = unicodedata.normalize("NFKC", name).replace("’", "'").casefold()
    text = _SPACE.sub(" ", text).strip()
    text = text.removesuffix("'s").removeprefix("the ")
    return text.strip(" .,;:\"'")


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes as hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
