"""The documents and entities of the small knowledge base, and where words stand in them."""

from __future__ import annotations

from kb.ids import document_id, sentence_id

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
    number = next(n for n, (a, b) in enumerate(sentence_spans(url)) if a <= start < b)
    doc = document_id(url)
    return {"document_id": doc, "sentence_id": sentence_id(doc, number), "start": start, "end": end, "text": words}


def sentence_spans(url: str) -> list[tuple[int, int]]:
    """Return where the sentences of a document begin and end."""
    found, position = [], 0
    for sentence in TEXTS[url][1:]:
        found.append((position, position + len(sentence)))
        position += len(sentence) + 1
    return found
