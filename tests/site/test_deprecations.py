"""What is to go says so: in every answer concerned, in openapi.json and on the page for people."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from lxml import html

from statuspage.said import said
from statuspage.site.api.openapi import document
from statuspage.site.deprecations import DEPRECATED, Deprecated, mark, met
from statuspage.store import db
from statuspage.store.settings import site
from tests.helpers.pages import rendered

SLAS = "/api/v1/slas"
OLD = Deprecated(
    "GET", SLAS, date(2026, 7, 1), date(2027, 7, 1), said("There is nothing at this address.")
)


def test_operation_that_is_to_go_has_headers_and_is_marked(store: Path) -> None:
    with db.snapshot():
        told = dict(OLD.headers(site()))
        found = mark(document(site()), [OLD])
    assert told == {
        "Deprecation": "@1782860400",  # midnight in London, which is 23:00 the day before
        "Sunset": "Wed, 30 Jun 2027 23:00:00 GMT",
        "Link": '<https://status.acme.example/api#deprecated>; rel="deprecation sunset"; '
        'type="text/html"',
    }
    assert found["paths"][SLAS]["get"]["deprecated"] is True
    assert met("GET", SLAS, table=[OLD]) == [OLD]
    assert met("POST", SLAS, table=[OLD]) == met("GET", "/api/v1/slas/x", table=[OLD]) == []


def test_each_that_is_to_go_is_told_to_programs_and_people(store: Path) -> None:
    found = json.loads(rendered("/api/v1/openapi.json").body)
    page = html.document_fromstring(rendered("/api").body)
    [section] = page.xpath("//section[h2/@id='deprecated']")
    for one in DEPRECATED:
        operation = found["paths"][one.path][one.method.lower()]
        if one.field:
            name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            schema = found["components"]["schemas"][name.rpartition("/")[2]]
            assert schema["properties"][one.field]["deprecated"] is True
            assert one.until.isoformat() in schema["properties"][one.field]["description"]
        else:
            assert operation["deprecated"] is True
        assert one.path in section.text_content()
