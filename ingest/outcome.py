"""What a fetch can end in: five outcomes, and fixed reasons that health pages and tests can count on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How an attempt ended."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"  # the server says nothing changed
    SUSPECT = "suspect"  # it answered, but not with what this source is for
    REFUSED = "refused"  # we did not ask, or were told not to
    FAILED = "failed"  # no usable answer


class Reason(StrEnum):
    """Why an attempt did not end well; each belongs to one outcome."""

    # refused
    BAD_URL = "bad_url"
    PRIVATE_ADDRESS = "private_address"
    ROBOTS = "robots"
    NOT_OFFLINE = "not_offline"  # a real host was asked for in an offline run
    # failed
    DNS = "dns"
    CONNECT = "connect"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    UNDECODABLE = "undecodable"  # broken or unknown compression
    PROTOCOL = "protocol"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    GONE = "gone"  # 404 or 410
    FORBIDDEN = "forbidden"  # 401, 402, 403, 451
    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    HTTP_ERROR = "http_error"  # any other status that is no success
    PARSER_STOPPED = "parser_stopped"  # the limited child ran out of time or memory
    UNREADABLE = "unreadable"  # the parser could not make anything of it
    # suspect
    CHALLENGE_PAGE = "challenge_page"
    NOT_A_FEED = "not_a_feed"
    EMPTY_FEED = "empty_feed"  # no items where there were some before
    NO_TEXT = "no_text"
    EMPTY_BODY = "empty_body"
    REDIRECTED_HOME = "redirected_home"  # a deep page now leads to the front page


# Reasons that a later attempt may cure by itself: an item that ended so keeps its feed's cursor back.
PASSING = frozenset(
    {
        Reason.DNS,
        Reason.CONNECT,
        Reason.TIMEOUT,
        Reason.TRUNCATED,
        Reason.PROTOCOL,
        Reason.TOO_MANY_REQUESTS,
        Reason.SERVER_ERROR,
        Reason.CHALLENGE_PAGE,
        Reason.EMPTY_BODY,
    }
)


def reason_of_status(status: int) -> Reason | None:
    """Return why a final HTTP status is no success, or None for 2xx and 304."""
    if 200 <= status < 300 or status == 304:
        return None
    if status in (404, 410):
        return Reason.GONE
    if status in (401, 402, 403, 451):
        return Reason.FORBIDDEN
    if status == 429:
        return Reason.TOO_MANY_REQUESTS
    return Reason.SERVER_ERROR if status >= 500 else Reason.HTTP_ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One attempt: what was asked, how it ended and, when it went well, the bytes."""

    url: str
    outcome: Outcome
    started_at: str
    seconds: float = 0.0
    reason: Reason | None = None
    detail: str = ""  # for the person who reads the problem
    status: int | None = None
    final_url: str | None = None
    body: bytes = field(default=b"", repr=False)
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def address(self) -> str:
        """Where the bytes came from after redirects."""
        return self.final_url or self.url

    def explain(self) -> str:
        """Return the outcome in words for a person."""
        words = str(self.outcome) if self.reason is None else f"{self.outcome}: {self.reason.replace('_', ' ')}"
        return f"{words} ({self.detail})" if self.detail else words
