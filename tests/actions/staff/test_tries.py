"""Tries to sign in: what slows strangers, and never those who signed in before."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from peewee import IntegrityError

from statuspage import clock
from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.staff.sign_in import check_password, start_session
from statuspage.actions.staff.tokens import allowance_of, create_token, token_of
from statuspage.actions.staff.tries import SignInRefused, count_try, forgive, note_failure
from statuspage.domain.desk.audit import AuditEntry
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from statuspage.store.desk import audit
from statuspage.store.tables.staff import RateBucket, SignInPlace

NOW = datetime(2026, 7, 1, 12, 10, tzinfo=UTC)
PASSWORD = "a long enough one"
HERE = Caller("203.0.113.7")
MINE = Caller("203.0.113.7", "my browser", frozenset({"ada"}))


def tried(count: int, caller: Caller, name: str = "ada", way: str = "password") -> int:
    """How many of some tries in a row are let through."""
    passed = 0
    for _ in range(count):
        with suppress(SignInRefused):
            count_try(way, caller, name)
            passed += 1
    return passed


def botnet(count: int, name: str = "ada") -> int:
    """As many tries, each from an address of its own."""
    places = (f"198.{18 + n // 65536}.{n // 256 % 256}.{n % 256}" for n in range(count))
    return sum(tried(1, Caller(place), name) for place in places)


def lines() -> list[AuditEntry]:
    return [entry for entry in audit.newest(1000) if entry.verb == "fail to sign in"]


def fail(caller: Caller, account: str = "", way: str = "password") -> None:
    with db.transaction():
        note_failure(way, caller, account)


def test_pushing_program_gives_nobody_more_guesses(store: Path) -> None:
    token = token_of(create_token("pusher", ["measurements"], ()))
    assert token is not None
    passed = 0
    for second in range(0, 120, 8):
        with clock.standing_at(NOW + timedelta(seconds=second)):
            assert allowance_of(token).wait == 0
            passed += tried(5, HERE)
            passed += tried(5, HERE, way="code")
    assert passed == 2 * (5 + 1)  # by each way five at once, and one a minute


def test_many_strangers_slow_each_other_but_no_browser_known_for_the_account(store: Path) -> None:
    """A refused try leaves no trace: some more than are let through stand for ten thousand."""
    add_staff("ada", Role.EDITOR, PASSWORD)
    with clock.standing_at(NOW):
        assert botnet(310) == 300
        assert tried(1, HERE) == 0
        with pytest.raises(SignInRefused, match="Too many tries"):
            check_password("ada", PASSWORD, HERE)
        assert check_password("ada", PASSWORD, MINE).name == "ada"
        assert tried(1, Caller("192.0.2.1", MINE.browser, MINE.accounts)) == 1
        assert tried(1, MINE, "bob") == 0  # no stranger only to accounts that signed in with it
        assert tried(100, MINE) == 9  # a right password was no try
        assert tried(1, Caller("203.0.113.7", "another", frozenset({"ada"}))) == 1


def test_others_behind_one_proxy_use_up_nothing_of_a_known_browser(store: Path) -> None:
    with clock.standing_at(NOW):
        assert tried(40, HERE) == 5
        assert sum(tried(1, HERE, f"name {n}") for n in range(60)) == 25
        assert tried(1, MINE) == 1


def test_place_where_somebody_signed_in_is_spared_what_strangers_share(store: Path) -> None:
    ada = add_staff("ada", Role.EDITOR, PASSWORD)
    with clock.standing_at(NOW):
        start_session(ada, "Firefox", "password", Caller("2001:db8:1:2::1"))
        botnet(301)
        for n in range(300):
            tried(1, Caller(f"2001:db8:1:{n + 16:x}::1"), f"name {n}")
        near, next_door = Caller("2001:db8:1:2::99"), Caller("2001:db8:1:3::1")
        assert tried(1, near) == 1
        assert tried(1, near, "bob") == 1  # of any name: who exists is not to be found out
        assert tried(1, next_door) == 0
    with clock.standing_at(NOW + timedelta(days=1)):
        start_session(ada, "Firefox", "password", Caller("192.0.2.1"))
    with clock.standing_at(NOW + timedelta(days=90, hours=1)):
        start_session(ada, "Firefox", "password", Caller("192.0.2.2"))
        assert {row.place for row in SignInPlace.select()} == {"192.0.2.1", "192.0.2.2"}


def test_code_has_one_limit_for_strangers_to_the_account_and_one_for_its_browser(
    store: Path,
) -> None:
    with clock.standing_at(NOW):
        assert sum(tried(1, Caller(f"192.0.2.{n}"), way="code") for n in range(50)) == 5
        assert tried(1, Caller("192.0.2.77"), way="code") == 0
        assert tried(1, MINE, way="code") == 1


def test_ipv6_networks_share_an_allowance_and_larger_ones_a_larger(store: Path) -> None:
    with clock.standing_at(NOW):
        assert sum(tried(1, Caller(f"2001:db8:1:2::{n:x}")) for n in range(1, 60)) == 5
        wide = sum(tried(1, Caller(f"2001:db8:1:{n:x}::1"), f"n{n}") for n in range(16, 400))
        assert wide == 120 - 5
        assert tried(1, Caller("2001:db8:2::1")) == 1


def test_right_password_makes_former_tries_of_theirs_count_no_more(store: Path) -> None:
    with clock.standing_at(NOW):
        assert (tried(5, HERE), tried(9, MINE)) == (5, 9)
        with db.transaction():
            forgive("password", HERE, "ada")
            forgive("password", MINE, "ada")
        assert (tried(9, HERE), tried(20, MINE)) == (5, 10)


def test_refused_try_writes_nothing(store: Path) -> None:
    with clock.standing_at(NOW):
        tried(5, HERE)
        heard, rows = db.bell().value, RateBucket.select().count()
        assert tried(200, HERE) == 0
        assert (db.bell().value, RateBucket.select().count()) == (heard, rows)


def test_failed_tries_of_an_address_are_one_line_an_hour_that_counts(store: Path) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    with clock.standing_at(NOW):
        fail(HERE, "ada")
        fail(HERE)
        fail(Caller("2001:db8:1:2::1"))
    with clock.standing_at(NOW + timedelta(minutes=49)):
        fail(HERE, "ada", "code")
        fail(Caller("2001:db8:1:2::99"))
    with clock.standing_at(NOW + timedelta(minutes=50)):
        fail(HERE)
    later, network, first = lines()
    assert (first.who, first.subject, first.at) == ("somebody", "203.0.113.7", NOW)
    assert first.after == {
        "count": 3,
        "until": "2026-07-01T12:59:00Z",
        "accounts": ["ada"],
        "with": ["code", "password"],
    }
    assert network.after is not None
    assert (network.subject, network.after["count"]) == ("2001:db8:1:2::/64", 2)
    assert later.after is not None
    assert (later.at, later.after["count"]) == (NOW + timedelta(minutes=50), 1)


def test_hundred_thousand_tries_cost_a_bounded_number_of_lines(store: Path) -> None:
    with clock.standing_at(NOW), db.transaction():
        for n in range(100_000 // 200):  # one in two hundred of them, for want of time
            note_failure("password", Caller(f"198.18.{n // 250}.{n % 250}"), f"account {n}")
    found = lines()
    assert len(found) == 21
    assert found[0].subject == "other addresses"
    assert found[0].after is not None
    assert found[0].after["count"] == 500 - 20
    assert len(found[0].after["accounts"]) == 20


def test_line_of_failed_tries_only_counts_up_and_others_do_not_change(store: Path) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    fail(HERE, "ada")
    fail(HERE, "ada")
    failed = "verb = 'fail to sign in'"
    for change in (
        f"""after = '{{"count": 2}}' WHERE {failed}""",
        f"""after = '{{"count": 1}}' WHERE {failed}""",
        f"after = NULL WHERE {failed}",
        f"""after = '{{"count": 9}}', subject = 'elsewhere' WHERE {failed}""",
        f"at = at + 1 WHERE {failed}",
        f"who = 'ada' WHERE {failed}",
        """after = '{"count": 9}' WHERE verb = 'add account'""",
    ):
        with pytest.raises(IntegrityError, match="only grows"):
            db.run(f"UPDATE audit SET {change}")
    db.run(f"""UPDATE audit SET after = '{{"count": 9}}' WHERE {failed}""")
