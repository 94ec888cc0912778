"""A small knowledge base written by hand, with every kind of row that a page shows."""

from __future__ import annotations

from pathlib import Path

from kb import model as m
from kb.ids import document_id, sentence_id, stable_id, text_hash
from kb.store import Store

READ_BY = "x-test"
FIRST = "https://north.example/order-signed"
SECOND = "https://south.example/window"
HOSTILE = "https://north.example/hostile"
LAW = "https://law.example/order"
GONE = "https://agency.example/press/plan"

TEXTS = {
    FIRST: (
        "Order on model checks signed",
        "The president signed the order on 2 June.",
        "Developers may submit models up to 30 days before public release.",
        "Anthropic submits its models to the standards institute.",
        "“A sensible step,” said Dana Reed of Example Watch.",
    ),
    SECOND: (
        "What the thirty days count from",
        "Under the order the window closes when a model goes to trusted partners.",
        "The order directs the standards institute to run the tests.",
    ),
    HOSTILE: (
        "<script>alert(1)</script> in a headline",
        "A page wrote <script>alert('text')</script> & <b>bold</b> into its story about Anthropic.",
    ),
    LAW: (
        "Order, text as held",
        "Sec. 3. The period is counted back from release to trusted partners.",
        "Nothing in this section requires a licence.",
    ),
    GONE: ("Plan of the institute", "The institute published a plan.", "The plan names twelve partners."),
}
PUBLISHED = {
    FIRST: "2026-06-03",
    SECOND: "2026-06-10T09:00:00Z",
    HOSTILE: "2026-06-12",
    LAW: "2026-06-05",
    GONE: "2026-06-20",
}
KINDS = {FIRST: "news", SECOND: "news", HOSTILE: "news", LAW: "law", GONE: "official"}
SOURCES = {FIRST: "north", SECOND: "south", HOSTILE: "north", LAW: "gazette", GONE: "agency"}

ENTITIES = (
    ("eo-14409", "INSTRUMENT", "Promoting Advanced Artificial Intelligence Innovation and Security"),
    ("eu-ai-act", "INSTRUMENT", "EU AI Act"),
    ("ca-sb-53", "INSTRUMENT", "SB 53"),
    ("plan-x", "INSTRUMENT", "A plan that is no column"),
    ("us-nist", "AGENCY", "National Institute of Standards and Technology"),
    ("anthropic", "COMPANY", "Anthropic"),
    ("claude-mythos", "MODEL", "Claude Mythos"),
    ("donald-trump", "PERSON", "Donald Trump"),
    ("example-watch", "ORGANISATION", "Example Watch"),
    ("jur-us", "JURISDICTION", "United States"),
    ("duty-log", "OBLIGATION", "Keeping logs"),
)
CANDIDATE = "cand-dana-reed"


def text_of(url: str) -> str:
    """Return a document's text: its sentences joined by spaces."""
    return " ".join(TEXTS[url][1:])


def span(url: str, words: str) -> tuple[int, int]:
    """Return where words stand in a document."""
    start = text_of(url).index(words)
    return start, start + len(words)


def place(url: str, words: str) -> dict[str, object]:
    """Return the fields that say where evidence stands."""
    start, end = span(url, words)
    number = next(n for n, (a, b) in enumerate(_sentence_spans(url)) if a <= start < b)
    doc = document_id(url)
    return {"document_id": doc, "sentence_id": sentence_id(doc, number), "start": start, "end": end, "text": words}


def build(path: Path) -> Path:
    """Write the knowledge base and return its path."""
    with Store.open(path) as store:
        with store.transaction():
            for records in (_register(), _documents(), _said(), _law(), _comparison(), _known()):
                store.upsert(records)
        store.db.conn.execute("UPDATE documents SET gone_at = '2026-07-01T00:00:00Z' WHERE url = ?", (GONE,))
        store.db.conn.executemany(
            "INSERT INTO fetches (source_id, url, started_at, outcome, reason, http_status, items_found, items_new)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                ("north", "https://north.example/feed", "2026-06-12T06:00:00Z", "ok", None, 200, 3, 2),
                ("south", "https://south.example/feed", "2026-06-12T06:01:00Z", "failed", "http_error", 503, 0, 0),
            ],
        )
        store.db.conn.execute(
            "INSERT INTO runs (id, command, started_at, finished_at, exit_code, problems, code_version, sqlite_version)"
            " VALUES ('run-1', 'update', '2026-06-12T06:00:00Z', '2026-06-12T06:02:00Z', "
            "1, '[\"south: 503\"]', '0', '3')"
        )
    return path


def _sentence_spans(url: str) -> list[tuple[int, int]]:
    found, position = [], 0
    for sentence in TEXTS[url][1:]:
        found.append((position, position + len(sentence)))
        position += len(sentence) + 1
    return found


def _register() -> list[m.Record]:
    rows: list[m.Record] = [
        m.Entity(
            id=id_, label=label, name=name, description=f"About {name}.", confidence="high", as_of="2026-06-30",
            source_url="https://official.example/a",
        )
        for id_, label, name in ENTITIES
    ]  # fmt: skip
    rows += [m.Name(id=f"n-{id_}", entity_id=id_, name=name, kind="canonical") for id_, _, name in ENTITIES]
    rows.append(m.Name(id="n-nist", entity_id="us-nist", name="NIST", kind="acronym", valid_from="1988"))
    rows.append(m.Candidate(id=CANDIDATE, label="PERSON", name="Dana Reed", first_seen="2026-06-03"))
    rows.append(m.Office(id="o1", person_id="donald-trump", body_id="us-nist", post="Visitor", valid_from="2025-01-20"))
    for place_, (id_, type_, binding, short) in enumerate(
        [
            ("eo-14409", "executive_order", "voluntary", "EO 14409"),
            ("eu-ai-act", "regulation", "binding", "EU AI Act"),
            ("ca-sb-53", "statute", "binding", "SB 53"),
        ]
    ):
        rows.append(
            m.Instrument(
                id=id_, type=type_, binding=binding, title=f"Full title of {short}", short_title=short,
                signed="2026-06-02", status="in_force", position=place_,
            )
        )  # fmt: skip
    rows += [
        m.Source(id=id_, name=name, publisher=name, kind=kind, url=f"https://{id_}.example/feed", official=official)
        for id_, name, kind, official in [
            ("north", "North Daily", "feed", False), ("south", "South Wire", "feed", False),
            ("gazette", "Gazette", "federal_register", True), ("agency", "The Agency", "watch", True),
        ]
    ]  # fmt: skip
    return rows


def _documents() -> list[m.Record]:
    rows: list[m.Record] = []
    for url, (title, *sentences) in TEXTS.items():
        doc, text = document_id(url), text_of(url)
        rows.append(
            m.Document(
                id=doc, url=url, source_id=SOURCES[url], title=title, published=PUBLISHED[url], language="en",
                kind=KINDS[url], text=text, text_sha256=text_hash(text), fetched_at="2026-06-12T06:00:00Z",
                instrument_id="eo-14409" if url == LAW else None, extractor=READ_BY,
            )
        )  # fmt: skip
        rows += [
            m.Sentence(id=sentence_id(doc, n), document_id=doc, position=n, start=a, end=b, text=sentence)
            for n, (sentence, (a, b)) in enumerate(zip(sentences, _sentence_spans(url), strict=True))
        ]
        old = text.replace("30 days", "14 days") if url == FIRST else text
        for number, wording in enumerate([old, text] if old != text else [text], 1):
            rows.append(
                m.Revision(
                    id=stable_id("rev", doc, wording), document_id=doc, number=number, title=title, text=wording,
                    text_sha256=text_hash(wording), fetched_at=f"2026-06-1{number}T06:00:00Z",
                )
            )  # fmt: skip
        rows.append(m.Sighting(document_id=doc, source_id=SOURCES[url], url=url, first_seen="2026-06-12T06:00:00Z"))
    return rows


def _said() -> list[m.Record]:
    method = {"method": "pattern", "extractor": READ_BY, "score": 0.9}
    rows: list[m.Record] = []
    for number, (url, words, label, entity, candidate) in enumerate(
        [
            (FIRST, "president", "PERSON", "donald-trump", None), (FIRST, "the order", "INSTRUMENT", "eo-14409", None),
            (FIRST, "Anthropic", "COMPANY", "anthropic", None), (FIRST, "the standards institute", "AGENCY",
            "us-nist", None),
            (FIRST, "standards", "AGENCY", "us-nist", None), (FIRST, "Dana Reed", "PERSON", None, CANDIDATE),
            (SECOND, "the order", "INSTRUMENT", "eo-14409", None), (HOSTILE, "Anthropic", "COMPANY", "anthropic", None),
            (HOSTILE, "<script>", "ORGANISATION", None, None),
        ]
    ):  # fmt: skip
        rows.append(
            m.Mention(
                id=f"men-{number}", label=label, entity_id=entity, candidate_id=candidate, **place(url, words), **method
            )
        )
    for id_, subject, predicate, object_, url, words, negated, modality in [
        ("r1", "donald-trump", "signed", "eo-14409", FIRST, "signed", False, "asserted"),
        ("r2", "anthropic", "submits_to", "us-nist", FIRST, "submits", False, "asserted"),
        ("r3", "eo-14409", "directs", "us-nist", SECOND, "directs", False, "reported"),
        ("r4", "claude-mythos", "competes_with", "anthropic", HOSTILE, "story", True, "asserted"),
    ]:
        rows.append(
            m.Relation(id=id_, subject_id=subject, predicate=predicate, object_id=object_, first_seen="2026-06-03")
        )
        rows.append(
            m.RelationEvidence(
                id=f"{id_}-e", relation_id=id_, negated=negated, modality=modality, **place(url, words), **method
            )
        )
    for id_, attribute, value, url, words in [
        ("c1", "review_window_reference", "public release", FIRST, "before public release"),
        ("c2", "review_window_reference", "release to trusted partners", SECOND, "goes to trusted partners"),
        ("c3", "review_window_reference", "release to trusted partners", LAW, "release to trusted partners"),
        ("c4", "review_window_days", "30", FIRST, "30 days"),
    ]:
        rows.append(
            m.Claim(
                id=id_,
                subject_id="eo-14409",
                attribute=attribute,
                value=value,
                modality="asserted",
                **place(url, words),
                **method,
            )
        )
    rows.append(
        m.Event(
            id="ev1",
            type="signed",
            date="2026-06-02",
            precision="day",
            about_id="eo-14409",
            title="Order signed",
            origin="extracted",
        )
    )
    rows.append(m.EventEvidence(id="ev1-e", event_id="ev1", modality="asserted", **place(FIRST, "signed"), **method))
    rows.append(m.EventParticipant(event_id="ev1", entity_id="donald-trump", role="agent"))
    rows.append(
        m.Event(
            id="ev2", type="published", date="2026-06", precision="month", about_id="eo-14409", title="Order printed",
            origin="register", source_url="https://official.example/b", confidence="high",
        )
    )  # fmt: skip
    rows.append(
        m.Quote(
            id="q1", speaker_id=CANDIDATE, organisation_id="example-watch", speaker_text="Dana Reed", kind="direct",
            stance="supports", about_id="eo-14409", **place(FIRST, "A sensible step,"), **method,
        )
    )  # fmt: skip
    rows += [
        m.EntityMeasure(
            entity_id=id_, degree=degree, in_degree=1, out_degree=1, betweenness=0.1, pagerank=0.1,
            community=0, x=x, y=y
        )
        for id_, degree, x, y in [
            ("donald-trump", 1, 0.0, 0.1), ("eo-14409", 2, 0.4, 0.2), ("us-nist", 2, 0.6, 0.8), ("anthropic",
            1, 1.0, 1.0),
        ]
    ]  # fmt: skip
    return rows


def _law() -> list[m.Record]:
    known = {"recorded_from": "2026-06-02", "confidence": "high", "source_url": "https://official.example/c"}
    start, end = span(LAW, "Sec. 3. The period is counted back from release to trusted partners.")
    return [
        m.ProvisionText(
            id="pt1", document_id=document_id(LAW), instrument_id="eo-14409", key="sec_3", kind="section", number="3",
            heading="Review", position=1, start=start, end=end,
        ),
        m.Provision(
            id="p1", instrument_id="eo-14409", key="sec_3", citation="Sec. 3", heading="Review",
            summary="A voluntary review.",
            actor_id="us-nist", action="run tests", days=60, valid_from="2026-06-02", status="in_force", **known,
        ),
        m.Provision(
            id="p2", instrument_id="eu-ai-act", key="art_43", citation="Art. 43",
            summary="Assessment of high-risk systems.",
            applies_from="2027-12-02", valid_from="2026-07-24", status="adopted", basis="Reg. 2026/1744",
            recorded_from="2026-07-24", confidence="high",
        ),
        m.Provision(
            id="p3", instrument_id="eu-ai-act", key="art_6", citation="Art. 6", summary="Dates as first written.",
            applies_from="2026-08-02", valid_from="2024-08-01", status="in_force", recorded_from="2024-07-12",
            recorded_to="2026-07-24", confidence="high",
        ),
        m.Provision(
            id="p4", instrument_id="eu-ai-act", key="art_6", citation="Art. 6", summary="Dates as amended.",
            applies_from="2027-12-02", valid_from="2026-07-24", status="in_force", recorded_from="2026-07-24",
            basis="Reg. 2026/1744", confidence="medium",
        ),
        m.Obligation(
            id="o-43", instrument_id="eu-ai-act", key="art_43", citation="Art. 43(1)", entity_id="duty-log",
            addressee="GPAI provider", modality="obligation", summary="Keep the logs.", topic="Documentation",
            applies_from="2027-12-02", confidence="high", as_of="2026-07-24", source_url="https://official.example/d",
        ),
        m.Commitment(
            id="k1", maker_id="anthropic", addressee_id="us-nist", instrument_id="eo-14409",
            text="Will share models early.",
            state="agreed", date="2026-06-15", **known,
        ),
        m.Commitment(
            id="k2", maker_id="anthropic", addressee_id="us-nist", instrument_id="eo-14409",
            text="Reported as negotiated anew.", state="renegotiated", date="2026-06-20", follows_id="k1",
            **(known | {"recorded_from": "2026-06-20", "confidence": "low"}),
        ),
        m.Deadline(
            id="d1", instrument_id="eo-14409", citation="Sec. 3(b)", actor="The institute; and partners, if any",
            actor_id="us-nist", action="Publish a plan", days=60, counted_from="2026-06-02", due="2026-08-01", **known,
        ),
        m.Deadline(
            id="d2", instrument_id="eu-ai-act", citation="Art. 113", actor="Providers", action="Apply the chapter",
            due="2099-12-02", **known,
        ),
        m.DeadlineEvidence(
            id="de1", deadline_id="d1", kind="claimed", date="2026-07-30", statement="Says that it published.",
            source_url="https://official.example/e",
        ),
    ]  # fmt: skip


def _comparison() -> list[m.Record]:
    cell = {
        "set_by": "editor",
        "set_at": "2026-06-30",
        "confidence": "high",
        "source_url": "https://official.example/f",
    }
    return [
        m.Question(
            id="when", position=1, topic="Timing", question="When, counted back from what?",
            attributes='["review_window_reference", "review_window_days"]',
        ),
        m.Question(id="penalty", position=2, topic="Enforcement", question="Which penalties?",
        help="Fines and others."),
        m.Cell(
            id="cell-old", question_id="when", instrument_id="eo-14409", value="First reading: before release.",
            degree="only_here", citation="Sec. 3", status="in_force", recorded_from="2026-06-02",
            recorded_to="2026-06-15", **cell,
        ),
        m.Cell(
            id="cell-new", question_id="when", instrument_id="eo-14409",
            value="=Up to 30 days before trusted partners.",
            degree="only_here", citation="Sec. 3", status="in_force", recorded_from="2026-06-15", **cell,
        ),
        m.Cell(
            id="cell-eu", question_id="when", instrument_id="eu-ai-act", value="No review before release.",
            degree="different", citation="Art. 53", status="applies", recorded_from="2026-06-02", **cell,
        ),
        m.IdentifierError(
            id="ide1", document_id=document_id(FIRST), start=0, end=13, text=text_of(FIRST)[:13], named="AI Act",
            named_id="eu-ai-act", expected="32024R1689 for EU AI Act",
        ),
        m.Judgement(
            id="j1", left_id="anthropic", right_id="cand-dana-reed", verdict="negative", by="ann", at="2026-06-10",
            reason="A person is no firm.",
        ),
        m.Cell(
            id="cell-fine", question_id="penalty", instrument_id="eu-ai-act", value="Fines from 2 August 2026.",
            degree="different", citation="Art. 6", status="applies", recorded_from="2026-06-30",
            **(cell | {"set_by": "machine", "confidence": "low"}),
        ),
        m.CellEvidence(
            id="ce2", cell_id="cell-new", kind="claim", claim_id="c1", **place(FIRST, "before public release")
        ),
        m.CellEvidence(
            id="ce1", cell_id="cell-new", kind="primary", provision_key="sec_3",
            **place(LAW, "The period is counted back from release to trusted partners."),
        ),
    ]  # fmt: skip


def _known() -> list[m.Record]:
    return [
        m.Change(
            id="ch1", at="2026-06-15T08:00:00Z", kind="document", subject_id=document_id(SECOND), title="A new story",
            before=None, after="two sides", cause="article", document_id=document_id(SECOND),
        ),
        m.Change(
            id="ch2", at="2026-06-16T08:00:00Z", kind="trust", subject_id="eo-14409|participation|voluntary",
            title="Order on model checks: participation = voluntary", before="single family", after="corroborated",
            cause="re_extraction",
        ),
        m.EvaluationScore(
            id="s1", extractor=READ_BY, profile="full", split="dev", task="entities", label="all", precision=0.91,
            recall=0.88, f1=0.895, low=0.86, high=0.93, tp=88, fp=9, fn=12, documents=10,
            measured_at="2026-06-30T00:00:00Z",
        ),
        m.EvaluationError(
            id="e1", extractor=READ_BY, split="dev", document="n-1", task="entities", kind="missed", expected="NIST",
            sentence="A sentence that was missed.",
        ),
    ]  # fmt: skip
