"""A copy in a bucket that the worker keeps in step: nobody waits for it, and its lag is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.cli import main
from statuspage.config import BucketPlace
from statuspage.errors import SourceError
from statuspage.health.doctor.bucket import bucket as reached
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition
from statuspage.publish import targets
from statuspage.publish.bucket.objects import Patience
from statuspage.publish.bucket.target import BucketTarget
from statuspage.publish.following import follow
from statuspage.publish.lag import lag
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.worker.duties.copying import Copying
from tests.helpers.answering import Answering, answering
from tests.helpers.bucket import Door, environ, gate, new_bucket, seen
from tests.helpers.processes import PATIENCE, running, wait_until
from tests.helpers.sites import add_to_config

pytestmark = pytest.mark.slow  # a server process


@pytest.fixture
def bucket(server: str) -> BucketPlace:
    return BucketPlace(new_bucket(server))


@pytest.fixture
def door(server: str) -> Iterator[Door]:
    with gate(server) as found:
        yield found


@pytest.fixture
def site(
    bucket: BucketPlace, door: Door, store: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A site whose settings name the bucket; time stands still."""
    for name, value in environ(door.address).items():
        monkeypatch.setenv(name, value)
    add_to_config(store, f'\n[publish]\ntarget = "{bucket}"\n')
    targets.use(store)
    with clock.standing_at(clock.now()):
        yield store
    targets.use(Path())


def test_worker_keeps_it_in_step_and_no_writer_waits(
    site: Path, server: str, bucket: BucketPlace, door: Door
) -> None:
    copying = Copying()
    copying.turn()
    assert lag() is None
    asked = door.count
    copying.turn()
    assert door.count == asked  # that nothing is due costs no request
    key = open_incident("Search is slow", NewUpdate("We are looking."), Actor("ada")).key
    assert follow()
    assert door.count == asked
    copying.turn()
    assert seen(server, bucket.name, f"incidents/{key}").status_code == 200
    assert lag() is None


def test_server_that_is_away_is_told_until_it_is_back(
    site: Path, server: str, bucket: BucketPlace, door: Door
) -> None:
    copying, target = Copying(), targets.chosen()
    assert isinstance(target, BucketTarget)
    target._objects._patience = Patience(connect=5, one_try=20, all_tries=0.2, tries=1, pause=0.01)
    copying.turn()
    door.passes = 0
    key = open_incident("Search is slow", NewUpdate("We are looking."), Actor("ada")).key
    with pytest.raises(SourceError, match="cannot be reached"):
        copying.turn()
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        behind = lag()
        assert behind is not None
        assert f"The copy in {bucket} has been behind since" in str(behind.words)
        assert f"{door.address} cannot be reached." in str(behind.words)
        door.passes = None
        wait_until(lambda: _is_written(Copying()), what="the copy")
        assert lag() is None
    assert seen(server, bucket.name, f"incidents/{key}").status_code == 200


def _is_written(copying: Copying) -> bool:
    try:
        copying.turn()
    except SourceError:
        return False
    return True


def test_check_tells_what_keeps_a_bucket_from_being_written(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "minio:9000")
    db.close_store()
    done = CliRunner().invoke(main, ["--config", str(site / "config.toml"), "check"])
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not; set both.",
        'AWS_ENDPOINT_URL is not a whole web address; write one such as "https://s3.example.com".',
    ]


def test_doctor_says_whether_the_bucket_is_reached(
    site: Path, bucket: BucketPlace, door: Door
) -> None:
    with db.snapshot():
        examined = Examined(site / "config.toml", os.environ, current_settings())
    [found] = reached(examined)
    assert (found.condition, str(found.text)) == (Condition.OK, f"{bucket} can be read.")
    door.passes = 0
    [found] = reached(examined)
    assert found.condition is Condition.FAILING
    assert "cannot be reached" in str(found.text)
    bare = Examined(site / "config.toml", {"AWS_ACCESS_KEY_ID": "x"}, examined.settings)
    [found] = reached(bare)
    assert "AWS_SECRET_ACCESS_KEY is not; set both" in str(found.text)


def test_worker_of_its_own_writes_it_calls_the_hook_and_ends_when_asked(
    site: Path, server: str, bucket: BucketPlace
) -> None:
    config = site / "config.toml"
    with answering(lambda _: Answering(200)) as hook:
        add_to_config(site, f'purge = "{hook.address}"\n')
        key = open_incident("Search is slow", NewUpdate("We are looking."), Actor("ada")).key
        command = [sys.executable, "-m", "statuspage", "--config", str(config), "work"]
        with running(command, env=dict(os.environ), stderr=subprocess.PIPE, text=True) as worker:
            wait_until(lambda: bool(hook.asked), worker, "a call of the hook")
            worker.send_signal(signal.SIGTERM)
            told = worker.communicate(timeout=PATIENCE)[1]
        assert worker.returncode == 0
        assert "ERROR" not in told
        files = [url for asked in hook.asked for url in json.loads(asked.body)["files"]]
    assert f"https://status.acme.example/incidents/{key}" in files
    assert seen(server, bucket.name, f"incidents/{key}").status_code == 200
