"""One HTML page to title, author, date, language and body text. Runs in the limited child (`ingest/child.py`).

The body is trafilatura's, the best of those measured; the rest comes from what the page states about itself: JSON-LD
first, then meta tags, then trafilatura and htmldate. Plain text in, plain text out: markup never leaves this module.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag
from bs4.filter import SoupStrainer

from ingest.charsets import decode, one_line, paragraphs
from ingest.child import UnreadableError
from ingest.dates import parse_date
from ingest.urls import join_url, same_site

ARTICLE_TYPES = frozenset(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle BlogPosting"
    " LiveBlogPosting PressRelease Report TechArticle ScholarlyArticle SatiricalArticle WebPage".split()
)
MAX_JSON_LD = 300_000  # characters of one block; 5 MB of it take 678 MB to read
NO_TEXT = 12  # words; less is a menu, or the plea of an empty page to switch scripts on
FEW_WORDS = 40  # a page with fewer is a stub, a wall or a challenge; the shortest real notices run to about 50

# Marks of pages that stand in for the page asked for; only believed where hardly any text was found.
CHALLENGE = re.compile(
    r"just a moment|attention required|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|enable javascript and cookies|cf-browser-verification|challenge-platform|captcha|access denied"
    r"|are you a robot|unusual traffic|request unsuccessful|pardon our interruption|ddos protection|awswaf",
    re.IGNORECASE,
)
_NEEDED = SoupStrainer(["script", "meta", "link", "title", "html", "time", "h1"])
_BULLET = re.compile(r"^[-•*–]\s+", re.MULTILINE)


def parse_article(body: bytes, *, url: str, charset: str | None = None) -> dict[str, Any]:
    """Return title, author, published, updated, language, site, canonical, text and the number of words of a page.

    `challenge` is True when the page only asks the visitor to prove something. Raises UnreadableError when there is no
    markup at all, or no body text.
    """
    html = decode(body, charset)
    if "<" not in html:
        raise UnreadableError("no HTML: expected a page with tags")
    soup = BeautifulSoup(html, "lxml", parse_only=_NEEDED)
    stated = next(_stated(soup), {})
    metas = _metas(soup)
    text = _body(html)
    words = len(text.split())
    if words < FEW_WORDS and CHALLENGE.search(html[:200_000]):
        return {"challenge": True, "text": "", "words": words, "title": _title(stated, metas, soup)}
    title = _title(stated, metas, soup)
    text = _without_heading(text, title)
    if words < NO_TEXT:
        raise UnreadableError("no body text was found in the page")
    return {
        "challenge": False,
        "title": title,
        "author": _author(stated, metas),
        "published": _published(stated, metas, soup, html),
        "updated": parse_date(_string(stated.get("dateModified")) or metas.get("article:modified_time")),
        "language": _language(stated, soup),
        "site": _site(stated, metas),
        "canonical": _canonical(soup, metas, url),
        "text": text,
        "words": words,
    }


def parse_text(body: bytes, *, url: str = "", charset: str | None = None) -> dict[str, Any]:
    """Return a plain text in paragraphs; a short first line that ends no sentence is its title."""
    text = paragraphs(decode(body, charset))
    if not text:
        raise UnreadableError("no text: expected the body of an article")
    first, _, rest = text.partition("\n")
    titled = bool(rest) and len(first) < 200 and not first.endswith((".", ":", ";", ",", "”", '"'))
    return {"title": first if titled else None, "text": text, "words": len(text.split())}


def text_of_markup(markup: str) -> str:
    """Return the text of a piece of HTML, as feeds carry it, in paragraphs."""
    if "<" not in markup and "&" not in markup:
        return paragraphs(markup)
    soup = BeautifulSoup(markup, "lxml")
    for tag in soup(["script", "style", "template", "noscript"]):
        tag.decompose()
    for tag in soup(["p", "div", "br", "li", "h1", "h2", "h3", "h4", "tr", "blockquote", "figcaption"]):
        tag.insert_before("\n")
        tag.insert_after("\n")
    return paragraphs(soup.get_text())


def _body(html: str) -> str:
    import trafilatura

    # The defaults, which measured best; comments are other people's words and tables break sentences apart.
    text = trafilatura.extract(html, include_comments=False, include_formatting=False, with_metadata=False)
    return _BULLET.sub("", paragraphs(text or ""))


def _without_heading(text: str, title: str | None) -> str:
    """Return the text without a first paragraph that only repeats the headline."""
    first, _, rest = text.partition("\n")
    if title and rest and _key(first) == _key(title):
        return rest
    return text


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


# -------------------------------------------------------------------- what the page states of itself


def _stated(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects that describe an article, articles before plain pages."""
    objects: list[dict[str, Any]] = []
    for script in soup.find_all("script", attrs={"type": re.compile("ld\\+json", re.IGNORECASE)}):
        raw = script.get_text()
        if len(raw) > MAX_JSON_LD:
            continue
        try:
            # Publishers put raw line breaks into strings and comment marks around blocks.
            objects.extend(_flat(json.loads(raw.strip().removeprefix("<!--").removesuffix("-->"), strict=False)))
        except (ValueError, RecursionError):
            continue
    typed = [(one, _types(one) & ARTICLE_TYPES) for one in objects]
    yield from (one for one, types in typed if types - {"WebPage"})
    yield from (one for one, types in typed if types == {"WebPage"})


def _flat(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value:
            yield from _flat(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _flat(value.get("@graph", []), depth + 1)
        yield from _flat(value.get("mainEntity", []), depth + 1)


def _types(value: dict[str, Any]) -> set[str]:
    kind = value.get("@type", [])
    return {str(one).rpartition("/")[2] for one in (kind if isinstance(kind, list) else [kind])}


def _metas(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = tag.get("content")
        if isinstance(name, str) and isinstance(content, str) and content.strip():
            found.setdefault(name.lower(), content.strip())
    return found


def _title(stated: dict[str, Any], metas: dict[str, str], soup: BeautifulSoup) -> str | None:
    headings = [one_line(tag.get_text(" ")) for tag in soup.find_all("h1")]
    page = one_line(soup.title.get_text()) if isinstance(soup.title, Tag) else None
    for choice in (
        _string(stated.get("headline")),
        metas.get("og:title"),
        headings[0] if len(headings) == 1 else None,
        metas.get("dc.title") or metas.get("citation_title"),
        page,
        next((heading for heading in headings if heading), None),
    ):
        if choice and one_line(choice):
            return one_line(text_of_markup(choice).replace("\n", " "))
    return None


def _author(stated: dict[str, Any], metas: dict[str, str]) -> str | None:
    value = stated.get("author")
    names = []
    for one in value if isinstance(value, list) else [value]:
        name = one_line(_string(one.get("name")) if isinstance(one, dict) else _string(one))
        if name and not name.startswith("http") and name not in names:
            names.append(name)
    if names:
        return ", ".join(names)
    for key in ("author", "article:author", "dc.creator", "citation_author", "parsely-author", "byl"):
        name = one_line(metas.get(key))
        if name and not name.startswith(("http", "@")):
            return re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)
    return None


def _published(stated: dict[str, Any], metas: dict[str, str], soup: BeautifulSoup, html: str) -> str | None:
    for raw in (
        _string(stated.get("datePublished")),
        metas.get("article:published_time"),
        metas.get("datepublished"),
        metas.get("dc.date") or metas.get("dcterms.created") or metas.get("dcterms.date"),
        metas.get("citation_publication_date") or metas.get("parsely-pub-date"),
    ):
        found = parse_date(raw)
        if found:
            return found
    times = [tag.get("datetime") for tag in soup.find_all("time")]
    marked = {parse_date(one) for one in times if isinstance(one, str)} - {None}
    if len(marked) == 1:  # several are teasers of other articles
        return marked.pop()
    from htmldate import find_date

    found = find_date(html, original_date=True, extensive_search=False)
    return found if isinstance(found, str) else None


def _language(stated: dict[str, Any], soup: BeautifulSoup) -> str | None:
    tag = soup.find("html")
    said = _string(stated.get("inLanguage")) or (tag.get("lang") if isinstance(tag, Tag) else None)
    if not isinstance(said, str):
        return None
    match = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", said.strip())
    return match.group(0).lower() if match else None


def _site(stated: dict[str, Any], metas: dict[str, str]) -> str | None:
    publisher = stated.get("publisher")
    name = _string(publisher.get("name")) if isinstance(publisher, dict) else _string(publisher)
    return one_line(name or metas.get("og:site_name"))


def _canonical(soup: BeautifulSoup, metas: dict[str, str], url: str) -> str | None:
    """Return the page's own name for itself, when it lies on the same site and is no front page.

    Without an address of the page (a saved file) any absolute name is taken.
    """
    links = [
        tag.get("href")
        for tag in soup.find_all("link", rel=True)
        if "canonical" in [word.lower() for word in (tag.get("rel") or [])]
    ]
    for link in (*links, metas.get("og:url")):
        if not isinstance(link, str):
            continue
        found = join_url(url, link)
        if found is None or found.endswith("://") or re.fullmatch(r"https?://[^/]+/", found):
            continue
        if not url.startswith("http") or same_site(found, url):
            return found
    return None


def _string(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, str) and value.strip() else None
