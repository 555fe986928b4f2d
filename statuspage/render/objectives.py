"""SLA definitions in plain words: what is promised, and by which rule the figure comes about."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from statuspage.config import Sla
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState

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

_RULES = {
    "latency": "Answers to our checks that came within the limit, of all answers; a check that "
    "failed has none, and one that timed out was too slow",
    "first_response": "Requests whose first answer by a person came in time, of all that were due "
    "in the period; one still open past its due date is late",
    "resolution": "Requests solved in time, of all that were due in the period, without the time "
    "spent waiting for the customer; one still open past its due date is late",
    "first_contact_resolution": "Requests solved with one answer, not opened again and not "
    "followed by another about the same, of all solved in the period",
    "csat": "Ratings of 4 or 5 of 5, of all ratings given in the period",
    "ratio": "Good events divided by all events reported for the period",
}
_COMBINED_ANSWERS = {
    "worst": "of its components the one with the smallest share counts",
    "mean": "the answers of all its components together",
}


def promise(sla: Sla) -> str:
    """One sentence: how much, of what, in which stretch of time."""
    share = display.percent_text(sla.target) + "%"
    if sla.indicator == "availability":
        said = f"available for at least {share} of the time"
    else:
        limit = sla.under or sla.within
        words = _time(limit) if limit else ""
        said = "at least " + _EVENTS[sla.indicator].format(share=share, limit=words)
    return f"{said[0].upper()}{said[1:]}, in {_WINDOWS[sla.window]}."


def rule(sla: Sla) -> str:
    """One sentence: how the counts come about."""
    if sla.indicator != "availability":
        return _event_rule(sla)
    source = _SOURCES[sla.source or "probes"]
    several = {"worst": "the worst of its components counts", "mean": "the mean of its components"}
    parts = [source, _weights(sla)]
    if len(sla.components) > 1:
        parts.append(several[sla.combine])
    if sla.maintenance is not None:
        parts.append("announced maintenance is left out")
    return "; ".join(parts) + "."


def _event_rule(sla: Sla) -> str:
    named = sla.indicator.replace("_", " ")
    parts = [_RULES.get(sla.indicator, f"Good events divided by all that are decided ({named})")]
    if sla.indicator in ("first_response", "resolution"):
        calendar = f"in the open hours of the calendar {sla.calendar}"
        parts.append(f"counted {calendar if sla.calendar else 'round the clock'}")
    if sla.indicator == "first_contact_resolution" and sla.within:
        days = display.duration(Fraction(str(sla.within.total_seconds())))
        parts.append(f"a request counts once {days} have passed")
    if sla.indicator == "latency" and len(sla.components) > 1:
        parts.append(_COMBINED_ANSWERS[sla.combine])
    if sla.priorities:
        parts.append(f"only priority {', '.join(sla.priorities)}")
    if sla.slice:
        parts.append(
            f"as the mean of slices of {_time(sla.slice)}, and one without events counts as good"
        )
    if sla.min_events:
        few = f"fewer than {sla.min_events} events"
        is_ratio = sla.indicator == "ratio"
        parts.append(f"slices with {few} left out" if is_ratio else f"not judged from {few}")
    return "; ".join(parts) + "."


def _time(limit: timedelta) -> str:
    """A time in words; parts of a second are given in ms, for nothing here may be rounded."""
    if limit % timedelta(seconds=1):
        return f"{limit / timedelta(milliseconds=1):,g} ms"
    return display.duration(Fraction(str(limit.total_seconds())))


def _weights(sla: Sla) -> str:
    weights = DEFAULT_WEIGHTS | {ComponentState(name): w for name, w in sla.weights.items()}
    named = [
        f"{state.small} {_decimal(weight)}"
        for state, weight in sorted(weights.items(), key=lambda item: -item[0].severity)
        if state is not ComponentState.OPERATIONAL
    ]
    return "weights: " + ", ".join(named)


def _decimal(weight: Fraction) -> str:
    return f"{float(weight):g}"
