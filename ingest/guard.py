"""Which addresses may be visited: public ones only, resolved once and pinned for the connection.

No HTTP client blocks private addresses, and checking a name before the client resolves it again leaves a gap. So the
check sits where the socket is opened: the name is resolved there, every address is judged, and the connection goes
to one of those very addresses. Each redirect to another host opens another connection and is judged again.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpcore2

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Reserved ranges that `is_global` of some Python versions lets through or that lead to inner networks.
EXTRA_BLOCKED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation, RFC 5737
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks, RFC 2544
        "198.51.100.0/24",
        "203.0.113.0/24",
        "240.0.0.0/4",
        "64:ff9b::/96",  # NAT64 may lead to any IPv4 address
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",  # Teredo and other special uses
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address
        "3fff::/20",
        "fec0::/10",
    )
)


class AddressRefusedError(Exception):
    """A host leads to an address that is not public; the message names both."""


class DnsError(Exception):
    """A host has no address, or the resolver did not answer in time."""


class DeadlineError(Exception):
    """The total time for one fetch is over."""


def is_public(address: IpAddress) -> bool:
    """Tell whether an address lies on the public internet; an IPv4-mapped one is judged by what it maps to."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    if address.is_multicast or not address.is_global:
        return False
    return not any(address.version == network.version and address in network for network in EXTRA_BLOCKED)


@dataclass(frozen=True, slots=True)
class Guard:
    """Resolves hosts and lets only public addresses through.

    `allow` names addresses let through all the same: tests put 127.0.0.1 there, nothing else does.
    """

    allow: frozenset[str] = frozenset()

    def resolve(self, host: str, port: int, *, seconds: float = 10.0) -> list[str]:
        """Return the addresses of a host, all of them public.

        Raises AddressRefusedError when one is not (a name that leads both ways is a rebinding attempt or a mistake),
        and DnsError when there is none within the given seconds.
        """
        found = _lookup(host.strip("[]"), port, seconds)
        for text in found:
            if text not in self.allow and not is_public(ipaddress.ip_address(text)):
                lead = "" if host.strip("[]") == text else f"{host} leads to "
                raise AddressRefusedError(f"{lead}{text}, which is not a public address")
        return found


class GuardedBackend(httpcore2.NetworkBackend):
    """Opens connections to judged addresses only and holds all reading and writing to one deadline."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._plain = httpcore2.SyncBackend()
        self.deadline: float | None = None  # monotonic seconds; set by the client before each fetch

    def remaining(self, timeout: float | None) -> float | None:
        """Return the shorter of a timeout and what is left; raises DeadlineError when nothing is."""
        if self.deadline is None:
            return timeout
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise DeadlineError
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of the host that answers. Raises what `Guard.resolve` raises."""
        addresses = self._guard.resolve(host, port, seconds=self.remaining(timeout) or 10.0)
        failure: Exception | None = None
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(address, port, self.remaining(timeout), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self)
        raise failure or DnsError(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """Refuse: nothing public lies behind a local socket."""
        raise AddressRefusedError(f"{path} is a local socket")


class _TimedStream(httpcore2.NetworkStream):
    """A connection whose every step is cut off at the deadline: a slow drip of bytes never ends by read timeouts."""

    def __init__(self, stream: httpcore2.NetworkStream, backend: GuardedBackend) -> None:
        self._stream = stream
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._backend.remaining(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend.remaining(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._backend.remaining(timeout))
        return _TimedStream(inner, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _lookup(host: str, port: int, seconds: float) -> list[str]:
    """Return the addresses of a name in the resolver's order; getaddrinfo knows no timeout, hence the thread."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in rows)))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise DnsError(f"the name {host} was not resolved within {seconds:.0f} s") from None
    if isinstance(answer, OSError):
        raise DnsError(f"the name {host} is unknown ({answer.strerror or answer})")
    return answer
