"""Find copies of one report: same publisher, syndicated, or reworded. Corroboration counts families, not feeds.

Fixed near-duplicate thresholds fail here: the word 3-gram Jaccard of true rewrites is as low as .06. Pairs of content
words that stand near each other are compared instead, each weighted by its rarity in the corpus, and the order in
which the sentences of the two align is rewarded.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.wording import WordedSentence, Wording, read_wording
from kb.ids import stable_id
from kb.model import Family, FamilyMember
from kb.partial_dates import parse_partial
from kb.report import Progress, StageReport, silent
from kb.store import Store

MIN_PAIRS = 120  # content-word pairs a text must have: shorter ones are headlines and notices
WINDOW_DAYS = 14  # a rewrite appears within days of its model
SAMPLE = 8  # one pair in eight proposes candidates; a rewrite shares hundreds, so none is lost
COMMON_SHARE = (
    0.05  # a pair in more than this share of the corpus (and in more than COMMON_LEAST texts) proposes nothing
)
COMMON_LEAST = 12
LEAST_SHARED = 4  # sampled pairs that two texts must share to be compared
ALIGNED = 0.30  # cosine of two sentences' content stems from which they tell the same thing
# Score from which two texts are one report; docs/accuracy.md has the labelled pairs behind it.
THRESHOLD = 0.20
NOISE_FACTOR = 2.5  # … and at least this many times the corpus's usual score of unrelated candidates
SYNDICATED = 0.50  # share of common word 3-grams from which the wording itself was taken over


@dataclass(frozen=True, slots=True)
class Text:
    """A document as far as families are concerned."""

    document_id: str
    publisher: str
    day: int
    wording: Wording


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are: `score` in 0-1, the kind of copy, and matched spans (start, end in each)."""

    left: str
    right: str
    score: float
    relation: str
    spans: tuple[tuple[int, int, int, int], ...]


def find_families(store: Store, *, progress: Progress = silent) -> StageReport:
    """Group the news and official documents of a store into families and write them; unchanged input changes nothing.

    A document without copies has no family. The origin is the member published first. Each other member keeps the
    member it is closest to, the score and the matched spans.
    """
    texts = list(_texts(store))
    links = find_copies(texts, progress=progress)
    members = {text.document_id: text for text in texts}
    families: list[Family] = []
    rows: list[FamilyMember] = []
    for group in _components(links):
        origin = min(group, key=lambda document: (members[document].day, document))
        family = stable_id("fam", origin)
        families.append(Family(id=family, origin_document_id=origin, size=len(group)))
        rows.extend(_member(family, document, origin, links) for document in sorted(group))
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
    """Return the pairs of texts that are copies, relative to how alike unrelated texts of the corpus are."""
    counts = Counter(pair for text in texts for pair in text.wording.pairs)
    scored = []
    candidates = list(_candidates(texts, counts))
    for done, (left, right) in enumerate(candidates, 1):
        scored.append(compare_texts(texts[left], texts[right], counts, len(texts)))
        if done % 500 == 0:
            progress(done, len(candidates), "comparing pairs of texts")
    threshold = max(THRESHOLD, NOISE_FACTOR * _noise([like.score for like in scored]))
    return [like for like in scored if like.score >= threshold]


def compare_texts(left: Text, right: Text, counts: Counter[int], total: int) -> Likeness:
    """Score two texts.

    The score is the rarity-weighted share of the smaller text's word pairs that the other has, averaged (geometric
    mean) with the share of its sentences that align with the other's in the same order.
    """
    shared = sum(weigh(pair, counts, total) for pair in left.wording.pairs & right.wording.pairs)
    smaller = min(sum(weigh(pair, counts, total) for pair in text.wording.pairs) for text in (left, right))
    containment = shared / smaller if smaller else 0.0
    chain = _aligned_chain(left.wording.sentences, right.wording.sentences)
    fewer = min(len(left.wording.sentences), len(right.wording.sentences))
    order = len(chain) / fewer if fewer else 0.0
    trigrams = left.wording.trigrams & right.wording.trigrams
    verbatim = len(trigrams) / max(1, min(len(left.wording.trigrams), len(right.wording.trigrams)))
    if left.publisher == right.publisher:
        relation = "same_publisher"
    else:
        relation = "syndicated" if verbatim >= SYNDICATED else "reworded"
    spans = tuple((a.start, a.end, b.start, b.end) for a, b in chain)
    return Likeness(left.document_id, right.document_id, round(math.sqrt(containment * order), 4), relation, spans)


def weigh(pair: int, counts: Counter[int], total: int) -> float:
    """Return the rarity of a word pair in 0-1: 1 when at most two texts have it, less the more texts do."""
    return math.log(1 + total / max(1, counts[pair] - 1)) / math.log(1 + total)


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


def _candidates(texts: list[Text], counts: Counter[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts, near in time, that share enough of the sampled rarer word pairs."""
    common = max(COMMON_LEAST, int(COMMON_SHARE * len(texts)))
    holders: dict[int, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for pair in text.wording.pairs:
            if pair % SAMPLE == 0 and 1 < counts[pair] <= common:
                holders[pair].append(number)
    for number, text in enumerate(texts):
        shared: Counter[int] = Counter()
        for pair in text.wording.pairs:
            for other in holders.get(pair, ()):
                if other > number and abs(texts[other].day - text.day) <= WINDOW_DAYS:
                    shared[other] += 1
        for other in sorted(shared):
            if shared[other] >= LEAST_SHARED:
                yield number, other


def _aligned_chain(
    left: tuple[WordedSentence, ...], right: tuple[WordedSentence, ...]
) -> list[tuple[WordedSentence, WordedSentence]]:
    """Return the longest run of aligned sentences that stand in the same order in both texts."""
    best: list[tuple[int, int]] = []
    for number, sentence in enumerate(left):
        cosine, other = max(((_cosine(sentence, other), -place) for place, other in enumerate(right)), default=(0.0, 0))
        if cosine >= ALIGNED:
            best.append((number, -other))
    # Longest strictly increasing subsequence of the places on the right (patience sorting).
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (_, place) in enumerate(best):
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
        previous.append(ends[at - 1] if at else -1)
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append((left[best[index][0]], right[best[index][1]]))
        index = previous[index]
    return chain[::-1]


def _cosine(left: WordedSentence, right: WordedSentence) -> float:
    return len(left.stems & right.stems) / math.sqrt(len(left.stems) * len(right.stems))


def _noise(scores: list[float]) -> float:
    """Return the median score of the candidate pairs: most candidates are about the same events, not copies."""
    if len(scores) < 20:
        return 0.0  # too few pairs to tell what is usual
    return sorted(scores)[len(scores) // 2]


def _components(links: list[Likeness]) -> list[set[str]]:
    groups: dict[str, set[str]] = {}
    for like in links:
        merged = groups.get(like.left, {like.left}) | groups.get(like.right, {like.right})
        for document in merged:
            groups[document] = merged
    unique = {min(group): group for group in groups.values()}
    return [unique[key] for key in sorted(unique)]


def _member(family: str, document: str, origin: str, links: list[Likeness]) -> FamilyMember:
    near = max(
        (like for like in links if document in (like.left, like.right)),
        key=lambda like: (like.score, like.left, like.right),
    )
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
