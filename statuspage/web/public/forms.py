"""How the form of a public page is taken: from anybody, without a cookie, and not too often."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from flask import Response, abort, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.visitors import seconds_to_wait
from statuspage.domain.vocabulary.languages import Place
from statuspage.errors import InvalidInput, NotFound, StoreError
from statuspage.render import html
from statuspage.said import joined, said
from statuspage.site import catalogue
from statuspage.site.catalogue import Found
from statuspage.site.form import Form
from statuspage.site.page import PublicPage
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.web.forms import genuine, words
from statuspage.web.forms.form import FormView
from statuspage.web.forms.peers import client_address
from statuspage.web.language import here, speaker
from statuspage.web.public import stamps

_TRAP = "website"
"""A field that no person sees: whoever fills it in is a program that fills in whatever it finds."""

_UNTIMELY = said("This came sooner than anybody reads it, or more than a day later.")
_ONCE_MORE = said("Look it over once more, then press the button again.")


class PublicFormView(FormView[Found]):
    """A view of Flask for the form of a page of the catalogue."""

    not_genuine = said("This form was sent from another site. Read it, then press the button here.")

    def __init__(self, page: PublicPage) -> None:
        super().__init__(partial(_found, page))

    def __call__(self, **parts: str) -> AnyResponse:
        try:
            return super().__call__(**parts)
        except NotFound:
            abort(404)
        except RequestEntityTooLarge:
            notice = said("That is too much text. Go back in your browser, and make it shorter.")
            return self.give_back(self.page(**parts), Form(notice=notice, code=413))

    def is_genuine(self) -> bool:
        with db.snapshot():
            url = site().url
        return genuine.is_from(url)

    def carry_out(self, page: Found, form: Form) -> AnyResponse:
        address = client_address(request.environ)
        if wait := math.ceil(self.seconds_to_wait(address)):
            notice = said(
                "You have sent a lot in a short time. Try again in {wait} seconds.", wait=wait
            )
            answer = self.give_back(page, replace(form, notice=notice, code=429))
            answer.headers["Retry-After"] = str(wait)
            return answer
        with db.snapshot():
            languages = site().languages
        if page.language and page.language not in languages:
            raise NotFound(said("There is no language '{language}'.", language=page.language))
        take = page.page.takes_post
        assert take is not None  # noqa: S101 only such pages are answered here
        sent_as = words.submission_of(address, form.values)
        here = Place(prefix=page.language and f"/{page.language}", languages=languages)
        return redirect(here.path(take(form.values, sent_as, **page.params)), 303)

    def seconds_to_wait(self, address: str) -> float:
        """Count one form from an address; 0, or the seconds until it may send another."""
        return seconds_to_wait(address)

    def give_back(self, page: Found, form: Form) -> AnyResponse:
        try:
            rendering = catalogue.render(page, form)
        except StoreError:
            text = html.page(
                speaker(page.language), here(), "public/rescue.html", form=form, path=page.path
            )
            return Response(text, form.code)
        return Response(rendering.body, form.code, content_type=rendering.content_type)


class AskedFormView(PublicFormView):
    """The same for a page that is made for each who asks: what it shows at first, by its query."""

    def __call__(self, **parts: str) -> AnyResponse:
        if request.method == "POST":
            return super().__call__(**parts)
        page = self.page(**parts)
        opener = page.page.opens_with
        assert opener is not None  # noqa: S101 only such pages are answered here
        try:
            return self.give_back(page, opener(request.args.to_dict(flat=False)))
        except NotFound:
            abort(404)


class StampedFormView(AskedFormView):
    """The same for a form that is no work for programs: each showing of it bears the time."""

    def __init__(self, page: PublicPage) -> None:
        super().__init__(page)
        self._limits = page.limits

    def refuse_programs(self, form: Form) -> None:
        """Raises InvalidInput where what no person sees was filled in."""
        if form.values.get(_TRAP, ""):
            raise InvalidInput({_TRAP: said("Leave this field empty: only programs fill it in.")})

    def carry_out(self, page: Found, form: Form) -> AnyResponse:
        self.refuse_programs(form)
        if not stamps.is_in_time(form.values.get(stamps.FIELD, "")):
            notice = joined([_UNTIMELY, _ONCE_MORE], " ")
            return self.give_back(page, replace(form, notice=notice, code=409))
        return super().carry_out(page, form)

    def seconds_to_wait(self, address: str) -> float:
        return seconds_to_wait(address, self._limits)

    def give_back(self, page: Found, form: Form) -> AnyResponse:
        # Whoever took their time once need not take it again at the next step.
        stamp = form.values.get(stamps.FIELD, "")
        kept = stamp if stamps.is_in_time(stamp) else stamps.new()
        stamped: Mapping[str, str] = {**form.values, stamps.FIELD: kept}
        return super().give_back(page, replace(form, values=stamped))


class CodeFormView(AskedFormView):
    """The same for a page that counts wrong answers by itself."""

    def seconds_to_wait(self, _: str) -> float:
        return 0.0


class TokenFormView(CodeFormView):
    """The same for a page whose address holds a token: whoever has it may, from wherever."""

    def is_genuine(self) -> bool:
        return True


class OneClickView(TokenFormView):
    """The same, answered at once: mail programs press it for their users, and follow no redirect
    (RFC 8058). Its short address names no language; `spoken` tells it by the token.
    """

    def __init__(self, page: PublicPage, spoken: Callable[[str], str]) -> None:
        super().__init__(page)
        self.page = lambda token: replace(_found(page, token=token), language=spoken(token))

    def carry_out(self, page: Found, form: Form) -> AnyResponse:
        super().carry_out(page, form)
        return self.give_back(page, Form())


def _found(page: PublicPage, language: str = "", **parts: str) -> Found:
    prefix = f"/{language}" if language else ""
    return Found(page, prefix + page.path(parts), parts, language)
