"""The trained parts: a tagger and parser, and a name finder, shipped with the package or taken from an installed model.

`load_syntax` and `load_names` return a spaCy pipeline, or None when there is nothing to load; callers go on with rules
and say so. How the shipped parts were trained, on what, and how good they are: CARD.md. Licence: LICENSE-MODEL.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import is_package
from thinc.api import Model, NumpyOps

from kb.errors import ContractError

FOLDER = Path(__file__).parent
SYNTAX, NAMES = FOLDER / "syntax", FOLDER / "names"
FACTS = FOLDER / "facts.npz"  # weights of extract/learned
THRESHOLDS = FOLDER / "thresholds.json"  # least probability of a fact, by task and outcome


def load_syntax(name: str | None = None) -> Language | None:
    """Return a pipeline that tags and parses: the shipped one, or that of an installed model such as en_core_web_lg.

    None when nothing is asked for and the shipped model is absent. Raises ContractError when the model asked for is not
    installed or has no parser.
    """
    if name is None:
        return _shipped(SYNTAX)
    nlp = _installed(name, exclude=("ner", "senter"))
    if "parser" not in nlp.pipe_names:
        raise ContractError(f"model {name!r} has no parser (it has {', '.join(nlp.pipe_names) or 'nothing'})")
    return nlp


def load_names(name: str | None = None) -> Language | None:
    """Return a pipeline that finds names: the shipped one, or that of an installed model such as en_core_web_lg.

    Labels: PERSON, ORG and LOC; installed models add their own (GPE, NORP, …). None when there is none, also when the
    installed model asked for finds no names. Raises ContractError when it is not installed.
    """
    if name is None:
        return _shipped(NAMES)
    nlp = _installed(name, exclude=("parser", "senter", "lemmatizer", "trainable_lemmatizer", "attribute_ruler"))
    return nlp if "ner" in nlp.pipe_names else None


def model_digest(name: str | None = None) -> str:
    """Return what tells one set of trained parts from another: a hash of the shipped files, or name and version."""
    if name is not None:
        nlp = _installed(name, exclude=())
        return f"{nlp.meta['name']}-{nlp.meta['version']}"
    return _hash_of_shipped()


@cache
def _hash_of_shipped() -> str:
    hashed = hashlib.blake2b(digest_size=8)
    files = [path for folder in (SYNTAX, NAMES) for path in folder.rglob("*") if path.is_file()]
    for path in sorted([*files, *FOLDER.glob(FACTS.name)]):
        hashed.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()


def _shipped(folder: Path) -> Language | None:
    return multiply_fast(spacy.load(folder)) if (folder / "config.cfg").is_file() else None


def multiply_fast(nlp: Language) -> Language:
    """Let the pipeline's networks multiply matrices with NumPy on the CPU, and return it.

    NumPy's OpenBLAS takes half the time of the library that spaCy uses by itself, for the same parses.
    """
    plain = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            if isinstance(node.ops, NumpyOps):  # a GPU keeps its own
                node.ops = plain
    return nlp


def _installed(name: str, *, exclude: tuple[str, ...]) -> Language:
    if not is_package(name) and not Path(name).is_dir():
        raise ContractError(
            f"model {name!r} is not installed: expected a spaCy model package (such as en_core_web_lg) or a folder"
        )
    try:
        return multiply_fast(spacy.load(name, exclude=list(exclude)))
    except (OSError, ValueError) as error:  # spaCy's words for a folder or package that holds no model
        raise ContractError(f"model {name!r} cannot be loaded: {error}") from error
