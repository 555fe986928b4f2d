"""The audit log: every act of staff is in it, no secret is, and nothing changes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from peewee import IntegrityError

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import AUTOMATIC
from statuspage.actions.staff.accounts import add_staff, disable_staff, reset_password
from statuspage.actions.staff.audit import note_act
from statuspage.actions.staff.tokens import create_token, revoke_token
from statuspage.domain.desk.audit import AuditEntry, Via
from statuspage.domain.desk.staff import Role
from statuspage.domain.record.recorded import stamp
from statuspage.domain.vocabulary.states import Status
from statuspage.store import db
from statuspage.store.desk import audit
from tests.web.admin.access.test_account import press, set_up_app
from tests.web.conftest import PASSWORD, Browser

SignedIn = Callable[..., Browser]
ADA = Actor("ada")


def log() -> list[AuditEntry]:
    return list(audit.newest(1000))


def verbs() -> list[str]:
    return [entry.verb for entry in reversed(log())]


def test_publishing_in_the_desk_is_noted_with_facts_and_no_words(ada: Browser) -> None:
    ada.send("/admin/incidents/new", title="Search is slow", body="We are looking into it.")
    incident, update = log()[1], log()[0]
    assert (incident.who, incident.via, incident.verb) == ("ada", Via.DESK, "publish")
    assert incident.subject.startswith("incident/")
    assert incident.before is None
    assert update.after is not None
    assert (update.after["status"], update.after["new_words"]) == (
        "investigating",
        ["body", "changes"],
    )
    assert b"We are looking" not in audit_bytes()


def test_change_is_noted_with_before_and_after(store: Path) -> None:
    key = open_incident("Slow", NewUpdate("We look."), ADA).key
    since = clock.now() - timedelta(hours=1)
    post_update(key, NewUpdate("Since an hour.", impact_from=since), ADA)
    [changed] = [entry for entry in log() if entry.verb == "change"]
    assert changed.before is not None
    assert changed.after is not None
    assert changed.before["impact_from"] is None
    assert changed.after["impact_from"] == stamp(since)


def test_preview_is_no_act(ada: Browser) -> None:
    before = len(log())
    ada.send("/admin/incidents/new", title="Slow", body="We look.", do="preview")
    assert len(log()) == before


def test_written_entry_and_its_change_are_noted(ada: Browser) -> None:
    made = ada.send("/admin/changelog/new", title="Faster", body="It is.")
    path = made.headers["Location"].partition("?")[0]
    ada.send(path, body="It really is.", why="Clearer")
    assert verbs()[-2:] == ["publish", "change"]
    after = log()[0].after
    assert after is not None
    assert after["new_words"] == ["body"]


def test_sign_ins_and_failures_are_noted_without_what_was_typed(browser: Browser) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    browser.sign_in("ada", "not the right one")
    browser.sign_in("my-secret-password", "typed in the wrong field")
    browser.sign_in("ada")
    fields = browser.get("/admin").fields(0)
    browser.post("/admin/sign-out", fields, environ_overrides={"REMOTE_ADDR": "203.0.113.7"})
    assert [(entry.who, entry.verb) for entry in reversed(log())][1:] == [
        ("somebody", "fail to sign in"),
        ("ada", "sign in"),
        ("ada", "sign out"),
    ]
    assert log()[0].address == "203.0.113.7"
    for typed in (b"not the right", b"my-secret", b"wrong field", PASSWORD.encode()):
        assert typed not in audit_bytes()


def test_accounts_and_tokens_are_noted(store: Path) -> None:
    host = Actor("operator", via=Via.COMMAND_LINE)
    add_staff("ada", Role.EDITOR, PASSWORD, host)
    reset_password("ada", PASSWORD, host)
    disable_staff("ada", host)
    secret = create_token("prober", ["measurements"], (), host)
    revoke_token("prober", host)
    assert verbs() == [
        "add account",
        "reset account",
        "disable account",
        "make token",
        "revoke token",
    ]
    assert {(entry.who, entry.via) for entry in log()} == {("operator", Via.COMMAND_LINE)}
    assert log()[2].before == {"enabled": True}
    assert secret.encode() not in audit_bytes()


def test_second_factors_are_noted_without_their_secrets(ada: Browser) -> None:
    totp, codes = set_up_app(ada)
    press(ada, "/admin/account/app/remove")
    assert verbs()[-3:] == ["set up app", "make recovery codes", "remove app"]
    held = audit_bytes()
    for secret in (totp.secret, *codes, *(re.sub("-", "", code) for code in codes)):
        assert secret.encode() not in held


def audit_bytes() -> bytes:
    """All that the log holds."""
    return repr(db.run("SELECT * FROM audit").fetchall()).encode()


def test_what_the_program_does_by_itself_is_no_act_of_staff(store: Path) -> None:
    key = open_incident("Slow", NewUpdate("We look."), AUTOMATIC).key
    post_update(key, NewUpdate("Over.", Status.RESOLVED), AUTOMATIC)
    assert log() == []


@pytest.mark.parametrize("statement", ["DELETE FROM audit", "UPDATE audit SET who = 'eve'"])
def test_log_cannot_be_changed(store: Path, statement: str) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    with pytest.raises(IntegrityError, match="only grows"):
        db.run(statement)
    assert verbs() == ["add account"]


def test_log_is_read_in_pages_by_admins(store: Path, signed_in: SignedIn) -> None:
    root = signed_in("root", Role.ADMIN)
    with db.transaction():
        for number in range(120):
            note_act(ADA, "count", f"number-{number}", {"n": number}, {"n": number + 1})
    first = root.get("/admin/audit")
    assert "number-119 " in first.words()
    assert "N: from 119 to 120" in first.words()
    [older] = first.tree.xpath("//a[text()='Older']/@href")
    second = root.get(older)
    assert "number-69 " in second.words()
    [oldest] = second.tree.xpath("//a[text()='Older']/@href")
    third = root.get(oldest)
    assert "added the account" in third.words()
    assert third.tree.xpath("//a[text()='Older']") == []
    far = "9" * 30
    assert "number-119 " in root.get(f"/admin/audit?before={far}").words()
    assert "Nothing older" in root.get(f"/admin/audit?before=-{far}").words()


@pytest.mark.sqlite("a plan of SQLite")
def test_page_of_the_log_is_found_by_its_key(store: Path) -> None:
    plan = db.run(
        "EXPLAIN QUERY PLAN SELECT * FROM audit WHERE id < 9 ORDER BY id DESC LIMIT 51"
    ).fetchall()
    assert "USING INTEGER PRIMARY KEY" in str(plan)
