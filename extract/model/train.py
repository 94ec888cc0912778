"""Train the shipped syntax model and name finder again: `python -m extract.model.train --treebank DIR --out DIR`.

The treebank folder holds DocBin files (`ewt_*`, `gum_*_free`, `n_*`; see CARD.md for where they come from). Each part
takes about half an hour on one core. Nothing in the package is overwritten: copy `OUT/<part>/model` by hand when its
scores, printed at the end, are better.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from spacy.cli.train import train as train_spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example

from extract.model.invented import NameMaker

HERE = Path(__file__).parent
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "syntax": {
        "train": ("ewt_train", "gum_train_free"),
        "dev": ("ewt_dev", "gum_dev_free"),
        "test": ("ewt_test", "gum_test_free"),
    },
    "names": {
        "train": ("n_gum_train", "n_wg_train", "n_cn_train"),
        "dev": ("n_uner_dev",),
        "test": ("n_uner_test", "n_wg_test", "n_cn_test"),
    },
}
# What each part keeps. The morphologizer is there for its parts of speech (`token.pos_`).
KEPT = {"syntax": ("tok2vec", "tagger", "morphologizer", "parser", "trainable_lemmatizer"), "names": ("tok2vec", "ner")}
REPLACED = 0.7  # share of names replaced by invented ones; see invented.py
COPIES = 3  # each training text, with other invented names each time
SCORES = (
    "tag_acc",
    "pos_acc",
    "lemma_acc",
    "dep_uas",
    "dep_las",
    "sents_f",
    "ents_p",
    "ents_r",
    "ents_f",
    "ents_per_type",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the parts asked for and print their test scores as JSON."""
    parser = argparse.ArgumentParser(prog="python -m extract.model.train", description=__doc__)
    parser.add_argument("--treebank", type=Path, required=True, help="folder of DocBin files")
    parser.add_argument("--out", type=Path, required=True, help="folder for corpora and models")
    parser.add_argument("--part", choices=sorted(PARTS), action="append", help="default: both")
    parser.add_argument("--only-package", action="store_true", help="package and score what OUT already holds")
    options = parser.parse_args(arguments)
    for part in options.part or list(PARTS):  # the name finder starts from the syntax model
        folder = options.out / part
        if not options.only_package:
            corpora = write_corpora(part, options.treebank, folder / "corpus")
            overrides = {"paths.train": str(corpora / "train"), "paths.dev": str(corpora / "dev")}
            if part == "names":
                fresh = options.out / "syntax" / "model"
                overrides["paths.syntax"] = str(fresh if fresh.is_dir() else HERE / "syntax")
            train_spacy(HERE / f"{part}.cfg", folder / "run", overrides=overrides)
        scores = package(part, folder / "run" / "model-best", options.treebank, folder / "model")
        json.dump({part: scores}, sys.stdout, indent=1, sort_keys=True)
        print()
    return 0


def write_corpora(part: str, treebank: Path, folder: Path) -> Path:
    """Write the training and development corpora of a part and return their folder."""
    blank = spacy.blank("en")
    for split in ("train", "dev"):
        (folder / split).mkdir(parents=True, exist_ok=True)
        for name in PARTS[part][split]:
            source = treebank / f"{name}.spacy"
            target = folder / split / source.name
            if part == "names" and split == "train":
                docs = list(DocBin().from_disk(source).get_docs(blank.vocab))
                DocBin(docs=with_invented_names(docs)).to_disk(target)
            else:
                shutil.copyfile(source, target)
    return folder


def with_invented_names(docs: Iterable[Doc], *, seed: int = 0) -> list[Doc]:
    """Return copies of the texts in which most names are replaced by invented ones of the same label."""
    maker = NameMaker(seed)
    chance = random.Random(seed)  # noqa: S311 - shuffling, not secrets
    return [_renamed(doc, maker, chance) for _ in range(COPIES) for doc in docs]


def _renamed(doc: Doc, maker: NameMaker, chance: random.Random) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    names: list[tuple[int, int, str]] = []
    chosen: dict[tuple[str, str], list[str]] = {}  # one name stays one name within a text
    position = 0
    for ent in doc.ents:
        words += [token.text for token in doc[position : ent.start]]
        spaces += [bool(token.whitespace_) for token in doc[position : ent.start]]
        printed = [token.text for token in ent]
        key = (ent.label_, ent.text)
        if key not in chosen:
            chosen[key] = maker.make(ent.label_, printed) if chance.random() < REPLACED else printed
        kept = chosen[key] == printed
        names.append((len(words), len(words) + len(chosen[key]), ent.label_))
        words += chosen[key]
        spaces += (
            [bool(token.whitespace_) for token in ent]
            if kept
            else [True] * (len(chosen[key]) - 1) + [bool(ent[-1].whitespace_)]
        )
        position = ent.end
    words += [token.text for token in doc[position:]]
    spaces += [bool(token.whitespace_) for token in doc[position:]]
    renamed = Doc(doc.vocab, words=words, spaces=spaces)
    renamed.set_ents([Span(renamed, start, end, label) for start, end, label in names])
    return renamed


def package(part: str, trained: Path, treebank: Path, folder: Path) -> dict[str, object]:
    """Write the parts of a trained model that are shipped, with scores and hashes in its meta; return the scores."""
    nlp = spacy.load(trained)
    for name in nlp.pipe_names:
        if name not in KEPT[part]:
            nlp.remove_pipe(name)
    scores: dict[str, object] = {name: score(nlp, treebank / f"{name}.spacy") for name in PARTS[part]["test"]}
    nlp.meta.update(
        name=f"crosswalk_{part}",
        version="1.0.0",
        spacy_version=">=3.8.0,<3.9.0",
        license="CC BY-SA 4.0",
        description="See extract/model/CARD.md",
        author="Crosswalk",
        url="",
        email="",
        sources=[{"file": f"{name}.spacy", "sha256": _sha256(treebank / f"{name}.spacy")} for name in _files(part)],
    )
    nlp.meta["performance"] = scores
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # the trainer's folders say nothing to a reader
    nlp.to_disk(folder)
    return scores


def score(nlp: Language, path: Path) -> dict[str, object]:
    """Return the scores of a model on a DocBin file, read with its own tokens."""
    docs = DocBin().from_disk(path).get_docs(nlp.vocab)
    examples = []
    for doc in docs:
        words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
        examples.append(Example(Doc(nlp.vocab, words=words, spaces=spaces), doc))
    return {key: _short(value) for key, value in nlp.evaluate(examples).items() if key in SCORES and value is not None}


def _short(value: object) -> object:
    if isinstance(value, dict):
        return {key: _short(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def _files(part: str) -> list[str]:
    return [name for names in PARTS[part].values() for name in names]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
