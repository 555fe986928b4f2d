"""What a witness answers (C2SP tlog-witness), and what it keeps of a log that went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from statuspage.domain.record.cosignature import cosignatures
from statuspage.domain.record.note import Checkpoint, Signer, parse_note, signature_line, written
from statuspage.domain.record.tree import EMPTY
from statuspage.witness.answering import LARGEST, WitnessApp, WitnessReply
from statuspage.witness.folder import WitnessFolder
from statuspage.witness.memory import WitnessMemory
from statuspage.witness.submission import HeadRefusal
from tests.helpers.grown import ORIGIN, SIGNER, Grown

HASHED = sha256(ORIGIN.encode()).hexdigest()
STRANGER = Signer("other.example/record", bytes(32))
FORGER = Signer(ORIGIN, bytes(range(1, 33)))


class Witness:
    """A witness that knows one log."""

    def __init__(self, place: Path) -> None:
        self.folder = WitnessFolder(place / "witness", {})
        self.key = self.folder.make("friend.example/w1").key
        self.folder.add(str(SIGNER.verifier), "")
        self.memory = WitnessMemory(self.folder.memory)
        self.application = WitnessApp(self.folder, self.memory, self.folder.cosigner())

    def send(self, body: bytes) -> WitnessReply:
        return self.application.add_checkpoint(body)

    def cosigned(self) -> list[str]:
        return [one.kind.value for one in self.memory.refused(ORIGIN)]


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[Witness]:
    found = Witness(tmp_path)
    with closing(found.memory):
        yield found


def test_heads_of_a_log_that_grows_are_cosigned(witness: Witness) -> None:
    log = Grown()
    for old, size in ((0, 0), (0, 5), (5, 5), (5, 6), (6, 64), (64, 201)):
        log.grow(size - len(log.entries))
        reply = witness.send(log.body(old))
        assert reply.status == 200, (old, size, reply)
        note = parse_note(f"{written(log.head, SIGNER)}{reply.text}".encode())
        [found] = cosignatures(note, [witness.key])
        assert found.at > 1_700_000_000


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (Grown().grow(3).body(0, checkpoint=written(Grown([], STRANGER).head, STRANGER)), 404),
        (Grown().grow(3).body(0, checkpoint=written(Grown().grow(3).head, None)), 403),
        (Grown([], FORGER).grow(3).body(0), 403),
        (Grown().grow(3).body(4), 400),
        (Grown().grow(3).body(0, proof=[bytes(32)]), 422),
        (Grown().body(0, checkpoint=written(Checkpoint(ORIGIN, 0, bytes(32)), SIGNER)), 422),
        (b"", 400),
        (b"old 0\n", 400),
        (b"old 01\n" + Grown().grow(3).body(0)[6:], 400),
        (b"old -1\n" + Grown().grow(3).body(0)[6:], 400),
        (b"new 0\n" + Grown().grow(3).body(0)[6:], 400),
        (Grown().grow(3).body(0).replace(b"old 0\n", b"old 0\r\n"), 400),
        (Grown().grow(3).body(0).replace(b"old 0\n", b"old 0\nAAAA\n"), 400),
        (Grown().grow(3).body(0, proof=[bytes(32)] * 64), 400),
        (Grown().grow(3).body(0).replace(b"\n3\n", b"\n03\n"), 400),
        (Grown().grow(3).body(0).replace(b"\n3\n", b"\n-3\n"), 400),
        (Grown().grow(3).body(0).replace(b"\n3\n", b"\n" + b"9" * 40 + b"\n"), 400),
        (Grown().grow(3).body(0)[:-1], 400),
        (b"\xff" * 300, 400),
    ],
)
def test_what_is_wrong_is_refused_by_its_number(witness: Witness, body: bytes, status: int) -> None:
    assert witness.send(body).status == status
    assert witness.memory.latest(ORIGIN) is None


def test_head_with_a_line_of_a_known_key_that_does_not_hold_is_refused(witness: Witness) -> None:
    log = Grown().grow(3)
    forged = signature_line(ORIGIN, SIGNER.verifier.key_id, bytes(64))
    assert witness.send(log.body(0, checkpoint=written(log.head, SIGNER) + forged)).status == 403


def test_lines_of_others_and_extensions_of_a_log_are_borne(witness: Witness) -> None:
    head = Grown().grow(3).head
    told = Checkpoint(ORIGIN, 3, head.root, "further 1\nfurther 2\n")
    others = "".join(STRANGER.line(told.text) for _ in range(15))
    reply = witness.send(Grown().body(0, proof=[], checkpoint=written(told, SIGNER) + others))
    assert reply.status == 200
    note = parse_note(f"{written(told, SIGNER)}{reply.text}".encode())
    assert len(cosignatures(note, [witness.key])) == 1  # it signs the whole text
    assert STRANGER.name not in witness.application._shown(HASHED).text


def test_who_is_not_where_the_witness_is_gets_its_size(witness: Witness) -> None:
    log = Grown().grow(9)
    assert witness.send(log.body(5)).text == "0\n"
    assert witness.send(log.body(0)).status == 200
    reply = witness.send(log.grow(4).body(5))
    assert (reply.status, reply.text, reply.kind) == (409, "9\n", "text/x.tlog.size")
    assert witness.cosigned() == []


def test_split_view_is_refused_and_kept_with_both_heads(
    witness: Witness, caplog: pytest.LogCaptureFixture
) -> None:
    true = Grown().grow(20)
    other = true.until(15).grow(5, "other")
    assert witness.send(true.body(0)).status == 200
    assert witness.send(other.body(20)).status == 422
    [found] = witness.memory.refused(ORIGIN)
    assert found.kind is HeadRefusal.SPLIT
    heads = [parse_note(text.encode()) for text in (found.note, found.cosigned)]
    assert [head.checkpoint for head in heads] == [other.head, true.head]
    assert all(head.is_signed_by(SIGNER.verifier) for head in heads)
    assert f"{ORIGIN} signed another head of 20 entries" in caplog.text
    # Sent again it is nothing new, and the true history goes on.
    assert witness.send(other.body(20)).status == 422
    assert len(caplog.records) == len(witness.memory.refused(ORIGIN)) == 1
    assert witness.send(true.grow(1).body(20)).status == 200


def test_fork_that_grew_on_is_refused_also_where_the_witness_has_moved_on(witness: Witness) -> None:
    true = Grown().grow(10)
    other = true.until(8).grow(2, "other")
    assert witness.send(true.body(0)).status == 200
    assert witness.send(true.grow(10).body(10)).status == 200
    assert witness.send(other.body(10)).status == 409  # of an earlier size, and known by it
    assert witness.send(other.grow(20).body(20)).status == 422
    assert witness.cosigned() == ["split", "unproven"]
    assert witness.memory.latest(ORIGIN) is not None
    assert witness.send(true.body(20)).status == 200


def test_record_that_went_back_is_told_the_size_and_named(witness: Witness) -> None:
    log = Grown().grow(12)
    assert witness.send(log.body(0)).status == 200
    restored = log.until(7)
    assert witness.send(restored.body(7)).text == "12\n"
    assert witness.send(restored.body(12)).status == 400
    assert witness.cosigned() == ["behind"]


def test_head_that_was_not_shown_to_grow_is_no_evidence_once_it_is(witness: Witness) -> None:
    log = Grown().grow(12)
    assert witness.send(log.body(0)).status == 200
    log.grow(3)
    assert witness.send(log.body(12, proof=[bytes(32)])).status == 422
    assert witness.cosigned() == ["unproven"]
    assert witness.send(log.body(12)).status == 200
    assert witness.cosigned() == []


def test_newest_head_is_shown_with_both_signatures(witness: Witness) -> None:
    assert witness.application._shown(HASHED).status == 404
    log = Grown().grow(12)
    reply = witness.send(log.body(0))
    assert witness.application._shown(HASHED).text == written(log.head, SIGNER) + reply.text


def test_empty_log_has_the_root_of_an_empty_tree(witness: Witness) -> None:
    assert Grown().head.root == EMPTY
    assert witness.send(Grown().body(0)).status == 200
    assert witness.send(Grown().grow(2).body(0)).status == 200


def test_largest_submission_has_room(witness: Witness) -> None:
    log = Grown().grow(3)
    post_quantum = "".join(signature_line(f"w{n}", b"1234", bytes(4900)) for n in range(16))
    body = log.body(0, checkpoint=written(log.head, SIGNER) + post_quantum)
    assert len(body) < LARGEST
    assert witness.send(body).status == 200
