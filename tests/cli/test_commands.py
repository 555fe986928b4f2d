"""The command line walked as a whole: help, README, and errors that are one plain line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner, Result

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor
from statuspage.cli import main
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store import db
from statuspage.store.desk import audit
from statuspage.store.incidents import pledges
from statuspage.store.published import entries

ROOT = Path(__file__).parents[2]


def all_commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            for child in command.list_commands(context):
                yield f"{name} {child}", command
        else:
            yield name, command


COMMANDS = dict(all_commands())


def run(*words: str, config: Path | None = None, stdin: str = "") -> Result:
    given = ["--config", str(config)] if config else []
    result = CliRunner().invoke(main, [*given, *words], input=stdin)
    db.close_store()
    return result


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_that_begins_with_the_command(name: str) -> None:
    shown = run(*name.split(), "--help").output
    assert "Example:" in shown
    assert f"statuspage {name}" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_in_its_documentation(name: str) -> None:
    table = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert name in table or f"`{name.rsplit(maxsplit=1)[-1]}`" in table


def test_every_environment_variable_of_the_help_is_documented() -> None:
    shown = run("--help").output
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    variables = {word for word in shown.split() if word.startswith(("STATUSPAGE_", "AWS_"))}
    assert variables
    assert all(variable in page for variable in variables)


@pytest.fixture
def config(site_folder: Path) -> Path:
    assert run("sync", config=site_folder / "config.toml").exit_code == 0
    return site_folder / "config.toml"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["incident", "update", "nothing", "--body", "x"], "There is no incident 'nothing'."),
        (["sla", "show", "nothing"], "There is no SLA 'nothing'."),
        (["sla", "show", "api-availability", "--period", "July"], "'July' is not a period"),
        (["restore", "nothing.db"], "There is no backup at nothing.db."),
        (["staff", "disable", "nobody"], "There is no staff account 'nobody'."),
        (["staff", "add", "Ada!", "--role", "admin"], "small letters"),
        (["incident", "open", "--title", "T", "--body", " "], "is empty"),
        (
            ["incident", "open", "--title", "T", "--body", "B", "--component", "x=partial_outage"],
            "There is no component 'x'; known here: api, search, docs",
        ),
    ],
)
def test_error_is_one_plain_line_and_exit_1(config: Path, words: list[str], said: str) -> None:
    result = run(*words, config=config)
    assert result.exit_code == 1
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["incident", "open", "--title", "T"],
        ["incident", "open", "--title", "T", "--body", "B", "--component", "api=broken"],
        ["incident", "open", "--title", "T", "--body", "B", "--posted-at", "yesterday"],
        ["staff", "add", "ada", "--role", "king"],
        ["nonsense"],
    ],
)
def test_wrong_usage_is_exit_2(config: Path, words: list[str]) -> None:
    assert run(*words, config=config).exit_code == 2


def test_missing_config_is_one_plain_line(tmp_path: Path) -> None:
    result = run("check", config=tmp_path / "config.toml")
    assert result.exit_code == 1
    assert "config.toml" in result.stderr
    assert "Traceback" not in result.output


def test_incident_open_prints_its_id_alone_on_the_last_line(config: Path) -> None:
    opened = run(
        *("incident", "open", "--title", "Slow", "--body", "We look."),
        *("--component", "api=partial_outage", "--next-update", "30m", "--owner", "Ada"),
        config=config,
    )
    key = opened.stdout.splitlines()[-1]
    assert key.isalnum()
    assert run("incident", "update", key, "--body", "More.", config=config).exit_code == 0
    resolved = run("incident", "resolve", key, "--body", "Over.", "--json", config=config)
    assert '"status": "resolved"' in resolved.stdout


def test_incident_resolve_promises_the_root_cause(config: Path) -> None:
    opened = run("incident", "open", "--title", "Slow", "--body", "We look.", config=config)
    key = opened.stdout.splitlines()[-1]
    words = ("incident", "resolve", key, "--body", "Over.", "--root-cause-by")
    assert run(*words, "2020-01-01 12:00", config=config).exit_code == 1
    before = clock.now()
    assert run(*words, "10d", config=config).exit_code == 0
    db.open_store(config.parent / "var" / "statuspage.db")
    [promised] = pledges.of_incident(key)
    assert timedelta(0) <= promised.due - before - timedelta(days=10) < timedelta(minutes=5)
    db.close_store()


def test_times_without_a_zone_are_in_the_sites_zone(config: Path) -> None:
    opened = run(
        *("incident", "open", "--title", "Slow", "--body", "It was slow.", "--json"),
        *("--status", "resolved", "--posted-at", "2026-07-01 12:00"),
        config=config,
    )
    assert '"started_at": "2026-07-01T11:00:00+00:00"' in opened.stdout


def test_hour_that_clocks_leave_out_is_refused(config: Path) -> None:
    words = ("incident", "open", "--title", "T", "--body", "B", "--posted-at", "2026-03-29 01:30")
    result = run(*words, config=config)
    assert result.exit_code == 2
    assert "does not exist in Europe/London" in result.stderr


def test_staff_accounts_are_added_listed_reset_and_disabled(config: Path) -> None:
    added = run(
        *("staff", "add", "ada", "--role", "editor", "--password-stdin"),
        config=config,
        stdin="correct horse battery\n",
    )
    assert added.stdout == "Added ada (editor).\n"
    assert run("staff", "list", config=config).stdout == "ada\teditor\tpassword only\n"
    assert "Password (shown once): " in run("staff", "reset", "ada", config=config).stdout
    run("staff", "disable", "ada", config=config)
    assert run("staff", "list", config=config).stdout.endswith("password only\tdisabled\n")
    twice = run("staff", "add", "ada", "--role", "Editor", config=config)
    assert "already an account" in twice.stderr
    assert "staff enable ada" in twice.stderr
    run("staff", "enable", "ada", config=config)
    twice = run("staff", "add", "ada", "--role", "EDITOR", config=config)
    assert "staff reset ada" in twice.stderr


def test_broken_config_does_not_lock_staff_out(config: Path) -> None:
    config.write_text(config.read_text("utf-8") + '\n[site2]\nname = "x"\n', "utf-8")
    assert run("check", config=config).exit_code == 1
    opened = run("incident", "open", "--title", "Slow", "--body", "We look.", config=config)
    assert opened.exit_code == 0
    assert "what was set before stays as it is" in opened.stderr


def test_sync_says_what_it_did_and_then_that_there_is_nothing(config: Path) -> None:
    page = config.parent / "content" / "pages" / "about.md"
    page.parent.mkdir()
    page.write_text("---\ntitle: About\n---\nWords.\n", "utf-8")
    assert run("sync", config=config).stdout == "added pages/about\n"
    assert "Nothing to do" in run("sync", config=config).stdout
    page.write_text("---\ntitle: About\n---\nOther words.\n", "utf-8")
    assert run("sync", config=config).stdout == "changed pages/about\n"
    page.unlink()
    assert run("sync", config=config).stdout == "withdrew pages/about\n"


def test_init_writes_a_site_that_check_finds_good(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert run("init", str(folder)).exit_code == 0
    assert run("check", config=folder / "config.toml").exit_code == 0
    again = run("init", str(folder))
    assert again.exit_code == 1
    assert "already holds a site" in again.stderr


def test_check_and_sync_know_the_answers_of_the_desk_and_refuse_others(store: Path) -> None:
    config = store / "config.toml"
    write_entry(
        EntryKind.OUTCOME,
        {"title": "Slow search", "said": "It is slow.", "state": "planned"},
        "We look into it.",
        Actor("ada"),
        zone=ZoneInfo("UTC"),
    )
    (slug,) = entries.slugs_of(EntryKind.OUTCOME)
    db.close_store()
    file = store / "content" / "changelog" / "faster.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    change = f"---\ntitle: Faster\ndate: 2026-06-20\ntype: changed\nfeedback: [{slug}]\n---\n"
    file.write_text(change)
    assert run("check", config=config).exit_code == 0
    file.write_text(change.replace(slug, "made-up"))
    for command in ("check", "sync"):
        done = run(command, config=config)
        assert done.exit_code == 1
        assert 'content/changelog/faster.md:5: there is no answer "made-up"' in done.stderr


def test_this_projects_own_site_is_good() -> None:
    assert run("check", config=ROOT / "config.toml").exit_code == 0


def test_backup_and_restore_count_what_they_carry(config: Path, tmp_path: Path) -> None:
    run("incident", "open", "--title", "Slow", "--body", "We look.", config=config)
    copy = tmp_path / "copy.db"
    config.write_text(config.read_text("utf-8") + '[mail]\nfrom = "status@example.com"\n', "utf-8")
    readers = tmp_path / "readers.csv"
    readers.write_text("address\nada@example.com\n", "utf-8")
    run("sync", config=config)
    run("subscriber", "import", str(readers), config=config)
    for command in ("backup", "restore"):
        done = run(command, str(copy), config=config).stdout
        assert "1 incident rows" in done
        assert "1 subscription rows" in done


def test_restore_over_newer_entries_needs_replace_and_says_what_went(
    config: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    run("backup", str(copy), config=config)
    run("incident", "open", "--title", "Slow", "--body", "We look.", config=config)
    refused = run("restore", str(copy), config=config)
    assert refused.exit_code == 1
    assert "1 incident or maintenance" in refused.stderr
    done = run("restore", str(copy), "--replace", config=config)
    assert done.exit_code == 0
    assert "Lost: " in done.stdout
    assert "readers' checkpoints no longer fit" in done.stdout
    [kept] = (config.parent / "var").glob("statuspage.db.before-restore-*")
    assert str(kept) in done.stdout


def test_store_of_a_newer_version_is_set_aside_with_replace_alone(
    config: Path, tmp_path: Path
) -> None:
    copy, database = tmp_path / "copy.db", config.parent / "var" / "statuspage.db"
    run("backup", str(copy), config=config)
    run("staff", "add", "ada", "--role", "admin", config=config)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO schema_migration VALUES ('9999_future', 0)")
    refused = run("restore", str(copy), config=config)
    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    assert run("restore", str(copy), "--replace", config=config).exit_code == 0
    assert len([*database.parent.glob("statuspage.db.newer-????????-??????")]) == 1
    with closing(sqlite3.connect(database)) as connection:
        lines = connection.execute("SELECT verb, subject FROM audit ORDER BY id").fetchall()
    assert lines[-2:] == [("add account", "ada"), ("restore store", "backup/copy.db")]


def test_token_is_shown_once_as_the_last_line_and_can_be_revoked(config: Path) -> None:
    made = run("token", "create", "prober", "--scope", "measurements", config=config)
    secret = made.stdout.strip()
    assert made.exit_code == 0
    assert secret.startswith("sp_")
    listed = run("token", "list", config=config).stdout
    assert listed.startswith("prober\tmeasurements\t")
    assert secret not in listed
    assert run("token", "revoke", "prober", config=config).exit_code == 0
    assert "revoked" in run("token", "list", config=config).stdout
    again = run("token", "revoke", "prober", config=config)
    assert (again.exit_code, "no live token" in again.stderr) == (1, True)


def test_token_whose_scope_opens_nothing_yet_is_made_and_says_so(config: Path) -> None:
    made = run("token", "create", "am", "--scope", "alerts", "--scope", "cases", config=config)
    assert made.exit_code == 0
    assert "uses the scope alerts" in made.stderr
    assert "cases." not in made.stderr


def test_token_of_an_unknown_scope_or_heartbeat_is_refused(config: Path) -> None:
    for scope in ("everything", "heartbeat:nothing"):
        refused = run("token", "create", "x", "--scope", scope, config=config)
        assert refused.exit_code == 1
        assert len(refused.stderr.strip().splitlines()) == 1


def test_acts_on_the_command_line_are_in_the_audit_log_by_the_name_of_who_typed(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "operator")
    run("staff", "add", "ada", "--role", "viewer", config=config)
    db.open_store(config.parent / "var" / "statuspage.db")
    [entry] = audit.newest(10)
    assert (entry.who, entry.via, entry.verb) == ("operator", "command line", "add account")
    db.close_store()
