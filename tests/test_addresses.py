"""Which addresses are public, and which hosts can only be private."""

from __future__ import annotations

import pytest

from statuspage.addresses import is_private_host, is_public_address


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_address_may_be_reached(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "0.0.0.0", "100.64.0.1"),
        *("169.254.169.254", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "203.0.113.9"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1"),
    ],
)
def test_private_loopback_link_local_and_metadata_addresses_may_not(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "0"),
        *("10.0.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "168.63.129.16"),
        *("::1", "::ffff:127.0.0.1", "fe80::1", "fe80::1%eth0", "fd00:ec2::254"),
        *("localhost", "LOCALHOST", "localhost.", "app.localhost"),
        *("router", "printer.local", "db.internal", "nas.lan.", "a.home.arpa", "a.onion"),
    ],
)
def test_host_is_private_in_whichever_form_it_is_written(host: str) -> None:
    assert is_private_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "8.8.8.8",
        "134744072",
        "2606:4700::1111",
        "hooks.example",
        "localhost.example",
        "local.de",
        "a:b",
        "",
    ],
)
def test_public_address_and_any_name_may_be_asked(host: str) -> None:
    assert not is_private_host(host)
