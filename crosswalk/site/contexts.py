"""What each template is given: one frozen class per page, every field a record, a list of records or a plain value.

`tests/site/test_site_pages.py` renders every page from these; a template reads nothing else but `frame` and `link`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from crosswalk.site.asof import AsOf
from crosswalk.site.queries_checks import CheckRow, GoneRow, HeldRow, IdentifierRow
from crosswalk.site.queries_compare import CellRow, ClaimRow, Column, ConflictRow, EvidenceRow, Row
from crosswalk.site.queries_deadlines import DeadlineEvidenceRow, DeadlineRow
from crosswalk.site.queries_disputed import VersionRow
from crosswalk.site.queries_document import (
    DocumentRow,
    MemberRow,
    ProvisionSpan,
    Read,
    RevisionRow,
    SightingRow,
)
from crosswalk.site.queries_graph import Edge, Node, Step
from crosswalk.site.queries_home import ChangeRow, ErrorRow, NewDocument, RunRow, ScoreRow, Searched, SourceRow
from crosswalk.site.queries_law import (
    CommitmentRow,
    ExposureRow,
    InstrumentRow,
    ObligationRow,
    OvertakenRow,
    ProvisionRow,
    TextRow,
)
from crosswalk.site.queries_said import (
    EventRow,
    RelationRow,
)


@dataclass(frozen=True)
class Frame:
    """What surrounds every page: its day, what was searched, its other formats.

    ``told`` has the disputed fact behind a row of the register, by the id of the row.
    """

    as_of: AsOf
    searched: Searched
    formats: Sequence[tuple[str, str, str]]
    path: str
    arguments: Sequence[tuple[str, str]]
    told: Mapping[str, str]


@dataclass(frozen=True)
class CellVersion:
    """A cell as known on the day, with its evidence; ``later`` when it is not valid yet.

    ``overtaken`` is the flag of an answer that uses superseded law.
    """

    cell: CellRow
    evidence: Sequence[EvidenceRow]
    later: bool
    overtaken: str | None = None


@dataclass(frozen=True)
class Side:
    """One value that stories give, and who gives it."""

    attribute: str
    value: str
    claims: Sequence[ClaimRow]
    voices: int
    disputed: bool


@dataclass(frozen=True)
class MatrixCell:
    """What one instrument answers to one question."""

    column: Column
    versions: Sequence[CellVersion]
    sides: Sequence[Side]

    @property
    def disputed(self) -> bool:
        """Whether independent stories really conflict here."""
        return any(side.disputed for side in self.sides)


@dataclass(frozen=True)
class MatrixRow:
    """A question with its cells."""

    row: Row
    cells: Sequence[MatrixCell]

    @property
    def alone(self) -> bool:
        """Whether only one of several instruments has an answer: its degree then has no other side here."""
        return len(self.cells) > 1 and sum(1 for cell in self.cells if cell.versions) == 1


@dataclass(frozen=True)
class ComparePage:
    """The matrix, its rows grouped by topic."""

    chosen: Sequence[Column]
    available: Sequence[Column]
    topics: Sequence[tuple[str, Sequence[MatrixRow]]]
    degrees: Mapping[str, int]
    answered: int
    unanswered: int


@dataclass(frozen=True)
class QuestionPage:
    """One row of the matrix over all instruments, with its history."""

    row: Row
    cells: Sequence[MatrixCell]
    unanswered: Sequence[Column]
    history: Sequence[tuple[Column, CellRow]]
    previous: Row | None
    following: Row | None


@dataclass(frozen=True)
class HomePage:
    """What is new, the comparison at a glance, and how the sources are."""

    chosen: Sequence[Column]
    topics: Sequence[tuple[str, Sequence[MatrixRow]]]
    documents: Sequence[NewDocument]
    changes: Sequence[ChangeRow]
    deadlines: Sequence[DeadlineRow]
    conflicts: Sequence[ConflictRow]
    sources: Sequence[SourceRow]
    ailing: Sequence[SourceRow]
    overtaken: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class DisputedFact:
    """A question on which the register's sources disagree, with its versions; open when none of them is followed."""

    id: str
    question: str
    about_id: str
    about: str
    is_instrument: bool
    resolution: str | None
    versions: Sequence[VersionRow]


@dataclass(frozen=True)
class InstrumentPage:
    """An instrument with everything dated."""

    instrument: InstrumentRow
    provisions: Sequence[ProvisionRow]
    obligations: Sequence[tuple[str, Sequence[ObligationRow]]]
    deadlines: Sequence[DeadlineRow]
    cells: Sequence[tuple[Row, Sequence[CellVersion]]]
    texts: Sequence[TextRow]
    commitments: Sequence[CommitmentRow]
    events: Sequence[EventRow]
    relations: Sequence[tuple[str, Sequence[RelationRow]]]
    sides: Sequence[Side]
    disputed: Sequence[DisputedFact]
    overtaken: Sequence[OvertakenRow]
    identifiers: Sequence[IdentifierRow]


@dataclass(frozen=True)
class ChangesPage:
    """What moved since a day."""

    changes: Sequence[tuple[ChangeRow, str | None]]
    since: str | None
    kind: str | None
    kinds: Sequence[str]
    everything: bool


@dataclass(frozen=True)
class TextCheckPage:
    """Claims against the law by instrument, and wrong identifiers."""

    groups: Sequence[tuple[tuple[str, str], Sequence[CheckRow]]]
    counts: Mapping[str, int]
    held: Sequence[HeldRow]
    identifiers: Sequence[IdentifierRow]
    instruments: Sequence[Column]
    chosen: str | None
    verdict: str | None
    verdicts: Sequence[str]


@dataclass(frozen=True)
class CommitmentsPage:
    """Promises by instrument, each as the states it went through, and pages that vanished."""

    groups: Sequence[tuple[tuple[str, str], Sequence[Sequence[CommitmentRow]]]]
    states: Mapping[str, int]
    gone: Sequence[GoneRow]
    instruments: Sequence[Column]
    chosen: str | None
    count: int


@dataclass(frozen=True)
class DeadlinesPage:
    """What is due and what became of it."""

    groups: Sequence[tuple[str, Sequence[tuple[DeadlineRow, Sequence[DeadlineEvidenceRow]]]]]
    chosen: str | None
    instruments: Sequence[Column]
    count: int


@dataclass(frozen=True)
class ExposurePage:
    """Companies by instrument, each cell with its bases."""

    instruments: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, str, Sequence[tuple[Sequence[ExposureRow], Mapping[str, int]]]]]
    count: int
    state: str | None


@dataclass(frozen=True)
class GraphPage:
    """A drawing of the graph and the same as a list."""

    svg: Markup
    nodes: Sequence[Node]
    edges: Sequence[tuple[Edge, str, str]]
    labels: Sequence[str]
    label: str | None
    entity: tuple[str, str, str] | None
    wanted: str
    limit: int


@dataclass(frozen=True)
class PathPage:
    """Shortest paths between two entities."""

    start: str
    goal: str
    start_choices: Sequence[tuple[str, str, str]]
    goal_choices: Sequence[tuple[str, str, str]]
    paths: Sequence[Sequence[Step]]
    reached: int
    known: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class DocumentPage:
    """A document with its spans marked, and what was read from it."""

    document: DocumentRow
    paragraphs: Sequence[Markup]
    part: int
    parts: int
    target: str | None
    labels: Sequence[tuple[str, int]]
    read: Sequence[Read]
    read_here: Sequence[Read]
    revisions: Sequence[tuple[RevisionRow, Sequence[tuple[str, str]]]]
    family: Sequence[MemberRow]
    sightings: Sequence[SightingRow]
    provisions: Sequence[ProvisionSpan]
    overtaken: Sequence[tuple[str, int | None, int | None, str, str]]
    checks: Sequence[CheckRow]
    identifiers: Sequence[IdentifierRow]


@dataclass(frozen=True)
class HealthPage:
    """Sources and runs."""

    sources: Sequence[SourceRow]
    runs: Sequence[tuple[RunRow, Sequence[str]]]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class AccuracyPage:
    """Scores of the newest evaluations, and what is got wrong."""

    groups: Sequence[tuple[str, Sequence[ScoreRow]]]
    errors: Sequence[ErrorRow]
    error_total: int
