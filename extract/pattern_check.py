"""Read every pattern file before the first text, so that a typing mistake is told at the start and not by a lost fact.

Most lists are used only when a text gives cause; here all of them are used once.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extract import claim_subjects, duties, positions, reference_words, stance, unknown
from extract.document import Sheet
from extract.lexicon import FOLDER, load_patterns, words
from extract.obligations import read_obligations
from kb.errors import ContractError
from kb.model import Document, Sentence

# Readers that make something of a whole file when first called.
_FIRST_USES: tuple[tuple[str, Callable[[], object]], ...] = (
    ("duties", duties.load_duties),
    ("references", reference_words.heads),
    ("references", reference_words.other_words),
    ("quotes", positions.said),
    ("stance", lambda: stance.judge("It is not a good rule.", "he warned")),
    ("unknown", lambda: unknown.find_unknown(Sheet(text="The Nonesuch Institute said so."), [])),
    ("obligations", lambda: _read_a_law()),
)


def check_patterns() -> None:
    """Use every pattern file once; raises ContractError naming the first that is broken, and how."""
    for path in sorted(FOLDER.glob("*.yml")):
        for key, value in load_patterns(path.stem).items():
            if isinstance(value, list) and all(isinstance(item, str | bool | int | float) for item in value):
                words(path.stem, key)  # a bare no or 12 is no text
    for key in load_patterns("claims"):
        _use("claims", lambda key=key: claim_subjects.any_of(key))  # type: ignore[misc]  # mypy cannot infer defaults
    for file, use in _FIRST_USES:
        _use(file, use)


def _use(file: str, use: Callable[[], object]) -> None:
    try:
        use()
    except (KeyError, AttributeError, TypeError, re.error) as error:
        raise ContractError(f"{FOLDER / file}.yml: cannot be used ({type(error).__name__}: {error})") from error


def _read_a_law() -> None:
    text = "Article 1\nProviders shall keep records, unless the authority decides otherwise."
    law = Document(id="", url="", kind="law", text=text, text_sha256="", fetched_at="")
    read_obligations(law, [Sentence(id="", document_id="", position=0, start=0, end=len(text), text=text)], ())
