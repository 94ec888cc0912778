"""The trained parts: shipped, installed under another name, absent; their metadata; how training text is made."""

from __future__ import annotations

import json
import re
import shutil

import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span

import extract.model as models
from extract.document import Line, Sheet
from extract.model.invented import NameMaker
from extract.model.train import KEPT, PARTS, score, with_invented_names, write_corpora
from extract.model_names import ModelNames
from extract.unknown import Unknown
from kb.errors import ContractError

SENTENCE = "The agency said that the company published its models."


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The shipped syntax model, laid out as pip installs an `en_core_web_*` package."""
    package = tmp_path / "en_core_web_own"
    data = package / "en_core_web_own-1.0.0"
    shutil.copytree(models.SYNTAX, data)
    meta = json.loads((data / "meta.json").read_text(encoding="utf-8")) | {"name": "core_web_own", "version": "1.0.0"}
    for place in (package, data):
        (place / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (package / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n"
        "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n",
        encoding="utf-8",
    )
    info = tmp_path / "en_core_web_own-1.0.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: en_core_web_own\nVersion: 1.0.0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return "en_core_web_own"


def parse(nlp):
    return [(token.text, token.pos_, token.dep_, token.head.text) for token in nlp(SENTENCE)]


def test_the_shipped_syntax_finds_subject_verb_and_object():
    rows = {text: (pos, dep, head) for text, pos, dep, head in parse(models.load_syntax())}
    assert rows["agency"] == ("NOUN", "nsubj", "said")
    assert rows["models"] == ("NOUN", "obj", "published")


def test_the_shipped_name_finder_finds_a_person_it_cannot_know():
    doc = models.load_names()("The bill was praised by Oona Trelawny of the Lantern Institute.")
    assert ("Oona Trelawny", "PERSON") in [(ent.text, ent.label_) for ent in doc.ents]


def test_an_installed_model_is_used_by_its_name_and_gives_the_same_parse(installed):
    nlp = models.load_syntax(installed)
    assert (nlp.meta["name"], parse(nlp)) == ("core_web_own", parse(models.load_syntax()))
    assert models.load_names(installed) is None  # it has no name finder
    assert models.model_digest(installed) == "core_web_own-1.0.0"


def test_a_model_that_is_not_there_or_cannot_parse_is_refused(tmp_path):
    with pytest.raises(ContractError, match="model 'en_core_web_none' is not installed"):
        models.load_syntax("en_core_web_none")
    with pytest.raises(ContractError, match="cannot be loaded"):
        models.load_syntax(str(tmp_path))
    with pytest.raises(ContractError, match="has no parser"):
        models.load_syntax(str(models.NAMES))


def test_without_the_trained_parts_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(models, "SYNTAX", tmp_path / "syntax")
    monkeypatch.setattr(models, "NAMES", tmp_path / "names")
    assert (models.load_syntax(), models.load_names()) == (None, None)


@pytest.mark.parametrize("part", ["syntax", "names"])
def test_card_and_metadata_agree_and_name_no_place_of_training(part):
    folder = models.FOLDER / part
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    card = (models.FOLDER / "CARD.md").read_text(encoding="utf-8")
    assert meta["license"] == "CC BY-SA 4.0"
    assert tuple(meta["pipeline"]) == KEPT[part]
    assert set(meta["performance"]) == set(PARTS[part]["test"])
    for source in meta["sources"]:
        assert f"| `{source['file']}` | `{source['sha256']}` |" in card
    for name, scores in meta["performance"].items():
        value = scores["dep_las"] if part == "syntax" else scores["ents_f"]
        row = next(line for line in card.splitlines() if line.startswith(f"| {name} |"))
        assert f"| {100 * value:.1f} |" in row
    config = (folder / "config.cfg").read_text(encoding="utf-8")
    assert not re.search(r"= ?\"?/", config)


def gold_text() -> Doc:
    doc = Doc(
        spacy.blank("en").vocab, words=["Ada", "Lund", "joined", "Orbis", "in", "Ghent", ";", "Ada", "Lund", "left"]
    )
    doc.set_ents([Span(doc, 0, 2, "PERSON"), Span(doc, 3, 4, "ORG"), Span(doc, 5, 6, "LOC"), Span(doc, 7, 9, "PERSON")])
    return doc


def test_invented_names_keep_labels_order_and_identity_within_a_text():
    made = with_invented_names([gold_text()] * 40)
    assert len(made) == 120
    assert {tuple(ent.label_ for ent in doc.ents) for doc in made} == {("PERSON", "ORG", "LOC", "PERSON")}
    assert all(doc.ents[0].text == doc.ents[3].text for doc in made)
    assert all("joined" in doc.text and doc.text.endswith("left ") for doc in made)
    kept = sum(doc.ents[0].text == "Ada Lund" for doc in made) / len(made)
    assert 0.15 < kept < 0.45  # 30 % keep their name
    assert [doc.text for doc in made] == [doc.text for doc in with_invented_names([gold_text()] * 40)]


def test_invented_names_have_the_shape_asked_for():
    maker = NameMaker(7)
    people = [maker.make("PERSON", ["Ada", "Lund"]) for _ in range(50)]
    assert all(2 <= len(name) <= 3 and all(word[0].isupper() for word in name) for name in people)
    assert all(len(maker.make("PERSON", ["Lund"])) == 1 for _ in range(50))
    assert all(maker.make("ORG", ["NATO"])[0].isupper() for _ in range(50))


def test_corpora_are_written_and_a_model_is_scored_on_its_own_tokens(tmp_path):
    treebank = tmp_path / "bank"
    treebank.mkdir()
    for names in PARTS["names"].values():
        for name in names:
            DocBin(docs=[gold_text()]).to_disk(treebank / f"{name}.spacy")
    folder = write_corpora("names", treebank, tmp_path / "corpus")
    vocab = spacy.blank("en").vocab
    sizes = {path.name: len(list(DocBin().from_disk(path).get_docs(vocab))) for path in sorted(folder.rglob("*.spacy"))}
    assert sizes == {"n_uner_dev.spacy": 1, "n_gum_train.spacy": 3, "n_wg_train.spacy": 3, "n_cn_train.spacy": 3}
    ruler = spacy.blank("en")
    ruler.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ada Lund"}])
    scores = score(ruler, treebank / "n_uner_test.spacy")
    assert (scores["ents_p"], scores["ents_r"], scores["ents_f"]) == (1.0, 0.5, 0.6667)


def revise(text: str, *unknown: Unknown):
    finder = spacy.blank("en")
    finder.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "PERSON", "pattern": "Oona Trelawny"},
            {"label": "ORG", "pattern": "Quaver Lund"},
            {"label": "LOC", "pattern": "Ghent Hills"},
        ]
    )
    component = ModelNames()
    component.use(finder)
    sheet = Sheet(text=text, lines=[Line(0, len(text), "prose", 0)], unknown=list(unknown))
    doc = spacy.blank("en").make_doc(text)
    doc._.sheet = sheet
    component(doc)
    return [(item.text, item.label) for item in sheet.unknown]


def guess(text: str, name: str, label: str, score_: float) -> Unknown:
    start = text.index(name)
    return Unknown(start, start + len(name), name, label, score_, "guess")


def test_the_name_finder_settles_unsure_names_only():
    text = "Oona Trelawny met Quaver Lund near Ghent Hills."
    unsure = [
        guess(text, "Oona Trelawny", "ORGANISATION", 0.4),
        guess(text, "Quaver Lund", "PERSON", 0.5),
        guess(text, "Ghent Hills", "COMPANY", 0.4),
    ]
    assert revise(text, *unsure) == [
        ("Oona Trelawny", "PERSON"),
        ("Quaver Lund", "ORGANISATION"),
        ("Ghent Hills", "COMPANY"),  # its places are not believed: they are mostly firms
    ]
    cued = [guess(text, "Oona Trelawny", "ORGANISATION", 0.55), guess(text, "Quaver Lund", "PERSON", 0.9)]
    assert revise(text, *cued, guess(text, "Ghent Hills", "COMPANY", 0.4)) == [
        ("Oona Trelawny", "ORGANISATION"),
        ("Quaver Lund", "PERSON"),
        ("Ghent Hills", "COMPANY"),
    ]


def test_the_name_finder_adds_people_in_lines_it_reads():
    text = "Oona Trelawny met Quaver Lund near Ghent Hills."
    sure, unsure = guess(text, "Quaver Lund", "PERSON", 0.9), guess(text, "Ghent Hills", "COMPANY", 0.4)
    assert revise(text, sure, unsure)[0] == ("Oona Trelawny", "PERSON")
    assert revise(text, sure) == [("Quaver Lund", "PERSON")]  # a line without an unsure name is not read at all
