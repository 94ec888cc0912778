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
        ("Articles 9–11", None, ["art_9", "art_10", "art_11"]),
        ("Art. 5(1)(a)-(c)", None, ["art_5.1.a", "art_5.1.b", "art_5.1.c"]),
        ("Annex III, point 1(a)", None, ["anx_III.1.a"]),
        ("point (c) of paragraph 2", "art_7.1", ["art_7.2.c"]),
        ("the second subparagraph of Article 43(1)", None, ["art_43.1"]),
        ("point (i) of Article 5(1)(h)", None, ["art_5.1.h.i"]),
        ("Annex VII, points 3.1 and 4.2", None, ["anx_VII.3.1", "anx_VII.4.2"]),
        ("recital (12)", None, ["rct_12"]),
        ("sections 2 through 4 of this order", None, ["sec_2", "sec_3", "sec_4"]),
        ("sections 2(b)-(d)", None, ["sec_2.b", "sec_2.c", "sec_2.d"]),
        ("sections 2(a) and 3(b)(ii)", None, ["sec_2.a", "sec_3.b.ii"]),
        ("subsection (a)(1)", "sec_3.b", ["sec_3.a.1"]),
        ("paragraph (2) of subsection (a)", "sec_3.b", ["sec_3.a.2"]),
        ("paragraph (2)", "sec_3.b.1", ["sec_3.b.2"]),
        ("subparagraph (B)", "sec_3.b.1.A", ["sec_3.b.1.B"]),
        ("18 U.S.C. §§ 1030 and 1831(a)", None, ["usc:18/1030", "usc:18/1831.a"]),
        ("section 552(b) of title 5, United States Code", None, ["usc:5/552.b"]),
        ("42 U.S.C. § 2000e-5(f)(1)", None, ["usc:42/2000e-5.f.1"]),
        ("47 C.F.R. § 64.1200(a)", None, ["cfr:47/64.1200.a"]),
        ("section 4(a) of Executive Order 14110", None, ["eo:14110#sec_4.a"]),
        ("Section 12 of the Business and Harbours Code", None, ["code:business-and-harbours#sec_12"]),
        ("Regulation (EU) 2019/1020, Article 14(4)", None, ["reg:2019/1020#art_14.4"]),
        (
            "Article 14(4), point (d), and Article 16 of Regulation (EU) 2019/1020",
            None,
            ["reg:2019/1020#art_14.4.d", "reg:2019/1020#art_16"],
        ),
        ("Article 5 of this Regulation and Article 6 of Directive 2014/90/EU", None, ["art_5", "dir:2014/90#art_6"]),
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
