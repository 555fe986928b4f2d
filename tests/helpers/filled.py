"""A small store with rows in every table, kept for each release.

`make release-store` writes that of the present version into tests/data/releases, where
tests/store/test_upgrade.py upgrades each of them. Until 0.1.0 is tagged the baseline of the schema
may still be edited: run it again with each such edit. Of a version that is out it is never run
again.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from statuspage import __version__, clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.alerts import take_alerts
from statuspage.actions.incidents.automatic import follow
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.maintenance.rescheduling import reschedule_maintenance
from statuspage.actions.measurements.brought import note_brought
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.actions.measurements.reasons import keep_reasons
from statuspage.actions.measurements.results import pack_old_samples
from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.staff.drafts import save_draft
from statuspage.actions.staff.imported_changes import take_changes
from statuspage.actions.staff.notes import add_private_note
from statuspage.actions.staff.second_factors import begin_app, new_codes
from statuspage.actions.staff.sign_in import start_session
from statuspage.actions.staff.tokens import create_token
from statuspage.actions.staff.tries import count_try
from statuspage.actions.sync import sync
from statuspage.actions.tallies import publish
from statuspage.domain.alerts.alert import AlertWord
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.imported_change import ChangeBatch, ImportedChange
from statuspage.domain.desk.staff import Passkey, Role
from statuspage.domain.incidents.recurrence import Repeat
from statuspage.domain.measured.brought import Brought
from statuspage.domain.measured.pulls import Pull, PullStanding
from statuspage.domain.measured.reason import Reason, Told
from statuspage.domain.measured.samples import ProbeState
from statuspage.domain.record.cosignature import Cosignature, Cosigner
from statuspage.domain.record.stamp import TimeStamp
from statuspage.domain.record.witnesses import WitnessContact
from statuspage.domain.suppliers.supplier import SupplierStanding
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.subscription import Channel, HowOften, SubscriptionState
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.said import said
from statuspage.store import db
from statuspage.store.desk import factors, forms
from statuspage.store.measured import heartbeats, pulls
from statuspage.store.published import stamps, suppliers, witnesses
from statuspage.store.settings import current_settings, site
from statuspage.store.tables.asking import OutcomeAsked, ReaderAnswer, SurveyRound
from statuspage.store.tables.hub import FeedListener, FeedTopic
from statuspage.store.tables.telling import (
    AccountPost,
    CodeRequest,
    Delivery,
    KnownBounce,
    SentSum,
    Subscription,
    Suppression,
)
from tests.helpers.busy import NOW, SIGNED, make_busy
from tests.helpers.sites import CONFIG

RELEASES = Path(__file__).parents[1] / "data" / "releases"
SETTINGS = """
[[probes]]
id = "api-http"
component = "api"
type = "http"
url = "https://api.acme.example/health"
on_failure = "draft"

[[calendars]]
id = "office"
timezone = "Europe/London"
hours = { mon-fri = "09:00-17:00" }

[[slas]]
id = "first-response"
title = "First answer within four office hours"
components = ["api"]
indicator = "first_response"
within = "4h"
calendar = "office"
target = "95%"
window = "month"

[[slas]]
id = "orders"
title = "Orders that went through"
components = ["api"]
indicator = "ratio"
target = "99%"
window = "month"
"""
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


def make_filled(folder: Path) -> None:
    """Fill a site that has no store yet; the store stays open."""
    (folder / "content").mkdir(parents=True)
    config = folder / "config.toml"
    config.write_text(CONFIG, "utf-8")
    make_busy(folder)
    config.write_text(config.read_text("utf-8") + SETTINGS, "utf-8")
    (folder / "content/changelog/broken.md").write_text("---\ntitle: Broken\n---\n", "utf-8")
    with clock.standing_at(NOW - _DAY):
        sync(config, SIGNED)
    with clock.standing_at(NOW):
        _measure()
        follow()
        _staff()
        _write()
        _tell()


def _measure() -> None:
    settings = current_settings()
    states = ["up"] * 90 + ["down"] * 5
    first = NOW - len(states) * _MINUTE
    at = [f"{first + n * _MINUTE:%Y-%m-%dT%H:%M:%SZ}" for n in range(len(states))]
    long_past = f"{first - timedelta(days=40):%Y-%m-%dT%H:%M:%SZ}"
    record_checks([(1, {"probe": "api-http", "at": long_past, "state": "up"})], settings)
    pack_old_samples(settings.store.keep_samples)
    checks = [
        {"probe": "api-http", "at": at[n], "state": state, "latency_ms": 100 + n}
        for n, state in enumerate(states)
    ]
    record_checks(enumerate(checks, 1), settings)
    case = {"id": "c1", "opened_at": at[0], "first_response_at": at[30], "priority": "high"}
    record_cases([(1, case)], settings)
    record_ratings([(1, {"id": "r1", "at": at[0], "kind": "csat", "score": 5})])
    ratio = {"sla": "orders", "from": at[0], "to": at[60], "good": 999, "total": 1000}
    record_ratios([(1, ratio)], settings)
    note_brought([Brought("api-http", "Pingdom", "api", first, NOW, NOW)])
    why = Reason("status", said("It answers with status {status}.", status=503), {"status": 503})
    with db.transaction():
        heartbeats.begun("backup", NOW)
        heartbeats.note(heartbeats.Heard(NOW, NOW))
    take_alerts("alertmanager", [AlertWord("f1", True, NOW, None, "ApiDown", {}, {})])
    keep_reasons([Told("api-http", "", NOW, ProbeState.DOWN, why)])


def _staff() -> None:
    grace = add_staff("grace", Role.ADMIN, "correct horse battery staple")
    start_session(grace, "Firefox", "password", Caller("192.0.2.1"))
    begin_app(Actor("grace"))
    with db.transaction():
        app = factors.totp("grace")
        assert app is not None
        factors.confirm_totp("grace", app.secret, 1, NOW)
        key = Passkey("AAECAw", "grace", "Phone", bytes(range(64)), 1, NOW, None)
        factors.add_passkey(key)
    new_codes(Actor("grace"))
    create_token("pusher", ["measurements"], ())
    count_try("password", Caller("192.0.2.1"), "grace")


def _write() -> None:
    grace, grace_again = Actor("grace", submission="first"), Actor("grace", submission="second")
    told = open_incident("Slow answers", NewUpdate("It is slow."), grace)
    add_private_note(told.key, "Ask the supplier.", Actor("grace"))
    save_draft("/admin/incidents/new", "A new incident", {"title": "Half"}, Actor("grace"))
    take_changes(ChangeBatch((ImportedChange("Dark pages", place="C.md:3"),)), Actor("grace"))
    with db.transaction():
        forms.keep("/admin/incidents/new", {"title": ["Words of somebody signed out"]}, NOW)
    july = NOW - 15 * _DAY
    down = {"api": ComponentState.MAJOR_OUTAGE}
    late = NewUpdate("It was down.", Status.RESOLVED, components=down, posted_at=july)
    open_incident("Not counted yet", replace(late, impact_from=july), grace_again)
    begins = NOW + 10 * _DAY
    repeat = Repeat("FREQ=WEEKLY", site().zone)
    work = schedule_maintenance(
        *("Weekly work", "We tidy up.", begins, begins + 30 * _MINUTE, ["docs"], Actor("grace")),
        repeat=repeat,
    )
    begins += 2 * _DAY
    reschedule_maintenance(work.key, begins, begins + _MINUTE, "A feast.", Actor("grace"))


def _tell() -> None:
    with db.transaction():
        hear(VoiceWish("Please answer at weekends."), None)
        publish("heard", "none", {"page": 1}, NOW)
        reader = {"key": "reader", "channel": Channel.MAIL, "address": "ada@example.net"}
        chosen = {"filter": Filter(), "language": "", "how_often": HowOften.INSTANT}
        Subscription.create(
            **reader,
            **chosen,
            address_hash="a1",
            state=SubscriptionState.ACTIVE,
            created_at=NOW,
            owner="",
            secret="",
            score=0.0,
        )
        Delivery.create(
            key="c1",
            subscription="reader",
            channel=Channel.MAIL,
            subject="update/none",
            revision=1,
            topic="incident/none",
            state=DeliveryState.WAITING,
            is_gathered=False,
            tries=0,
            queued_at=NOW,
            due_at=NOW,
            batch="",
            letter="",
            about="",
        )
        CodeRequest.create(key="b1", subscription="reader", asked_at=NOW, tries=0)
        Suppression.create(address_hash="d1", why="left", at=NOW)
        KnownBounce.create(id="e1", at=NOW)
        FeedTopic.create(path="/updates.atom", digest="0")
        FeedListener.create(
            path="/updates.atom",
            callback="https://listener.example/",
            secret="",
            lease_until=NOW,
            digest="0",
            asked="",
            asked_lease=timedelta(days=1),
            asked_secret="",
            tries=0,
            due_at=NOW,
        )
        ReaderAnswer.create(key="g1", kind="told", about="one", whose="h1", choice="yes", at=NOW)
        SurveyRound.create(kind="csat", name="spring", links=20, is_open=False, made_at=NOW)
        OutcomeAsked.create(slug="weekend-support", done_at=NOW, asked_at=NOW, letters=2)
        SentSum.create(subject="update/one", incident="one", sent=1, bounced=0)
        told = {"topic": "incident/none", "item": "tag:none", "name": "1", "version": ""}
        AccountPost.create(key="f1", hook="toots", **told, at=NOW)
        key = Cosigner("witness.example", bytes(32)).key
        witnesses.keep(2, Cosignature(key, int(NOW.timestamp()), bytes(64)))
        witnesses.note_contact(WitnessContact(str(key), "https://witness.example"))
        stamps.keep(TimeStamp(NOW.date(), NOW, 2, b"head", b"stamp"))
        day = NOW - _DAY
        pulls.keep(Pull("prom-api", day, NOW, NOW, "up >= 1", 1440, bytes(32)))
        pulls.keep_standing(PullStanding.from_("prom-api", day))
        suppliers.keep(SupplierStanding("cloud", "https://status.cloud.example", NOW))


def empty_tables(database: Path) -> list[str]:
    """The tables of a store that hold no row."""
    with closing(sqlite3.connect(database)) as store:
        named = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        counts = {name: f'SELECT count(*) FROM "{name}"' for (name,) in named}
        return [name for name, query in counts.items() if not store.execute(query).fetchone()[0]]


def dump(database: Path, target: Path) -> None:
    """Write a store as statements in SQL, compressed."""
    with closing(sqlite3.connect(database)) as store:
        text = "\n".join(store.iterdump())
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), mtime=0))


def load(kept: Path, database: Path) -> None:
    """Make a store of what `dump` wrote."""
    database.parent.mkdir(parents=True)
    with closing(sqlite3.connect(database)) as store:
        store.executescript(gzip.decompress(kept.read_bytes()).decode())


def releases() -> Iterator[Path]:
    """The stores kept of each released version."""
    return RELEASES.glob("*.sql.gz")


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        make_filled(Path(place) / "site")
        filled = db.path()
        db.close_store()
        dump(filled, RELEASES / f"{__version__}.sql.gz")
