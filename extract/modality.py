"""Tell how a statement is put: negated or not; asserted, reported, planned or possible.

Reads the words of a layout between the subject and the end of a match and the opening of the sentence. Planned and
possible statements are kept with that mark and never counted as facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.vocabulary import Modality

_NEGATION = re.compile(
    r"(?:^| )(?:not|never|n't|no|neither|nor|without|cannot|can't|doesn't|don't|didn't|won't|wouldn't|isn't|"
    r"wasn't|aren't|weren't|hasn't|"
    r"haven't|hadn't|declined to|declines to|refused to|refuses to|refusing to|failed to|fails to|stopped short "
    r"of|stops short of|denied|denies|"
    r"rather than|instead of|has yet to|have yet to|yet to|opted against|far from|no longer|avoided|ruled out|"
    r"nobody|none of) "
)
_NOT_ONLY = re.compile(
    r"(?:^| )(?:not only|not just|no later than|no doubt|not least|not before|no more than|no fewer than|no less than) "
)
_PLANNED = re.compile(
    r"(?:^| )(?:will|plans to|plan to|planned to|planning to|intends to|intend to|expected to|expects to|set to|"
    r"scheduled to|due to|is to|are to|"
    r"aims to|aim to|going to|poised to|preparing to|prepares to|hopes to|pledged to|promised to|wants to|seeks "
    r"to|vowed to|about to|"
    r"'ll|announced plans to|slated to|would|proposes to|proposed to|considering|considers|mulling|weighing|ready to) "
)
_POSSIBLE = re.compile(
    r"(?:^| )(?:may|might|could|can|possibly|perhaps|potentially|should|if|whether|unless|threatened to|"
    r"threatens to|likely to|asked to|urged to|calls? to|pleas? to|demands? to|pressure to|bid to|proposals? to|"
    r"requests? to|petition(?:ed)? to) "
)
_REPORTED = re.compile(
    r"(?:^| )(?:reportedly|allegedly|according to|reported|reports|report|is said to|was said to|said|says|told|"
    r"people familiar|sources|apparently|rumoured|"
    r"rumored|claims|claimed) "
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a statement is put."""

    negated: bool
    modality: str


def read_manner(inner: str, opening: str, *, settled: bool = False) -> Manner:
    """Return the manner of a statement from the words inside it and the words before it.

    `settled` says that the subject is an instrument in force, whose "would" and "will" describe what it does.
    """
    plain = _NOT_ONLY.sub(" ", inner)
    negated = (
        _NEGATION.search(plain) is not None
        or re.search(r"(?:denied|denies|denying|is it true|not true|untrue|false|wrong|incorrect) that [^<]*$", opening)
        is not None
    )
    modality = Modality.ASSERTED
    if _POSSIBLE.search(plain) or re.search(r"(?:^| )(?:if|whether|unless) [^,<>]*$", opening):
        modality = Modality.POSSIBLE
    elif _PLANNED.search(plain):
        modality = Modality.PLANNED
    elif _REPORTED.search(f"{opening} {inner}"):
        modality = Modality.REPORTED
    if (
        settled
        and modality in (Modality.PLANNED, Modality.POSSIBLE)
        and not re.search(r"(?:^| )(?:if|whether|unless|should|may|might|could|would have) ", plain)
    ):
        modality = Modality.ASSERTED
    return Manner(negated, str(modality))
