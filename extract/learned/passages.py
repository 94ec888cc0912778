"""Annotated training passages from disk: `data/training/*.yml`, sentences each with the facts they state.

The format is described in data/training/README.md. Names the register lacks are marked in the text, `{Jane Roe|H}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kb.errors import ContractError

MARK = re.compile(r"\{([^{}|]+)\|([A-Z])\}")
LABELS = {
    "A": "AGENCY", "C": "COMPANY", "M": "MODEL", "I": "INSTRUMENT", "P": "PROGRAMME", "B": "OBLIGATION",
    "H": "PERSON", "G": "ORGANISATION", "J": "JURISDICTION",
}  # fmt: skip
PARTS = {"r": 3, "c": 3, "e": 3, "q": 4}


@dataclass(frozen=True, slots=True)
class Fact:
    """What one sentence states: kind `r`, `c`, `e` or `q`, and its parts as written ("-" for none)."""

    kind: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text, its publication date, and for each sentence its place and facts."""

    id: str
    published: str
    text: str
    sentences: tuple[tuple[int, int, tuple[Fact, ...]], ...]
    marks: tuple[tuple[int, int, str], ...]


def load_passages(folder: Path) -> list[Passage]:
    """Return all passages of a folder. Raises ContractError naming file and passage where one cannot be read."""
    return [passage for path in sorted(folder.glob("*.yml")) for passage in _read(path)]


def _read(path: Path) -> Iterator[Passage]:
    for item in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) or ():
        where = f"{path.name}: {item.get('id', '?') if isinstance(item, dict) else repr(item)}"
        if not isinstance(item, dict) or not {"published", "sentences"} <= item.keys():
            raise ContractError(f"{where}: expected id, published, voice and sentences")
        yield _passage(item, where)


def _passage(item: dict[str, Any], where: str) -> Passage:
    text = ""
    sentences: list[tuple[int, int, tuple[Fact, ...]]] = []
    marks: list[tuple[int, int, str]] = []
    for sentence in item["sentences"]:
        if text:
            text += "\n\n" if sentence.get("par") else " "
        start, at = len(text), 0
        for mark in MARK.finditer(sentence["text"]):
            text += sentence["text"][at : mark.start()]
            if mark[2] not in LABELS:
                raise ContractError(f"{where}: unknown mark {mark[0]!r}")
            marks.append((len(text), len(text) + len(mark[1]), LABELS[mark[2]]))
            text += mark[1]
            at = mark.end()
        text += sentence["text"][at:]
        sentences.append((start, len(text), tuple(_fact(fact, where) for fact in sentence.get("facts") or ())))
    return Passage(str(item.get("id", where)), str(item["published"]), text, tuple(sentences), tuple(marks))


def _fact(line: str, where: str) -> Fact:
    kind, _, rest = line.partition(":")
    parts = tuple(part.strip() for part in rest.split("|"))
    if PARTS.get(kind) != len(parts):
        raise ContractError(f"{where}: cannot read the fact {line!r}")
    return Fact(kind, parts)
