"""/feedback/mine/TOKEN: what became of what one person said, for themselves alone."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from statuspage.actions.listening.answer_time import answer_time
from statuspage.actions.listening.saying import ask_for_answer, take_back
from statuspage.actions.telling.confirming import confirm_by_code
from statuspage.actions.telling.links import voice_in
from statuspage.actions.visitors import SUBSCRIBING, seconds_to_wait
from statuspage.domain.listening.voice import Voice, VoiceState
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.site.form import Form, Query, Values
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.rendering import template
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.web.public.forms import TokenFormView

_NOTHING = said("There is nothing at this address")
_DONE: Mapping[str, Said] = {
    "sent": said("Thank you. It is with us."),
    "confirmed": said("Done: from now on you are told."),
}


def _opened(query: Query) -> Form:
    """What was done a moment ago; a code is awaited where one was sent."""
    request = (query.get("code") or [""])[-1]
    done = "sent" if request else (query.get("done") or [""])[-1]
    return Form({"request": request} if request else {}, notice=_DONE.get(done, ""))


def _seen(context: Context, token: str) -> Facts:
    voice = _voice(token)
    found = context.library.entries.by_slugs(EntryKind.OUTCOME, [voice.outcome])
    is_away = voice.state is VoiceState.TURNED_AWAY
    settings = context.settings
    values = {
        "voice": voice,
        "is_away": is_away,
        "has_words": bool(voice.text or voice.subject),
        "names": {one.id: one.name for one in context.library.components.known()},
        "entry": None if is_away else found.get(voice.outcome),
        "has_mail": settings.mail is not None,
        "answer_by": answer_time(settings).due(voice.at),
    }
    return Facts(values, context.now)


def _take(values: Values, submission: str, token: str) -> str:
    with db.snapshot():
        voice = _voice(token)
    path = f"/feedback/mine/{token}"
    done = values.get("do", "")
    if done == "back":
        take_back(voice)
        return "/feedback?done=back"
    if done == "mail":
        return f"{path}?code={ask_for_answer(voice, values.get('address', ''), submission)}"
    confirm_by_code(values.get("request", ""), values.get("code", ""))
    return f"{path}?done=confirmed"


def _voice(token: str) -> Voice:
    """Raises NotFound for what we did not write, and for what is deleted."""
    key = voice_in(token)
    voice = None if key is None else voices.by_key(key)
    if voice is None:
        raise NotFound(_NOTHING)
    return voice


class OwnVoiceView(TokenFormView):
    """The form of such a page. Codes are sent as often from one place as by /subscribe."""

    def seconds_to_wait(self, address: str) -> float:
        return seconds_to_wait(address, SUBSCRIBING) if request.form.get("do") == "mail" else 0.0


PAGES: tuple[PublicPage, ...] = (
    PublicPage(
        "/feedback/mine/{token}",
        _seen,
        template("feedback/mine.html"),
        takes_post=_take,
        opens_with=_opened,
    ),
)
