"""Codes of an app and recovery codes: each works once, and none is kept in the clear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff import second_factors
from statuspage.actions.staff.accounts import add_staff, reset_factors, reset_password
from statuspage.domain.desk.staff import Role
from statuspage.errors import Conflict, InvalidInput
from statuspage.store import db
from statuspage.store.desk import factors

ADA = Actor("ada")
PASSWORD = "a long enough one"
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def app(store: Path) -> pyotp.TOTP:
    """Ada's app, set up a day before noon."""
    add_staff("ada", Role.EDITOR, PASSWORD)
    second_factors.begin_app(ADA)
    secret = second_factors.app_to_confirm("ada")
    assert secret is not None
    app = pyotp.TOTP(secret)
    day_before = NOON - timedelta(days=1)
    with clock.standing_at(day_before):
        assert len(second_factors.confirm_app(app.at(day_before), ADA)) == 10
    return app


def used(code: str, at: datetime = NOON) -> str | None:
    with clock.standing_at(at), db.transaction():
        return second_factors.use_code("ada", code)


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_app_code_is_taken_with_one_step_of_drift(app: pyotp.TOTP, seconds: int) -> None:
    assert used(app.at(NOON + timedelta(seconds=seconds))) == "app"


@pytest.mark.parametrize("seconds", [-60, 60])
def test_app_code_two_steps_away_is_refused(app: pyotp.TOTP, seconds: int) -> None:
    assert used(app.at(NOON + timedelta(seconds=seconds))) is None


def test_used_app_code_is_refused_and_so_is_the_one_before_it(app: pyotp.TOTP) -> None:
    assert used(app.at(NOON)) == "app"
    assert used(app.at(NOON)) is None
    assert used(app.at(NOON - timedelta(seconds=30))) is None
    assert used(app.at(NOON + timedelta(seconds=30))) == "app"


def test_code_that_confirmed_an_app_cannot_sign_in(app: pyotp.TOTP) -> None:
    then = NOON - timedelta(days=1)
    assert used(app.at(then), then) is None


@pytest.mark.parametrize("code", ["", "000", "not a code", "１２３４５６"])
def test_nonsense_is_no_code(app: pyotp.TOTP, code: str) -> None:
    assert used(code) is None


def test_unconfirmed_app_is_not_asked_for(store: Path) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    second_factors.begin_app(ADA)
    secret = second_factors.app_to_confirm("ada") or ""
    assert not factors.of("ada").are_set
    assert used(pyotp.TOTP(secret).at(NOON)) is None
    with pytest.raises(InvalidInput, match="not right"):
        second_factors.confirm_app("000000", ADA)


def test_secret_of_an_app_is_sealed_and_never_shown_again(app: pyotp.TOTP) -> None:
    assert second_factors.app_to_confirm("ada") is None
    kept = factors.totp("ada")
    assert kept is not None
    assert app.secret not in kept.secret
    held = db.run("SELECT * FROM totp").fetchall()
    assert app.secret not in repr(held)


def test_another_app_takes_the_place_of_the_first_once_it_is_confirmed(app: pyotp.TOTP) -> None:
    second_factors.begin_app(ADA)
    other = pyotp.TOTP(second_factors.app_to_confirm("ada") or "")
    assert other.secret != app.secret
    assert used(app.at(NOON)) == "app"  # until then the first is asked for
    later = NOON + timedelta(hours=1)
    with clock.standing_at(later):
        with pytest.raises(InvalidInput):
            second_factors.confirm_app(app.at(later), ADA)
        assert second_factors.confirm_app(other.at(later), ADA) == []  # the codes stay
    latest = later + timedelta(hours=1)
    assert used(app.at(latest), latest) is None
    assert used(other.at(later), later) is None  # it confirmed the app, so it is used up
    assert used(other.at(latest), latest) == "app"
    assert second_factors.app_to_confirm("ada") is None


@pytest.mark.sqlite("the secret beside the store")
def test_app_sealed_with_another_secret_opens_nothing(app: pyotp.TOTP) -> None:
    secret = db.path().with_name(db.path().name + ".secret")
    secret.write_bytes(b"0" * 64)
    assert used(app.at(NOON)) is None


def test_recovery_code_works_once_however_it_is_typed(app: pyotp.TOTP) -> None:
    first, second, *_ = second_factors.new_codes(ADA)
    assert used(f" {first.upper()} ") == "recovery code"
    assert used(first) is None
    assert used(second.replace("-", " ")) == "recovery code"
    assert factors.of("ada").codes_left == 8


def test_new_recovery_codes_end_the_old_ones(app: pyotp.TOTP) -> None:
    old = second_factors.new_codes(ADA)
    second_factors.new_codes(ADA)
    assert used(old[0]) is None


def test_recovery_code_of_somebody_else_is_refused(app: pyotp.TOTP) -> None:
    add_staff("bob", Role.EDITOR, PASSWORD)
    code = second_factors.new_codes(ADA)[0]
    with db.transaction():
        assert second_factors.use_code("bob", code) is None


def test_recovery_codes_need_something_to_stand_in_for(store: Path) -> None:
    add_staff("ada", Role.EDITOR, PASSWORD)
    with pytest.raises(Conflict):
        second_factors.new_codes(ADA)


def test_removing_the_last_factor_forgets_the_codes(app: pyotp.TOTP) -> None:
    second_factors.remove_app(ADA)
    assert factors.of("ada").codes_left == 0
    assert not factors.of("ada").are_set


def test_resets_forget_every_factor(app: pyotp.TOTP) -> None:
    add_staff("root", Role.ADMIN, PASSWORD)
    reset_factors("ada", Actor("root"))
    assert not factors.of("ada").are_set
    second_factors.begin_app(ADA)
    reset_password("ada", PASSWORD)
    assert factors.totp("ada") is None


def test_count_of_publishers_follows_accounts_and_factors(app: pyotp.TOTP) -> None:
    add_staff("bob", Role.ADMIN, PASSWORD)
    add_staff("vic", Role.VIEWER, PASSWORD)
    found = factors.publishers()
    assert (found.count, found.with_second_factor) == (2, 1)
    second_factors.remove_app(ADA)
    assert factors.publishers().with_second_factor == 0
