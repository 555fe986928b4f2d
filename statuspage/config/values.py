"""The kinds of value that settings and front matter are made of.

Each says its faults in the words that a reader of the file sees; Fractions and lengths of time
become exact strings in JSON and are read back from them.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StrictInt,
)

from statuspage.config.duration import duration_text, parse_duration
from statuspage.config.environment import is_whole
from statuspage.said import said

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ZONE = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")
_MACHINE_ZONES = ("Factory", "localtime", "posix", "posixrules", "right")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?)\s*%", re.ASCII)
_WEIGHT = re.compile(r"[0-9](?:\.[0-9]{1,9})?", re.ASCII)
_HOST = re.compile(r"(?:[A-Za-z0-9_]|::)(?:[A-Za-z0-9._:-]{0,252}[A-Za-z0-9.])?")
_UNWANTED = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Model(BaseModel):
    """A table of settings: frozen, and any key it does not have is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError(
            said(
                '"{text}" cannot stand in an address; use small letters, digits and '
                "hyphens, 64 at most, a letter or digit first",
                text=text[:80],
            )
        )
    return text


def _short_line(text: str) -> str:
    if _UNWANTED.search(text):
        raise ValueError(
            said("holds a line break or a character nobody sees; write one plain line")
        )
    if len(text) > 200:
        raise ValueError(said("is {count} characters long; write at most 200", count=len(text)))
    return text.strip()


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError(said("is empty; write something there"))
    return text


def _zone(text: str) -> str:
    try:
        if not _ZONE.fullmatch(text) or text.split("/", 1)[0] in _MACHINE_ZONES:
            raise ValueError
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            said(
                '"{text}" is not a time zone; write an IANA name such as "Europe/London" or "UTC"',
                text=text[:80],
            )
        ) from None
    return text


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or not text.isprintable() or " " in text:
        raise ValueError(
            said(
                '"{text}" is not a whole web address; write one such as "https://api.example.com"',
                text=text[:80],
            )
        )
    if parts.username is not None or parts.password is not None:
        raise ValueError(said("holds a name or a password; secrets never stand in this file"))
    return text


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    try:
        name = (urlsplit(text).hostname or "").encode("idna").decode()
    except UnicodeError:
        name = ""
    raise ValueError(
        said(
            '"{text}" holds other letters than a link can; write the host as "{name}", and what '
            'follows it with "%"',
            text=text[:80],
            name=name,
        )
    )


def _web_address(text: str) -> str:
    if is_whole(text):
        return text
    try:
        return _address(text.strip())
    except ValueError:
        if "@" in text:
            raise ValueError(
                said(
                    "holds a name or a password, and secrets never stand in this file; write "
                    'user = "..." and password = "env:NAME" beside it, and give NAME in the '
                    "environment of the program"
                )
            ) from None
        raise


def _site_address(text: str) -> str:
    if "?" in text or "#" in text:
        raise ValueError(
            said(
                '"{text}" has a "?" or a "#"; write only the start of all addresses', text=text[:80]
            )
        )
    return _ascii(_address(text)).rstrip("/")


def _contact(text: str) -> str:
    if text.startswith(("https://", "http://")):
        return _ascii(_address(text))
    if not _MAIL.fullmatch(text):
        raise ValueError(
            said(
                '"{text}" is neither a mail address nor a web address; write one such as '
                '"support@example.com"',
                text=text[:80],
            )
        )
    return text


def _host(text: str) -> str:
    # A name may be written in the letters of any language.
    plain = "".join("a" if ord(one) > 127 and _is_letter(one) else one for one in text)
    if not _HOST.fullmatch(plain):
        raise ValueError(
            said(
                '"{text}" is not a host; write its name or IP address alone, such as '
                '"db.example.com"',
                text=text[:80],
            )
        )
    return text


def _is_letter(one: str) -> bool:
    return unicodedata.category(one)[0] in "LMN"


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(
            said('"{text}" is not a language; write a code such as "en" or "pt-BR"', text=text[:40])
        )
    return text


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise ValueError(
            said('must be a length of time in quotes, such as "90s", "30m", "72h" or "14d"')
        )
    return parse_duration(value)


def _positive(length: timedelta) -> timedelta:
    if length <= timedelta(0):
        raise ValueError(said("must be longer than zero"))
    return length


def _interval(length: timedelta) -> timedelta:
    if length < timedelta(seconds=1) or length % timedelta(seconds=1):
        raise ValueError(said("must be whole seconds, at least 1s"))
    return length


def _percent(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    found = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        if isinstance(value, str):
            raise ValueError(
                said(
                    '"{text}" is not a percentage in quotes; write it such as "99.9%"',
                    text=value[:40],
                )
            )
        raise ValueError(said('must be a percentage in quotes; write it such as "99.9%"'))
    share = Fraction(found[1]) / 100
    if share > 1:
        raise ValueError(
            said('"{found}" is more than 100%; write a share of the whole', found=found[0])
        )
    return share


def percent_text(share: Fraction) -> str:
    """An exact share as a percentage: Fraction(999, 1000) is "99.9%"."""
    percent = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{percent.normalize():f}%"


def _target(share: Fraction) -> Fraction:
    if not 0 < share < 1:
        raise ValueError(
            said(
                "must lie between 0% and 100%, neither of them: 100% would leave no budget to "
                'count; write it such as "99.99%"'
            )
        )
    return share


def _credit(share: Fraction) -> Fraction:
    if share <= 0:
        raise ValueError(said('must be more than 0%; write it such as "10%"'))
    return share


def _weight(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    is_number = isinstance(value, int | float | str | Decimal) and not isinstance(value, bool)
    found = _WEIGHT.fullmatch(str(value)) if is_number else None
    if found is None or Fraction(found[0]) > 1:
        raise ValueError(said("must be a number from 0 to 1, such as 0.3"))
    return Fraction(found[0])


def _weight_text(weight: Fraction) -> str:
    return f"{Decimal(weight.numerator) / Decimal(weight.denominator):f}"


def _day(value: object) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(said("must be a day, such as 2026-12-25")) from None


Id = Annotated[str, AfterValidator(_id)]
ShortLine = Annotated[str, AfterValidator(_short_line)]
Name = Annotated[str, AfterValidator(_short_line), AfterValidator(_filled)]
Filled = Annotated[str, AfterValidator(_filled)]
Zone = Annotated[str, AfterValidator(_zone)]
Address = Annotated[str, AfterValidator(_address), AfterValidator(_ascii)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
SiteAddress = Annotated[str, AfterValidator(_site_address)]
Contact = Annotated[str, AfterValidator(_contact)]
Host = Annotated[str, AfterValidator(_host)]
Language = Annotated[str, AfterValidator(_language)]
Count = Annotated[StrictInt, Field(ge=1, le=1000)]
Port = Annotated[StrictInt, Field(ge=1, le=65535)]
Day = Annotated[date, BeforeValidator(_day)]

Duration = Annotated[
    timedelta,
    PlainValidator(_duration),
    PlainSerializer(duration_text, return_type=str, when_used="json"),
]
Positive = Annotated[Duration, AfterValidator(_positive)]
Interval = Annotated[Duration, AfterValidator(_interval)]
Percent = Annotated[
    Fraction,
    PlainValidator(_percent),
    PlainSerializer(percent_text, return_type=str, when_used="json"),
]
Target = Annotated[Percent, AfterValidator(_target)]
Credit = Annotated[Percent, AfterValidator(_credit)]
Weight = Annotated[
    Fraction,
    PlainValidator(_weight),
    PlainSerializer(_weight_text, return_type=str, when_used="json"),
]
