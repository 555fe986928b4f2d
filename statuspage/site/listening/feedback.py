"""/feedback: whoever wants something says it here; no account is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statuspage.actions.listening.hearing import VoiceWish
from statuspage.actions.listening.saying import LIMITS, say, similar_to
from statuspage.actions.telling.links import voice_path
from statuspage.config import Settings
from statuspage.domain.vocabulary.display import duration as length
from statuspage.domain.vocabulary.display import roughly
from statuspage.said import Said, said
from statuspage.site.form import Form, LookFirst, Query, Values
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.rendering import template

_SET = ("has_mail", "answer_within", "has_calendar")
_DAY = 86_400  # seconds
_TAKEN: Mapping[str, Said] = {"back": said("What you wrote is deleted.")}


def form_for_all(context: Context) -> Facts:
    """The form, and what becomes of what is written in it."""
    values = {
        "components": context.library.components.listed(),
        **context.known(lambda: _settings(context.settings), *_SET),
    }
    return Facts(values, context.now)


def _settings(settings: Settings) -> Mapping[str, Any]:
    seconds = int(settings.feedback.answer_within.total_seconds())
    return {
        "has_mail": settings.mail is not None,
        "answer_within": length(seconds) if seconds % _DAY else roughly(seconds),
        "has_calendar": settings.feedback.calendar is not None,
    }


def _opened(query: Query) -> Form:
    """The form as a link asks for it: of a component, or beside one who asked for the same."""
    named = {name: values[-1] for name, values in query.items() if name in _ASKED_FOR and values}
    return Form(named, notice=_TAKEN.get((query.get("done") or [""])[-1], ""))


_ASKED_FOR = ("component", "outcome", "subject")


def _take(values: Values, submission: str) -> str:
    wish = VoiceWish(
        values.get("text", ""),
        components=(values["component"],) if values.get("component") else (),
        subject=values.get("subject", ""),
        language=values.get("language", ""),
        may_quote=bool(values.get("may_quote")),
        outcome=values.get("outcome", ""),
    )
    if not values.get("seen") and not wish.outcome and (alike := similar_to(wish)):
        raise LookFirst(alike)
    done = say(wish, values.get("address", ""), submission)
    path = voice_path(done.voice)
    return f"{path}?code={done.request}" if done.request else f"{path}?done=sent"


PAGES: tuple[PublicPage, ...] = (
    PublicPage(
        "/feedback",
        form_for_all,
        template("feedback/form.html"),
        in_sitemap=True,
        takes_post=_take,
        opens_with=_opened,
        limits=LIMITS,
    ),
)
