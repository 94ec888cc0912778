"""Blocks of cited text and their two forms, Markdown and HTML. What goes in is plain text; both forms escape it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

# An entry that one source carries, or weakly, says so wherever it stands; "high" needs no word.
DOUBTS = {"medium": "one source", "low": "weak single source", "disputed": "sources differ"}

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LIST_MARK = re.compile(r"^(\d*)([-+.)])(?=\s)")
_SPACE = re.compile(r"\s+")
_WEB = re.compile(r"https?://[^\s<>()\"]+$")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or quotation. `cites` names the rows it rests on, as `table:id`.

    `url` is where a quotation was published; anything but http(s) is shown and not linked.
    """

    kind: str
    text: str
    cites: tuple[str, ...] = ()
    level: int = 1
    url: str | None = None


def heading(level: int, text: str, *cites: str) -> Block:
    """Return a heading of level 1 to 4."""
    return Block("heading", text, cites, level)


def paragraph(text: str, *cites: str) -> Block:
    """Return a paragraph."""
    return Block("paragraph", text, cites)


def item(text: str, *cites: str, url: str | None = None) -> Block:
    """Return an item of a list."""
    return Block("item", text, cites, url=url)


def quotation(text: str, *cites: str, url: str | None = None) -> Block:
    """Return a quotation, with where it was published."""
    return Block("quotation", text, cites, url=url)


def doubt(confidence: str | None, form: str = " ({})") -> str:
    """Return how weakly an entry is supported, put into a form, or nothing for one that is well supported."""
    return form.format(DOUBTS[confidence]) if confidence in DOUBTS else ""


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return the blocks as Markdown, citations in code marks after each block."""
    parts: list[str] = []
    before = None
    for block in blocks:
        text = escape_markdown(block.text)
        if block.url:
            text += f" <{block.url}>" if _WEB.match(block.url) else f" {escape_markdown(block.url)}"
        cites = "".join(f" `[{cite}]`" for cite in block.cites)
        mark = {"heading": "#" * block.level + " ", "item": "- ", "quotation": "  > "}.get(block.kind, "")
        close = block.kind in ("item", "quotation") and before in ("item", "quotation")
        parts.append(("" if not parts else "\n" if close and block.kind == "item" else "\n\n") + mark + text + cites)
        before = block.kind
    return "".join(parts) + "\n"


def to_html(blocks: Iterable[Block], title: str) -> str:
    """Return the blocks as a page of its own that needs nothing from elsewhere."""
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{html.escape(title)}</title>",
        "<style>body{max-width:46em;margin:2em auto;padding:0 1em;font:1rem/1.5 serif}code{font-size:.75em}</style>",
        "</head>",
        "<body>",
    ]
    for block in blocks:
        text = html.escape(_flat(block.text))
        if block.url:
            url = html.escape(block.url)
            text += f' <a href="{url}">{url}</a>' if _WEB.match(block.url) else f" {url}"
        cites = "".join(f" <code>[{html.escape(cite)}]</code>" for cite in block.cites)
        tag = {"heading": f"h{block.level}", "quotation": "blockquote"}.get(block.kind, "p")
        lines.append(f"<{tag}>{text}{cites}</{tag}>")
    return "\n".join([*lines, "</body>", "</html>"]) + "\n"


def escape_markdown(text: str) -> str:
    """Return text on one line in which nothing is read as Markdown or HTML."""
    return _LIST_MARK.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", _flat(text).replace("&", "&amp;")))


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
