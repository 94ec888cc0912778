from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.urls import BadUrlError, join_url, normalize_url, same_site

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=8).filter(
    lambda word: not word.startswith("-") and not word.endswith("-")
)
PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=4)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTPS://Quay.Example:443/a?utm_source=x&id=7#top", "https://quay.example/a?id=7"),
        ("http://quay.example:80", "http://quay.example/"),
        ("http://quay.example:8080/", "http://quay.example:8080/"),
        ("https://quay.example/a?b=2&a=1&fbclid=z", "https://quay.example/a?b=2&a=1"),
        ("https://quay.example./x/?", "https://quay.example/x/"),
        ("https://müller.example/ä", "https://xn--mller-kva.example/ä"),
    ],
)
def test_a_page_has_one_canonical_url(written: str, canonical: str) -> None:
    assert normalize_url(written) == canonical


def test_different_acts_and_contents_stay_apart() -> None:
    acts = [f"https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:3{n}" for n in ("2024R1689", "2026R1744")]
    kept = ["https://quay.example/?source=rss", "https://quay.example/?ref=main", "https://quay.example/?p=1"]
    urls = [*acts, *kept, "https://quay.example/A", "https://quay.example/a", "https://quay.example/a/"]
    assert len({normalize_url(url) for url in urls}) == len(urls)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://quay.example/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//quay.example/",
        "https://user:pass@quay.example/",
        "https://quay.example\\@inner.example/",
        "https://１２７.0.0.1/",
        "http://127。0。0。1/",
        "https://quay.example/a b",
        "https://quay.example:0/",
        "https://quay.example:99999/",
        "https:///path",
        "https://-bad-.example/",
        "http://[::1",
        "https://quay.example/" + "a" * 3000,
    ],
)
def test_a_url_that_names_no_public_page_is_refused(url: str) -> None:
    with pytest.raises(BadUrlError):
        normalize_url(url)


@given(
    host=WORDS,
    path=st.lists(WORDS, max_size=3),
    pairs=PAIRS,
    fragment=WORDS,
    port=st.sampled_from(["", ":80", ":8080"]),
)
def test_normalising_twice_changes_nothing(
    host: str, path: list[str], pairs: list[tuple[str, str]], fragment: str, port: str
) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    once = normalize_url(f"http://{host}.example{port}/{'/'.join(path)}?{query}#{fragment}")
    assert normalize_url(once) == once


@given(
    pairs=PAIRS,
    tracker=st.sampled_from(["utm_source", "UTM_Medium", "gclid", "mc_eid", "at_medium", "_hsenc"]),
    at=st.integers(0, 4),
)
def test_tracking_parameters_never_make_another_document(pairs: list[tuple[str, str]], tracker: str, at: int) -> None:
    parts = [f"{name}={value}" for name, value in pairs]
    plain = "https://quay.example/p?" + "&".join(parts)
    tracked = "https://quay.example/p?" + "&".join([*parts[:at], f"{tracker}=1", *parts[at:]])
    assert normalize_url(tracked) == normalize_url(plain)


def test_links_of_a_page_are_joined_or_dropped() -> None:
    assert join_url("https://quay.example/a/b", "../c?utm_medium=rss") == "https://quay.example/c"
    assert join_url("https://quay.example/a", "mailto:x@quay.example") is None
    assert same_site("https://www.quay.example/a", "https://quay.example/b")
    assert not same_site("https://quay.example/", "https://quay.example.evil.example/")
