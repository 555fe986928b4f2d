"""Surveys at the desk: a round is made; its links and what to paste stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from markupsafe import Markup, escape

from statuspage import clock
from statuspage.actions.asking import links
from statuspage.actions.asking.surveys import make_links, open_to_all, rounds_kept, tokens
from statuspage.actions.given import Actor
from statuspage.domain.asking.questions import QUESTIONS, SURVEYED, QuestionKind
from statuspage.errors import InvalidInput, NotFound
from statuspage.render.rows import as_csv
from statuspage.render.survey import snippet
from statuspage.said import said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.asking import rounds
from statuspage.store.settings import site
from statuspage.web.admin import pages
from statuspage.web.admin.published import confirmation
from statuspage.web.admin.writing.choices import Choice
from statuspage.web.admin.writing.forms import FormPage

_HERE = "/admin/surveys"


def surveys() -> Response:
    """Every round with what to paste for it. Raises StoreError."""
    found = rounds_kept()
    with db.snapshot():
        here, now = site(), clock.now()
        text = pages.render(
            "surveys.html",
            done=confirmation(),
            rounds=[
                (one, question, snippet(here, question, one.path, is_open=one.is_open))
                for one in found
                for question in (QUESTIONS[one.kind],)
            ],
            is_taken=lambda one: one.is_taken(now),
        )
    return pages.answer(text)


def survey_links(kind: str, name: str) -> Response:
    """The links of a round, to be sent one to each person."""
    with db.snapshot():
        known = kind in set(QuestionKind)
        found = rounds.by_name(QuestionKind(kind), name) if known else None
        if found is None:
            raise NotFound(said("There is no round '{name}' of this question.", name=name))
        here = site()
    rows = [
        (here.address(links.path(found.kind, found.name, by=token)), token)
        for token in tokens(found)
    ]
    body = as_csv(("address", "token"), rows)
    return Response(body, content_type="text/csv; charset=utf-8")


class AskSurvey(FormPage):
    """Make a round, or add links to one."""

    template = "new_survey.html"
    is_new = True
    is_at_once = True

    def opening(self) -> Values:
        return {"kind": QuestionKind.CSAT, "way": "links", "count": "100"}

    def facts(self) -> Mapping[str, Any]:
        return {
            "kinds": [Choice(one, QUESTIONS[one].words) for one in SURVEYED],
            "ways": [
                Choice("links", said("A link for each person")),
                Choice("open", said("One address for everybody")),
            ],
        }

    def publish(self, values: Values, actor: Actor) -> str:
        kind, name = values.get("kind", ""), values.get("name", "").strip()
        if values.get("way") == "open":
            open_to_all(kind, name, actor)
            return f"{_HERE}?done=asked"
        count = values.get("count", "").strip()
        if not count.isdecimal():
            raise InvalidInput({"count": said("Write a number.")})
        make_links(kind, name, int(count[:9]), actor)
        return f"{_HERE}?done=asked"

    def preview(self, values: Values, actor: Actor) -> Markup:  # noqa: ARG002 nothing is made
        return Markup("<p>{}</p>").format(escape(values.get("name", "")))
