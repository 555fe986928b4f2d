"""Services that check, each in its documented form: pages, pauses, errors, gaps; told alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from statuspage.config.sources import KnownSource
from statuspage.domain.measured.pulls import DuePull
from statuspage.domain.measured.samples import ProbeState, Sample
from statuspage.domain.vocabulary.spans import Span
from statuspage.sources.pulling import AskedSource, Outcome
from tests.helpers.answering import Answering, Asked, answering

START = datetime(2026, 7, 1, 0, tzinfo=UTC)
SPAN = Span(START, START + timedelta(hours=6))
EPOCH = int(START.timestamp())
UP, DOWN = ProbeState.UP, ProbeState.DOWN
ENVIRON = {"TOKEN": "geheim", "APPLICATION": "auch"}

Answer = Callable[[Asked], Any]

SERIES: Mapping[str, Mapping[str, Any]] = {
    "pingdom": {"check": 85975},
    "checkly": {"check": "c-1/2"},
    "datadog": {"test": "abc-def-ghi"},
    "uptimerobot": {"monitor": 777},
}
KEYS: Mapping[str, Mapping[str, str]] = {
    "checkly": {"account": "acme"},
    "datadog": {"application_key": "env:APPLICATION"},
}


def pull(kind: str, answer: Answer, **series: Any) -> tuple[Outcome, list[Asked]]:
    def answered(asked: Asked) -> Answering:
        found = answer(asked)
        if isinstance(found, Answering):
            return found
        return Answering(200, json.dumps(found).encode(), {"Content-Type": "application/json"})

    with answering(answered) as server:
        written = {
            "id": "it",
            "type": kind,
            "url": server.address,
            "every": "60s",
            "token": "env:TOKEN",
            **KEYS.get(kind, {}),
            "series": [{"id": "one", "component": "api"} | SERIES[kind] | series],
        }
        source = AskedSource.of(KnownSource.model_validate(written))
        [outcome] = source.round({"one": [DuePull(SPAN, is_final=True)]}, ENVIRON)
        return outcome, server.asked


def samples(outcome: Outcome) -> list[Sample]:
    assert outcome.pulled is not None, outcome.fault
    return sorted(outcome.pulled.samples, key=lambda one: (one.at, one.location))


def query(asked: Asked) -> dict[str, str]:
    return {name: texts[0] for name, texts in parse_qs(urlsplit(asked.path).query).items()}


def pingdom(asked: Asked) -> Any:
    """2,160 results, ten seconds apart and the newest first, without those of a gap."""
    told = query(asked)
    times = range(int(told["to"]), int(told["from"]) - 1, -10)
    kept = [at for at in times if not EPOCH + 600 <= at < EPOCH + 900]
    offset = int(told["offset"])
    names = {0: "unconfirmed_down", 10: "down", 20: "unknown"}
    return {
        "activeprobes": [33, 34],
        "results": [
            {
                "probeid": 33,
                "time": at,
                "status": names.get(at - EPOCH - 60, "up"),
                "responsetime": 91,
                "statusdesc": "OK",
            }
            for at in kept[offset : offset + int(told["limit"])]
        ],
    }


def test_pingdom_is_read_page_by_page() -> None:
    outcome, asked = pull("pingdom", pingdom)
    found = samples(outcome)
    assert len(found) == 2160 - 30
    assert (found[0].at, found[-1].at) == (START + timedelta(seconds=10), SPAN.end)
    states = {(one.at - START).seconds: (one.state, one.latency_ms) for one in found}
    assert (states[50], states[60], states[70]) == ((UP, 91), (DOWN, None), (DOWN, None))
    assert states[80] == (ProbeState.UNKNOWN, None)
    assert len(asked) == 3
    assert asked[0].path.startswith("/api/3.1/results/85975?")
    assert asked[0].headers["authorization"] == "Bearer geheim"


def a_run(second: int, place: str = "eu-west-1", **more: Any) -> dict[str, Any]:
    at = START + timedelta(seconds=second)
    return {
        "resultType": "FINAL",
        "startedAt": f"{at:%Y-%m-%dT%H:%M:%S}.250Z",
        "hasFailures": False,
        "hasErrors": False,
        "isDegraded": False,
        "runLocation": place,
        "responseTime": 120,
        **more,
    }


def checkly(asked: Asked) -> Any:
    """Two pages; attempts that are no results of their own are among them."""
    if "nextId" in query(asked):
        rest = [a_run(60, hasFailures=True), a_run(0), a_run(-1)]
        return {"length": 3, "entries": rest, "nextId": None}
    first = [
        a_run(21_600, "us-east-1"),
        a_run(180, isDegraded=True),
        a_run(120, hasFailures=True, resultType="ATTEMPT"),
        a_run(120, "us-east-1"),
    ]
    return {"length": 4, "entries": first, "nextId": "abc"}


def test_checkly_counts_final_results() -> None:
    outcome, asked = pull("checkly", checkly, by_place=True)
    assert [((s.at - START).seconds, s.state, s.location) for s in samples(outcome)] == [
        (0, UP, "eu-west-1"),  # a quarter of a second after the start
        (60, DOWN, "eu-west-1"),
        (120, UP, "us-east-1"),
        (180, ProbeState.DEGRADED, "eu-west-1"),
    ]
    assert asked[0].path.startswith("/v2/check-results/c-1%2F2?")
    assert asked[0].headers["x-checkly-account"] == "acme"


def datadog(asked: Asked) -> Any:
    """400 results of which 150 are told, the newest first; two share their millisecond."""
    told = query(asked)
    every = [(EPOCH * 1000 + 54_000 * (n // 2 * 2 + 1), n) for n in range(400)]
    inside = [one for one in every if int(told["from_ts"]) <= one[0] <= int(told["to_ts"])]
    newest = sorted(inside, reverse=True)[:150]
    return {
        "last_timestamp_fetched": newest[0][0] if newest else 0,
        "results": [
            {
                "check_time": float(at),
                "probe_dc": "aws:eu-central-1",
                "result_id": str(number),
                "result": {"passed": number != 7, "timings": {"total": 88.4}},
                "status": 0,
            }
            for at, number in newest
        ],
    }


def test_datadog_is_asked_for_what_is_older() -> None:
    outcome, asked = pull("datadog", datadog)
    assert outcome.pulled is not None
    found = samples(outcome)
    assert len({one.at for one in found}) == 200
    assert [(one.at - START).seconds for one in found if one.state is DOWN] == [378]
    assert {one.latency_ms for one in found if one.state is UP} == {89}
    assert len(asked) == 3
    assert asked[0].headers["dd-application-key"] == "auch"


def uptimerobot(logs: list[tuple[int, int]], times: list[tuple[int, int]]) -> Answer:
    return lambda _: {
        "stat": "ok",
        "pagination": {"offset": 0, "limit": 50, "total": 1},
        "monitors": [
            {
                "id": 777,
                "interval": 60,
                "status": 2,
                "logs": [
                    {"type": kind, "datetime": EPOCH + at, "duration": 9} for at, kind in logs
                ],
                "response_times": [{"datetime": EPOCH + at, "value": ms} for at, ms in times],
            }
        ],
    }


def test_uptimerobot_tells_stretches_as_results() -> None:
    logs = [(90, 1), (-3600, 2), (215, 2), (400, 99), (1000, 98), (1001, 2)]
    outcome, asked = pull("uptimerobot", uptimerobot(logs, [(95, 1), (300, 250)]))
    found = [((one.at - START).seconds, one.state, one.latency_ms) for one in samples(outcome)]
    assert found[:10] == [
        (60, UP, None),
        (90, DOWN, None),
        (150, DOWN, None),
        (210, DOWN, None),
        (215, UP, None),
        (275, UP, None),
        (300, UP, 250),
        (335, UP, None),
        (395, UP, None),
        (1001, UP, None),  # while it was paused nobody looked
    ]
    assert found[-1][0] == 21_581
    form = parse_qs(asked[0].body.decode())
    assert (form["api_key"], form["monitors"]) == (["geheim"], ["777"])
    assert "geheim" not in asked[0].path


@pytest.mark.parametrize("kind", SERIES)
def test_pauses_and_refusals_are_kept_apart_from_results(kind: str) -> None:
    busy, _ = pull(kind, lambda _: Answering(429, b"", {"Retry-After": "30"}))
    assert (busy.is_off, busy.wait) == (True, timedelta(seconds=30))
    closed, _ = pull(kind, lambda _: Answering(403, b"{}"))
    assert "check the token" in str(closed.fault)
    for odd in ([], {"results": 7}, {"entries": [{}], "results": [{}], "monitors": [3]}):
        strange, _ = pull(kind, lambda _, odd=odd: odd)
        assert "check the url" in str(strange.fault)


def test_uptimerobot_says_why_it_refuses() -> None:
    refused = {
        "stat": "fail",
        "error": {"type": "invalid_parameter", "message": "api_key is wrong"},
    }
    assert "api_key is wrong" in str(pull("uptimerobot", lambda _: refused)[0].fault)
    nothing, _ = pull("uptimerobot", lambda _: {"stat": "ok", "monitors": []})
    assert "no such monitor" in str(nothing.fault)


@pytest.mark.parametrize(("kind", "most"), [("checkly", 200), ("pingdom", 20), ("datadog", 2)])
def test_answer_without_an_end_is_given_up(kind: str, most: int) -> None:
    """Such as that of a server that does not heed which page it is asked for."""
    answers: dict[str, Answer] = {
        "checkly": lambda _: {"entries": [], "nextId": "again"},
        "pingdom": lambda _: {"results": [{"status": "up", "time": EPOCH + 1}] * 1000},
        "datadog": lambda _: datadog(Asked("GET", f"/?from_ts=0&to_ts={EPOCH * 2000}", {}, b"")),
    }
    endless, asked = pull(kind, answers[kind])
    assert "no end" in str(endless.fault)
    assert len(asked) == most
