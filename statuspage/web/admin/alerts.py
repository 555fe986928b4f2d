"""Alerts of other systems at the desk: what fires, what was over of late, and what became of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import redirect, request
from werkzeug.wrappers import Response

from statuspage import clock
from statuspage.actions.incidents.alerts import end_alert
from statuspage.figures.failing.fates import AlertFate, fates
from statuspage.store import db
from statuspage.store.incidents import alarms, alerts, incidents
from statuspage.store.published import components
from statuspage.store.settings import current_settings
from statuspage.web.admin import pages
from statuspage.web.admin.published import confirmation

_BACK = timedelta(days=7)
_MOST = 100  # of each kind on the page


def alert_page() -> Response:
    """The page, and its button. Raises NotFound, StoreError."""
    if request.method == "POST":
        given = request.form.get
        start = given("start", "")
        started_at = datetime.fromtimestamp(int(start[:11]) if start.isdecimal() else 0, UTC)
        end_alert(given("sender", ""), given("fingerprint", ""), started_at, pages.actor())
        return redirect("/admin/alerts?done=alert-over", 303)
    with db.snapshot():
        found = all_fates()
        firing = sorted((one for one in found if one.alert.is_firing), key=_needs_staff_first)
        over = [one for one in found if not one.alert.is_firing]
        text = pages.render(
            "alerts.html",
            done=confirmation(),
            firing=firing[:_MOST],
            more=max(0, len(firing) - _MOST),
            over=over[:_MOST],
            rules=len(current_settings().alerts),
        )
    return pages.answer(text)


def all_fates() -> list[AlertFate]:
    """What fires and what was over of late, the newest first. Within a snapshot."""
    found = alerts.firing_or_ended_since(clock.now() - _BACK)
    if not found:
        return []
    known = {one.id for one in components.listed()}
    going_on = [one for one in incidents.open_ones() if one.is_active]
    return fates(found, current_settings().alerts, known, alarms.newest(), going_on)


def _needs_staff_first(one: AlertFate) -> bool:
    return not one.needs_staff
