"""A site with all that a site can have: four groups, promises, checks, half a year of history.

Its parts are those of the bad day, so that one can be told on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.pledges import keep_pledge
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.incidents.postmortems import publish_postmortem
from statuspage.actions.maintenance.planned import schedule_maintenance, step_maintenances
from statuspage.actions.reports import NewReport, publish_report
from statuspage.actions.sync import sync
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.incidents.postmortem import PlannedAction, Written
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.promises.pledge import PledgeKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store.incidents import pledges
from tests.helpers.bad_day import GROUPS, id_of
from tests.helpers.measurements import record, results
from tests.helpers.periods import freeze_all
from tests.helpers.sites import a_probe, a_table, an_sla, open_site
from tests.helpers.telling import ADA

NOW = datetime(2026, 11, 28, 21, 12, 40, tzinfo=UTC)
URL = "https://status.acme.example"

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 132 32"><path fill="#e8590c" d="M4 28'
    'L16 4l12 24h-6l-2-4h-8l-2 4zm10-9h4l-2-5z"/><text x="38" y="24" font-size="24" '
    'font-family="sans-serif" font-weight="700" fill="INK">acme</text></svg>'
)
BRAND = (
    'logo = "logo.svg"\nlogo_dark = "logo-dark.svg"\nhome = "https://www.acme.example"\n'
    'accent = "#e8590c"\n'
)
_DAY = timedelta(days=1)
_EVERY = timedelta(minutes=15)
_WATCHED = ("api", "web-app", "checkout")
_DOWN, _PART = ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE
_SLOW = ComponentState.DEGRADED

_CREDITS = (
    'credits = [{ below = "99.9%", credit = "10%" }, { below = "99%", credit = "25%" }]\n'
    'claim_within = "60d"\nagreement = "agreements/availability.md"\n'
)

_CONTENT = {
    "agreements/availability.md": (
        "---\ntitle: Availability\n---\nThe API answers 99.9% of the time in each month. When it "
        "does not, you get a part of the month's fee back.\n"
    ),
    "pages/about.md": (
        "---\ntitle: About this page\n---\nThis page says how our service is, in plain words.\n\n"
        "## What is counted\n\n- what our checks measure\n- what you tell us\n\n"
        "| Word | Meaning |\n|---|---|\n| Partial outage | Some calls fail |\n"
        "| Major outage | Most calls fail |\n"
    ),
    "pages/when-things-break.md": (
        "---\ntitle: What we do when things break\nseverities:\n"
        '  critical: { means: "It is down", first_notice: 15m, updates: 30m, root_cause: 3d }\n'
        '  major: { means: "Many cannot use it", first_notice: 15m, updates: 1h, root_cause: 5d }\n'
        '  minor: { means: "Some are slowed down", first_notice: 30m, updates: 2h }\n'
        "escalation:\n  - { after: 0m, who: The engineer on call }\n"
        "  - { after: 30m, who: The head of operations }\n"
        "  - { after: 2h, who: The managing director }\n---\n"
        "We say it at once, also when we do not know the cause yet.\n"
    ),
    "stories/2026-11-22-month-end.md": (
        "---\ntitle: My month end took a whole night\ndate: 2026-11-22\nwho: A baker from Leeds\n"
        "consent: 2026-11-21\nconsent_how: by mail\nuntil: 2027-11-30\ncomponents: [search]\n"
        "outcome: slow-search\nquote: I looked for each invoice by hand until two.\n---\n"
        "Since the new index it takes me an hour. I wish you had told me that it was coming.\n"
    ),
    "stories/2026-09-02-honest.md": (
        "---\ntitle: At least you told me\ndate: 2026-09-02\nwho: Mirjam\n"
        "consent: 2026-09-01\nconsent_how: on the phone\n---\n"
        "Payouts came late, and I knew it before my bank did.\n"
    ),
    "changelog/2026-11-20-faster-search.md": (
        "---\ntitle: Search answers in half the time\ndate: 2026-11-20\ntype: changed\n"
        "components: [search]\nfeedback: [slow-search]\n---\nA new index holds what you look for "
        "most.\n"
    ),
    "changelog/2026-10-02-export.md": (
        "---\ntitle: Invoices can be exported\ndate: 2026-10-02\ntype: added\n"
        "components: [invoices]\n---\nAs CSV and as PDF, month by month.\n"
    ),
    "changelog/2026-09-10-old-api.md": (
        "---\ntitle: Version 1 of the API goes\ndate: 2026-09-10\ntype: removed\n"
        "components: [api]\n---\nVersion 2 does all that it did.\n"
    ),
    "outcomes/slow-search.md": (
        "---\ntitle: Search is slow\ndate: 2026-09-01\nsaid: It takes ages to find an invoice.\n"
        "heard: 38\nstate: done\ndid: We built a new index.\ndone: 2026-11-20\n"
        "asked: 2026-08-20\nanswered: 2026-09-01\ncomponents: [search]\n"
        "evidence: [changelog/2026-11-20-faster-search]\n---\n"
        "Nine in ten searches now take less than a second.\n"
    ),
    "outcomes/receipts.md": (
        "---\ntitle: Receipts by text message\nsaid: I am paid at the door, without a computer.\n"
        "state: asked\nasked: 2026-11-12 09:30\nheard: 7\ncomponents: [invoices]\n---\n"
    ),
    "outcomes/paper.md": (
        "---\ntitle: Invoices on paper\nsaid: My clients want paper.\nstate: unchanged\n"
        "reason: You can print each one as it is.\nasked: 2026-10-20\nanswered: 2026-10-22\n---\n"
    ),
    "outcomes/dark-mode.md": (
        "---\ntitle: A dark mode\ndate: 2026-10-12\nsaid: My eyes hurt at night.\nheard: 112\n"
        "state: planned\ndid: We will do it in spring.\n---\nThe design is drawn.\n"
    ),
    "outcomes/fax.md": (
        "---\ntitle: Invoices by fax\ndate: 2026-08-01\nsaid: Please send a fax.\n"
        "state: declined\nreason: We have no fax machine any more.\nbecause: few\n---\n"
        "You can print each one.\n"
    ),
    "notices/2026-11-02-version-1.md": (
        "---\ntitle: Version 1 of the API goes\ndate: 2026-11-02\nkind: deprecation\n"
        "effective: 2026-12-15\nremoved: 2027-06-30\ncomponents: [api]\n"
        "audience: Whoever calls version 1\nreason: Two versions cost twice, and one is enough.\n"
        "value: You can plan ahead\nfollows: pages/about\nnotice_period: 30d\n"
        "operations: [GET /v1/invoices, POST /v1/invoices]\n---\n"
        "Version 2 does *all* that it did, and answers faster.\n"
    ),
    "notices/2026-11-20-prices.md": (
        "---\ntitle: Prices rise by three percent\ndate: 2026-11-20\nkind: price\n"
        "effective: 2026-12-20\naudience: Everybody who pays\nreason: Power costs more.\n"
        "notice_period: 60d\n---\nWho has a contract keeps its price until it ends.\n"
    ),
    "notices/2026-06-01-logs.md": (
        "---\ntitle: Logs stay for 30 days\ndate: 2026-06-01\nkind: policy\n"
        "effective: 2026-09-01\nreason: Storage is dear.\ncancelled: You need them for longer.\n"
        "---\nAfter 30 days they go.\n"
    ),
    "templates/looking.md": (
        "---\ntitle: We are looking\nkind: incident\nstatus: investigating\nnext_update: 30m\n---\n"
        "We are looking into {{what}}.\n"
    ),
}


@dataclass(frozen=True)
class Shape:
    """What of a site differs from state to state."""

    name: str = "Acme Cloud"
    language: str = "en"
    groups: Mapping[str, Sequence[str]] = field(default_factory=lambda: GROUPS)
    parts: Mapping[str, str] = field(default_factory=dict)  # id -> another name
    headings: Mapping[str, str] = field(default_factory=dict)  # id of a group -> another name
    has_past: bool = True
    brand: str = ""  # more lines of [site]
    failing: Sequence[str] = ()  # watched parts whose newest check its maker records


def write(folder: Path, shape: Shape) -> Path:
    """The files of the site, not synced yet."""
    tables = [
        a_table("site", name=shape.name, url=URL, timezone="Europe/London")
        .replace("[[", "[")
        .replace("]]", "]"),
        f'language = "{shape.language}"\ncontact = "support@acme.example"\n'
        'description = "Invoices and payments for small shops."\n' + shape.brand,
    ]
    for group, names in shape.groups.items():
        key = id_of(group)
        tables.append(a_table("groups", id=key, name=shape.headings.get(key, group)))
        for name in names:
            one = id_of(name)
            told = shape.parts.get(one, name.split(" / ")[0])
            tables.append(
                a_table("components", id=one.replace("-/-", "-"), name=told, group=key)
                + 'incidents_since = "2026-01-01"\n'
            )
    if shape.has_past:
        tables += [a_probe(f"{name}-http", name, interval="15m") for name in _WATCHED]
        tables += _promises()
    (folder / "content").mkdir(parents=True)
    (folder / "config.toml").write_text("".join(tables), "utf-8")
    for name, ink in (("logo.svg", "#16324f"), ("logo-dark.svg", "#dbe9f8")):
        (folder / name).write_text(LOGO.replace("INK", ink), "utf-8")
    for name, text in _CONTENT.items() if shape.has_past else ():
        place = folder / "content" / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, "utf-8")
    return folder


def _promises() -> list[str]:
    availability = {"source": "incidents", "window": "month", "since": "2026-01-01"}
    return [
        an_sla("api-availability", "availability", title="The API answers", components=["api"],
               **availability | {"target": "99.9%"}) + _CREDITS,
        an_sla("payments-availability", "availability", title="Payments go through",
               components=["checkout", "payouts"], **availability | {"target": "99.95%"})
        + _CREDITS,
        an_sla("web-availability", "availability", title="The web app opens",
               components=["web-app"], source="probes", target="99%", window="week"),
        an_sla("api-latency", "latency", title="The API is quick", components=["api"],
               under="300ms", target="95%", window="month"),
        an_sla("first-notice", "first_notice", title="We say it when something breaks",
               components=["api", "checkout", "web-app"], within="30m", target="90%",
               window="month"),
        an_sla("update-cadence", "update_cadence", title="We keep you informed until it is over",
               components=["api", "checkout", "web-app"], within="60m", target="90%",
               window="month"),
    ]  # fmt: skip


def make(folder: Path, shape: Shape, now: datetime = NOW) -> Path:
    """The site with its past, quiet at `now`; its store stays open."""
    with clock.standing_at(now - 200 * _DAY if shape.has_past else now - _EVERY):
        open_site(write(folder, shape))
    if shape.has_past:
        for seed, name in enumerate(_WATCHED):
            watched = Watched(f"{name}-http", name, Cadence(_EVERY), timedelta(seconds=10))
            record(watched, results(now - 75 * _DAY, now, _EVERY, seed + 1, outages=4))
            if name not in shape.failing:
                record(watched, [Sample(now - timedelta(minutes=1), ProbeState.UP, 120)])
        _past(now)
        freeze_all(now - timedelta(hours=1))
        _report(now - timedelta(minutes=50))
        _planned(now)
        with clock.standing_at(now - timedelta(minutes=5)):
            sync(folder / "config.toml", {})  # its texts are younger than the site
    return folder


def _past(now: datetime) -> None:
    """Incidents of half a year, one of them with a postmortem; August is calm."""
    _told(now - 170 * _DAY, 40, "Search finds nothing", {"search": _DOWN})
    _told(now - 155 * _DAY, 190, "Pictures load slowly", {"cdn": _SLOW})
    _told(now - 66 * _DAY, 25, "The phone line is dead", {"phone": _DOWN})
    _told(now - 44 * _DAY, 95, "Payouts are late", {"payouts": _PART}, noticed_by=NoticedBy.READER)
    _told(now - 39 * _DAY, 15, "Chat is away", {"chat": _DOWN})
    _told(now - 9 * _DAY, 260, "Search is slow", {"search": _SLOW}, noticed_by=NoticedBy.STAFF)
    key = _told(
        now - 4 * _DAY,
        75,
        "API returns errors",
        {"api": _DOWN, "webhooks": _PART},
        noticed_by=NoticedBy.PROBE,
        first_report_at=now - 4 * _DAY + timedelta(minutes=9),
    )
    words = Written(
        "A disk ran full, and the API could not write.",
        "One in three calls failed for 75 minutes.",
        Cause.CAPACITY,
        "Logs grew faster than we thought.",
        "Our checks noticed within two minutes.",
        "Nobody was told that the disk was nearly full.",
        (
            PlannedAction("An alarm before a disk is full", "Platform on-call", now + 10 * _DAY),
            PlannedAction("Logs are kept elsewhere", "Grace", now - timedelta(hours=9)),
        ),
        now + 56 * _DAY,
    )
    with clock.standing_at(now - 3 * _DAY):
        publish_postmortem(key, words, ADA)
    older = _told(now - 60 * _DAY, 30, "The API is slow at noon", {"api": _SLOW})
    action = PlannedAction("Twice as much room for logs", "Grace", now - 50 * _DAY)
    with clock.standing_at(now - 58 * _DAY):
        publish_postmortem(older, replace(words, actions=(action,), look_again=now - 2 * _DAY), ADA)
    with clock.standing_at(now - 51 * _DAY):
        [made] = [one for one in pledges.of_incident(older) if one.kind is PledgeKind.ACTION]
        keep_pledge(made.key, "/changelog/2026-10-02-export", ADA)
    with clock.standing_at(now - 3 * _DAY):
        [look] = [one for one in pledges.of_incident(older) if one.kind is PledgeKind.FOLLOW_UP]
        keep_pledge(look.key, f"/incidents/{key}", ADA)
    _told(now - timedelta(hours=20), 35, "Signing in fails at times", {"sign-in": _PART})


def _report(now: datetime) -> None:
    """Two months and their quarter; October with words of ours, and corrected since."""
    letter = NewReport("October was not good: payouts came late **twice**.", "Ada, operations")
    with clock.standing_at(now):
        for period in ("2026-09", "2026-Q3"):
            publish_report(period, NewReport(), ADA)
        publish_report("2026-10", letter, ADA)
    _told(now - 40 * _DAY, 30, "Invoices cannot be opened", {"invoices": _DOWN, "api": _PART})
    freeze_all(now + timedelta(minutes=10))
    with clock.standing_at(now + timedelta(minutes=20)):
        publish_report("2026-10", NewReport(reason="An incident was told late."), ADA)


def _told(
    start: datetime, minutes: int, title: str, states: dict[str, ComponentState], **stated: Any
) -> str:
    """An incident told in three words, over after so many minutes."""
    end = start + timedelta(minutes=minutes)
    middle = start + timedelta(minutes=minutes / 2)
    with clock.standing_at(start + timedelta(minutes=4)):
        word = NewUpdate(
            "We see it, and look for the cause.",
            components=states,
            next_due=middle,
            impact_from=start,
            owner="Platform on-call",
        )
        key = open_incident(title, word, ADA).key
    with clock.standing_at(middle):
        found = NewUpdate("We found the cause and mend it.", Status.IDENTIFIED, next_due=end)
        post_update(key, found, ADA)
    with clock.standing_at(end):
        over = NewUpdate("All works again. Nothing was lost.", Status.RESOLVED, **stated)
        post_update(key, over, ADA)
    return key


def _planned(now: datetime) -> None:
    """One past maintenance and one to come."""
    start = (now - 12 * _DAY).replace(hour=2, minute=0, second=0)
    plan("Faster disks", "Invoices cannot be made for ten minutes.", start, ["invoices"], 4)
    for instant in (start, start + timedelta(hours=1)):
        with clock.standing_at(instant):
            step_maintenances()
    start = (now + 3 * _DAY).replace(hour=22, minute=0, second=0)
    plan("A new database", "The API does not write for five minutes.", start, ["api"], 6)


def plan(title: str, words: str, start: datetime, parts: list[str], days: int) -> str:
    """Planned work of an hour, announced so many days before."""
    with clock.standing_at(start - days * _DAY):
        end = start + timedelta(hours=1)
        return schedule_maintenance(title, words, start, end, parts, ADA).key
