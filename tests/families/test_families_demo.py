"""Families in a real store: the pairs of the bundled corpus, and real articles beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import yaml
from conftest_shared import ROOT, SHARED

from bench.texts import demo_store
from ingest.families import find_families
from kb.ids import document_id, text_hash
from kb.model import Document, Source
from kb.store import Store

DEMO = ROOT / "data" / "demo"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with demo_store(tmp_path_factory.mktemp("demo")) as opened:
        find_families(opened)
        yield opened


def families(store: Store) -> dict[frozenset[str], set[str]]:
    """Members' addresses of each family, and the relations in it."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    sql = "SELECT f.family_id, f.relation, d.url FROM family_members f JOIN documents d ON d.id = f.document_id"
    for row in store.rows(sql):
        urls, relations = found.setdefault(row["family_id"], (set(), set()))
        urls.add(row["url"])
        relations.add(row["relation"])
    return {frozenset(urls): relations for urls, relations in found.values()}


def wanted() -> dict[frozenset[str], set[str]]:
    manifest = yaml.safe_load((DEMO / "manifest.yml").read_text(encoding="utf-8"))
    url = {
        version["file"]: answer["url"]
        for answer in manifest["responses"]
        for version in answer["versions"]
        if "file" in version
    }
    copies = yaml.safe_load((DEMO / "specials.yml").read_text(encoding="utf-8"))["copies"]
    return {frozenset(url[file] for file in pair["files"]): {"origin", pair["relation"]} for pair in copies}


def test_the_pairs_of_the_bundled_corpus_are_its_families(store: Store) -> None:
    assert families(store) == wanted()


def test_matched_spans_cut_whole_sentences_out_of_both_texts(store: Store) -> None:
    text = {row["id"]: row["text"] for row in store.rows("SELECT id, text FROM documents")}
    members = store.rows("SELECT document_id, nearest_document_id, spans FROM family_members")
    assert len(members) == 6
    for row in members:
        spans = json.loads(row["spans"])
        assert len(spans) >= 4
        for start, end, other_start, other_end in spans:
            for piece in (
                text[row["document_id"]][start:end],
                text[row["nearest_document_id"]][other_start:other_end],
            ):
                assert piece == piece.strip() != ""


def test_looking_again_changes_nothing(store: Store) -> None:
    assert find_families(store).counts["changed"] == 0


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="needs the annotated articles")
def test_two_of_three_real_articles_are_one_family_beside_the_bundled_corpus(store: Store) -> None:
    urls = {}
    for path in sorted((SHARED / "gold").glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        name = article["id"]
        urls[name] = f"https://outlet-{name}.example/"
        store.upsert([Source(id=f"outlet-{name}", name=name, publisher=name, kind="feed")])
        store.record_document(
            Document(
                id=document_id(urls[name]),
                url=urls[name],
                source_id=f"outlet-{name}",
                published="2026-06-03",
                kind="news",
                text=article["text"],
                text_sha256=text_hash(article["text"]),
                fetched_at="2026-11-20T00:00:00Z",
            )
        )
    find_families(store)
    assert families(store) == wanted() | {frozenset((urls["001"], urls["003"])): {"origin", "reworded"}}
