"""A state as the bytes of its pages, asked of the whole application while its clock stands."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import html
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.incidents.alerts import take_alerts
from statuspage.actions.incidents.automatic import follow
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.domain.vocabulary.states import Kind
from statuspage.site.api.alerts import FORMATS
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import components
from statuspage.web.app import create_app
from tests.helpers.alerts import alertmanager, generic, pagerduty
from tests.helpers.sites import a_table, add_to_config
from tests.helpers.states import STATES
from tests.helpers.whole_site import NOW, URL

PASSWORD = "correct horse battery staple"
_HOST = URL.partition("://")[2]
_ASSET = re.compile(
    r'(?:href|src|srcset|content)="(?:https://[a-z.]+)?(/[^"]+\.(?:css|js|svg|png|ico))"'
)

_PUBLIC = {
    "home": "/",
    "history": "/history",
    "year": "/history/2026",
    "month": "/history/2026-11",
    "calm-month": "/history/2026-08",
    "maintenance": "/maintenance",
    "changelog": "/changelog",
    "outcomes": "/you-said-we-did",
    "outcome": "/you-said-we-did/slow-search",
    "outcome-waits": "/you-said-we-did/receipts",
    "outcomes-part": "/you-said-we-did/component/invoices",
    "change": "/changelog/2026-11-20-faster-search",
    "feedback": "/feedback",
    "notices": "/notices",
    "notice": "/notices/2026-11-02-version-1",
    "promises": "/promises",
    "slas": "/sla",
    "sla": "/sla/payments-availability",
    "latency": "/sla/api-latency",
    "period": "/sla/payments-availability/2026-10",
    "reports": "/reports",
    "report": "/reports/2026-10",
    "claim": "/sla/payments-availability/2026-10/claim",
    "component": "/components/checkout",
    "record": "/record",
    "feeds": "/feeds",
    "subscribe": "/subscribe",
    "program": "/subscribe/program",
    "api": "/api",
    "page": "/pages/about",
    "recovery": "/recovery",
    "breaking": "/when-things-break",
    "stories": "/stories",
    "story": "/stories/2026-11-22-month-end",
    "404": "/nowhere",
}
_DESK = {
    "desk-sign-in": "/admin/sign-in",
    "desk-now": "/admin",
    "desk-new": "/admin/incidents/new",
    "desk-planned": "/admin/maintenance/new",
    "desk-entries": "/admin/changelog",
    "desk-entry": "/admin/changelog/new",
    "desk-outcome": "/admin/outcomes/new",
    "desk-notice": "/admin/notices/new",
    "desk-story": "/admin/stories/new",
    "desk-outcomes": "/admin/outcomes",
    "desk-feedback": "/admin/feedback",
    "desk-voice": "/admin/feedback/new",
    "desk-credits": "/admin/credits",
    "desk-grant": "/admin/credits/payments-availability/2026-10",
    "desk-alerts": "/admin/alerts",
    "desk-reports": "/admin/reports",
    "desk-report": "/admin/reports/2026-11",
    "desk-revise": "/admin/reports/2026-10",
    "desk-account": "/admin/account",
    "desk-password": "/admin/account/password",
    "desk-people": "/admin/staff",
    "desk-person": "/admin/staff/ada",
    "desk-settings": "/admin/settings",
    "desk-health": "/admin/settings/health",
    "desk-audit": "/admin/audit",
}
_FRONT = ("home", "incident", "component", "desk-now", "desk-update")
_OF_STATE: dict[str, Sequence[str]] = {
    "one": (*_FRONT, "history", "subscribe", "program"),
    "bad": (*_FRONT, "history", "slas", "desk-new"),
    "silent": ("home", "component", "desk-now", "desk-new"),
    "empty": ("home", "history", "slas", "maintenance", "changelog", "outcomes", "promises",
              "reports",               "record", "feeds", "desk-now", "desk-new"),
    "sixty": (*_FRONT, "desk-new"),
    "maintenance": ("home", "work", "maintenance", "desk-now", "desk-work"),
    "brand": ("home", "slas", "feeds"),
    "long": (*_FRONT, "history", "feeds", "desk-new"),
}  # fmt: skip
"""What is looked at in a state; all there is where nothing stands here."""


@dataclass(frozen=True)
class Got:
    """An answer of the application."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class State:
    """Pages of one state by name and address, and each answer by address."""

    name: str
    pages: dict[str, str]
    answers: dict[str, Got]


def rendered(name: str, wanted: Sequence[str]) -> State:
    """Make the site of a state and ask for its pages, those that are wanted if any are named.

    What is wanted is a name, the beginning of one with a star, or an address.
    """
    with TemporaryDirectory() as work:
        STATES[name](Path(work) / "site", NOW)
        os.chdir(Path(work) / "site")
        try:
            with clock.standing_at(NOW):
                return _asked(name, wanted)
        finally:
            db.close_store()


def _asked(name: str, wanted: Sequence[str]) -> State:
    add_staff("ada", Role.ADMIN, PASSWORD)
    if name not in ("empty", "quiet"):
        _say()
    client = Client(create_app())
    pages = _chosen(name, wanted)
    answers = {}
    for page in sorted(pages, key=lambda page: page != "desk-sign-in"):  # before one is signed in
        if page.startswith("desk-") and page != "desk-sign-in":
            _sign_in(client)
        answers[pages[page]] = _got(client, pages[page])
    for address in {
        found
        for answer in list(answers.values())
        if answer.headers.get("Content-Type", "").startswith("text/html")
        for found in _ASSET.findall(answer.body.decode())
    }:
        answers[address] = _got(client, address)
    return State(name, pages, answers)


def _say() -> None:
    """Messages that wait at the desk, one of them long and of one word."""
    told = ("The receipt by text message comes after an hour. Please send it at once.", "x" * 300)
    for number, text in enumerate(told):
        at = NOW - timedelta(days=5 - 3 * number)
        hear(VoiceWish(text, subject="Receipts"[: 8 - 8 * number], may_quote=True), None, at)
    with db.snapshot():
        known = [one.id for one in components.listed()][-2:]
    rule = a_table("alerts", id="page", match=["alertname = CheckoutDown"], components=known)
    add_to_config(Path(), rule)
    for sender, body in (
        ("alertmanager", alertmanager("CheckoutDown", "Queue" * 30, truncated=3)),
        ("pagerduty", pagerduty()),
        ("generic", generic("resolved")),
    ):
        form = FORMATS[sender]
        take_alerts(sender, form.read(form.body.model_validate(body)))
    follow()


def _chosen(state: str, wanted: Sequence[str]) -> dict[str, str]:
    known = {**_PUBLIC, **_of_entries(), **_DESK}
    if wanted:
        fits = [_fits(one) for one in wanted]
        chosen = {name: at for name, at in known.items() if any(fit(name) for fit in fits)}
        given = [one for one in wanted if one.startswith("/")]
        return chosen | {one.strip("/").replace("/", "-"): one for one in given}
    of_state = _OF_STATE.get(state, tuple(known))
    return {name: known[name] for name in of_state if name in known}


def _fits(wanted: str) -> Callable[[str], bool]:
    if wanted.endswith("*"):
        return lambda name: name.startswith(wanted[:-1])
    return lambda name: name == wanted


def _of_entries() -> dict[str, str]:
    """The open incident, the one with a postmortem, planned work: public and at the desk."""
    with db.snapshot():
        told = incidents.newest(100)
        titled = {entry.title: entry for entry in told if not entry.is_open}
        going_on = [entry for entry in told if entry.is_open]
    found = {}
    open_ones = [entry for entry in going_on if entry.kind is Kind.INCIDENT]
    if open_ones:
        longest = max(open_ones, key=lambda entry: len(entry.updates))
        found["incident"] = f"/incidents/{longest.key}"
        found["desk-update"] = f"/admin/incidents/{longest.key}"
    if "API returns errors" in titled:
        key = titled["API returns errors"].key
        found |= {"past": f"/incidents/{key}", "desk-past": f"/admin/incidents/{key}"}
    if "Payouts are late" in titled:
        key = titled["Payouts are late"].key
        found["desk-postmortem"] = f"/admin/incidents/{key}/postmortem"
        found["desk-edit"] = f"/admin/incidents/{key}/edit"
    work = [entry for entry in going_on if entry.kind is Kind.MAINTENANCE]
    if work:
        key = min(work, key=lambda entry: entry.scheduled_for or NOW).key
        found |= {"work": f"/incidents/{key}", "desk-work": f"/admin/incidents/{key}"}
    return found


def _sign_in(client: Client) -> None:
    if client.get_cookie("statuspage_session", domain=_HOST, path="/admin"):
        return
    page = client.get("/admin/sign-in", base_url=URL)
    fields = dict(html.document_fromstring(page.text).forms[-1].form_values())
    sent = fields | {"name": "ada", "password": PASSWORD}
    answer = client.post("/admin/sign-in", data=sent, base_url=URL)
    assert answer.status_code == 303, answer.text


def _got(client: Client, path: str) -> Got:
    answer = client.get(path, base_url=URL)
    headers = {name: value for name, value in answer.headers if name != "Content-Length"}
    return Got(answer.status_code, headers, answer.data)
