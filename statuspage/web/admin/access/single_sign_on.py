"""Signing in with another system: away to it, and back with its word for who it is."""

from __future__ import annotations

import hmac
import os
from dataclasses import asdict

from flask import redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff import sign_in as actions
from statuspage.actions.staff.tries import SignInRefused, count_try
from statuspage.config import Settings
from statuspage.domain.desk.staff import PROOF_LASTS
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.admin import pages
from statuspage.web.admin.access.sign_in import (
    COOKIE,
    HOME,
    form,
    here,
    inside,
    refuse,
    welcome,
    with_session,
)
from statuspage.web.oidc import SECRET_VARIABLE, Asked, Provider, ProviderFault

_AWAY = "away"  # in the signed cookie: what was asked of the provider, when, and where to go then
_LASTS = 900  # seconds
_HOW = "single sign-on"
_NOT_ANEW = said(
    "The sign-in provider did not ask you who you are just now. Sign in with a password or a "
    "passkey."
)
_LOST = said("This answer does not belong to this browser, or it is too old. Begin again.")


def leave() -> AnyResponse:
    """Off to the provider."""
    return _leave(anew=False)


def leave_anew() -> AnyResponse:
    """Off to the provider to show once more who one is."""
    return _leave(anew=True)


def _leave(*, anew: bool) -> AnyResponse:
    target = inside(request.args.get("next", ""))
    try:
        count_try("elsewhere", here())
        address, asked = _provider(_settings()).begin(anew=anew)
    except SignInRefused as refused:
        return refuse(refused, form(target=target, notice=refused.said))
    except ProviderFault as fault:
        return form(502, target=target, notice=fault.said)
    session[_AWAY] = [asdict(asked), pages.seconds(), target, anew]
    return redirect(address, 303)


def come_back() -> AnyResponse:
    """Back from the provider."""
    asked, at, target, anew = (*session.pop(_AWAY, (None, 0, HOME)), False)[:4]
    is_fresh = 0 <= pages.seconds() - at <= _LASTS
    state = request.args.get("state", "")
    if (
        asked is None
        or not is_fresh
        or not hmac.compare_digest(state.encode(), asked["state"].encode())
    ):
        return form(400, target=target, notice=_LOST)
    settings = _settings()
    try:
        # before the provider is asked: one cookie must not buy any number of questions to it
        count_try("provider", here())
        found = _provider(settings).vouched(request.args.get("code", ""), Asked(**asked))
        name = settings.sign_in.oidc_accounts.get(found.mail, found.mail)
        account = actions.account_of(name, here())
    except SignInRefused as refused:
        return refuse(refused, form(target=target, notice=refused.said))
    except ProviderFault as fault:
        return form(401, target=target, notice=fault.said)
    is_proof = _is_just_now(found.shown_at)
    if not anew:
        return welcome(account, _HOW, target, is_proof=is_proof)
    if not is_proof:
        return form(401, target=target, notice=_NOT_ANEW)
    token, address = request.cookies.get(COOKIE, ""), here().address
    open_here = actions.who(token, address)
    if open_here is None or open_here.staff.name != account.name:
        return welcome(account, _HOW, target)
    actor = Actor(account.name, address=address)
    return with_session(redirect(target, 303), actions.prove(token, _HOW, actor))


def _is_just_now(shown_at: float | None) -> bool:
    """Whether somebody showed the provider who they are within the time that a proof holds.

    It knows its visitors for hours: its word alone says only whose browser it is.
    """
    return shown_at is not None and clock.timestamp() - shown_at <= PROOF_LASTS.total_seconds()


def _settings() -> Settings:
    """Raises NotFound where no provider is named."""
    with db.snapshot():
        settings = current_settings()
    if not settings.sign_in.has_oidc:
        raise NotFound(said("Single sign-on is not set up here."))
    return settings


def _provider(settings: Settings) -> Provider:
    back = f"{settings.site.url}{HOME}/sign-in/back"
    return Provider(settings.sign_in, os.environ.get(SECRET_VARIABLE), back)
