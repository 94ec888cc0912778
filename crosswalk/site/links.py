"""Make the addresses of pages, rows and evidence: every URL of the site comes from here, through datasette.urls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils import tilde_encode

from crosswalk.site.asof import AsOf


@dataclass(frozen=True)
class Links:
    """Addresses within one served knowledge base; an asked-for ``as_of`` day travels along."""

    datasette: Any
    database: str
    as_of: AsOf

    def page(self, path: str, **query: object) -> str:
        """Return the address of a page of the site, keeping the day the reader asked for."""
        pairs = _pairs(query)
        if self.as_of.given and "as_of" not in query:
            pairs.append(("as_of", self.as_of.day))
        return self._join(path, pairs)

    def plain(self, path: str, **query: object) -> str:
        """Return the address of a page without the day."""
        return self._join(path, _pairs(query))

    def compare(self, *instruments: str) -> str:
        """Return the address of the matrix with these columns."""
        return self.page("/compare", i=list(instruments))

    def question(self, question_id: str) -> str:
        """Return the address of one row of the comparison."""
        return self.page(f"/compare/{tilde_encode(question_id)}")

    def entity(self, entity_id: str) -> str:
        """Return the address of an entity's page."""
        return self.page(f"/entity/{tilde_encode(entity_id)}")

    def instrument(self, instrument_id: str) -> str:
        """Return the address of an instrument's page."""
        return self.page(f"/instrument/{tilde_encode(instrument_id)}")

    def thing(self, label: str | None, entity_id: str) -> str:
        """Return the page of an entity: instruments have one of their own."""
        return self.instrument(entity_id) if label == "INSTRUMENT" else self.entity(entity_id)

    def document(self, document_id: str, start: int | None = None, end: int | None = None) -> str:
        """Return the address of a document, at a span when one is given (character offsets, end exclusive)."""
        path = f"/document/{tilde_encode(document_id)}"
        if start is None or end is None:
            return self.plain(path)
        return self.plain(path, span=f"{start}-{end}") + "#evidence"

    def rows(self, table: str, **filters: object) -> str:
        """Return Datasette's own page of a table or view, filtered: where the rows behind a number are."""
        return str(self.datasette.urls.table(self.database, table)) + _query(_pairs(filters))

    def query(self, name: str, **parameters: object) -> str:
        """Return the address of a query of the card."""
        return str(self.datasette.urls.query(self.database, name)) + _query(_pairs(parameters))

    def data(self) -> str:
        """Return Datasette's own page of the database."""
        return str(self.datasette.urls.database(self.database))

    def _join(self, path: str, pairs: list[tuple[str, str]]) -> str:
        path, mark, anchor = path.partition("#")
        return str(self.datasette.urls.path(path)) + _query(pairs) + mark + anchor


def _pairs(query: dict[str, object]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        if isinstance(value, list | tuple):
            pairs.extend((name, str(item)) for item in value)
        elif value is not None and value != "":
            pairs.append((name, str(value)))
    return pairs


def _query(pairs: list[tuple[str, str]]) -> str:
    return "?" + urlencode(pairs) if pairs else ""
