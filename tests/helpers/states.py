"""Each state in which a page must be good, as a site that is made on a real store."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from statuspage import clock, resources
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import step_maintenances
from statuspage.actions.measurements.results import record_samples
from statuspage.actions.sync import sync
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.record.cosignature import Cosigner
from statuspage.domain.record.stamp import TimeStamp
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.published import stamps
from tests.helpers import bad_day, whole_site
from tests.helpers.sites import add_to_config, open_site
from tests.helpers.telling import ADA
from tests.helpers.whole_site import NOW, Shape
from tests.helpers.witness_server import cosign_here, name_witnesses

Maker = Callable[[Path, datetime], None]

_MINUTE = timedelta(minutes=1)
_LONG = "Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluessel"


def quiet(folder: Path, now: datetime = NOW) -> None:
    """Half a year of history, and all works; the record has two of three witnesses, and stamps."""
    whole_site.make(folder, Shape(), now)
    named = {
        f"{name}.example/witness": Cosigner(f"{name}.example/witness", bytes(32 * [seed]))
        for seed, name in enumerate(("ada", "university-of-somewhere", "cleo"), 1)
    }
    rows = "".join(f"witness {name} {one.key} https://{name}\n" for name, one in named.items())
    name_witnesses(folder, f"{rows}group enough 2 {' '.join(named)}\nquorum enough\n")
    with clock.standing_at(now - _MINUTE):
        sync(folder / "config.toml", {})
        cosign_here(now - _MINUTE, *list(named.values())[:2])
        _stamp(now)


def _stamp(now: datetime) -> None:
    """Keep stamps of heads, as pages show them: nobody made these."""
    with db.transaction():
        for days in (1, 2):
            at = now.replace(hour=0, minute=0, second=7) - timedelta(days=days)
            stamps.keep(TimeStamp(at.date(), at, 170 - 3 * days, b"head", b"stamp"))
        db.raise_topics("stamps")


def one_incident(folder: Path, now: datetime = NOW) -> None:
    """One incident of two words, the next one due soon; mail can be sent."""
    quiet(folder, now)
    add_to_config(folder, '\n[mail]\nfrom = "status@acme.example"\n')
    _opened(
        now,
        "Some payments fail",
        "About one in ten card payments fails. Try again after a minute; nobody pays twice.",
        {"checkout": ComponentState.PARTIAL_OUTAGE},
    )


def the_bad_day(folder: Path, now: datetime = NOW) -> None:
    """Five incidents, twelve of eighteen parts in trouble, one next word overdue."""
    quiet(folder, now)
    bad_day.tell(now)


def silent_trouble(folder: Path, now: datetime = NOW) -> None:
    """A check fails, and nobody has spoken of it yet."""
    whole_site.make(folder, Shape(failing=["web-app"]), now)
    watched = Watched("web-app-http", "web-app", Cadence(5 * _MINUTE), timedelta(seconds=10))
    for ago in range(25, 0, -5):
        with clock.standing_at(now - ago * _MINUTE):
            sample = Sample(now - ago * _MINUTE, ProbeState.DOWN, None)
            record_samples([(watched, sample)])


def empty(folder: Path, now: datetime = NOW) -> None:
    """What `statuspage init` writes, some minutes after it began."""
    shutil.copytree(resources.SITE_TEMPLATE, folder)
    with clock.standing_at(now - 12 * _MINUTE):
        open_site(folder)


def sixty(folder: Path, now: datetime = NOW) -> None:
    """Sixty parts in eight groups, one of them in trouble; each group has a Queue."""
    names = ["Queue", "API", "Console", "Storage", "Search", "Billing", "Webhooks", "Logs"]
    regions = ["Frankfurt", "Dublin", "Virginia", "Oregon", "Tokyo", "Sydney", "Mumbai", "Global"]
    groups = {
        region: [f"{name} / {region}" for name in (names if place < 4 else names[:7])]
        for place, region in enumerate(regions)
    }
    whole_site.make(folder, Shape(groups=groups, has_past=False), now)
    _opened(
        now,
        "The queue in Dublin stands still",
        "New work waits. None is lost.",
        {"queue-dublin": ComponentState.MAJOR_OUTAGE},
    )


def maintenance(folder: Path, now: datetime = NOW) -> None:
    """Planned work is under way; all else works."""
    quiet(folder, now)
    start = now.replace(minute=50, second=0) - timedelta(hours=1)
    words = "We move invoices to a larger database. None can be made until we are done."
    whole_site.plan("Invoices move", words, start, ["invoices"], 5)
    with clock.standing_at(now):
        step_maintenances()


def long_names(folder: Path, now: datetime = NOW) -> None:
    """Names that do not end, or that no line can hold."""
    shape = Shape(
        name=f"The status of Acme Cloud Infrastructure Services of the Northern Hemisphere {_LONG}",
        parts={
            "api": "API for orders, payments, invoices, customers, returns, and reports "
            "(third generation, also known as the new one)",
            "checkout": _LONG,
            "web-app": "https://a-rather-long-subdomain.example.com/with/a/path/that/goes/on/and/on",
        },
        headings={"payments": f"Payments, payouts and all that belongs to them {_LONG}"},
    )
    whole_site.make(folder, shape, now)
    _opened(
        now,
        "Payments of customers whose card was issued in Europe, or who shop in Europe, fail with "
        f"an error that names no cause, most of all in the {_LONG} " + "and so on " * 20,
        f"It fails. {_LONG}. " + "We look into it with all that we have. " * 12,
        {"checkout": ComponentState.MAJOR_OUTAGE, "api": ComponentState.PARTIAL_OUTAGE},
    )


def right_to_left(folder: Path, now: datetime = NOW) -> None:
    """A page in Arabic with one incident."""
    shape = Shape(
        name="أكمي كلاود",
        language="ar",
        parts={"checkout": "الدفع", "api": "واجهة البرمجة", "web-app": "تطبيق الويب"},
        headings={"payments": "المدفوعات", "product": "المنتج"},
    )
    whole_site.make(folder, shape, now)
    _opened(
        now,
        "بعض المدفوعات تفشل",
        "تفشل دفعة واحدة من كل عشر تقريبًا.\n\n- أعد المحاولة بعد دقيقة\n- لن تدفع مرتين",
        {"checkout": ComponentState.PARTIAL_OUTAGE},
    )


def branded(folder: Path, now: datetime = NOW) -> None:
    """One incident on a page with a logo, a colour and a way home."""
    whole_site.make(folder, Shape(brand=whole_site.BRAND), now)
    _opened(
        now,
        "Some payments fail",
        "About one in ten card payments fails. Try again after a minute; nobody pays twice.",
        {"checkout": ComponentState.PARTIAL_OUTAGE},
    )


STATES: dict[str, Maker] = {
    "quiet": quiet,
    "one": one_incident,
    "bad": the_bad_day,
    "silent": silent_trouble,
    "empty": empty,
    "sixty": sixty,
    "maintenance": maintenance,
    "long": long_names,
    "rtl": right_to_left,
    "brand": branded,
}
"""By the names that `make shots` knows them by. Each leaves its store open."""


def _opened(now: datetime, title: str, words: str, states: dict[str, ComponentState]) -> None:
    """An incident of two words, told 55 and 18 minutes ago."""
    with clock.standing_at(now - 55 * _MINUTE):
        first = NewUpdate(
            "We see it, and look for the cause.",
            components=states,
            next_due=now - 15 * _MINUTE,
            owner="Payments on-call",
        )
        key = open_incident(title, first, ADA).key
    with clock.standing_at(now - 18 * _MINUTE):
        found = NewUpdate(words, Status.IDENTIFIED, next_due=now + 12 * _MINUTE)
        post_update(key, found, ADA)
