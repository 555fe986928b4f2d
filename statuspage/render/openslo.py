"""Promises as documents of OpenSLO v1, for tools that read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import yaml

from statuspage.config import Calendar, Sla
from statuspage.domain.promises import openslo
from statuspage.domain.promises.openslo import CALENDAR, ID, LIMITS, SOURCE, UNITS, VERSION, WINDOWS

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST = 1050
_SAID = ("id", "title", "target", "window")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class SloTold:
    """A promise, and what stands around it."""

    sla: Sla
    description: str
    zone: str  # of its days and months
    page: str  # its address
    calendar: Calendar | None = None  # whose hours count
    service: str = ""  # the component that it is about, by name; "" for the whole site


def as_yaml(told: Iterable[SloTold], site: str, url: str) -> bytes:
    """The documents of some promises, those that they name first. `site` is its name."""
    found = [*told]
    documents = [_source(site, url), *_services(found, site), *(_slo(one) for one in found)]
    text = yaml.safe_dump_all(
        documents, allow_unicode=True, sort_keys=False, width=100, explicit_start=True
    )
    return text.encode()


def _document(kind: str, name: str, title: str, spec: dict[str, Any]) -> dict[str, Any]:
    named = {"name": name, "displayName": title}
    return {"apiVersion": VERSION, "kind": kind, "metadata": named, "spec": spec}


def _source(site: str, url: str) -> dict[str, Any]:
    details = {"type": SOURCE, "connectionDetails": {"url": url}}
    return _document("DataSource", SOURCE, site, details)


def _services(found: Sequence[SloTold], site: str) -> Iterable[dict[str, Any]]:
    named = {_service(one): one.service or site for one in found}
    return [_document("Service", name, title, {}) for name, title in sorted(named.items())]


def _service(told: SloTold) -> str:
    """The one component; several are a matter of the whole page."""
    return name_of(told.sla.components[0]) if told.service else SOURCE


def name_of(given: str) -> str:
    """A name as RFC 1123 takes it, the same wherever ours is one."""
    return given if _NAME.fullmatch(given) else given[:63].rstrip("-")


def _slo(told: SloTold) -> dict[str, Any]:
    sla = told.sla
    made = _document(
        "SLO",
        name_of(sla.id),
        sla.title,
        {
            "description": told.description[:_LONGEST],
            "service": _service(told),
            "indicator": _indicator(told),
            "timeWindow": [_window(told)],
            "budgetingMethod": _method(sla),
            "objectives": [_objective(sla)],
        },
    )
    made["metadata"]["annotations"] = _annotations(told)
    return made


def _window(told: SloTold) -> dict[str, Any]:
    window = WINDOWS[told.sla.window]
    if not window.start:
        return {"duration": window.duration, "isRolling": True}
    calendar = {"startTime": window.start, "timeZone": told.zone}
    return {"duration": window.duration, "calendar": calendar, "isRolling": False}


def _indicator(told: SloTold) -> dict[str, Any]:
    sla = told.sla
    figures = f"{told.page}/{{period}}.json"  # a month as 2026-07; see the page
    if sla.indicator in LIMITS:
        _, unit = LIMITS[sla.indicator]
        spec: dict[str, Any] = {
            "thresholdMetric": _metric(figures=figures, measures=sla.indicator, unit=UNITS[unit])
        }
    else:
        spec = {
            "ratioMetric": {
                "counter": False,
                "good": _metric(figures=figures, count="good"),
                "total": _metric(figures=figures, count="good + bad"),
            }
        }
    return {"metadata": {"name": name_of(sla.id)}, "spec": spec}


def _metric(**spec: str) -> dict[str, Any]:
    return {"metricSource": {"metricSourceRef": SOURCE, "type": SOURCE, "spec": spec}}


def _method(sla: Sla) -> str:
    return "RatioTimeslices" if _slice(sla) else "Occurrences"


def _slice(sla: Sla) -> timedelta | None:
    return openslo.SLICE if sla.indicator == "availability" else sla.slice


def _objective(sla: Sla) -> dict[str, Any]:
    told: dict[str, Any] = {"displayName": sla.title}
    if sla.indicator in LIMITS:
        key, unit = LIMITS[sla.indicator]
        told |= {"op": "lte", "value": _number(Decimal(getattr(sla, key) / unit))}
    share = Decimal(sla.target.numerator) / Decimal(sla.target.denominator)
    told["target"] = float(share)
    if (length := _slice(sla)) is not None:
        told["timeSliceWindow"] = _minutes(length)
    return told


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _minutes(length: timedelta) -> str | float:
    """As a length with a unit, else as a number of minutes."""
    return f"{length // _MINUTE}m" if not length % _MINUTE else length / _MINUTE


def _said(sla: Sla) -> Iterator[str]:
    """The keys that OpenSLO has words for."""
    yield from _SAID
    if sla.indicator in LIMITS:
        yield LIMITS[sla.indicator][0]
    if sla.slice is not None and _slice(sla) is sla.slice and not sla.slice % _MINUTE:
        yield "slice"


def _annotations(told: SloTold) -> dict[str, str]:
    """All else that the promise says, so that nothing is lost on the way."""
    sla = told.sla
    given = sla.model_dump(mode="json", exclude_defaults=True)
    rest = {key: value for key, value in given.items() if key not in _said(sla)}
    if name_of(sla.id) != sla.id:
        rest[ID] = sla.id
    if told.calendar is not None:
        rest[CALENDAR] = told.calendar.model_dump(mode="json", exclude_defaults=True)
    return {openslo.annotated(key): openslo.dumped(value) for key, value in rest.items()}
