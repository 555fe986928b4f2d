"""Pages that are made for who asks are in no list; a link to them is no fault of a site."""

from __future__ import annotations

import re

from flask import Flask

from statuspage.site import catalogue
from statuspage.site.for_one import is_for_one
from statuspage.web.public import blueprint


def test_what_is_answered_publicly_is_in_the_catalogue_or_for_one() -> None:
    app = Flask("public", static_folder=None)
    app.register_blueprint(blueprint())
    rules = {rule.rule.replace("<language>", "de") for rule in app.url_map.iter_rules()}
    paths = {re.sub("<.*?>", "some", rule) for rule in rules}
    assert len(paths) > 10
    for path in paths:
        assert is_for_one(path) is (catalogue.find(path) is None), path


def test_no_page_of_the_catalogue_is_for_one() -> None:
    paths = [re.sub("{.*?}", "some", page.pattern) for page in catalogue.PAGES]
    assert not [path for path in (*paths, "/administration", "/users") if is_for_one(path)]
