"""Find copies of one report: same publisher, syndicated, or reworded. Corroboration counts families, not feeds.

Texts within days of each other that share some rarer word pairs are compared (`ingest/likeness.py`); copies are the
pairs that score well above what texts of this corpus on the same events score.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator

from ingest.likeness import SYNDICATED, Likeness, Text, compare_texts, highest_score, verbatim
from ingest.rarity import Rarity
from ingest.wording import read_wording
from kb.ids import stable_id
from kb.model import Family, FamilyMember
from kb.partial_dates import parse_partial
from kb.report import Progress, StageReport, silent
from kb.store import Store

MIN_PAIRS = 120  # content-word pairs a text must have: shorter ones are headlines and notices
WINDOW_DAYS = 14  # a rewrite appears within days of its model
SAMPLE = 2  # one word pair in two proposes candidates
COMMON_SHARE = 0.2  # a pair in more than this share of the texts (and more than COMMON_LEAST) proposes nothing
COMMON_LEAST = 12
SKETCH = 32  # lowest 3-gram hashes of a text: equal wordings share many of them
LATEST = 24  # a pair proposes its latest holders only: work grows with the corpus, and copies of copies still meet
MOST = 12  # earlier texts that one is compared with, those that share most first
LEAST_SHARED = 6  # sampled pairs that two texts must share to be compared; thorough rewrites share about ten
THRESHOLD = 0.20  # score from which two texts are one report; chosen on the dev pairs of data/gold/families
NOISE_FACTOR = 2.0  # … and at least this many times the usual score of candidates that are none
NOISE_SAMPLE = 500  # candidates that show what is usual; sorting out those that are none must not hide it
NOISE_LEAST = 20  # with fewer such candidates nobody can tell what is usual
OVERLAP = 0.2  # share of common matched spans from which two neighbours of a text tell the same story as it does
CEILING = 0.30  # no corpus is so uniform that a score above this is chance


def find_families(store: Store, *, progress: Progress = silent) -> StageReport:
    """Group the news and official documents of a store into families and write them; unchanged input changes nothing.

    A document without copies has no family. The origin is the member published first. Each other member keeps the
    member it is closest to, the score and the matched spans.
    """
    texts = list(_texts(store))
    links = find_copies(texts, progress=progress)
    linked: dict[str, list[Likeness]] = defaultdict(list)
    for like in links:
        linked[like.left].append(like)
        linked[like.right].append(like)
    members = {text.document_id: text for text in texts}
    families: list[Family] = []
    rows: list[FamilyMember] = []
    for group in group_copies(links):
        origin = min(group, key=lambda document: (members[document].day, document))
        family = stable_id("fam", origin)
        families.append(Family(id=family, origin_document_id=origin, size=len(group)))
        for document in sorted(group):
            own = [like for like in linked[document] if like.left in group and like.right in group]
            rows.append(_member(family, document, origin, own))
    with store.transaction():
        store.db.execute("PRAGMA defer_foreign_keys = ON")
        changed = store.sync(FamilyMember, rows)
        wanted = {row.document_id: row.family_id for row in rows}
        for row in store.rows("SELECT id, family_id FROM documents WHERE family_id IS NOT NULL"):
            if wanted.get(row["id"]) != row["family_id"]:
                store.db.execute("UPDATE documents SET family_id = NULL WHERE id = ?", (row["id"],))
        changed += store.sync(Family, families)
        for document, family in wanted.items():
            store.db.execute(
                "UPDATE documents SET family_id = ? WHERE id = ? AND family_id IS NOT ?", (family, document, family)
            )
    return StageReport("families", {"families": len(families), "members": len(rows), "changed": changed})


def find_copies(texts: list[Text], *, progress: Progress = silent) -> list[Likeness]:
    """Return the pairs of texts that are copies, relative to how alike other texts of the corpus are."""
    texts = sorted(texts, key=lambda text: (text.day, text.document_id))
    rarity = Rarity(text.wording for text in _representatives(texts))
    everything = Rarity(text.wording for text in texts)
    candidates = list(_candidates(texts, rarity, everything))
    every = 1 + len(candidates) // NOISE_SAMPLE
    scored, usual = [], []
    for number, (left, right) in enumerate(candidates):
        one, other = sorted((texts[left], texts[right]), key=lambda text: text.document_id)
        sampled = number % every == 0
        # In a dense corpus nearly all candidates share a few words by chance; their sentences need not be aligned.
        if sampled or highest_score(one, other, rarity) >= THRESHOLD:
            like = compare_texts(one, other, rarity)
            scored.append(like)
            usual += [like.score] if sampled else []
        if number % 500 == 499:
            progress(number + 1, len(candidates), "comparing pairs of texts")
    threshold = _threshold(usual)
    return sorted((like for like in scored if like.score >= threshold), key=lambda like: (like.left, like.right))


def _texts(store: Store) -> Iterator[Text]:
    sql = """
        SELECT d.id, coalesce(s.publisher, d.url) AS publisher, coalesce(d.published, d.fetched_at) AS day, d.text
        FROM documents d LEFT JOIN sources s ON s.id = d.source_id
        WHERE d.kind IN ('news', 'official') ORDER BY d.id
    """
    for row in store.rows(sql):
        wording = read_wording(row["text"])
        if len(wording.pairs) >= MIN_PAIRS:
            yield Text(row["id"], row["publisher"], parse_partial(row["day"]).first.toordinal(), wording)


def _candidates(texts: list[Text], rarity: Rarity, everything: Rarity) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts, near in time, that share enough of the sampled rarer word pairs. Texts come by day."""
    common = max(COMMON_LEAST, int(COMMON_SHARE * len(texts)))
    holders: dict[int, tuple[int, ...]] = {}
    swept = texts[0].day if texts else 0
    for number, text in enumerate(texts):
        if text.day - swept > WINDOW_DAYS:
            swept = text.day
            holders = {pair: held for pair, held in holders.items() if swept - texts[held[-1]].day <= WINDOW_DAYS}
        shared: Counter[int] = Counter()
        sampled = [pair for pair in text.wording.pairs if pair % SAMPLE == 0]
        for pair in rarity.held_by(everything.held_by(sampled, 2, len(texts)), 0, common):
            latest = holders.get(pair)
            if latest is None:
                holders[pair] = (number,)
            else:
                shared.update(latest)
                holders[pair] = (*latest[1 - LATEST :], number)
        near = [
            (-many, other)
            for other, many in shared.items()
            if many >= LEAST_SHARED and text.day - texts[other].day <= WINDOW_DAYS
        ]
        for _, other in sorted(near)[:MOST]:
            yield other, number


def _representatives(texts: list[Text]) -> Iterator[Text]:
    """Yield the texts, only the first of those with the same wording: fifty copies do not make a phrase common."""
    holder: dict[int, Text] = {}
    for text in texts:
        sketch = text.wording.trigrams[:SKETCH]
        shared = Counter(holder[trigram].document_id for trigram in sketch if trigram in holder)
        near = {holder[trigram].document_id: holder[trigram] for trigram in sketch if trigram in holder}
        if any(
            many >= SKETCH // 4 and verbatim(near[name].wording, text.wording) >= SYNDICATED
            for name, many in shared.most_common(3)
        ):
            continue
        holder.update(dict.fromkeys(sketch, text))
        yield text


def _threshold(scores: list[float]) -> float:
    """Return the score from which a candidate is a copy: most candidates only tell of the same events."""
    unrelated = sorted(score for score in scores if score < THRESHOLD)
    if len(unrelated) < NOISE_LEAST:
        return THRESHOLD
    return min(CEILING, max(THRESHOLD, NOISE_FACTOR * unrelated[len(unrelated) // 2]))


def group_copies(links: list[Likeness]) -> list[set[str]]:
    """Return the families that links make.

    A text that tells two stories, a weekly summary say, joins the family it is closest to and does not make one family
    of both: two stories are told where its matched spans with one neighbour and with another do not overlap.
    """
    dropped = _second_stories(links)
    groups: dict[str, set[str]] = {}
    for like in links:
        if frozenset((like.left, like.right)) not in dropped:
            merged = groups.get(like.left, {like.left}) | groups.get(like.right, {like.right})
            groups.update(dict.fromkeys(merged, merged))
    unique = {min(group): group for group in groups.values()}
    return [unique[key] for key in sorted(unique)]


def _second_stories(links: list[Likeness]) -> set[frozenset[str]]:
    """Return the pairs that are alike only by a second story that one of the two tells."""
    spans: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(dict)
    scores = {}
    for like in links:
        spans[like.left][like.right] = [(start, end) for start, end, _, _ in like.spans]
        spans[like.right][like.left] = [(start, end) for _, _, start, end in like.spans]
        scores[frozenset((like.left, like.right))] = like.score
    dropped = set()
    for text, near in spans.items():
        first = max(near, key=lambda other: (scores[frozenset((text, other))], other))
        story, rest = [first], sorted(near.keys() - {first})
        while joining := [
            one for one in rest if any(one in spans[other] or _overlap(near[one], near[other]) for other in story)
        ]:
            story += joining
            rest = [one for one in rest if one not in joining]
        dropped |= {frozenset((text, one)) for one in rest}
    return dropped


def _overlap(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> bool:
    """Tell whether spans of one text have a fifth of the shorter in common; no spans tell nothing, so they do."""
    shorter = min(sum(end - start for start, end in spans) for spans in (left, right))
    common = sum(max(0, min(b, d) - max(a, c)) for a, b in left for c, d in right)
    return common >= OVERLAP * shorter


def _member(family: str, document: str, origin: str, links: list[Likeness]) -> FamilyMember:
    near = max(links, key=lambda like: (like.score, like.left, like.right))
    flipped = near.right == document
    spans = [[c, d, a, b] if flipped else [a, b, c, d] for a, b, c, d in near.spans]
    return FamilyMember(
        family_id=family,
        document_id=document,
        nearest_document_id=near.left if flipped else near.right,
        relation="origin" if document == origin else near.relation,
        score=1.0 if document == origin else near.score,
        spans=json.dumps(sorted(spans)),
    )
