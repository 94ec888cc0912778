from __future__ import annotations

import ipaddress

import pytest

from ingest.guard import AddressRefusedError, DnsError, Guard, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1",
        "192.0.2.7", "198.51.100.9", "203.0.113.5", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2001:db8::1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_inner_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_pass(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_hosts_that_lead_inside_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises((AddressRefusedError, DnsError)):
        Guard().resolve(host, 80)


def test_a_name_that_leads_both_ways_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **more: rows)
    with pytest.raises(AddressRefusedError, match=r"two-ways.example leads to 10\.0\.0\.1"):
        Guard().resolve("two-ways.example", 80)


def test_a_slow_resolver_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **more: [time.sleep(0.5)][:0])
    with pytest.raises(DnsError, match="not resolved within"):
        Guard().resolve("slow.example", 80, seconds=0.05)
