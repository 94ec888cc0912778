"""What the items of a list in a law are: duties of whoever its head names, conditions of the head, or meanings."""

from __future__ import annotations

import re
from typing import Protocol

CONDITION_LIST = re.compile(
    r"(?:\b(?:where|when|whenever|if|unless|until|provided\s+that|only\s+(?:where|if|when))(?:\s+(?:it|they|the\s+\w+))?|"
    r"\b(?:where|when|if|unless|until|under|in|on|upon|for|subject\s+to|only|provided)\b[^,;.]{0,120}"
    r"\b(?:following|any|one|all|either|both|each|those|these|such|certain|specific|exceptional)\b[^,;.]{0,40}\b(?:conditions?|cases?|circumstances|situations?|objectives|grounds|criteria|reasons)\b[^,;]{0,60}|"
    r"\b(?:conditions?|circumstances|requirements|criteria)\s+(?:is|are|must\s+be|shall\s+be|have\s+been)\s+"
    r"(?:met|fulfilled|satisfied|present)\b[^,;]{0,60}|"
    r"\b(?:conditions?|cases?|circumstances|situations?)\s*)\s*[:—–]?$"
)
_MEANING_LIST = re.compile(r"\bdefinitions?\s+(?:shall\s+)?appl(?:y|ies)\s*:$|\b(?:means?|shall\s+mean)\s*:$")
OWN_DEMAND = re.compile(  # a head that demands something whole before its list goes into it
    r"\w[\w,\s’'()_-]{12,}\b(?:including|in\s+particular|such\s+as|namely|"
    r"(?<!so )(?<!such )(?:that|which)\s+(?:\w+s|include|describe|contain|cover|set|specify)\b|"
    r"containing|covering|describing|comprising|setting\s+out|specifying)\b[^;.]{0,80}$"
)
_ADJUNCT = (
    r"(?:within|by|before|after|upon|on|where|when|whenever|if|once|until|unless|in|at|during|for|"
    r"with\s+(?:respect|regard)\s+to|(?:not|no)\s+later\s+than|as\s+soon\s+as|prior\s+to)"
)
SAYS_NOTHING = re.compile(  # an item that only introduces its own: "an opportunity to:", "after the trial, if held:"
    r"^\S+(?:\s+\S+){0,2}\s*[:—–]$|^(?=(?:\S+\s+){0,9}\S+$)(?:.*\b(?:to|for|with|of|by|from|at|against|about|on|in|whether|if|when|where|that|"
    r"the|an?|either|both|not|be|is|are|shall|must|may|need|power|right|duty|ability|means|authority|option)|"
    r".*\b(?:the|each|all|any|one|both|either)\s+(?:of\s+the\s+)?following)\s*[:—–]$|"
    rf"^{_ADJUNCT}\b[^,]*(?:,\s+{_ADJUNCT}\b[^,]*)*[:—–]$",
    re.IGNORECASE,
)
_OPEN_EXCEPTION = re.compile(
    r"\b(?:unless|that|where|when|if|except(?:\s+for)?|save(?:\s+for)?|other\s+than|exception\s+of)"
    r"(?:\s+(?:it|they|the\s+\w+))?\s*:$"
)  # goes on in its items
_ADVERBIAL = re.compile(  # "…, knowingly:"
    r",\s*(?:\w+ly(?:\s+(?:and|or)\s+\w+ly)?|as\s+\w+|at\s+least)\b(?:,|(?=\s*:))"
)


class Lead(Protocol):
    """What is asked of the clause that introduces a list."""

    @property
    def method(self) -> str:
        """Return how the clause was read: modal, carried or definition."""

    @property
    def action(self) -> str:
        """Return what the clause demands."""

    @property
    def condition(self) -> str | None:
        """Return its condition as printed."""

    @property
    def exception(self) -> str | None:
        """Return its exception as printed."""


def kind_of_list(head: str, lead: Lead | None) -> str:
    """Return what the items after a line are: conditions, meanings or duties; `lead` is the clause it ends with."""
    if _MEANING_LIST.search(head) or (lead is not None and lead.method == "definition"):
        return "meanings"
    if lead is not None and lead.exception is not None and _OPEN_EXCEPTION.search(lead.exception):
        return "conditions"
    if lead is not None and lead.condition is not None:
        closing = lead.condition.endswith(":") and (  # "may fine providers when it finds that they:"
            "," not in _ADVERBIAL.sub("", lead.condition)
            or re.search(r"\b(?:that|where|when|if)(?:\s+\w+){0,2}\s*:$", lead.condition)
        )
        if closing or ("following" in lead.condition and "following" not in lead.action):
            return "conditions"
    if CONDITION_LIST.search(head):
        return "conditions"
    return "duties"
