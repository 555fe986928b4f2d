"""A site whose promises stand every way: missed, at risk, on track, not proven, young, withdrawn.

It began thirteen months before `NOW`; closed months are frozen, one is restated, credits of three
are due: one too late to claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze, reviews
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store.settings import current_settings
from tests.helpers.measurements import record
from tests.helpers.sites import a_probe, a_table, add_to_config, change_config, open_site
from tests.helpers.telling import ADA

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BEGUN = datetime(2025, 10, 6, 9, 0, tzinfo=UTC)
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_EVERY = 5 * _MINUTE  # checks
_TIERS = (
    'credits = [{ below = "99.9%", credit = "10%" }, { below = "99%", credit = "25%" }]\n'
    'claim_within = "60d"\nagreement = "agreements/api.md"\n'
)
_AGREEMENT = """\
---
title: The agreement for the API
---
We count the API alone, from outside, without work that we announce three days before.
"""


def _availability(name: str, title: str, component: str, target: str = "99.9%", **more: Any) -> str:
    told = {"indicator": "availability", "source": "incidents", "window": "month"} | more
    return a_table("slas", id=name, title=title, components=[component], target=target, **told)


def make(folder: Path, more: int = 0) -> Path:
    """The site with its promises, and so many more that are kept; its store stays open."""
    (folder / "content" / "agreements").mkdir(parents=True)
    (folder / "content" / "agreements" / "api.md").write_text(_AGREEMENT, "utf-8")
    site = a_table(
        "site",
        name="Acme Cloud",
        url="https://status.acme.example",
        timezone="Europe/London",
        contact="support@acme.example",
    ).replace("[[site]]", "[site]")
    names = {"api": "API", "search": "Search", "checkout": "Checkout", "docs": "Docs"}
    tables = [site, *(a_table("components", id=id_, name=name) for id_, name in names.items())]
    tables += [
        _availability("docs", "The documentation is there", "docs"),
        _availability("search", "Search works", "search"),
        _availability("api-availability", "The API is there", "api") + _TIERS,
        _availability("uploads", "Uploads work", "docs", window="rolling-30d", target="99%"),
    ]
    tables += [
        _availability(f"more-{number}", f"Part {number} of the service is there", "docs")
        for number in range(1, more + 1)
    ]
    (folder / "config.toml").write_text("".join(tables), "utf-8")
    with clock.standing_at(BEGUN):
        open_site(folder)
    _tell(folder)
    return folder


def _tell(folder: Path) -> None:
    _outage(datetime(2026, 1, 14, 9, tzinfo=UTC), 25)
    _outage(datetime(2026, 7, 7, 9, tzinfo=UTC), 52)
    _outage(datetime(2026, 9, 3, 9, tzinfo=UTC), 600)
    with clock.standing_at(datetime(2026, 9, 20, tzinfo=UTC)):
        add_to_config(folder, *_later())
    _freeze(datetime(2026, 11, 5, tzinfo=UTC))
    # Told late, of a month that is published already.
    with clock.standing_at(datetime(2026, 11, 6, 9, tzinfo=UTC)):
        _outage(datetime(2026, 10, 22, 7, tzinfo=UTC), 50, posted_at=clock.now())
    with clock.standing_at(datetime(2026, 11, 6, 10, tzinfo=UTC)):
        for one in reviews():
            freeze(one)
    _outage(datetime(2026, 11, 4, 9, tzinfo=UTC), 85)
    _outage(datetime(2026, 11, 11, 9, tzinfo=UTC), 36, "search")
    _measure()
    with clock.standing_at(NOW - 9 * _DAY):
        _withdraw(folder)
    with clock.standing_at(NOW - _DAY):
        add_to_config(
            folder,
            a_table("components", id="mobile", name="Mobile app"),
            _availability("mobile", "The mobile app works", "mobile"),
        )


def _later() -> list[str]:
    """What is promised since September: from checks, and of support."""
    support = {"components": ["api"], "window": "month"}
    return [
        a_probe("checkout-http", "checkout", interval="5m"),
        a_table(
            "slas",
            id="checkout-latency",
            title="Checkout answers within half a second",
            indicator="latency",
            components=["checkout"],
            under="500ms",
            target="70%",
            window="month",
        ),
        _availability("checkout", "Checkout is there", "checkout", source="probes"),
        a_table(
            "slas",
            id="first-response",
            title="First answer within four hours",
            indicator="first_response",
            within="4h",
            target="90%",
            **support,
        ),
        a_table(
            "slas",
            id="satisfaction",
            title="You are satisfied with our support",
            indicator="csat",
            target="80%",
            **support,
        ),
        _availability("beta", "The beta is there", "docs", target="95%"),
    ]


def _outage(
    start: datetime, minutes: int, component: str = "api", posted_at: datetime | None = None
) -> None:
    end = start + minutes * _MINUTE
    down = {component: ComponentState.MAJOR_OUTAGE}
    word = NewUpdate(
        "It was down and works again.",
        status=Status.RESOLVED,
        components=down,
        impact_from=start,
        impact_until=end,
    )
    with clock.standing_at(posted_at or end):
        open_incident(f"No answers for {minutes} minutes", word, ADA)


def _freeze(now: datetime) -> None:
    with clock.standing_at(now):
        for closed in closed_periods():
            freeze(closed)


def _measure() -> None:
    """Checks of the checkout since November began, but for two hours; requests and ratings."""
    watched = Watched("checkout-http", "checkout", Cadence(_EVERY, 2), timedelta(seconds=10))
    record(watched, _samples(datetime(2026, 10, 31, tzinfo=UTC), NOW))
    settings = current_settings()
    with clock.standing_at(NOW):
        for month, count in ((10, 44), (11, 12)):
            record_cases(enumerate(_cases(month, count), 1), settings)
        at = f"{NOW - 3 * _DAY:%Y-%m-%dT%H:%M:%SZ}"
        rows = [{"id": f"r{n}", "at": at, "kind": "csat", "score": 4 + n % 2} for n in range(9)]
        record_ratings(enumerate(rows, 1))


def _samples(start: datetime, end: datetime) -> Iterator[Sample]:
    at, number = start, 0
    silent = datetime(2026, 11, 17, 3, tzinfo=UTC)
    while at < end:
        if not silent <= at < silent + 2 * _HOUR:
            yield Sample(at, ProbeState.UP, 120 if number % 4 else 900)
        at += _EVERY
        number += 1


def _cases(month: int, count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        opened = datetime(2026, month, 2 + number % 15, 9 + number % 7, tzinfo=UTC)
        answered = opened + (5 if number % 20 == 7 else 1) * _HOUR
        yield {
            "id": f"{month}-{number}",
            "opened_at": f"{opened:%Y-%m-%dT%H:%M:%SZ}",
            "first_response_at": f"{answered:%Y-%m-%dT%H:%M:%SZ}",
            "priority": ("high", "normal", "low")[number % 3],
        }


def _withdraw(folder: Path) -> None:
    file = folder / "config.toml"
    text = file.read_text("utf-8")
    begin = text.index('\n[[slas]]\nid = "beta"')
    after = text.find("\n[[", begin + 1)
    change_config(folder, text[begin : after if after > 0 else len(text)], "\n")
