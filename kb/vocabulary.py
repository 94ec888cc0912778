"""The one list of labels, predicates, attributes and event types (docs/vocabulary.md says what each means)."""

from __future__ import annotations

from enum import StrEnum


class Label(StrEnum):
    """What a mention names."""

    AGENCY = "AGENCY"
    COMPANY = "COMPANY"
    MODEL = "MODEL"
    INSTRUMENT = "INSTRUMENT"
    PROGRAMME = "PROGRAMME"
    OBLIGATION = "OBLIGATION"
    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"
    JURISDICTION = "JURISDICTION"
    DATE = "DATE"
    DURATION = "DURATION"
    MONEY = "MONEY"


NAME_LABELS = frozenset(Label) - {Label.DATE, Label.DURATION, Label.MONEY}
VALUE_LABELS = frozenset({Label.DATE, Label.DURATION, Label.MONEY})


class Predicate(StrEnum):
    """How a subject stands to an object."""

    SIGNED = "signed"
    DELAYED = "delayed"
    DIRECTS = "directs"
    ESTABLISHES = "establishes"
    REQUIRES = "requires"
    PART_OF = "part_of"
    DEVELOPS = "develops"
    RUNS = "runs"
    SUBMITS_TO = "submits_to"
    SUPPORTS = "supports"
    CRITICISES = "criticises"
    AFFILIATED_WITH = "affiliated_with"
    COMPETES_WITH = "competes_with"
    APPLIES_TO = "applies_to"
    SUPERSEDES = "supersedes"
    SUED_BY = "sued_by"
    CHARGED_UNDER = "charged_under"


_ACTOR = frozenset({Label.PERSON, Label.COMPANY, Label.ORGANISATION, Label.AGENCY})
_BODY = frozenset({Label.AGENCY, Label.COMPANY, Label.ORGANISATION})

# Subject and object labels of each predicate, from the vocabulary's table.
SIGNATURES: dict[Predicate, tuple[frozenset[Label], frozenset[Label]]] = {
    Predicate.SIGNED: (frozenset({Label.PERSON}), frozenset({Label.INSTRUMENT})),
    Predicate.DELAYED: (frozenset({Label.PERSON, Label.AGENCY}), frozenset({Label.INSTRUMENT})),
    Predicate.DIRECTS: (frozenset({Label.INSTRUMENT}), frozenset({Label.AGENCY})),
    Predicate.ESTABLISHES: (frozenset({Label.INSTRUMENT}), frozenset({Label.PROGRAMME})),
    Predicate.REQUIRES: (frozenset({Label.INSTRUMENT}), frozenset({Label.OBLIGATION})),
    Predicate.PART_OF: (_BODY, _BODY),
    Predicate.DEVELOPS: (frozenset({Label.COMPANY}), frozenset({Label.MODEL})),
    Predicate.RUNS: (frozenset({Label.COMPANY, Label.AGENCY}), frozenset({Label.PROGRAMME})),
    Predicate.SUBMITS_TO: (frozenset({Label.COMPANY}), frozenset({Label.AGENCY})),
    Predicate.SUPPORTS: (_ACTOR, frozenset({Label.INSTRUMENT})),
    Predicate.CRITICISES: (_ACTOR, frozenset({Label.INSTRUMENT})),
    Predicate.AFFILIATED_WITH: (frozenset({Label.PERSON}), _BODY),
    Predicate.COMPETES_WITH: (
        frozenset({Label.COMPANY, Label.JURISDICTION}),
        frozenset({Label.COMPANY, Label.JURISDICTION}),
    ),
    Predicate.APPLIES_TO: (
        frozenset({Label.INSTRUMENT, Label.OBLIGATION}),
        frozenset({Label.COMPANY, Label.MODEL}),
    ),
    Predicate.SUPERSEDES: (frozenset({Label.INSTRUMENT}), frozenset({Label.INSTRUMENT})),
    Predicate.SUED_BY: (
        frozenset({Label.COMPANY, Label.PERSON}),
        frozenset({Label.AGENCY, Label.ORGANISATION, Label.COMPANY, Label.PERSON}),
    ),
    Predicate.CHARGED_UNDER: (frozenset({Label.COMPANY, Label.PERSON}), frozenset({Label.INSTRUMENT})),
}


class Attribute(StrEnum):
    """What a claim says of its subject."""

    PARTICIPATION = "participation"
    REVIEW_WINDOW_DAYS = "review_window_days"
    EARLIER_REVIEW_WINDOW_DAYS = "earlier_review_window_days"
    REVIEW_WINDOW_REFERENCE = "review_window_reference"
    DETERMINING_AUTHORITY = "determining_authority"
    LICENSING_REQUIRED = "licensing_required"
    CONFIDENTIALITY_PROTECTION = "confidentiality_protection"
    DEADLINE_DAYS = "deadline_days"
    ACCESS_PARTNER_COUNT = "access_partner_count"
    APPLIES_FROM = "applies_from"
    MAXIMUM_FINE = "maximum_fine"
    COMPUTE_THRESHOLD_FLOP = "compute_threshold_flop"


class EventType(StrEnum):
    """What happened."""

    SIGNED = "signed"
    DELAYED = "delayed"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    ENTERED_INTO_FORCE = "entered_into_force"
    APPLIES = "applies"
    AMENDED = "amended"
    REPEALED = "repealed"
    RELEASED = "released"
    ACCESS_EXPANDED = "access_expanded"
    AGREEMENT = "agreement"
    MEETING = "meeting"
    CHARGED = "charged"
    SUED = "sued"
    FINED = "fined"
    STATEMENT = "statement"
    DEADLINE = "deadline"
    REMOVED = "removed"


class Stance(StrEnum):
    """Where a speaker stands toward an instrument."""

    SUPPORTS = "supports"
    CRITICISES = "criticises"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class Modality(StrEnum):
    """How a statement is put; planned and possible statements are never counted as facts."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    PLANNED = "planned"
    POSSIBLE = "possible"


FACTUAL = frozenset({Modality.ASSERTED, Modality.REPORTED})  # what counts as a fact, unless it is negated


class Deontic(StrEnum):
    """What a clause of law does."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    DEFINITION = "definition"
    POWER = "power"


class Degree(StrEnum):
    """How far a cell of the comparison matches its row."""

    EQUAL = "equal"
    PARTIAL = "partial"
    DIFFERENT = "different"
    ONLY_HERE = "only_here"
    NOT_COMPARABLE = "not_comparable"


class Confidence(StrEnum):
    """How well a register entry is supported."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    DISPUTED = "disputed"


class LegalStatus(StrEnum):
    """Where a rule stands in its life."""

    PROPOSED = "proposed"
    PROVISIONAL = "provisional"
    ADOPTED = "adopted"
    IN_FORCE = "in_force"
    APPLIES = "applies"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    SHELVED = "shelved"


class DocumentKind(StrEnum):
    """What sort of text a document is; only ``law`` counts as the instrument's own wording."""

    NEWS = "news"
    OFFICIAL = "official"
    LAW = "law"
    LAW_SUMMARY = "law_summary"
    NOTE = "note"
