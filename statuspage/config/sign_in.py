"""[sign_in]: what staff need to sign in, and another system that vouches for them (OpenID)."""

from __future__ import annotations

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StrictBool

from statuspage.config.kinds.places import Address
from statuspage.config.kinds.values import Model, Name
from statuspage.said import said


def _issuer(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme == "http" and not _is_this_machine(parts.hostname or ""):
        raise ValueError(
            said(
                '"{text}" must begin with "https://"; only an address on this machine may do '
                "without",
                text=text[:80],
            )
        )
    if parts.query or parts.fragment:
        raise ValueError(
            said(
                '"{text}" has a "?" or a "#"; write the issuer as its provider does', text=text[:80]
            )
        )
    return text


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _accounts(accounts: dict[str, str]) -> dict[str, str]:
    return {mail.strip().lower(): name for mail, name in accounts.items()}


class SignIn(Model):
    """How staff sign in; the secret of another system comes from the environment."""

    require_second_factor: StrictBool = False
    """Everybody needs an app or a passkey beside the password; who has none sets it up first."""

    oidc_issuer: Annotated[Address, AfterValidator(_issuer)] | None = None
    """The address of the OpenID Connect provider."""
    oidc_client_id: Name | None = None
    """The name it knows this site by."""
    oidc_label: Name = "single sign-on"
    """What stands on the button after "Sign in with"."""
    oidc_accounts: Annotated[dict[str, Name], AfterValidator(_accounts)] = Field(
        default_factory=dict
    )
    """The account of each mail address; one named like the mail needs no line."""

    @property
    def has_oidc(self) -> bool:
        return self.oidc_issuer is not None and self.oidc_client_id is not None
