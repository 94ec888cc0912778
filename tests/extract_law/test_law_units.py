"""Lines of law, their keys and the heads of lists. The texts are invented."""

from __future__ import annotations

from extract.lawunits import split_units
from kb.model import ProvisionText

UNION = """CHAPTER II
DUTIES OF HARBOURS
Article 4
Pilots
1. Harbours shall:
(a) employ pilots;
(h) keep boats for one of these ends:
(i) rescue;
(ii) escort.
Boats may be shared.
2. Pilots shall wear badges."""

ORDER = """Sec. 2. Cyber defence. (a) The Harbour Master shall:
(i) list the berths;
(ii) close them.
(b) Pilots shall help.
Sec. 3. General provisions.
(a) Nothing here costs money."""


def shape(units):
    return [(u.key, u.marker, u.kind, u.text, u.head.text if u.head else None) for u in units]


def test_keys_and_heads_come_from_headings_and_markers():
    assert shape(split_units(UNION)) == [
        ("chp_II", None, "heading", "CHAPTER II", None),
        ("chp_II", None, "heading", "DUTIES OF HARBOURS", None),
        ("art_4", None, "heading", "Article 4", None),
        ("art_4", None, "heading", "Pilots", None),
        ("art_4.1", "1.", "text", "Harbours shall:", None),
        ("art_4.1.a", "(a)", "text", "employ pilots;", "Harbours shall:"),
        ("art_4.1.h", "(h)", "text", "keep boats for one of these ends:", "Harbours shall:"),
        ("art_4.1.h.i", "(i)", "text", "rescue;", "keep boats for one of these ends:"),
        ("art_4.1.h.ii", "(ii)", "text", "escort.", "keep boats for one of these ends:"),
        ("art_4.1", None, "text", "Boats may be shared.", None),
        ("art_4.2", "2.", "text", "Pilots shall wear badges.", None),
    ]


def test_sections_of_a_chapter_and_recitals_are_known_by_their_headings():
    text = (
        "Whereas:\n(1) Boats shall be safe.\nCHAPTER I\nBOATS\nSECTION 2\nDuties of owners\nArticle 3\n"
        "1. A lamp shall burn."
    )
    units = split_units(text)
    assert [(u.key, u.kind, u.chapters) for u in units] == [
        (None, "recital", ()),
        (None, "recital", ()),
        ("chp_I", "heading", ("chp_I",)),
        ("chp_I", "heading", ("chp_I",)),
        ("chp_I.sec_2", "heading", ("chp_I.sec_2", "chp_I")),
        ("chp_I.sec_2", "heading", ("chp_I.sec_2", "chp_I")),
        ("art_3", "heading", ("chp_I.sec_2", "chp_I")),
        ("art_3.1", "text", ("chp_I.sec_2", "chp_I")),
    ]


def test_sections_of_an_order_start_in_the_middle_of_a_line():
    assert shape(split_units(ORDER)) == [
        ("sec_2.a", "(a)", "text", "The Harbour Master shall:", None),
        ("sec_2.a.i", "(i)", "text", "list the berths;", "The Harbour Master shall:"),
        ("sec_2.a.ii", "(ii)", "text", "close them.", "The Harbour Master shall:"),
        ("sec_2.b", "(b)", "text", "Pilots shall help.", None),
        ("sec_3", None, "heading", "Sec. 3. General provisions.", None),
        ("sec_3.a", "(a)", "text", "Nothing here costs money.", None),
    ]


def test_provisions_of_the_parser_win_and_give_chapters_and_headings():
    text = "CHAPTER I\nHARBOURS\nArticle 1\nScope\n1. Pilots shall:\n(a) row."
    rows = [
        ("chp_I", "chapter", None, "HARBOURS", 0, len(text)),
        ("art_1", "article", "chp_I", "Scope", 19, len(text)),
        ("art_1.1", "paragraph", "art_1", None, 35, len(text)),
        ("art_1.1.a", "point", "art_1.1", None, 52, len(text)),
    ]
    provisions = [
        ProvisionText(
            id=key, document_id="d", key=key, kind=kind, parent_key=parent, heading=heading, position=n, start=s, end=e
        )
        for n, (key, kind, parent, heading, s, e) in enumerate(rows)
    ]
    units = split_units(text, provisions)
    assert shape(units) == [
        ("chp_I", None, "heading", "CHAPTER I", None),
        ("chp_I", None, "heading", "HARBOURS", None),
        ("art_1", None, "heading", "Article 1", None),
        ("art_1", None, "heading", "Scope", None),
        ("art_1.1", "1.", "text", "Pilots shall:", None),
        ("art_1.1.a", "(a)", "text", "row.", "Pilots shall:"),
    ]
    assert {(u.article, u.heading, u.chapters) for u in units[2:]} == {("art_1", "Scope", ("chp_I",))}
    assert all(text[u.start : u.end] == u.text for u in units)


def test_the_letter_i_is_no_numeral_between_h_and_j():
    text = "Article 1\n1. Pilots shall:\n(h) row;\n(i) sail;\n(j) swim."
    assert [unit.key for unit in split_units(text)[2:]] == ["art_1.1.h", "art_1.1.i", "art_1.1.j"]
