"""Read the files of `data/` into rows that remember where they stand.

In: a YAML or CSV file and the fields it may hold. Out: rows with values of the promised types, and a `DataProblem`
for everything that is not as promised, each with file, line and column. What the values mean to each other is checked
in `kb/datacheck.py`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kb.errors import ContractError
from kb.partial_dates import is_partial

# libyaml reads the whole register about ten times faster; both loaders mark every node with its line and column.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_KINDS = {
    "text": "text",
    "integer": "a whole number",
    "number": "a number",
    "flag": "true or false",
    "date": "a date (YYYY, YYYY-Qn, YYYY-MM, YYYY-MM-DD or two of them with /)",
    "day": "a day (YYYY-MM-DD)",
    "list": "a list",
    "rows": "a list",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, order=True)
class DataProblem:
    """A place in a data file that breaks the contract; `line` and `column` count from 1.

    In a CSV file `column` is the number of the field in its row.
    """

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Field:
    """What one key may hold.

    Kinds: text, integer, number, flag, date (may be partial), day, list (of `item`), rows (of `fields`).
    `words` names the only texts allowed.
    """

    kind: str = "text"
    required: bool = False
    words: tuple[str, ...] = ()
    item: Field | None = None
    fields: Mapping[str, Field] | None = None
    pattern: str | None = None
    means: str | None = None

    @property
    def expectation(self) -> str:
        """What the field accepts, in words that follow "expected"."""
        if self.words:
            return "one of " + ", ".join(self.words)
        return self.means or _KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a data file: its values, and where each stands. Keys left empty are absent."""

    file: str
    line: int
    column: int
    values: Mapping[str, Any]
    marks: Mapping[str, tuple[int, int]]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value, or the default when the file says nothing."""
        return self.values.get(key, default)

    def rows(self, key: str) -> list[Row]:
        """Return the rows nested under a key."""
        return self.values.get(key) or []

    def problem(self, key: str | None, message: str) -> DataProblem:
        """Return a problem at a key of this row, or at its beginning."""
        line, column = self.marks.get(key or "", (self.line, self.column))
        return DataProblem(self.file, line, column, message)


@dataclass(slots=True)
class Reader:
    """Reads files under one folder and collects what is wrong with them."""

    root: Path
    problems: list[DataProblem] = field(default_factory=list)

    def yaml_list(self, path: Path, fields: Mapping[str, Field]) -> list[Row]:
        """Return the rows of a file that is one list; an absent or empty file has none."""
        node = self._compose(path)
        if node is None:
            return []
        return self._rows(self._name(path), node, Field("rows", fields=fields), "the file")

    def yaml_record(self, path: Path, fields: Mapping[str, Field]) -> Row | None:
        """Return the one record that a file holds, or None when it is absent or broken."""
        node = self._compose(path)
        return None if node is None else self._record(self._name(path), node, fields)

    def csv_rows(self, path: Path, fields: Mapping[str, Field]) -> list[Row]:
        """Return the rows of a CSV file whose header must be exactly the fields; an absent file has none."""
        if not path.is_file():
            return []
        name, rows = self._name(path), []
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            try:
                header = next(reader, [])
                if header != list(fields):
                    found = ",".join(header) or "an empty file"
                    self._add(name, 1, 1, f"expected the columns {','.join(fields)}, found {found}")
                    return []
                before = reader.line_num
                for cells in reader:
                    line, before = before + 1, reader.line_num
                    if cells:
                        row = self._csv_row(name, line, cells, fields)
                        rows += [row] if row is not None else []
            except csv.Error as error:
                self._add(name, reader.line_num, 1, f"expected a CSV row, found {error}")
            except UnicodeDecodeError as error:
                self._add(name, 1, 1, f"expected UTF-8 text, found the byte 0x{error.object[error.start]:02x}")
        return rows

    def _csv_row(self, name: str, line: int, cells: list[str], fields: Mapping[str, Field]) -> Row | None:
        if len(cells) != len(fields):
            self._add(
                name, line, min(len(cells), len(fields)) + 1, f"expected {len(fields)} columns, found {len(cells)}"
            )
            return None
        values: dict[str, Any] = {}
        marks: dict[str, tuple[int, int]] = {}
        sound = True
        for number, (key, cell) in enumerate(zip(fields, cells, strict=True), start=1):
            marks[key] = (line, number)
            if not cell.strip():
                if fields[key].required:
                    self._add(name, line, number, f"expected {fields[key].expectation} for {key!r}, found nothing")
                    sound = False
                continue
            value = self._scalar(name, marks[key], key, cell, fields[key])
            sound = sound and value is not None
            values[key] = value
        return Row(name, line, 1, values, marks) if sound else None

    def _compose(self, path: Path) -> Any:
        if not path.is_file():
            return None
        name = self._name(path)
        try:
            return yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            self._add(name, *where, f"expected YAML, found an error: {error.problem or error.context}")
        except UnicodeDecodeError as error:
            self._add(name, 1, 1, f"expected UTF-8 text, found the byte 0x{error.object[error.start]:02x}")
        except yaml.YAMLError as error:  # a character that YAML does not allow: the only error without a mark
            self._add(name, 1, 1, f"expected YAML, found an error: {str(error).splitlines()[0]}")
        return None

    def _record(self, name: str, node: Any, fields: Mapping[str, Field]) -> Row | None:
        line, column = _mark(node)
        if not isinstance(node, yaml.MappingNode):
            self._add(name, line, column, f"expected a record with the keys {_list(fields)}, found {_shown(node)}")
            return None
        values: dict[str, Any] = {}
        marks: dict[str, tuple[int, int]] = {}
        sound = True
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key not in fields:
                self._add(name, *_mark(key_node), f"expected one of the keys {_list(fields)}, found {key!r}")
                sound = False
                continue
            if key in marks:
                self._add(name, *_mark(key_node), f"expected the key {key!r} once, found it again")
                sound = False
                continue
            marks[key] = _mark(value_node)
            if _is_empty(value_node) and not fields[key].required:
                continue
            value = self._value(name, key, value_node, fields[key])
            sound = sound and value is not None
            values[key] = value
        for key, wanted in fields.items():
            if wanted.required and key not in marks:
                self._add(name, line, column, f"expected the key {key!r} ({wanted.expectation}), found none")
                sound = False
        return Row(name, line, column, values, marks) if sound else None

    def _value(self, name: str, key: str, node: Any, wanted: Field) -> Any:
        if wanted.kind == "rows":
            return self._rows(name, node, wanted, repr(key))
        if wanted.kind == "list":
            if not isinstance(node, yaml.SequenceNode):
                self._add(name, *_mark(node), f"expected a list for {key!r}, found {_shown(node)}")
                return None
            item = wanted.item or Field()
            items = [self._value(name, key, child, item) for child in node.value]
            return None if None in items else items
        if not isinstance(node, yaml.ScalarNode) or _is_empty(node):
            self._add(name, *_mark(node), f"expected {wanted.expectation} for {key!r}, found {_shown(node)}")
            return None
        return self._scalar(name, _mark(node), key, node.value, wanted)

    def _rows(self, name: str, node: Any, wanted: Field, what: str) -> list[Row]:
        if _is_empty(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._add(name, *_mark(node), f"expected a list for {what}, found {_shown(node)}")
            return []
        rows = [self._record(name, child, wanted.fields or {}) for child in node.value]
        return [row for row in rows if row is not None]

    def _scalar(self, name: str, where: tuple[int, int], key: str, raw: str, wanted: Field) -> Any:
        """Return the value a text stands for, or None and a problem when the field does not accept it."""
        text = raw.strip()
        value: Any = text
        if wanted.kind == "integer":
            value = int(text) if re.fullmatch(r"-?\d+", text) else None
        elif wanted.kind == "number":
            value = float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None
        elif wanted.kind == "flag":
            value = {"true": True, "false": False}.get(text)
        elif wanted.kind == "date":
            value = text if is_partial(text) else None
        elif wanted.kind == "day":
            value = text if _DAY.fullmatch(text) and is_partial(text) else None
        elif (wanted.words and text not in wanted.words) or (wanted.pattern and not re.fullmatch(wanted.pattern, text)):
            value = None
        if value is None:
            self._add(name, *where, f"expected {wanted.expectation} for {key!r}, found {text!r}")
        return value

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def _add(self, file: str, line: int, column: int, message: str) -> None:
        self.problems.append(DataProblem(file, line, column, message))


def refuse(problems: Iterable[DataProblem], what: str, *, shown: int = 20) -> None:
    """Raise ContractError listing the first problems, or return when there are none."""
    listed = sorted(problems)
    if listed:
        lines = [str(problem) for problem in listed[:shown]]
        if len(listed) > shown:
            lines.append(f"and {len(listed) - shown} more")
        raise ContractError(f"{what} breaks data/FORMAT.md:\n" + "\n".join(lines))


def _mark(node: Any) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _is_empty(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def _shown(node: Any) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a record"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "nothing" if _is_empty(node) or not node.value else repr(node.value)


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
