"""What agents write, as whoever the token is: the bodies and the acts of the API."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from statuspage.actions.given import Actor
from statuspage.actions.staff.tokens import allowance_of, note_use, token_of
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.token import Token
from statuspage.errors import Conflict
from statuspage.publish.following import follow
from statuspage.said import said
from statuspage.site.api import WRITES
from statuspage.store import db
from statuspage.web.api import changes, incidents, planned
from statuspage.web.api.requests import object_of

_PREPARATIONS = {**incidents.PREPARATIONS, **planned.PREPARATIONS, **changes.PREPARATIONS}


def kept_or_published(
    secret: str, name: str, body: Mapping[str, Any], parts: Mapping[str, str], *, is_draft: bool
) -> Any:
    """Carry out a write of the API by its name, once checked; gives what the API answers.

    Raises Conflict for a token that may not, and whatever the act raises.
    """
    [write] = [one for one in WRITES if one.name == name]
    assert write.one is not None  # noqa: S101 each of these takes a body
    token = _entitled(secret, write.scope or "")
    handed = object_of({**body, "draft": is_draft}, write.one)
    ready = _PREPARATIONS[name](handed, Actor(token.name, via=Via.API), **parts)
    with db.telling_at_the_end():
        with db.transaction():
            done = ready()
        if db.take_news():
            follow()
    return done.answer


def _entitled(secret: str, scope: str) -> Token:
    """The token, if it may write this now."""
    token = token_of(secret)
    if token is None:
        raise Conflict(said("The token is unknown, revoked, or its time is over."))
    if scope not in token.scopes:
        raise Conflict(said("This needs a token with the scope {scope}.", scope=scope))
    note_use(token)
    if wait := allowance_of(token).wait:
        raise Conflict(said("Too many requests: try again in {count} s.", count=math.ceil(wait)))
    return token
