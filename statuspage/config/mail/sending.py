"""[mail]: from whom mail comes, and how much of it one address gets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, PlainSerializer, PlainValidator

from statuspage.config.kinds.values import Filled, Model
from statuspage.config.mail.bounces import Bounces
from statuspage.said import said

_ADDRESS = re.compile(r"[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_WITHIN = re.compile(r".*<(?P<address>[^<>@\s]+@[^<>@\s]+)>\s*")
_RATE = re.compile(r"([1-9][0-9]{0,3})\s*/\s*([mhd])", re.ASCII)
_DOMAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


@dataclass(frozen=True)
class Rate:
    """So many in so much time."""

    count: int
    per: timedelta

    def __str__(self) -> str:
        unit = next(name for name, length in _UNITS.items() if length == self.per)
        return f"{self.count}/{unit}"


USUAL_RATE = Rate(20, timedelta(hours=1))
"""How many messages one reader gets."""


def _rate(value: object) -> Rate:
    if isinstance(value, Rate):
        return value
    found = _RATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(said('must be a number in some time, in quotes, such as "20/h" or "50/d"'))
    return Rate(int(found[1]), _UNITS[found[2]])


def _address(text: str) -> str:
    if _ADDRESS.fullmatch(text):
        return text
    if named := _WITHIN.fullmatch(text):
        raise ValueError(
            said(
                'must be the address alone; write "{address}", and the name of the site stands '
                "before it in each mail",
                address=named["address"][:80],
            )
        )
    raise ValueError(
        said('"{text}" is not a mail address; write one such as "status@example.com"', text=text)
    )


def _domain(text: str) -> str:
    if not all(_DOMAIN.fullmatch(label) for label in text.split(".")):
        raise ValueError(
            said('"{text}" is not a name in DNS; write one such as "mail2026"', text=text[:80])
        )
    return text


MailAddress = Annotated[Filled, AfterValidator(_address)]
DnsName = Annotated[Filled, AfterValidator(_domain)]
SendingRate = Annotated[
    Rate,
    PlainValidator(_rate),
    PlainSerializer(str, return_type=str, when_used="json"),
]


class Mail(Model):
    """What each mail says of its sender; the server that takes it stands in the environment."""

    model_config = ConfigDict(serialize_by_alias=True)

    sender: MailAddress = Field(alias="from")
    """The address that mail comes from; the name of the site stands before it."""
    reply_to: MailAddress | None = None
    """Where an answer goes, when that is another address."""
    per_recipient: SendingRate = USUAL_RATE
    """How many mails one address gets in an hour (`h`), a day (`d`) or a minute (`m`); the rest of
    a storm arrives as one summary."""
    dkim_selector: DnsName | None = None
    """Mails are signed by DKIM with a key from the environment, whose public half stands in DNS at
    `SELECTOR._domainkey.DOMAIN`; without it, the mail server signs or nobody does."""
    dkim_domain: DnsName | None = None
    """The domain that signs, when it is not that of `from`."""
    bounces: Bounces = Bounces()
    """See below."""

    @property
    def domain(self) -> str:
        """Of the address that mail comes from."""
        return self.sender.rpartition("@")[2]

    @property
    def signing_domain(self) -> str:
        """The domain that DKIM names."""
        return self.dkim_domain or self.domain
