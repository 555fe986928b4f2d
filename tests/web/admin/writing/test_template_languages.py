"""Prepared texts in several languages: one tap fills each, checks speak each by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.incidents.automatic import follow
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.said import Said
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.helpers.content import put
from tests.helpers.languages import speak
from tests.helpers.made_up import made_up
from tests.helpers.sites import a_probe, add_to_config, change_config
from tests.helpers.telling import at
from tests.web.conftest import Browser, Post

_ENGLISH = "---\ntitle: '{{component}} is down'\nkind: incident\n---\nDown since {{start}}.\n"
_GERMAN = "---\ntitle: '{{component}} ist gestört'\n---\nSeit {{start}} gestört.\n"


@pytest.fixture
def prepared(store: Path, tmp_path: Path) -> Iterator[Path]:
    put(store, "templates/down.md", _ENGLISH)
    put(store, "templates/down.de.md", _GERMAN)
    speak(store, "de", "ar")
    (tmp_path / "words").mkdir()
    with made_up(tmp_path / "words", "de", "ar"):
        yield store


def fail(store: Path, *keys: str) -> None:
    """Have the checks of the API fail twice."""
    add_to_config(store, a_probe(), 'on_failure = "publish"\n', *keys)
    watched = Watched("api-http", "api", Cadence(at(1) - at(0), 2))
    for minute in range(3):
        with clock.standing_at(at(minute)):
            record_samples([(watched, Sample(at(minute), ProbeState.DOWN))])
            follow()


def test_template_fills_every_language_that_it_has(ada: Browser, prepared: Path) -> None:
    assert prepared
    words = {"component:api": "partial_outage", "impact_from": "2026-07-01T12:00"}
    page = ada.send("/admin/incidents/new", **words, do="template:down")
    filled = page.fields()
    page = ada.post("/admin/incidents/new", {**filled, "do": "preview"})
    filled = page.fields()
    assert filled["body"].strip() == "Down since 1 July 2026, 12:00 BST."
    assert filled["title:de"] == "API ist gestört"
    assert "1. Juli 2026" in filled["body:de"]
    assert filled["body:ar"].strip() == ""


def test_api_takes_every_language_of_a_prepared_text(post: Post, prepared: Path) -> None:
    assert prepared
    made = post({"template": "down", "components": {"api": "major_outage"}})
    assert made.status_code == 201, made.text
    told = made.get_json()
    assert told["texts"]["de"]["title"] == "API ist gestört"
    assert "1. Juli 2026" in told["update"]["texts"]["de"]["body"]


def test_language_that_pages_speak_no_more_is_left_out(
    ada: Browser, post: Post, prepared: Path
) -> None:
    change_config(prepared, '"en", "de", "ar"', '"en", "ar"')
    made = post({"template": "down", "components": {"api": "major_outage"}})
    assert (made.status_code, made.get_json()["texts"]) == (201, {})
    words = {"component:api": "partial_outage", "impact_from": "2026-07-01T12:00"}
    ada.send("/admin/incidents/new", **words, do="template:down")
    fields = ada.send("/admin/incidents/new", **words, do="template:down").fields()
    assert "body:de" not in fields
    assert not [name for name in fields if name.startswith("gap:")]


def test_check_that_fails_speaks_every_language_of_its_template(prepared: Path) -> None:
    fail(prepared, 'template = "down"\n')
    with db.snapshot():
        [found] = incidents.newest(5)
    assert found.wordings.texts == {"de": {"title": "API ist gestört"}}
    assert "1. Juli 2026" in found.updates[0].wordings.of("de")["body"]


def test_check_without_a_template_names_itself_in_every_language(store: Path) -> None:
    speak(store, "de", "ar")
    fail(store)
    with db.snapshot():
        [found] = incidents.newest(5)
    assert set(found.wordings) == {"de", "ar"}
    assert isinstance(found.updates[0].said, Said)
