"""A write of the API as a view: whose token it is, its body, once, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Response, request

from statuspage.actions.given import Actor
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.token import Token
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.errors import Conflict
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.api import BASE, Write
from statuspage.site.api.incidents import listed, posted
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.api.matching import require_match, require_named
from statuspage.web.api.requests import (
    Done,
    answer_once,
    bearer,
    first_answer,
    one_object,
    submission,
)
from statuspage.web.forms.peers import client_address

Act = Callable[..., Done]
"""What carries out a write, inside its transaction: (body, actor, **parts of the address); without
the body where the write takes none."""

Preparation = Callable[..., Callable[[], Done]]
"""The same in two steps: what is done while nobody waits, and what is left for the transaction."""


def actor_of(token: Token) -> Actor:
    """Whoever has a token, as the audit log names them."""
    return Actor(token.name, via=Via.API, address=client_address(request.environ))


def preparing(write: Write, prepare: Preparation) -> Callable[..., Response]:
    """The view that carries out a write, once for each Idempotency-Key."""

    def view(**parts: str) -> Response:
        token = bearer(write.scope or "")
        require_named(write)
        given = [one_object(write.one)] if write.one is not None else []
        if (known := first_answer(token)) is not None:
            return known
        ready = prepare(*given, actor_of(token), **parts)

        def act() -> Done:
            with db.transaction():
                require_match(parts)
                return ready()

        return answer_once(token, act)

    return view


def acting(write: Write, act: Act) -> Callable[..., Response]:
    """The same for what is carried out in one step, and never kept as a draft."""

    def prepare(*given: Any, **parts: str) -> Callable[[], Done]:
        def once() -> Done:
            _require_nobody_else()
            return act(*given, **parts)

        return once

    return preparing(write, prepare)


def apart(write: Write, act: Act) -> Callable[..., Response]:
    """The same for an act that ends with more than its transaction, so that none may be around it.

    Its own remembers that it was done; the answer is remembered after it.
    """

    def view(**parts: str) -> Response:
        token = bearer(write.scope or "")
        body = one_object(write.one) if write.one is not None else None
        if (known := first_answer(token)) is not None:
            return known
        with db.snapshot():
            require_match(parts)
            _require_nobody_else()
        key = submission(token)
        actor = replace(actor_of(token), submission=f"{key} done" if key else None)
        done = act(body, actor, **parts)
        return answer_once(token, lambda: done)

    return view


def _require_nobody_else() -> None:
    if current_settings().desk.approval:
        raise Conflict(
            said("A second person has to read here what is published. Do it at the desk.")
        )


def told(found: Incident, update: Update | None = None, status: int = 200) -> Done:
    """An incident as it stands now, with its newest word or another one."""
    site = catalogue.present().site
    shown = listed(site, found) if update is None else posted(site, found, update)
    answer = shown.model_dump(mode="json", by_alias=True)
    return Done(answer, status, f"{BASE}/incidents/{found.key}" if status == 201 else "")
