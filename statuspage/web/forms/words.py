"""Words that must not be lost: kept in the store until their writer comes back for them."""

from __future__ import annotations

import hashlib
import json

from flask import current_app, request
from itsdangerous import BadSignature, Signer

from statuspage import clock
from statuspage.said import Said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.desk import forms
from statuspage.store.keys import new_key
from statuspage.web.forms import genuine

NOT_WORDS = (genuine.FIELD, "submission", "do", "notice")
"""Fields of every form that are no part of what was written."""


def new_submission() -> str:
    """An id for a form that was shown, signed so that nobody else can make one up."""
    return _signer().sign(new_key() + new_key()).decode()


def submission(values: Values, *, with_content: bool = False) -> str | None:
    """What a form was sent as: its address and id, or None when the id is not one of ours.

    With its content too, only the very same words count as sent twice.
    """
    try:
        found = f"{request.path} {_signer().unsign(values.get('submission', '')).decode()}"
    except BadSignature:
        return None
    if not with_content:
        return found
    content = json.dumps({**values, genuine.FIELD: ""}, sort_keys=True)
    return f"{found} {hashlib.sha256(content.encode()).hexdigest()}"


def submission_of(address: str, values: Values) -> str:
    """What a form of a page that is the same for everybody was sent as.

    The same words from the same address count once. Nobody can tell the address from it.
    """
    content = json.dumps([request.path, address, dict(values)], sort_keys=True)
    return f"{request.path} {_signer().get_signature(content).decode()}"


def keep(path: str, values: Values, notice: Said) -> str:
    """Keep what was written in the form at a path; returns the address that brings it back."""
    fields = {name: [value] for name, value in values.items() if name not in NOT_WORDS}
    with db.transaction():
        form = forms.keep(path, {**fields, "notice": [notice.key]}, clock.now())
    return f"{path}?kept={form}"


def kept() -> dict[str, str]:
    """The words kept for this address, with a "notice" of why; empty when none are asked for."""
    form = request.args.get("kept", "")
    with db.snapshot():
        fields = (forms.kept(form, request.path) if form else None) or {}
    return {name: values[0] for name, values in fields.items()}


def _signer() -> Signer:
    secret = current_app.secret_key
    assert secret is not None  # noqa: S101 the application always has one
    return Signer(secret, salt="submission")
