"""The facts of a site, made again from its record alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.sync import sync
from statuspage.content.markdown import to_html
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.recorded import Leaf, Recorded, SaltedText
from statuspage.domain.record.replay import Replay, replay
from statuspage.imports import jsonl
from statuspage.store import db
from statuspage.store.incidents import incidents, pledges, postmortems
from statuspage.store.measured import frozen, probes, slas
from statuspage.store.published import components, entries, record
from statuspage.store.settings import site
from tests.helpers.busy import NOW, make_busy

HISTORY = Path(__file__).parents[2] / "data/github-status/incidents.jsonl"


@pytest.fixture
def busy(site_folder: Path) -> Iterator[Path]:
    make_busy(site_folder)
    yield site_folder
    db.close_store()


def replayed() -> Replay:
    return replay(record.some(0, record.size()), to_html)


def public(incident: Incident) -> Incident:
    """An incident without what only staff may know."""
    return replace(incident, updates=tuple(replace(u, author="") for u in incident.updates))


def assert_same_as_the_store(found: Replay) -> None:
    assert found.site == site()
    assert found.components == components.known()
    keys = incidents.all_keys()
    assert keys
    assert found.incidents == {key: public(i) for key, i in incidents.by_keys(keys).items()}

    for kind in ENTRIES:
        assert found.all_of(kind) == [replace(e, file="") for e in entries.all_of(kind)]
    assert found.slas == {v.sla: slas.versions(v.sla) for v in slas.current()}
    assert found.probes == probes.versions()
    for key, incident in found.incidents.items():
        assert found.postmortems.get(key) == postmortems.of_incident(incident.number)
        assert list(found.pledges.get(key, ())) == pledges.of_incident(key)
    for sla in found.slas:
        periods = sorted(found.figures.items())
        told = [figure for (name, _), figures in periods if name == sla for figure in figures]
        assert told == frozen.all_of(sla)
    subjects = [entry.subject for entry in record.some(0, record.size())]
    assert found.marks(subjects) == record.marks(subjects)


def test_replay_of_a_busy_site_is_what_its_store_says(busy: Path) -> None:
    found = replayed()
    assert_same_as_the_store(found)
    assert sorted(len(figures) for figures in found.figures.values()) == [1, 2]
    assert found.key is not None


def test_replay_of_a_real_history_is_what_its_store_says(store: Path) -> None:
    lines = HISTORY.read_bytes().splitlines()[:150]
    with clock.standing_at(NOW):
        take_incidents(jsonl.read(b"\n".join(lines), "history", ZoneInfo("UTC"), NOW))
    assert_same_as_the_store(replayed())


def test_replay_follows_components_that_move_and_are_renamed(busy: Path) -> None:
    config = busy / "config.toml"
    head, *parts = config.read_text("utf-8").split("[[components]]")
    renamed = parts[0].replace('"API"', '"Interface"')
    config.write_text("[[components]]".join([head, *parts[1:2], renamed, *parts[2:]]), "utf-8")
    sync(config, {})
    found = replayed()
    assert [component.name for component in found.components] == ["Search", "Interface", "Docs"]
    assert_same_as_the_store(found)


def test_replay_of_nothing_is_empty() -> None:
    found = replay([], to_html)
    assert found.site is None
    assert not found.incidents


@pytest.mark.parametrize(
    ("subject", "facts"),
    [
        ("incident/k", {}),
        ("update/k", {"incident": "nobody"}),
        ("key", {"key": "none"}),
        ("component/api", {"place": "first"}),
    ],
)
def test_entry_that_cannot_be_read_is_refused(subject: str, facts: dict[str, str]) -> None:
    leaf = Leaf(subject, 1, NOW, facts, {})
    entry = Recorded(0, leaf, bytes(32), {"body": SaltedText(bytes(16), "")})
    with pytest.raises(ValueError, match="an entry says something that cannot be read"):
        replay([entry], to_html)
