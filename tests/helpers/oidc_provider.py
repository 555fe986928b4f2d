"""A small OpenID Connect provider on a thread: discovery, keys, authorization and token endpoints.

It checks the client as a real one does (secret, redirect address, PKCE, one use of each code), and
vouches for whom `claims` says; `spoil` changes the claims of the next token.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT = "statuspage"
SECRET = "a secret of the client"


class OidcProvider:
    """One provider with one client and one person."""

    def __init__(self) -> None:
        self.issuer = ""
        self.claims: dict[str, Any] = {"email": "ada@acme.example", "email_verified": True}
        self.spoil: dict[str, Any] = {}
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"})
        self.signing_key = self.key
        self.instead: dict[str, bytes | Response] = {}  # by path: answers that are not its own
        self.sign: Callable[[dict[str, Any]], str] = self._signed
        self.tokens_asked = 0
        self._asked: dict[str, dict[str, str]] = {}

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        paths = {
            "/.well-known/openid-configuration": self._discovery,
            "/jwks": self._keys,
            "/authorize": self._authorize,
            "/token": self._token,
        }
        odd = self.instead.get(request.path)
        if odd is not None:
            answer = (
                odd if isinstance(odd, Response) else Response(odd, mimetype="application/json")
            )
            return answer(environ, start_response)
        return paths[request.path](request)(environ, start_response)

    def _discovery(self, _: Request) -> Response:
        names = {"authorization": "authorize", "token": "token"}
        found = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in names.items()}
        return _json({"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks", **found})

    def _keys(self, _: Request) -> Response:
        return _json({"keys": [self.key.as_dict(private=False)]})

    def _authorize(self, request: Request) -> Response:
        asked = request.args.to_dict()
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self._asked[code] = asked
        query = urlencode({"code": code, "state": asked["state"]})
        return Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{query}"})

    def _token(self, request: Request) -> Response:
        self.tokens_asked += 1
        given = dict(parse_qsl(request.get_data(as_text=True)))
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self._asked.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        is_right = (
            asked is not None
            and request.headers.get("Authorization") == f"Basic {basic}"
            and given.get("redirect_uri") == asked["redirect_uri"]
            and challenge == asked["code_challenge"]
        )
        if asked is None or not is_right:
            return _json({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
            **self.spoil,
        }
        said = {name: value for name, value in claims.items() if value is not None}
        answer = {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(said)}
        return _json(answer)

    def _signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.signing_key)


@contextmanager
def providing() -> Iterator[OidcProvider]:
    """A provider that runs on 127.0.0.1."""
    provider = OidcProvider()
    server = make_server("127.0.0.1", 0, provider, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value), status, mimetype="application/json")
