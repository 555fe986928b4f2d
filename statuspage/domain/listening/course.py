"""The course of a request: what of its clock follows from what stood before, and is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from statuspage.config.duration import duration_text
from statuspage.domain.listening.waiting import WAITING, AnswerTime
from statuspage.domain.record.recorded import parse_stamp, stamp

_KEPT = ("asked", "answered", "answer_within", "answer_calendar", "answer_by", "late")
"""Told once, and not moved by a later change of the rule; an outcome may state them itself."""


def carried(
    details: Mapping[str, Any],
    former: Mapping[str, Any] | None,
    now: datetime,
    answer: AnswerTime,
) -> dict[str, Any]:
    """The front matter of an outcome with its clock.

    One that is asked gets the time by which it is to be answered, once. One that was asked and now
    says what becomes of it was answered now.
    """
    before = former or {}
    found = {**{name: before[name] for name in _KEPT if name in before}, **details}
    if before.get("reviewed", "") > found.get("reviewed", ""):
        found["reviewed"] = before["reviewed"]
    if found["state"] == WAITING:
        found.pop("answered", None)
        return _waiting(found, now, answer)
    if before.get("state") == WAITING:
        found.setdefault("answered", stamp(now))
    if "answered" in found and "answer_by" in found and found["answered"] > found["answer_by"]:
        found["late"] = True
    return found


def _waiting(found: dict[str, Any], now: datetime, answer: AnswerTime) -> dict[str, Any]:
    asked = found.setdefault("asked", stamp(now))
    if "answer_by" not in found:
        found["answer_within"] = duration_text(answer.within)
        found["answer_by"] = stamp(answer.due(parse_stamp(asked)))
        if answer.name:
            found["answer_calendar"] = answer.name
    return found
