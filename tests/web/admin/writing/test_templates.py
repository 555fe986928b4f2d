"""Prepared texts in the forms: what they fill in, where they are offered, and their gaps."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.actions.sync import sync
from statuspage.store.incidents import incidents
from tests.web.conftest import Browser

NEW = "/admin/incidents/new"
TEMPLATE = """---
title: We are looking into it
kind: incident
status: identified
next_update: 15m
components:
  search: partial_outage
---
People who use {{what}} may see {{effect}}.
"""


@pytest.fixture
def template(store: Path) -> None:
    """A prepared text in content/templates."""
    (store / "content" / "templates").mkdir()
    (store / "content" / "templates" / "looking.md").write_text(TEMPLATE, "utf-8")
    assert sync(store / "config.toml", {}).problems == ()


@pytest.mark.usefixtures("template")
def test_template_address_fills_the_form(ada: Browser) -> None:
    fields = ada.get(f"{NEW}?template=looking").fields()
    assert "People who use {{what}}" in fields["body"]
    assert (fields["status"], fields["next_update"]) == ("identified", "15")
    assert fields["component:search"] == "partial_outage"


@pytest.mark.usefixtures("template")
def test_template_button_keeps_what_was_written(ada: Browser) -> None:
    page = ada.send(NEW, title="Slow", body="My own words.", do="template:looking")
    assert page.code == 200
    assert page.fields()["title"] == "Slow"
    assert page.fields()["body"].split()[:3] == ["My", "own", "words."]
    assert "{{effect}}" in page.fields()["body"]
    assert incidents.newest(10) == []


@pytest.mark.usefixtures("template")
def test_gap_left_from_a_template_is_refused_by_name(ada: Browser) -> None:
    page = ada.get(f"{NEW}?template=looking")
    answer = ada.post(NEW, page.fields() | {"title": "Slow"})
    assert answer.code == 422
    assert answer.tree.xpath("//*[@id='faults']//a/@href") == ["#field-gap:effect"]
    assert answer.tree.get_element_by_id("field-gap:effect") is not None
    assert "{{effect}}" in answer.tree.get_element_by_id("fault-body").text
    assert incidents.newest(10) == []


@pytest.mark.usefixtures("template")
def test_templates_that_do_not_fit_are_not_offered(ada: Browser, store: Path) -> None:
    over = TEMPLATE.replace("kind: incident\nstatus: identified", "kind: update\nstatus: resolved")
    (store / "content" / "templates" / "over.md").write_text(over, "utf-8")
    sync(store / "config.toml", {})
    address = ada.send(NEW, title="Slow", body="We look.").headers["Location"].partition("?")[0]

    def offered(path: str) -> list[str]:
        return ada.get(path).tree.xpath("//button[starts-with(@value, 'template:')]/@value")

    assert offered(NEW) == ["template:looking"]
    assert offered(address) == ["template:over"]
    ada.send(address, body="It is over.", status="resolved")
    assert offered(address) == []


def test_unknown_template_is_not_found(ada: Browser) -> None:
    assert ada.get(f"{NEW}?template=nothing").code == 404
