"""`mail` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.config.mail.sending import Mail
from statuspage.notify.mail.dkim import DKIM_VARIABLE, dkim_key, new_key
from statuspage.store import db
from tests.helpers.mail_server import mail_server

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


def test_a_mail_is_sent_and_each_step_told(
    site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(site_folder, f'{MAIL}dkim_selector = "s1"\n')
    assert CliRunner().invoke(main, ["--config", str(site_folder / "config.toml"), "sync"]).output
    monkeypatch.setenv(DKIM_VARIABLE, new_key())
    with mail_server() as box:
        monkeypatch.setenv("STATUSPAGE_SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        result = run(site_folder, "test", "jo@straße.de")
    db.close_store()
    assert result.output.splitlines() == [
        "It is signed with the key of s1._domainkey.acme.example.",
        f"Connected to 127.0.0.1:{box.port}.",
        "The connection is not encrypted.",
        "The mail is handed over; the server has 100 seconds to answer.",
        "The server accepted it: 250 2.0.0 Ok: queued as 1",
        "Now see whether it arrives, among the spam, too.",
    ]
    [taken] = box.taken
    assert taken.recipient == taken.message["To"] == "jo@xn--strae-oqa.de"
    names = ("DKIM-Signature", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id")
    assert all(taken.message[name] for name in names)


def test_what_goes_wrong_is_told_in_one_line(
    site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(site_folder, MAIL)
    CliRunner().invoke(main, ["--config", str(site_folder / "config.toml"), "sync"])
    unset = run(site_folder, "test", "ada@reader.example")
    monkeypatch.setenv("STATUSPAGE_SMTP_URL", "smtp://ada:hunter2@mail.invalid")
    away = run(site_folder, "test", "ada@reader.example")
    wrong = run(site_folder, "test", "ada")
    db.close_store()
    assert (unset.exit_code, away.exit_code, wrong.exit_code) == (1, 1, 2)
    assert unset.output.startswith("No mail server is named; set STATUSPAGE_SMTP_URL")
    assert "mail.invalid:587 cannot be used: " in away.output.splitlines()[-1]
    assert "hunter2" not in away.output
    assert "That is not a mail address." in wrong.output


@pytest.mark.parametrize("words", [("key",), ("test", "ada@reader.example")])
def test_a_site_without_mail_is_told_so(site_folder: Path, words: tuple[str, ...]) -> None:
    result = run(site_folder, *words)
    assert result.exit_code == 1
    assert result.output.startswith("config.toml has no [mail] yet;")
    assert result.output.count("\n") == 1
