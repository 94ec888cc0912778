"""Check what the rows of `data/` say of each other: ids, references between files, clocks and computed dates."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta

from kb.datarows import DataRows, participants
from kb.datayaml import DataProblem, Row
from kb.ids import normalize_name
from kb.partial_dates import parse_partial
from kb.vocabulary import Label

_ACTORS = (Label.AGENCY, Label.COMPANY, Label.ORGANISATION, Label.PERSON, Label.JURISDICTION)
_BODIES = (Label.AGENCY, Label.COMPANY, Label.ORGANISATION)
# A proposal and the law in force are known side by side; two laws in force for the same days are not.
_PENDING = ("proposed", "provisional", "adopted", "shelved")


def check_rows(rows: DataRows) -> Iterator[DataProblem]:
    """Yield everything that is wrong between the rows, whose own values are already as promised."""
    known = _Known(rows)
    yield from _check_ids(rows)
    yield from _check_entities(rows, known)
    yield from _check_law(rows, known)
    yield from _check_comparison(rows, known)
    yield from _check_disputed(rows, known)
    yield from _check_clocks(rows)
    yield from _check_due(rows.deadlines)
    yield from _check_overlaps(rows)


class _Known:
    """What the files define, for others to refer to."""

    def __init__(self, rows: DataRows) -> None:
        self.labels = {row["id"]: row["label"] for row in rows.entities}
        self.instruments = {row["id"] for row in rows.instruments}
        self.questions = {row["id"] for row in rows.questions}
        self.commitments = {row["id"] for row in rows.commitments}
        self.rows = {row["id"] for row in _with_versions(rows)}
        self.provisions = {(top["instrument"], row["key"]) for top, row in rows.provisions}
        keys = self.provisions | {(row["instrument"], row["key"]) for row in rows.obligations}
        self.keys = {(instrument, part) for instrument, key in keys for part in _with_ancestors(key)}

    def entity(self, row: Row, key: str, labels: Collection[str] = ()) -> Iterator[DataProblem]:
        """Yield a problem when a key names no entity, or one with another label."""
        value = row.get(key)
        if value is not None:
            yield from self.entity_id(row, key, value, labels)

    def entity_id(self, row: Row, key: str, value: str, labels: Collection[str] = ()) -> Iterator[DataProblem]:
        """Yield a problem when a value named under a key is no entity, or one with another label."""
        if value not in self.labels:
            yield row.problem(key, f"expected the id of an entity for {key!r}, found {_near(value, self.labels)}")
        elif labels and self.labels[value] not in labels:
            wanted = " or ".join(labels)
            yield row.problem(
                key, f"expected an entity labelled {wanted} for {key!r}, found {value!r} labelled {self.labels[value]}"
            )

    def instrument(self, row: Row, key: str) -> Iterator[DataProblem]:
        """Yield a problem when a key names no row of instruments.yml."""
        if row.get(key) is not None and row[key] not in self.instruments:
            yield row.problem(
                key, f"expected the id of an instrument for {key!r}, found {_near(row[key], self.instruments)}"
            )


def _check_ids(rows: DataRows) -> Iterator[DataProblem]:
    for group in (
        rows.entities,
        rows.instruments,
        rows.obligations,
        rows.commitments,
        rows.deadlines,
        rows.events,
        rows.disputed,
        rows.questions,
        rows.sources + rows.demo_sources,
    ):
        first: dict[str, Row] = {}
        for row in group:
            if row["id"] in first:
                earlier = first[row["id"]]
                yield row.problem(
                    "id", f"expected an id of its own, found {row['id']!r} of {earlier.file}:{earlier.line}"
                )
            first.setdefault(row["id"], row)


def _check_entities(rows: DataRows, known: _Known) -> Iterator[DataProblem]:
    wordings: dict[str, list[tuple[str, Row, Row]]] = {}
    for row in rows.entities:
        yield from known.entity(row, "parent")
        yield from known.entity(row, "jurisdiction", (Label.JURISDICTION,))
        seen = {row["name"]}
        for name in row.rows("names"):
            if name["name"] in seen and name.get("from") is None:
                yield name.problem("name", f"expected each wording once, found {name['name']!r} again")
            seen.add(name["name"])
        for name in [row, *row.rows("names")]:
            if not name.get("context", False):
                wordings.setdefault(normalize_name(name["name"]), []).append((row["id"], name, row))
    for shared in wordings.values():
        for index, (owner, name, row) in enumerate(shared):
            rival = next(
                (other for other, earlier, _ in shared[:index] if other != owner and _meet(name, earlier)), None
            )
            if rival is not None and name is not row:
                yield name.problem(
                    "name", f"expected context: true for {name['name']!r}, which also names {rival!r}, found none"
                )
            elif rival is not None:
                yield row.problem(
                    "name", f"expected a name of its own, found {row['name']!r}, which also names {rival!r}"
                )
    for row in rows.offices:
        yield from known.entity(row, "person", (Label.PERSON,))
        yield from known.entity(row, "body", _BODIES)
    for row in rows.instruments:
        yield from known.entity(row, "id", (Label.INSTRUMENT,))
        yield from known.instrument(row, "superseded_by")
    positions: dict[int, str] = {}
    for row in rows.instruments:
        if positions.setdefault(row["position"], row["id"]) != row["id"]:
            other = positions[row["position"]]
            yield row.problem("position", f"expected a position of its own, found {row['position']} of {other!r}")
    for row in rows.sources + rows.demo_sources:
        yield from known.entity(row, "jurisdiction", (Label.JURISDICTION,))
        yield from known.entity(row, "instrument", (Label.INSTRUMENT,))


def _check_law(rows: DataRows, known: _Known) -> Iterator[DataProblem]:
    for top, row in rows.provisions:
        yield from known.instrument(top, "instrument")
        yield from known.entity(row, "actor", _ACTORS)
        if not row.rows("versions"):
            yield row.problem("versions", "expected at least one version for 'versions', found none")
    for row in rows.obligations:
        yield from known.instrument(row, "instrument")
        yield from known.entity(row, "duty", (Label.OBLIGATION,))
    for row in rows.commitments:
        yield from known.entity(row, "maker", _ACTORS)
        yield from known.entity(row, "addressee")
        yield from known.entity(row, "instrument", (Label.INSTRUMENT,))
        if row.get("follows") is not None and row["follows"] not in known.commitments:
            found = _near(row["follows"], known.commitments)
            yield row.problem("follows", f"expected the id of a commitment for 'follows', found {found}")
    for row in rows.deadlines:
        yield from known.instrument(row, "instrument")
        yield from known.entity(row, "actor_id")
        if row.get("key") is not None and (row["instrument"], row["key"]) not in known.provisions:
            yield row.problem(
                "key",
                f"expected a provision of {row['instrument']!r} for 'key', found "
                + _near(row["key"], [key for owner, key in known.provisions if owner == row["instrument"]]),
            )
    for row in rows.events:
        yield from known.entity(row, "about")
        for participant in participants(row):
            yield from known.entity_id(row, "participants", participant)


def _check_comparison(rows: DataRows, known: _Known) -> Iterator[DataProblem]:
    for top, row in rows.cells:
        yield from known.instrument(top, "instrument")
        if row["question"] not in known.questions:
            found = _near(row["question"], known.questions)
            yield row.problem("question", f"expected the id of a question for 'question', found {found}")
        for one in row.rows("evidence"):
            if ("provision" in one.values) == ("url" in one.values or "quote" in one.values) or (
                "provision" not in one.values and len(one.values) != 2
            ):
                found = ", ".join(one.values) or "nothing"
                yield one.problem(None, f"expected either 'provision' or 'url' and 'quote', found {found}")
            elif "provision" in one.values and (top["instrument"], one["provision"]) not in known.keys:
                keys = [key for owner, key in known.keys if owner == top["instrument"]]
                found = _near(one["provision"], keys)
                yield one.problem(
                    "provision", f"expected a provision of {top['instrument']!r} for 'provision', found {found}"
                )


def _with_versions(rows: DataRows) -> list[Row]:
    """Return the rows that disputed.yml can name; of other rows it names the instrument, entity or person."""
    return [*rows.events, *rows.deadlines, *rows.commitments, *rows.obligations]


def _check_disputed(rows: DataRows, known: _Known) -> Iterator[DataProblem]:
    told = {subject for row in rows.disputed for subject in [row["about"], *row.get("also", [])]}
    held = [(row["id"], row) for row in [*_with_versions(rows), *rows.entities]]
    held += [(top["instrument"], row) for top, row in rows.provisions + rows.cells]
    held += [(row["person"], row) for row in rows.offices]
    for subject, row in held:
        if row["confidence"] == "disputed" and subject not in told:
            yield row.problem("confidence", f"expected {subject!r} in register/disputed.yml, found none")
    for row in rows.disputed:
        yield from known.entity(row, "about")
        for subject in row.get("also", []):
            if subject not in known.labels and subject not in known.rows:
                found = _near(subject, [*known.labels, *known.rows])
                yield row.problem(
                    "also",
                    "expected ids of entities, or of rows of the timeline, deadlines, commitments or obligations, for"
                    f" 'also', found {found}",
                )
        versions = row.rows("versions")
        if len(versions) < 2:
            yield row.problem("versions", f"expected two versions or more for 'versions', found {len(versions)}")
        seen: dict[tuple[str, str], Row] = {}
        for one in versions:
            for key in {"value", "claim"} & one.values.keys():
                earlier = seen.setdefault((key, normalize_name(one[key])), one)
                if earlier is not one:
                    yield one.problem(key, f"expected each {key} once, found {one[key]!r} of line {earlier.line} again")
            if "claim" in one.values and "attribute" not in row.values:
                yield one.problem("claim", "expected 'attribute' beside 'claim', found none")
        followed = [one for one in versions if one.get("followed")]
        for one in followed[1:]:
            yield one.problem("followed", f"expected one version to be followed, found that of line {followed[0].line}")
        if followed and "resolution" not in row.values:
            yield followed[0].problem("followed", "expected 'resolution' beside 'followed', found none")
        elif not followed and "resolution" in row.values:
            yield row.problem("resolution", "expected a version with 'followed' beside 'resolution', found none")


def _check_clocks(rows: DataRows) -> Iterator[DataProblem]:
    versions = [version for _, row in rows.provisions for version in row.rows("versions")]
    cells = [row for _, row in rows.cells]
    names = [name for row in rows.entities for name in row.rows("names")]
    for row in [*versions, *cells, *names, *rows.offices, *rows.commitments, *rows.deadlines]:
        for start, end in (("from", "to"), ("valid_from", "valid_to"), ("recorded_from", "recorded_to")):
            if row.get(start) and row.get(end) and not _first(row[start]) < _first(row[end]):
                yield row.problem(end, f"expected a date after {start} {row[start]} for {end!r}, found {row[end]!r}")
    for row in rows.instruments:
        for start, end in (("signed", "published"), ("in_force", "ended")):
            if row.get(start) and row.get(end) and _first(row[start]) > parse_partial(row[end]).last:
                yield row.problem(
                    end, f"expected a date not before {start} {row[start]} for {end!r}, found {row[end]!r}"
                )


def _check_due(deadlines: Iterable[Row]) -> Iterator[DataProblem]:
    for row in deadlines:
        days, start = row.get("days"), row.get("counted_from")
        if (days is None) != (start is None):
            present, missing = ("days", "counted_from") if start is None else ("counted_from", "days")
            yield row.problem(present, f"expected {missing!r} beside {present!r}, found none")
        elif days is not None and start is not None:
            due = (date.fromisoformat(start) + timedelta(days=days)).isoformat()
            if row["due"] != due:
                yield row.problem("due", f"expected {due} ({days} days from {start}) for 'due', found {row['due']!r}")


def _check_overlaps(rows: DataRows) -> Iterator[DataProblem]:
    provisions: dict[tuple[str, str, bool], list[Row]] = {}
    seen: dict[tuple[str, str], Row] = {}
    for top, row in rows.provisions:
        earlier = seen.setdefault((top["instrument"], row["key"]), row)
        if earlier is not row:
            yield row.problem("key", f"expected each provision once, found {row['key']!r} of line {earlier.line} again")
        for version in row.rows("versions"):
            group = (top["instrument"], row["key"], version["status"] in _PENDING)
            provisions.setdefault(group, []).append(version)
    cells: dict[tuple[str, str, bool], list[Row]] = {}
    for top, row in rows.cells:
        cells.setdefault((top["instrument"], row["question"], row["status"] in _PENDING), []).append(row)
    yield from _overlaps(provisions.values(), lambda row: "version")
    yield from _overlaps(cells.values(), lambda row: f"cell of {row['question']!r}")


def _overlaps(groups: Iterable[list[Row]], what: Callable[[Row], str]) -> Iterator[DataProblem]:
    for group in groups:
        for index, row in enumerate(group):
            for earlier in group[:index]:
                if _meet(row, earlier, "valid_") and _meet(row, earlier, "recorded_"):
                    yield row.problem(
                        "recorded_from",
                        f"expected a {what(row)} that does not overlap the one of line {earlier.line}, found one that "
                        "is valid and recorded at the same time",
                    )


def _meet(left: Row, right: Row, clock: str = "") -> bool:
    """Tell whether two rows hold on the same day of a clock; `from` is included, `to` is not."""
    from_, to = f"{clock}from", f"{clock}to"
    starts = [_first(row[from_]) if row.get(from_) else date.min for row in (left, right)]
    ends = [_first(row[to]) if row.get(to) else date.max for row in (left, right)]
    return starts[0] < ends[1] and starts[1] < ends[0]


def _first(value: str) -> date:
    return parse_partial(value).first


def _with_ancestors(key: str) -> Iterator[str]:
    while key:
        yield key
        key = key.rpartition(".")[0]


def _near(value: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(value, known, n=1)
    return f"{value!r}" + (f" (did you mean {near[0]!r}?)" if near else "")
