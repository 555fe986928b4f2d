"""Signing in with another system: away to it, and back with its word for who it is."""

from __future__ import annotations

import hmac
import os
from dataclasses import asdict

from flask import redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.staff import sign_in as actions
from statuspage.actions.staff.tries import SignInRefused, count_try
from statuspage.config import Settings
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.admin import pages
from statuspage.web.admin.access.sign_in import HOME, form, here, inside, refuse, welcome
from statuspage.web.oidc import SECRET_VARIABLE, Asked, Provider, ProviderFault

_AWAY = "away"  # in the signed cookie: what was asked of the provider, when, and where to go then
_LASTS = 900  # seconds
_LOST = said("This answer does not belong to this browser, or it is too old. Begin again.")


def leave() -> AnyResponse:
    """Off to the provider."""
    target = inside(request.args.get("next", ""))
    try:
        count_try("elsewhere", here())
        address, asked = _provider(_settings()).begin()
    except SignInRefused as refused:
        return refuse(refused, form(target=target, notice=refused.said))
    except ProviderFault as fault:
        return form(502, target=target, notice=fault.said)
    session[_AWAY] = [asdict(asked), pages.seconds(), target]
    return redirect(address, 303)


def come_back() -> AnyResponse:
    """Back from the provider."""
    asked, at, target = session.pop(_AWAY, (None, 0, HOME))
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
        mail = _provider(settings).verified_mail(request.args.get("code", ""), Asked(**asked))
        account = actions.account_of(settings.sign_in.oidc_accounts.get(mail, mail), here())
    except SignInRefused as refused:
        return refuse(refused, form(target=target, notice=refused.said))
    except ProviderFault as fault:
        return form(401, target=target, notice=fault.said)
    return welcome(account, "single sign-on", target)


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
