"""What keeps the site safe when anyone may send it queries: headers, a memory bound, no writes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils.asgi import BadRequest

PLUGIN = "crosswalk"
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# One public query peaked at 4.3 GB. The longest text held (the AI Act) needs 2 MB, the page cache 8 MB a connection.
HEAP_LIMIT_BYTES = 512 * 1024 * 1024
VALUE_LIMIT_BYTES = 4_000_000  # where the SQLite library can set it; the AI Act alone has 600 kB of text
SQLITE_LIMIT_LENGTH = 0  # its number in sqlite3.h

# The inline scripts of Datasette 0.65's own templates that our base.html keeps. Their text is fixed.
_FACETS = ("DATASETTE_ALLOW_FACET = true;", "DATASETTE_ALLOW_FACET = false;")


def limit_memory(connection: Any) -> None:
    """Bound the memory SQLite may take in this process, and the length of one value where that can be set."""
    # pysqlite3 has no setlimit; the heap limit holds in every build and cannot be raised by a query, only lowered.
    connection.execute(f"PRAGMA hard_heap_limit = {HEAP_LIMIT_BYTES}")
    if hasattr(connection, "setlimit"):
        connection.setlimit(SQLITE_LIMIT_LENGTH, VALUE_LIMIT_BYTES)


def mend_error_pages() -> None:
    """Let unmatched addresses answer 404 although `rich` is installed (spaCy brings it): Datasette 0.65.5 says 500."""
    from datasette import handle_exception  # importing it earlier would register it without its hook

    handle_exception.rich = None


def too_large(served: Any, request: Any, exception: Exception) -> Any:
    """Return the answer to a query that hit the memory bound, None for anything else."""
    if not isinstance(exception, MemoryError):
        return None
    from datasette.handle_exception import handle_exception

    message = "This query needs more memory than one query may use: ask for fewer or shorter rows"
    return handle_exception(served, request, BadRequest(message))()


def content_security_policy() -> str:
    """Return the policy: scripts and pictures from this site only, no frames, no foreign forms.

    Datasette's own pages carry a style attribute here and there, hence 'unsafe-inline' for styles only.
    """
    hashes = " ".join(f"'sha256-{_digest(text)}'" for text in (*_FACETS, _codemirror_script()))
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def secured(app: Callable[..., Awaitable[None]], served: Any) -> Callable[..., Awaitable[None]]:
    """Wrap an ASGI application so that every answer has the headers and a public site refuses to be written to."""
    added = [
        (b"content-security-policy", content_security_policy().encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"x-frame-options", b"DENY"),
        (b"permissions-policy", b"interest-cohort=(), geolocation=(), camera=(), microphone=()"),
    ]
    names = {name for name, _ in added}
    public = bool((served.metadata("plugins") or {}).get(PLUGIN, {}).get("public"))

    async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                held = [pair for pair in message.get("headers", []) if pair[0].lower() not in names]
                message = {**message, "headers": [*held, *added]}
            await send(message)

        if public and scope["method"] not in READING_METHODS:
            body = b"This site is for reading only.\n"
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD, OPTIONS")]
            await with_headers({"type": "http.response.start", "status": 405, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return
        await app(scope, receive, with_headers)

    return wrapped


def _codemirror_script() -> str:
    from importlib.resources import files

    text = files("datasette").joinpath("templates/_codemirror_foot.html").read_text(encoding="utf-8")
    return text.partition("<script>")[2].rpartition("</script>")[0]


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
