# ruff: noqa: E501  # markup on one line reads like the markup that is published
"""Small laws and an order of our own, in the markup of the official publications, for the tests of ingestion."""

from __future__ import annotations


def row(marker: str, text: str) -> str:
    return f"<table><tbody><tr><td><p>{marker}</p></td><td><p>{text}</p></td></tr></tbody></table>"


HTML = f"""<!DOCTYPE html><html lang="en"><head><title>Regulation</title>
<meta about="http://data.europa.eu/eli/reg/2021/77/oj" property="eli:id_local" content="32021R0077"/></head><body>
<p class="oj-hd-date">4.5.2021</p><div class="eli-container">
<div class="eli-main-title"><p class="oj-doc-ti">REGULATION (EU) 2021/77</p><p class="oj-doc-ti">on lighthouses</p></div>
<div class="eli-subdivision" id="rct_1">{row("(1)", "Ships need light<a href='#n1'>(<span class='oj-note-tag'>1</span>)</a>.")}</div>
<div id="cpt_I"><p class="oj-ti-section-1">CHAPTER I</p><div class="eli-title"><p>LIGHTS</p></div>
<div class="eli-subdivision" id="art_1"><p class="oj-ti-art">Article 1</p><div class="eli-title" id="art_1.tit_1"><p>Duty</p></div>
<div id="001.001"><p class="oj-normal">1.\xa0\xa0 Keepers shall:</p>
{row("(a)", "light the lamp;")}{row("(b)", "ring the bell:" + row("(i)", "in fog;") + row("(ii)", "in snow."))}</div>
<div id="001.002"><p class="oj-normal">2.\xa0\xa0 This holds at night.</p></div></div>
<div class="eli-subdivision" id="art_2"><p class="oj-ti-art">Article 2</p><div class="eli-title" id="art_2.tit_1"><p>Change</p></div>
<p class="oj-normal">In Article 9 of the Buoy Act this is added:</p><div><div id="009.001"><p>‘1.\xa0\xa0 Buoys count.’</p></div>
{row("(z)", "quoted.")}</div></div></div>
<p class="oj-note">(<span class="oj-super">1</span>) OJ L 1, p. 2.</p></div>
<div class="eli-container" id="anx_I"><p class="oj-doc-ti">ANNEX I</p><p class="oj-doc-ti">Lamps</p>
<p class="oj-ti-grseq-1">Section A. Oil</p>{row("1.", "Whale oil.")}<p class="oj-ti-grseq-1">Section B. Gas</p>{row("1.", "Town gas.")}
</div></body></html>"""

FORMEX = """<ACT><BIB.INSTANCE><NO.DOC><YEAR>2021</YEAR><NO.CURRENT>77</NO.CURRENT></NO.DOC><DATE ISO="20210504"/>
<LG.DOC>EN</LG.DOC></BIB.INSTANCE><TITLE><TI><P><HT TYPE="UC">Regulation (EU) 2021/77</HT></P><P>on lighthouses</P></TI></TITLE>
<PREAMBLE><GR.CONSID><CONSID><NP><NO.P>(1)</NO.P><TXT>Ships need light<NOTE><P>OJ L 1, p. 2.</P></NOTE>.</TXT></NP></CONSID></GR.CONSID></PREAMBLE>
<ENACTING.TERMS><DIVISION><TITLE><TI><P>CHAPTER I</P></TI><STI><P>LIGHTS</P></STI></TITLE>
<ARTICLE IDENTIFIER="001"><TI.ART>Article 1</TI.ART><STI.ART><P>Duty</P></STI.ART><PARAG IDENTIFIER="001.001"><NO.PARAG>1.</NO.PARAG>
<ALINEA><P>Keepers shall:</P><LIST TYPE="alpha"><ITEM><NP><NO.P>(a)</NO.P><TXT>light the lamp;</TXT></NP></ITEM><ITEM><NP><NO.P>(b)</NO.P>
<TXT>ring the bell:</TXT><P><LIST TYPE="roman"><ITEM><NP><NO.P>(i)</NO.P><TXT>in fog;</TXT></NP></ITEM><ITEM><NP><NO.P>(ii)</NO.P>
<TXT>in snow.</TXT></NP></ITEM></LIST></P></NP></ITEM></LIST></ALINEA></PARAG>
<PARAG IDENTIFIER="001.002"><NO.PARAG>2.</NO.PARAG><ALINEA>This holds <?PAGE NO="2"?>at night.</ALINEA></PARAG></ARTICLE>
<ARTICLE IDENTIFIER="002"><TI.ART>Article 2</TI.ART><STI.ART><P>Change</P></STI.ART><ALINEA><P>In Article 9 of the Buoy Act this is added:</P>
<QUOT.S LEVEL="1"><PARAG IDENTIFIER="009.001"><NO.PARAG><QUOT.START CODE="2018"/>1.</NO.PARAG><ALINEA>Buoys count.<QUOT.END CODE="2019"/></ALINEA></PARAG>
<LIST TYPE="alpha"><ITEM><NP><NO.P>(z)</NO.P><TXT>quoted.</TXT></NP></ITEM></LIST></QUOT.S></ALINEA></ARTICLE></DIVISION></ENACTING.TERMS></ACT>"""

ANNEX = """<ANNEX><BIB.INSTANCE><NO.SEQ>0001.0001</NO.SEQ></BIB.INSTANCE><TITLE><TI><P>ANNEX I</P></TI><STI><P>Lamps</P></STI></TITLE><CONTENTS>
<GR.SEQ><TITLE><TI><P>Section A. Oil</P></TI></TITLE><NP><NO.P>1.</NO.P><TXT>Whale oil.</TXT></NP></GR.SEQ>
<GR.SEQ><TITLE><TI><P>Section B. Gas</P></TI></TITLE><NP><NO.P>1.</NO.P><TXT>Town gas.</TXT></NP></GR.SEQ></CONTENTS></ANNEX>"""

LINES = """REGULATION (EU) 2021/77
on lighthouses
(1) Ships need light.
CHAPTER I
LIGHTS
Article 1
Duty
1. Keepers shall:
(a) light the lamp;
(b) ring the bell:
(i) in fog;
(ii) in snow.
2. This holds at night.
Article 2
Change
In Article 9 of the Buoy Act this is added:
‘1. Buoys count.’
(z) quoted.
ANNEX I
Lamps
Section A. Oil
1. Whale oil.
Section B. Gas
1. Town gas.
(1) OJ L 1, p. 2."""

KEYS = [
    "rct_1", "chp_I", "art_1", "art_1.1", "art_1.1.a", "art_1.1.b", "art_1.1.b.i", "art_1.1.b.ii", "art_1.2", "art_2",
    "anx_I", "anx_I.A", "anx_I.A.1", "anx_I.B", "anx_I.B.1",
]  # fmt: skip

RAW = """<html><body><pre>
[Federal Register Volume 96, Number 8 (Friday, May 4, 2031)]
[FR Doc No: 2031-00001]

Executive Order 99999 of May 1, 2031

Keeping the Lamps Lit

    By the authority vested in the office, it is ordered:
    Section 1. Purpose. Lamps guide ships at
night.
    Sec. 2. Lamps. (a) The Keeper shall, within 30 days:
    (i) light the lamp; and
[[Page 100]]
    (ii) trim the wick.
    (b) (i) The Clerk shall count lamps.
    (ii) The count is public.
    Sec. 3. General.
    (h) One thing.
    (i) Another thing:
    (A) first; and
    (B) second.

THE WHITE HOUSE,
    May 1, 2031.
</pre></body></html>"""
