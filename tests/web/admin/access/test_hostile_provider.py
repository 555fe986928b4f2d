"""A sign-in provider that does what it should not: nobody gets in, and nothing of ours breaks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.web.app import WsgiApp, create_app
from statuspage.web.oidc import SECRET_VARIABLE
from tests.helpers.oidc_provider import CLIENT, SECRET, OidcProvider, providing
from tests.helpers.processes import get
from tests.helpers.sites import add_to_config

pytestmark = pytest.mark.sqlite("what a provider says is not kept")
ABOUT = "/.well-known/openid-configuration"
DEEP = b"[" * 100_000
MAIL = "kay@acme.example"


@pytest.fixture
def provider(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OidcProvider]:
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    add_staff(MAIL, Role.EDITOR, "a long enough one")
    with providing() as found:
        words = f'oidc_issuer = "{found.issuer}"\noidc_client_id = "{CLIENT}"\n'
        add_to_config(store, f"\n[sign_in]\n{words}")
        found.claims["email"] = MAIL
        yield found


class Visitor:
    """Each try comes from another address, so that none is refused for there being many."""

    def __init__(self, app: WsgiApp) -> None:
        self._app = app
        self._tries = 0

    def tries(self) -> TestResponse:
        """The last answer on the way in and back."""
        self._tries += 1
        client = Client(self._app)
        here = {"REMOTE_ADDR": f"198.51.100.{self._tries}"}
        left = client.get("/admin/sign-in/with", environ_overrides=here)
        if left.status_code != 303:
            return left
        back = get(left.headers["Location"]).headers["Location"]
        state = parse_qs(urlsplit(back).query)
        path = f"/admin/sign-in/back?code={state['code'][0]}&state={state['state'][0]}"
        return client.get(path, environ_overrides=here)


@pytest.fixture
def visitor(provider: OidcProvider) -> Visitor:
    found = Visitor(create_app())
    assert found.tries().headers["Location"] == "/admin"  # when it is honest
    return found


def encoded(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def by_secret(secret: bytes) -> Callable[[dict[str, Any]], str]:
    """Signed with a secret that is none: what everybody can read, or what the client knows."""

    def sign(claims: dict[str, Any]) -> str:
        head = f"{encoded({'alg': 'HS256', 'kid': 'k1'})}.{encoded(claims)}"
        return f"{head}.{encoded(hmac.digest(secret, head.encode(), hashlib.sha256))}"

    return sign


def test_token_that_anybody_could_sign_opens_nothing(
    provider: OidcProvider, visitor: Visitor
) -> None:
    other = RSAKey.generate_key(2048)
    public = other.as_dict(private=False)

    def with_own_key(claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "k1", "jwk": public}, claims, other)

    def elsewhere(claims: dict[str, Any]) -> str:
        head = {"alg": "RS256", "kid": "k1", "jku": "http://127.0.0.1/keys"}
        return jwt.encode(head, claims, other)

    forged: list[Callable[[dict[str, Any]], str]] = [
        lambda claims: f"{encoded({'alg': 'none'})}.{encoded(claims)}.",
        by_secret(provider.key.as_pem(private=False)),
        by_secret(SECRET.encode()),
        by_secret(b""),
        with_own_key,
        elsewhere,
    ]
    for sign in forged:
        provider.sign = sign
        assert visitor.tries().status_code == 401


def test_claims_that_only_look_right_open_nothing(provider: OidcProvider, visitor: Visitor) -> None:
    odd: list[dict[str, Any]] = [
        *({"exp": "x"}, {"exp": [1]}, {"iat": 10**11}, {"nbf": 10**11}, {"auth_time": "x"}),
        *({"aud": [CLIENT, "another"]}, {"aud": []}, {"iss": ""}, {"nonce": ["x"]}),
        *({"email": {"a": 1}}, {"email": f"{MAIL}\0"}, {"email": "a" * 100_000}),
        {"email": MAIL.replace("k", "\N{KELVIN SIGN}")},
    ]
    for claims in odd:
        provider.spoil = claims
        assert visitor.tries().status_code == 401, claims


def test_answers_of_another_form_are_one_line_and_no_fault_of_ours(
    provider: OidcProvider, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    about = json.loads(get(f"{provider.issuer}{ABOUT}").content)
    log_line = {"error": "no\r\nERROR a line of ours", "error_description": "\x1b[31m"}
    answers: dict[str, list[object]] = {
        "/token": [
            *(DEEP, b"", b"\xff", b"<p>", b"null", b"5", [1], {"error": {"a": 1}}, log_line),
            *({"id_token": 5}, {"id_token": ["x"]}, {"access_token": "x", "expires_at": [1]}),
            b'{"a": "' + b"x" * 2_000_000 + b'"}',
            Response(b"", 500),
            Response(b"", 307, {"Location": f"{provider.issuer}/jwks"}),
        ],
        "/jwks": [
            *(DEEP, [1], {}, {"keys": None}, {"keys": "x"}, {"keys": [1]}, {"keys": [{}]}),
            {"keys": [{"kty": "RSA", "n": "AA", "e": "AA", "kid": "k1"}]},
            {"keys": [{"kty": "oct", "k": encoded(SECRET.encode()), "kid": "k1"}]},
            Response(b"", 302, {"Location": "http://169.254.169.254/latest/meta-data/"}),
        ],
        ABOUT: [
            *(DEEP, [1], {}, about | {"issuer": "https://evil.example"}),
            *(about | {"authorization_endpoint": bad} for bad in (5, "javascript:x", "http://[")),
            *(about | {"token_endpoint": bad} for bad in ("https://[", "https://169.254.169.254/")),
            *(about | {"jwks_uri": bad} for bad in ("file:///etc/passwd", "http://a@evil.example")),
        ],
    }
    wrong = []
    for path, odd in answers.items():
        for one in odd:
            body = one if isinstance(one, bytes | Response) else json.dumps(one).encode()
            provider.instead = {path: body}
            caplog.clear()
            status = visitor.tries().status_code
            told = [record.getMessage() for record in caplog.records if "sign-in" in record.msg]
            is_one_line = len(told) == 1 and told[0].isprintable() and len(told[0]) < 500
            if status not in (401, 502) or not is_one_line:
                wrong.append((path, str(one)[:60], status, told))
            assert not any(record.levelno >= logging.ERROR for record in caplog.records), one
    assert wrong == []


def test_codes_reach_no_host_that_the_provider_made_up_within_our_network(
    provider: OidcProvider, visitor: Visitor
) -> None:
    with providing() as inside:
        about = json.loads(get(f"{provider.issuer}{ABOUT}").content)
        at_another = inside.issuer.replace("127.0.0.1", "localhost")
        provider.instead = {ABOUT: json.dumps(about | {"token_endpoint": at_another}).encode()}
        assert visitor.tries().status_code == 401
        assert inside.tokens_asked == 0
