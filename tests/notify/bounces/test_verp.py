"""Addresses to which one mail comes back, and that only this site can have made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.notify.bounces.verp import envelope_sender, key_in

SECRET = b"s" * 32
KEYS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26)
PATTERNS = ["bounces+*@acme.example", "*@b.acme.example", "b-*=x@acme.example"]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(key=KEYS)
def test_the_address_of_a_mail_leads_back_to_it(pattern: str, key: str) -> None:
    address = envelope_sender(pattern, SECRET, key)
    assert key_in(pattern, SECRET, ["someone@b.example", address]) == key
    assert key_in(pattern, SECRET, [address.upper()]) == key
    assert key_in(pattern, b"t" * 32, [address]) is None
    assert len(address.partition("@")[0]) <= 64


@given(KEYS, st.text(max_size=80))
def test_an_address_that_somebody_made_up_leads_nowhere(key: str, text: str) -> None:
    pattern = PATTERNS[0]
    forged = [f"bounces+{key}@acme.example", f"bounces+{key}{key[:16]}@acme.example", text]
    assert key_in(pattern, SECRET, forged) is None
    assert key_in(pattern, SECRET, ["bounces@acme.example", "bounces+@acme.example", "@"]) is None
