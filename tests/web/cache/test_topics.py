"""Whatever an action changes, every page whose bytes change is made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from statuspage import clock
from statuspage.actions.entries import withdraw_entry, write_entry
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.amend import amend_incident, amend_update, withdraw_update
from statuspage.actions.incidents.pledges import extend_pledge, keep_pledge, withdraw_pledge
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.incidents.postmortems import publish_postmortem
from statuspage.actions.maintenance.planned import schedule_maintenance, step_maintenances
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.sync import sync
from statuspage.domain.desk.staff import Role
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.postmortem import PlannedAction, Written
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Kind, Status
from statuspage.errors import StatusPageError
from statuspage.site import catalogue
from statuspage.site.page import Gathered
from statuspage.store import db
from statuspage.store.incidents import incidents, pledges
from statuspage.store.published import components, entries
from statuspage.store.settings import current_settings
from statuspage.web.cache.pagecache import PageCache
from tests.helpers.busy import ADA, NOW, make_busy
from tests.helpers.sites import CONFIG, a_probe, an_sla
from tests.helpers.stores import store_place

HOUR = timedelta(hours=1)
ZONE = ZoneInfo("Europe/London")
MORE = (
    a_probe("docs-beat", "docs", type="heartbeat", interval="60s")
    + an_sla(
        "docs-up",
        "availability",
        components=["docs"],
        source="probes",
        target="99.9%",
        window="month",
    )
    + an_sla("happy", "csat", target="80%", window="month")
    + an_sla("answers", "first_response", within="4h", target="90%", window="month")
)
COMPONENTS = ("api", "search", "docs")


def _made_now() -> dict[str, bytes]:
    """Every page as a copy is made: what one asked, others need not ask again.

    Pictures take long, and say what the pages of theirs say; twins rest on what their pages rest
    on, so those of incidents stand for all.
    """
    made: dict[str, bytes] = {}
    read: dict[object, Gathered] = {}
    with db.snapshot():
        context = catalogue.present()
        for one in catalogue.addresses(context):
            is_kept = one.page.opens_with is None  # else it is made for each who asks
            is_like = one.path.endswith(".md") and not one.path.startswith("/incidents/")
            if is_kept and not is_like and not one.path.startswith(("/static/", "/cards/")):
                key = (one.page.read, one.language, *one.params.items())
                gathered = read[key] = read.get(key) or one.gathered(context)
                made[one.path] = one.page.rendered(one.params, gathered).body
    return made


class Site:
    """A site in a folder of its own, and a visitor who has every page of it in a cache."""

    def __init__(self, folder: Path, draw: Callable[[int], int]) -> None:
        self.folder = folder
        self.pick = draw  # a number below another
        self.cache = PageCache(lambda _, __: [b""], [])

    def stale(self) -> list[str]:
        """The addresses that the cache answers otherwise than a rendering made now."""
        environ = {"REQUEST_METHOD": "GET"}
        found = []
        for path, body in _made_now().items():
            answer = self.cache.answer(path, environ)
            assert answer is not None
            if b"".join(answer[2]) != body:
                found.append(path)
        return found

    def incident(self, *, is_open: bool | None = None, kind: Kind = Kind.INCIDENT) -> Incident:
        known = incidents.by_keys(incidents.all_keys()).values()
        chosen = [one for one in known if one.kind is kind and is_open in (None, one.is_open)]
        return chosen[self.pick(len(chosen))]

    def component(self) -> str:
        return COMPONENTS[self.pick(len(COMPONENTS))]

    def edit(self, file: str, old: str, new: str) -> None:
        """Change a file of the site, and publish what follows."""
        place = self.folder / file
        place.write_text(place.read_text("utf-8").replace(old, new), "utf-8")
        sync(self.folder / "config.toml", {})


def _open(site: Site) -> None:
    state = (ComponentState.DEGRADED, ComponentState.MAJOR_OUTAGE)[site.pick(2)]
    word = NewUpdate(
        "We look.",
        components={site.component(): state},
        next_due=clock.now() + HOUR,
        owner="Ada",
    )
    open_incident("Something broke", word, ADA)


def _post(site: Site) -> None:
    found = site.incident(is_open=True)
    after = NewUpdate("More.", components={site.component(): ComponentState.PARTIAL_OUTAGE})
    over = NewUpdate("Over.", Status.RESOLVED, root_cause_by=clock.now() + timedelta(days=3))
    post_update(found.key, (after, over)[site.pick(2)], ADA)


def _retitle(site: Site) -> None:
    found = site.incident()
    heading = heading_of(found, impact_is_stated=False)
    amend_incident(found.key, replace(heading, title="Another title"), "a typo", ADA)


def _reword(site: Site) -> None:
    found = site.incident()
    update = found.updates[site.pick(len(found.updates))]
    wording = replace(
        wording_of(update),
        body="Other words.",
        components={site.component(): ComponentState.DEGRADED},
    )
    amend_update(found.key, update.key, wording, "it was another", ADA)


def _take_back(site: Site) -> None:
    found = site.incident()
    withdraw_update(found.key, found.updates[0].key, "it was not so", ADA)


def _plan(site: Site) -> None:
    start = clock.now() + timedelta(minutes=5 + site.pick(3) * 60)
    schedule_maintenance("New racks", "We move.", start, start + HOUR, [site.component()], ADA)


def _look_back(site: Site) -> None:
    found = site.incident(is_open=False)
    action = PlannedAction("More tests", "Grace", clock.now() + timedelta(days=9))
    written = Written("Short.", "", Cause.CHANGE, "A change.", "", "", (action,))
    publish_postmortem(found.key, written, ADA)


def _pledge(site: Site) -> None:
    [first, *_] = pledges.owed()
    choices: tuple[Callable[[], object], ...] = (
        lambda: keep_pledge(first.key, "https://acme.example/done", ADA),
        lambda: extend_pledge(first.key, first.due + timedelta(days=40), "no parts", ADA),
        lambda: withdraw_pledge(first.key, "it makes no sense", ADA),
    )
    choices[site.pick(3)]()


def _write(site: Site) -> None:
    kinds: tuple[tuple[EntryKind, dict[str, object]], ...] = (
        (EntryKind.CHANGELOG, {"title": "New", "type": "added", "components": [site.component()]}),
        (EntryKind.OUTCOME, {"title": "Wish", "said": "More", "state": "planned"}),
    )
    kind, front = kinds[site.pick(2)]
    write_entry(kind, front | {"date": clock.now().isoformat()}, "Words.", ADA, zone=ZONE)


def _unwrite(site: Site) -> None:
    [first, *_] = [one for one in entries.all_of(EntryKind.CHANGELOG) if not one.is_from_file]
    withdraw_entry(EntryKind.CHANGELOG, first.slug, "a mistake", ADA)


def _check(site: Site) -> None:
    state = ("up", "down", "degraded")[site.pick(3)]
    at = clock.now() - timedelta(minutes=site.pick(90))
    row = {"probe": "docs-beat", "at": at.isoformat(), "state": state, "latency_ms": 100}
    record_checks([(1, row)], current_settings())


def _ask(site: Site) -> None:
    row = {"id": f"C-{site.pick(3)}", "opened_at": (clock.now() - 5 * HOUR).isoformat()}
    record_cases([(1, row | {"priority": "high"})], current_settings())


def _rate(site: Site) -> None:
    kind = ("csat", "nps")[site.pick(2)]
    rows = [{"id": f"R-{n}", "at": clock.now().isoformat(), "kind": kind} for n in range(6)]
    record_ratings((n, row | {"score": site.pick(5) + 1}) for n, row in enumerate(rows))


def _set(site: Site) -> None:
    changes = (
        ("config.toml", 'name = "Docs"', 'name = "Handbook"'),
        ("config.toml", 'name = "Acme Cloud"', 'name = "Apex Cloud"'),
        ("config.toml", 'name = "Platform"', 'name = "Base"'),
        ("config.toml", "99.95%", "99.5%"),
        ("config.toml", 'interval = "60s"', 'interval = "30s"'),
        ("content/pages/about.md", "About us", "Who we are"),
        ("content/agreements/api.md", "what stands", "all that stands"),
        ("content/changelog/faster.md", "[search]", "[api]"),
    )
    site.edit(*changes[site.pick(len(changes))])


def _freeze(_: Site) -> None:
    for closed in closed_periods():
        freeze(closed)


def _hire(site: Site) -> None:
    add_staff(f"grace{site.pick(1000)}", Role.EDITOR, "correct horse battery staple", ADA)


ACTIONS = (
    *(_open, _post, _retitle, _reword, _take_back, _plan, _look_back, _pledge, _write, _unwrite),
    *(_check, _ask, _rate, _set, _freeze, _hire, lambda _: step_maintenances()),
    lambda _: None,  # time passes
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A busy site with probes and promises of every sort, to be copied."""
    folder = tmp_path_factory.mktemp("topics") / "site"
    (folder / "content").mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG + MORE, "utf-8")
    make_busy(folder)
    db.close_store()
    yield folder
    db.close_store()


@pytest.mark.slow
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_page_is_made_again_whenever_its_bytes_change(
    template: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("example") / "site"
    shutil.copytree(template, folder)
    db.open_store(store_place(folder))

    def pick(count: int) -> int:
        if not count:
            raise IndexError
        return data.draw(st.integers(0, count - 1))

    site = Site(folder, pick)
    now = NOW
    with clock.standing_at(now):
        assert site.stale() == [], "at first"
    for act in data.draw(st.lists(st.sampled_from(ACTIONS), min_size=3, max_size=6)):
        now += timedelta(minutes=data.draw(st.sampled_from([1, 7, 50, 24 * 60])), seconds=13)
        with clock.standing_at(now), suppress(StatusPageError, IndexError, ValueError):
            act(site)  # unless there is nothing to do it with
        # Results that change no state, and figures, are as of the minute.
        now = now.replace(second=0) + timedelta(minutes=1) if act is _check else now
        with clock.standing_at(now):
            assert site.stale() == [], f"after {act}"
    assert components.known()
    db.close_store()


def test_page_of_an_incident_follows_what_another_declares_of_its_component(store: Path) -> None:
    site = Site(store, lambda _: 0)
    slow = {"api": ComponentState.DEGRADED}
    down = {"api": ComponentState.MAJOR_OUTAGE}
    with clock.standing_at(NOW):
        open_incident("Slow", NewUpdate("We look.", components=slow), ADA)
        other = open_incident("Down", NewUpdate("We look.", components={"docs": slow["api"]}), ADA)
        assert site.stale() == []
        post_update(other.key, NewUpdate("It spreads.", components=down), ADA)
        assert site.stale() == []


def test_component_that_an_edit_lets_go_is_shown_without_its_incident(store: Path) -> None:
    site = Site(store, lambda _: 0)
    slow = {"api": ComponentState.DEGRADED}
    down = {"api": ComponentState.MAJOR_OUTAGE}
    with clock.standing_at(NOW):
        open_incident("Slow", NewUpdate("We look.", components=slow), ADA)
        other = open_incident("Down", NewUpdate("We look.", components=down), ADA)
        assert site.stale() == []
        wording = replace(wording_of(other.updates[0]), components={"search": down["api"]})
        amend_update(other.key, other.updates[0].key, wording, "It was the search", ADA)
        assert site.stale() == []
