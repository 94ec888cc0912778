"""Write the knowledge base out: Parquet, CSV, GraphML, GEXF, FollowTheMoney. A file appears whole or not at all."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kb.errors import ContractError
from kb.store import Store

FORMATS = ("parquet", "csv", "graphml", "gexf", "followthemoney")

# Spreadsheets run a cell that begins with one of these as a formula (OWASP, CSV Injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

# Our label → FollowTheMoney schema (https://followthemoney.tech/explorer/); what has no schema there is left out.
FTM_SCHEMAS = {
    "AGENCY": "PublicBody",
    "COMPANY": "Company",
    "ORGANISATION": "Organization",
    "PERSON": "Person",
}
# Our predicate → schema and the names of its two ends.
FTM_LINKS = {
    "affiliated_with": ("Employment", "employee", "employer"),
    "part_of": ("Membership", "member", "organization"),
}
FTM_OTHER = ("UnknownLink", "subject", "object")

BATCH = 10_000  # rows held in memory at once


def export(store: Store, format_: str, folder: Path) -> list[Path]:
    """Write one format into a folder and return the files written.

    `parquet` and `csv` write every table and view of the contract; `graphml` and `gexf` the graph of stated relations;
    `followthemoney` one JSON line per entity and link. Raises ContractError for an unknown format or a folder that
    cannot be written.
    """
    writers: dict[str, Callable[[Store, Path], list[Path]]] = {
        "parquet": _export_parquet,
        "csv": _export_csv,
        "graphml": _export_graphml,
        "gexf": _export_gexf,
        "followthemoney": _export_ftm,
    }
    if format_ not in writers:
        raise ContractError(f"unknown format {format_!r}: expected one of {', '.join(FORMATS)}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return writers[format_](store, folder)
    except OSError as error:
        raise ContractError(f"cannot write to {folder}: {error.strerror}") from error


def table_names(store: Store) -> list[str]:
    """Return the tables and views that are exported: all but the bookkeeping of SQLite, FTS and migrations."""
    return [
        row["name"]
        for row in store.rows(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE '%\\_fts%' ESCAPE '\\' AND name NOT LIKE '\\_sqlite%' ESCAPE '\\' ORDER BY name"
        )
    ]


def safe_cell(value: Any) -> Any:
    """Return a value as a CSV cell that no spreadsheet runs: text that begins like a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def _export_csv(store: Store, folder: Path) -> list[Path]:
    written = []
    for table in table_names(store):
        names, batches = _batches(store, table)

        def write(path: Path, names: list[str] = names, batches: Iterator[list[Any]] = batches) -> None:
            with path.open("w", encoding="utf-8", newline="") as handle:
                writer = csv.writer(handle)
                writer.writerow(names)
                for batch in batches:
                    writer.writerows([safe_cell(value) for value in row] for row in batch)

        written.append(_whole(folder / f"{table}.csv", write))
    return written


def _export_parquet(store: Store, folder: Path) -> list[Path]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ContractError("parquet needs pyarrow: install crosswalk[parquet]") from error
    kinds = {"TEXT": pa.string(), "INTEGER": pa.int64(), "REAL": pa.float64()}
    written = []
    for table in table_names(store):
        names, batches = _batches(store, table)
        declared = {
            row["name"]: row["type"] for row in store.rows(f"SELECT name, type FROM pragma_table_info('{table}')")
        }
        # A view's computed column has no declared type: its values are written as text.
        schema = pa.schema([(name, kinds.get(declared.get(name, ""), pa.string())) for name in names])
        textual = [schema.field(name).type == pa.string() for name in names]

        def write(
            path: Path,
            schema: Any = schema,
            textual: list[bool] = textual,
            batches: Iterator[list[Any]] = batches,
        ) -> None:
            with pq.ParquetWriter(path, schema) as writer:
                for batch in batches:
                    columns = [
                        [str(value) if text and value is not None else value for value in column]
                        for text, column in zip(textual, zip(*batch, strict=True), strict=True)
                    ]
                    writer.write_table(pa.table(columns, schema=schema))

        written.append(_whole(folder / f"{table}.parquet", write))
    return written


def _export_graphml(store: Store, folder: Path) -> list[Path]:
    from graph.build import build_graph
    from graph.export import with_measures, write_graphml

    graph = with_measures(store, build_graph(store))
    return [_whole(folder / "crosswalk.graphml", lambda path: write_graphml(graph, path))]


def _export_gexf(store: Store, folder: Path) -> list[Path]:
    from graph.build import build_graph
    from graph.export import with_measures, write_gexf

    graph = with_measures(store, build_graph(store))
    return [_whole(folder / "crosswalk.gexf", lambda path: write_gexf(graph, path))]


def _export_ftm(store: Store, folder: Path) -> list[Path]:
    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8") as handle:
            for item in _ftm_items(store):
                handle.write(json.dumps(item, ensure_ascii=False, sort_keys=True) + "\n")

    return [_whole(folder / "crosswalk.ftm.json", write)]


def _ftm_items(store: Store) -> Iterator[dict[str, Any]]:
    kept: set[str] = set()
    marks = ",".join("?" * len(FTM_SCHEMAS))
    names: dict[str, list[str]] = {}
    for row in store.rows("SELECT entity_id, name FROM names ORDER BY entity_id, name"):
        names.setdefault(row["entity_id"], []).append(row["name"])
    entities = store.rows(f"SELECT * FROM entities WHERE label IN ({marks}) ORDER BY id", tuple(FTM_SCHEMAS))
    for row in entities:
        kept.add(row["id"])
        aliases = [name for name in names.get(row["id"], ()) if name != row["name"]]
        yield _ftm(
            row["id"],
            FTM_SCHEMAS[row["label"]],
            name=[row["name"]],
            alias=aliases,
            summary=[row["description"]],
            sourceUrl=[row["source_url"]] if str(row["source_url"] or "").startswith("http") else [],
            modifiedAt=[row["as_of"]],
        )
    sql = """
        SELECT r.id, r.subject_id, r.predicate, r.object_id, r.first_seen, s.text, d.url
        FROM relations r
        JOIN relation_evidence e ON e.id = (
          SELECT id FROM relation_evidence WHERE relation_id = r.id AND negated = 0
          AND modality IN ('asserted', 'reported') ORDER BY score DESC, id LIMIT 1)
        JOIN sentences s ON s.id = e.sentence_id JOIN documents d ON d.id = e.document_id ORDER BY r.id"""
    for row in store.rows(sql):
        if {row["subject_id"], row["object_id"]} <= kept:
            schema, left, right = FTM_LINKS.get(row["predicate"], FTM_OTHER)
            yield _ftm(
                row["id"],
                schema,
                **{left: [row["subject_id"]], right: [row["object_id"]]},
                role=[row["predicate"]],
                date=[row["first_seen"]],
                description=[row["text"]],
                sourceUrl=[row["url"]],
            )


def _ftm(id_: str, schema: str, **properties: Iterable[str | None]) -> dict[str, Any]:
    filled = {name: [value for value in values if value] for name, values in properties.items()}
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in filled.items() if values}}


def _batches(store: Store, table: str) -> tuple[list[str], Iterator[list[Any]]]:
    cursor = store.db.execute(f"SELECT * FROM {table}")
    return [column[0] for column in cursor.description], iter(lambda: cursor.fetchmany(BATCH), [])


def _whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Write to a temporary name beside the target and rename, so that a reader never meets half a file."""
    part = path.with_name(path.name + ".part")
    try:
        write(part)
        os.replace(part, path)  # noqa: PTH105 - Path.replace is the same call; os.replace names the intent
    finally:
        part.unlink(missing_ok=True)
    return path
