"""OpenID Connect as a client: authorization code with PKCE, state and nonce.

The protocol is Authlib's and joserfc's; every call goes out through net/.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from statuspage import clock
from statuspage.addresses import is_public_address
from statuspage.config import SignIn
from statuspage.domain.vocabulary.text import one_line
from statuspage.errors import StatusPageError, Unreachable
from statuspage.net.exchange import Limits
from statuspage.net.fetch import fetch, post
from statuspage.net.rules import AddressRule, anywhere
from statuspage.said import said

SECRET_VARIABLE = "STATUSPAGE_OIDC_SECRET"  # noqa: S105 its name, not its value

_log = logging.getLogger(__name__)
_LIMITS = Limits(seconds=10.0, size=1_000_000, redirects=0)
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
_SHOWN = 300  # letters of a fault in the log, which may be the provider's own
_LEEWAY = 60  # seconds that our clock and the provider's may differ


class ProviderFault(StatusPageError):
    """The provider cannot be reached, or what it says does not hold."""


@dataclass(frozen=True)
class Asked:
    """What is remembered while somebody is away at the provider."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Vouched:
    """Who the provider says that it is."""

    mail: str  # verified, in small letters
    shown_at: float | None  # when they last showed it there, as a timestamp; None: it does not say


class Provider:
    """One provider, as its discovery document describes it. Raises ProviderFault."""

    def __init__(self, settings: SignIn, secret: str | None, redirect_uri: str) -> None:
        from authlib.oauth2 import OAuth2Client

        self._issuer = settings.oidc_issuer or ""
        self._client_id = settings.oidc_client_id or ""
        address = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
        self._about = self._document(address)
        if self._about.get("issuer") != self._issuer:
            raise self._fault(f"its discovery names another issuer: {self._about.get('issuer')}")
        # The library's client is made for a session of `requests`; ours has all that it uses.
        self._client = OAuth2Client(
            session=_Wire(self._may_reach),
            client_id=self._client_id,
            client_secret=secret,
            scope="openid email",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )

    def begin(self, *, anew: bool = False) -> tuple[str, Asked]:
        """Where to send the browser, and what to remember until it comes back.

        `anew`: whoever sits there shall show who they are, also where the provider knows already.
        """
        asked = Asked(*(secrets.token_urlsafe(32) for _ in range(3)))
        url, _ = self._client.create_authorization_url(
            self._endpoint("authorization_endpoint"),
            state=asked.state,
            code_verifier=asked.verifier,
            nonce=asked.nonce,
            **({"max_age": "0", "prompt": "login"} if anew else {}),
        )
        return str(url), asked

    def vouched(self, code: str, asked: Asked) -> Vouched:
        """Whom the provider vouches for."""
        try:
            token = self._client.fetch_token(
                self._endpoint("token_endpoint"),
                grant_type="authorization_code",
                code=code,
                code_verifier=asked.verifier,
            )
            claims = self._claims(str(token["id_token"]), asked.nonce, token.get("access_token"))
        except ProviderFault:
            raise
        except Exception as error:  # whatever it says that the libraries stumble over
            raise self._fault(f"{type(error).__name__} {error}") from error
        mail = claims.get("email")
        is_known = isinstance(mail, str) and mail.isascii()  # others may only look like an address
        if claims.get("email_verified") is not True or not is_known:
            raise ProviderFault(said("The sign-in provider has not verified your email address."))
        return Vouched(str(mail).strip().lower(), claims.get("auth_time"))

    def _claims(self, id_token: str, nonce: str, access_token: str | None) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.jwk import KeySet

        keys = KeySet.import_key_set(self._document(self._endpoint("jwks_uri")))  # type: ignore[arg-type]
        found = jwt.decode(id_token, keys, algorithms=_ALGORITHMS)
        claims = CodeIDToken(
            found.claims,
            found.header,
            options={
                "iss": {"essential": True, "value": self._issuer},
                "aud": {"essential": True, "value": self._client_id},
            },
            params={"nonce": nonce, "client_id": self._client_id, "access_token": access_token},
        )
        claims.validate(now=int(clock.timestamp()), leeway=_LEEWAY)
        return dict(claims)

    def _endpoint(self, name: str) -> str:
        """An address of the provider; over https, or on the same host as the issuer."""
        found = str(self._about.get(name, ""))
        if not found.startswith("https://") and not self._is_at_issuer(found):
            raise self._fault(f"its {name} is not an https address")
        return found

    def _is_at_issuer(self, url: str) -> bool:
        try:
            ours, theirs = urlsplit(self._issuer), urlsplit(url)
        except ValueError:
            return False
        return (ours.scheme, ours.hostname) == (theirs.scheme, theirs.hostname)

    def _may_reach(self, url: str) -> AddressRule:
        """The host that the operator named may lie anywhere; others in the public internet."""
        return anywhere if self._is_at_issuer(url) else is_public_address

    def _document(self, url: str) -> dict[str, Any]:
        try:
            found = json.loads(fetch(url, _LIMITS, may_reach=self._may_reach(url)))
        except (Unreachable, ValueError, RecursionError) as error:
            raise self._fault(str(error)) from error
        if not isinstance(found, dict):
            raise self._fault(f"{url} is not a JSON object")
        return found

    def _fault(self, why: str) -> ProviderFault:
        _log.warning("sign-in with %s failed: %s", self._issuer, one_line(why)[:_SHOWN])
        return ProviderFault(
            said("The sign-in provider did not confirm who you are. Try again, or use a password.")
        )


@dataclass(frozen=True)
class _Answer:
    """As much of an answer as the library looks at."""

    body: bytes
    status_code: int = 200

    def json(self) -> Any:
        return json.loads(self.body)

    def raise_for_status(self) -> None:
        raise ValueError(
            said("The token endpoint answers with something that is not a JSON object.")
        )


class _Wire:
    """Carries the library's requests over net/."""

    def __init__(self, may_reach: Callable[[str], AddressRule]) -> None:
        self._may_reach = may_reach

    def post(self, url: str, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> Any:
        """One request with a form, signed by the client's own authentication."""
        url, signed, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        rule = self._may_reach(url)
        return _Answer(post(url, body.encode(), signed.items(), _LIMITS, may_reach=rule))
