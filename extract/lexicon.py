"""Patterns as data: read `extract/patterns/*.yml`, check them, hand them out as plain values.

Raises ContractError naming the file and the key when a list or table is not what the reader expects, so that a typing
mistake is found on load and not as a silent loss of recall.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kb.errors import ContractError

FOLDER = Path(__file__).parent / "patterns"


@cache
def load_patterns(name: str) -> dict[str, Any]:
    """Return the table of one pattern file, for instance ``load_patterns("relations")``.

    Raises ContractError when the file is missing, is no YAML or is no table.
    """
    path = FOLDER / f"{name}.yml"
    try:
        loaded = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise ContractError(f"{path}: cannot read the patterns ({error.strerror})") from error
    except yaml.YAMLError as error:
        raise ContractError(f"{path}: not valid YAML ({error})") from error
    if not isinstance(loaded, dict):
        raise ContractError(f"{path}: expected a table of lists, found {type(loaded).__name__}")
    return loaded


@cache
def words(file: str, key: str) -> tuple[str, ...]:
    """Return a list of wordings; a text value is split at white space.

    Raises ContractError when the key is missing or holds anything but texts.
    """
    table = load_patterns(file)
    if key not in table:
        raise ContractError(f"{FOLDER / file}.yml: the list {key!r} is missing")
    value = table[key]
    if isinstance(value, str):
        return tuple(value.split())
    if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
        return tuple(value)
    raise ContractError(f"{FOLDER / file}.yml: {key!r} must be a list of texts (quote words such as 'no' and 'on')")


def table(file: str, key: str) -> dict[str, str]:
    """Return a table of texts. Raises ContractError when it is missing or holds anything else."""
    value = load_patterns(file).get(key)
    if not isinstance(value, dict) or not all(isinstance(k, str) and isinstance(v, str) for k, v in value.items()):
        raise ContractError(f"{FOLDER / file}.yml: {key!r} must be a table of texts")
    return dict(value)


def alternatives(wordings: Iterable[str]) -> str:
    """Return a regular expression for any of the wordings, as a tree of their letters.

    A space stands for any white space, a trailing ``*`` for any ending, an apostrophe for both printed forms. A tree
    is tried letter by letter: a plain list of a hundred wordings costs ten times as much at every place of a text.
    """
    tree: dict[str, Any] = {}
    for wording in wordings:
        node = tree
        stem = wording.removesuffix("*")
        for letter in stem:
            node = node.setdefault(letter, {})
        node["*" if wording.endswith("*") else ""] = {}
    return _branch(tree)


def _branch(node: dict[str, Any]) -> str:
    if "*" in node:
        return r"\w*"  # the open ending covers every longer wording of one word
    choices = []
    for letter in sorted(key for key in node if key not in ("", "*")):
        shown = r"\s+" if letter == " " else "['’]" if letter in "'’" else re.escape(letter)
        choices.append(shown + _branch(node[letter]))
    if not choices:
        return ""
    body = choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"
    # a wording that ends here must still end a word, so that the longer one is tried first
    return f"(?:{body}|(?!\\w))" if "" in node else body
