"""The audit log in people's words: sentences, links, choices, search, and the export."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.staff.audit import note_act
from statuspage.actions.sync import sync
from statuspage.domain.desk.audit import AuditEntry, Via
from statuspage.domain.desk.staff import Role
from statuspage.domain.vocabulary.states import Status
from statuspage.render.rows import as_safe_csv
from statuspage.store import db
from statuspage.store.desk import audit
from statuspage.store.desk.audit import AuditChoice
from tests.web.conftest import Browser, Page

SignedIn = Callable[..., Browser]
ADA = Actor("ada")


@pytest.fixture
def root(signed_in: SignedIn) -> Browser:
    """The browser of an admin."""
    return signed_in("root", Role.ADMIN)


def sentences(page: Page) -> list[str]:
    """What the page tells of each act, the newest first."""
    rows = page.tree.xpath("//div[contains(@class, 'act')]/h2")
    return [" ".join(row.text_content().split()) for row in rows]


def parts(page: Page) -> list[str]:
    return [one.text_content() for one in page.tree.xpath("//p[@class='act-facts']/span")]


def test_acts_are_sentences_with_links(root: Browser, store: Path) -> None:
    key = open_incident("Search is slow", NewUpdate("We look."), ADA).key
    post_update(key, NewUpdate("Over.", Status.RESOLVED), ADA)
    page = root.get("/admin/audit?who=ada")
    assert "ada published an update of Search is slow" in sentences(page)
    assert "ada published the incident Search is slow" in sentences(page)
    assert page.tree.xpath(f"//h2/a[@href='/admin/incidents/{key}']")
    assert "Status: resolved" in parts(page)
    assert not [part for part in parts(page) if part.startswith(("Entered", "Updated", "Number"))]


def test_change_says_what_was_before(root: Browser, store: Path) -> None:
    note_change = {"status": "investigating", "next_due": "2026-07-01T10:00:00Z"}
    after = {"status": "identified", "next_due": None, "new_words": ["body"]}
    with db.transaction():
        note_act(ADA, "change", "update/nowhere", note_change, after)
    page = root.get("/admin/audit")
    assert sentences(page)[0] == "ada changed an update of nowhere"
    assert "Status: from investigating to identified" in parts(page)
    assert "New words: Text" in parts(page)
    assert any(part.startswith("Next update: empty (it was 1 July 2026") for part in parts(page))


def test_where_it_came_from_is_told(root: Browser) -> None:
    fields = root.get("/admin/incidents/new").fields()
    words = fields | {"title": "Mail is late", "body": "We look."}
    root.post("/admin/incidents/new", words, environ_overrides={"REMOTE_ADDR": "203.0.113.7"})
    assert "desk, from 203.0.113.7" in root.get("/admin/audit?text=mail").words()


def test_choices_narrow_the_log(root: Browser, store: Path) -> None:
    open_incident("Search is slow", NewUpdate("We look."), ADA)
    assert not sentences(root.get("/admin/audit?who=bob"))
    signs = sentences(root.get("/admin/audit?sort=sign-in"))
    assert signs == ["root signed in with a password"]
    assert not sentences(root.get("/admin/audit?since=2099-01-01"))
    assert len(sentences(root.get(f"/admin/audit?since={clock.now():%Y-%m-%d}"))) > 2
    assert "is not a time" in root.get("/admin/audit?since=soon").words()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SLOW search", True),  # its title, which the log itself does not hold
        ("published", True),  # the words of the sentence
        ("investigating", True),  # a fact
        ("nothing-such", False),
        ("100%_", False),  # no wildcards
    ],
)
def test_search_finds_titles_words_and_facts(
    root: Browser, store: Path, text: str, found: bool
) -> None:
    open_incident("Search is slow", NewUpdate("We look."), ADA)
    page = root.get("/admin/audit?" + "text=" + text.replace("%", "%25").replace(" ", "+"))
    assert any("Search is slow" in one for one in sentences(page)) == found


def test_erased_title_is_not_in_the_log(root: Browser, store: Path) -> None:
    open_incident("Call Max Mustermann", NewUpdate("We look."), ADA)
    held = repr([vars(act) for act in audit.newest(100)])
    assert "Mustermann" not in held


def test_settings_are_told_as_what_changed(root: Browser, store: Path) -> None:
    config = store / "config.toml"
    text = config.read_text("utf-8")
    sla = '\n[[slas]]\nid = "web"\ntitle = "Web works"\nindicator = "availability"\n'
    sla += 'components = ["api"]\nsource = "incidents"\ntarget = "99.9%"\nwindow = "month"\n'
    config.write_text(text + sla, "utf-8")
    sync(config, {}, Actor("lena", via=Via.FILES))
    assert parts(root.get("/admin/audit?who=lena")) == ["new: the SLA web"]
    config.write_text(text + sla.replace("99.9%", "99.5%").replace("works", "goes"), "utf-8")
    sync(config, {}, Actor("lena", via=Via.FILES))
    page = root.get("/admin/audit?who=lena")
    assert sentences(page)[0] == "The file config.toml of lena changed"
    assert parts(page)[:2] == [
        "title of the SLA web: rewritten",
        "target of the SLA web: from 99.9% to 99.5%",
    ]
    sync(config, {}, Actor("lena", via=Via.FILES))
    assert len(sentences(root.get("/admin/audit?who=lena"))) == 2


def test_files_are_told_by_their_names(root: Browser, store: Path) -> None:
    file = store / "content" / "changelog" / "2026-07-01-faster.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("---\ntitle: Faster\ndate: 2026-07-01\ntype: changed\n---\nIt is.\n", "utf-8")
    sync(store / "config.toml", {}, Actor("lena", via=Via.COMMAND_LINE))
    page = root.get("/admin/audit?sort=files")
    assert sentences(page) == ["lena applied changed files in content/"]
    assert parts(page) == ["Added: changelog/2026-07-01-faster"]


def test_export_is_whole_and_has_no_formulas(root: Browser, store: Path) -> None:
    with db.transaction():
        for number in range(1200):
            note_act(Actor('=HYPERLINK("x")'), "make token", f"+{number}", None, {"scopes": ["a"]})
    answer = root.get("/admin/audit?as=csv&sort=tokens")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0][:3] == ["number", "at", "who"]
    assert len(rows) == 1201
    assert rows[1][2] == '\'=HYPERLINK("x")'
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "＝1", "\r-1"])
def test_cell_of_a_table_is_never_a_formula(cell: str) -> None:
    [[read]] = list(csv.reader(io.StringIO(as_safe_csv((), [[cell]]).decode(), newline="")))
    assert read == f"'{cell}"


def test_rare_act_is_found_in_a_long_log_by_bounded_pages(store: Path) -> None:
    with db.transaction():
        note_act(ADA, "rare", "needle")
        db.run(
            "INSERT INTO audit (at, who, via, verb, subject, address) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
            "SELECT i, 'bob', 'desk', 'sign in', 'bob', '' FROM n"
        )
    asked = AuditChoice(text="needle")
    with db.snapshot():
        first = audit.page(asked, 50)
        assert first.entries == []
        assert first.before is not None
        second = audit.page(asked, 50, first.before)
    assert [act.subject for act in second.entries] == ["needle"]
    assert second.before is None


@pytest.mark.sqlite("a plan of SQLite")
def test_acts_of_somebody_are_found_by_an_index(store: Path) -> None:
    with db.snapshot():
        for column, name in (("who", "audit_who_id"), ("verb", "audit_verb_id")):
            plan = db.run(
                f"EXPLAIN QUERY PLAN SELECT * FROM audit WHERE {column} = 'x' AND id < 9 "
                "ORDER BY id DESC LIMIT 51"
            )
            assert name in str(plan if isinstance(plan, list) else list(plan))


def test_unknown_verb_is_told_as_it_is_kept(root: Browser, store: Path) -> None:
    with db.transaction():
        note_act(ADA, "juggle", "balls")
    assert sentences(root.get("/admin/audit?who=ada")) == ["ada: juggle balls"]


def test_counted_failures_are_one_sentence() -> None:
    from statuspage.domain.desk.acts import sentence

    after = {"count": 17, "accounts": ["ada"], "with": ["password", "code"]}
    act = AuditEntry(
        1, clock.now(), "somebody", Via.DESK, "fail to sign in", "203.0.113.7", None, after
    )
    told = str(sentence(act, "somebody", "203.0.113.7"))
    assert (
        told == "Somebody at 203.0.113.7 failed 17 times to sign in as ada with a password, a code"
    )
