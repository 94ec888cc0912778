"""The SQL views: what the site, the API and researchers read. Derived labels ("disputed", "late") live only here."""

from __future__ import annotations

VIEWS: dict[str, str] = {}
