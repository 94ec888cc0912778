"""Which sources to visit when: as they are given, or the visits of the bundled corpus that are still ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.offline import Manifest
from kb.register import SourceSpec
from kb.store import Store


def offline_visits(
    store: Store, specs: Sequence[SourceSpec], manifest: Manifest
) -> Iterator[tuple[str, list[SourceSpec]]]:
    """Yield the visits to replay, oldest first, each with the sources that are due.

    A source starts again at the visit it was last seen at: that one may have been cut short, and when it was the
    last of all, repeating it shows that nothing changes.
    """
    reached = {spec.id: _reached(store, spec) for spec in specs}
    for visit in manifest.visits:
        due = [spec for spec in specs if reached[spec.id] <= visit]
        if due:
            yield visit, due


def _reached(store: Store, spec: SourceSpec) -> str:
    found = store.value("SELECT max(started_at) FROM fetches WHERE source_id = ?", (spec.id,))
    return str(found or "")
