"""Accounts: roles change at once, somebody can always manage them, and wrong names find help."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff import accounts
from statuspage.actions.staff.accounts import add_staff, change_role, disable_staff
from statuspage.actions.staff.audit import HOST
from statuspage.actions.staff.sign_in import start_session, who
from statuspage.actions.staff.tokens import create_token, revoke_token
from statuspage.domain.desk.staff import Role
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.store import db
from statuspage.store.db import database
from statuspage.store.desk import audit, staff
from tests.helpers.processes import PATIENCE

PASSWORD = "a long enough one"
ADA, BOB = Actor("ada"), Actor("bob")


@pytest.fixture
def admins(store: Path) -> None:
    """Ada and Bob, who manage accounts."""
    for name in ("ada", "bob"):
        add_staff(name, Role.ADMIN, PASSWORD)


def test_role_changes_at_once_in_open_sessions(admins: None) -> None:
    token = start_session(staff.by_name("bob"), "Firefox", "password")
    change_role("bob", Role.VIEWER, ADA)
    found = who(token)
    assert found is not None
    assert found.staff.role is Role.VIEWER
    entry = audit.newest(1)[0]
    assert (entry.verb, entry.before, entry.after) == (
        "change role",
        {"role": "admin"},
        {"role": "viewer"},
    )
    change_role("bob", Role.VIEWER, ADA)
    assert audit.newest(1)[0].number == entry.number  # nothing changed, nothing is noted


@pytest.mark.parametrize("actor", [ADA, HOST])
@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_last_admin_becomes_nothing_less(store: Path, actor: Actor, role: Role) -> None:
    add_staff("ada", Role.ADMIN, PASSWORD)
    add_staff("eve", Role.EDITOR, PASSWORD)
    with pytest.raises(Conflict, match="'ada' is the last admin"):
        change_role("ada", role, actor)
    assert staff.admins() == ["ada"]


def test_last_admin_is_not_closed_by_any_door(admins: None) -> None:
    disable_staff("bob", ADA)
    for actor in (HOST, Actor("root", via=HOST.via)):
        with pytest.raises(Conflict, match="last admin"):
            disable_staff("ada", actor)
    with pytest.raises(Conflict, match="your own"):
        disable_staff("ada", ADA)
    assert staff.admins() == ["ada"]


def test_last_admin_in_the_desk_keeps_factors_but_the_machine_can_help(store: Path) -> None:
    add_staff("ada", Role.ADMIN, PASSWORD)
    with pytest.raises(Conflict, match="last admin"):
        accounts.reset_factors("ada", ADA)
    accounts.reset_factors("ada", HOST)


@pytest.mark.parametrize(
    "deed", [lambda name, who: change_role(name, Role.EDITOR, who), disable_staff]
)
def test_two_admins_at_once_leave_one(admins: None, deed: Callable[..., object]) -> None:
    both = Barrier(2)

    def act(name: str, actor: Actor) -> bool:
        both.wait(PATIENCE)
        try:
            deed(name, actor)
        except Conflict:
            return False
        finally:
            database.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(act, "bob", ADA), pool.submit(act, "ada", BOB)]
        assert sorted(one.result(PATIENCE) for one in found) == [False, True]
    assert len(staff.admins()) == 1


@pytest.mark.parametrize(
    "deed",
    [
        lambda: change_role("eve", Role.ADMIN, BOB),
        lambda: disable_staff("eve", BOB),
        lambda: accounts.enable_staff("eve", BOB),
        lambda: accounts.reset_factors("eve", BOB),
        lambda: accounts.end_sessions("eve", BOB),
    ],
)
def test_who_was_demoted_a_moment_ago_manages_nobody(
    admins: None, deed: Callable[[], object]
) -> None:
    add_staff("eve", Role.EDITOR, PASSWORD)
    change_role("bob", Role.EDITOR, ADA)
    with pytest.raises(Conflict, match="Only an admin"):
        deed()
    assert staff.by_name("eve").role is Role.EDITOR


def test_closed_account_is_opened_again_with_its_password(admins: None) -> None:
    hashed = staff.password_hash("bob")
    disable_staff("bob", ADA)
    assert staff.password_hash("bob") is None
    accounts.enable_staff("bob", ADA)
    assert staff.password_hash("bob") == hashed
    with pytest.raises(InvalidInput, match="statuspage staff reset bob"):
        add_staff("bob", Role.EDITOR, PASSWORD)


def test_changing_a_password_opens_no_closed_account(admins: None) -> None:
    token = start_session(staff.by_name("bob"), "Firefox", "password")
    disable_staff("bob", ADA)
    accounts.change_password("another long enough one", token, BOB)
    assert not staff.is_enabled("bob")


def test_sessions_of_others_end_one_by_one_or_all(admins: None) -> None:
    tokens = [start_session(staff.by_name("bob"), f"Browser {n}", "password") for n in range(3)]
    first = who(tokens[0])
    assert first is not None
    assert accounts.end_sessions("bob", ADA, first.session.id) == 1
    assert [who(token) is None for token in tokens] == [True, False, False]
    assert accounts.end_sessions("ada", ADA, first.session.id) == 0  # it is nobody else's
    assert accounts.end_sessions("bob", ADA) == 2
    assert all(who(token) is None for token in tokens)


def test_wrong_names_are_answered_with_those_there_are(admins: None) -> None:
    with pytest.raises(NotFound, match="'adda'; known: ada, bob"):
        disable_staff("adda")
    create_token("prober-eu", ["measurements"], ())
    with pytest.raises(NotFound, match="'prober'; known: prober-eu"):
        revoke_token("prober")
    revoke_token("prober-eu")
    with pytest.raises(NotFound, match=r"'prober-eu'\.$"):
        revoke_token("prober-eu")


def test_of_many_names_the_nearest_are_offered(store: Path) -> None:
    with db.transaction():
        for n in range(30):
            staff.insert(f"person{n:02}", "x", Role.VIEWER, clock.now())
        staff.insert("grace", "x", Role.VIEWER, clock.now())
    with pytest.raises(NotFound, match="known: grace"):
        disable_staff("Grase")
