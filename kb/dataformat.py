"""The fields of every file under `data/`: the machine's half of data/FORMAT.md (a test holds the two together)."""

from __future__ import annotations

from enum import StrEnum

from kb.datayaml import Field
from kb.vocabulary import (
    NAME_LABELS,
    Attribute,
    Confidence,
    Degree,
    Deontic,
    DocumentKind,
    EventType,
    Label,
    LegalStatus,
)

NAME_KINDS = ("alias", "acronym", "former", "short", "misspelling")
SOURCE_KINDS = ("feed", "page", "federal_register", "eurlex", "formex", "watch")
INSTRUMENT_TYPES = (
    "executive_order",
    "presidential_memorandum",
    "binding_operational_directive",
    "regulation",
    "implementing_regulation",
    "directive",
    "statute",
    "state_statute",
    "bill",
    "draft",
    "agreement",
    "accord",
    "code_of_practice",
    "guidelines",
    "standard",
    "convention",
    "policy_plan",
)
BINDING = ("binding", "voluntary", "mixed", "none")
COMMITMENT_STATES = (
    "signed",
    "agreed",
    "refused",
    "invited",
    "withdrew",
    "renewed",
    "renegotiated",
    "page_removed",
    "broken",
    "superseded",
)
EVIDENCE_KINDS = ("claimed", "verified", "differs")
VERDICTS = ("positive", "negative", "unsure")


def words(kind: type[StrEnum]) -> tuple[str, ...]:
    """Return the values of an enumeration in its own order."""
    return tuple(member.value for member in kind)


LABELS = tuple(label for label in words(Label) if label in NAME_LABELS)

SLUG = Field(required=True, pattern=r"[a-z0-9]+(-[a-z0-9]+)*", means="an id of small letters, digits and hyphens")
KEY = Field(
    pattern=r"(art|anx|rct|chp|sec|par)_[0-9A-Za-z]+(\.[0-9A-Za-z]+)*", means="a provision key such as art_43.1"
)
TEXT = Field()
REQUIRED = Field(required=True)
DATE = Field("date")
DATE_REQUIRED = Field("date", required=True)
INTEGER = Field("integer")
CONFIDENCE = Field(required=True, words=words(Confidence))
STATUS = Field(required=True, words=words(LegalStatus))

ENTITY = {
    "id": SLUG,
    "label": Field(required=True, words=LABELS),
    "name": REQUIRED,
    "context": Field("flag"),
    "jurisdiction": TEXT,
    "parent": TEXT,
    "description": REQUIRED,
    "confidence": CONFIDENCE,
    "as_of": DATE_REQUIRED,
    "source": REQUIRED,
    "names": Field(
        "rows",
        fields={
            "name": REQUIRED,
            "kind": Field(required=True, words=NAME_KINDS),
            "from": DATE,
            "to": DATE,
            "context": Field("flag"),
            "source": TEXT,
        },
    ),
}
OFFICE = {
    "person": REQUIRED,
    "body": REQUIRED,
    "post": REQUIRED,
    "from": DATE,
    "to": DATE,
    "confidence": CONFIDENCE,
    "source": REQUIRED,
}
JUDGEMENT = {
    "left": REQUIRED,
    "right": REQUIRED,
    "verdict": Field(required=True, words=VERDICTS),
    "by": REQUIRED,
    "at": DATE_REQUIRED,
    "reason": TEXT,
}
INSTRUMENT = {
    "id": SLUG,
    "type": Field(required=True, words=INSTRUMENT_TYPES),
    "binding": Field(required=True, words=BINDING),
    "title": REQUIRED,
    "short_title": REQUIRED,
    "number": TEXT,
    "celex": TEXT,
    "citation": TEXT,
    "signed": DATE,
    "published": DATE,
    "in_force": DATE,
    "ended": DATE,
    "status": STATUS,
    "superseded_by": TEXT,
    "position": Field("integer", required=True),
}
VERSION = {
    "applies_from": DATE,
    "valid_from": DATE,
    "valid_to": DATE,
    "recorded_from": DATE_REQUIRED,
    "recorded_to": DATE,
    "status": STATUS,
    "basis": REQUIRED,
}
PROVISION = {
    "key": Field(required=True, pattern=KEY.pattern, means=KEY.means),
    "citation": REQUIRED,
    "heading": TEXT,
    "summary": REQUIRED,
    "actor": TEXT,
    "action": TEXT,
    "days": INTEGER,
    "confidence": CONFIDENCE,
    "source": REQUIRED,
    "versions": Field("rows", required=True, fields=VERSION),
}
PROVISIONS = {"instrument": REQUIRED, "provisions": Field("rows", required=True, fields=PROVISION)}
OBLIGATION = {
    "id": SLUG,
    "instrument": REQUIRED,
    "key": Field(required=True, pattern=KEY.pattern, means=KEY.means),
    "citation": REQUIRED,
    "duty": TEXT,
    "addressee": REQUIRED,
    "modality": Field(required=True, words=words(Deontic)),
    "scope": TEXT,
    "summary": REQUIRED,
    "timing": TEXT,
    "applies_from": DATE,
    "applies_from_annex_i": DATE,
    "penalty": TEXT,
    "topic": REQUIRED,
    "note": TEXT,
    "confidence": CONFIDENCE,
    "as_of": DATE_REQUIRED,
    "source": REQUIRED,
}
COMMITMENT = {
    "id": SLUG,
    "maker": REQUIRED,
    "addressee": TEXT,
    "instrument": TEXT,
    "text": REQUIRED,
    "state": Field(required=True, words=COMMITMENT_STATES),
    "date": DATE,
    "valid_from": DATE,
    "valid_to": DATE,
    "recorded_from": DATE_REQUIRED,
    "recorded_to": DATE,
    "follows": TEXT,
    "confidence": CONFIDENCE,
    "source": REQUIRED,
}
DEADLINE = {
    "id": SLUG,
    "instrument": REQUIRED,
    "key": KEY,
    "citation": REQUIRED,
    "actor_id": TEXT,
    "actor": REQUIRED,
    "action": REQUIRED,
    "days": INTEGER,
    "counted_from": Field("day"),
    "due": DATE_REQUIRED,
    "claimed_on": DATE,
    "verified_on": DATE,
    "note": TEXT,
    "valid_from": DATE,
    "valid_to": DATE,
    "recorded_from": DATE_REQUIRED,
    "recorded_to": DATE,
    "status": STATUS,
    "basis": REQUIRED,
    "confidence": CONFIDENCE,
    "source": REQUIRED,
    "evidence": Field(
        "rows",
        fields={
            "kind": Field(required=True, words=EVIDENCE_KINDS),
            "date": DATE,
            "statement": REQUIRED,
            "source": REQUIRED,
        },
    ),
}
EVENT = {
    "id": SLUG,
    "date": DATE_REQUIRED,
    "type": Field(required=True, words=words(EventType)),
    "title": REQUIRED,
    "about": TEXT,
    "participants": TEXT,
    "confidence": CONFIDENCE,
    "source": REQUIRED,
}
DISPUTED = {
    "id": SLUG,
    "question": REQUIRED,
    "about": REQUIRED,
    "also": Field("list", item=TEXT),
    "attribute": Field(words=words(Attribute)),
    "resolution": TEXT,
    "versions": Field(
        "rows",
        required=True,
        fields={
            "value": REQUIRED,
            "claim": TEXT,
            "followed": Field("flag"),
            "note": TEXT,
            # A version is what one side says: that sides differ is said of the whole.
            "confidence": Field(required=True, words=tuple(word for word in words(Confidence) if word != "disputed")),
            "as_of": DATE_REQUIRED,
            "source": REQUIRED,
        },
    ),
}
QUESTION = {
    "id": SLUG,
    "topic": REQUIRED,
    "question": REQUIRED,
    "help": TEXT,
    "attributes": Field("list", item=Field(words=words(Attribute))),
}
CELL = {
    "question": REQUIRED,
    "value": REQUIRED,
    "degree": Field(required=True, words=words(Degree)),
    "citation": TEXT,
    "set_by": REQUIRED,
    "set_at": DATE_REQUIRED,
    "valid_from": DATE,
    "valid_to": DATE,
    "recorded_from": DATE_REQUIRED,
    "recorded_to": DATE,
    "status": STATUS,
    "basis": TEXT,
    "confidence": CONFIDENCE,
    "source": REQUIRED,
    "evidence": Field("rows", fields={"provision": KEY, "url": TEXT, "quote": TEXT}),
}
CELLS = {"instrument": REQUIRED, "cells": Field("rows", required=True, fields=CELL)}
SOURCE = {
    "id": SLUG,
    "name": REQUIRED,
    "publisher": REQUIRED,
    "jurisdiction": TEXT,
    "kind": Field(required=True, words=SOURCE_KINDS),
    "url": Field(required=True, pattern=r"https?://\S+", means="an http(s) address"),
    "licence": REQUIRED,
    "schedule": REQUIRED,
    "expected_per_week": Field("number"),
    "official": Field("flag", required=True),
    "document_kind": Field(required=True, words=tuple(kind for kind in words(DocumentKind) if kind != "note")),
    "instrument": TEXT,
    "language": Field(required=True, pattern=r"[a-z]{2}", means="a language code such as en"),
    "full_text": Field("flag", required=True),
}
