"""What makes reading fast must not change what is read: selection, batches, shortcuts, versions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract import lexicon, pattern_check
from extract.date_patterns import _BRANCHES, DATE
from extract.document import sheet_for
from extract.model import multiply_fast
from extract.pattern_check import check_patterns
from extract.pipeline import build_pipeline, extractor_version
from extract.read import read_document, read_documents
from extract.relation_patterns import _needed_slots
from extract.run import Batch, read_batch
from extract.selection import Selector, forms
from extract.wordings import WordingIndex
from kb.datafiles import find_data, load_register
from kb.errors import ContractError
from kb.ids import document_id, text_hash
from kb.model import Document, ProvisionText
from kb.register import Register

TEXTS = (
    "Donald Trump signed Executive Order 14409 on Tuesday. The weather was fine in May 2026.",
    "“We welcome the order,” said Marla Quist of Tidewater Labs. OpenAI has submitted its model to the Center for AI "
    "Standards and Innovation.",
    "On 2 August 2026 the AI Act applies. Google and Microsoft criticised the AI Act.",
)


def _document(text: str, kind: str = "news", name: str = "a") -> Document:
    url = f"https://speed.example/{name}"
    return Document(
        id=document_id(url), url=url, kind=kind, text=text, text_sha256=text_hash(text), published="2026-05-06",
        fetched_at="2026-05-06T00:00:00Z",
    )  # fmt: skip


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register(find_data())


def test_a_batch_reads_what_single_documents_read(register: Register) -> None:
    nlp = build_pipeline(register)
    documents = [_document(text, name=str(number)) for number, text in enumerate(TEXTS)]
    alone = [read_document(nlp, document, "v") for document in documents]
    assert read_documents(nlp, documents, "v") == alone
    assert sum(len(reading.relations) for reading in alone) > 0


def test_a_fault_costs_one_document_of_a_batch(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = build_pipeline(register, profile="rules")
    component = nlp.get_pipe("crosswalk_dates")
    plain = type(component).__call__

    def faulty(self: object, doc: object) -> object:
        if "weather" in doc.text:  # type: ignore[attr-defined]
            raise ValueError("a bug in a rule")
        return plain(self, doc)

    monkeypatch.setattr(type(component), "__call__", faulty)
    batch = Batch(tuple(_document(text, name=str(number)) for number, text in enumerate(TEXTS)), {})
    outcomes = read_batch(nlp, batch, "v")
    assert [outcome.fault for outcome in outcomes] == ["ValueError: a bug in a rule", None, None]


def test_provisions_reach_the_reader_of_obligations(register: Register) -> None:
    text = "Article 7\nProviders shall keep logs for six months."
    law = _document(text, kind="law")
    row = ProvisionText(
        id="p", document_id=law.id, key="art_7", kind="article", number="7", position=0, start=0, end=len(text)
    )
    nlp = build_pipeline(register, profile="rules")
    (outcome,) = read_batch(nlp, Batch((law,), {law.id: (row,)}), "v")
    assert outcome.reading is not None
    assert [duty.provision_key for duty in outcome.reading.obligation_evidence] == ["art_7"]


def test_only_sentences_that_may_hold_a_relation_are_parsed(register: Register) -> None:
    nlp = build_pipeline(register, profile="rules")
    doc = nlp.make_doc(" ".join(TEXTS))
    doc._.sheet = sheet_for(_document(" ".join(TEXTS)))
    nlp(doc)
    sheet = doc._.sheet
    chosen = [sheet.line_text(number) for number in Selector().wanted(sheet)]
    assert any("signed" in line for line in chosen)
    assert any("criticised" in line for line in chosen)
    assert not any("weather" in line for line in chosen)


def test_selection_knows_the_forms_of_a_word() -> None:
    assert {"sign", "signs", "signed", "signing"} <= forms("sign")
    assert {"founded"} <= forms("co-found")
    assert {"given", "gave"} <= forms("give")


def test_names_end_where_words_end() -> None:
    index = WordingIndex(["OpenAI", "U.S.", "Center for AI Standards", "Center", "Moody's"])

    def found(text: str) -> list[str]:
        return [text[start:end] for start, end in index.spans(text)]

    assert found("OpenAI-backed, OpenAI’s (OpenAI)") == ["OpenAI"] * 3
    assert found("see openai.com, OpenAIs, @OpenAI_news") == []
    assert found("the Center for AI Standards.") == ["Center for AI Standards", "Center"]
    assert found("Moody’s and the U.S.-China talks") == ["Moody’s", "U.S."]
    assert found("İstanbul's OpenAI") == ["OpenAI"]  # a letter that is two in lower case moves no offset


def test_the_openings_of_dates_lose_no_date() -> None:
    branches = "|".join(f"(?P<{name}>(?:{pattern})(?!\\w))" for name, pattern in _BRANCHES.items())
    everything = re.compile(rf"(?<!\w)(?=\w)(?:{branches})", re.IGNORECASE)
    samples = "\n".join(path.read_text("utf-8") for path in sorted((find_data() / "gold" / "dev").glob("*.json")))
    samples += (
        "in May; the first quarter of 2026; Q3 2026; mid-2027; back in June; about three weeks ago; nine days later; "
        "on the same day; over the weekend; this morning; late last year; 3-5 March; two months from now"
    )
    wanted = [match.span() for match in everything.finditer(samples)]
    assert len(wanted) > 50
    assert [match.span() for match in DATE.finditer(samples)] == wanted


def test_needed_slots_are_those_outside_brackets() -> None:
    assert _needed_slots("{s:COMPANY} [{x:DATE}] ~2 {o:MODEL|PROGRAMME}") == [
        frozenset({"COMPANY"}),
        frozenset({"MODEL", "PROGRAMME"}),
    ]
    assert _needed_slots(r"{s:PERSON} \( ^3 {o:AGENCY} \)") == [frozenset({"PERSON"}), frozenset({"AGENCY"})]
    assert _needed_slots("({s:PERSON}|{s:AGENCY}) signed") == []


@pytest.mark.parametrize(
    ("file", "broken"),
    [
        ("claims.yml", "voluntary_nouns: [framework, no]\n"),
        ("references.yml", "other_words: [another]\n"),
        ("stance.yml", "for_it: [welcome*]\n"),
        ("quotes.yml", "said: {a: b}\n"),
    ],
)
def test_a_broken_pattern_file_is_told_before_the_first_text(
    file: str, broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in lexicon.FOLDER.glob("*.yml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / file).write_text(broken, "utf-8")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    monkeypatch.setattr(pattern_check, "FOLDER", tmp_path)
    _forget()
    try:
        with pytest.raises(ContractError, match=file.removesuffix(".yml")):
            check_patterns()
    finally:
        monkeypatch.undo()
        _forget()


def _forget() -> None:
    from extract import claim_subjects, positions, reference_words, stance

    kept = (lexicon.load_patterns, lexicon.words, claim_subjects.any_of, positions.said, reference_words.heads,
            reference_words.other_words, stance._cues, stance._shapes)  # fmt: skip
    for held in kept:
        held.cache_clear()


def test_the_version_follows_the_trained_files(register: Register) -> None:
    nlp = build_pipeline(register)
    before = extractor_version(register, nlp)
    assert extractor_version(register, nlp) == before
    nlp.meta["crosswalk"]["files"] = "others"
    assert extractor_version(register, nlp) != before


def test_fast_products_give_the_same_parse(register: Register) -> None:
    spacy_model = pytest.importorskip("extract.model").SYNTAX
    if not (spacy_model / "config.cfg").is_file():
        pytest.skip("no trained parser is shipped")
    import spacy

    slow, fast = spacy.load(spacy_model), multiply_fast(spacy.load(spacy_model))
    for text in TEXTS:
        assert [(t.dep_, t.head.i, t.tag_) for t in slow(text)] == [(t.dep_, t.head.i, t.tag_) for t in fast(text)]
