"""The course of a request: what of its clock follows from what stood before, and is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from statuspage.config.kinds.duration import duration_text, parse_duration
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

    One that is asked gets the time by which it is to be answered, once; so does one that is told
    with its answer, where it says within which time that was promised. One that was asked and now
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
    if "asked" in found and "answer_within" in found:
        _promised(found, answer)
    if "answered" in found and "answer_by" in found and found["answered"] > found["answer_by"]:
        found["late"] = True
    return found


def _waiting(found: dict[str, Any], now: datetime, answer: AnswerTime) -> dict[str, Any]:
    found.setdefault("asked", stamp(now))
    _promised(found, answer)
    return found


def _promised(found: dict[str, Any], answer: AnswerTime) -> None:
    """By when it is to be answered: within the time that it states itself, or else by the rule."""
    if "answer_by" in found:
        return
    within = found.setdefault("answer_within", duration_text(answer.within))
    rule = replace(answer, within=parse_duration(within))
    found["answer_by"] = stamp(rule.due(parse_stamp(found["asked"])))
    if answer.name:
        found["answer_calendar"] = answer.name
