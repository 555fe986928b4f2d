"""[maintenance]: what happens by itself around planned work, where nobody says otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, StrictBool

from statuspage.config.kinds.duration import duration_text, parse_duration
from statuspage.config.kinds.values import Model
from statuspage.said import said


def _lead(value: object) -> timedelta | None:
    if value is None or isinstance(value, timedelta):
        return value
    if value == "off":
        return None
    if not isinstance(value, str):
        raise ValueError(said('must be a length of time in quotes, such as "60m", or "off"'))
    return parse_duration(value)


def _lead_text(lead: timedelta | None) -> str:
    return "off" if lead is None else duration_text(lead)


Lead = Annotated[
    timedelta | None,
    PlainValidator(_lead),
    PlainSerializer(_lead_text, return_type=str, when_used="json"),
]


class Steps(Model):
    """The steps of one planned work that come by themselves; staff do the others by hand."""

    remind: Lead = timedelta(minutes=60)
    """Readers are reminded so long before it begins, unless it was announced later."""
    begin: StrictBool = True
    """It begins at its time."""
    verify: Lead = None
    """It turns to verifying so long before its end."""
    complete: StrictBool = True
    """It completes at its end; its components work again unless another entry holds them."""
    tell: StrictBool = False
    """Readers are sent a message of each step that comes by itself. Without it they are sent the
    announcement, the reminder, and what staff write; the page and the feeds have each step."""
