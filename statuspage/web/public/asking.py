"""What readers are asked: the question, and their own answer, which only they see.

Neither is in the catalogue, so none is kept, cached or listed. To open one answers nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.asking import links
from statuspage.actions.asking.answering import (
    BY_LINK,
    answer,
    change,
    former_choice,
    is_changeable,
)
from statuspage.actions.asking.asked import asked
from statuspage.actions.visitors import ANSWERING, seconds_to_wait
from statuspage.domain.asking.questions import QUESTIONS, QuestionKind
from statuspage.domain.asking.times import CHANGEABLE_FOR
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.site.catalogue import Found
from statuspage.site.form import Form, Query, Values
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.rendering import template
from statuspage.store import db
from statuspage.store.asking import answers
from statuspage.store.asking.answers import KeptAnswer
from statuspage.web.public.forms import PublicFormView, StampedFormView

_NOTHING = said("There is nothing at this address")
_DONE: Mapping[str, Said] = {
    "changed": said("Your new answer is kept."),
    "taken": said("Thank you. Your answer is kept."),
}


def _asks(context: Context, kind: str, about: str) -> Facts:
    values = {"asked": asked(kind, about, context.now), "by_link_alone": BY_LINK}
    return Facts(values, context.now)


def _opened(query: Query) -> Form:
    """What a link preselects, and by what it may be answered once."""
    names = (links.CHOICE, links.BY)
    return Form({name: (query.get(name) or [""])[-1] for name in names})


def _take(values: Values, submission: str, kind: str, about: str) -> str:
    choice, by = (values.get(name, "") for name in (links.CHOICE, links.BY))
    with db.snapshot():
        former = former_choice(kind, about, by)
    own = links.own_path(answer(kind, about, choice, by=by, submission=submission))
    return f"{own}?done={'changed' if former not in ('', choice) else 'taken'}"


def _own(token: str) -> KeptAnswer:
    key = links.own_answer(token)
    kept = answers.by_key(key) if key else None
    if kept is None:
        raise NotFound(_NOTHING)
    return kept


def _shows_own(context: Context, token: str) -> Facts:
    kept = _own(token)
    found = asked(kept.kind, kept.about, context.now)
    values = {
        "asked": found,
        "kept": kept.answer,
        "until": kept.answer.at + CHANGEABLE_FOR,
        "is_changeable": is_changeable(kept, found),
    }
    return Facts(values, context.now)


def _own_opened(query: Query) -> Form:
    return Form(notice=_DONE.get((query.get("done") or [""])[-1], ""))


def _take_change(values: Values, _: str, token: str) -> str:
    key = links.own_answer(token)
    if key is None:
        raise NotFound(_NOTHING)
    change(key, values.get(links.CHOICE, ""))
    return f"/ask/own/{token}?done=changed"


class QuestionView(StampedFormView):
    """The form of a question. What is one button on other pages, or came by a link, is no work for
    programs, and so needs no stamp.
    """

    def carry_out(self, page: Found, form: Form) -> AnyResponse:
        kind, about = page.params["kind"], page.params["about"]
        known = QUESTIONS[QuestionKind(kind)] if kind in set(QuestionKind) else None
        by = form.values.get(links.BY, "")
        if known and (not known.is_changeable or links.whose(known.kind, about, by)):
            self.refuse_programs(form)
            return PublicFormView.carry_out(self, page, form)
        return super().carry_out(page, form)

    def seconds_to_wait(self, address: str) -> float:
        return seconds_to_wait(address, ANSWERING)

    def give_back(self, page: Found, form: Form) -> AnyResponse:
        """What is no link of ours is none at once, not only after somebody chose an answer."""
        kind, about = page.params["kind"], page.params["about"]
        by = form.values.get(links.BY, "")
        if by and links.whose(kind, about, by) is None:
            form = replace(form, values={**form.values, links.BY: ""})
        return super().give_back(page, form)


ASK = PublicPage(
    "/ask/{kind}/{about:path}",
    _asks,
    template("asking/ask.html"),
    takes_post=_take,
    opens_with=_opened,
)
OWN = PublicPage(
    "/ask/own/{token}",
    _shows_own,
    template("asking/own.html"),
    takes_post=_take_change,
    opens_with=_own_opened,
)
