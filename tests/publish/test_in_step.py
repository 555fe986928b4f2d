"""A copy that was kept in step by all that can happen is the copy made at once, to the last byte.

So no page rests on something that nobody noted, and nothing is raised too narrowly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.erasure import erase
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.amend import amend_incident, amend_update, withdraw_update
from statuspage.actions.incidents.pledges import keep_pledge
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance, step_maintenances
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.record.cosignature import Cosigner
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.publish.folder import FolderTarget
from statuspage.publish.keeping import Errand, keep
from statuspage.publish.opening import ready
from statuspage.site import catalogue, signing
from statuspage.site.page import Gathered
from statuspage.store import db
from statuspage.store.incidents import incidents, pledges
from statuspage.store.settings import current_settings
from tests.helpers.busy import ADA, NOW, SEED, make_busy
from tests.helpers.copies import publish
from tests.helpers.sites import CONFIG, a_probe, add_to_config, an_sla
from tests.helpers.witness_server import cosign_here, name_witnesses

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
WATCHED = Watched("api-http", "api", Cadence(MINUTE, 2))
WITNESSES = [Cosigner(f"{n}.example", bytes([n]) * 32) for n in range(2)]
POLICY = "".join(f"witness {one.name} {one.key} https://{one.name}\n" for one in WITNESSES)
MORE = (
    a_probe("api-http", "api", interval="60s"),
    an_sla("measured", "availability", components=["api"], source="probes", window="month"),
    an_sla("told", "first_notice", components=["api"], within="10m", window="month"),
    an_sla("answers", "first_response", within="4h", window="month"),
)


def named(title: str) -> Incident:
    with db.snapshot():
        return next(one for one in incidents.newest(100) if one.title == title)


def checks(state: ProbeState, minutes: int = 5, ago: timedelta = timedelta(0)) -> None:
    now = clock.now() - ago
    times = [now - back * MINUTE for back in range(minutes, 0, -1)]
    record_samples([(WATCHED, Sample(at, state)) for at in times])


def opened() -> None:
    down = {"api": ComponentState.MAJOR_OUTAGE}
    word = NewUpdate("We look.", components=down, next_due=clock.now() + HOUR)
    open_incident("News", word, ADA)


def told_late() -> None:
    past = clock.now() - 150 * DAY
    up = {"docs": ComponentState.OPERATIONAL}
    word = NewUpdate("It was.", Status.RESOLVED, components=up, posted_at=past)
    open_incident("Long ago", replace(word, impact_from=past, impact_until=past + HOUR), ADA)


def long_history() -> None:
    """So much of it that feeds have archives."""
    for number in range(55):
        at = NOW - (200 - 3 * number) * DAY
        up = {("api", "search", "docs")[number % 3]: ComponentState.OPERATIONAL}
        key = open_incident(f"Number {number}", NewUpdate("It is.", posted_at=at), ADA).key
        over = NewUpdate("It was.", Status.RESOLVED, components=up, posted_at=at + HOUR)
        post_update(key, over, ADA)


def archived() -> None:
    """Something of an archive changes, and something comes to stand in it."""
    heading = heading_of(named("Number 3"), impact_is_stated=False)
    amend_incident(named("Number 3").key, replace(heading, title="Number three"), "a typo", ADA)
    word = NewUpdate("And later.", Status.INVESTIGATING, posted_at=NOW - 80 * DAY)
    post_update(named("Number 20").key, word, ADA)
    word = NewUpdate("Over.", Status.RESOLVED, posted_at=NOW - 79 * DAY)
    post_update(named("Number 20").key, word, ADA)


def edited() -> None:
    told = named("Told late")
    words = wording_of(told.updates[0])
    moved = replace(words, body="It was down in July, shortly.", at=told.updates[0].at - HOUR)
    amend_update(told.key, told.updates[0].key, moved, "shorter", ADA)
    heading = heading_of(named("An old story"), impact_is_stated=False)
    amend_incident(named("An old story").key, replace(heading, title="Old"), "a typo", ADA)


def planned() -> None:
    start = clock.now() + HOUR
    schedule_maintenance("Fans", "We swap fans.", start, start + HOUR, ["docs"], ADA)


def answered() -> None:
    rows = [(1, {"id": "C-1", "opened_at": "2026-07-03T09:00:00Z", "priority": "high"})]
    record_cases(rows, current_settings())


def written() -> None:
    front = {"title": "Quicker", "date": "2026-08-01", "type": "added", "components": ["api"]}
    write_entry(EntryKind.CHANGELOG, front, "It is quicker.", ADA, zone=LONDON)


def frozen() -> None:
    for closed in closed_periods():
        freeze(closed)


def withdrawn() -> None:
    news = named("News")
    withdraw_update(news.key, news.updates[0].key, "no", ADA)


def erased() -> None:
    key = named("News").key
    erase(f"incident/{key}", {"title": "N"}, "x", ADA, zone=LONDON)
    post_update(key, NewUpdate("Over.", Status.RESOLVED), ADA)


def kept() -> None:
    with db.snapshot():
        [pledge, *_] = pledges.owed()
    keep_pledge(pledge.key, "https://acme.example/done", ADA)


def cosigned(*seeds: int) -> None:
    cosign_here(clock.now(), *(WITNESSES[seed] for seed in seeds))


Act = Callable[[], object]
STEPS: tuple[tuple[timedelta, Sequence[Act]], ...] = (
    (MINUTE, [opened]),
    (5 * MINUTE, [lambda: checks(ProbeState.DOWN)]),
    (2 * HOUR, [lambda: checks(ProbeState.UP, 3, 35 * DAY)]),
    (MINUTE, [lambda: cosigned(0)]),
    (MINUTE, [lambda: cosigned(1)]),
    (MINUTE, [told_late, lambda: post_update(named("News").key, NewUpdate("More."), ADA)]),
    (MINUTE, [edited, planned]),
    (HOUR, [step_maintenances, archived, answered]),
    (2 * HOUR, [step_maintenances, written, withdrawn]),
    (MINUTE, [erased, kept, lambda: cosigned(0, 1)]),
    (30 * DAY, [frozen, lambda: checks(ProbeState.UP)]),
)


def at_once() -> dict[str, str]:
    """The hash of every page as it would be made now; pictures take long, and rest on nothing."""
    made: dict[str, str] = {}
    read: dict[object, Gathered] = {}  # what one page asked, its other forms need not ask again
    with db.snapshot():
        context = catalogue.present()
        for one in catalogue.addresses(context):
            if not one.path.startswith("/cards/"):
                key = (one.page.read, one.language, *one.params.items())
                gathered = read[key] = read.get(key) or one.gathered(context)
                body = one.page.rendered(one.params, gathered).body
                made[one.path] = sha256(body).hexdigest()
    return made


@pytest.mark.slow
def test_copy_kept_in_step_is_the_copy_made_at_once(tmp_path: Path) -> None:
    site, copy = tmp_path / "site", tmp_path / "kept"
    (site / "content").mkdir(parents=True)
    (site / "config.toml").write_text(CONFIG, "utf-8")
    make_busy(site)
    now = NOW
    with clock.standing_at(now):
        name_witnesses(site, f"{POLICY}group both all 0.example 1.example\nquorum both\n")
        add_to_config(site, *MORE)
        signing.use(SEED)
        long_history()
        publish(copy)
    target = FolderTarget(copy)
    for passed, acts in STEPS:
        now += passed
        with clock.standing_at(now):
            for act in acts:
                act()
            with target.locked(0.0) as is_ours, ready(target) as index:
                assert is_ours
                assert keep(target, index, Errand(news_alone=True)).is_whole
                assert keep(target, index, Errand()).is_whole
                kept = {one.address: one.sha for one in index.files()}
            wanted = at_once()
        assert {
            one for one in kept.keys() ^ wanted.keys() if not one.startswith("/cards/")
        } == set()
        assert [address for address, sha in wanted.items() if kept[address] != sha] == []
    db.close_store()
    signing.use(None)
