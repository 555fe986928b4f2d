"""Accounts in the shell: roles, lost factors, who lacks one, and help with wrong words."""

from __future__ import annotations

from pathlib import Path

import pyotp
import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff import second_factors
from statuspage.store import db
from tests.cli.test_commands import config, run

__all__ = ["config"]  # a fixture


@pytest.fixture
def people(config: Path) -> Path:
    """Ada, who is the admin, and Eve, who edits."""
    for name, role in (("ada", "Admin"), ("eve", "EDITOR")):
        assert run("staff", "add", name, "--role", role, config=config).exit_code == 0
    return config


def test_role_is_changed_in_any_letters(people: Path) -> None:
    assert run("staff", "role", "eve", "ADMIN", config=people).stdout == "eve is now admin.\n"
    assert run("staff", "role", "ada", "viewer", config=people).stdout == "ada is now viewer.\n"
    refused = run("staff", "role", "eve", "editor", config=people)
    assert refused.exit_code == 1
    assert "'eve' is the last admin. Make somebody else an admin first." in refused.stderr


def test_last_admin_is_not_closed_in_the_shell(people: Path) -> None:
    assert run("staff", "disable", "ada", config=people).exit_code == 1
    assert "disabled" not in run("staff", "list", config=people).stdout
    assert run("staff", "disable", "eve", config=people).exit_code == 0


def test_wrong_role_and_name_are_answered_with_the_known_ones(people: Path) -> None:
    wrong = run("staff", "role", "eve", "boss", config=people)
    assert wrong.exit_code == 2
    assert all(role in wrong.stderr for role in ("viewer", "editor", "admin"))
    for command in ("disable", "enable", "reset", "reset-factors", "sign-out"):
        unknown = run("staff", command, "adda", config=people)
        assert unknown.exit_code == 1
        assert "known: ada, eve" in unknown.stderr
    assert "known: ada, eve" in run("staff", "role", "Ada", "viewer", config=people).stderr


def test_list_says_who_lacks_a_factor_where_all_need_one(people: Path) -> None:
    assert run("staff", "list", config=people).stderr == ""
    asks = "\n[sign_in]\nrequire_second_factor = true\n"
    people.write_text(people.read_text("utf-8") + asks, "utf-8")
    assert run("sync", config=people).exit_code == 0
    listed = run("staff", "list", config=people)
    assert "these have none: ada, eve" in listed.stderr
    set_up_app(people, Actor("ada"))
    listed = run("staff", "list", config=people)
    assert listed.stdout == "ada\tadmin\tapp\neve\teditor\tpassword only\n"
    assert "these have none: eve." in listed.stderr
    assert "password alone" in run("staff", "reset-factors", "ada", config=people).stdout
    assert "ada, eve" in run("staff", "list", config=people).stderr


def set_up_app(config: Path, actor: Actor) -> None:
    """Have somebody confirm an app."""
    db.open_store(config.parent / "var" / "statuspage.db")
    second_factors.begin_app(actor)
    secret = second_factors.app_to_confirm(actor.name) or ""
    second_factors.confirm_app(pyotp.TOTP(secret).at(clock.now()), actor)
    db.close_store()


def test_sign_out_counts_what_it_ended(people: Path) -> None:
    assert run("staff", "sign-out", "eve", config=people).stdout == (
        "Signed eve out in 0 browsers.\n"
    )
