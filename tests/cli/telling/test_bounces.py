"""`bounce`: a mail server pipes a mail into the program."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.store import db
from tests.helpers.bounced import MAIL, came_back, sent, states
from tests.helpers.outlets import add_readers
from tests.helpers.sites import add_to_config, open_site

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def piped(folder: Path, mail: bytes, *words: str) -> Result:
    """What the command printed, and how it ended."""
    given = ["--config", str(folder / "config.toml"), "bounce", *words]
    result = CliRunner().invoke(main, given, input=mail)
    db.close_store()
    return result


def test_bounce_takes_in_a_mail_once(store: Path) -> None:
    add_to_config(store, MAIL)
    add_readers("ada")
    mail = came_back("exim-report", sent("ada", "update/1", at=NOON))
    db.close_store()
    assert [piped(store, mail).output for _ in range(2)] == ["noted\n", "known\n"]
    open_site(store)
    assert states("ada") == [DeliveryState.BOUNCED]


def test_bounce_takes_the_recipient_from_the_mail_server(store: Path) -> None:
    add_to_config(store, MAIL)
    add_readers("ada")
    mail = came_back("exim-report", sent("ada", "update/1", at=NOON))
    address = mail.split(b"Delivered-To: ")[1].splitlines()[0].decode()
    db.close_store()
    bare = mail.replace(address.encode(), b"bounces@acme.example")
    assert piped(store, bare).output == "strange\n"
    assert piped(store, bare, address).output == "noted\n"


def test_bounce_is_to_be_tried_again_when_the_store_is_out_of_reach(store: Path) -> None:
    add_to_config(store, MAIL)
    database = db.path()
    db.close_store()
    database.write_bytes(b"no database at all" * 100)
    result = piped(store, b"To: a@b.example\n\n")
    assert result.exit_code == 75
    assert "Traceback" not in result.output


def test_bounce_says_when_no_address_is_set(store: Path) -> None:
    db.close_store()
    result = piped(store, b"To: a@b.example\n\n")
    assert result.exit_code == 1
    assert "[mail.bounces] address" in result.output
