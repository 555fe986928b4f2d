"""`backup` and `restore`: what they carry, and what is not lost in silence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.helpers.shell import run


def test_backup_and_restore_count_what_they_carry(config: Path, tmp_path: Path) -> None:
    run(config, "incident", "open", "--title", "Slow", "--body", "We look.")
    copy = tmp_path / "copy.db"
    config.write_text(config.read_text("utf-8") + '[mail]\nfrom = "status@example.com"\n', "utf-8")
    readers = tmp_path / "readers.csv"
    readers.write_text("address\nada@example.com\n", "utf-8")
    run(config, "sync")
    run(config, "subscriber", "import", str(readers))
    for command in ("backup", "restore"):
        done = run(config, command, str(copy)).stdout
        assert "1 incident rows" in done
        assert "1 subscription rows" in done


def test_restore_over_newer_entries_needs_replace_and_says_what_went(
    config: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    run(config, "backup", str(copy))
    run(config, "incident", "open", "--title", "Slow", "--body", "We look.")
    refused = run(config, "restore", str(copy))
    assert refused.exit_code == 1
    assert "1 incident or maintenance" in refused.stderr
    done = run(config, "restore", str(copy), "--replace")
    assert done.exit_code == 0
    assert "Lost: " in done.stdout
    assert "readers' checkpoints no longer fit" in done.stdout
    [kept] = (config.parent / "var").glob("statuspage.db.before-restore-*")
    assert str(kept) in done.stdout


def test_store_of_a_newer_version_is_set_aside_with_replace_alone(
    config: Path, tmp_path: Path
) -> None:
    copy, database = tmp_path / "copy.db", config.parent / "var" / "statuspage.db"
    run(config, "backup", str(copy))
    run(config, "staff", "add", "ada", "--role", "admin")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO schema_migration VALUES ('9999_future', 0)")
    refused = run(config, "restore", str(copy))
    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    assert run(config, "restore", str(copy), "--replace").exit_code == 0
    assert len([*database.parent.glob("statuspage.db.newer-????????-??????")]) == 1
    with closing(sqlite3.connect(database)) as connection:
        lines = connection.execute("SELECT verb, subject FROM audit ORDER BY id").fetchall()
    assert lines[-2:] == [("add account", "ada"), ("restore store", "backup/copy.db")]
