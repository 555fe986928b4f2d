"""What jobs say to /api/v1/heartbeats/KEY, by whatever they have at hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.measurements.heartbeats import record_silence
from statuspage.actions.staff.tokens import create_token
from statuspage.domain.measured.samples import ProbeState
from statuspage.site.measured.reasons import failing_now
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import measurements
from statuspage.store.settings import current_settings
from statuspage.web.app import create_app
from tests.helpers.sites import a_probe, add_to_config

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def client(store: Path) -> Client:
    add_to_config(store, a_probe("backup", "docs", type="heartbeat", interval="1h", grace="10m"))
    return Client(create_app(store / "config.toml"))


@pytest.fixture
def key(client: Client) -> str:
    return create_token("nightly", ["heartbeat:backup"], ["backup"])


def call(client: Client, path: str, at: datetime = NOON, method: str = "GET", **more: str) -> int:
    with clock.standing_at(at):
        return client.open(f"/api/v1/heartbeats/{path}", method=method, **more).status_code


def is_down() -> bool:
    with db.snapshot():
        return measurements.fold_of("backup", "").is_down


def why(at: datetime) -> str:
    with db.snapshot():
        found = failing_now(LIBRARY, current_settings(), at)
    return "; ".join(str(one.reason.detail) for one in found if one.reason)


def look(at: datetime) -> None:
    with db.snapshot():
        settings = current_settings()
    with clock.standing_at(at):
        record_silence(settings, NOON - timedelta(days=1))


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_call_counts_by_any_of_three_methods(client: Client, key: str, method: str) -> None:
    assert call(client, key, method=method) == 200
    with db.snapshot():
        [sample] = measurements.samples_between(1, NOON - MINUTE, NOON + MINUTE)
    assert (sample.at, sample.state) == (NOON, ProbeState.UP)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("path", ["nonsense", "nonsense/start", "{key}/begin", "{key}/256"])
def test_what_is_no_call_is_not_found(client: Client, key: str, path: str, method: str) -> None:
    assert call(client, path.format(key=key), method=method) == 404


def test_answer_to_a_get_is_kept_by_nobody(client: Client, key: str) -> None:
    assert client.get(f"/api/v1/heartbeats/{key}").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("signal", "words"),
    [("fail", "The job said that it failed."), ("3", "The job ended with code 3.")],
)
def test_job_that_says_it_failed_is_down_at_once(
    client: Client, key: str, signal: str, words: str
) -> None:
    call(client, key)
    assert call(client, f"{key}/{signal}", NOON + MINUTE) == 200
    assert is_down()
    assert why(NOON + 2 * MINUTE) == words
    call(client, f"{key}/0", NOON + 3 * MINUTE)
    assert not is_down()
    assert why(NOON + 4 * MINUTE) == ""


def test_first_line_that_comes_with_a_failure_is_for_staff(client: Client, key: str) -> None:
    call(client, f"{key}/fail", method="POST", data="disk full\nand more")
    assert why(NOON + MINUTE) == "The job said that it failed: disk full"


def test_job_that_began_and_does_not_end_is_down(client: Client, key: str) -> None:
    call(client, key)
    call(client, f"{key}/start", NOON + 30 * MINUTE)
    look(NOON + 39 * MINUTE)
    assert not is_down()
    look(NOON + 41 * MINUTE)
    assert is_down()
    assert (
        why(NOON + 42 * MINUTE) == "It began at 2026-07-01 12:30 UTC and did not say how it ended."
    )


def test_beginning_is_no_sign_of_life(client: Client, key: str) -> None:
    call(client, f"{key}/start")
    with db.snapshot():
        assert measurements.fold_of("backup", "").last is None


def test_late_job_says_when_it_called_last(client: Client, key: str) -> None:
    call(client, key)
    look(NOON + 71 * MINUTE)
    assert is_down()
    assert why(NOON + 72 * MINUTE) == "Its last call came at 2026-07-01 12:00 UTC."


def test_job_that_never_called_is_not_called_operational(client: Client, key: str) -> None:
    page = client.get("/").text
    assert "Not measured yet" in page
    assert "No trouble is known. Some systems are not measured now." in page
    assert "not measured yet" in client.get("/components/docs").text
    client.get(f"/api/v1/heartbeats/{key}")
    assert "not measured yet" not in client.get("/components/docs").text


def test_wrong_keys_and_tokens_are_slowed_and_right_ones_are_not(client: Client, key: str) -> None:
    token = create_token("monitor", ["measurements"], [])

    def push(secret: str) -> int:
        headers = {"Authorization": f"Bearer {secret}"}
        return client.post("/api/v1/checks", json=[], headers=headers).status_code

    with clock.standing_at(NOON):
        wrong = [call(client, f"sp_{number}") for number in range(50)]
        wrong += [push(f"sp_{number}") for number in range(50)]
        assert wrong == [404] * 50 + [401] * 10 + [429] * 40
        assert call(client, "sp_wrong") == 429
        assert push("") == 401  # nothing was tried
        headers = {"Authorization": "Bearer sp_wrong"}
        assert client.get("/metrics", headers=headers).status_code == 429
        assert (call(client, key), push(token)) == (200, 200)
    assert call(client, "sp_wrong", NOON + MINUTE) == 404
