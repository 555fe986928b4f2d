"""Forms on public pages: every page of the catalogue that takes one is answered here."""

from __future__ import annotations

import re

from flask import Blueprint

from statuspage.site import catalogue
from statuspage.web.public.forms import PublicFormView


def blueprint() -> Blueprint:
    """What answers POST to the addresses of the catalogue that take a form."""
    made = Blueprint("public", __name__)
    for number, page in enumerate(catalogue.PAGES):
        if page.takes_post is not None:
            rule = re.sub(r"{(\w+):path}", r"{path:\1}", page.pattern)
            rule = rule.replace("{", "<").replace("}", ">")
            view = PublicFormView(page)
            made.add_url_rule(rule, str(number), view, methods=["POST"])
            if page.has_language:
                made.add_url_rule(f"/<language>{rule}", str(number), view, methods=["POST"])
    return made
