"""What the specification of OpenSLO v1 asks of a document, read apart from the program.

Source: README.md of https://github.com/OpenSLO/OpenSLO, sections General Schema, SLO, Objectives
and SLI; it has no schema for machines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_ANNOTATION = re.compile(r"([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_LENGTH = re.compile(r"[1-9][0-9]*[mhdwMQY]")
_KINDS = {"DataSource", "SLO", "SLI", "AlertPolicy", "AlertCondition", "Service"}


def faults(document: Any) -> Iterator[str]:
    """Each rule that a document breaks."""
    metadata, spec = document["metadata"], document["spec"]
    if document["apiVersion"] != "openslo/v1" or document["kind"] not in _KINDS:
        yield "kind"
    if not _NAME.fullmatch(metadata["name"]):
        yield "name"
    for key, value in metadata.get("annotations", {}).items():
        if not _ANNOTATION.fullmatch(key) or not isinstance(value, str):
            yield f"annotation {key}"
    if len(spec.get("description", "")) > 1050:
        yield "description"
    if document["kind"] == "SLO":
        yield from _slo(spec)


def _slo(spec: Any) -> Iterator[str]:
    if "service" not in spec or ("indicator" in spec) == ("indicatorRef" in spec):
        yield "service or indicator"
    yield from _window(spec["timeWindow"])
    [objective] = spec["objectives"]
    metric = spec["indicator"]["spec"]
    yield from _metrics(metric)
    if ("thresholdMetric" in metric) != ("op" in objective and "value" in objective):
        yield "op and value belong to a threshold"
    if objective.get("op", "lte") not in ("lte", "gte", "lt", "gt"):
        yield "op"
    if not 0 <= objective["target"] < 1 or "targetPercent" in objective:
        yield "target"
    sliced = spec["budgetingMethod"] == "RatioTimeslices"
    if spec["budgetingMethod"] not in ("Occurrences", "RatioTimeslices"):
        yield "budgetingMethod"
    if sliced != _is_slice(objective.get("timeSliceWindow", 0)):
        yield "timeSliceWindow"


def _is_slice(value: Any) -> bool:
    return bool(_LENGTH.fullmatch(value)) if isinstance(value, str) else value > 0


def _window(windows: Any) -> Iterator[str]:
    [window] = windows
    if not _LENGTH.fullmatch(window["duration"]):
        yield "duration"
    if window["isRolling"] == ("calendar" in window):
        yield "rolling or calendar"
    if "calendar" in window:
        datetime.strptime(window["calendar"]["startTime"], "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
        ZoneInfo(window["calendar"]["timeZone"])


def _metrics(spec: Any) -> Iterator[str]:
    if len({"thresholdMetric", "ratioMetric"} & spec.keys()) != 1:
        yield "one metric"
    ratio = spec.get("ratioMetric", {})
    if ratio and ("total" not in ratio or len({"good", "bad"} & ratio.keys()) != 1):
        yield "good or bad, and total"
    told = [ratio[name] for name in ("good", "bad", "total") if name in ratio]
    for metric in [*told, *([spec["thresholdMetric"]] if "thresholdMetric" in spec else [])]:
        if "spec" not in metric["metricSource"]:
            yield "metricSource"
