"""The client against a server that behaves badly in every way we know of."""

from __future__ import annotations

import gzip
import time
from http.server import BaseHTTPRequestHandler
from itertools import count

import pytest
from ingest_helpers import LOOPBACK, QUICK, Site, reply

from ingest.client import Client
from ingest.guard import Guard
from ingest.outcome import Outcome, Reason


def ended(client: Client, url: str, **more: str) -> tuple[Outcome, Reason | None]:
    fetched = client.fetch(url, **more)  # type: ignore[arg-type]
    return fetched.outcome, fetched.reason


def test_a_page_comes_with_what_the_server_says_of_it(site: Site, client: Client) -> None:
    url = site.put("/a", "Grüße", Content_Type="text/html; charset=iso-8859-1", ETag='"1"')
    fetched = client.fetch(url)
    assert (fetched.outcome, fetched.status, fetched.body.decode()) == (Outcome.OK, 200, "Grüße")
    assert (fetched.media_type, fetched.charset, fetched.etag) == ("text/html", "iso-8859-1", '"1"')


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        (404, Outcome.FAILED, Reason.GONE),
        (410, Outcome.FAILED, Reason.GONE),
        (403, Outcome.FAILED, Reason.FORBIDDEN),
        (500, Outcome.FAILED, Reason.SERVER_ERROR),
        (418, Outcome.FAILED, Reason.HTTP_ERROR),
        (204, Outcome.SUSPECT, Reason.EMPTY_BODY),
    ],
)
def test_a_status_has_one_outcome(site: Site, client: Client, status: int, outcome: Outcome, reason: Reason) -> None:
    assert ended(client, site.put("/a", b"", status)) == (outcome, reason)


def test_an_unchanged_page_is_asked_conditionally(site: Site, client: Client) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        same = handler.headers.get("If-None-Match") == '"1"'
        reply(handler, 304 if same else 200, b"" if same else b"text", ETag='"1"')

    site.answers["/a"] = answer
    first = client.fetch(site.url("/a"))
    assert ended(client, site.url("/a"), etag=first.etag or "") == (Outcome.NOT_MODIFIED, None)


def test_a_loop_of_redirects_ends(site: Site, client: Client) -> None:
    url = site.put("/a", b"", 302, Location="/a")
    assert ended(client, url) == (Outcome.FAILED, Reason.TOO_MANY_REDIRECTS)
    assert site.asked("/a") == QUICK.redirects + 1


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1/", Reason.PRIVATE_ADDRESS),
        ("http://169.254.169.254/latest/meta-data/", Reason.PRIVATE_ADDRESS),
        ("http://[::ffff:192.168.0.1]/", Reason.PRIVATE_ADDRESS),
        ("file:///etc/passwd", Reason.BAD_URL),
        ("http://user@127.0.0.1/", Reason.BAD_URL),
    ],
)
def test_a_redirect_to_where_nobody_may_look_is_refused(
    site: Site, client: Client, target: str, reason: Reason
) -> None:
    url = site.put("/a", b"", 302, Location=target)
    assert ended(client, url) == (Outcome.REFUSED, reason)


def test_this_machine_is_refused_and_never_asked(site: Site) -> None:
    with Client(guard=Guard(), limits=QUICK) as client:
        assert ended(client, site.put("/a", "secret")) == (Outcome.REFUSED, Reason.PRIVATE_ADDRESS)
    assert site.hits == []


def test_a_huge_body_is_cut_off(site: Site, client: Client) -> None:
    assert ended(client, site.put("/a", b"x" * 300_000)) == (Outcome.FAILED, Reason.TOO_LARGE)


def test_a_compression_bomb_is_cut_off_at_the_unpacked_size(site: Site, client: Client) -> None:
    bomb = gzip.compress(b"\0" * 100_000_000)
    assert len(bomb) < QUICK.body  # the limit must count what comes out, not what is sent
    assert ended(client, site.put("/a", bomb, Content_Encoding="gzip")) == (Outcome.FAILED, Reason.TOO_LARGE)


@pytest.mark.parametrize("coding", ["br", "gzip", "x-unknown"])
def test_a_body_that_cannot_be_unpacked_is_no_text(site: Site, client: Client, coding: str) -> None:
    url = site.put("/a", b"\x8b\x03\x80this is not compressed", Content_Encoding=coding)
    assert ended(client, url) == (Outcome.FAILED, Reason.UNDECODABLE)


@pytest.mark.parametrize("drip_head", [True, False])
def test_a_slow_drip_ends_at_the_deadline(site: Site, drip_head: bool) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        if not drip_head:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        else:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    site.answers["/a"] = answer
    from dataclasses import replace

    with Client(guard=LOOPBACK, limits=replace(QUICK, total=0.6)) as client:
        began = time.monotonic()
        assert ended(client, site.url("/a")) == (Outcome.FAILED, Reason.TIMEOUT)
        assert time.monotonic() - began < 2


def test_a_body_shorter_than_promised_is_not_taken(site: Site, client: Client) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        reply(handler, 200, b"half a page", **{"Content-Length": "5000"})
        handler.close_connection = True

    site.answers["/a"] = answer
    assert ended(client, site.url("/a")) == (Outcome.FAILED, Reason.TRUNCATED)


def test_nobody_at_home_is_a_failed_connection(client: Client) -> None:
    assert ended(client, "http://127.0.0.1:9/") == (Outcome.FAILED, Reason.CONNECT)


def test_no_http_is_a_protocol_fault(site: Site, client: Client) -> None:
    site.answers["/a"] = lambda handler: handler.wfile.write(b"SSH-2.0-nothing\r\n\r\n") and None
    assert ended(client, site.url("/a"))[0] is Outcome.FAILED


def test_an_overloaded_server_is_asked_again_as_it_wishes(site: Site) -> None:
    waits: list[float] = []
    tries = count()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if next(tries) == 0:
            reply(handler, 503, b"later", **{"Retry-After": "1"})
        else:
            reply(handler, 200, b"here it is")

    site.answers["/a"] = answer
    with Client(guard=LOOPBACK, limits=QUICK, sleep=waits.append) as client:
        assert ended(client, site.url("/a")) == (Outcome.OK, None)
    assert waits == [1.0]


def test_a_wait_beyond_the_bound_is_left_to_the_next_run(site: Site) -> None:
    waits: list[float] = []
    url = site.put("/a", b"later", 429, Retry_After="3600")
    with Client(guard=LOOPBACK, limits=QUICK, sleep=waits.append) as client:
        assert ended(client, url) == (Outcome.FAILED, Reason.TOO_MANY_REQUESTS)
    assert waits == []


def test_robots_txt_is_obeyed(site: Site, client: Client) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/\nCrawl-delay: 0.01\n", Content_Type="text/plain")
    assert ended(client, site.put("/private/a", "x")) == (Outcome.REFUSED, Reason.ROBOTS)
    assert ended(client, site.put("/open", "x")) == (Outcome.OK, None)
    assert (site.asked("/private/a"), site.asked("/robots.txt")) == (0, 1)


def test_a_server_that_cannot_say_its_rules_is_not_asked(site: Site, client: Client) -> None:
    site.put("/robots.txt", "trouble", 500)
    assert ended(client, site.put("/a", "x")) == (Outcome.FAILED, Reason.SERVER_ERROR)
    assert site.asked("/a") == 0


def test_requests_to_one_host_keep_their_distance(site: Site) -> None:
    from dataclasses import replace

    waits: list[float] = []
    with Client(guard=LOOPBACK, limits=replace(QUICK, host_delay=5.0), sleep=waits.append) as client:
        for path in ("/a", "/b"):
            client.fetch(site.put(path, "x"))
    assert len(waits) == 2  # after robots.txt, after the first page
    assert all(4 < wait <= 5 for wait in waits)


def test_a_check_for_robots_is_no_page(site: Site, client: Client) -> None:
    url = site.put("/a", "<title>Just a moment...</title>", 403, cf_mitigated="challenge")
    assert ended(client, url) == (Outcome.SUSPECT, Reason.CHALLENGE_PAGE)
