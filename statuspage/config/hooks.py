"""[[hooks]]: channels of your own, told of everything or of what they choose."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, ValidationInfo, field_validator

from statuspage.config.kinds.environment import Secret, is_whole
from statuspage.config.kinds.headers import Headers
from statuspage.config.kinds.places import hook_address
from statuspage.config.kinds.values import Id, Language, Model
from statuspage.said import said

HookFormat = Literal[
    "standard",
    "statuspage",
    "slack",
    "teams",
    "discord",
    "ntfy",
    "mastodon",
    "bluesky",
    "apprise",
]
ToldKind = Literal[
    "incidents", "maintenance", "changelog", "outcomes", "notices", "stories", "sla", "reports"
]
ToldImpact = Literal["minor", "major", "critical"]

_SECRET_ADDRESSES = ("slack", "teams", "discord", "apprise")
"""Whoever knows the address of these may write there."""

SOCIAL = ("mastodon", "bluesky")
"""These are accounts that post: the address is that of their server."""


def _no_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError(said("holds a line break or an invisible character; write one plain line"))
    return text


HookUrl = Annotated[str, AfterValidator(_no_line)]
HookAccount = Annotated[str, AfterValidator(_no_line)]
"""What is fit for a format is looked at beside it."""


class Hook(Model):
    """One channel; what a visitor subscribes to by a hook stands in the store."""

    id: Id
    """Its name in this file, in `statuspage hook test ID` and at the desk."""
    format: HookFormat = "standard"
    """What it is sent: [the formats](programs.md#webhooks)."""
    url: HookUrl
    """Where it is sent to. An address that nobody else may know stands in the environment, as
    `"env:NAME"`: those of Slack, Teams, Discord and apprise always do. Of an account of Mastodon or
    Bluesky it is the server, such as `"https://bsky.social"`."""
    account: Annotated[HookAccount | None, Field(validate_default=True)] = None
    """The account that posts, which Bluesky asks for: its handle, `"status.acme.example"`."""
    secret: Annotated[Secret | None, Field(validate_default=True)] = None
    """What signs it, as `"env:NAME"`: `whsec_` and 24 to 64 bytes in base64, such as
    `echo whsec_$(openssl rand -base64 32)` makes. The format standard needs one. For Mastodon it
    names the access token of the account, for Bluesky an app password."""
    former_secret: Secret | None = None
    """While receivers change over to another secret: the former one, which signs as well."""
    headers: Headers = Field(default_factory=dict)
    """What is sent besides, by name; `"env:NAME"` in a value is taken from the environment."""
    components: tuple[Id, ...] = ()
    """Only what touches one of these components, or of these groups; absent: all."""
    kinds: tuple[ToldKind, ...] = ()
    """Only news of these kinds; absent: all."""
    severity: ToldImpact | None = None
    """Only incidents of this impact or a graver one."""
    breaking: StrictBool = False
    """Of changes and notices only those that break something."""
    language: Language | None = None
    """The language of its words; absent: that of the site."""
    allow_private: StrictBool = False
    """Allow an address inside your own network, where a hook is refused otherwise."""

    @field_validator("url")
    @classmethod
    def _fits(cls, url: str, info: ValidationInfo) -> str:
        """Raises ValueError for an address that its format cannot have."""
        if is_whole(url):
            return url
        if info.data.get("format") in _SECRET_ADDRESSES:
            raise ValueError(
                said(
                    'is a secret, for whoever knows it can write there; write "env:NAME" here and '
                    "set NAME in the environment of the program"
                )
            )
        return hook_address(url)

    @field_validator("account")
    @classmethod
    def _is_named(cls, account: str | None, info: ValidationInfo) -> str | None:
        """Raises ValueError where nobody would know who posts."""
        if account is None and info.data.get("format") == "bluesky":
            raise ValueError(
                said('is missing; write the handle that posts, such as "status.acme.example"')
            )
        return account.removeprefix("@") if account else account

    @field_validator("secret")
    @classmethod
    def _is_signed(cls, secret: str | None, info: ValidationInfo) -> str | None:
        """Raises ValueError where nothing would sign what must be signed, or open an account."""
        if secret is None and info.data.get("format") in SOCIAL:
            raise ValueError(
                said(
                    "is missing: it opens the account that posts (an access token of Mastodon, an "
                    'app password of Bluesky); write secret = "env:NAME", and set NAME in the '
                    "environment of the program"
                )
            )
        if secret is None and info.data.get("format") == "standard":
            raise ValueError(
                said(
                    'is missing, and the format standard is signed; write secret = "env:NAME", and '
                    "set NAME in the environment of the program"
                )
            )
        return secret
