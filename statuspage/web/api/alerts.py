"""POST of alerts of other systems: kept at once; what follows from them, the worker does."""

from __future__ import annotations

import os
from collections.abc import Callable

from flask import Response, request

from statuspage.actions.incidents.alerts import take_alerts
from statuspage.config.kinds.environment import Unset, looked_up
from statuspage.said import said
from statuspage.site.api.alerts import FORMATS
from statuspage.site.api.alerts.format import Format
from statuspage.site.api.alerts.pagerduty import is_signed
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.api.problems import Refused
from statuspage.web.api.requests import Done, answer_once, bearer, count_wrong, one_object


def _view(sender: str, form: Format) -> Callable[[], Response]:
    """The view that takes the alerts of one kind of sender."""

    def take() -> Response:
        token = None if form.signature else bearer("alerts")
        if token is None:
            _require_signature(form)
        told = form.read(one_object(form.body, is_foreign=True))
        return answer_once(token, lambda: Done({"taken": take_alerts(sender, told)}))

    return take


def _require_signature(form: Format) -> None:
    """Raises Refused: 401 for a body that nobody signed who knows our secret."""
    with db.snapshot():
        named = current_settings().alerting.pagerduty_secret
    try:
        secret = looked_up(named or "", os.environ)
    except Unset as unset:
        detail = said("The variable {name} is not set here; set it, and restart.", name=unset.name)
        raise Refused(401, detail) from unset
    if not secret:
        detail = said("No secret is named here; write pagerduty_secret below [alerting].")
        raise Refused(401, detail)
    if not is_signed(request.get_data(), request.headers.get(form.signature, ""), secret):
        count_wrong()
        raise Refused(401, said("The signature does not fit the body; compare the secrets."))


VIEWS: dict[str, Callable[..., Response]] = {
    f"alerts_{sender}": _view(sender, form) for sender, form in FORMATS.items()
}
"""What answers each of these addresses, by its name among the writes."""
