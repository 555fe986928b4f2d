"""POST of a command of the shell: `statuspage --server` asks here, and prints what it is told."""

from __future__ import annotations

from dataclasses import replace

from flask import Response

from statuspage.domain.desk.token import Token
from statuspage.site.api.bodies.commands import CommandAnswer, CommandBody, PrintedText, WrongUsage
from statuspage.store import db
from statuspage.web.api.acting import actor_of
from statuspage.web.api.requests import (
    Done,
    answer_once,
    counted,
    first_answer,
    one_object,
    shown,
    submission,
)
from statuspage.web.typed import SCOPES, Printed, Shell, Typed, shell


class _Undone(Exception):
    """Ends the transaction of a command that was refused."""

    def __init__(self, printed: Printed) -> None:
        self.printed = printed


def command() -> Response:
    """Carry a command out once for each Idempotency-Key; a refused one may be sent again."""
    shown(*SCOPES)
    body = one_object(CommandBody)
    runs, words = shell(), tuple(body.words)
    token = counted(shown(runs.scope(words)))
    if (known := first_answer(token)) is not None:
        return known
    typed = Typed(words, actor_of(token), body.language)
    if (key := submission(token)) is None:
        return _done(runs.run(typed)).response()
    if not runs.is_one_act(typed):
        return _apart(runs, typed, token, key)

    def act() -> Done:
        with db.transaction():
            printed = runs.run(typed)
            if printed.status:
                raise _Undone(printed)
        return _done(printed)

    try:
        return answer_once(token, act)
    except _Undone as undone:
        return _done(undone.printed).response()


def _apart(runs: Shell, typed: Typed, token: Token, key: str) -> Response:
    """A command of several acts, each with a transaction of its own: what it says is kept after."""
    printed = runs.run(replace(typed, submission=f"{key} done"))
    return answer_once(token, lambda: _done(printed))


def _done(printed: Printed) -> Done:
    usage = printed.usage
    told = CommandAnswer(
        exit=printed.status,
        printed=[
            PrintedText(to="stderr" if is_err else "stdout", text=text)
            for is_err, text in printed.pieces
        ],
        usage=WrongUsage(message=usage.message, option=usage.option or None) if usage else None,
    )
    return Done(told.model_dump(mode="json"))
