"""Any promise comes back from OpenSLO as it was, and each document keeps the rules."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.config import Calendar, Sla
from statuspage.figures.indicators import INDICATORS
from statuspage.imports.openslo.reading import read
from statuspage.render.openslo import SloTold, as_yaml
from tests.helpers.openslo import faults

URL = "https://status.acme.example"
OFFICE = Calendar.model_validate({"id": "office", "hours": {"mon-fri": "09:00-17:00"}})
_name = st.sampled_from(["Slow", '"quoted"', "100", "true", "[x]", "عطل 障害", "a: b # c", "null"])
_length = st.integers(1, 10**9).map(lambda number: timedelta(milliseconds=number))
_share = st.integers(1, 10**11 - 1).map(lambda number: Fraction(number, 10**11))
_id = st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True)
_weights = st.dictionaries(
    st.sampled_from(["major_outage", "partial_outage", "degraded_performance"]),
    st.integers(0, 10**9).map(lambda number: Fraction(number, 10**9)),
)
_credits = st.lists(st.fixed_dictionaries({"below": _share, "credit": _share}), max_size=3)
_further = {
    "components": st.lists(st.sampled_from(["api", "search"]), unique=True, max_size=2),
    "weights": _weights,
    "credits": _credits,
    "claim_within": _length,
    "claim": st.just({"who": "All", "to": "billing@acme.example"}),
    "agreement": st.just("agreements/api.md"),
    "timezone": st.sampled_from(["Europe/London", "Australia/Lord_Howe"]),
    "since": st.dates().map(str),
    "change_reason": _name,
    "maintenance": st.fixed_dictionaries({"notice": _length, "monthly_cap": _length}),
    "min_events": st.integers(1, 1000),
    "slice": _length,
    "priorities": st.lists(_name, max_size=2),
    "calendar": st.just("office"),
    "combine": st.sampled_from(["worst", "mean"]),
    "source": st.sampled_from(["probes", "incidents", "worst_of_both"]),
}


@st.composite
def _promises(draw: st.DrawFn) -> Sla:
    indicator = draw(st.sampled_from([*INDICATORS]))
    needed = {"under": draw(_length), "within": timedelta(seconds=draw(st.integers(1, 10**7)))}
    table: dict[str, Any] = {
        "id": draw(_id),
        "title": draw(_name),
        "indicator": indicator,
        "target": draw(_share),
        "window": draw(st.sampled_from(["month", "quarter", "week", "rolling-30d", "rolling-90d"])),
        **{key: needed[key] for key in INDICATORS[indicator].needed if key in needed},
    }
    if "components" in INDICATORS[indicator].needed:
        table["components"] = ["api"]
    for key in draw(st.lists(st.sampled_from([*_further]), unique=True, max_size=8)):
        if key not in table:
            table[key] = draw(_further[key])
    return Sla.model_validate(table, context=INDICATORS)


@settings(max_examples=60)
@given(_promises())
def test_promise_comes_back_and_keeps_the_rules_of_openslo(sla: Sla) -> None:
    zone = sla.timezone or "Europe/London"
    calendar = OFFICE if sla.calendar else None
    service = "API" if len(sla.components) == 1 else ""
    told = SloTold(sla, "Words " * 300, zone, f"{URL}/sla/{sla.id}", calendar, service)
    text = as_yaml([told], "Acme", URL).decode()
    documents = [*yaml.safe_load_all(text)]
    assert [fault for document in documents for fault in faults(document)] == []
    found = read(text, "slos.yaml", ["api", "search"], "Europe/London")
    assert (found.faults, found.refused) == ((), 0)
    [promise] = found.promises
    assert promise.sla == sla
    assert promise.calendar == calendar
