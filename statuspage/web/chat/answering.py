"""Takes a command of a chat, carries it out as a member of staff, and answers at once."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import os
from collections.abc import Mapping

from flask import Response, request

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.once import answered, once, remember_newest
from statuspage.actions.staff.tokens import seconds_after_wrong
from statuspage.config.chats import Chat
from statuspage.config.kinds.environment import Unset, looked_up
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.permissions import Verb, may
from statuspage.errors import StatusPageError, StoreError
from statuspage.said import Said, said
from statuspage.site.api.guide import PROBLEMS
from statuspage.site.api.writes import JSON
from statuspage.store import db
from statuspage.store.desk import staff
from statuspage.store.settings import current_settings, site
from statuspage.web.chat import mattermost, slack, teams
from statuspage.web.chat.spoken import ChatForm, ChatRequest, Spoken, Unproven
from statuspage.web.chat.words import PUBLISH, ChatCommand, command
from statuspage.web.forms.peers import client_address
from statuspage.web.language import writer
from statuspage.web.typed import Printed, Typed, shell

FORMS: Mapping[str, ChatForm] = {
    "slack": slack.FORM,
    "mattermost": mattermost.FORM,
    "teams": teams.FORM,
}
"""By the type of a chat."""
_MOST = 2000  # answers of one chat that are remembered
_log = logging.getLogger(__name__)


def answer(chat: str) -> Response:
    """What is said to whoever gave a command. Raises StoreError."""
    with db.snapshot():
        found = next((one for one in current_settings().chat if one.id == chat), None)
    if found is None:
        return Response(status=404)
    form = FORMS[found.type]
    sent = ChatRequest(request.get_data(), request.headers, clock.now())
    try:
        spoken = form.read(sent, looked_up(found.secret, os.environ))
    except Unset as unset:
        _log.warning("the chat %s: the variable %s is not set", chat, unset.name)
        why = said("The variable {name} is not set here; set it, and restart.", name=unset.name)
        return _refused(401, why)
    except Unproven as error:
        if wait := seconds_after_wrong(Caller(client_address(request.environ))):
            return _refused(429, PROBLEMS[429], {"Retry-After": str(math.ceil(wait))})
        return _refused(401, error.said)
    body = json.dumps(form.answer(_once(found, spoken)), ensure_ascii=False)
    return Response(body, content_type=JSON)


def _refused(status: int, why: Said, headers: Mapping[str, str] | None = None) -> Response:
    """One plain line: chats show it, or keep it where whoever set them up looks."""
    return Response(f"{_say(why)}\n", status, headers, content_type="text/plain; charset=utf-8")


def _once(chat: Chat, spoken: Spoken) -> str:
    """The answer, and for what is sent again the first one."""
    prefix = f"chat:{chat.id}:"
    # Other words are another command, whatever id a chat gives them.
    said_by = "\0".join((spoken.id, spoken.user, spoken.text))
    key = prefix + hashlib.sha256(said_by.encode(errors="replace")).hexdigest()
    if (known := answered(key)) is not None:
        return known
    try:
        text, is_done = _carried_out(chat, spoken, key)
    except StoreError:
        raise
    except StatusPageError as error:
        return _not_done(writer().say(error.said), spoken)
    if is_done:
        with once(key) as deed:
            deed.answer = text
        remember_newest(prefix, _MOST)
    return text


def _carried_out(chat: Chat, spoken: Spoken, key: str) -> tuple[str, bool]:
    """What to answer, and whether it is to be remembered. Raises StatusPageError in words."""
    name = chat.staff.get(spoken.user, "")
    with db.snapshot():
        account = staff.by_name(name) if name and staff.is_enabled(name) else None
    if account is None:
        return _say(_stranger(spoken.user)), False
    asked = command(spoken.text)
    if not asked.words:
        return _help(), False
    if not may(account.role, Verb.PUBLISH if asked.is_writing else Verb.LOOK):
        return _say(said("Your account here can look, but not publish.")), False
    actor = Actor(name, submission=f"{key} done", via=Via.CHAT)
    with db.snapshot():
        language = site().language
    printed = shell().run(Typed(asked.words, actor, language, is_draft=not asked.publishes))
    if printed.status:
        return _not_done(_wrong(printed), spoken), False
    return _done(printed, asked), asked.is_writing


def _done(printed: Printed, asked: ChatCommand) -> str:
    """What was printed; of what was published, where readers see it."""
    lines = [line for line in (printed.err + printed.out).splitlines() if line.strip()]
    if asked.is_writing and asked.publishes and "/admin/drafts/" not in printed.out:
        key = asked.key or lines.pop()
        with db.snapshot():
            lines.append(f"{site().url}/incidents/{key}")
    elif not asked.is_writing:
        lines = [line.replace("\t", "  ") for line in lines]
    return "\n".join(lines)


def _wrong(printed: Printed) -> str:
    if (usage := printed.usage) is None:
        return printed.err.strip()
    return f"{usage.option}: {usage.message}" if usage.option else usage.message


def _not_done(why: str, spoken: Spoken) -> str:
    """Nothing that somebody wrote is lost: they send it again, mended."""
    lines = [why, _say(said("Nothing was done. You wrote:")), spoken.text]
    return "\n".join([*lines, _say(said("“help” says how it goes."))])


def _stranger(user: str) -> Said:
    return said(
        "You are not known here yet, so nothing was done. An admin of the status page can add "
        "you below {table}: your id in this chat is {user}.",
        table="[[chat]]",
        user=user[:64],
    )


def _help() -> str:
    shown = (
        'open "API is slow" "Searches take a minute." --component api=degraded_performance '
        "--next-update 30m",
        'update ID "We found the cause." --status identified',
        'resolve ID "All is well again."',
        "list",
        "show ID",
    )
    told = said("What you write is kept as a draft; with {option} it is published.", option=PUBLISH)
    return "\n".join([_say(told), *shown])


def _say(message: Said) -> str:
    return writer().say(message)
