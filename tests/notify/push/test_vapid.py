"""The header by which push services know who sends."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from statuspage.domain.telling.browser import base64url, from_base64url
from statuspage.notify.push.encryption import point
from statuspage.notify.push.vapid import authorization, subject_of
from tests.render.facts import NOON, SITE

ENDPOINT = "https://push.example.net:8443/send/abc?x=1"


def test_header_is_signed_for_one_push_service_and_half_a_day() -> None:
    key = generate_private_key(SECP256R1())
    header = authorization(ENDPOINT, replace(SITE, contact="help@acme.example"), key, NOON)
    scheme, token, public = header.replace(",", "").split()
    assert (scheme, public) == ("vapid", f"k={base64url(point(key))}")
    text, _, signature = token.removeprefix("t=").rpartition(".")
    head, claims = (json.loads(from_base64url(one)) for one in text.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    expires = datetime.fromtimestamp(claims.pop("exp"), UTC)
    assert timedelta(hours=1) < expires - NOON <= timedelta(hours=24)
    assert claims == {"aud": "https://push.example.net:8443", "sub": "mailto:help@acme.example"}
    numbers = from_base64url(signature)
    halves = (int.from_bytes(numbers[:32]), int.from_bytes(numbers[32:]))
    known = EllipticCurvePublicKey.from_encoded_point(
        SECP256R1(), from_base64url(public.removeprefix("k="))
    )
    known.verify(encode_dss_signature(*halves), text.encode(), ECDSA(SHA256()))


@pytest.mark.parametrize(
    ("contact", "url", "subject"),
    [
        ("help@acme.example", "https://s.example", "mailto:help@acme.example"),
        ("https://acme.example/help", "https://s.example", "https://acme.example/help"),
        ("http://acme.example/help", "https://s.example", "https://s.example"),
        ("", "https://s.example/status", "https://s.example/status"),
        ("", "http://127.0.0.1:8000", ""),
    ],
)
def test_push_services_are_told_whom_to_ask(contact: str, url: str, subject: str) -> None:
    assert subject_of(replace(SITE, contact=contact, url=url)) == subject
