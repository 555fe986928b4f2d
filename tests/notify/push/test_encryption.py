"""What one browser alone can read, by the example of RFC 8291."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.telling.browser import browser_address, from_base64url
from statuspage.notify.push.encryption import LONGEST, Sender, encrypted
from tests.helpers.push_service import BrowserKeys

# RFC 8291, section 5 and appendix A.
WORDS = b"When I grow up, I want to be a watermelon"
BROWSER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def key_of(text: str) -> EllipticCurvePrivateKey:
    return derive_private_key(int.from_bytes(from_base64url(text)), SECP256R1())


def test_example_of_the_standard_is_met() -> None:
    browser = BrowserKeys(key_of(BROWSER), from_base64url(SECRET))
    sender = Sender(key_of(SENDER), from_base64url(SALT))
    body = encrypted(WORDS, browser_address(browser.address()), sender)
    assert body == from_base64url(BODY)
    assert browser.read(body) == WORDS


@given(st.binary(max_size=LONGEST))
def test_whatever_is_sent_is_read_and_fits(words: bytes) -> None:
    browser = BrowserKeys()
    body = encrypted(words, browser_address(browser.address()))
    assert len(body) <= 4096
    assert browser.read(body) == words


def test_what_is_too_long_is_never_sent() -> None:
    with pytest.raises(ValueError, match=str(LONGEST + 1)):
        encrypted(bytes(LONGEST + 1), browser_address(BrowserKeys().address()))
