"""Two writers of one copy, or two sites: none takes it from another unseen."""

from __future__ import annotations

import pytest

from statuspage.config import BucketPlace
from statuspage.errors import Conflict, SourceError
from statuspage.publish.bucket.objects import Objects
from statuspage.publish.bucket.ownership import MARK, Before, Ownership
from tests.helpers.bucket import environ, new_bucket

pytestmark = pytest.mark.slow  # a server process
ORIGIN = "a.example/record"


@pytest.fixture
def objects(server: str) -> Objects:
    return Objects(BucketPlace(new_bucket(server), "status"), environ(server))


def test_empty_prefix_becomes_ours_and_stays_so(objects: Objects) -> None:
    ours = Ownership(objects, "one")
    for before in (Before.NOBODY, Before.US):
        assert ours.begin(ORIGIN) is before
        ours.end()
    assert (
        Ownership(objects, "one").begin(ORIGIN) is Before.US
    )  # after a restart, also of one killed


def test_another_site_and_a_prefix_with_other_things_are_refused(objects: Objects) -> None:
    Ownership(objects, "one").begin(ORIGIN)
    with pytest.raises(SourceError, match=r"holds a copy of another site, a\.example\. Publish to"):
        Ownership(objects, "two").begin("b.example/record")
    other = Objects(BucketPlace(objects.bucket.name, "photos"), objects.environ)
    other.put("cat.jpg", b"cat", {})
    with pytest.raises(SourceError, match="photos is not empty, and not an earlier copy"):
        Ownership(other, "one").begin(ORIGIN)
    assert list(other.listed()) == ["cat.jpg"]


def test_another_writer_waits_and_then_knows_that_it_must_look(objects: Objects) -> None:
    one, two = Ownership(objects, "one"), Ownership(objects, "two")
    assert one.begin(ORIGIN) is Before.NOBODY
    with pytest.raises(Conflict, match="Another process writes s3://"):
        two.begin(ORIGIN)
    one.end()
    assert two.begin(ORIGIN) is Before.ANOTHER
    two.end()
    assert two.begin(ORIGIN) is Before.US
    with pytest.raises(Conflict):
        one.begin(ORIGIN)
    two.end()
    assert one.begin(ORIGIN) is Before.ANOTHER
    assert one.begin(ORIGIN) is Before.US


def test_writer_that_was_killed_is_followed_when_its_mark_rests(objects: Objects) -> None:
    killed, two = Ownership(objects, "one", quiet=0.0), Ownership(objects, "two", quiet=0.0)
    killed.begin(ORIGIN)
    assert two.begin(ORIGIN) is Before.ANOTHER
    with pytest.raises(Conflict):
        killed.renew()  # it was only slow: it learns that it was overtaken


def test_writer_that_is_busy_shows_that_it_lives(objects: Objects) -> None:
    busy = Ownership(objects, "one", quiet=0.0)
    busy.begin(ORIGIN)
    before = objects.get(MARK)
    busy.renew()
    after = objects.get(MARK)
    assert before is not None
    assert after is not None
    assert before.tag != after.tag
