"""Sites in each state that the first page has to tell: quiet, empty, sixty parts, planned work.

All are as they are told at `NOW`; each maker leaves its store open. The bad day stands by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance, step_maintenances
from statuspage.actions.measurements.results import record_samples
from statuspage.actions.sync import sync
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from tests.helpers.bad_day import GROUPS, NOW
from tests.helpers.sites import a_probe, a_table, an_sla, open_site
from tests.helpers.telling import ADA

_DOWN, _PART = ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE
SLOW = ComponentState.DEGRADED
_SINCE = "2026-08-01"
URL = "https://status.acme.example"

Groups = Mapping[str, Sequence[str]]

REGIONS = ["Frankfurt", "Dublin", "Virginia", "Oregon", "Sydney", "Tokyo", "Mumbai", "Montreal"]
KINDS = ["Compute", "Storage", "Queue", "Network", "Database", "Console", "Backups", "Functions"]
LONG = (
    "A component whose name is so long that no telephone can show it on one line, nor on two, nor "
    "on three, because somebody wrote down the whole sentence from the contract (third generation) "
    "and nobody dared to shorten it since then, although everybody wished for it"
)
LONG_WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
LONG_ARABIC = (
    "خدمة المدفوعات والتحويلات المصرفية الدولية للعملاء في منطقة الشرق الأوسط وشمال أفريقيا " * 3
)


def name_of(text: str) -> str:
    """The id of what is called so."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
    return kept.strip("-")[:30].strip("-")


def part(group: str, name: str) -> str:
    """The id of a part of a group."""
    return "-".join(
        filter(None, [name_of(group) or ("ar" if group else ""), name_of(name) or "ar"])
    )


def write(folder: Path, groups: Groups, *tables: str, url: str = URL, since: str = _SINCE) -> Path:
    """The files of a site with such groups, not synced yet; without `since`, nothing is known."""
    (folder / "content").mkdir(parents=True)
    lines = [
        f'[site]\nname = "Acme Cloud"\nurl = "{url}"\ntimezone = "Europe/London"\n'
        'contact = "support@acme.example"\n'
    ]
    known = {"incidents_since": since} if since else {}
    for group, names in groups.items():
        if group:
            lines.append(a_table("groups", id=name_of(group) or "ar", name=group))
        for name in names:
            inside = {"group": name_of(group) or "ar"} if group else {}
            lines.append(a_table("components", id=part(group, name), name=name, **inside, **known))
    (folder / "config.toml").write_text("".join([*lines, *tables]), "utf-8")
    return folder


def begun(
    folder: Path,
    groups: Groups = GROUPS,
    *tables: str,
    url: str = URL,
    since: str = _SINCE,
    now: datetime = NOW,
    age: timedelta = timedelta(days=100),
) -> Path:
    """Such a site, that began so long ago."""
    with clock.standing_at(now - age):
        open_site(write(folder, groups, *tables, url=url, since=since))
    return folder


def told(
    minutes_ago: float,
    title: str,
    states: Mapping[str, ComponentState],
    *,
    lasted: float | None = None,
    due: float | None = 20,
    words: str = "Some requests fail. We are looking for the cause.",
    now: datetime = NOW,
) -> str:
    """An incident that began so many minutes ago, and lasted so many if it is over."""
    start = now - timedelta(minutes=minutes_ago)
    next_due = now + timedelta(minutes=due) if due and lasted is None else None
    with clock.standing_at(start):
        word = NewUpdate(words, components=dict(states), next_due=next_due, owner="Platform team")
        key = open_incident(title, word, ADA).key
    if lasted is not None:
        with clock.standing_at(start + timedelta(minutes=lasted)):
            post_update(key, NewUpdate("It is mended.", status=Status.RESOLVED), ADA)
    return key


def planned(
    title: str, parts: Sequence[str], begins: float, lasts: float = 120, now: datetime = NOW
) -> str:
    """Planned work that begins so many minutes from now; a negative number of them ago."""
    start = now + timedelta(minutes=begins)
    with clock.standing_at(min(now, start) - timedelta(days=3)):
        entry = schedule_maintenance(
            title,
            "The database moves to new machines. Writes pause for about a minute.",
            start,
            start + timedelta(minutes=lasts),
            list(parts),
            ADA,
        )
    if begins < 0:
        with clock.standing_at(start):
            step_maintenances()
    return entry.key


_PROMISE = an_sla("api", "availability", components=["platform-api"], source="incidents")


def quiet(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """All works; a few days in three months were bad."""
    begun(folder, GROUPS, _PROMISE, url=url, now=now)
    day = 1440
    told(40 * day, "Sign-in failed", {"product-sign-in": _DOWN}, lasted=75, now=now)
    told(22 * day, "Search was slow", {"product-search": SLOW}, lasted=200, now=now)
    told(9 * day, "Search was slow again", {"product-search": SLOW}, lasted=50, now=now)
    told(2 * day - 300, "Payouts came late", {"payments-payouts": _PART}, lasted=35, now=now)
    return folder


def one_incident(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """One incident, of one part."""
    quiet(folder, url, now)
    told(42, "Deliveries of webhooks are late", {"platform-webhooks": _PART}, now=now)
    return folder


def unannounced(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """Checks see two parts down, and nobody has spoken of it."""
    minute = Cadence(timedelta(minutes=1), 2)
    names = ["platform-api", "platform-queue"]
    probes = [a_probe(name, name) for name in names]
    begun(folder, GROUPS, _PROMISE, *probes, url=url, now=now, age=timedelta(days=10))
    with clock.standing_at(now):
        record_samples(
            (Watched(name, name, minute), Sample(now - timedelta(minutes=back), ProbeState.DOWN))
            for name in names
            for back in range(12, -1, -1)
        )
    return folder


def new_site(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """Two parts, one promise, and not an hour old: what `init` makes."""
    promise = an_sla(
        "website", "availability", components=["our-service-website"], source="incidents", since=""
    ).replace('since = ""\n', "")
    groups = {"Our service": ["Website", "API"]}
    return begun(folder, groups, promise, url=url, since="", now=now, age=timedelta(minutes=20))


def removed(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """The only part in trouble has left the settings while its incident is still open."""
    groups = {"": ["Website"], "Product": ["Webmail"]}
    begun(folder, groups, url=url, now=now)
    told(30, "Webmail fails", {"product-webmail": _PART}, now=now)
    shorter = write(folder / "later", {"": ["Website"]}, url=url) / "config.toml"
    (folder / "config.toml").write_text(shorter.read_text("utf-8"), "utf-8")
    with clock.standing_at(now - timedelta(minutes=1)):
        sync(folder / "config.toml", {})
    return folder


def sixty(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """60 parts in 8 groups, whose names are alike, on a quiet day."""
    groups = {region: [*KINDS[: 8 if place < 4 else 7]] for place, region in enumerate(REGIONS)}
    return begun(folder, groups, url=url, now=now)


def sixty_one_broken(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """The same, with one of the eight queues down."""
    sixty(folder, url, now)
    told(30, "Messages are delayed", {"sydney-queue": _PART}, now=now)
    return folder


def under_way(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """One planned work goes on, all else works."""
    quiet(folder, url, now)
    planned("Database upgrade", ["platform-storage", "platform-api"], -30, now=now)
    return folder


def several_works(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """Two planned works go on, two more are to come."""
    under_way(folder, url, now)
    planned("New cables in Frankfurt", ["platform-cdn"], -10, 60, now=now)
    planned("New telephone system", ["support-phone"], 2 * 1440, 90, now=now)
    planned("Move of the mail servers", ["product-webmail"], 5 * 1440, 240, now=now)
    return folder


def work_and_incident(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """Planned work and an incident at once."""
    under_way(folder, url, now)
    told(18, "Checkout fails", {"payments-checkout": _DOWN}, now=now)
    return folder


def long_names(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """Names as people should not write them, of groups, parts and incidents."""
    names = [LONG[:200], LONG_WORD[:150], LONG_ARABIC[:200].strip()]
    groups = {LONG[:150]: names, LONG_ARABIC[:150].strip(): ["API", "Docs"], "": ["Website"]}
    begun(folder, groups, url=url, now=now)
    first = part(LONG[:150], LONG[:200])
    told(30, LONG[:200], {first: _PART, part("", "Website"): _DOWN}, now=now)
    told(20, LONG_ARABIC[:190].strip(), {first: SLOW}, now=now)
    return folder


def reported(folder: Path, url: str = URL, now: datetime = NOW) -> Path:
    """An incident that names no part, as one opens before anything is known."""
    quiet(folder, url, now)
    told(5, "Some customers cannot sign in", {}, now=now)
    return folder
