"""Where a second factor is asked of everybody: who has none sets it up before anything else.

It is done with a password alone or by any other way in, so nobody is locked out by the setting.
"""

from __future__ import annotations

from flask import redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from statuspage.said import said
from statuspage.store import db
from statuspage.store.desk import factors
from statuspage.store.settings import current_settings
from statuspage.web.admin import pages
from statuspage.web.admin.access.sign_in import HOME, inside
from statuspage.web.forms import words

_ACCOUNT = f"{HOME}/account"
_THEN = "then"  # in the signed cookie: where somebody was going
_KEPT = said("form.second_factor")
_WORDS_ARE_SAFE = said(
    "Nothing has been published yet, and your words are safe. Set up a second factor at "
    "{address}, and they come back.",
    address=_ACCOUNT,
)


def is_needed() -> bool:
    """Whether the person of this request has to set one up."""
    with db.snapshot():
        is_asked = current_settings().sign_in.require_second_factor
        return is_asked and not factors.of(pages.staff().name).are_set


def lead() -> AnyResponse:
    """Off to where it is set up; words sent with a form of ours are kept."""
    if request.method == "POST":
        given = request.form.to_dict()
        if words.submission(given) is None or pages.is_live():
            return pages.fault(said("A second factor comes first"), said("Nothing was done."), 403)
        session[_THEN] = words.keep(request.path, given, _KEPT)
        return pages.fault(said("A second factor comes first"), _WORDS_ARE_SAFE, 403)
    if request.path != HOME:
        query = request.query_string.decode("ascii", "replace")
        session[_THEN] = f"{request.path}?{query}" if query else request.path
    return redirect(_ACCOUNT, 303)


def target() -> str:
    """Where somebody was going before, once; "" for nowhere."""
    found = str(session.pop(_THEN, ""))
    return inside(found) if found else ""
