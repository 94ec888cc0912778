"""Families: rewrites are found, independent reports stay apart, writing twice changes nothing."""

import json
from pathlib import Path

import pytest
from conftest_shared import SHARED

from ingest.families import find_copies, find_families
from ingest.likeness import Text, compare_texts
from ingest.rarity import Rarity
from ingest.wording import read_wording
from kb.ids import document_id, text_hash
from kb.model import Document, Source
from kb.store import Store

HARBOUR = """Port authority opens northern quay to battery freighters
The Port of Selby will let battery-powered freighters use its northern quay from April, the harbour master announced
on Monday. Up to 14 vessels a week may moor there, each for at most nine hours. The authority spent 38 million crowns
on charging masts, which the engineering firm Halden Marine built over two winters. "Quiet ships are what our
neighbours asked for," said Ida Rook, who chairs the residents' council. Diesel freighters keep the southern basin
until the end of 2029, when a regional ban takes effect. Insurers had objected to the plan in autumn because no rule
said who pays for a fire on board. A fire drill is planned for the second week of March. The union of dockers wants
twelve more staff for night shifts, a demand the authority has not answered. Critics call the masts too expensive."""

# The same report told again: other words, the same order of facts, names and figures.
REWRITE = """Selby's northern quay to welcome battery freighters
Freighters running on batteries may moor at the northern quay of the Port of Selby starting in April, its harbour
master has made public. A weekly maximum of 14 vessels is foreseen, with a mooring limit of nine hours each. Charging
masts cost the authority 38 million crowns; Halden Marine, an engineering firm, needed two winters to build them.
Residents' council chair Ida Rook welcomed the decision, since neighbours had asked for quiet ships. The southern
basin stays open for diesel freighters until 2029 ends and the regional ban begins. In autumn, insurers objected
to the plan as it was unclear who would pay after a fire on board. March will see a fire drill in its second week.
Dockers' union representatives demand twelve additional staff on night shifts and still wait for the authority's
answer. The masts are too expensive, according to critics."""

# An independent report of the same decision.
INDEPENDENT = """Electric shipping gets a foothold in Selby
For years the fishing families along the estuary complained about the smell. Now the town's largest employer gives in:
electric ships are to get a berth of their own this spring. The decision followed a vote of seven to four on the
supervisory board, according to minutes seen by this newspaper, and ends a quarrel that cost one director her post.
Shipping lines reacted coolly. Two of the three companies that serve the town own no electric vessel, and the third,
Norrland Lines, has a single one, bought second-hand from Denmark. Its captain doubts that the current from the masts
will reach the last berth in January storms. The mayor hopes for tourists. A cruise operator has asked for a slot in
summer, she said at the yearly dinner of the chamber of commerce, where guests paid for their own herring."""

UNRELATED = """School kitchens to buy from farms nearby
Municipal kitchens will have to buy a third of their vegetables from farms within sixty kilometres, the council of
Brenna decided. The rule covers 41 schools and nine nurseries and begins with the next school year. Parents had
collected signatures since winter. Wholesalers warn of higher prices and of carrots that come in odd sizes. A pilot
in the hill district cut waste by a fifth, the council's food officer reported, and children ate more beans."""


def text(name: str, words: str, publisher: str | None = None, day: int = 739_000) -> Text:
    return Text(name, publisher or name, day, read_wording(words))


def score(left: str, right: str) -> float:
    texts = [text("left", left), text("right", right)]
    return compare_texts(*texts, Rarity(one.wording for one in texts)).score


def test_a_rewrite_scores_far_above_an_independent_report() -> None:
    assert score(HARBOUR, REWRITE) > 0.3
    assert score(HARBOUR, INDEPENDENT) < 0.1
    assert score(REWRITE, INDEPENDENT) < 0.1
    assert score(HARBOUR, UNRELATED) == 0


def test_kinds_of_copies_are_told_apart() -> None:
    texts = [
        text("agency", HARBOUR),
        text("paper", HARBOUR.replace("crowns", "kroner")),
        text("blog", REWRITE),
        text("agency-2", REWRITE, publisher="agency"),
        text("other", INDEPENDENT),
    ]
    found = {(like.left, like.right): like.relation for like in find_copies(texts)}
    assert found[("agency", "paper")] == "syndicated"
    assert found[("agency", "blog")] == "reworded"
    assert found[("agency", "agency-2")] == "same_publisher"
    assert not any("other" in pair for pair in found)


def test_a_report_of_another_season_is_no_copy() -> None:
    assert find_copies([text("now", HARBOUR), text("later", REWRITE, day=739_090)]) == []


def test_matched_spans_are_sentences_that_tell_the_same() -> None:
    (like,) = find_copies([text("left", HARBOUR), text("right", REWRITE)])
    told = [(HARBOUR[a:b].split("\n")[0], REWRITE[c:d]) for a, b, c, d in like.spans]
    assert any("fire drill" in left and "fire drill" in right for left, right in told)
    assert [a for a, *_ in like.spans] == sorted(a for a, *_ in like.spans)


def stored(store: Store, name: str, words: str, published: str) -> str:
    url = f"https://{name}.example/story"
    doc = Document(
        id=document_id(url), url=url, source_id=name, kind="news", text=words, text_sha256=text_hash(words),
        published=published, fetched_at="2026-06-10T00:00:00Z",
    )  # fmt: skip
    store.upsert([Source(id=name, name=name, publisher=name, kind="feed")])
    store.record_document(doc)
    return doc.id


def test_families_are_written_once_and_undone_when_a_text_changes(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kb.db") as store:
        first = stored(store, "agency", HARBOUR, "2026-06-03")
        second = stored(store, "blog", REWRITE, "2026-06-04T08:00:00Z")
        third = stored(store, "paper", INDEPENDENT, "2026-06-03")
        assert find_families(store).counts == {"families": 1, "members": 2, "changed": 3}
        rows = store.rows("SELECT document_id, relation, nearest_document_id FROM family_members ORDER BY relation")
        assert rows == [
            {"document_id": first, "relation": "origin", "nearest_document_id": second},
            {"document_id": second, "relation": "reworded", "nearest_document_id": first},
        ]
        families = dict(store.db.execute("SELECT id, family_id FROM documents").fetchall())
        assert families[first] == families[second] is not None
        assert families[third] is None
        for row in store.rows("SELECT document_id, nearest_document_id, spans FROM family_members"):
            own = store.value("SELECT text FROM documents WHERE id = ?", (row["document_id"],))
            for start, end, _, _ in json.loads(row["spans"]):
                assert own[start:end].strip() == own[start:end] != ""
        assert find_families(store).counts["changed"] == 0
        stored(store, "blog", UNRELATED, "2026-06-04T08:00:00Z")
        assert find_families(store).counts["members"] == 0
        assert store.value("SELECT count(*) FROM documents WHERE family_id IS NOT NULL") == 0


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="needs the annotated articles")
def test_of_three_real_articles_two_are_one_family() -> None:
    texts = []
    for path in sorted((SHARED / "gold").glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        texts.append(text(article["id"], article["text"]))
    assert {(like.left, like.right) for like in find_copies(texts)} == {("001", "003")}
