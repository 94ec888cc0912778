"""Canonical URLs: one key per page, whatever tracking or spelling it was linked with.

Our own few rules: the strict modes of the known libraries sort and drop parameters and so merge different EUR-Lex
acts. Nothing here touches the network; whether an address may be visited is decided in `ingest/guard.py`.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from kb.ids import stable_id, text_hash

# Parameters that name the link, not the page. Names that some site uses to choose content (ref, source, id) stay.
TRACKING = re.compile(
    r"^(?:utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|at_(?:medium|campaign|link\w*)|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid"
    r"|twclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|cmpid|ncid|smid|srnd|vero_id|oly_enc_id|oly_anon_id"
    r"|ga_source|ga_medium|ga_campaign|spm|wt\.mc_id|xtor|ocid|guccounter|guce_referrer\w*)$",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_LENGTH = 2048  # longer ones are data, not addresses; browsers and servers cut them too

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\\s<>\"]")
_HOST = re.compile(r"^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?)+$|^\[[0-9a-f:.]+\]$")


class BadUrlError(ValueError):
    """A URL that names no page we would ask for; the message says why."""


def check_url(url: str) -> SplitResult:
    """Return the parts of an absolute http(s) URL, with its host in ASCII.

    Raises BadUrlError for other schemes, user-info, backslashes, white space, hosts that are no names (full-width
    digits included, which some resolvers read as an address) and ports out of range.
    """
    if len(url) > MAX_LENGTH:
        raise BadUrlError(f"URL of {len(url)} characters (at most {MAX_LENGTH})")
    if _FORBIDDEN.search(url):
        raise BadUrlError(f"{url!r} holds white space, a backslash or another character no URL may hold")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadUrlError(f"{url!r} is no URL ({error})") from error
    if parts.scheme.lower() not in DEFAULT_PORTS:
        raise BadUrlError(f"{url!r} is no http or https URL")
    if "@" in parts.netloc:
        raise BadUrlError(f"{url!r} carries a user name")
    if port == 0:
        raise BadUrlError(f"{url!r} names port 0")
    host = _ascii_host(parts.hostname or "", url)
    netloc = host if port is None or port == DEFAULT_PORTS[parts.scheme.lower()] else f"{host}:{port}"
    return parts._replace(scheme=parts.scheme.lower(), netloc=netloc)


def normalize_url(url: str) -> str:
    """Return the canonical form of an http(s) URL: the key of its document.

    Lower-cases scheme and host, drops the default port, the fragment and tracking parameters; the order of the other
    parameters stays, because servers read it. Applying it twice gives the same. Raises BadUrlError as `check_url` does.
    """
    parts = check_url(url.strip())
    kept = [part for part in parts.query.split("&") if part and not TRACKING.match(part.partition("=")[0])]
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "&".join(kept), ""))


def join_url(base: str, link: str) -> str | None:
    """Return a link of a page as a canonical URL, or None when it names no page."""
    try:
        return normalize_url(urljoin(base, link.strip()))
    except ValueError:  # BadUrlError is one; urljoin raises it too on broken brackets
        return None


def host_of(url: str) -> str:
    """Return the host of a URL in lower case, without port; empty for a urn."""
    return (urlsplit(url).hostname or "").lower()


def same_site(left: str, right: str) -> bool:
    """Tell whether two URLs lie on one host, a leading www., m. or amp. aside."""
    return _bare(host_of(left)) == _bare(host_of(right))


def file_urn(name: str, identifier: str) -> str:
    """Return the name of a document that a file holds under an identifier of its own; editing it keeps the name."""
    return f"urn:crosswalk:file:{stable_id('f', name)[2:]}:{stable_id('i', identifier)[2:]}"


def text_urn(text: str) -> str:
    """Return the name of a document that has nothing but its text: the same text is the same document."""
    return f"urn:sha256:{text_hash(text)}"


def _ascii_host(host: str, url: str) -> str:
    if not host:
        raise BadUrlError(f"{url!r} names no host")
    if any(not char.isascii() and (char.isdigit() or char in "。．｡") for char in host):
        raise BadUrlError(f"{url!r} has digits or dots in its host that are no ASCII digits or dots")
    if ":" in host:
        host = f"[{host.lower()}]"
    elif not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise BadUrlError(f"{url!r} has no valid host name") from error
    host = host.lower().removesuffix(".")
    if not _HOST.match(host):
        raise BadUrlError(f"{url!r} has no valid host name")
    return host


def _bare(host: str) -> str:
    return re.sub(r"^(?:www\d?|m|mobile|amp)\.", "", host)
