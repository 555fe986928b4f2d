"""Why a check fails: kept, and shown to staff in full and to readers in plain words."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.incidents.automatic import follow
from statuspage.domain.measured.reason import Reason
from statuspage.domain.measured.samples import ProbeState
from statuspage.probes.prober import Checked
from statuspage.probes.result import Result
from statuspage.said import said
from statuspage.site.measured.reasons import failing_now
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import reasons
from statuspage.store.settings import current_settings
from statuspage.worker.duties.probing import Probing
from tests.helpers.sites import a_probe, add_to_config
from tests.web.conftest import Browser

MINUTE = timedelta(minutes=1)
REFUSED = Result(
    ProbeState.DOWN,
    None,
    Reason("status", said("It answers with status {status}.", status=503), {"status": 503}),
)
GOOD = Result(ProbeState.UP, 12)


def checked(*results: Result) -> None:
    """The newest results of the probe, a minute apart, as the prober hands them on."""
    now = clock.now()
    found = [
        Checked("api-http", now - (len(results) - 1 - place) * MINUTE, result)
        for place, result in enumerate(results)
    ]
    Probing().record(found)


@pytest.fixture
def failing(store: Path) -> None:
    add_to_config(store, a_probe(on_failure="draft"))
    checked(GOOD, REFUSED, REFUSED, REFUSED)


@pytest.mark.usefixtures("failing")
def test_readers_see_what_the_checks_met(browser: Browser) -> None:
    page = browser.get("/components/api")
    [section] = page.tree.xpath("//section[@aria-labelledby='outages']")
    assert "It answered with status 503" in section.text_content()
    [section] = page.tree.xpath("//section[@aria-labelledby='probes']")
    assert "It answered with status 503" in section.text_content()
    assert "data-unrecorded" in section.attrib
    assert "It answers with status" not in page.words()  # what staff see


@pytest.mark.usefixtures("failing")
def test_programs_see_it_too(browser: Browser) -> None:
    document = json.loads(browser.get("/api/v1/components/api").text)
    [probe] = document["probes"]
    [newest] = probe["newest"]
    assert (newest["state"], newest["reason"]) == ("down", "It answered with status 503")


@pytest.mark.usefixtures("failing")
def test_staff_see_it_in_settings_and_beside_the_draft(ada: Browser) -> None:
    follow()
    assert ada.get("/admin/settings").words().count("It answers with status 503.") == 2
    assert "api-http: It answers with status 503." in ada.get("/admin").words()


def test_desk_says_why_beside_trouble_that_nobody_speaks_of(store: Path, ada: Browser) -> None:
    add_to_config(store, a_probe())
    checked(GOOD, REFUSED, REFUSED, REFUSED)
    [row] = ada.get("/admin").tree.xpath("//li[.//a[contains(@href, 'new?component=api')]]")
    assert "api-http: It answers with status 503." in row.text_content()


def test_log_says_each_change_once(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    add_to_config(store, a_probe())
    with caplog.at_level(logging.INFO):
        checked(GOOD, REFUSED, REFUSED, GOOD)
    told = [one.getMessage() for one in caplog.records if "api-http" in one.getMessage()]
    assert told == ["api-http is down: It answers with status 503.", "api-http is up"]


def test_reason_of_what_is_over_is_kept_with_its_outage(store: Path, browser: Browser) -> None:
    add_to_config(store, a_probe())
    checked(GOOD, REFUSED, REFUSED, GOOD, GOOD)
    page = browser.get("/components/api")
    [section] = page.tree.xpath("//section[@aria-labelledby='outages']")
    assert "It answered with status 503" in section.text_content()
    [section] = page.tree.xpath("//section[@aria-labelledby='probes']")
    assert "503" not in section.text_content()


def test_what_fails_now_is_listed_until_it_is_well(store: Path) -> None:
    add_to_config(store, a_probe())
    checked(GOOD, REFUSED)
    with db.snapshot():
        [found] = failing_now(LIBRARY, current_settings(), clock.now())
    assert (found.component, found.state, found.reason) == ("api", ProbeState.DOWN, REFUSED.reason)
    checked(GOOD)
    with db.snapshot():
        assert failing_now(LIBRARY, current_settings(), clock.now()) == []


def test_same_results_again_tell_nothing_new(store: Path) -> None:
    add_to_config(store, a_probe())
    probing = Probing()
    now = clock.now()
    found = [Checked("api-http", now - 2 * MINUTE, GOOD), Checked("api-http", now, REFUSED)]
    for _ in range(3):
        probing.record(found)
    with db.snapshot():
        kept = reasons.between(["api-http"], now - timedelta(days=1), now + MINUTE)
    assert [one.state for one in kept] == [ProbeState.DOWN]
