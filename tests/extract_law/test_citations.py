"""Cross-references to provisions of the same act and of others."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.citations import find_citations, mask_citations


@pytest.mark.parametrize(
    ("text", "here", "expected"),
    [
        ("see Article 6(1), points (a) to (c)", None, ["art_6.1.a", "art_6.1.b", "art_6.1.c"]),
        ("Articles 8 to 11", None, ["art_8", "art_9", "art_10", "art_11"]),
        ("Articles 8, 9(2) and (4), and 13", None, ["art_8", "art_9.2", "art_9.4", "art_13"]),
        ("Article 6(1) and (2)", None, ["art_6.1", "art_6.2"]),
        ("points 2 to 4 of Annex III", None, ["anx_III.2", "anx_III.3", "anx_III.4"]),
        ("Annexes IV and VI", None, ["anx_IV", "anx_VI"]),
        ("Section A of Annex I", None, ["anx_I.A"]),
        ("Chapter III, Section 2", None, ["chp_III.sec_2"]),
        ("Article 5(1), first subparagraph, point (h)", None, ["art_5.1.h"]),
        ("recitals 12 and 13", None, ["rct_12", "rct_13"]),
        ("this Article", "art_5.1.a", ["art_5"]),
        ("paragraphs 1 and 2 of this Article", "art_43.3.b", ["art_43.1", "art_43.2"]),
        ("paragraph 1, point (a)", "art_43.2", ["art_43.1.a"]),
        ("points (a), (b) and (e)", "art_10.2.c", ["art_10.2.a", "art_10.2.b", "art_10.2.e"]),
        ("subsection (b) of this section", "sec_3.c", ["sec_3.b"]),
        ("section 3(b)(ii) of this order", "sec_2.a", ["sec_3.b.ii"]),
        ("44 U.S.C. 3552(b)(6)", "sec_2", ["usc:44/3552.b.6"]),
        ("5 U.S.C. § 552", None, ["usc:5/552"]),
        ("Executive Order 14110 of October 30, 2023", None, ["eo:14110"]),
        ("Public Law 118-159", None, ["pl:118-159"]),
        ("Regulation (EC) No 300/2008", None, ["reg:300/2008"]),
        ("Directives 2014/90/EU and (EU) 2016/797", None, ["dir:2014/90", "dir:2016/797"]),
        ("Article 16(2) TFEU", None, ["treaty:tfeu#art_16.2"]),
        ("Article 4, point (14), of Regulation (EU) 2016/679", None, ["reg:2016/679#art_4.14"]),
        ("the article on page 6", None, []),
        ("In May, section heads met", None, []),
    ],
)
def test_references_become_keys(text, here, expected):
    assert [target for found in find_citations(text, here=here) for target in found.targets] == expected


def test_that_act_is_the_act_named_last_and_a_bare_section_is_one_of_the_chapter():
    text = "under Article 3 of Directive (EU) 2016/680 and Article 9 of that Directive, and with Section 2"
    assert [(c.text, c.targets) for c in find_citations(text, here="art_16", chapter="chp_III")] == [
        ("Article 3 of Directive (EU) 2016/680", ("dir:2016/680#art_3",)),
        ("Article 9 of that Directive", ("dir:2016/680#art_9",)),
        ("Section 2", ("chp_III.sec_2",)),
    ]


def test_masking_hides_what_looks_like_the_end_of_a_sentence():
    text = "As Sec. 3(b) of this order says, agencies report. Then they stop."
    masked = mask_citations(text)
    assert masked == "As ____ ____ __ ____ _____ says, agencies report. Then they stop."


@given(st.text(alphabet="Article s(1)2ab,of toAnnexIV.pointRegulation/EU", max_size=80))
def test_spans_are_within_the_text_in_order_and_masking_keeps_length(text):
    found = find_citations(text, here="art_1.1", chapter="chp_I")
    assert all(text[c.start : c.end] == c.text for c in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert len(mask_citations(text)) == len(text)
