"""The one polite HTTP client: asks for a URL and returns an outcome, never an exception.

It waits between requests to one host, obeys robots.txt, asks conditionally where it can, retries what passes by
itself, follows redirects one by one through the guard, and stops at a total deadline and a size limit that counts
decompressed bytes. It does not read what it fetched and keeps nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2
from protego import Protego

from ingest.guard import AddressRefusedError, DeadlineError, DnsError, Guard, GuardedBackend
from ingest.outcome import Fetched, Outcome, Reason, reason_of_status
from ingest.urls import BadUrlError, check_url, normalize_url
from kb.version import __version__

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
RETRIED = frozenset({429, 503})
OFFLINE_SUFFIX = ".example"  # RFC 2606: such hosts exist nowhere, so an offline run can reach no real one


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much and how often; seconds and bytes."""

    total: float = 60.0
    connect: float = 10.0
    read: float = 20.0
    body: int = 10_000_000
    redirects: int = 8
    retries: int = 2
    longest_wait: float = 20.0  # a longer Retry-After is left to the next run
    host_delay: float = 1.0
    longest_crawl_delay: float = 10.0
    robots_body: int = 500_000  # RFC 9309 asks crawlers to read at least 500 KiB


class GuardedTransport(httpx2.HTTPTransport):
    """httpx2's transport over connections that only `ingest.guard` opens; proxies of the environment are not used."""

    def __init__(self, backend: GuardedBackend) -> None:
        # No call to the base: its only work is to build this pool, and it offers no way to hand in a backend.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            max_connections=20,
            max_keepalive_connections=10,
            keepalive_expiry=15.0,
            network_backend=backend,
        )


@dataclass(slots=True)
class _Host:
    """What is known of one origin during a run."""

    next_at: float = 0.0
    delay: float = 0.0
    rules: Protego | None = None
    failure: tuple[Reason, str] | None = None
    asked: bool = field(default=False)


class _StopError(Exception):
    """Ends one attempt with an outcome."""

    def __init__(self, outcome: Outcome, reason: Reason, detail: str = "", status: int | None = None) -> None:
        self.outcome, self.reason, self.detail, self.status = outcome, reason, detail, status


class Client:
    """Fetches URLs politely. Use as a context manager; one thread at a time."""

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        limits: Limits | None = None,
        offline: httpx2.BaseTransport | None = None,
        now: Callable[[], str] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """With `offline`, only hosts under .example are asked, through that transport, without guard or robots."""
        self.limits = limits or Limits()
        self._offline = offline is not None
        self._backend = GuardedBackend(guard or Guard())
        self._now = now or utc_now
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        contact = os.environ.get("CROSSWALK_CONTACT", "")
        self._agent = f"crosswalk/{__version__}" + (f" (+{contact})" if contact else "")
        self._http = httpx2.Client(
            transport=offline or GuardedTransport(self._backend),
            headers={"User-Agent": self._agent, "Accept-Language": "en, eng;q=0.9, *;q=0.5"},
            timeout=httpx2.Timeout(self.limits.read, connect=self.limits.connect),
            follow_redirects=False,
            trust_env=False,
        )
        self._codings = {coding.strip() for coding in self._http.headers["accept-encoding"].split(",")} | {"identity"}

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = ACCEPT,
        max_bytes: int | None = None,
    ) -> Fetched:
        """Ask for a URL and return how it ended; a body comes only with outcome ok.

        `etag` and `last_modified` of an earlier answer make the request conditional.
        """
        began = time.monotonic()
        self._backend.deadline = began + self.limits.total
        headers = {"Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        base = Fetched(url=url, outcome=Outcome.FAILED, started_at=self._now())
        try:
            fetched = self._follow(base, headers, max_bytes or self.limits.body)
        except _StopError as stop:
            fetched = replace(
                base, outcome=stop.outcome, reason=stop.reason, detail=stop.detail, status=stop.status or base.status
            )
        return replace(fetched, seconds=round(time.monotonic() - began, 3))

    # ---------------------------------------------------------------- one attempt

    def _follow(self, base: Fetched, headers: dict[str, str], max_bytes: int) -> Fetched:
        url = base.url
        retries = redirects = 0
        while True:
            url = self._admit(url)
            response, body = self._ask(url, headers, max_bytes)
            status = response.status_code
            if status in RETRIED and retries < self.limits.retries and self._wait_for_retry(response, retries):
                retries += 1
                continue
            location = response.headers.get("location")
            if status in REDIRECTS and location:
                redirects += 1
                if redirects > self.limits.redirects:
                    raise _StopError(
                        Outcome.FAILED,
                        Reason.TOO_MANY_REDIRECTS,
                        f"more than {self.limits.redirects} redirects",
                        status,
                    )
                url = urljoin(url, location)
                continue
            break
        reason = reason_of_status(status)
        media_type, charset = _content_type(response.headers.get("content-type"))
        fetched = replace(
            base,
            status=status,
            final_url=url,
            media_type=media_type,
            charset=charset,
            etag=response.headers.get("etag"),
            last_modified=response.headers.get("last-modified"),
        )
        if response.headers.get("cf-mitigated") or response.headers.get("x-amzn-waf-action"):
            return replace(
                fetched, outcome=Outcome.SUSPECT, reason=Reason.CHALLENGE_PAGE, detail="a check for robots answered"
            )
        if reason is not None:
            return replace(fetched, outcome=Outcome.FAILED, reason=reason, detail=f"HTTP {status}")
        if status == 304:
            return replace(fetched, outcome=Outcome.NOT_MODIFIED)
        if not body:
            return replace(fetched, outcome=Outcome.SUSPECT, reason=Reason.EMPTY_BODY, detail=f"HTTP {status}, 0 bytes")
        return replace(fetched, outcome=Outcome.OK, body=body)

    def _admit(self, url: str) -> str:
        """Return the URL to ask for once nothing speaks against it; waits for the host's turn."""
        try:
            parts = check_url(url)
        except BadUrlError as error:
            raise _StopError(Outcome.REFUSED, Reason.BAD_URL, str(error)) from error
        url = parts._replace(fragment="").geturl()
        if self._offline:
            if not (parts.hostname or "").endswith(OFFLINE_SUFFIX):
                raise _StopError(Outcome.REFUSED, Reason.NOT_OFFLINE, f"{parts.hostname} is a real host")
            return url
        origin = f"{parts.scheme}://{parts.netloc}"
        host = self._hosts.setdefault(origin, _Host(delay=self.limits.host_delay))
        if not host.asked:
            host.asked = True
            self._read_robots(origin, host)
        if host.failure is not None:
            reason, detail = host.failure
            outcome = Outcome.REFUSED if reason is Reason.PRIVATE_ADDRESS else Outcome.FAILED
            raise _StopError(outcome, reason, detail)
        if host.rules is not None and not host.rules.can_fetch(url, self._agent):
            raise _StopError(Outcome.REFUSED, Reason.ROBOTS, f"{origin}/robots.txt keeps robots out of this page")
        self._take_turn(host)
        return url

    def _take_turn(self, host: _Host) -> None:
        wait = host.next_at - time.monotonic()
        if wait > 0:
            self._sleep(wait)
            if self._backend.deadline is not None:
                self._backend.deadline += wait  # our politeness is not the server's slowness
        host.next_at = time.monotonic() + host.delay

    def _read_robots(self, origin: str, host: _Host) -> None:
        """Read robots.txt: none means all is allowed, a server in trouble means nothing is (RFC 9309, 2.3.1)."""
        url = f"{origin}/robots.txt"
        try:
            for _ in range(5):  # RFC 9309 asks for at least five hops
                response, body = self._ask(url, {"Accept": "text/plain,*/*;q=0.1"}, self.limits.robots_body)
                if response.status_code not in REDIRECTS or "location" not in response.headers:
                    break
                url = normalize_url(urljoin(url, response.headers["location"]))
        except BadUrlError:
            return  # a robots.txt that leads nowhere is none
        except _StopError as stop:
            if stop.reason is not Reason.TOO_LARGE:
                host.failure = (stop.reason, stop.detail)
            return
        host.next_at = time.monotonic() + host.delay
        if response.status_code >= 500:
            host.failure = (Reason.SERVER_ERROR, f"HTTP {response.status_code} at {url}")
        elif response.status_code == 200:
            host.rules = Protego.parse(body.decode("utf-8", "replace"))
            asked = host.rules.crawl_delay(self._agent)
            if asked:
                host.delay = max(host.delay, min(float(asked), self.limits.longest_crawl_delay))

    def _ask(self, url: str, headers: dict[str, str], max_bytes: int) -> tuple[httpx2.Response, bytes]:
        """Send one request and read its body up to the limit; every fault becomes a `_StopError`."""
        try:
            with self._http.stream("GET", url, headers=headers) as response:
                coding = response.headers.get("content-encoding", "identity").lower()
                if any(part.strip() not in self._codings for part in coding.split(",")):
                    raise _StopError(Outcome.FAILED, Reason.UNDECODABLE, f"content-encoding {coding} was not asked for")
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > max_bytes:
                        raise _StopError(Outcome.FAILED, Reason.TOO_LARGE, f"more than {max_bytes} bytes")
                    self._backend.remaining(None)
                return response, bytes(body)
        except AddressRefusedError as error:
            raise _StopError(Outcome.REFUSED, Reason.PRIVATE_ADDRESS, str(error)) from error
        except DnsError as error:
            raise _StopError(Outcome.FAILED, Reason.DNS, str(error)) from error
        except (DeadlineError, httpx2.TimeoutException) as error:
            raise _StopError(Outcome.FAILED, Reason.TIMEOUT, "no complete answer in time") from error
        except httpx2.DecodingError as error:
            raise _StopError(Outcome.FAILED, Reason.UNDECODABLE, f"the compressed body is broken ({error})") from error
        except httpx2.RemoteProtocolError as error:
            cut = "without sending complete" in str(error) or "incomplete" in str(error)
            raise _StopError(Outcome.FAILED, Reason.TRUNCATED if cut else Reason.PROTOCOL, str(error)) from error
        except httpx2.ConnectError as error:
            raise _StopError(Outcome.FAILED, Reason.CONNECT, str(error)) from error
        except httpx2.NetworkError as error:
            raise _StopError(Outcome.FAILED, Reason.TRUNCATED, f"the connection broke ({error})") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise _StopError(Outcome.FAILED, Reason.PROTOCOL, str(error)) from error

    def _wait_for_retry(self, response: httpx2.Response, retries: int) -> bool:
        """Wait as long as the server asks, or 1, 2, … seconds; False when that is too long for this run."""
        seconds = _retry_after(response.headers.get("retry-after"))
        if seconds is None:
            seconds = float(2**retries)
        left = (self._backend.deadline or time.monotonic()) - time.monotonic()
        if seconds > min(self.limits.longest_wait, left - 1):
            return False
        self._sleep(seconds)
        return True


def utc_now() -> str:
    """Return the present moment, ISO 8601 in UTC to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _retry_after(value: str | None) -> float | None:
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max((at - datetime.now(UTC)) / timedelta(seconds=1), 0.0)


def _content_type(value: str | None) -> tuple[str | None, str | None]:
    if not value:
        return None, None
    kind, _, rest = value.partition(";")
    charset = None
    for part in rest.split(";"):
        name, _, text = part.partition("=")
        if name.strip().lower() == "charset":
            charset = text.strip().strip("\"'") or None
    return kind.strip().lower() or None, charset


def path_of(url: str) -> str:
    """Return the path of a URL, `/` when it has none."""
    return urlsplit(url).path or "/"
