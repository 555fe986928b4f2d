"""Three machines, one server, real lines: what is cut, killed and revoked, and what figures say."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.staff.tokens import create_token, revoke_token
from statuspage.domain.measured.samples import ProbeState
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.figures import measured
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import measurements
from statuspage.store.settings import current_settings
from tests.helpers.answering import Answering, Asked, answering
from tests.helpers.processes import free_port, kill_nine, running, serve_command, wait_until
from tests.helpers.relay import Relay, relayed
from tests.helpers.sites import a_probe, add_to_config, open_site, write_site

pytestmark = pytest.mark.slow

HOUR = timedelta(hours=1)
PLACES = ("ap-1", "eu-1", "us-1")


@dataclass
class World:
    """A site that is served, what it watches, and the machines that do."""

    site: Path
    port: int
    folder: Path
    fails_from: set[str] = field(default_factory=set)
    lines: dict[str, Relay] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Answering:
        """What is watched fails for some of those who look."""
        return Answering(503 if asked.headers.get("x-from") in self.fails_from else 200)

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen[bytes]]:
        command = serve_command(self.site / "config.toml", self.port)
        with running(command, f"http://127.0.0.1:{self.port}/healthz") as process:
            yield process

    @contextmanager
    def watching_from(self, place: str) -> Iterator[subprocess.Popen[bytes]]:
        """A machine at work; what it says goes to a file."""
        server = f"http://127.0.0.1:{self.lines[place].port}"
        command = [sys.executable, "-m", "statuspage", "probe-from", place, "--server", server]
        command += ["--state", str(self.state(place).parent)]
        token = str(self.folder / f"{place}.token")
        own = {**os.environ, "STATUSPAGE_TOKEN_FILE": token, "PLACE": place}
        with (
            (self.folder / f"{place}.log").open("ab") as log,
            running(command, env=own, stdout=log, stderr=log) as process,
        ):
            yield process

    def state(self, place: str) -> Path:
        return self.folder / place / "results.db"

    def log(self, place: str) -> str:
        return (self.folder / f"{place}.log").read_text("utf-8")

    def renew(self, place: str) -> None:
        """A token for a place, after the one before was revoked."""
        token = create_token(place, ["measurements"], [])
        (self.folder / f"{place}.token").write_text(token, "utf-8")

    def unsent(self, place: str) -> Mapping[datetime, str]:
        """What a machine has not sent yet: states by their times."""
        with closing(sqlite3.connect(f"file:{self.state(place)}?mode=ro", uri=True)) as base:
            rows = base.execute("SELECT at, told FROM result").fetchall()
        return {datetime.fromtimestamp(at, UTC): json.loads(told)["state"] for at, told in rows}

    def has_sent_all(self, place: str) -> bool:
        return not self.unsent(place)


def results(place: str, probe: str = "api-http") -> Mapping[datetime, ProbeState]:
    """All that the server has from a place."""
    with db.snapshot():
        known = measurements.series_known(probe, place)
        if known is None:
            return {}
        raw = measurements.raw_between(known.number, clock.now() - HOUR, clock.now() + HOUR)
        return {one.at: one.state for one in raw}


def states(since: datetime, until: datetime) -> set[ComponentState]:
    """What is measured of the component in some time, apart from well and unknown."""
    with db.snapshot():
        span = Span(since, until)
        [timeline] = measured.timelines(LIBRARY, current_settings(), ["api"], span).values()
    return {state for _, state in timeline.runs}


def now() -> ComponentState | None:
    with db.snapshot():
        return measured.states_now(LIBRARY, current_settings(), ["api"], clock.now())["api"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The server and three machines, at work."""
    folder = tmp_path_factory.mktemp("world")
    with ExitStack() as stack:
        made = World(folder / "site", free_port(), folder)
        target = stack.enter_context(answering(made.answer))
        keys = {"url": target.address, "interval": "1s", "timeout": "1s"}
        probe = a_probe(locations=[*PLACES], **keys)
        write_site(made.site, f"{probe}headers = {{ X-From = 'env:PLACE' }}\n")
        open_site(made.site)
        stack.callback(db.close_store)
        for place in PLACES:
            made.lines[place] = stack.enter_context(relayed(made.port))
            made.renew(place)
        yield made


def each(holds: Callable[[str], bool], *places: str) -> Callable[[], bool]:
    return lambda: all(holds(place) for place in places or PLACES)


def came(place: str, count: int, since: datetime, state: ProbeState) -> bool:
    found = [at for at, one in results(place).items() if at >= since and one is state]
    return len(found) >= count


def test_others_stand_while_one_is_cut_off_and_what_it_saw_counts_in_the_end(world: World) -> None:
    up, down = ProbeState.UP, ProbeState.DOWN
    with ExitStack() as stack:
        stack.enter_context(world.served())
        for place in PLACES:
            stack.enter_context(world.watching_from(place))
        begun = clock.now()
        wait_until(each(lambda place: came(place, 2, begun, up)))

        world.lines["eu-1"].is_cut.set()
        cut = clock.now()
        often = {"interval": "1s", "timeout": "1s", "locations": ["us-1"]}
        add_to_config(world.site, a_probe("added", "docs", url="http://127.0.0.1:9", **often))
        wait_until(each(lambda place: came(place, 4, cut, up), "ap-1", "us-1"))
        wait_until(lambda: now() is ComponentState.OPERATIONAL)  # two of three are enough
        world.fails_from = {"eu-1", "us-1"}
        failing = clock.now()
        wait_until(lambda: [*world.unsent("eu-1").values()].count("down") >= 3)
        wait_until(lambda: came("us-1", 3, failing, down))
        until = clock.now()
        assert states(begun, until) == set()  # one against one: nobody knows
        kept = world.unsent("eu-1")
        world.fails_from = set()

        world.lines["eu-1"].is_cut.clear()
        wait_until(lambda: kept.keys() <= results("eu-1").keys())
        wait_until(lambda: bool(results("us-1", "added")))
    assert states(failing, until) == {ComponentState.MAJOR_OUTAGE}  # two of three, as it turns out
    assert states(begun, cut) == set()


def test_kill_nine_of_prober_and_server_and_a_revoked_token_lose_nothing(world: World) -> None:
    with world.served() as server, world.watching_from("ap-1") as first:
        begun = clock.now()
        wait_until(lambda: came("ap-1", 1, begun, ProbeState.UP), first)
        kill_nine(server, world.port)
        wait_until(lambda: len(world.unsent("ap-1")) >= 3, first)
        first.kill()
        first.wait()
    kept = world.unsent("ap-1")
    with world.watching_from("ap-1") as again:  # it goes on while the server is away
        wait_until(lambda: len(world.unsent("ap-1")) >= len(kept) + 2, again)
        with world.served():
            wait_until(lambda: kept.keys() <= results("ap-1").keys(), again)
            revoke_token("ap-1")
            wait_until(lambda: "does not take the token" in world.log("ap-1"), again)
            wait_until(lambda: not world.has_sent_all("ap-1"), again)
            kept = world.unsent("ap-1")
            world.renew("ap-1")  # without a restart
            wait_until(lambda: kept.keys() <= results("ap-1").keys(), again)
    assert "sp_" not in world.log("ap-1")
