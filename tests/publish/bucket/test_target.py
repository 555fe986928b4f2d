"""A whole copy in a bucket, as its readers see it, and what keeps or heals it."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path, PurePosixPath
from threading import Event

import httpx2
import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.config import BucketPlace
from statuspage.errors import SourceError
from statuspage.publish.bucket.keys import key_of
from statuspage.publish.bucket.objects import Objects, Patience, Seen
from statuspage.publish.bucket.ownership import MARK
from statuspage.publish.bucket.target import BucketTarget
from statuspage.publish.lasting import LASTING_CACHE, PAGE_CACHE
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import source
from statuspage.publish.whole import publish
from statuspage.site import catalogue
from statuspage.site.page import HTML
from tests.helpers.bucket import environ, gate, new_bucket, seen
from tests.helpers.processes import PATIENCE, free_port, get, nginx, to_its_end, wait_until
from tests.helpers.wanted import need

pytestmark = pytest.mark.slow  # a server process
ROOT = Path(__file__).parents[3]


@pytest.fixture
def bucket(server: str) -> BucketPlace:
    return BucketPlace(new_bucket(server), "status")


@pytest.fixture
def target(server: str, bucket: BucketPlace, store: Path, tmp_path: Path) -> Iterator[BucketTarget]:
    """A copy of a small site with one incident; time stands still."""
    made = BucketTarget(Objects(bucket, environ(server)), tmp_path / "copies" / "one.db")
    with clock.standing_at(clock.now()):
        open_incident("Search is slow", NewUpdate("We are looking."), Actor("ada"))
        publish(made)
        yield made


def test_every_address_is_an_object_as_the_site_serves_it(
    server: str, bucket: BucketPlace, target: BucketTarget
) -> None:
    with httpx2.Client(base_url=f"{server}/{bucket.name}/status", timeout=PATIENCE) as client:
        for found in catalogue.all_pages():
            answer = client.get(found.path if found.path != "/" else "/index.html")
            assert answer.status_code == 200, found.path
            assert answer.headers["Content-Type"] == found.page.content_type
            wanted = LASTING_CACHE if "/static/" in found.path else PAGE_CACHE
            assert answer.headers["Cache-Control"] == wanted
            assert "Content-Encoding" not in answer.headers
            assert not answer.content.startswith(gzip.compress(b"")[:2])


def test_nginx_serves_a_bucket_with_the_shipped_configuration(
    server: str, bucket: BucketPlace, target: BucketTarget, tmp_path: Path
) -> None:
    need("nginx")
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        publish(target)  # pages are younger than documents now
    port = free_port()
    shipped = (ROOT / "deploy" / "nginx-bucket.conf").read_text("utf-8")
    block = (
        shipped.replace("listen 80;", f"listen 127.0.0.1:{port};")
        .replace("http://127.0.0.1:9000/acme-status/public", f"{server}/{bucket.name}/status")
        .replace("status.example.com", "localhost")
    )
    with nginx(tmp_path, tmp_path, port, block) as address:
        with source(address) as site:
            report = verify(site)
        assert not report.findings
        assert report.compared["page"] > 10
        page, feed = get(f"{address}/history"), get(f"{address}/feeds/all.atom")
        assert (page.headers["Content-Type"], page.headers["Cache-Control"]) == (HTML, PAGE_CACHE)
        assert page.headers["Content-Encoding"] == "gzip"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert feed.headers["Access-Control-Allow-Origin"] == "*"
        asked = get(f"{address}/history?response-content-type=text/plain&acl")
        assert (asked.headers["Content-Type"], asked.text) == (HTML, page.text)
        missing = get(f"{address}/nothing")
        assert (missing.status_code, "<main" in missing.text) == (404, True)
        assert "immutable" not in missing.headers.get("Cache-Control", "")


def test_only_what_changed_is_put_and_what_is_gone_is_removed(
    bucket: BucketPlace, target: BucketTarget, server: str
) -> None:
    again = publish(target)
    assert (again.written, again.removed) == (0, 0)
    before = Objects(bucket, environ(server)).listed()
    open_incident("Docs are slow", NewUpdate("We are looking."), Actor("ada"))
    done = publish(target)
    after = Objects(bucket, environ(server)).listed()
    assert done.removed == len(before.keys() - after.keys()) == 2  # former ends of the record
    assert done.unchanged > 10
    assert any(key.startswith("incidents/") for key in after.keys() - before.keys())


def test_time_alone_puts_pages_each_minute_and_documents_more_rarely(
    bucket: BucketPlace, server: str, target: BucketTarget
) -> None:
    objects, start = Objects(bucket, environ(server)), clock.now()
    page, document = "sla/api-availability", "api/v1/slas/api-availability"
    seen_so = [objects.listed()]
    for minutes in (1, 11):
        with clock.standing_at(start + timedelta(minutes=minutes)):
            publish(target)
        seen_so.append(objects.listed())
    first, soon, later = seen_so
    assert first[page] != soon[page] != later[page]
    assert first[document] == soon[document] != later[document]


def test_index_that_was_lost_is_made_anew_without_putting_all_again(
    bucket: BucketPlace, server: str, target: BucketTarget, tmp_path: Path
) -> None:
    elsewhere = BucketTarget(Objects(bucket, environ(server)), tmp_path / "new" / "one.db")
    done = publish(elsewhere)
    assert done.written == 0
    assert done.unchanged > 50


class _Hiding(Objects):
    """They lie on a server that does not list what lies below another, as MinIO."""

    def listed(self) -> dict[str, Seen]:
        found = super().listed()
        below = {key for key in found if any(str(up) in found for up in PurePosixPath(key).parents)}
        return {key: one for key, one in found.items() if key not in below}


def test_what_a_server_has_and_does_not_list_is_not_put_again(
    bucket: BucketPlace, server: str, target: BucketTarget
) -> None:
    hiding = _Hiding(bucket, environ(server))
    assert hiding.listed().keys() < Objects(bucket, environ(server)).listed().keys()
    through = BucketTarget(hiding, target.index)
    key = open_incident("Docs are slow", NewUpdate("We are looking."), Actor("ada")).key
    publish(through)
    assert seen(server, bucket.name, f"status/incidents/{key}").status_code == 200
    assert publish(through).written == 0


def test_writer_on_another_machine_takes_over_and_looks_before_it_writes(
    bucket: BucketPlace, server: str, target: BucketTarget, tmp_path: Path
) -> None:
    elsewhere = BucketTarget(Objects(bucket, environ(server)), tmp_path / "new" / "one.db")
    for title, writer in (("Docs are slow", elsewhere), ("API is slow", target)):
        open_incident(title, NewUpdate("We are looking."), Actor("ada"))
        with pytest.raises(SourceError, match="all of it is being checked"):
            publish(writer)
        publish(writer)
        assert title.encode() in seen(server, bucket.name, "status/index.html").content


def test_object_that_somebody_deleted_is_put_again(
    bucket: BucketPlace, server: str, target: BucketTarget
) -> None:
    Objects(bucket, environ(server)).remove([key_of("history/index.html")])
    another_look = BucketTarget(Objects(bucket, environ(server)), target.index)
    publish(another_look)
    assert seen(server, bucket.name, "status/history").status_code == 200


def test_mark_that_somebody_deleted_is_set_again_after_a_look(
    bucket: BucketPlace, server: str, target: BucketTarget
) -> None:
    Objects(bucket, environ(server)).remove([MARK])
    open_incident("Docs are slow", NewUpdate("We are looking."), Actor("ada"))
    with pytest.raises(SourceError, match="all of it is being checked"):
        publish(target)
    publish(target)
    assert b"Docs are slow" in seen(server, bucket.name, "status/index.html").content
    assert seen(server, bucket.name, f"status/{MARK}").status_code == 200


def test_bucket_that_was_emptied_is_filled_again(
    bucket: BucketPlace, server: str, target: BucketTarget
) -> None:
    objects = Objects(bucket, environ(server))
    before = objects.listed()
    objects.remove(before)
    open_incident("Docs are slow", NewUpdate("We are looking."), Actor("ada"))
    with pytest.raises(SourceError, match="all of it is being checked"):
        publish(target)
    publish(target)
    assert len(objects.listed()) > len(before)
    objects.remove(objects.listed())
    publish(BucketTarget(objects, target.index))  # after a restart it looks by itself
    assert len(objects.listed()) > len(before)


def test_server_that_is_away_keeps_its_copy_and_gets_the_rest_later(
    server: str, bucket: BucketPlace, target: BucketTarget, tmp_path: Path
) -> None:
    hasty = Patience(connect=5, one_try=20, all_tries=0.2, tries=1, pause=0.01)
    with gate(server) as door:
        through = BucketTarget(Objects(bucket, environ(door.address), hasty), target.index)
        open_incident("Docs are slow", NewUpdate("We are looking."), Actor("ada"))
        door.passes = 5  # requests; then each is cut
        with pytest.raises(SourceError, match="cannot be reached"):
            publish(through)
        asked = door.count
        with pytest.raises(SourceError, match="cannot be reached"):
            publish(through)
        assert door.count == asked  # a server that failed is left alone for a while
        door.passes = None
        publish(BucketTarget(Objects(bucket, environ(door.address)), target.index))
    assert b"Docs are slow" in seen(server, bucket.name, "status/index.html").content
    assert not publish(target).removed


def test_writer_that_is_killed_in_the_middle_is_followed(
    server: str, bucket: BucketPlace, store: Path
) -> None:
    with gate(server) as door:
        config = str(store / "config.toml")
        command = [sys.executable, "-m", "statuspage", "--config", config, "publish", str(bucket)]
        reached = {**os.environ, **environ(door.address)}
        door.passes = 40
        door.then = Event()
        killed = subprocess.Popen(command, env=reached)
        wait_until(door.then.is_set, killed)
        killed.kill()
        killed.wait()
        assert seen(server, bucket.name, "status/record/checkpoint").status_code == 404
        door.passes, door.then = None, None
        done = to_its_end(command, env=reached)
    assert done.returncode == 0, done.stderr
    assert "0 removed" in done.stdout
    assert seen(server, bucket.name, "status/record/checkpoint").status_code == 200
