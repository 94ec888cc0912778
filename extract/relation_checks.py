"""Judge what the patterns of relations matched: misplaced triggers, lists that go on, the plainest of several."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.clauses import Layout
from extract.document import Found, FoundRelation
from extract.knowledge import Knowledge
from kb.vocabulary import Label, Modality, Predicate

# Predicates whose object is the verb's own, never that of a clause inside it.
DIRECT = frozenset(
    {Predicate.SUPPORTS, Predicate.CRITICISES, Predicate.DELAYED, Predicate.SIGNED, Predicate.SUPERSEDES}
)
LISTED = {
    Predicate.REQUIRES: re.compile(r"(?:[^\s<>;:]+ ){0,7}(?:and|or|,) (?:[^\s<>;:]+ ){0,6}?<OBLIGATION:(\d+)> "),
    Predicate.DIRECTS: re.compile(
        r"(?:[^\s<>;:]+ ){1,14}?(?:and|,) (?:(?:directs|orders|tasks|makes|asks|tells|instructs|requires|gives|lets) )?"
        r"(?:the )?<AGENCY:(\d+)> (?=[a-z])"
    ),
}
_NEXT_PERSON = re.compile(r"(?:(?!and |or )[^\s<>,;:()]+ )?<PERSON:(?P<next>\d+)>")
_KIND = re.compile(r"(?:company|start-up|startup|firm|lab|start|outfit)(?: |'s )")
_ARTICLE = re.compile(r"(?:^| )(?:the|an?|its|his|her|this|that) $")
_PERSON_OF = re.compile(r"<PERSON:\d+> (?:, (?:[^\s<>,]+ ){0,5})?(?:of|at|from|for|with) (?:the )?$")


def misplaced(layout: Layout, predicate: Predicate, match: re.Match[str], trigger: int) -> bool:
    """Tell whether the words around a match give its trigger another meaning or its subject another part."""
    if predicate == Predicate.AFFILIATED_WITH:  # "X, Quill founder Y": the post is Y's
        later = "o" in match.re.groupindex and match.start("o") > match.start("s")
        follows = _NEXT_PERSON.match(layout.text, match.end()) if later else None
        return follows is not None and not layout.slots[int(follows["next"])].mentions[0].silent
    if (
        predicate == Predicate.DEVELOPS and "s" in match.re.groupindex and match["s"]
    ):  # "a Utrecht company", "from Linz"
        firm = layout.slots[int(match["s"])]
        if firm.mentions[0].entity is None and (
            _KIND.match(layout.text, match.end("s") + 2)
            or layout.text[: match.start("s")].rpartition("<")[0].endswith(" from ")
        ):
            return True
    verb = layout.text[trigger:].split(" ", 1)[0]
    if predicate in DIRECT and verb.endswith(("ed", "en")) and _ARTICLE.search(layout.text[:trigger]):
        return True  # "the postponed order"
    if predicate in (Predicate.SUPPORTS, Predicate.CRITICISES):  # "X of Quill praised it": X did
        return _PERSON_OF.search(layout.text[: match.start("s")].rpartition("<")[0]) is not None
    return False


def further(layout: Layout, match: re.Match[str], predicate: Predicate) -> list[Found]:
    """Return the duties or bodies that a list goes on with after a pattern's object, within the same clause."""
    found: list[Found] = []
    at = match.end("o") + 2
    while (further := LISTED[predicate].match(layout.text, at)) is not None:
        found += layout.slots[int(further.group(1))].mentions
        at = further.end(1) + 2
    return found


def overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern, also those that begin inside another: "X sits in Y, itself a bureau of Z"."""
    match = pattern.search(text)
    while match is not None:
        yield match
        match = pattern.search(text, match.start() + 1)


def unique(found: list[FoundRelation]) -> list[FoundRelation]:
    """Keep one relation of a kind per sentence: the plainest of each method, the less certain of two methods."""
    plainest: dict[tuple[str, str, str, str], FoundRelation] = {}
    for item in found:
        key = (item.subject, item.predicate, item.object, item.method)
        held = plainest.get(key)
        if held is None or _doubt(item) < _doubt(held):
            plainest[key] = item
    best: dict[tuple[str, str, str], FoundRelation] = {}
    for item in plainest.values():
        triple = (item.subject, item.predicate, item.object)
        if item.predicate == Predicate.COMPETES_WITH and (item.object, item.predicate, item.subject) in best:
            continue  # rivals of each other: written once
        other = best.get(triple)
        if other is None or _doubt(item) > _doubt(other):
            best[triple] = item
    return list(best.values())


def _doubt(item: FoundRelation) -> tuple[bool, bool]:
    return item.negated, item.modality in (Modality.PLANNED, Modality.POSSIBLE)


def contradicts(known: Knowledge, predicate: Predicate, subject: Found, other: Found) -> bool:
    """Tell whether a relation cannot be by what the register knows of both names."""
    one, two = known.entities.get(subject.entity or ""), known.entities.get(other.entity or "")
    if predicate == Predicate.PART_OF:
        if subject.label == Label.COMPANY and other.label == Label.AGENCY:
            return True  # firms report to agencies, sit down with them and answer to them
        if one is None or two is None:
            return False
        if one.id in _above(known, two.id):
            return True  # it is the other way round
        if one.label != two.label:
            return one.label == Label.AGENCY and two.id not in _above(known, one.id)
        placed = one.parent_id is not None or (one.label == Label.AGENCY and one.id in known.parents)
        return one.label != Label.ORGANISATION and placed and two.id not in _above(known, one.id)
    if predicate == Predicate.DIRECTS and one is not None and two is not None:
        lands = [(entity.jurisdiction or "").removeprefix("jur-").partition("-")[0] for entity in (one, two)]
        return lands in (["us", "eu"], ["eu", "us"])  # no act of the one gives the other's agencies tasks
    if predicate == Predicate.SUBMITS_TO and one is not None and two is not None:
        return one.jurisdiction == "jur-cn" and two.jurisdiction in ("jur-us", "jur-gb")  # tested from afar
    runner = known.parent(other.entity)
    if predicate == Predicate.RUNS and runner is not None and subject.entity in _above(known, runner):
        return subject.label == Label.AGENCY  # a department does not run what a bureau of it runs
    if predicate == Predicate.RUNS and subject.label == Label.COMPANY:  # firms take part in what others run
        return runner is not None and not (_above(known, runner) | {runner}) & (
            _above(known, subject.entity or "") | {subject.id}
        )
    return False


def _above(known: Knowledge, entity: str) -> set[str]:
    """Return everything that an entity belongs to."""
    above: set[str] = set()
    parent = known.parent(entity)
    while parent is not None and parent not in above:
        above.add(parent)
        parent = known.parent(parent)
    return above
