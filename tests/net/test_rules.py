"""Which addresses may be reached, and what a redirect changes."""

from __future__ import annotations

import pytest

from statuspage.net.rules import anywhere, from_public_to_public, is_public_address, to_public

PUBLIC, PRIVATE = "8.8.8.8", "10.0.0.1"


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


def test_redirect_of_a_public_target_leads_to_public_addresses_only() -> None:
    assert from_public_to_public(PUBLIC, anywhere) is is_public_address


def test_redirect_inside_a_private_network_keeps_the_rule() -> None:
    assert from_public_to_public(PRIVATE, anywhere) is anywhere
    assert from_public_to_public(PRIVATE, is_public_address) is is_public_address


def test_redirect_of_what_is_fetched_leads_to_public_addresses_only() -> None:
    assert to_public(PRIVATE, anywhere) is is_public_address
