"""The kinds of value that settings and front matter are made of.

Each says its faults in the words that a reader of the file sees; Fractions and lengths of time
become exact strings in JSON and are read back from them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated
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

from statuspage.config.kinds.duration import duration_text, parse_duration
from statuspage.said import said

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ZONE = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")
_MACHINE_ZONES = ("Factory", "localtime", "posix", "posixrules", "right")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?)\s*%", re.ASCII)
_WEIGHT = re.compile(r"[0-9](?:\.[0-9]{1,9})?", re.ASCII)
_UNWANTED = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""A language tag of BCP 47 (RFC 5646), as far as settings and addresses take one."""


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
        raise ValueError(said("holds a line break or an invisible character; write one plain line"))
    if len(text) > 200:
        raise ValueError(said("is {count} characters long; write at most 200", count=len(text)))
    return text.strip()


def _word(text: str) -> str:
    if len(text) > 64:
        raise ValueError(said("must be one plain word of at most 64 characters"))
    return text


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


def _language(text: str) -> str:
    if not LANGUAGE.fullmatch(text):
        raise ValueError(
            said('"{text}" is not a language; write a code such as "en" or "pt-BR"', text=text[:40])
        )
    return text


def _languages(found: tuple[str, ...]) -> tuple[str, ...]:
    for language in found:
        if found.count(language) > 1:
            raise ValueError(said('names "{language}" twice', language=language))
    return found


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


def _whole_days(length: timedelta) -> timedelta:
    if length % timedelta(days=1):
        raise ValueError(said('must be whole days, such as "30d"'))
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
                "must be above 0% and below 100%, for 100% would leave no error budget; write it "
                'such as "99.99%"'
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
Location = Annotated[Name, AfterValidator(_word)]
"""From where something is checked; pushed results name it, too."""
Filled = Annotated[str, AfterValidator(_filled)]
Zone = Annotated[str, AfterValidator(_zone)]
Language = Annotated[str, AfterValidator(_language)]
Languages = Annotated[tuple[Language, ...], AfterValidator(_languages)]
Count = Annotated[StrictInt, Field(ge=1, le=1000)]
Port = Annotated[StrictInt, Field(ge=1, le=65535)]
Day = Annotated[date, BeforeValidator(_day)]

Duration = Annotated[
    timedelta,
    PlainValidator(_duration),
    PlainSerializer(duration_text, return_type=str, when_used="json"),
]
Positive = Annotated[Duration, AfterValidator(_positive)]
Days = Annotated[Positive, AfterValidator(_whole_days)]
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
