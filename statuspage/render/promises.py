"""SLA definitions in plain words: what is promised, and by which rule the figure comes about."""

from __future__ import annotations

from fractions import Fraction

from statuspage.config import Sla
from statuspage.domain import display
from statuspage.domain.states import DEFAULT_WEIGHTS, ComponentState

_WINDOWS = {
    "month": "each calendar month",
    "quarter": "each quarter",
    "week": "each week",
    "rolling-30d": "any 30 days",
    "rolling-90d": "any 90 days",
}
_SOURCES = {
    "incidents": "Time weighted by the worst state that our incidents declare at each instant, "
    "within each incident's impact window",
    "probes": "Time weighted by the worst state that our checks measure at each instant",
    "worst_of_both": "Time weighted by the worse of what our checks measure and our incidents "
    "declare at each instant",
}
_EVENTS = {
    "latency": "{share} of checks answer within {limit}",
    "first_response": "{share} of requests get their first answer within {limit}",
    "resolution": "{share} of requests are solved within {limit}",
    "first_contact_resolution": "{share} of requests are solved with the first answer",
    "csat": "{share} of those who rate us are satisfied",
    "first_notice": "{share} of incidents are announced here within {limit}",
    "update_cadence": "in {share} of incidents there is never more than {limit} without a word",
    "ratio": "{share} of events go well",
}


def promise(sla: Sla) -> str:
    """One sentence: how much, of what, in which stretch of time."""
    share = display.percent_text(sla.target) + "%"
    if sla.indicator == "availability":
        said = f"available for at least {share} of the time"
    else:
        limit = sla.under or sla.within
        words = display.duration(Fraction(str(limit.total_seconds()))) if limit else ""
        said = "at least " + _EVENTS[sla.indicator].format(share=share, limit=words)
    return f"{said[0].upper()}{said[1:]}, in {_WINDOWS[sla.window]}."


def rule(sla: Sla) -> str:
    """One sentence: how the counts come about."""
    if sla.indicator != "availability":
        return f"Good events divided by all that are decided ({sla.indicator.replace('_', ' ')})."
    source = _SOURCES[sla.source or "probes"]
    several = {"worst": "the worst of its components counts", "mean": "the mean of its components"}
    parts = [source, _weights(sla)]
    if len(sla.components) > 1:
        parts.append(several[sla.combine])
    if sla.maintenance is not None:
        parts.append("announced maintenance is left out")
    return "; ".join(parts) + "."


def _weights(sla: Sla) -> str:
    weights = DEFAULT_WEIGHTS | {ComponentState(name): w for name, w in sla.weights.items()}
    named = [
        f"{state.label.lower()} {_decimal(weight)}"
        for state, weight in sorted(weights.items(), key=lambda item: -item[0].severity)
        if state is not ComponentState.OPERATIONAL
    ]
    return "weights: " + ", ".join(named)


def _decimal(weight: Fraction) -> str:
    return f"{float(weight):g}"
