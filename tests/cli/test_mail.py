"""`mail` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.config.mail import Mail
from statuspage.notify.mail.dkim import DKIM_VARIABLE, dkim_key

MAIL = '\n[mail]\nfrom = "status@acme.example"\n'


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--config", str(folder / "config.toml"), "mail", *words])


def add(folder: Path, text: str) -> None:
    with (folder / "config.toml").open("a") as file:
        file.write(text)


def test_key_prints_a_key_and_the_record_that_belongs_to_it(site_folder: Path) -> None:
    add(site_folder, MAIL)
    lines = run(site_folder, "key").output.splitlines()
    [text] = [line.split("=", 1)[1] for line in lines if line.startswith(f"  {DKIM_VARIABLE}=")]
    settings = {"from": "status@acme.example", "dkim_selector": "statuspage"}
    key = dkim_key(Mail.model_validate(settings), {DKIM_VARIABLE: text})
    assert key is not None
    place = lines.index(f"  {key.name}")
    assert lines[place + 1] == f"  {key.record}"
    assert lines[-1] == '  dkim_selector = "statuspage"'


def test_key_takes_the_selector_of_the_settings(site_folder: Path) -> None:
    add(site_folder, f'{MAIL}dkim_selector = "mail2026"\n')
    shown = run(site_folder, "key").output
    assert "  mail2026._domainkey.acme.example\n" in shown
    assert "dkim_selector" not in shown


@pytest.mark.parametrize("words", [("key",)])
def test_a_site_without_mail_is_told_so(site_folder: Path, words: tuple[str, ...]) -> None:
    result = run(site_folder, *words)
    assert result.exit_code == 1
    assert result.output.startswith("config.toml has no [mail] yet;")
    assert result.output.count("\n") == 1
