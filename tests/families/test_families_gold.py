"""Families on the labelled pairs: floors that the published figures stand on, and pairs that must never merge."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from datetime import date

import pytest

from bench.families import GOLD, SPLITS, linked_pairs, load_pairs, load_texts, score_split
from ingest import families
from ingest.families import THRESHOLD, find_copies, group_copies
from ingest.likeness import Likeness, Text, compare_texts, highest_score
from ingest.rarity import Rarity
from ingest.wording import read_wording

PAIRS = load_pairs()
TEXTS = load_texts()
# A little below what was measured (precision 1.00, recall 0.96 on both): one more error of either kind is let through.
PRECISION_FLOOR = 0.95
RECALL_FLOOR = 0.91


def corpus(split: str) -> list[Text]:
    names = {name for pair in PAIRS if pair.split == split for name in (pair.left, pair.right)}
    return [text for text in TEXTS if text.document_id in names]


@pytest.mark.parametrize("split", SPLITS)
def test_precision_and_recall_hold_their_floors(split: str) -> None:
    counts = score_split(split, linked_pairs(corpus(split), grouped=False), PAIRS).counts
    assert counts.precision is not None and counts.precision >= PRECISION_FLOOR
    assert counts.recall is not None and counts.recall >= RECALL_FLOOR


@pytest.mark.parametrize("split", SPLITS)
def test_whole_families_are_found_among_all_labelled_texts(split: str) -> None:
    counts = score_split(split, linked_pairs(TEXTS, grouped=True), PAIRS).counts
    assert counts.precision is not None and counts.precision >= PRECISION_FLOOR
    assert counts.recall is not None and counts.recall >= RECALL_FLOOR


def test_plain_word_overlap_would_not_do() -> None:
    """The trivial baseline: any threshold on 3-gram overlap that finds the copies links independent reports too."""
    words = {text.document_id: set(text.wording.trigrams) for text in TEXTS}

    def overlap(left: str, right: str) -> float:
        return len(words[left] & words[right]) / len(words[left] | words[right])

    least = min(overlap(pair.left, pair.right) for pair in PAIRS if pair.copy)
    assert sum(overlap(pair.left, pair.right) >= least for pair in PAIRS if not pair.copy) > 10


def test_no_pair_scores_above_the_score_it_is_sorted_out_by() -> None:
    rarity = Rarity(text.wording for text in TEXTS)
    pairs = list(itertools.combinations(TEXTS, 2))
    scores = [(highest_score(*pair, rarity), compare_texts(*pair, rarity).score) for pair in pairs]
    assert [pair for pair, (highest, score) in zip(pairs, scores, strict=True) if score > highest] == []
    sorted_out = sum(highest < THRESHOLD for highest, _ in scores)
    assert sorted_out > len(pairs) / 2  # or sorting out would save nothing


def test_sorting_out_by_the_highest_score_loses_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = find_copies(TEXTS)
    monkeypatch.setattr(families, "NOISE_SAMPLE", 40)  # as in a corpus of many more candidates
    assert find_copies(TEXTS) == everything


def test_what_is_found_does_not_depend_on_the_order_of_the_texts() -> None:
    texts = corpus("dev")
    assert find_copies(texts[::-1]) == find_copies(texts)


def test_fifty_verbatim_copies_hide_no_rewrite() -> None:
    model = next(text for text in TEXTS if text.document_id == "court-a")
    copies = [Text(f"copy-{number}", f"paper-{number}", model.day, model.wording) for number in range(50)]
    found = {frozenset((like.left, like.right)) for like in find_copies(corpus("test") + copies)}
    group = {"court-a"}
    for _ in range(5):
        group |= {name for two in found if two & group for name in two}
    assert group == {"court-a", "court-a-reworded"} | {text.document_id for text in copies}


def test_two_equal_texts_are_found_though_nobody_else_has_their_words() -> None:
    model = next(text for text in TEXTS if text.document_id == "tram-b")
    (like,) = find_copies([model, Text("copy", "paper", model.day + 3, model.wording)])
    assert (like.relation, like.score) == ("syndicated", 1.0)


def test_a_summary_of_two_stories_makes_no_one_family_of_them() -> None:
    words = {
        name: json.loads((GOLD / "texts" / f"{name}.json").read_text("utf-8"))["text"] for name in ("ill-a", "fall-a")
    }
    halves = "\n\n".join("\n\n".join(text.split("\n\n")[:2]) for text in words.values())
    day = date(2026, 7, 19).toordinal()
    summary = Text("summary", "weekly", day, read_wording(halves))
    links = find_copies([*corpus("test"), summary])
    assert {"ill-a", "fall-a"} <= {name for like in links if "summary" in _names(like) for name in _names(like)}
    groups = group_copies(links)
    assert sum("summary" in group for group in groups) == 1
    assert not any({"ill-a", "fall-a"} <= group for group in groups)


def test_a_second_feed_of_an_outlet_is_the_same_publisher() -> None:
    model = next(text for text in TEXTS if text.document_id == "fall-a")
    second = Text("fall-a-feed", model.publisher, model.day, model.wording)
    (like,) = [
        one for one in find_copies([*corpus("test"), second]) if {one.left, one.right} == {"fall-a", second.document_id}
    ]
    assert (like.relation, like.score) == ("same_publisher", 1.0)


def test_matched_spans_of_a_rewrite_are_whole_sentences_in_order() -> None:
    texts = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["text"] for path in (GOLD / "texts").glob("*.json")
    }
    like = next(one for one in find_copies(corpus("dev")) if _names(one) == {"ferry-a", "ferry-a-reworded"})
    left = [texts[like.left][start:end] for start, end, _, _ in like.spans]
    right = [texts[like.right][start:end] for _, _, start, end in like.spans]
    assert len(like.spans) >= 5
    assert list(like.spans) == sorted(like.spans) and [span[2] for span in like.spans] == sorted(
        span[2] for span in like.spans
    )
    assert any("48 cars" in one and "48 cars" in other for one, other in zip(left, right, strict=True))
    assert all(one[-1] in '.”"' and one[0] not in " \n" for one in left + right)


def test_the_labelled_set_is_whole() -> None:
    """Texts differ in split by event, pairs are listed once, and lengths are as the README says."""
    split: dict[str, str] = {}
    for pair in PAIRS:
        for name in (pair.left, pair.right):
            assert split.setdefault(name, pair.split) == pair.split
    assert sorted(split) == sorted(text.document_id for text in TEXTS)
    assert len({name.split("-")[0] for name in split}) == len(
        {(name.split("-")[0], one) for name, one in split.items()}
    )
    listed = Counter(frozenset((pair.left, pair.right)) for pair in PAIRS)
    assert max(listed.values()) == 1
    kinds = Counter(pair.copy for pair in PAIRS)
    assert kinds[True] >= 28 and kinds[False] >= 60
    for path in (GOLD / "texts").glob("*.json"):
        row = json.loads(path.read_text(encoding="utf-8"))
        assert path.stem == row["id"] and date.fromisoformat(row["published"])
        least = 95 if row["id"].endswith("-short") else 150
        assert least <= len(row["text"].split()) <= 350, row["id"]


def test_copies_of_copies_are_labelled_too() -> None:
    linked = {frozenset((pair.left, pair.right)) for pair in PAIRS if pair.copy}
    for one, other in itertools.combinations(linked, 2):
        if one & other and len(one ^ other) == 2:
            assert one ^ other in linked


def test_law_firms_that_list_the_same_dates_share_nothing_that_counts() -> None:
    """Dates, section numbers and titles of laws come from the law, not from each other."""
    one = read_wording(
        "From 2 August 2026 Article 50(2) applies, and Section 3(b)(ii) of the Export Control Act follows."
    )
    other = read_wording("2 August 2026: Article 50(2). Section 3(b)(ii) of the Export Control Act of 2018.")
    assert not set(one.anchors) & set(other.anchors)
    assert not set(one.pairs) & set(other.pairs)


def _names(like: Likeness) -> set[str]:
    return {like.left, like.right}
