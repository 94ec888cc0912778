"""A misbehaving web server on this machine, sources, pages and feeds for the tests of ingestion."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ingest.client import Limits
from ingest.guard import Guard
from kb.model import Source
from kb.register import SourceSpec

LOOPBACK = Guard(allow=frozenset({"127.0.0.1"}))
QUICK = Limits(total=3.0, connect=1.0, read=1.0, body=200_000, host_delay=0.0, longest_wait=2.0, retries=1)

Answer = Callable[[BaseHTTPRequestHandler], None]


class QuietServer(ThreadingHTTPServer):
    """Says nothing of clients that hang up on it, which is what the tests are about."""

    def handle_error(self, request: object, client_address: object) -> None:
        return


class Site:
    """A server whose answers a test sets by path; `hits` lists what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.hits: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.hits.append((self.path, dict(self.headers)))
                answer = site.answers.get(self.path) or site.answers.get(self.path.partition("?")[0])
                try:
                    if answer is None:
                        reply(self, 404, b"nothing here")
                    else:
                        answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = QuietServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> str:
        """Answer a path with these bytes; header names take _ for -. Returns the URL."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = lambda handler: reply(handler, status, data, **named)
        return self.url(path)

    def asked(self, path: str) -> int:
        return sum(hit == path for hit, _ in self.hits)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        **headers,
    }.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def spec(url: str, *, id: str = "src", kind: str = "feed", publisher: str = "Desk", **more: object) -> SourceSpec:
    """Return a source as data/sources would describe it."""
    values: dict[str, object] = {"document_kind": "news", "instrument": None, "language": "en", "full_text": True}
    values.update(more)
    return SourceSpec(
        source=Source(id=id, name=id, publisher=publisher, kind=kind, url=url),
        file=f"{id}.yml",
        **values,  # type: ignore[arg-type]
    )


SENTENCES = (
    "The harbour board met on Monday and agreed a plan for the new pier.",
    "Work is to begin in the spring and to last about two years.",
    "Fishers asked for a crane that can lift boats of twelve tonnes.",
    "The board said it would study the cost and answer within a month.",
    "A second meeting is planned for the end of the quarter.",
)


def page(title: str = "Harbour board agrees a pier", *, paragraphs: tuple[str, ...] = SENTENCES, head: str = "") -> str:
    """Return an article page with the usual things around the text."""
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Quay</title>{head}</head>'
        f"<body><nav><ul><li>Home</li><li>Sport</li></ul></nav><main><article><h1>{title}</h1>{body}</article></main>"
        "<footer><p>Imprint and terms of use</p></footer></body></html>"
    )


def rss(*items: tuple[str, str], extra: str = "") -> str:
    """Return an RSS feed of (title, link) items, all published on 3 June 2026."""
    rows = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{title}</guid>"
        f"<pubDate>Wed, 03 Jun 2026 10:00:00 +0200</pubDate>{extra}</item>"
        for title, link in items
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Quay</title>{rows}</channel></rss>'
    )
