"""Build the spaCy pipeline that reads documents, and name the version of it that did.

Importing this module registers every component, so that `spacy.util.load_model_from_config` understands `config.cfg`.
Profiles are the whole (`full`), rules and register without a parser (`rules`), register names and dates only
(`register`), and the trained parts without the register (`model`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, load_config, load_model_from_config

import kb
from extract import (  # noqa: F401  # imported for the component factories they register
    claims,
    dates,
    events,
    linking,
    model_names,
    name_runs,
    names,
    obligations,
    quotes,
    references,
    relations,
    sentences,
    syntax,
)
from extract.knowledge import build_knowledge
from extract.learned.known import build_hints
from extract.learned.names import NameWeights
from extract.learned.reader import LearnedReader
from extract.learned.weights import shipped_weights
from extract.model import FACTS, load_names, load_syntax, model_digest, multiply_fast
from extract.pattern_check import check_patterns
from kb.errors import ContractError
from kb.register import Register
from kb.version import __version__

CONFIG = Path(__file__).with_name("config.cfg")
PROFILES = ("full", "rules", "register", "model")
MODEL_VARIABLE = "CROSSWALK_SYNTAX_MODEL"  # a folder or package with a parser, instead of the shipped one
OBLIGATIONS = "crosswalk_obligations"
_SHARED = ("vocabulary.py", "ids.py", "partial_dates.py")  # of kb/: labels, ids and dates as readings have them

_ONLY = {
    "register": (
        "crosswalk_sentences",
        "crosswalk_register",
        "crosswalk_linking",
        "crosswalk_references",
        "crosswalk_dates",
    ),
}


def build_pipeline(
    register: Register, *, model: str | None = None, profile: str = "full", learned: bool = True
) -> Language:
    """Return the pipeline, bound to a register.

    `model` names an installed spaCy pipeline or a folder, used for syntax instead of the shipped one, and for names too
    when it finds any. `nlp.meta` says in `crosswalk` which profile runs, and which `model` (syntax), `names` and
    `facts` (the weights of `extract/learned`), "none" when a trained part is absent. Raises ContractError for an
    unknown profile, a model that cannot be loaded or a pattern file that cannot be used. Without `learned` the learned
    weights stay out, as their training needs.
    """
    if profile not in PROFILES:
        raise ContractError(f"unknown profile {profile!r}: expected one of {', '.join(PROFILES)}")
    nlp = load_model_from_config(load_config(CONFIG), auto_fill=True)
    _split_after_points(nlp)
    nlp.add_pipe(OBLIGATIONS)
    if profile in ("full", "model") and "crosswalk_model_names" not in nlp.pipe_names:
        nlp.add_pipe("crosswalk_model_names", after="crosswalk_names")
    for name in list(nlp.pipe_names):
        if profile in _ONLY and name not in _ONLY[profile]:
            nlp.remove_pipe(name)
    check_patterns()
    known = build_knowledge(Register() if profile == "model" else register)
    trained = profile in ("full", "model")
    parser, source = load_parser(model) if trained else (None, "none")
    finder, finds = load_finder(model) if trained else (None, "none")
    weights = shipped_weights() if trained and learned else None
    for _, component in nlp.pipeline:
        bind = getattr(component, "bind", None)
        if bind is not None:
            bind(known, nlp)
        if isinstance(component, syntax.SyntaxParser):
            component.use(parser)
        if isinstance(component, model_names.ModelNames):
            component.use(finder)
        if isinstance(component, NameWeights):
            component.use(weights)
        if isinstance(component, LearnedReader):
            component.use(weights, build_hints(register))
    present = any(part is not None for part in (parser, finder, weights))
    files = model_digest() if trained and present else "none"
    facts = "none" if weights is None else FACTS.name
    nlp.meta["crosswalk"] = {"profile": profile, "model": source, "names": finds, "facts": facts, "files": files}
    return nlp


def load_parser(model: str | None = None) -> tuple[Language | None, str]:
    """Return a pipeline that tags and parses, and its name and version; (None, "none") when none is shipped.

    Raises ContractError when a named model cannot be loaded or has no parser.
    """
    wanted = _wanted(model)
    if wanted and Path(wanted).is_dir():
        try:
            parser: Language | None = multiply_fast(spacy.load(wanted, exclude=["ner", "senter"]))
        except (OSError, ValueError) as error:
            raise ContractError(f"cannot load the model {wanted!r}: {str(error).splitlines()[0]}") from error
    else:
        parser = load_syntax(wanted)
    return parser, _name_of(parser)


def load_finder(model: str | None = None) -> tuple[Language | None, str]:
    """Return a pipeline that finds names, and its name and version; (None, "none") when none is shipped.

    A model that finds no names leaves this to the shipped one. Raises ContractError when it cannot be loaded.
    """
    wanted = _wanted(model)
    finder = load_names(wanted) if wanted else None
    finder = finder or load_names()
    return finder, _name_of(finder)


def _wanted(model: str | None) -> str | None:
    return model or os.environ.get(MODEL_VARIABLE) or None


def _name_of(language: Language | None) -> str:
    return "none" if language is None else f"{language.meta['name']}-{language.meta['version']}"


@contextmanager
def memory_zones(nlp: Language) -> Iterator[None]:
    """Free on leaving what the words met inside took, in the pipeline and in the trained parts it holds.

    Docs made inside must not be used afterwards.
    """
    with ExitStack() as stack:
        inner = (getattr(component, part, None) for _, component in nlp.pipeline for part in ("parser", "finder"))
        for language in (nlp, *inner):
            if isinstance(language, Language):
                stack.enter_context(language.memory_zone())
        yield


def extractor_version(register: Register, nlp: Language) -> str:
    """Return the version that names what reads: code, rules, register and model; equal inputs give equal versions."""
    digest = hashlib.blake2b(digest_size=6)
    digest.update(_sources_digest().encode())
    digest.update(register.digest.encode())
    about = nlp.meta.get("crosswalk", {})
    digest.update(" ".join(str(about.get(key)) for key in ("profile", "model", "names", "facts", "files")).encode())
    return f"{__version__}+{digest.hexdigest()}"


@lru_cache(maxsize=1)
def _sources_digest() -> str:
    """Return a hash over the code and patterns that reading depends on, so that a changed rule makes a new version."""
    folder, shared = Path(__file__).parent, Path(kb.__file__).parent
    digest = hashlib.blake2b(digest_size=16)
    files = [
        *folder.glob("*.py"),
        *folder.glob("learned/*.py"),
        *folder.glob("patterns/*.yml"),
        CONFIG,
        *(shared / name for name in _SHARED),
    ]
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _split_after_points(nlp: Language) -> None:
    """Make the tokenizer split "U.S.-China", which it keeps whole, so that both names are found."""
    infixes = [*(nlp.Defaults.infixes or ()), r"(?<=[A-Z]\.)-(?=[A-Z])"]
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, Tokenizer)
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
