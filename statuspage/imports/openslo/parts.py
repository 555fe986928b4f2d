"""The parts of an SLO, each as config.toml has it; what does not fit says where, and the mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from statuspage.config import duration_text, percent_text
from statuspage.domain.promises.openslo import LIMITS, VERSION, WINDOWS
from statuspage.imports.openslo.documents import Document
from statuspage.said import Said, said

_SHORTHAND = re.compile(r"([1-9][0-9]{0,4})([mhdw])")
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_NOT_IN_IDS = re.compile(r"[^a-z0-9-]+")
_WHOLE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00:00")
_OBJECTIVE = ("spec", "objectives", 0)
_WINDOW = ("spec", "timeWindow", 0)
_CHOICE = "1M, 1Q, 1w (calendar), 30d, 90d (rolling)"
_LEAST = timedelta(milliseconds=1)
_LONGEST = 10**12  # of them


class Unfit(Exception):
    """A part cannot be taken; `path` is where it stands."""

    def __init__(self, text: Said, *path: str | int) -> None:
        super().__init__(text)
        self.text = text
        self.path = path


def require_slo(slo: Document) -> None:
    """Raises Unfit for a document that is none of this version."""
    if slo.at("apiVersion") != VERSION:
        text = said('"apiVersion" must be {version}; convert it first', version=VERSION)
        raise Unfit(text, "apiVersion")
    if slo.at("kind") != "SLO":
        raise Unfit(said('"kind" must be one of {kinds}', kinds="SLO, SLI, Service"), "kind")


def name_of(slo: Document) -> str:
    """Its id. Raises Unfit."""
    name = slo.at("metadata", "name")
    found = _NOT_IN_IDS.sub("-", str(name or "").lower()).strip("-")[:64]
    if not found:
        raise Unfit(said('"metadata" has no "name"; name the promise'), "metadata")
    return found


def title_of(slo: Document) -> str:
    """What readers call it."""
    return " ".join(str(slo.at("metadata", "displayName") or slo.at("metadata", "name")).split())


def target_of(slo: Document) -> str:
    """The share as a percentage. Raises Unfit."""
    found = slo.at("spec", "objectives")
    if not isinstance(found, list) or len(found) != 1:
        text = said('"objectives" must hold one; write a promise of its own for each further one')
        raise Unfit(text, *_OBJECTIVE[:2])
    for key in ("indicator", "indicatorRef", "compositeWeight"):
        if slo.at(*_OBJECTIVE, key) is not None:
            text = said('"{key}" makes it a composite; write a promise for each part', key=key)
            raise Unfit(text, *_OBJECTIVE, key)
    share, percent = (slo.at(*_OBJECTIVE, key) for key in ("target", "targetPercent"))
    number = _exact(percent if share is None else share)
    if number is None or (share is None) == (percent is None):
        text = said('the objective needs "target" or "targetPercent", as a number such as 0.999')
        raise Unfit(text, *_OBJECTIVE)
    return percent_text(number / 100 if share is None else number)


def window_of(slo: Document) -> str:
    """The window. Raises Unfit."""
    found = slo.at(*_WINDOW[:2])
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
        raise Unfit(said('"timeWindow" must hold one of: {choice}', choice=_CHOICE), *_WINDOW[:2])
    duration, start = str(found[0].get("duration")), slo.at(*_WINDOW, "calendar", "startTime")
    for name, known in WINDOWS.items():
        is_calendar = found[0].get("calendar") is not None
        if _length(duration) == _length(known.duration) and is_calendar == bool(known.start):
            if is_calendar:
                _require_whole(name, str(start), known.start)
            return name
    text = said(
        'the window "{duration}" is none here; write one of: {choice}',
        duration=duration[:20],
        choice=_CHOICE,
    )
    raise Unfit(text, *_WINDOW)


def _require_whole(window: str, start: str, example: str) -> None:
    """A window of the calendar begins with a month, a quarter or a week."""
    day = _first_day(start)
    is_whole = day is not None and {
        "month": day.day == 1,
        "quarter": day.day == 1 and day.month % 3 == 1,
        "week": day.weekday() == 0,
    }.get(window)
    if not is_whole:
        text = said(
            '"startTime" must be where a calendar {window} begins, such as "{example}"',
            window=window,
            example=example,
        )
        raise Unfit(text, *_WINDOW, "calendar", "startTime")


def _first_day(start: str) -> date | None:
    """The day that begins at a time; None where none does."""
    found = _WHOLE.fullmatch(start)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def limit_of(slo: Document, indicator: str) -> dict[str, str]:
    """The limit of an indicator that compares. Raises Unfit."""
    key, unit = LIMITS[indicator]
    value = _exact(slo.at(*_OBJECTIVE, "value"))
    if value is None or slo.at(*_OBJECTIVE, "op") != "lte":
        text = said('the objective needs "op: lte" and a number as "value"')
        raise Unfit(text, *_OBJECTIVE)
    return {key: _text(value * (unit // _LEAST), *_OBJECTIVE, "value")}


def slice_of(slo: Document) -> dict[str, str]:
    """The slices that a mean is made of; nothing where all events count alike. Raises Unfit."""
    method = slo.at("spec", "budgetingMethod")
    if method == "Occurrences":
        return {}
    if method != "RatioTimeslices":
        text = said(
            '"budgetingMethod" must be Occurrences or RatioTimeslices: whole slices are not judged '
            "good or bad here"
        )
        raise Unfit(text, "spec", "budgetingMethod")
    given = slo.at(*_OBJECTIVE, "timeSliceWindow")
    length, minutes = _length(str(given)), _exact(given)
    if isinstance(length, timedelta):
        return {"slice": duration_text(length)}
    if minutes is None:
        text = said('the objective needs "timeSliceWindow", such as 5m')
        raise Unfit(text, *_OBJECTIVE)
    return {"slice": _text(minutes * (_UNITS["m"] // _LEAST), *_OBJECTIVE, "timeSliceWindow")}


def require_events(slo: Document, indicators: Mapping[str, Any]) -> None:
    """Raises Unfit where it does not count good (or bad) and total events."""
    spec, place = slo.at("spec", "indicator", "spec"), ("spec", "indicator")
    if (named := slo.at("spec", "indicatorRef")) is not None:
        spec, place = indicators.get(str(named)), ("spec", "indicatorRef")
        if spec is None:
            raise Unfit(said('there is no SLI "{name}" in this file', name=str(named)[:80]), *place)
    metric = spec.get("ratioMetric") if isinstance(spec, dict) else None
    if not isinstance(metric, dict):
        text = said('it needs a "ratioMetric" of "good" and "total": good and total events count')
        raise Unfit(text, *place)
    if "total" not in metric or not {"good", "bad"} & metric.keys():
        text = said('"raw" tells no events; give "good" and "total"')
        raise Unfit(text, *place)


def _length(text: str) -> timedelta | str | None:
    """A length in the shorthand of OpenSLO; of months and more as it is written."""
    if text in ("1M", "1Q"):
        return text
    found = _SHORTHAND.fullmatch(text)
    return int(found[1]) * _UNITS[found[2]] if found else None


def _text(length: Fraction, *path: str | int) -> str:
    """A length in milliseconds. Raises Unfit."""
    if length.denominator != 1 or not 0 < length < _LONGEST:
        raise Unfit(said("the time must be a whole number of milliseconds, and not endless"), *path)
    return duration_text(int(length) * _LEAST)


def _exact(value: Any) -> Fraction | None:
    """A number as it is written; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return Fraction(Decimal(str(value)))
    except (InvalidOperation, ValueError, OverflowError):
        return None
