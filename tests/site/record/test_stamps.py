"""The head of each day is stamped by an authority of others; pages show it, strangers check it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.record import note
from statuspage.domain.record.note import parse_note
from statuspage.domain.record.recorded import Statement
from statuspage.errors import NotFound
from statuspage.health.health import Condition, Health
from statuspage.health.stamps import time_stamps
from statuspage.site import signing
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.worker.duties.stamps import Stamping
from tests.helpers.busy import SEED
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import open_site
from tests.helpers.stamp_authority import StampAuthority, name_authority, stamping
from tests.helpers.wanted import need

NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Stamped:
    """A site that has its record stamped."""

    def __init__(self, folder: Path, authority: StampAuthority) -> None:
        self.folder, self.authority = folder, authority
        self.now, self.passed = NOON, 0.0
        self.duty = Stamping(folder / "config.toml", lambda: self.passed)

    def enter(self) -> None:
        with db.transaction():
            facts = {"at": "2026-08-01T00:00:00Z", "interval": 60, "fail_after": 2}
            note([Statement(f"probe/p{LIBRARY.record.size()}", facts, {})], self.now)

    def turn(self, after: timedelta = timedelta()) -> None:
        self.now += after
        self.passed += after.total_seconds()
        with clock.standing_at(self.now):
            self.duty.turn()

    def read(self, path: str) -> bytes:
        return rendered(f"/record/{path}", self.now).body

    def days(self) -> list[str]:
        try:
            return [row["day"] for row in json.loads(self.read("stamps.json"))["stamps"]]
        except NotFound:
            return []

    def health(self) -> Health:
        with clock.standing_at(self.now):
            return time_stamps()


@pytest.fixture
def stamped(site_folder: Path, tmp_path: Path) -> Iterator[Stamped]:
    signing.use(SEED)
    with stamping(tmp_path / "tsa") as authority:
        name_authority(site_folder, authority)
        with clock.standing_at(NOON):
            open_site(site_folder)
        yield Stamped(site_folder, authority)
    signing.use(None)


def test_head_of_each_day_is_stamped_once_where_it_grew(stamped: Stamped) -> None:
    assert stamped.days() == []
    for _ in range(3):
        stamped.turn(timedelta(hours=1))
    assert stamped.days() == ["2026-09-01"]
    stamped.turn(DAY)  # nothing new
    assert stamped.authority.asked == 1
    stamped.enter()
    stamped.turn()
    assert stamped.days() == ["2026-09-01", "2026-09-02"]
    sizes = [parse_note(stamped.read(f"stamps/{day}.checkpoint")).checkpoint.size
             for day in stamped.days()]  # fmt: skip
    assert sizes == [LIBRARY.record.size() - 1, LIBRARY.record.size()]
    assert "2026-09-02.tsr" in words_of(rendered("/record", stamped.now))
    for path in ("stamps/2026-09-03.tsr", "stamps/2026-9-1.tsr", "stamps/x.checkpoint"):
        with pytest.raises(NotFound):
            stamped.read(path)


def test_strangers_check_a_stamp_by_openssl(stamped: Stamped, tmp_path: Path) -> None:
    stamped.turn()
    for ending in ("tsr", "checkpoint"):
        found = stamped.read(f"stamps/2026-09-01.{ending}")
        (tmp_path / f"day.{ending}").write_bytes(found)
    command = [need("openssl"), "ts", "-verify", "-in", "day.tsr", "-data", "day.checkpoint"]
    command += ["-CAfile", str(stamped.authority.root)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout, done.stderr
    (tmp_path / "day.checkpoint").write_bytes(b"other")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(
    ("mood", "told"),
    [
        ("broken", "It answers with status 503."),
        ("garbage", "the stamp cannot be read"),
        ("other", "the stamp is of something else"),
        ("refuses", "the authority refuses"),
    ],
)
def test_what_is_no_stamp_is_not_kept_and_asked_for_again(
    stamped: Stamped, mood: str, told: str
) -> None:
    stamped.authority.mood = mood
    stamped.turn()
    stamped.turn(timedelta(seconds=30))
    assert (stamped.authority.asked, stamped.days()) == (1, [])
    assert stamped.health().condition is Condition.OK  # the day is not over
    stamped.turn(DAY * 2)
    ill = stamped.health()
    assert ill.condition is Condition.LATE
    assert told in str(ill.text)
    assert ill.figures["record_unstamped_entries"] == LIBRARY.record.size()
    assert ill.figures["record_unstamped_seconds"] > DAY.total_seconds()
    stamped.authority.mood = "good"
    stamped.turn(timedelta(hours=2))
    assert stamped.days() == ["2026-09-03"]
    assert stamped.health().condition is Condition.OK


def test_stamp_of_another_authority_is_not_kept(stamped: Stamped, tmp_path: Path) -> None:
    other = StampAuthority(tmp_path / "other")
    (stamped.folder / "root.pem").write_bytes(other.root.read_bytes())
    stamped.turn()
    assert stamped.days() == []
    (stamped.folder / "root.pem").write_text("nothing")
    stamped.turn(DAY * 2)
    assert "holds no certificates" in str(stamped.health().text)


def test_missing_package_is_told(stamped: Stamped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    stamped.turn()
    stamped.turn(DAY * 2)
    assert "pip install 'statuspage[stamps]'" in str(stamped.health().text)
    assert stamped.days() == []
