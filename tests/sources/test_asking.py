"""Sources that answer otherwise than they must: one plain fault each, and pauses that are kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from statuspage.config.sources import KnownSource
from statuspage.domain.measured.pulls import DuePull
from statuspage.domain.measured.samples import ProbeState
from statuspage.domain.vocabulary.spans import Span
from statuspage.sources.pulling import AskedSource, Outcome
from tests.helpers.answering import Answering, answering

START = datetime(2026, 7, 1, 12, tzinfo=UTC)
DUE = DuePull(Span(START, START + timedelta(minutes=10)), is_final=False)
_GOOD = {"status": "success", "data": {"resultType": "matrix", "result": []}}


def _answer(document: object) -> Answering:
    return Answering(200, json.dumps(document).encode())


def pulled(url: str, environ: Mapping[str, str] | None = None, **series: object) -> list[Outcome]:
    """What comes of two series of a source."""
    written = {
        "id": "prom",
        "type": "prometheus",
        "url": url,
        "every": "60s",
        "timeout": "2s",
        "headers": {"Authorization": "Bearer env:PROM_TOKEN"},
        "series": [
            {"id": "one", "component": "api", "query": "up"} | series,
            {"id": "two", "component": "api", "query": "down"},
        ],
    }
    source = AskedSource.of(KnownSource.model_validate(written))
    chosen = {"PROM_TOKEN": "geheim"} if environ is None else environ
    return source.round({"one": [DUE], "two": [DUE]}, chosen)


@pytest.mark.parametrize(
    ("answer", "words", "is_off"),
    [
        (Answering(401, b"no"), "status 401: check the token", False),
        (Answering(302, b"", {"Location": "http://10.0.0.1/"}), "leads elsewhere", False),
        (Answering(400, b'{"error": "parse  error:\\n here"}'), "parse error: here", False),
        (Answering(200, b"<html>"), "not JSON", False),
        (Answering(200, b"[]"), "not one of Prometheus", False),
        (_answer({**_GOOD, "warnings": {"store": "is away"}}), "not one of Prometheus", False),
        (_answer({**_GOOD, "data": {"result": ["up"]}}), "not one of Prometheus", False),
        (
            _answer({**_GOOD, "data": {"result": [{"metric": "up", "values": []}]}}),
            "not one of Prometheus",
            False,
        ),
        (
            _answer({**_GOOD, "warnings": ["store is away"]}),
            "not whole: store is away",
            False,
        ),
        (Answering(429, b"", {"Retry-After": "120"}), "left alone for 120 s", True),
        (Answering(0), "cannot be fetched", True),
    ],
)
def test_what_is_no_answer_is_one_plain_fault(answer: Answering, words: str, is_off: bool) -> None:
    with answering(lambda _: answer) as server:
        one, two = pulled(server.address)
        assert words in str(one.fault)
        assert "geheim" not in str(one.fault)
        assert (one.is_off, two.is_off) == (is_off, is_off)
        assert len(server.asked) == (1 if is_off else 2)
        assert server.asked[0].headers["authorization"] == "Bearer geheim"
    if answer.status == 429:
        assert one.wait == two.wait == timedelta(minutes=2)


def test_variable_that_is_missing_is_named() -> None:
    assert "has no PROM_TOKEN" in str(pulled("http://127.0.0.1:1", {})[0].fault)


def test_values_are_judged_and_places_told_apart() -> None:
    def a_series(place: str, *values: str) -> object:
        points = [[START.timestamp() + 60 * n, value] for n, value in enumerate(values)]
        return {"metric": {"__name__": "up", "region": place}, "values": points}

    def answer(query: str) -> Answering:
        took = "duration" in query
        found = (
            [a_series("eu", "9", "0.2", "1.5", "0", "0.3"), a_series("us", "9", "1e30")]
            if took
            else [a_series("eu", "1", "1", "1", "0", "0.5", "NaN"), a_series("us", "1", "+Inf")]
        )
        return _answer({**_GOOD, "data": {"result": found}})

    more = {"degraded": ">= 0.5", "latency": "duration", "slower_than": "1s", "location": "region"}
    with answering(lambda asked: answer(asked.path)) as server:
        one = pulled(server.address, **more)[0]
    assert one.pulled is not None
    assert [(s.location, s.state, s.latency_ms) for s in one.pulled.samples] == [
        ("eu", ProbeState.UP, 200),  # the point of the start itself is of the stretch before
        ("eu", ProbeState.DEGRADED, 1500),
        ("eu", ProbeState.DOWN, None),  # a check that failed took no time that counts
        ("eu", ProbeState.DEGRADED, 300),
        ("eu", ProbeState.UNKNOWN, None),
        ("us", ProbeState.DEGRADED, 86_400_000),  # no store keeps more
    ]


def test_fingerprint_is_of_what_was_written() -> None:
    told = '{"__name__": "up"}', START.timestamp() + 60.5
    result = f'[{{"metric": {told[0]}, "values": [[{told[1]}, "1e-05"]]}}]'
    body = f'{{"status": "success", "data": {{"resultType": "matrix", "result": {result}}}}}'
    with answering(lambda _: Answering(200, body.encode())) as server:
        found = pulled(server.address)[0].pulled
    line = f'[{{"__name__":"up"}},{int(told[1] * 1000)},"1e-05"]\n'
    assert found is not None
    assert found.digest == hashlib.sha256(line.encode()).digest()
