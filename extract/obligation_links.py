"""Match clauses read from a law with the register's obligations: by provision, bearer, modality and shared words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from extract.bearers import kind_of_bearer
from extract.citations import find_citations
from kb.model import Obligation, ObligationEvidence
from kb.vocabulary import Deontic

# What the register calls an obligation may be worded as a ban, and a permission as a power; never the reverse of both.
_COMPATIBLE = {
    Deontic.OBLIGATION: {Deontic.OBLIGATION, Deontic.PROHIBITION, Deontic.POWER},
    Deontic.PROHIBITION: {Deontic.PROHIBITION, Deontic.OBLIGATION},
    Deontic.PERMISSION: {Deontic.PERMISSION, Deontic.POWER, Deontic.DEFINITION},
    Deontic.POWER: {Deontic.POWER, Deontic.PERMISSION, Deontic.OBLIGATION},
    Deontic.DEFINITION: {Deontic.DEFINITION},
}
_CONTRADICTORY = ({Deontic.PROHIBITION, Deontic.PERMISSION}, {Deontic.PROHIBITION, Deontic.POWER})
_RIGHT = re.compile(
    r"\bright\s+to\s+(?:obtain|receive|request|demand)\s+from\s+(?:the|a|an)\s+(?P<debtor>[\w -]{3,40})"
)
ALIKE = 0.2  # share of an obligation's words that a clause of another modality must have to be the same rule


def link_obligations(
    rows: Sequence[ObligationEvidence], obligations: Iterable[Obligation], *, instrument_id: str | None
) -> tuple[ObligationEvidence, ...]:
    """Return the rows with `obligation_id` set where a register obligation of the instrument matches.

    Provision keys must meet (the row's lies at, under or above one the obligation cites), bearers and modalities must
    not contradict each other; of several obligations the one that shares most words wins.
    """
    held = [one for one in obligations if instrument_id is None or one.instrument_id == instrument_id]
    by_root: dict[str, list[tuple[Obligation, tuple[str, ...]]]] = {}
    for one in held:
        keys = obligation_keys(one)
        for root in {key.split(".")[0] for key in keys}:
            by_root.setdefault(root, []).append((one, keys))
    linked = []
    for row in rows:
        best: tuple[float, str] | None = None
        for one, keys in by_root.get((row.provision_key or "").split(".")[0], ()):
            score = _match(row, one, keys)
            if score is not None and (best is None or (score, one.id) > best):
                best = (score, one.id)
        linked.append(replace(row, obligation_id=best[1]) if best else row)
    return tuple(linked)


def obligation_keys(obligation: Obligation) -> tuple[str, ...]:
    """Return every provision key that a register obligation cites: "Art. 9(1)-(2)" gives art_9.1 and art_9.2."""
    citation = re.sub(r"\)\s*[-–]\s*\(", ") to (", obligation.citation)
    targets = [target for found in find_citations(citation) for target in found.targets if ":" not in target]
    return tuple(dict.fromkeys([obligation.key, *targets]))


def _match(row: ObligationEvidence, obligation: Obligation, keys: tuple[str, ...]) -> float | None:
    key = row.provision_key or ""
    depth = max((_meeting(key, cited) for cited in keys), default=0)
    if depth < 2 or {row.modality, obligation.modality} in _CONTRADICTORY:
        return None
    kinds = {_bearer_kind(part) for part in obligation.addressee.split(";")}
    own = _bearer_kind(row.addressee or "") if row.addressee else None
    right = _RIGHT.search(row.text) if row.modality == Deontic.PERMISSION else None
    if right is not None:  # the right of one is the duty of the other
        own = _bearer_kind(right["debtor"])
    if own is not None and own not in kinds:
        return None
    words = _stems(obligation.summary)
    shared = len(words & _stems(f"{row.text} {row.action or ''}")) / max(len(words), 1)
    alike = right is not None or row.modality in _COMPATIBLE[Deontic(obligation.modality)]
    if not alike and shared < ALIKE:
        return None
    same = 0.5 if row.modality == obligation.modality else 0.0
    return depth + (0.5 if own else 0.0) + same + 2 * shared - (0.0 if alike else 1.0)


def _meeting(key: str, cited: str) -> int:
    """Return how many levels two keys share when one lies within the other, else 0; an article's own points count."""
    left, right = key.split("."), cited.split(".")
    shared = min(len(left), len(right))
    if left[:shared] != right[:shared]:
        return 0
    return max(shared, 2) if left[0].startswith("art_") and len(right) >= 1 else shared


def _bearer_kind(text: str) -> str:
    plain = text.strip().casefold()
    if any(word in plain for word in ("commission", "ai office")):
        return "commission"
    if "provider" in plain or "developer" in plain:
        return "provider"
    if ("authorit" in plain and "authorised" not in plain) or "member state" in plain:
        return "member state"
    return (kind_of_bearer(text.strip()) or plain).casefold()


_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    "that this with from shall their have which when where such other must they them into under than".split()
)


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in _WORD.findall(text.casefold()) if word not in _COMMON)
