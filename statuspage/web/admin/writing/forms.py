"""The forms of the desk: with previews, drafts, approvals and prepared texts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from flask import Response, g, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.given import Actor
from statuspage.content.templates import variables
from statuspage.errors import Conflict, StoreError, Superseded
from statuspage.said import Said, said
from statuspage.site.form import Form, Values
from statuspage.store import db
from statuspage.web.admin import pages
from statuspage.web.admin.writing import drafting, hinting
from statuspage.web.admin.writing.fields import AS_IS
from statuspage.web.admin.writing.gaps import GAP, Known, filled, gaps, sentences, with_times
from statuspage.web.forms import words
from statuspage.web.forms.form import FormView

_PUBLISH = "publish"
_TEMPLATE = "template:"
_SUPERSEDED = said(
    "A colleague published an update while you were writing. Read it below, then press again. "
    "Your words are still here."
)
_UNKNOWN = said("This form has no such button, so nothing was published. Press one of those below.")


@dataclass(frozen=True)
class DeskForm(Form):
    """What a form of the desk shows besides."""

    gaps: Sequence[str] = ()  # those of a prepared text that no other field of the form fills
    sentences: Sequence[Sequence[tuple[str, str]]] = ()  # where those gaps stand
    first_gap: str = ""  # the field that fills the first gap of all
    theirs: Sequence[tuple[Said, str]] = ()  # label and words a colleague put into the same draft
    asks_approval: bool = False  # publishing needs a second person
    is_at_once: bool = False  # it cannot be kept as a draft
    labels: dict[str, str] = field(default_factory=dict)  # of its fields; the template fills it in


class FormPage(ABC):
    """One form: what it shows, and what its words do."""

    template: str
    deeds: frozenset[str] = frozenset()
    """What else can be pressed, beside publishing, a preview and a prepared text."""
    is_new = False
    """It makes something new: sent again, even with other words, it must not make it twice."""

    own_fields: ClassVar[Mapping[str, str]] = {}
    """Gaps of prepared texts that fields of the form fill, with the names of those."""

    page_path = "/incidents/-"
    """Where its words will stand: links of theirs are read from there."""

    is_at_once = False
    """It cannot wait, neither as a draft nor for an approval.

    Every form that asks for more than the verb "publish" must be so: any editor publishes drafts.
    """

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

    def publish_at(self, _values: Values) -> datetime | None:
        """When it is to be published; None for at once. Raises InvalidInput."""
        return None

    def label(self) -> Said:
        """What publishing makes, for the list of drafts; called inside a snapshot."""
        return said("draft.change")

    def hints(self, _values: Values) -> Markup:
        """Hints towards plain words, as a part of a page; empty where there is nothing to say."""
        return Markup()

    def all_hints(self, values: Values) -> Markup:
        """The same, after warnings: what nobody will see, what looks personal, dead links."""
        warned = hinting.left_out(values) + hinting.personal(values)
        warned += hinting.links(values, self.page_path)
        return warned + self.hints(values) + hinting.in_languages(values)

    def known(self, _values: Values) -> Known:
        """What fills gaps of a prepared text by itself."""
        return {}

    def with_template(self, values: Values, _slug: str) -> Values:
        """The fields with a prepared text put in; most forms have none."""
        return values

    def completed(self, values: Values) -> Values:
        """The fields as they were sent, with what follows from them filled in."""
        return values


class DeskFormView(FormView[FormPage]):
    """A view of Flask for a form of the desk; the guard has seen who sends it."""

    not_genuine = said("The page was open for too long. Please press the button again.")

    def __call__(self, **parts: str) -> AnyResponse:
        page = self.page(**parts)
        return self.take(page) if request.method == "POST" else self._opened(page)

    def conflict(self, error: Conflict) -> Said:
        return _SUPERSEDED if isinstance(error, Superseded) else error.said

    def _opened(self, page: FormPage) -> Response:
        with db.snapshot():
            values = dict(page.opening())
            if slug := request.args.get("template"):
                values = dict(page.with_template(values, slug))
                values = filled(values, page.known(values))
            if key := request.args.get(drafting.DRAFT):
                values = drafting.opened(key)
            values |= words.kept()
        kept = values.pop("notice", "")
        notice = Said(kept) if kept else ""
        return _shown(
            page, Form(values, notice=notice, is_untouched=not request.args.keys() - {"status"})
        )

    def written(self, page: FormPage) -> Values:
        sent = {name: "" if text == AS_IS else text for name, text in request.form.items()}
        values = dict(page.completed(with_times(sent)))
        if not gaps(values):
            return values
        return filled(values, page.known({"do": _PUBLISH, **values}))

    def is_genuine(self) -> bool:
        return bool(g.is_genuine)

    def carry_out(self, page: FormPage, form: Form) -> AnyResponse:
        do = form.values.get("do", _PUBLISH)
        if do == "preview":
            actor = pages.actor()
            preview = page.preview(form.values, actor) + page.all_hints(form.values)
            if pages.is_live():
                return pages.answer(preview)
            return _shown(page, replace(form, preview=preview))
        if do.startswith(_TEMPLATE):
            prepared = page.with_template(form.values, do.removeprefix(_TEMPLATE))
            return _shown(page, replace(form, values=filled(prepared, page.known(prepared))))
        known = {_PUBLISH, *page.deeds} | (set() if page.is_at_once else {drafting.DRAFT})
        if do not in known:
            return self.give_back(page, replace(form, notice=_UNKNOWN, code=400))
        return redirect(_carried_out(page, form.values, do), 303)

    def give_back(self, page: FormPage, form: Form) -> Response:
        if pages.is_live():
            hints = page.all_hints(form.values) if form.faults else Markup()
            return pages.answer(Markup(pages.bare("_not_yet.html", form=form)) + hints)  # noqa: S704
        return _shown(page, form)


def _carried_out(page: FormPage, values: Values, do: str) -> str:
    """Publish it, keep it as a draft, or do what else was pressed; returns where to go on."""
    waits = do == _PUBLISH and not page.is_at_once and drafting.approval_is_asked()
    publish_at = page.publish_at(values) if do == _PUBLISH else None
    keeps = waits or publish_at is not None or do == drafting.DRAFT
    submission = words.submission(values, with_content=keeps or not page.is_new)
    actor = pages.actor(submission)
    if do in page.deeds:
        return page.publish(values, actor)
    if not keeps:
        return drafting.publish(values, actor, lambda who: page.publish(values, who))
    if waits or publish_at is not None:
        page.preview(values, actor)  # what cannot be published is refused to its writer
    with db.snapshot():
        label = page.label()
    return drafting.save(label, values, actor, waits=waits, publish_at=publish_at)


def _shown(page: FormPage, form: Form) -> Response:
    values = {"submission": words.new_submission(), **form.values}
    found = gaps(values)
    title = variables(values.get("title", ""))  # a title with gaps cannot fill its own
    own = {g: name for g, name in page.own_fields.items() if name != "title" or g not in title}
    places = [own.get(gap, GAP + gap) for gap in found]
    asked = [gap for gap in found if gap not in own]
    shown = DeskForm(
        **vars(form) | {"values": values},
        gaps=asked,
        sentences=sentences(values, asked),
        first_gap=places[0] if places else "",
    )
    try:
        with db.snapshot():
            asks = not page.is_at_once and drafting.approval_is_asked()
            shown = replace(shown, asks_approval=asks, is_at_once=page.is_at_once)
            if form.code == 409:
                left, theirs = drafting.after_conflict(values)
                shown = replace(shown, values=left, theirs=theirs)
            facts = page.facts()
            text = pages.render(page.template, form=shown, **facts)
            if shown.faults:  # they stand above the fields, and call them as these are labelled
                text = pages.render(page.template, form=shown, **facts)
    except StoreError as error:
        if request.method != "POST":
            raise
        return rescue(values, form.notice or error.said, form.code)
    return pages.answer(text, form.code)


def rescue(values: Values, notice: str | Said, code: int) -> Response:
    """All that was written, to send once more, when the store is out of reach."""
    left_out = ("csrf_token", "body")
    hidden = {name: value for name, value in values.items() if name not in left_out}
    text = pages.bare("rescue.html", hidden=hidden, body=values.get("body", ""), notice=notice)
    return pages.answer(text, code)
