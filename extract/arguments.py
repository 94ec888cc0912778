"""Find who does what to whom in a parsed sentence: the arguments of a verb or noun, as mentions.

Works on the universal dependencies of the shipped parser. A relative pronoun stands for its noun, a participle takes
the noun it modifies, a joined verb the subject of the first one; "the scope of the act" leads to the act. Lists are
taken from the layout's slots, since joined nouns are what parsers get wrong most.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extract.clauses import Layout
from extract.document import Found
from extract.inflect import inflected

_CONTROL = inflected(
    "let allow ask tell urge order direct require force want help permit instruct task push press call enable oblige "
    "invite encourage lobby warn expect see make"
)  # "asked X to do": X does
_THROUGH = frozenset({"of", "at", "for", "from", "in", "by", "with", "such", "like", "including"})
_TURNING = inflected(
    "delay repeal breach violation lack weakening pause postponement critic opponent supporter absence end rival "
    "competitor maker developer customer partner user ban removal rejection failure chapter attack"
)  # what lies behind these is not what the verb is about
_DECIDED = frozenset(
    {"decision", "move", "choice", "step", "agreement", "pledge", "promise", "deal", "offer", "effort"}
)
_RELATIVE = frozenset({"which", "who", "that", "whom", "what"})
_CLAUSES = frozenset({"acl", "acl:relcl", "ccomp", "advcl", "parataxis"})
_AUXILIARY = frozenset({"aux", "aux:pass", "advmod", "neg", "cop", "mark"})


class Arguments:
    """The arguments of one parsed sentence."""

    def __init__(self, parsed: Doc, layout: Layout) -> None:
        self.parsed = parsed
        self.offset = parsed.user_data.get("offset", 0)
        self.slots = [(slot.start - self.offset, slot.end - self.offset, slot.mentions) for slot in layout.slots]

    def subject(self, verb: Token, depth: int = 0) -> Token | None:
        """Return the noun that does what the verb says, None when the sentence leaves it open."""
        if depth > 4:
            return None
        if self.is_passive(verb):
            return next(self.behind(verb, ("by",)), None)
        own = _child(verb, "nsubj", "nsubj:outer", "csubj")
        if own is not None:
            return self._named(own, verb)
        if verb.dep_ in ("conj", "parataxis") and verb.head.pos_ in ("VERB", "AUX"):
            return self.subject(verb.head, depth + 1) if not self.is_passive(verb.head) else self._patient(verb.head)
        if verb.dep_ == "xcomp" and verb.head.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
            if verb.head.lower_ in _CONTROL and (patient := self._patient(verb.head)) is not None:
                return patient
            return self._patient(verb.head) if self.is_passive(verb.head) else self.subject(verb.head, depth + 1)
        if verb.dep_ == "advcl" and _is_participle(verb, "Pres") and verb.head.pos_ in ("VERB", "AUX"):
            return self._patient(verb.head) if self.is_passive(verb.head) else self.subject(verb.head, depth + 1)
        if verb.dep_ == "acl":
            if _is_participle(verb, "Pres"):
                return verb.head
            if verb.head.lower_ in _DECIDED:
                return _child(verb.head, "nmod:poss") or self.subject(verb.head.head, depth + 1)
        if verb.dep_ == "acl:relcl" and _child(verb, "obj") is not None:
            return verb.head
        return None

    def object(self, verb: Token) -> Token | None:
        """Return the noun that the verb is done to."""
        if self.is_passive(verb):
            return self._patient(verb)
        own = _child(verb, "obj")
        if own is not None:
            return self._named(own, verb)
        if verb.dep_ == "acl:relcl" and verb.head.pos_ in ("NOUN", "PROPN", "NUM"):
            return verb.head  # "the order that Trump signed"
        return None

    def behind(self, word: Token, prepositions: tuple[str, ...]) -> Iterator[Token]:
        """Yield the nouns behind prepositions of a verb or noun, those of the verb's object included."""
        heads = [word, *(child for child in word.children if child.dep_ in ("obj", "xcomp", "obl"))]
        for head in heads:
            for child in head.children:
                if child.dep_ in ("obl", "obl:agent", "nmod", "nmod:poss", "advcl", "xcomp", "obl:unmarked"):
                    case = _case(child)
                    if case in prepositions or (child.dep_ == "obl:agent" and "by" in prepositions):
                        yield self._named(child, word)

    def is_passive(self, verb: Token) -> bool:
        """Tell whether the verb stands in the passive or is a past participle behind its noun."""
        if _child(verb, "nsubj:pass", "aux:pass") is not None:
            return True
        if verb.dep_ == "conj" and _is_participle(verb, "Past") and _child(verb, "nsubj", "aux", "obj") is None:
            return verb.head.pos_ == "VERB" and self.is_passive(verb.head)
        return (
            verb.dep_ in ("acl", "advcl")
            and _is_participle(verb, "Past")
            and _child(verb, "aux", "nsubj", "obj") is None
        )

    def mentions(self, token: Token, labels: frozenset[str], depth: int = 0) -> list[Found]:
        """Return the mentions of some labels that a noun stands for, or leads to through "of", "at", "such as"."""
        found = self._slot(token, labels)
        if found is None:
            return []
        if found or depth > 2:
            return found
        if depth == 0 and token.lower_ in _TURNING:
            return []
        for child in token.children:
            if child.dep_ in ("nmod", "nmod:poss", "compound", "flat", "appos", "nmod:unmarked", "conj"):
                case = _case(child)
                if child.dep_ != "nmod" or case in _THROUGH:
                    found = self.mentions(child, labels, depth + 1)
                    if found:
                        return found
        return []

    def manner_words(self, verb: Token) -> str:
        """Return the words that say how a verb is meant, in order: auxiliaries, denials, the verbs it hangs on."""
        words: dict[int, str] = {}
        token, steps = verb, 0
        while steps < 5:
            for child in token.children:
                if child.dep_ in _AUXILIARY and child.i < verb.i:
                    words[child.i] = child.lower_
                if child.dep_.startswith("nsubj"):
                    for part in child.children:
                        if part.lower_ in ("no", "neither", "none", "nobody", "nor"):
                            words[part.i] = "no"
                    if child.lower_ in ("nobody", "none", "neither"):
                        words[child.i] = "no"
                if steps == 0 and child.dep_ == "obj" and any(part.lower_ == "no" for part in child.children):
                    words[child.i] = "no"
            governs = token.dep_ in ("xcomp", "ccomp", "acl") or (
                token.dep_ == "conj" and _child(token, "nsubj", "nsubj:pass", "aux") is None
            )
            if not governs:
                break
            if token.dep_ != "conj":
                words[token.head.i] = token.head.lower_
                if token.head.lower_ in (
                    "call",
                    "plan",
                    "bill",
                    "proposal",
                    "threat",
                    "demand",
                    "bid",
                    "push",
                    "request",
                ):
                    words[token.head.i] = "may"
            token = token.head
            steps += 1
        return " " + " ".join(words[key] for key in sorted(words)) + " "

    def _patient(self, verb: Token) -> Token | None:
        own = _child(verb, "nsubj:pass") or _child(verb, "obj")
        if own is not None:
            return self._named(own, verb)
        if verb.dep_ in ("acl", "acl:relcl"):
            return verb.head
        if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
            return self._patient(verb.head)
        if verb.dep_ == "advcl" and verb.head.pos_ == "VERB":
            return self.subject(verb.head, 3)
        return None

    def _named(self, token: Token, verb: Token) -> Token:
        """Return the noun that a relative pronoun stands for, any other token itself."""
        if token.lower_ in _RELATIVE:
            clause = verb
            for _ in range(3):
                if clause.dep_ == "acl:relcl":
                    return clause.head
                clause = clause.head
        return token

    def _slot(self, token: Token, labels: frozenset[str]) -> list[Found] | None:
        """Return the mentions of the slot over a token, [] when there is none, None when it is of another label."""
        for start, end, mentions in self.slots:
            if start <= token.idx < end:
                if mentions[0].label not in labels:
                    return None if mentions[0].label in ("PERSON", "COMPANY", "ORGANISATION", "AGENCY") else []
                return mentions
        return []


def lies_apart(parsed: Doc, start: int, end: int, found: Found) -> bool:
    """Tell whether a clause of its own stands between a trigger (document offsets) and a mention after it.

    "criticised the banks, which are named in the act" says nothing against the act.
    """
    offset = parsed.user_data.get("offset", 0)
    span = parsed.char_span(start - offset, end - offset, alignment_mode="expand")
    name = parsed.char_span(found.start - offset, found.end - offset, alignment_mode="expand")
    if span is None or name is None or not len(span) or not len(name):
        return False
    verb = next((token for token in span if token.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return False
    token, crossed = name.root, False
    while token.head.i != token.i:
        crossed = crossed or (token.dep_ in _CLAUSES and not span.start <= token.i < span.end)
        token = token.head
        if token.i == verb.i:
            return crossed
    return False


def is_noun(parsed: Doc, start: int, end: int) -> bool:
    """Tell whether a trigger of one word (document offsets) is a noun that depends on another word ("attacks")."""
    offset = parsed.user_data.get("offset", 0)
    span = parsed.char_span(start - offset, end - offset, alignment_mode="expand")
    return span is not None and len(span) == 1 and span[0].pos_ == "NOUN" and span[0].dep_ in ("obj", "obl", "nmod")


def has_other_subject(parsed: Doc, start: int, end: int, subjects: list[Found]) -> bool:
    """Tell whether the verb of a trigger has a noun for its subject that holds none of the given mentions."""
    offset = parsed.user_data.get("offset", 0)
    span = parsed.char_span(start - offset, end - offset, alignment_mode="expand")
    verb = next((token for token in span or () if token.pos_ in ("VERB", "AUX")), None)
    nominal = _child(verb, "nsubj") if verb is not None else None
    if nominal is None or nominal.pos_ not in ("NOUN", "PROPN"):
        return False
    low = min(token.idx for token in nominal.subtree) + offset
    high = max(token.idx + len(token) for token in nominal.subtree) + offset
    return not any(low <= found.start < high for found in subjects)


def _is_participle(verb: Token, tense: str) -> bool:
    """Tell a past participle ("Past") or an -ing form ("Pres") by its morphology, or by its tag."""
    forms = verb.morph.get("VerbForm", [])
    if not forms:
        return verb.tag_ == ("VBN" if tense == "Past" else "VBG")
    return ("Part" in forms and tense in verb.morph.get("Tense", [])) or (tense == "Pres" and "Ger" in forms)


def _child(token: Token, *names: str) -> Token | None:
    return next((child for child in token.children if child.dep_ in names), None)


def _case(token: Token) -> str:
    word = _child(token, "case", "mark")
    return word.lower_ if word is not None else ""
