"""Tell how an event is put at its trigger: denied, planned, merely possible, or a fact.

Looks at the words between subject and trigger, at the clause before them, and behind a nominalisation.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.event_frames import Trigger
from extract.event_sentence import BE, BREAKS, HAVE, MODALS, Sentence
from kb.vocabulary import Modality

NEGATIONS = frozenset(
    "not never no nobody none neither nor cannot without hardly isn't wasn't aren't weren't hasn't haven't hadn't "
    "didn't doesn't don't won't wouldn't couldn't can't failed fails fail refused refuses declined declines "
    "denied denies refusing declining avoided stopped cancelled canceled".split()
)
UNREAL = frozenset(
    "plan plans planned planning expected expects expect hope hopes hoped want wants wanted wish wishes "
    "demanded urge urges urged call calls called calling threaten threatens threatened likely "
    "considering considers weigh weighs weighing mulls intends intend intended seek seeks sought asks asked "
    "pending awaits awaiting vow vows vowed set due ready about poised aims aim if unless whether once until till "
    "lest against possible proposed next pledge pledges pledged promise promises promised would-be oppose opposes "
    "favour favor supports".split()
)
CONDITIONS = frozenset("if unless whether once until till before lest".split())


@dataclass(frozen=True, slots=True)
class Manner:
    """How an event is put."""

    negated: bool
    modality: str


def event_manner(sentence: Sentence, start: int, end: int, trigger: Trigger) -> Manner:
    """Return whether the event is denied, planned or merely possible."""
    zone: list[str] = []
    wide: list[str] = []
    crossed = False
    for at in range(start - 1, max(-1, start - 14), -1):
        part, slot = sentence.tokens[at], sentence.slot(at)
        if part in (";", ":"):
            break
        if slot is not None:
            crossed = crossed or slot.label != "DATE"
            continue
        if part == "," and at > 0 and (held := sentence.slot(at - 1)) is not None and held.label != "DATE":
            crossed = True
        (wide if crossed else zone).append(part)
        if part in BREAKS or part == "since" or (part == "," and crossed):
            break
    inside = set(sentence.tokens[start:end])
    near, all_ = set(zone), set(zone) | set(wide)
    negated = bool((near | inside) & NEGATIONS) or bool(set(wide) & {"no", "nobody", "none", "neither"})
    if "yet" in near and "to" in near:
        negated = True
    if trigger.frame.type == "delayed" and {"decline", "refuse"} & {trigger.forms.base if trigger.forms else ""}:
        negated = bool(near & NEGATIONS)
    opening = set(sentence.tokens[:start])
    if opening & {"untrue", "false", "wrongly"} or ("true" in opening and opening & {"nor", "not"}):
        negated = True  # "nor is it true that …"
    modality = Modality.ASSERTED
    if near & MODALS or (near & UNREAL and not (near & {"called"} and near & BE)) or all_ & CONDITIONS:
        modality = Modality.PLANNED
    if set(wide) & {"want", "wants", "urge", "urges", "urged", "wanted", "asks"}:
        modality = Modality.PLANNED
    if trigger.kind == "nouns":
        after = sentence.tokens[end : end + 14]
        for part in after:
            if part in (",", ";") or part in BREAKS:
                break
            if part in NEGATIONS:
                negated = True
            if part in MODALS or part in ("expected", "planned", "hoped", "likely", "due"):
                modality = Modality.PLANNED
    elif trigger.forms is not None:
        word, forms = sentence.tokens[start], trigger.forms
        subject = sentence.slot(start - 1)
        told = sentence.headline and subject is not None and subject.label != "DATE"  # "A and B sign the accord"
        if word == forms.base != forms.past and sentence.tokens[sentence.before(start)] not in ("did",) and not told:
            modality = Modality.PLANNED  # "to sign", "sign": no fact
        elif word == forms.gerund and not near & (BE | HAVE) and start > 0:
            previous = sentence.tokens[start - 1]
            slot = sentence.slot(start - 1)
            leads = previous in ("after", "by", "upon", "following", ",", "of") or slot is not None
            if not leads and trigger.frame.type not in ("amended", "repealed"):
                modality = Modality.PLANNED
        elif word == forms.gerund and start == 0:
            modality = Modality.PLANNED
    return Manner(negated, str(modality))
