"""What the forms of alerts have in common: a model of the body, and what is read from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from statuspage.actions.measurements.rows import instant
from statuspage.config.kinds.values import Model
from statuspage.domain.alerts.alert import AlertWord
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.said import Said

_MOST_LABELS = 100
_LONGEST = 1000  # letters of a value, an address or a name; the rest is cut
_LEAST = 631_152_000_000  # milliseconds: 1990, as for other times
MOST = 1000
"""Alerts in one message."""


class Foreign(Model):
    """An object of another system: what it has besides is none of our business."""

    model_config = ConfigDict(frozen=True, extra="ignore")


@dataclass(frozen=True)
class Format:
    """How one system sends alerts."""

    summary: Said
    body: type[Model]
    read: Callable[[Any], list[AlertWord]]
    signature: str = ""  # the header that proves the sender, where it has no token


def _milliseconds(value: object) -> datetime:
    if not isinstance(value, int) or not _LEAST <= value < 10**20:
        return instant(value)
    while value >= 10**14:
        value //= 1000
    return datetime.fromtimestamp(value // 1000, UTC)


Milliseconds = Annotated[
    datetime,
    BeforeValidator(_milliseconds),
    WithJsonSchema({"type": "integer", "examples": [1782864000000]}),
]
"""Milliseconds since 1970, or what by its size are micro- or nanoseconds; or RFC 3339."""

Labels = Annotated[dict[str, Any], Field(default_factory=dict)]
"""Names with values of any kind; all become text."""


def texts(found: Mapping[str, Any]) -> dict[str, str]:
    """Values as text that a page can show, none of them without end."""
    pairs = list(found.items())[:_MOST_LABELS]
    return {
        one_line(str(name))[:_LONGEST]: clean_text(_text(value))[:_LONGEST]
        for name, value in pairs
        if value is not None
    }


def line(text: str) -> str:
    """A text in one line that has an end."""
    return one_line(text)[:_LONGEST]


def web(*addresses: object) -> str:
    """The first that is an address of the web; "" for none. It becomes a link for staff."""
    schemes = ("https://", "http://")
    texts_given = (one for one in addresses if isinstance(one, str) and len(one) <= _LONGEST)
    return next((line(one) for one in texts_given if one.lower().startswith(schemes)), "")


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)
