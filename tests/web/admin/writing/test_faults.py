"""What is wrong with a form, in the words of the form; and links that lead nowhere."""

from __future__ import annotations

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.web.admin.writing.dead_links import dead_links
from tests.web.conftest import Browser, Page

ADA = Actor("ada")


def summed(page: Page) -> list[str]:
    """The faults at the top, as they read."""
    return [
        " ".join(one.text_content().split()) for one in page.tree.xpath("//*[@id='faults']//li")
    ]


def test_faults_name_the_field_as_it_is_labelled(ada: Browser) -> None:
    page = ada.send(
        "/admin/outcomes/new", title="", said="", heard="often", evidence="sla/x\nnonsense"
    )
    assert page.code == 422
    assert summed(page) == [
        "Title: This is empty; say it in a few words.",
        "What you were told: This is empty, and it is needed.",
        "The whole answer: This is empty; write what readers should know.",
        "How many people asked: Give a whole number, such as 12.",
        page_fault(page, "evidence"),
    ]
    assert page_fault(page, "evidence").startswith("Proof: Line 2: It must be links such as")


def page_fault(page: Page, name: str) -> str:
    [link] = page.tree.xpath(f"//*[@id='faults']//a[@href='#field-{name}']")
    return " ".join(link.text_content().split())


def test_each_fault_leads_to_its_field_and_stands_beside_it(ada: Browser) -> None:
    page = ada.send("/admin/maintenance/new", title="Upgrade", owner="Ada")
    targets = page.tree.xpath("//*[@id='faults']//a/@href")
    assert targets == ["#field-from", "#field-until"]
    for target in targets:
        name = target.removeprefix("#field-")
        assert page.tree.xpath(f"//*[@id='field-{name}']"), target
        assert page.tree.xpath(f"//*[@id='fault-{name}']"), target
    assert page.fields()["owner"] == "Ada"
    assert not [one for one in summed(page) if ":" not in one]


@pytest.mark.parametrize("path", ["incidents", "maintenance", "changelog", "outcomes"])
def test_no_fault_of_an_empty_form_speaks_of_files(ada: Browser, path: str) -> None:
    page = ada.send(f"/admin/{path}/new", title="", body="", date="", **{"from": "", "until": ""})
    assert page.code == 422
    for told in summed(page):
        assert '"' not in told
        assert "missing" not in told


def test_fields_that_are_needed_are_marked(ada: Browser) -> None:
    page = ada.get("/admin/maintenance/new")
    needed = page.tree.xpath("//*[@aria-required='true']/@name")
    assert needed == ["title", "from", "until", "body"]
    assert "What will be done (needed)" in page.words()


def test_backdated_entry_has_its_own_date_in_its_address(ada: Browser) -> None:
    made = ada.send("/admin/changelog/new", title="Search again", body="x", date="2026-07-20")
    assert made.headers["Location"].startswith("/admin/changelog/2026-07-20-search-again")


def test_wish_that_was_never_published_is_named_with_the_nearest(ada: Browser) -> None:
    ada.send("/admin/outcomes/new", title="Support at weekends", said="Please.", body="Yes.")
    page = ada.send(
        "/admin/changelog/new", title="Weekends", body="x", feedback="suport-at-weekends\nnothing"
    )
    assert page.code == 422
    assert "support-at-weekends" in page_fault(page, "feedback")
    assert "Line 2" in page_fault(page, "feedback")
    slug = page_fault(page, "feedback").partition('did you mean "')[2].partition('"')[0]
    sent = ada.send("/admin/changelog/new", title="Weekends", body="x", feedback=slug)
    assert sent.code == 303


@pytest.mark.parametrize("what", ["update", "entry"])
def test_draft_of_a_withdrawal_is_named_by_what_it_withdraws(ada: Browser, what: str) -> None:
    if what == "update":
        incident = open_incident("Search is slow", NewUpdate("We look."), ADA)
        place = f"/admin/incidents/{incident.key}/updates/{incident.updates[0].key}"
        name = "Search is slow"
    else:
        made = ada.send("/admin/changelog/new", title="Faster", body="x")
        place, name = made.headers["Location"].partition("?")[0], "Faster"
    ada.send(f"{place}/withdraw", do="draft", reason="It was about another service")
    [heading] = ada.get("/admin").tree.xpath("//article[starts-with(@id, 'draft-')]/h3")
    assert heading.text_content().startswith("Withdrawal of ")
    assert heading.text_content().endswith(name)


@pytest.mark.usefixtures("store")
def test_links_to_nothing_are_found() -> None:
    key = open_incident("Slow", NewUpdate("We look."), ADA).key
    text = (
        f"[a](/incidents/{key}) [b](/incidents/nope) [c](https://example.com/x) [d](#here) "
        "[e](/components/api) [f](../components/nothing) [g](mailto:a@b.example) "
        f"[h](/incidents/{key}#update-zzz) [i](/changelog/nothing-such) [j](/history)"
    )
    assert dead_links(text, "/incidents/x") == [
        "/incidents/nope",
        "../components/nothing",
        f"/incidents/{key}#update-zzz",
        "/changelog/nothing-such",
    ]


def test_preview_tells_links_to_nothing(ada: Browser) -> None:
    words = {"title": "Slow", "body": "See [the other](/incidents/nope)."}
    page = ada.send("/admin/incidents/new", do="preview", **words)
    assert "These links lead nowhere: /incidents/nope" in page.words()
    fine = ada.send("/admin/incidents/new", do="preview", title="Slow", body="See [it](/history).")
    assert "lead nowhere" not in fine.words()
