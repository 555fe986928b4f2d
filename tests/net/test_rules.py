"""Which addresses may be reached, and what a redirect changes."""

from __future__ import annotations

from statuspage.addresses import is_public_address
from statuspage.net.rules import anywhere, from_public_to_public, to_public

PUBLIC, PRIVATE = "8.8.8.8", "10.0.0.1"


def test_redirect_of_a_public_target_leads_to_public_addresses_only() -> None:
    assert from_public_to_public(PUBLIC, anywhere) is is_public_address


def test_redirect_inside_a_private_network_keeps_the_rule() -> None:
    assert from_public_to_public(PRIVATE, anywhere) is anywhere
    assert from_public_to_public(PRIVATE, is_public_address) is is_public_address


def test_redirect_of_what_is_fetched_leads_to_public_addresses_only() -> None:
    assert to_public(PRIVATE, anywhere) is is_public_address
