"""The first line is that of the one incident only where it tells all the trouble there is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from lxml import html

from statuspage import clock
from statuspage.actions.incidents.amend import withdraw_update
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.site import catalogue
from tests.helpers.copies import publish
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import a_probe, add_to_config
from tests.helpers.telling import ADA, at, opened, posted

MINUTE = timedelta(minutes=1)
MAJOR, PARTIAL = ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE


@pytest.fixture
def down(store: Path, request: pytest.FixtureRequest) -> str:
    """A component that checks have seen down for five minutes at noon."""
    component: str = request.param
    with clock.standing_at(at(-60)):
        add_to_config(store, a_probe("one", component))
    probe = Watched("one", component, Cadence(MINUTE, 2))
    with clock.standing_at(at(0)):
        samples = [Sample(at(-back), ProbeState.DOWN) for back in range(4, -1, -1)]
        record_samples([(probe, sample) for sample in samples])
    return component


def first_line() -> str:
    with clock.standing_at(at(1)):
        found = catalogue.find("/")
        assert found is not None
        [line] = html.document_fromstring(catalogue.render(found).body).xpath("//h1")
    for hidden in line.xpath(".//*[@hidden]"):
        hidden.drop_tree()
    return " ".join(line.text_content().split())


@pytest.mark.parametrize(
    ("down", "declared", "line"),
    [
        ("api", {"api": MAJOR}, "API errors"),
        ("api", {"api": PARTIAL}, "API is down."),
        ("docs", {"api": MAJOR}, "2 parts are down."),
    ],
    indirect=["down"],
)
def test_lone_incident_is_the_first_line_where_nothing_is_measured_to_be_worse(
    down: str, declared: dict[str, ComponentState], line: str
) -> None:
    opened(components=declared)
    assert first_line() == line


@pytest.mark.parametrize("down", ["api", "docs"], indirect=True)
def test_copy_with_trouble_beside_its_incident_is_as_its_record_says(
    down: str, tmp_path: Path
) -> None:
    opened()
    with clock.standing_at(at(1)):
        publish(tmp_path / "www")
    assert verify(Folder(tmp_path / "www")).findings == []


def test_words_that_stand_are_the_news_where_newer_ones_were_withdrawn(store: Path) -> None:
    incident = opened()
    before = words_of(rendered("/", at(10)))
    update = posted(5, incident.key, "Nonsense.").updates[0]
    assert "Nonsense." in words_of(rendered("/", at(10)))
    with clock.standing_at(at(20)):
        withdraw_update(incident.key, update.key, "It was about something else", ADA)
    after = words_of(rendered("/", at(21)))
    assert "Nonsense." not in after
    assert incident.updates[0].body in before
    assert incident.updates[0].body in after
    assert after.count("It was about something else") == 0


def test_page_that_nothing_checks_does_not_say_that_it_was_checked(store: Path) -> None:
    assert "As of " in words_of(rendered("/", at(1)))
    assert "Checked at" not in words_of(rendered("/", at(1)))
