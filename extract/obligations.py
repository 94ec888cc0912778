"""Read what a legal text obliges, forbids, allows, defines and empowers: one row per clause, heads of lists carried.

`read_obligations` is a pure function over a document, its sentences and provisions; the component
`crosswalk_obligations` runs it inside the pipeline. Recitals explain and oblige nobody: they are left out. Matching
rows with the register is the work of `extract/obligation_links.py`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Sheet, sheet_of
from extract.lawdefaults import with_default_bearers
from extract.lawreading import Reading, read_units
from extract.lawunits import split_units
from extract.obligation_links import link_obligations
from kb.ids import sentence_id, stable_id, text_hash
from kb.model import Document, Obligation, ObligationEvidence, ProvisionText, Sentence
from kb.vocabulary import Deontic

ACTION_LENGTH = 600  # characters kept of an action, a condition or an exception


def read_obligations(
    document: Document,
    sentences: Sequence[Sentence],
    provision_texts: Sequence[ProvisionText],
    *,
    obligations: Iterable[Obligation] = (),
    extractor: str = "",
) -> tuple[ObligationEvidence, ...]:
    """Return one row per deontic clause of a legal text, in reading order.

    `obligations` are the register's rows of the document's instrument; a row that a clause matches by provision,
    bearer and wording is linked. A clause outside every sentence gives no row.
    """
    units = split_units(document.text, provision_texts)
    readings = with_default_bearers(read_units(units), units)
    starts = [sentence.start for sentence in sentences]
    rows: list[ObligationEvidence] = []
    for reading in readings:
        position = bisect_right(starts, reading.start) - 1
        if position < 0:
            continue
        targets = [target for citation in reading.citations for target in citation.targets]
        rows.append(
            ObligationEvidence(
                id=stable_id("obl", document.id, reading.start, reading.end, reading.modality),
                document_id=document.id,
                sentence_id=sentences[position].id,
                provision_key=reading.unit.key,
                start=reading.start,
                end=reading.end,
                text=document.text[reading.start : reading.end],
                modality=reading.modality,
                addressee=reading.bearer,
                action=reading.action[:ACTION_LENGTH] or None,
                condition=reading.condition and reading.condition[:ACTION_LENGTH],
                exception=reading.exception and reading.exception[:ACTION_LENGTH],
                citations=json.dumps(list(dict.fromkeys(targets))),
                score=_score(reading),
                method=reading.method,
                extractor=extractor,
            )
        )
    unique = list({row.id: row for row in rows}.values())
    return link_obligations(unique, obligations, instrument_id=document.instrument_id)


def _score(reading: Reading) -> float:
    """Return how sure the row is: named bearers are surer than assumed ones, own verbs than carried ones."""
    score = 0.95 if reading.method != "carried" else 0.9
    if reading.open and reading.modality != Deontic.DEFINITION:
        score -= 0.15 if reading.bearer else 0.2
    return round(score, 2)


class ObligationReader:
    """The component `crosswalk_obligations`: fills `sheet.obligations` of legal texts; the rows name no extractor."""

    def __init__(self) -> None:
        self.obligations: tuple[Obligation, ...] = ()

    def bind(self, known: object, nlp: Language) -> None:
        """Take over the register's obligations, where the knowledge carries them."""
        self.obligations = tuple(getattr(known, "obligations", ()))

    def __call__(self, doc: Doc) -> Doc:
        """Read the obligations of a legal text; any other text is passed on untouched."""
        sheet = sheet_of(doc)
        if sheet.is_law:
            provisions: Sequence[ProvisionText] = getattr(sheet, "provisions", ())
            sheet.obligations = list(
                read_obligations(_document(sheet), _sentences(sheet), provisions, obligations=self.obligations)
            )
        return doc


def _document(sheet: Sheet) -> Document:
    return Document(
        id=sheet.id,
        url=sheet.id,
        kind=sheet.kind,
        text=sheet.text,
        text_sha256=text_hash(sheet.text),
        fetched_at="",
        instrument_id=sheet.instrument,
    )


def _sentences(sheet: Sheet) -> list[Sentence]:
    return [
        Sentence(
            id=sentence_id(sheet.id, number),
            document_id=sheet.id,
            position=number,
            start=line.start,
            end=line.end,
            text=sheet.text[line.start : line.end],
        )
        for number, line in enumerate(sheet.lines)
    ]


@Language.factory("crosswalk_obligations")
def make_obligation_reader(nlp: Language, name: str) -> ObligationReader:
    """Return the component that reads obligations from legal texts."""
    return ObligationReader()
