"""Tokens of keys that only this site can have written."""

from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.telling.signed import opened, signed

SECRET = b"s" * 32
KEYS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=30)


@given(KEYS)
def test_a_token_opens_to_its_key_however_servers_write_it(key: str) -> None:
    token = signed(SECRET, "leave", key)
    assert opened(SECRET, "leave", token) == key == opened(SECRET, "leave", token.upper())
    assert len(token) == len(key) + 16
    assert token.isalnum()
    assert token.isascii()


@given(KEYS, KEYS)
def test_a_token_of_something_else_does_not_open(key: str, other: str) -> None:
    token = signed(SECRET, "leave", key)
    assert opened(SECRET, "bounce", token) is None
    assert opened(b"t" * 32, "leave", token) is None
    assert opened(SECRET, "leave", other + token[-16:]) == (key if other == key else None)


@given(st.text(max_size=60))
def test_any_other_text_does_not_open(text: str) -> None:
    assert opened(SECRET, "leave", text) is None
