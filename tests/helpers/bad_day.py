"""A bad day: eighteen parts in four groups, five open incidents, one next word overdue.

Three parts are down and nine have problems. The site is as the day is told at `NOW`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Status
from tests.helpers.sites import a_table, open_site
from tests.helpers.telling import ADA

NOW = datetime(2026, 11, 28, 21, 12, tzinfo=UTC)
WORST = "Payments fail for most customers in Europe"

GROUPS = {
    "Product": ["Web app", "Mobile app", "Sign-in", "Search", "Webmail"],
    "Payments": ["Checkout", "Payouts", "Invoices", "Region EU"],
    "Platform": ["API", "Webhooks", "Queue", "Storage", "CDN"],
    "Support": ["Help centre", "Chat", "Phone", "Community"],
}
_DOWN, _PART = ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE
_SLOW = ComponentState.DEGRADED


def id_of(name: str) -> str:
    return name.lower().replace(" ", "-")


def write(folder: Path, url: str = "https://status.acme.example") -> Path:
    """The files of the site, not synced yet."""
    (folder / "content").mkdir(parents=True)
    tables = [
        f'[site]\nname = "Acme Cloud"\nurl = "{url}"\ntimezone = "Europe/London"\n'
        'contact = "support@acme.example"\n'
    ]
    for group, names in GROUPS.items():
        tables.append(a_table("groups", id=id_of(group), name=group))
        tables += [
            a_table("components", id=id_of(name), name=name, group=id_of(group)) for name in names
        ]
    tables.append(
        a_table(
            "slas",
            id="api-availability",
            title="API is there 99.9% of the time",
            components=["api"],
            indicator="availability",
            source="incidents",
            target="99.9%",
            window="month",
        )
    )
    (folder / "config.toml").write_text("".join(tables), "utf-8")
    return folder


def make(folder: Path, url: str = "https://status.acme.example", now: datetime = NOW) -> Path:
    """The site with its bad day, 30 days after it began; its store stays open."""
    with clock.standing_at(now - timedelta(days=30)):
        open_site(write(folder, url))
    tell(now)
    return folder


def tell(now: datetime) -> None:
    """The five incidents of the day, on a site that has these parts."""
    _opened(
        now,
        67,
        "Sign-in is slow or fails",
        "Signing in takes up to a minute, and one in five tries fails. People who are signed in "
        "are not affected.",
        {"sign-in": _PART, "web-app": _PART, "mobile-app": _PART},
        due=10,
    )
    payments = _opened(
        now,
        118,
        WORST,
        "Card payments fail in Europe. We are looking for the cause.",
        {"checkout": _DOWN, "payouts": _DOWN, "region-eu": _DOWN, "invoices": _PART},
        due=-88,
        owner="Payments on-call",
    )
    _posted(
        now,
        50,
        payments,
        "About half of the traffic has moved. Retry a failed payment after a few minutes; you will "
        "not be charged twice.",
        due=-20,
    )
    _opened(now, 30, "API returns errors", "About 2% of calls fail.", {"api": _PART}, due=15)
    _opened(
        now,
        25,
        "Webhooks and the queue are late",
        "Deliveries arrive up to ten minutes late; none is lost.",
        {"webhooks": _SLOW, "queue": _SLOW, "storage": _SLOW},
        due=30,
    )
    _opened(now, 12, "Webmail is slow", "Opening a folder takes long.", {"webmail": _SLOW}, due=40)


def _opened(
    now: datetime,
    minutes_ago: int,
    title: str,
    words: str,
    states: dict[str, ComponentState],
    *,
    due: int,
    owner: str | None = None,
) -> str:
    with clock.standing_at(now - timedelta(minutes=minutes_ago)):
        word = NewUpdate(
            words, components=states, next_due=now + timedelta(minutes=due), owner=owner
        )
        return open_incident(title, word, ADA).key


def _posted(now: datetime, minutes_ago: int, key: str, words: str, *, due: int) -> Incident:
    with clock.standing_at(now - timedelta(minutes=minutes_ago)):
        due_at = now + timedelta(minutes=due)
        word = NewUpdate(words, status=Status.IDENTIFIED, next_due=due_at)
        return post_update(key, word, ADA)
