"""Read claims: what a sentence says of an attribute of an instrument, with the value in the vocabulary's wording.

Each attribute has its reader (`claim_windows.py`, `claim_rules.py`); all take one sentence and its mentions. The
subject is the instrument the sentence is about: named in it, referred to, or in the focus of the text before it
(`claim_subjects.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extract.claim_amounts import AmountClaims
from extract.claim_applies import ApplyClaims
from extract.claim_authority import AuthorityClaims
from extract.claim_fines import FineClaims
from extract.claim_partners import PartnerClaims
from extract.claim_rules import RuleClaims
from extract.claim_windows import WindowClaims
from extract.document import Found, FoundClaim, Sheet, sheet_of
from extract.knowledge import Knowledge

Reader = Callable[[Sheet, int, str, list[Found]], Iterator[FoundClaim]]


DECIDING = tuple(
    "determin deci designat judg classif settl establish fix certif draw word threshold say choos pick defin identif "
    "specif definition  call referee rul pronounc line bar yardstick grading verdict say belong lies who".split()
)
PARTAKING = tuple(
    "voluntar volunteer mandatory optional compulsory obligatory obligation oblig forc compel opt choose declin "
    "discretion binding binds free up "
    "left requir accord leav nobody none asks asked asking invit encourag request urg walk they compulsion duty "
    "whether offer".split()
)
SECRETS = ("confidential", "disclos", "secre", "proprietary", "intellectual", "reveal", " ip ")


class ClaimReader(WindowClaims, RuleClaims, AmountClaims, ApplyClaims, FineClaims, PartnerClaims, AuthorityClaims):
    """The component: fills `sheet.claims`."""

    def __init__(self) -> None:
        super().__init__()
        # what a line must hold for a reader to look at it: a piece of a word of these, a mention of one of these labels
        self.readers: tuple[tuple[tuple[str, ...], str, Reader], ...] = (
            (PARTAKING, "", self._participation),
            ((), "DURATION", self._window),
            (DECIDING, "AGENCY", self._authority),
            (
                ("licen", "clear", "approv", "permi", "authori", "sign-off", "go-ahead", "green light"),
                "",
                self._licensing,
            ),
            (SECRETS, "", self._confidentiality),
            ((), "PROGRAMME MODEL", self._partners),
            (
                (
                    "particip",
                    "member",
                    "circle",
                    "roster",
                    "enrol",
                    "partner",
                    "total",
                    "admit",
                    "let in",
                    "take part",
                    "took part",
                    "organi",
                    "institution",
                    "compan",
                    "firms",
                    "entit",
                    "founders",
                    "access",
                    "up from",
                ),
                "",
                self._partners_of_earlier,
            ),
            ((), "DATE", self._applies),
            (
                (
                    "fine",
                    "fining",
                    "penal",
                    "sanction",
                    "punish",
                    "cost",
                    "illion",
                    "$",
                    "€",
                    "£",
                    "turnover",
                    "revenue",
                    "ceiling",
                    "percent",
                    "per cent",
                    "%",
                    "violat",
                    "breach",
                ),
                "",
                self._fine,
            ),
            (
                (
                    "flop",
                    "floating",
                    "comput",
                    "operation",
                    "10^",
                    "10²",
                    "1e2",
                    "10 to",
                    "ten to",
                    "ptillion",
                    "10**",
                    "10(2",
                ),
                "",
                self._flop,
            ),
        )

    def bind(self, known: Knowledge, nlp: Language) -> None:
        """Take over a register."""
        self.known = known

    def __call__(self, doc: Doc) -> Doc:
        """Read the claims of a document."""
        sheet = sheet_of(doc)
        by_line = sheet.by_line()
        for number_, line in enumerate(sheet.lines):
            if line.kind in ("furniture", "byline"):
                continue
            text = sheet.text[line.start : line.end]
            asked = sheet.line_text(number_ - 1) if number_ else ""
            low = f"{asked if asked.endswith('?') else ''} {text}".casefold()  # an answer goes on with its question
            labels = {found.label for found in by_line.get(number_, ())}
            for pieces, needed, reader in self.readers:
                if (not needed or not labels.isdisjoint(needed.split())) and (
                    not pieces or any(map(low.__contains__, pieces))
                ):
                    sheet.claims.extend(reader(sheet, number_, text, by_line.get(number_, [])))
        sheet.claims = _unique(sheet.claims)
        return doc


def _unique(claims: list[FoundClaim]) -> list[FoundClaim]:
    """Keep one claim of a value per sentence."""
    best: dict[tuple[str, str, str, int], FoundClaim] = {}
    for claim in claims:
        best.setdefault((claim.subject, claim.attribute, claim.value, claim.line), claim)
    return list(best.values())


@Language.factory("crosswalk_claims")
def create_claim_reader(nlp: Language, name: str) -> ClaimReader:
    """Make the component that reads claims; `bind` gives it a register."""
    return ClaimReader()
