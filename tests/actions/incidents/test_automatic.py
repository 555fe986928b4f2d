"""From failed checks to drafts and incidents, and from good ones back again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.automatic import discard_draft, follow, publish_draft
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.incidents.automatic import Alarm
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import Conflict
from statuspage.said import Said
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.store.incidents import alarms, incidents
from tests.helpers.sites import a_probe, add_to_config

MINUTE = timedelta(minutes=1)
START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
ADA = Actor("ada")
UP, DOWN = ProbeState.UP, ProbeState.DOWN

TEMPLATE = """---
title: "{{component}} is down"
kind: incident
next_update: 30m
---
%s
"""


class Story:
    """A site whose API is checked each minute; `to` tells how its checks go on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.minute = 0

    def use(self, *lines: str, template: str = "") -> None:
        if template:
            place = self._folder / "content" / "templates" / "down.md"
            place.parent.mkdir(exist_ok=True)
            place.write_text(TEMPLATE % template, "utf-8")
        add_to_config(self._folder, a_probe(), "\n".join(lines))

    def to(self, *states: ProbeState) -> None:
        watched = Watched("api-http", "api", Cadence(MINUTE, 2))
        for state in states:
            with clock.standing_at(self.now):
                sample = Sample(self.now, state)
                record_samples([(watched, sample)])
                follow()
            self.minute += 1

    @property
    def now(self) -> datetime:
        return START + self.minute * MINUTE


@pytest.fixture
def story(store: Path) -> Story:
    return Story(store)


def incidents_now() -> list[Incident]:
    with db.snapshot():
        return incidents.newest(10)


def drafts_now() -> list[Alarm]:
    with db.snapshot():
        return alarms.drafts()


def test_confirmed_failure_publishes_an_incident_with_the_measured_start(story: Story) -> None:
    story.use('on_failure = "publish"')
    story.to(UP, DOWN)
    assert incidents_now() == []
    story.to(DOWN, DOWN)
    [found] = incidents_now()
    assert found.impact_from == START + MINUTE
    assert found.declared == {"api": ComponentState.MAJOR_OUTAGE}
    assert found.title == "API does not work"
    assert found.updates[0].words == (Said("alarm.failing"),)


def test_template_is_filled_and_its_promise_is_made(story: Story) -> None:
    words = "{{component}} fails since {{start}}, says {{probe}}."
    story.use('on_failure = "publish"', 'template = "down"', template=words)
    story.to(DOWN, DOWN)
    [found] = incidents_now()
    assert found.title == "API is down"
    assert found.updates[0].body == "API fails since 1 July 2026, 13:00 BST, says api-http."
    assert found.next_due == START + 31 * MINUTE


def test_template_with_a_gap_that_nobody_fills_gives_way_to_plain_words(story: Story) -> None:
    story.use('on_failure = "publish"', 'template = "down"', template="We see {{what}}.")
    story.to(DOWN, DOWN)
    [found] = incidents_now()
    assert "{{" not in found.updates[0].body
    assert found.updates[0].said == Said("alarm.failing")


def test_recovery_moves_it_to_monitoring_and_staff_resolve_it(story: Story) -> None:
    story.use('on_failure = "publish"')
    story.to(DOWN, DOWN, DOWN, UP, UP)
    [found] = incidents_now()
    assert found.status is Status.MONITORING
    assert found.declared == {"api": ComponentState.OPERATIONAL}
    assert len(found.updates) == 2


def test_recovery_resolves_it_where_that_is_wished_with_the_measured_end(story: Story) -> None:
    story.use('on_failure = "publish"', "resolve_on_recovery = true")
    story.to(DOWN, DOWN, DOWN, UP)
    [found] = incidents_now()
    assert [update.status for update in found.updates] == [
        *(Status.RESOLVED, Status.MONITORING, Status.INVESTIGATING),
    ]
    assert (found.impact_from, found.impact_until) == (START, START + 3 * MINUTE)
    with db.snapshot():
        [run] = incidents.runs_between(START, START + 9 * MINUTE, ["api"])["api"]
    assert (run.start, run.end) == (START, START + 3 * MINUTE)


def test_flapping_target_opens_one_incident_and_few_words(story: Story) -> None:
    story.use('on_failure = "publish"', "resolve_on_recovery = true")
    story.to(*(DOWN, DOWN, UP) * 10)
    found = incidents_now()
    assert len(found) <= 3
    assert sum(len(incident.updates) for incident in found) <= 9


def test_incident_by_staff_that_covers_the_component_is_enough(story: Story) -> None:
    story.use('on_failure = "publish"')
    with clock.standing_at(START - MINUTE):
        degraded = {"api": ComponentState.DEGRADED}
        open_incident("Slow", NewUpdate("We look.", components=degraded), ADA)
    story.to(DOWN, DOWN, DOWN)
    assert [incident.title for incident in incidents_now()] == ["Slow"]


def test_incident_that_staff_close_is_not_opened_again_for_the_same_failure(story: Story) -> None:
    story.use('on_failure = "publish"')
    story.to(DOWN, DOWN)
    [found] = incidents_now()
    with clock.standing_at(story.now):
        post_update(found.key, NewUpdate("Not so.", status=Status.FALSE_ALARM), ADA)
    story.to(*[DOWN] * 20)
    assert len(incidents_now()) == 1


def test_silence_is_no_recovery(story: Story) -> None:
    story.use('on_failure = "publish"')
    story.to(DOWN, DOWN)
    story.minute += 30
    with clock.standing_at(story.now):
        follow()
    assert incidents_now()[0].status is Status.INVESTIGATING


def test_draft_is_public_nowhere(story: Story) -> None:
    story.use('on_failure = "draft"', 'template = "down"', template="Canary words of {{probe}}.")
    story.to(DOWN, DOWN)
    [draft] = drafts_now()
    assert draft.body == "Canary words of api-http."
    with clock.standing_at(story.now):
        bodies = {found.path: catalogue.render(found).body for found in catalogue.all_pages()}
    assert len(bodies) > 20
    words = (b"Canary words", draft.key.encode())  # that API is down the page says by itself
    assert [path for path, body in bodies.items() if any(word in body for word in words)] == []


def test_published_draft_is_an_incident_of_its_editor(story: Story) -> None:
    story.use('on_failure = "draft"')
    story.to(DOWN, DOWN)
    [draft] = drafts_now()
    with clock.standing_at(story.now):
        made = publish_draft(draft.key, ADA)
        assert made.impact_from == START
        assert made.updates[0].author == "ada"
        with pytest.raises(Conflict):
            publish_draft(draft.key, ADA)
    assert drafts_now() == []
    story.to(UP)
    assert incidents_now()[0].status is Status.MONITORING


def test_draft_that_recovered_is_published_as_monitored(story: Story) -> None:
    story.use('on_failure = "draft"')
    story.to(DOWN, DOWN, UP)
    [draft] = drafts_now()
    assert draft.recovered_at == START + 2 * MINUTE
    with clock.standing_at(story.now):
        key = publish_draft(draft.key, ADA).key
    with db.snapshot():
        assert incidents.by_key(key).status is Status.MONITORING


def test_discarded_draft_says_nothing_until_the_next_failure(story: Story) -> None:
    story.use('on_failure = "draft"')
    story.to(DOWN, DOWN)
    discard_draft(drafts_now()[0].key, ADA)
    story.to(*[DOWN] * 15)
    assert drafts_now() == []
    story.to(*[UP] * 15, DOWN, DOWN)
    assert len(drafts_now()) == 1
    assert incidents_now() == []
