"""Heads on their way to witnesses and back onto the pages, before real servers, on both stores."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.record import note
from statuspage.actions.sync import sync
from statuspage.domain.record.cosignature import cosignatures
from statuspage.domain.record.note import Signer, parse_note
from statuspage.domain.record.policy import parse_policy
from statuspage.domain.record.recorded import Statement
from statuspage.domain.record.witnesses import Obstacle
from statuspage.errors import NotFound
from statuspage.health.health import Condition, Health
from statuspage.health.witnesses import witnesses as health
from statuspage.site import catalogue, signing
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import witnesses
from statuspage.worker.duties.witnesses import Witnesses
from tests.helpers.busy import SEED
from tests.helpers.pages import rendered, words_of
from tests.helpers.witness_server import StubWitness, name_witnesses, serving

NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
ORIGIN = "status.acme.example/record"
LOG = Signer(ORIGIN, SEED).verifier


class Site:
    """A site with three witnesses, of which two are enough."""

    def __init__(self, folder: Path, stubs: list[StubWitness]) -> None:
        self.folder = folder
        self.ada, self.ben, self.cleo = self.stubs = stubs
        self.now = NOON
        self.restart()

    def restart(self) -> None:
        self.passed = 0.0
        self.duty = Witnesses(lambda: self.passed)

    def enter(self, count: int = 1) -> None:
        with clock.standing_at(self.now), db.transaction():
            first = LIBRARY.record.size()
            facts = {"at": "2026-08-01T00:00:00Z", "interval": 60, "fail_after": 2}
            note([Statement(f"probe/p{first + n}", facts, {}) for n in range(count)], self.now)

    def turn(self, after: timedelta = timedelta(minutes=2)) -> None:
        self.now += after
        self.passed += after.total_seconds()
        with clock.standing_at(self.now):
            self.duty.turn()

    def page(self, path: str = "/record/checkpoint") -> bytes:
        return rendered(path, self.now).body

    def signed_by(self, path: str = "/record/checkpoint") -> tuple[int, list[str]]:
        """The size of a head that is served, and who cosigned it."""
        found = parse_note(self.page(path))
        assert found.signatures[0][0] == ORIGIN
        assert found.is_signed_by(LOG)
        names = {one.cosigner.key: one.name for one in self.stubs}
        return found.checkpoint.size, [names[one.key] for one in cosignatures(found, names)]

    def health(self) -> Health:
        with clock.standing_at(self.now):
            return health()

    def obstacle(self, stub: StubWitness) -> Obstacle | None:
        with db.snapshot():
            found = witnesses.contacts().get(str(stub.cosigner.key))
        return found.obstacle if found else None


@pytest.fixture
def acme(store: Path) -> Iterator[Site]:
    stubs = [StubWitness(name, LOG, seed) for seed, name in enumerate(("ada", "ben", "cleo"), 1)]
    signing.use(SEED)
    with serving(*stubs):
        policy = "".join(one.line for one in stubs) + "group all 2 ada ben cleo\nquorum all\n"
        name_witnesses(store, policy)
        sync(store / "config.toml", {})
        yield Site(store, stubs)
    signing.use(None)


def test_each_head_is_cosigned_and_served_with_the_line_of_the_record_first(acme: Site) -> None:
    acme.enter(3)
    acme.turn()
    size = LIBRARY.record.size()
    assert acme.signed_by() == (size, ["ada", "ben", "cleo"])
    assert acme.page("/record/witnessed") == acme.page("/record/checkpoint")
    acme.enter(300)
    assert acme.signed_by() == (size + 300, [])
    assert acme.signed_by("/record/witnessed") == (size, ["ada", "ben", "cleo"])
    acme.turn()
    assert acme.signed_by() == (size + 300, ["ada", "ben", "cleo"])
    assert [one.asked for one in acme.stubs] == [[0, size]] * 3
    with db.snapshot():
        assert list(witnesses.cosignatures()) == [size + 300]


def test_head_that_stays_is_cosigned_again_each_day(acme: Site) -> None:
    acme.turn()
    acme.turn(timedelta(hours=23))
    assert [len(one.asked) for one in acme.stubs] == [1, 1, 1]
    acme.turn(timedelta(hours=2))
    assert [len(one.asked) for one in acme.stubs] == [2, 2, 2]
    assert acme.health().condition is Condition.OK


def test_witnesses_are_asked_for_one_head_a_minute(acme: Site) -> None:
    acme.turn()
    for _ in range(3):
        acme.enter()
        acme.turn(timedelta(seconds=1))
    assert acme.ada.asked == [0]
    acme.turn(timedelta(minutes=1))
    assert len(acme.ada.asked) == 2
    assert acme.ada.size == LIBRARY.record.size()


def test_one_that_is_away_for_a_month_holds_up_nobody_and_catches_up(acme: Site) -> None:
    acme.turn()
    first = LIBRARY.record.size()
    acme.cleo.mischief = lambda _: (503, b"", {})
    for _ in range(30):
        acme.enter(9)
        acme.turn(timedelta(days=1))
    size = LIBRARY.record.size()
    assert acme.signed_by() == (size, ["ada", "ben"])
    assert acme.obstacle(acme.cleo) is Obstacle.FAILING
    assert (acme.health().condition, acme.cleo.size) == (Condition.OK, first)
    acme.cleo.mischief = None
    acme.turn(timedelta(hours=1))
    assert acme.signed_by() == (size, ["ada", "ben", "cleo"])
    assert acme.obstacle(acme.cleo) is None


def test_one_that_knows_another_size_is_asked_again_from_there(acme: Site) -> None:
    """As after kill -9 between its answer and our note, and after it lost its memory."""
    acme.enter(5)
    acme.turn()
    size = LIBRARY.record.size()
    with db.transaction():
        contact = witnesses.contacts()[str(acme.ada.cosigner.key)]
        witnesses.note_contact(type(contact)(contact.key, contact.url, size - 2))
    acme.ben.latest = None
    acme.enter(2)
    acme.restart()
    acme.turn()
    assert acme.signed_by() == (size + 2, ["ada", "ben", "cleo"])
    assert (acme.ada.asked[1:], acme.ben.asked[1:]) == ([size - 2, size], [size, 0])


def test_entries_that_were_lost_are_named_and_not_hidden(acme: Site) -> None:
    """A witness that has seen more entries than there are, and then other ones."""
    acme.turn()
    genuine, size = acme.ada.latest, LIBRARY.record.size()
    assert genuine is not None
    acme.ada.latest = type(genuine)(ORIGIN, size + 2, bytes(32))
    acme.enter()
    acme.turn()
    assert acme.obstacle(acme.ada) is Obstacle.AHEAD
    told = acme.health()
    assert told.condition is Condition.FAILING
    assert f"ada has cosigned {size + 2} entries" in str(told.text)
    assert f"there are only {size + 1} here" in str(told.text)
    assert acme.signed_by() == (size + 1, ["ben", "cleo"])
    acme.enter(5)
    acme.turn(timedelta(hours=1))
    assert acme.obstacle(acme.ada) is Obstacle.SPLIT
    assert "those here do not begin with them" in str(acme.health().text)


@pytest.mark.parametrize(
    ("reply", "obstacle"),
    [
        ((404, b"", {}), Obstacle.UNKNOWN),
        ((403, b"", {}), Obstacle.KEY),
        ((422, b"", {}), Obstacle.SPLIT),
        ((429, b"", {"Retry-After": "7200"}), Obstacle.BUSY),
        ((400, b"", {}), Obstacle.FAILING),
        ((302, b"", {"Location": "http://127.0.0.1:1/"}), Obstacle.FAILING),
        ((409, b"many\n", {}), Obstacle.GARBLED),
        ((409, b"0\n", {}), Obstacle.GARBLED),
        ((200, b"", {}), Obstacle.GARBLED),
        ((200, b"<html>\xff", {}), Obstacle.GARBLED),
        ((200, b"x" * 200_000, {}), Obstacle.GARBLED),
    ],
)
def test_what_is_no_cosignature_is_kept_as_what_it_is_and_nothing_waits(
    acme: Site, reply: tuple[int, bytes, dict[str, str]], obstacle: Obstacle
) -> None:
    acme.ben.mischief = lambda _: reply
    acme.turn()
    assert acme.obstacle(acme.ben) is obstacle
    assert acme.signed_by() == (LIBRARY.record.size(), ["ada", "cleo"])
    asked = len(acme.ben.asked)
    acme.turn(timedelta(seconds=59))
    assert len(acme.ben.asked) == asked
    acme.turn(timedelta(hours=2))
    assert len(acme.ben.asked) > asked
    assert (acme.ben.size, acme.health().is_well) == (0, obstacle is not Obstacle.SPLIT)


def test_cosignature_that_does_not_hold_is_refused(acme: Site) -> None:
    """Of another head; by another key; and one of tomorrow."""
    ada, ben, cleo = acme.ada, acme.ben, acme.cleo
    ada.mischief = lambda head: (200, ada.cosign(type(head)(ORIGIN, 1, head.root)), {})
    ben.mischief = lambda head: (200, ada.cosign(head), {})
    late = int((NOON + timedelta(days=2)).timestamp())
    cleo.mischief = lambda head: (200, cleo.cosigner.cosign(head, late).line.encode(), {})
    acme.turn()
    assert acme.signed_by() == (LIBRARY.record.size(), [])
    assert [acme.obstacle(one) for one in acme.stubs] == [Obstacle.GARBLED] * 3
    with pytest.raises(NotFound, match="cosigned by enough"):
        acme.page("/record/witnessed")
    assert not [one for one in catalogue.all_pages() if one.path == "/record/witnessed"]
    assert "Not enough witnesses have seen this record yet." in words_of(rendered("/record"))


def test_entries_that_wait_too_long_are_told(acme: Site) -> None:
    acme.turn()
    for one in (acme.ada, acme.ben):
        one.mischief = lambda _: (500, b"", {})
    acme.enter(4)
    acme.turn()
    told = acme.health()
    assert (told.condition, told.figures["record_unwitnessed_entries"]) == (Condition.OK, 4)
    page = words_of(rendered("/record", acme.now))
    assert "4 entries are waiting for enough witnesses to see them" in page
    acme.turn(timedelta(hours=3))
    told = acme.health()
    assert told.condition is Condition.LATE
    assert "ada cannot cosign at the moment: It answers with status 500." in str(told.text)
    assert told.figures["record_unwitnessed_seconds"] > 3 * 3600


def test_proof_of_an_entry_carries_the_head_that_is_witnessed(acme: Site) -> None:
    acme.enter(2)
    acme.turn()
    size = LIBRARY.record.size()
    acme.enter(2)
    path = f"/record/entries/{size - 1}.tlog-proof"
    assert acme.page(path).partition(b"\n\n")[2] == acme.page("/record/witnessed")
    newest = acme.page(f"/record/entries/{size}.tlog-proof").partition(b"\n\n")[2]
    assert newest == acme.page("/record/checkpoint")


def test_policy_that_readers_are_given_is_one(acme: Site) -> None:
    policy = parse_policy(acme.page("/record/policy"), "policy")
    assert [one.key for one in policy.logs] == [LOG]
    assert [one.key for one in policy.witnesses] == [one.cosigner.key for one in acme.stubs]
    assert [one.url for one in policy.witnesses] == ["", "", ""]  # they are on this machine
    assert (policy.is_met(["ada"]), policy.is_met(["ada", "cleo"])) == (False, True)


def test_record_without_witnesses_or_without_a_key_asks_nobody(acme: Site) -> None:
    signing.use(None)
    acme.turn()
    assert acme.ada.asked == []
    assert "No key signs the record" in str(acme.health().text)
    signing.use(SEED)
    config = acme.folder / "config.toml"
    config.write_text(config.read_text("utf-8").replace("witnesses =", "# witnesses ="), "utf-8")
    sync(config, {})
    acme.turn(timedelta(minutes=5))
    assert acme.ada.asked == []
    assert (acme.health().is_well, acme.signed_by()) == (True, (LIBRARY.record.size(), []))
    with pytest.raises(NotFound, match="names no witnesses"):
        acme.page("/record/policy")
    assert "Who else has seen it" not in words_of(rendered("/record"))
