"""How the form of a public page is taken: from anybody, without a cookie, and not too often."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

from flask import Response, abort, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.visitors import seconds_to_wait
from statuspage.domain.vocabulary.languages import Place
from statuspage.errors import NotFound, StoreError
from statuspage.render import html
from statuspage.said import said
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
        if wait := math.ceil(seconds_to_wait(address)):
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

    def give_back(self, page: Found, form: Form) -> AnyResponse:
        try:
            rendering = catalogue.render(page, form)
        except StoreError:
            text = html.page(
                speaker(page.language), here(), "public/rescue.html", form=form, path=page.path
            )
            return Response(text, form.code)
        return Response(rendering.body, form.code, content_type=rendering.content_type)


def _found(page: PublicPage, language: str = "", **parts: str) -> Found:
    prefix = f"/{language}" if language else ""
    return Found(page, prefix + page.path(parts), parts, language)
