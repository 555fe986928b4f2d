"""How every form of the desk is answered, so that no written word is lost on the way.

A form that cannot be taken comes back with its words, each fault beside its field.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from flask import Response, g, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.given import Actor
from statuspage.errors import Conflict, InvalidInput, NotFound, StoreError, Superseded
from statuspage.store import db
from statuspage.web.admin import pages, words

_log = logging.getLogger(__name__)
Values = Mapping[str, str]
_Made = TypeVar("_Made")

_PUBLISH = "publish"
_TEMPLATE = "template:"
_NOT_GENUINE = "Please press the button once more; the page had been open for too long."
_UNKNOWN = "This form has no such button, so nothing was published. Press one of those below."
_SUPERSEDED = (
    "A colleague published while you were writing. Read the new words below, then press again; "
    "yours are still here."
)
_OUR_FAULT = "Something went wrong on our side, and nothing was published. Your words are here."


@dataclass(frozen=True)
class Form:
    """What a form shows. `values` and `faults` go by the names of its fields."""

    values: Values
    faults: Values = field(default_factory=dict)
    notice: str = ""
    preview: Markup | None = None
    code: int = 200
    is_untouched: bool = False  # nothing was written in it yet; a draft of the browser may fill it


class FormPage(ABC):
    """One form: what it shows, and what its words do."""

    template: str
    deeds: frozenset[str] = frozenset()
    """What else can be pressed, beside publishing, a preview and a prepared text."""
    is_new = False
    """It makes something new: sent again, even with other words, it must not make it twice."""

    @abstractmethod
    def opening(self) -> Values:
        """What the fields hold at first."""

    @abstractmethod
    def facts(self) -> Mapping[str, Any]:
        """What the template needs beside the form; called inside a snapshot."""

    @abstractmethod
    def publish(self, values: Values, actor: Actor) -> str:
        """Do it; returns the address to go on with. Raises StatusPageError."""

    @abstractmethod
    def preview(self, values: Values, actor: Actor) -> Markup:
        """What publishing would show, keeping nothing. Raises StatusPageError."""

    def with_template(self, values: Values, _slug: str) -> Values:
        """The fields with a prepared text put in; most forms have none."""
        return values


class FormView:
    """A view of Flask for the form that `page` makes from the parts of the address."""

    def __init__(self, page: Callable[..., FormPage]) -> None:
        self._page = page

    def __call__(self, **parts: str) -> AnyResponse:
        page = self._page(**parts)
        return _opened(page) if request.method == "GET" else _taken(page)


def _opened(page: FormPage) -> Response:
    with db.snapshot():
        values = dict(page.opening())
        if slug := request.args.get("template"):
            values = dict(page.with_template(values, slug))
        values |= words.kept()
    notice = values.pop("notice", "")
    return _shown(page, Form(values, notice=notice, is_untouched=not request.args))


def _taken(page: FormPage) -> AnyResponse:
    form = Form(request.form.to_dict())
    if not g.is_genuine:
        return _given_back(page, replace(form, notice=_NOT_GENUINE, code=400))
    try:
        return _done(page, form, form.values.get("do", _PUBLISH))
    except NotFound:
        raise
    except InvalidInput as error:
        form = replace(form, faults=error.faults, code=422)
    except Superseded:
        form = replace(form, notice=_SUPERSEDED, code=409)
    except Conflict as error:
        form = replace(form, notice=str(error), code=409)
    except StoreError as error:
        _log.error("%s", error)
        form = replace(form, notice=str(error), code=503)
    except Exception:  # noqa: BLE001 a fault of ours must not cost anybody their words
        _log.exception("a fault of ours at %s", request.path)
        form = replace(form, notice=_OUR_FAULT, code=500)
    return _given_back(page, form)


def _given_back(page: FormPage, form: Form) -> Response:
    if pages.is_live():
        return pages.answer(pages.bare("_not_yet.html", form=form))
    return _shown(page, form)


def _done(page: FormPage, form: Form, do: str) -> AnyResponse:
    """Carry out what was pressed."""
    name = pages.staff().name
    if do == "preview":
        preview = page.preview(form.values, Actor(name))
        if pages.is_live():
            return pages.answer(preview)
        return _shown(page, replace(form, preview=preview))
    if do.startswith(_TEMPLATE):
        filled = page.with_template(form.values, do.removeprefix(_TEMPLATE))
        return _shown(page, replace(form, values=filled))
    if do != _PUBLISH and do not in page.deeds:
        return _given_back(page, replace(form, notice=_UNKNOWN, code=400))
    submission = words.submission(form.values, with_content=not page.is_new)
    actor = Actor(name, submission=submission)
    return redirect(page.publish(form.values, actor), 303)


def _shown(page: FormPage, form: Form) -> Response:
    values = {"submission": words.new_submission(), **form.values}
    form = replace(form, values=values)
    try:
        with db.snapshot():
            text = pages.render(page.template, form=form, **page.facts())
    except StoreError as error:
        if request.method == "GET":
            raise
        return rescue(form.values, form.notice or str(error), form.code)
    return pages.answer(text, form.code)


def rescue(values: Values, notice: str, code: int) -> Response:
    """All that was written, to send once more, when the store is out of reach."""
    left_out = ("csrf_token", "body")
    hidden = {name: value for name, value in values.items() if name not in left_out}
    text = pages.bare("rescue.html", hidden=hidden, body=values.get("body", ""), notice=notice)
    return pages.answer(text, code)


class _UndoneError(Exception):
    """Ends a rehearsal."""


def rehearse(act: Callable[[], _Made]) -> _Made:
    """Do it for real and take it all back: a preview that cannot differ from what is published."""
    made: list[_Made] = []
    try:
        with db.transaction():
            made.append(act())
            raise _UndoneError
    except _UndoneError:
        return made[0]
