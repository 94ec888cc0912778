"""What is law and what follows from it: provisions, deadlines, promises, cells, changes and scores."""

from __future__ import annotations

from site_texts import (
    FIRST,
    LAW,
    READ_BY,
    SECOND,
    place,
    span,
    text_of,
)

from kb import model as m
from kb.ids import document_id


def law() -> list[m.Record]:
    """Return dated law, deadlines and promises."""
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
            actor_id="us-nist", action="run tests", days=60, valid_from="2026-06-02", status="in_force",
            **(known | {"confidence": "disputed"}),
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
        m.Provision(
            id="p5", instrument_id="eu-ai-act", key="art_6", citation="Art. 6", summary="Dates to be decided later.",
            status="proposed", basis="A proposal", recorded_from="2025-11-19", recorded_to="2026-05-07",
            confidence="high",
        ),
        m.Provision(
            id="p6", instrument_id="eu-ai-act", key="art_7", citation="Art. 7", summary="A duty given up.",
            status="repealed", basis="An amendment", recorded_from="2025-11-20", recorded_to="2025-12-02",
            confidence="high",
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
            due="2099-12-02", **(known | {"confidence": "low"}),
        ),
        m.DeadlineEvidence(
            id="de1", deadline_id="d1", kind="claimed", date="2026-07-30", statement="Says that it published.",
            source_url="https://official.example/e",
        ),
    ]  # fmt: skip


def compared() -> list[m.Record]:
    """Return the questions, cells and their evidence."""
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
            degree="only_here", citation="Sec. 3", status="in_force", recorded_from="2026-06-15",
            **(cell | {"confidence": "disputed"}),
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


def known() -> list[m.Record]:
    """Return changes, states and scores."""
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


def disputed() -> list[m.Record]:
    """Return an open question with a claim attribute, and one whose first version the register follows."""
    base = {"source_url": "https://official.example/g", "as_of": "2026-06-12"}
    return [
        m.DisputedFact(
            id="window-from", question="From what does the window count back?", about_id="eo-14409",
            attribute="review_window_reference",
        ),
        m.DisputedVersion(
            id="v1", fact_id="window-from", position=1, value="From the release to partners", confidence="high",
            claim="release to trusted partners", **base,
        ),
        m.DisputedVersion(
            id="v2", fact_id="window-from", position=2, value="From the release to all", confidence="low",
            claim="public release", **base,
        ),
        m.DisputedFact(
            id="plan-day", question="When was the plan published?", about_id="us-nist",
            resolution="The page bears the day.",
        ),
        m.DisputedVersion(
            id="v3", fact_id="plan-day", position=1, value="On 30 July", confidence="high", followed=True,
            **base,
        ),
        m.DisputedVersion(
            id="v4", fact_id="plan-day", position=2, value="On 31 July", confidence="low", note="One digest.",
            as_of="2026-07-31", source_url="<b>a digest</b>",
        ),
        *(m.DisputedSubject(fact_id="window-from", subject_id=one) for one in ("eo-14409", "anthropic")),
        *(m.DisputedSubject(fact_id="plan-day", subject_id=one) for one in ("us-nist", "d1", "k2", "ev2")),
    ]  # fmt: skip
