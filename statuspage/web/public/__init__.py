"""Forms on public pages: every page of the catalogue that takes one is answered here.

So are the pages of one person alone, which are in no catalogue.
"""

from __future__ import annotations

import re

from flask import Blueprint

from statuspage.site import catalogue
from statuspage.site.page import PublicPage
from statuspage.web.public import asking, own_voice, owned
from statuspage.web.public.forms import (
    CodeFormView,
    OneClickView,
    PublicFormView,
    StampedFormView,
    TokenFormView,
)


def blueprint() -> Blueprint:
    """What answers POST to the addresses of the catalogue that take a form, and whole pages."""
    made = Blueprint("public", __name__)
    for page in catalogue.PAGES:
        if page.opens_with is not None:
            _add(made, page, StampedFormView(page))
        elif page.takes_post is not None:
            _add(made, page, PublicFormView(page))
    _add(made, owned.CODE, CodeFormView(owned.CODE))
    _add(made, owned.BROWSER, TokenFormView(owned.BROWSER))
    _add(made, owned.LEAVE, OneClickView(owned.LEAVE, owned.spoken_by))
    _add(made, asking.ASK, asking.QuestionView(asking.ASK))
    for page in own_voice.PAGES:
        _add(made, page, own_voice.OwnVoiceView(page))
    for page in (*owned.BY_TOKEN, asking.OWN):
        _add(made, page, TokenFormView(page))
    return made


def _add(made: Blueprint, page: PublicPage, view: PublicFormView) -> None:
    rule = re.sub(r"{(\w+):path}", r"{path:\1}", page.pattern)
    rule = rule.replace("{", "<").replace("}", ">")
    name = re.sub(r"\W", "-", page.pattern)
    methods = ["POST"] if page.takes_post else []
    methods += ["GET"] if page.opens_with else []
    made.add_url_rule(rule, name, view, methods=methods)
    if page.has_language:
        made.add_url_rule(f"/<language>{rule}", name, view, methods=methods)
