"""What is done in a shell stands in the audit log: backups and imports."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from statuspage.cli import main
from statuspage.domain.desk.audit import Via
from statuspage.store import db
from statuspage.store.desk import audit


def test_backup_and_import_are_noted(site_folder: Path, tmp_path: Path) -> None:
    config = site_folder / "config.toml"
    rows = tmp_path / "ratings.csv"
    rows.write_text("id,at,kind,score\nR-1,2026-07-01T10:00:00Z,csat,5\n", "utf-8")
    for words in (
        ("sync",),
        ("import", "ratings", str(rows)),
        ("backup", str(tmp_path / "copy.db")),
    ):
        result = CliRunner().invoke(main, ["--config", str(config), *words])
        db.close_store()
        assert result.exit_code == 0, result.output
    db.open_store(site_folder / "var" / "statuspage.db")
    with db.snapshot():
        told = [(act.verb, act.via, act.subject) for act in audit.newest(9)]
    db.close_store()
    assert told == [
        ("back up", Via.COMMAND_LINE, "backup/copy.db"),
        ("import", Via.COMMAND_LINE, f"import/{rows}"),
    ]
