from __future__ import annotations

import json

import pytest

from extract.goldfiles import GoldClaim, GoldEvent, GoldMention, GoldObligation, GoldQuote, GoldRelation, load_gold
from kb.errors import ContractError

GOOD = {
    "id": "x1",
    "title": "A title",
    "published": "2026-06-03",
    "text": "Quill signed it.",
    "entities": [
        {"start": 0, "end": 5, "text": "Quill", "label": "PERSON", "name": "Mara Quill"},
        {"start": 13, "end": 15, "text": "it", "label": "OPTIONAL"},
    ],
    "relations": [{"subject": "Mara Quill", "predicate": "signed", "object": "Harbour Order"}],
    "claims": [{"subject": "Harbour Order", "attribute": "licensing_required", "value": False}],
    "events": [{"type": "signed", "date": None, "about": "Harbour Order"}],
    "quotes": [{"speaker": "Mara Quill", "organisation": None, "starts_with": "We", "stance": "neutral"}],
}


def write(folder, data, name="a.json"):
    (folder / name).write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")


def changed(path, value):
    data = json.loads(json.dumps(GOOD))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


def test_a_good_file_is_read_whole(tmp_path):
    law = {**GOOD, "id": "x2", "kind": "law", "obligations": [
        {"start": 0, "end": 12, "text": "Quill signed", "modality": "obligation", "addressee": "Quill", "carried": True}
    ]}  # fmt: skip
    write(tmp_path, GOOD)
    write(tmp_path, law, "b.json")
    news, passage = load_gold(tmp_path)
    assert (news.id, news.title, news.published, news.kind, news.text) == (
        "x1",
        "A title",
        "2026-06-03",
        "news",
        "Quill signed it.",
    )
    assert news.entities == (
        GoldMention(0, 5, "Quill", "PERSON", "Mara Quill"),
        GoldMention(13, 15, "it", "OPTIONAL", None),
    )
    assert news.relations == (GoldRelation("Mara Quill", "signed", "Harbour Order"),)
    assert news.claims == (GoldClaim("Harbour Order", "licensing_required", "false"),)
    assert news.events == (GoldEvent("signed", None, "Harbour Order"),)
    assert news.quotes == (GoldQuote("Mara Quill", None, "We", "neutral"),)
    assert news.obligations is None
    assert passage.obligations == (GoldObligation(0, 12, "Quill signed", "obligation", "Quill", carried=True),)
    document = news.document()
    assert (document.kind, document.text, document.published) == ("news", news.text, "2026-06-03")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("{", r"a\.json:1:2: not JSON"),
        ("[]", r"a\.json: the file: expected one object, found list"),
        (changed(["text"], ""), r"a\.json: the file\.text: expected text"),
        (changed(["published"], "3 June"), r"a\.json: published: '3 June' is not an ISO 8601 date"),
        (changed(["kind"], "blog"), r"a\.json: kind: 'blog' is not one of"),
        (changed(["quotes"], None), r"a\.json: quotes: expected a list, found NoneType"),
        (changed(["entities", 0, "end"], 6), r"entities\[0\]: text is 'Quill', but characters 0 to 6 read 'Quill '"),
        (
            changed(["entities", 1, "end"], 99),
            r"entities\[1\]: start 13 and end 99 are no span of a text of 16 characters",
        ),
        (changed(["entities", 1, "start"], True), r"entities\[1\]: start True and end 15 are no span"),
        (changed(["entities", 0, "label"], "FIRM"), r"entities\[0\]\.label: 'FIRM' is not one of AGENCY, COMPANY"),
        (changed(["relations", 0, "predicate"], "likes"), r"relations\[0\]\.predicate: 'likes' is not one of"),
        (changed(["claims", 0, "attribute"], "colour"), r"claims\[0\]\.attribute: 'colour' is not one of"),
        (changed(["claims", 0, "value"], None), r"claims\[0\]\.value: expected text, a number or true/false"),
        (changed(["events", 0, "date"], "May"), r"events\[0\]\.date: 'May' is not an ISO 8601 date"),
        (changed(["quotes", 0, "stance"], "warm"), r"quotes\[0\]\.stance: 'warm' is not one of"),
        (changed(["relations", 0], "x"), r"relations\[0\]: expected an object, found str"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path, data, message):
    write(tmp_path, data)
    with pytest.raises(ContractError, match=message):
        load_gold(tmp_path)


def test_folders_without_gold_and_doubled_ids_are_refused(tmp_path):
    with pytest.raises(ContractError, match="no gold files"):
        load_gold(tmp_path)
    with pytest.raises(ContractError, match="no such folder"):
        load_gold(tmp_path / "missing")
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "b.json")
    with pytest.raises(ContractError, match=r"b\.json: id 'x1' is already the id of a\.json"):
        load_gold(tmp_path)
    (tmp_path / "b.json").write_bytes(b"\xff\xfe")
    with pytest.raises(ContractError, match=r"b\.json: not UTF-8 \(byte 0\)"):
        load_gold(tmp_path)
