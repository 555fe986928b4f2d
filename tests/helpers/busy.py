"""A small site where everything was published once: for the record, its replay and its checking."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.erasure import erase
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_incident, amend_update, withdraw_update
from statuspage.actions.incidents.pledges import extend_pledge
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.incidents.postmortems import publish_postmortem
from statuspage.actions.maintenance.planned import move_maintenance, schedule_maintenance
from statuspage.actions.reminding import remind_of_notices
from statuspage.actions.reports import NewReport, publish_report
from statuspage.actions.sync import sync
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.incidents.postmortem import PlannedAction, Written
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.incidents import pledges
from tests.helpers.stores import store_place

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
SIGNED = {"STATUSPAGE_SIGNING_KEY": KEY}
SEED = bytes(range(32))

BEGUN = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 8, 10, 12, 0, tzinfo=UTC)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
ADA = Actor("ada")

_FILES = {
    "changelog/faster.md": (
        "---\ntitle: Faster search\ndate: 2026-06-10\ntype: added\ncomponents: [search]\n"
        "feedback: [weekend]\n---\n"
        "Search answers in *half* the time.\n"
    ),
    "changelog/gone.md": "---\ntitle: Never mind\ndate: 2026-06-11\ntype: fixed\n---\nA mistake.\n",
    "outcomes/weekend.md": (
        "---\ntitle: Help at the weekend\nsaid: Nobody answers on Sundays.\nheard: 12\n"
        "channel: survey\nperiod: 2026-06\nstate: done\ndid: We answer on Sundays.\n"
        "done: 2026-07-01\nowner: Grace\n---\nSince July there is somebody.\n"
    ),
    "notices/old-api.md": (
        "---\ntitle: Version 1 goes\ndate: 2026-06-12\nkind: deprecation\neffective: 2026-08-12\n"
        "removed: 2027-01-31\ncomponents: [api]\nreason: Two versions cost twice.\n"
        "notice_period: 60d\n---\nVersion 2 does *all* of it.\n"
    ),
    "stories/month-end.md": (
        "---\ntitle: My month end\ndate: 2026-06-20\nwho: A baker from Leeds\n"
        "consent: 2026-06-19\nconsent_how: by mail\nquote: I looked until two.\n"
        "components: [search]\noutcome: weekend\n---\nSince then it takes an hour.\n"
    ),
    "pages/when-things-break.md": (
        "---\ntitle: What we do when things break\nseverities:\n"
        "  major: { means: Down, first_notice: 15m, updates: 1h, root_cause: 3d }\n"
        "escalation: [{ after: 30m, who: Grace }]\n---\nWe say it at once.\n"
    ),
    "pages/about.md": "---\ntitle: About us\n---\nWe are *Acme*.\n",
    "agreements/api.md": "---\ntitle: The agreement\n---\nWe promise what stands here.\n",
}


def write_site(folder: Path) -> None:
    """Make the settings and content of a plain test site those of the busy one."""
    config = folder / "config.toml"
    text = config.read_text("utf-8")
    agreement = 'window = "month"\nagreement = "agreements/api.md"\n'
    config.write_text(text.replace('window = "month"\n', agreement), "utf-8")
    for name, words in _FILES.items():
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, "utf-8")


def make_busy(folder: Path) -> None:
    """Fill a site that has no store yet, signed by KEY, as if it went on until NOW."""
    write_site(folder)
    db.open_store(store_place(folder), create=True)
    db.migrate()
    config = folder / "config.toml"
    with clock.standing_at(BEGUN + 12 * _DAY):
        sync(config, SIGNED)
    _tell_incidents()
    _edit_and_look_back()
    changed = folder / "content/changelog/faster.md"
    changed.write_text(changed.read_text("utf-8").replace("half", "a third of"), "utf-8")
    (folder / "content/changelog/gone.md").unlink()
    config.write_text(config.read_text("utf-8").replace("99.9%", "99.95%"), "utf-8")
    with clock.standing_at(BEGUN + 50 * _DAY):
        sync(config, SIGNED)
    _freeze(NOW - _DAY)
    with clock.standing_at(NOW - _DAY + _HOUR):
        publish_report("2026-07", NewReport("July was *hard*.", "Ada, operations"), ADA)
    with clock.standing_at(NOW - 3 * _HOUR):
        late = NOW - 15 * _DAY
        word = NewUpdate(
            "It was down in July.",
            Status.RESOLVED,
            components={"api": ComponentState.MAJOR_OUTAGE},
            impact_from=late,
            impact_until=late + _HOUR,
            posted_at=late,
        )
        open_incident("Told late", word, ADA)
    _freeze(NOW - _HOUR)
    with clock.standing_at(NOW - _HOUR / 2):
        publish_report("2026-07", NewReport(reason="An incident was told late."), ADA)


def _tell_incidents() -> None:
    down = {"api": ComponentState.MAJOR_OUTAGE, "search": ComponentState.DEGRADED}
    up = {"api": ComponentState.OPERATIONAL, "search": ComponentState.OPERATIONAL}
    first = BEGUN + 20 * _DAY
    with clock.standing_at(first):
        word = NewUpdate(
            "It is *down* & we look.", components=down, owner="Ada", next_due=first + _HOUR
        )
        over = open_incident("Checkout is down", word, ADA)
    with clock.standing_at(first + 2 * _HOUR):
        post_update(
            over.key, NewUpdate("Found it.", Status.IDENTIFIED, next_due=first + 3 * _HOUR), ADA
        )
    with clock.standing_at(first + 3 * _HOUR):
        post_update(over.key, NewUpdate("It works again.", Status.RESOLVED, components=up), ADA)
    with clock.standing_at(first + 25 * _DAY):
        open_incident("An old story", NewUpdate("It was slow.", Status.RESOLVED), ADA)
    with clock.standing_at(first + 26 * _DAY):
        starts = NOW + 3 * _DAY
        schedule_maintenance("New disks", "We swap disks.", starts, starts + _HOUR, ["docs"], ADA)
        longer = schedule_maintenance(
            "New fans", "We swap fans.", starts, starts + _HOUR, ["docs"], ADA
        )
        post_update(longer.key, NewUpdate("It takes longer.", until=starts + 2 * _HOUR), ADA)
        called_off = schedule_maintenance(
            "New cables", "We lay cables.", starts, starts + _HOUR, ["api"], ADA
        )
    with clock.standing_at(first + 27 * _DAY):
        move_maintenance(called_off.key, Status.CANCELLED, "Not needed.", ADA)
    with clock.standing_at(NOW - 4 * _DAY):
        remind_of_notices()
    with clock.standing_at(NOW - 2 * _HOUR):
        word = NewUpdate(
            "Search is slow.",
            components={"search": ComponentState.PARTIAL_OUTAGE},
            owner="Grace",
            next_due=NOW - _HOUR,
        )
        open_incident("Search is slow", word, ADA)


def _edit_and_look_back() -> None:
    """Say later what was wrong before, take some of it back, and what it came from."""
    day = BEGUN + 48 * _DAY
    with clock.standing_at(day):
        word = NewUpdate("Queues are full. Call Jane.", Status.INVESTIGATING, owner="Jane")
        told = open_incident("Queues are fool", word, ADA)
        told = post_update(told.key, NewUpdate("It is the moon."), ADA)
        moon = told.updates[0].key
        over = NewUpdate("It works.", Status.RESOLVED, root_cause_by=day + 5 * _DAY)
        told = post_update(told.key, over, ADA)
    first = told.updates[-1]
    with clock.standing_at(day + _DAY):
        wording = replace(wording_of(first), body="Queues are full. Ask Jane.", at=day - _HOUR)
        amend_update(told.key, first.key, wording, "wrong words", ADA)
        heading = replace(heading_of(told, impact_is_stated=False), title="Queues are full")
        amend_incident(told.key, heading, "a typo", ADA)
        withdraw_update(told.key, moon, "it was not the moon", ADA)
        zone = ZoneInfo("Europe/London")
        erase(f"update/{first.key}", {"body": "Queues are full."}, "a name", ADA, zone=zone)
        erase(f"incident/{told.key}", {"owner": "Somebody"}, "a name", ADA, zone=zone)
        action = PlannedAction("Bigger queues", "Grace", day + 9 * _DAY)
        written = Written("Short.", "", Cause.CAPACITY, "Too small.", "", "", (action,))
        publish_postmortem(told.key, written, ADA)
    with clock.standing_at(day + 2 * _DAY):
        [action_key] = [one.key for one in pledges.owed()]
        extend_pledge(action_key, day + 20 * _DAY, "no parts", ADA)


def _freeze(now: datetime) -> None:
    with clock.standing_at(now):
        for closed in closed_periods():
            freeze(closed)
