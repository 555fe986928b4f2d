"""/healthz: for load balancers and monitors; what the worker does not do is seen by staff, too."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.desk.duties import PATIENCE, Beat
from statuspage.domain.desk.staff import Role
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.figures.unmeasured import unmeasured_since
from statuspage.health.asking import HEADER, question
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings
from statuspage.web.app import create_app
from tests.helpers.sites import a_probe, add_to_config
from tests.helpers.stores import away
from tests.web.conftest import Browser

MINUTE = timedelta(minutes=1)


def left(**ago: float) -> None:
    """What a worker wrote whose duties ended so many seconds ago."""
    at = {name: clock.elapsed() - seconds for name, seconds in ago.items()}
    db.keep_beats([Beat(name, 0.0, ended, ended) for name, ended in at.items()])


def test_well_site_says_ok(browser: Browser) -> None:
    left(files=1, probing=2)
    answer = browser.get("/healthz")
    told = json.loads(answer.text)
    checks = {one.pop("name"): one for one in told.pop("checks")}
    assert (answer.code, told) == (200, {"status": "ok", "site": "Acme Cloud"})
    assert {one["state"] for one in checks.values()} == {"ok"}
    assert checks["worker"] == {"state": "ok", "text": "No duty of the worker is late."}
    assert checks.keys() >= {"store", "writing", "worker", "measuring", "disk"}


def test_duty_that_hangs_is_named_and_pages_stay_in_service(browser: Browser) -> None:
    left(files=1, probing=PATIENCE + 60)
    answer = browser.get("/healthz")
    said = json.loads(answer.text)
    assert (answer.code, said["status"]) == (200, "late")
    assert "probing" in said["reason"]
    assert "files" not in said["reason"]


def test_staff_see_on_the_desk_that_the_worker_hangs(
    signed_in: Callable[..., Browser],
) -> None:
    browser = signed_in("ada", Role.EDITOR)
    assert "The worker" not in browser.get("/admin").words()
    left(files=1, probing=PATIENCE + 60)
    assert "The worker is stuck in: probing." in browser.get("/admin").words()


def test_store_that_is_gone_is_unavailable(browser: Browser, store: Path) -> None:
    with away(store):
        answer = browser.get("/healthz")
    assert (answer.code, json.loads(answer.text)["status"]) == (503, "unavailable")


def test_checks_that_say_nothing_are_told_to_monitors_and_staff(
    store: Path, signed_in: Callable[..., Browser]
) -> None:
    browser = signed_in("ada", Role.EDITOR)
    noon = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    with clock.standing_at(noon - timedelta(hours=1)):
        add_to_config(store, a_probe())
    probe = Watched("api-http", "api", Cadence(timedelta(minutes=1), 2))
    with clock.standing_at(noon):
        record_samples([(probe, Sample(noon, ProbeState.UP))])
        assert json.loads(browser.get("/healthz").text)["status"] == "ok"
    with db.snapshot():
        since = [unmeasured_since(LIBRARY, current_settings(), noon + n * MINUTE) for n in (2, 9)]
    assert since == [None, noon + timedelta(seconds=150)]
    with clock.standing_at(noon + 9 * MINUTE):
        answer = browser.get("/healthz")
    said = json.loads(answer.text)
    assert (answer.code, said["status"]) == (200, "late")
    assert "Nothing has been measured since 2026-07-01 12:02 UTC." in said["reason"]


def test_doctor_alone_is_told_what_the_program_saw(store: Path) -> None:
    client = Client(create_app())
    asked = {HEADER: question(db.session_secret()), "X-Forwarded-For": "198.51.100.7"}
    told = client.get("/healthz", headers=asked, environ_base={"REMOTE_ADDR": "127.0.0.1"}).json
    assert told is not None
    assert told["asked"] == {
        "client": "198.51.100.7",
        "forwarded": "198.51.100.7",
        "is_peer_trusted": True,
        "peer": "127.0.0.1",
        "scheme": "",
    }
    guessed = client.get("/healthz", headers={HEADER: "guessed"}).json
    assert guessed is not None
    assert "asked" not in guessed
