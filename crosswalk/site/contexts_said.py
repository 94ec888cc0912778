"""What the templates about entities, speakers, disagreements and events are given; see ``contexts``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswalk.site.contexts import DisputedFact, Side
from crosswalk.site.queries_checks import GoneRow, JudgementRow
from crosswalk.site.queries_compare import ClaimRow
from crosswalk.site.queries_law import CommitmentRow, ExposureRow, ObligationRow
from crosswalk.site.queries_said import (
    EntityRow,
    EventRow,
    MentionedIn,
    NameRow,
    OfficeRow,
    PositionRow,
    RelationRow,
)


@dataclass(frozen=True)
class EntityPage:
    """All that is held on one entity or candidate."""

    entity: EntityRow
    is_instrument: bool
    names: Sequence[NameRow]
    offices: Sequence[OfficeRow]
    parts: Sequence[tuple[str, str, str]]
    relations: Sequence[tuple[str, Sequence[RelationRow]]]
    claims: Sequence[ClaimRow]
    commitments: Sequence[CommitmentRow]
    obligations: Sequence[ObligationRow]
    exposure: Sequence[ExposureRow]
    positions: Sequence[PositionRow]
    events: Sequence[EventRow]
    documents: Sequence[MentionedIn]
    lives: Sequence[Sequence[CommitmentRow]]
    gone: Sequence[GoneRow]
    judgements: Sequence[JudgementRow]
    disputed: Sequence[DisputedFact]


@dataclass(frozen=True)
class TimelinePage:
    """Events by year."""

    years: Sequence[tuple[str, Sequence[EventRow]]]
    types: Sequence[str]
    instruments: Sequence[tuple[str, str]]
    chosen_type: str | None
    chosen_about: str | None
    since: str | None
    count: int


@dataclass(frozen=True)
class PositionsPage:
    """Who stands where, in which words."""

    speakers: Sequence[tuple[str, str | None, Mapping[str, int], Sequence[PositionRow]]]
    stance: str | None
    about: str | None
    instruments: Sequence[tuple[str, str]]
    totals: Mapping[str, int]


@dataclass(frozen=True)
class Disagreement:
    """A subject and attribute on which stories differ, each side with its sentences."""

    subject_id: str
    subject: str
    attribute: str
    kinds: Sequence[str]
    sides: Sequence[Side]
    law: Sequence[ClaimRow]


@dataclass(frozen=True)
class DisagreementsPage:
    """Real conflicts, differences that only look like one, and what the register's own sources disagree on."""

    conflicts: Sequence[Disagreement]
    others: Sequence[Disagreement]
    disputed: Sequence[DisputedFact]
    subject: tuple[str, str, str] | None
