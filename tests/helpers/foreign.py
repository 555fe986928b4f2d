"""A filled site whose people write without a letter of ASCII: what is left over is ours."""

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
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.sync import sync
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.incidents.postmortem import PlannedAction, Written
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.incidents import pledges
from statuspage.store.settings import current_settings
from tests.helpers.made_up import LANGUAGE
from tests.helpers.measurements import record, results
from tests.helpers.stores import store_place

NOW = datetime(2026, 8, 10, 12, 0, tzinfo=UTC)
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_BEGUN = NOW - 70 * _DAY
EVE = Actor("Εύα")

_CONFIG = f"""\
[site]
name = "Ακμή"
url = "https://1.example"
timezone = "UTC"
language = "{LANGUAGE}"
contact = "1@1.example"

[[groups]]
id = "1"
name = "Ομάδα"

[[components]]
id = "1"
name = "Ένα"
group = "1"
description = "Πρώτο"

[[components]]
id = "2"
name = "Δύο"
group = "1"

[[components]]
id = "3"
name = "Τρία"

[[probes]]
id = "1-1"
component = "1"
type = "heartbeat"
interval = "1m"

[[slas]]
id = "1"
title = "Πρώτη"
components = ["1", "2"]
indicator = "availability"
source = "incidents"
target = "99.9%"
window = "month"
agreement = "agreements/1.md"
credits = [{{ below = "99.8%", credit = "10%" }}]

[[slas]]
id = "2"
title = "Δεύτερη"
components = ["1"]
indicator = "availability"
target = "99%"
window = "rolling-30d"

[[slas]]
id = "3"
title = "Τρίτη"
components = ["1"]
indicator = "latency"
under = "500ms"
target = "95%"
window = "week"

[[slas]]
id = "4"
title = "Τέταρτη"
indicator = "first_response"
within = "4h"
target = "95%"
window = "quarter"

[[slas]]
id = "5"
title = "Πέμπτη"
indicator = "csat"
target = "80%"
window = "quarter"
"""

_FILES = {
    "changelog/1.md": (
        '---\ntitle: "Πιο γρήγορα"\ndate: 2026-06-10\ntype: added\ncomponents: ["2"]\n---\nΜισά.\n'
    ),
    "changelog/2.md": '---\ntitle: "Τίποτα"\ndate: 2026-06-11\ntype: fixed\n---\nΛάθος.\n',
    "outcomes/1.md": (
        '---\ntitle: "Βοήθεια"\nsaid: "Κανείς."\nheard: 12\nchannel: "ταχυδρομείο"\n'
        'period: "2026"\nstate: done\ndid: "Απαντάμε."\ndone: 2026-07-01\nowner: "Ηρώ"\n'
        "---\nΚάποιος.\n"
    ),
    "outcomes/2.md": (
        '---\ntitle: "Δώρα"\nsaid: "Δώρα."\nstate: declined\nreason: "Όχι."\n---\nΌχι.\n'
    ),
    "outcomes/3.md": (
        '---\ntitle: "Αργότερα"\nsaid: "Κάτι."\nstate: planned\ndue: 2026-12-01\n---\nΝαι.\n'
    ),
    "pages/1.md": '---\ntitle: "Εμείς"\n---\nΕίμαστε.\n',
    "agreements/1.md": '---\ntitle: "Συμφωνία"\n---\nΥποσχόμαστε.\n',
}


def fill(folder: Path) -> None:
    """Write the site's files, open its store and let it live until NOW. Call it made_up."""
    (folder / "config.toml").write_text(_CONFIG, "utf-8")
    for name, words in _FILES.items():
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, "utf-8")
    db.open_store(store_place(folder), create=True)
    db.migrate()
    config = folder / "config.toml"
    with clock.standing_at(_BEGUN):
        sync(config, {})
    _tell_incidents()
    _plan()
    _look_back()
    _measure()
    config.write_text(_CONFIG.replace('"99.9%"', '"99.95%"'), "utf-8")
    (folder / "content/changelog/1.md").write_text(
        _FILES["changelog/1.md"].replace("Μισά", "Τρία"), "utf-8"
    )
    (folder / "content/changelog/2.md").unlink()
    with clock.standing_at(NOW - 3 * _DAY):
        sync(config, {})
    with clock.standing_at(NOW - _HOUR):
        for closed in closed_periods():
            freeze(closed)


def _tell_incidents() -> None:
    first = NOW - 50 * _DAY
    down = {"1": ComponentState.MAJOR_OUTAGE, "2": ComponentState.DEGRADED}
    up = dict.fromkeys(down, ComponentState.OPERATIONAL)
    with clock.standing_at(first):
        word = NewUpdate("Έπεσε.", components=down, owner="Ηρώ", next_due=first + _HOUR)
        over = open_incident("Πτώση", word, EVE)
    with clock.standing_at(first + 2 * _HOUR):
        post_update(over.key, NewUpdate("Το βρήκαμε.", Status.IDENTIFIED, next_due=NOW - _DAY), EVE)
    with clock.standing_at(first + 3 * _HOUR):
        post_update(over.key, NewUpdate("Πάει.", Status.RESOLVED, components=up), EVE)
    with clock.standing_at(NOW - 5 * _DAY):
        wrong = open_incident("Ψέμα", NewUpdate("Ίσως.", components=down), EVE)
        post_update(wrong.key, NewUpdate("Όχι.", Status.FALSE_ALARM), EVE)
        then = NOW - 9 * _DAY
        late = NewUpdate(
            "Τότε.", Status.RESOLVED, impact_from=then, impact_until=then + _HOUR, posted_at=then
        )
        open_incident("Παλιό", late, EVE)
    with clock.standing_at(NOW - 2 * _HOUR):
        slow = {"2": ComponentState.PARTIAL_OUTAGE}
        word = NewUpdate("Αργά.", components=slow, owner="Ηρώ", next_due=NOW - _HOUR)
        open_incident("Αργό", word, EVE)


def _plan() -> None:
    starts = NOW + 3 * _DAY
    with clock.standing_at(NOW - 6 * _DAY):
        for title, component in (("Δίσκοι", "3"), ("Καλώδια", "1"), ("Αέρας", "2")):
            found = schedule_maintenance(title, "Έργα.", starts, starts + _HOUR, [component], EVE)
            if component == "1":
                move_maintenance(found.key, Status.CANCELLED, "Όχι.", EVE)
            if component == "2":
                post_update(found.key, NewUpdate("Πιο πολύ.", until=starts + 2 * _HOUR), EVE)


def _look_back() -> None:
    day = NOW - 22 * _DAY
    with clock.standing_at(day):
        told = open_incident("Ουρές", NewUpdate("Γεμάτες.", owner="Ηρώ"), EVE)
        told = post_update(told.key, NewUpdate("Το φεγγάρι."), EVE)
        moon = told.updates[0].key
        over = NewUpdate("Πάει.", Status.RESOLVED, root_cause_by=day + 5 * _DAY)
        told = post_update(told.key, over, EVE)
    first = told.updates[-1]
    with clock.standing_at(day + _DAY):
        wording = replace(wording_of(first), body="Πολύ γεμάτες.", at=day - _HOUR)
        amend_update(told.key, first.key, wording, "λάθος", EVE)
        heading = replace(heading_of(told, impact_is_stated=False), title="Μεγάλες ουρές")
        amend_incident(told.key, heading, "λάθος", EVE)
        withdraw_update(told.key, moon, "δεν ήταν", EVE)
        zone = ZoneInfo("UTC")
        erase(f"update/{first.key}", {"body": "Γεμάτες."}, "ένα όνομα", EVE, zone=zone)
        action = PlannedAction("Πιο μεγάλες", "Ηρώ", day + 9 * _DAY)
        written = Written("Λίγα.", "", Cause.CAPACITY, "Μικρό.", "", "", (action,))
        publish_postmortem(told.key, written, EVE)
    with clock.standing_at(day + 2 * _DAY):
        [owed] = [one.key for one in pledges.owed()]
        extend_pledge(owed, day + 40 * _DAY, "λείπουν", EVE)
        erase(f"promise/{owed}", {"text": "Μεγάλες."}, "ένα όνομα", EVE, zone=zone)


def _measure() -> None:
    watched = Watched("1-1", "1", Cadence(timedelta(minutes=1), 2))
    record(watched, results(NOW - 6 * _DAY, NOW, timedelta(minutes=5)))
    with clock.standing_at(NOW - _HOUR), db.snapshot():
        settings = current_settings()
    rows = [
        {
            "id": str(number),
            "opened_at": "2026-08-03T09:00:00Z",
            "first_response_at": "2026-08-03T1" + str(number % 10) + ":00:00Z",
            "priority": "",
        }
        for number in range(1, 9)
    ]
    scores = [
        {
            "id": f"{kind}-{number}",
            "at": "2026-08-01T12:00:00Z",
            "kind": kind,
            "score": 4 + number % 2,
        }
        for kind in ("csat", "nps", "ces")
        for number in range(40)
    ]
    with clock.standing_at(NOW - _HOUR):
        record_cases(enumerate(rows, 1), settings)
        record_ratings(enumerate(scores, 1))
