"""A small register in our own words, so that the tests of reading stand without the shipped data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from extract.document import Sheet
from extract.pipeline import build_pipeline
from extract.read import read_sheet
from kb.model import Document, Entity, Instrument, Name, Office
from kb.register import Register

_ENTITIES = [
    ("jur-us", "JURISDICTION", "United States", None, None, ["U.S.", "US", "America"]),
    ("jur-eu", "JURISDICTION", "European Union", None, None, ["EU"]),
    ("jur-cn", "JURISDICTION", "China", None, None, []),
    ("us-nsa", "AGENCY", "National Security Agency", "us-dow", "jur-us", ["NSA"]),
    ("us-dow", "AGENCY", "Department of Defense", None, "jur-us", ["Pentagon"]),
    ("us-treasury", "AGENCY", "Department of the Treasury", None, "jur-us", ["Treasury Department", "Treasury"]),
    ("us-commerce", "AGENCY", "Department of Commerce", None, "jur-us", ["Commerce Department"]),
    ("us-caisi", "AGENCY", "Center for AI Standards and Innovation", "us-nist", "jur-us", ["CAISI"]),
    ("us-nist", "AGENCY", "National Institute of Standards and Technology", "us-commerce", "jur-us", ["NIST"]),
    ("us-ftc", "AGENCY", "Federal Trade Commission", None, "jur-us", ["FTC"]),
    ("eu-commission", "AGENCY", "European Commission", None, "jur-eu", []),
    ("eu-parliament", "AGENCY", "European Parliament", None, "jur-eu", []),
    ("eu-ai-office", "AGENCY", "European AI Office", "eu-commission", "jur-eu", ["AI Office"]),
    ("anthropic", "COMPANY", "Anthropic", None, None, []),
    ("openai", "COMPANY", "OpenAI", None, None, []),
    ("xai", "COMPANY", "xAI", None, None, []),
    ("meta", "COMPANY", "Meta", None, None, []),
    ("claude-mythos", "MODEL", "Claude Mythos", "anthropic", None, ["Mythos"]),
    ("claude", "MODEL", "Claude", "anthropic", None, []),
    ("project-glasswing", "PROGRAMME", "Project Glasswing", None, None, ["Glasswing"]),
    ("ai-clearinghouse", "PROGRAMME", "AI cybersecurity clearinghouse", None, "jur-us", ["Gold Eagle"]),
    ("duty-conformity-assessment", "OBLIGATION", "conformity assessment", None, "jur-eu", []),
    ("donald-trump", "PERSON", "Donald Trump", None, "jur-us", ["Trump"]),
    ("scott-bessent", "PERSON", "Scott Bessent", None, "jur-us", []),
    ("public-citizen", "ORGANISATION", "Public Citizen", None, "jur-us", []),
    ("eo-14409", "INSTRUMENT", "Promoting Advanced Artificial Intelligence Innovation and Security", None, "jur-us",
     ["Executive Order 14409"]),
    ("eo-14110", "INSTRUMENT", "Safe, Secure, and Trustworthy Development and Use of AI", None, "jur-us",
     ["Executive Order 14110"]),
    ("eu-ai-act", "INSTRUMENT", "EU AI Act", None, "jur-eu", ["AI Act"]),
]  # fmt: skip
_CONTEXT = [
    ("eu-commission", "Commission"),
    ("us-ftc", "Commission"),
    ("eu-parliament", "Parliament"),
    ("us-commerce", "Commerce"),
]


def _instrument(id_: str, type_: str, binding: str, signed: str | None, status: str, position: int) -> Instrument:
    title = next(row[2] for row in _ENTITIES if row[0] == id_)
    return Instrument(
        id=id_, type=type_, binding=binding, title=title, short_title=title, signed=signed, status=status,
        position=position,
    )  # fmt: skip


def small_register() -> Register:
    """Return the register of these tests."""
    entities = tuple(
        Entity(id=id_, label=label, name=name, parent_id=parent, jurisdiction=place)
        for id_, label, name, parent, place, _ in _ENTITIES
    )
    names = [
        Name(id=f"{row[0]}:{text}", entity_id=row[0], name=text, kind="canonical" if text == row[2] else "alias")
        for row in _ENTITIES
        for text in [row[2], *row[5]]
    ]
    names += [Name(id=f"{id_}:{text}", entity_id=id_, name=text, kind="short", context=True) for id_, text in _CONTEXT]
    names.append(Name(id="dow", entity_id="us-dow", name="Department of War", kind="alias", valid_from="2025-09-05"))
    return Register(
        entities=entities,
        names=tuple(names),
        offices=(
            Office(
                id="o1", person_id="scott-bessent", body_id="us-treasury", post="Secretary", valid_from="2025-01-28"
            ),
        ),
        instruments=(
            _instrument("eo-14409", "executive_order", "mixed", "2026-06-02", "in_force", 1),
            _instrument("eo-14110", "executive_order", "binding", "2023-10-30", "repealed", 2),
            _instrument("eu-ai-act", "regulation", "binding", "2024-06-13", "in_force", 3),
        ),
    )


@pytest.fixture(scope="session")
def register() -> Register:
    return small_register()


@pytest.fixture(scope="session")
def rules(register: Register) -> Language:
    """The pipeline without trained parts, so that the tests need no model."""
    return build_pipeline(register, profile="rules")


@pytest.fixture(scope="session")
def sheet(rules: Language) -> Callable[..., Sheet]:
    """Read a text published on Wednesday 3 June 2026 unless said otherwise."""

    def read(text: str, *, published: str = "2026-06-03", title: str = "", kind: str = "news") -> Sheet:
        return read_sheet(rules, article(text, published=published, title=title, kind=kind))

    return read


def article(text: str, *, published: str = "2026-06-03", title: str = "", kind: str = "news") -> Document:
    """Return a document of these tests."""
    return Document(
        id="doc-test", url="https://paper.example/1", title=title, published=published, language="en", kind=kind,
        text=text, text_sha256="", fetched_at="2026-06-04T00:00:00Z",
    )  # fmt: skip
