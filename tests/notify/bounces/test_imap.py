"""The mailbox to which bounces come, on a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from socket import create_server

import pytest

from statuspage.config.mail.mailbox import Mailbox, mailbox
from statuspage.errors import Unreachable
from statuspage.notify.bounces.imap import read_mailbox
from statuspage.notify.bounces.reading import MOST
from tests.helpers.imap_server import ImapServer, imap_server


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with imap_server() as found:
        yield found


def place(url: str) -> Mailbox:
    found = mailbox({"STATUSPAGE_IMAP_URL": url})
    assert found is not None
    return found


def test_reading_hands_over_each_mail_once(server: ImapServer) -> None:
    server.put(b"one\r\n", b"two\r\n")
    taken: list[bytes] = []
    assert read_mailbox(place(server.url), None, lambda raw: not taken.append(raw)) == 2
    assert read_mailbox(place(server.url), None, lambda raw: not taken.append(raw)) == 0
    assert taken == [b"one\r\n", b"two\r\n"]
    assert server.flags() == [{r"\Seen"}, {r"\Seen"}]


def test_reading_flags_what_nobody_understood_and_leaves_it(server: ImapServer) -> None:
    server.put(b"Hello?\r\n")
    assert read_mailbox(place(server.url), "Done", lambda _: False) == 1
    assert read_mailbox(place(server.url), "Done", lambda _: False) == 0
    assert server.flags() == [{r"\Seen", r"\Flagged"}]


@pytest.mark.parametrize("capabilities", ["AUTH=PLAIN MOVE", "AUTH=PLAIN UIDPLUS"])
def test_reading_moves_what_was_understood(capabilities: str) -> None:
    with imap_server(f"IMAP4rev1 {capabilities}") as server:
        server.put(b"one\r\n", b"two\r\n")
        assert read_mailbox(place(server.url), "Erledigt & fertig für immer", lambda _: True) == 2
        assert server.folders["INBOX"] == []
        moved = server.folders["Erledigt &- fertig f&APw-r immer"]
        assert [one.raw for one in moved] == [b"one\r\n", b"two\r\n"]


def test_reading_takes_only_the_beginning_of_a_huge_mail(server: ImapServer) -> None:
    server.put(b"x" * (MOST + 1000))
    sizes: list[int] = []
    read_mailbox(place(server.url), None, lambda raw: not sizes.append(len(raw)))
    assert sizes == [MOST]


def test_reading_marks_nothing_that_could_not_be_taken(server: ImapServer) -> None:
    server.put(b"one\r\n")

    def fails(_: bytes) -> bool:
        raise LookupError

    with pytest.raises(LookupError):
        read_mailbox(place(server.url), None, fails)
    assert server.flags() == [set()]


def test_reading_goes_on_where_the_line_was_cut(server: ImapServer) -> None:
    server.put(b"one\r\n", b"two\r\n")
    taken: list[bytes] = []
    server.cut_after = 1
    with pytest.raises(Unreachable, match="cannot be read"):
        read_mailbox(place(server.url), None, lambda raw: not taken.append(raw))
    server.cut_after = None
    read_mailbox(place(server.url), None, lambda raw: not taken.append(raw))
    assert taken == [b"one\r\n", b"two\r\n", b"two\r\n"]  # whoever takes it knows it by its id


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("word@", "wort@"), "does not let us in"),
        (("/INBOX", "/Elsewhere"), "no such folder"),
    ],
)
def test_reading_says_why_it_cannot(
    server: ImapServer, change: tuple[str, str], words: str
) -> None:
    with pytest.raises(Unreachable) as caught:
        read_mailbox(place(server.url.replace(*change)), None, lambda _: True)
    assert words in str(caught.value)
    assert "wor" not in str(caught.value).replace("password", "")
    assert caught.value.__cause__ is None or "wort" not in str(caught.value.__cause__)


def test_reading_says_when_nobody_is_there() -> None:
    with create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable, match="nothing is listening"):
        read_mailbox(Mailbox("127.0.0.1", port, "a", "b", is_tls=False), None, lambda _: True)
