"""Inflect English verbs, so that a list of triggers names each verb once and finds it in every tense and voice.

Covers what reports use; an unknown verb is inflected by rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

# base: past, participle
_IRREGULAR = {
    "become": ("became", "become"), "begin": ("began", "begun"), "bring": ("brought", "brought"),
    "come": ("came", "come"), "draw": ("drew", "drawn"), "find": ("found", "found"), "get": ("got", "got"),
    "give": ("gave", "given"), "go": ("went", "gone"), "grow": ("grew", "grown"), "have": ("had", "had"),
    "hit": ("hit", "hit"), "hold": ("held", "held"), "lay": ("laid", "laid"), "let": ("let", "let"),
    "make": ("made", "made"), "meet": ("met", "met"), "pay": ("paid", "paid"), "put": ("put", "put"),
    "rewrite": ("rewrote", "rewritten"), "say": ("said", "said"), "see": ("saw", "seen"), "send": ("sent", "sent"),
    "set": ("set", "set"), "sit": ("sat", "sat"), "strike": ("struck", "struck"), "take": ("took", "taken"),
    "tear": ("tore", "torn"), "tell": ("told", "told"), "throw": ("threw", "thrown"), "win": ("won", "won"),
    "withdraw": ("withdrew", "withdrawn"), "withhold": ("withheld", "withheld"), "write": ("wrote", "written"),
    "be": ("was", "been"),
    "bid": ("bid", "bid"), "cut": ("cut", "cut"), "shut": ("shut", "shut"),
    "do": ("did", "done"), "fall": ("fell", "fallen"), "lead": ("led", "led"), "seek": ("sought", "sought"),
    "undo": ("undid", "undone"),
    "run": ("ran", "run"), "leave": ("left", "left"), "quit": ("quit", "quit"),
    "fight": ("fought", "fought"), "keep": ("kept", "kept"), "lose": ("lost", "lost"),
    "build": ("built", "built"), "buy": ("bought", "bought"), "catch": ("caught", "caught"),
    "speak": ("spoke", "spoken"), "stand": ("stood", "stood"), "bind": ("bound", "bound"),
    "freeze": ("froze", "frozen"), "override": ("overrode", "overridden"), "overtake": ("overtook", "overtaken"),
    "sell": ("sold", "sold"), "lend": ("lent", "lent"), "bear": ("bore", "borne"),
    "break": ("broke", "broken"), "beat": ("beat", "beaten"), "show": ("showed", "shown"),
    "oversee": ("oversaw", "overseen"), "foresee": ("foresaw", "foreseen"), "teach": ("taught", "taught"),
    "undergo": ("underwent", "undergone"), "feed": ("fed", "fed"), "drive": ("drove", "driven"),
    "choose": ("chose", "chosen"), "sweep": ("swept", "swept"), "rise": ("rose", "risen"), "wind": ("wound", "wound"),
}  # fmt: skip
_DOUBLING = frozenset(
    "drop scrap ship slap scrub commit permit submit admit clap map plan tap trim ban defer refer "
    "transfer tap unplug swap skip wrap stop rip strip bin".split()
)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a verb."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str

    @property
    def all(self) -> tuple[str, ...]:
        """Return the forms without repeats."""
        return tuple(dict.fromkeys((self.base, self.third, self.past, self.participle, self.gerund)))


@cache
def inflect(base: str) -> Forms:
    """Return the forms of a verb given as its base form; a hyphenated verb is inflected at its end."""
    stem = base + base[-1] if base in _DOUBLING else base
    if base.endswith("y") and base[-2] not in "aeiou":
        third, regular = base[:-1] + "ies", base[:-1] + "ied"
    elif base.endswith(("s", "x", "z", "ch", "sh", "o")):
        third, regular = base + "es", stem + "ed"
    else:
        third, regular = base + "s", base + "d" if base.endswith("e") else stem + "ed"
    if base == "have":
        third = "has"
    gerund = base[:-1] + "ing" if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) else stem + "ing"
    if base in ("let", "put", "get", "set", "hit", "sit", "cut", "begin", "win", "shut", "bid", "run", "quit"):
        gerund = base + base[-1] + "ing"
    past, participle = _IRREGULAR.get(base, (regular, regular))
    return Forms(base, third, past, participle, gerund)


@cache
def inflected(words: str) -> frozenset[str]:
    """Return every form of words given as base forms with spaces between; a noun's plural is among them."""
    return frozenset(form for word in words.split() for form in inflect(word).all)
