"""Accounts in the shell: roles, lost factors, who lacks one, and help with wrong words."""

from __future__ import annotations

from pathlib import Path

import pyotp
import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff import second_factors
from statuspage.store import db
from tests.helpers.shell import run


@pytest.fixture
def people(config: Path) -> Path:
    """Ada, who is the admin, and Eve, who edits."""
    for name, role in (("ada", "Admin"), ("eve", "EDITOR")):
        assert run(config, "staff", "add", name, "--role", role).exit_code == 0
    return config


def test_role_is_changed_in_any_letters(people: Path) -> None:
    assert run(people, "staff", "role", "eve", "ADMIN").stdout == "eve is now admin.\n"
    assert run(people, "staff", "role", "ada", "viewer").stdout == "ada is now viewer.\n"
    refused = run(people, "staff", "role", "eve", "editor")
    assert refused.exit_code == 1
    assert "'eve' is the last admin. Make somebody else an admin first." in refused.stderr


def test_last_admin_is_not_closed_in_the_shell(people: Path) -> None:
    assert run(people, "staff", "disable", "ada").exit_code == 1
    assert "disabled" not in run(people, "staff", "list").stdout
    assert run(people, "staff", "disable", "eve").exit_code == 0


def test_wrong_role_and_name_are_answered_with_the_known_ones(people: Path) -> None:
    wrong = run(people, "staff", "role", "eve", "boss")
    assert wrong.exit_code == 2
    assert all(role in wrong.stderr for role in ("viewer", "editor", "admin"))
    for command in ("disable", "enable", "reset", "reset-factors", "sign-out"):
        unknown = run(people, "staff", command, "adda")
        assert unknown.exit_code == 1
        assert "known: ada, eve" in unknown.stderr
    assert "known: ada, eve" in run(people, "staff", "role", "Ada", "viewer").stderr


def test_list_says_who_lacks_a_factor_where_all_need_one(people: Path) -> None:
    assert run(people, "staff", "list").stderr == ""
    asks = "\n[sign_in]\nrequire_second_factor = true\n"
    people.write_text(people.read_text("utf-8") + asks, "utf-8")
    assert run(people, "sync").exit_code == 0
    listed = run(people, "staff", "list")
    assert "these have none: ada, eve" in listed.stderr
    set_up_app(people, Actor("ada"))
    listed = run(people, "staff", "list")
    assert listed.stdout == "ada\tadmin\tapp\neve\teditor\tpassword only\n"
    assert "these have none: eve." in listed.stderr
    assert "password alone" in run(people, "staff", "reset-factors", "ada").stdout
    assert "ada, eve" in run(people, "staff", "list").stderr


def set_up_app(config: Path, actor: Actor) -> None:
    """Have somebody confirm an app."""
    db.open_store(config.parent / "var" / "statuspage.db")
    second_factors.begin_app(actor)
    secret = second_factors.app_to_confirm(actor.name) or ""
    second_factors.confirm_app(pyotp.TOTP(secret).at(clock.now()), actor)
    db.close_store()


def test_sign_out_counts_what_it_ended(people: Path) -> None:
    assert run(people, "staff", "sign-out", "eve").stdout == ("Signed eve out in 0 browsers.\n")


def test_staff_accounts_are_added_listed_reset_and_disabled(config: Path) -> None:
    added = run(
        config,
        *("staff", "add", "ada", "--role", "editor", "--password-stdin"),
        stdin="correct horse battery\n",
    )
    assert added.stdout == "Added ada (editor).\n"
    assert run(config, "staff", "list").stdout == "ada\teditor\tpassword only\n"
    assert "Password (shown once): " in run(config, "staff", "reset", "ada").stdout
    run(config, "staff", "disable", "ada")
    assert run(config, "staff", "list").stdout.endswith("password only\tdisabled\n")
    twice = run(config, "staff", "add", "ada", "--role", "Editor")
    assert "already an account" in twice.stderr
    assert "staff enable ada" in twice.stderr
    run(config, "staff", "enable", "ada")
    twice = run(config, "staff", "add", "ada", "--role", "EDITOR")
    assert "staff reset ada" in twice.stderr
