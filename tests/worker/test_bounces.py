"""The worker reads the mailbox for bounces, from the socket to the score."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.errors import Unreachable
from statuspage.store import db
from statuspage.store.telling import recipients
from statuspage.worker.duties.bounces import Returning
from tests.helpers.bounced import MAIL, came_back, sent, shape, states
from tests.helpers.imap_server import ImapServer, imap_server
from tests.helpers.outlets import add_readers
from tests.helpers.sites import add_to_config

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def server(store: Path) -> Iterator[ImapServer]:
    add_to_config(store, MAIL)
    add_readers("ada", "bob")
    with clock.standing_at(NOON), imap_server() as found:
        yield found


def turn(server: ImapServer) -> None:
    Returning({"STATUSPAGE_IMAP_URL": server.url}).turn()


def test_bounces_are_read_counted_and_moved(server: ImapServer) -> None:
    ada, bob = sent("ada", "update/1", at=NOON), sent("bob", "update/1", at=NOON)
    forged = shape("postfix-unknown", f"bounces+{bob}aaaaaaaaaaaaaaaa@acme.example")
    server.put(
        came_back("postfix-unknown", ada),
        came_back("auto-vacation", bob),
        forged.replace(b"postfix-unknown@", b"forged@"),
    )
    turn(server)
    assert (states("ada"), states("bob")) == ([DeliveryState.BOUNCED], [DeliveryState.SENT])
    assert server.folders["INBOX"] == []
    assert len(server.folders["Handled"]) == 3
    with db.snapshot():
        found = [recipients.by_key(key) for key in ("ada", "bob")]
    assert [one and one.score for one in found] == [1.0, 0.0]


def test_words_of_people_stay_and_are_flagged(server: ImapServer) -> None:
    server.put(came_back("person", sent("ada", "update/1", at=NOON)))
    turn(server)
    assert server.flags() == [{r"\Seen", r"\Flagged"}]


def test_a_mailbox_out_of_reach_is_told_and_read_later(server: ImapServer) -> None:
    server.put(came_back("qmail-unknown", sent("ada", "update/1", at=NOON)))
    server.cut_after = -1
    with pytest.raises(Unreachable):
        turn(server)
    assert server.flags() == [set()]
    server.cut_after = None
    turn(server)
    assert states("ada") == [DeliveryState.BOUNCED]


def test_nothing_is_asked_without_a_mailbox(store: Path) -> None:
    add_to_config(store, MAIL)
    Returning({}).turn()
