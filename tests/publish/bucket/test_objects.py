"""Objects of a bucket, on a real server that speaks S3."""

from __future__ import annotations

from hashlib import md5

import pytest

from statuspage.config import BucketPlace
from statuspage.errors import Conflict, SourceError
from statuspage.publish.bucket.objects import Objects, Seen
from tests.helpers.bucket import environ, new_bucket, seen

pytestmark = pytest.mark.slow  # a server process
HEADERS = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, max-age=5"}


@pytest.fixture
def objects(server: str) -> Objects:
    return Objects(BucketPlace(new_bucket(server), "a/b"), environ(server))


def test_object_is_read_as_it_was_written(server: str, objects: Objects) -> None:
    tag = objects.put("incidents/x", b"<p>", HEADERS)
    answer = seen(server, objects.bucket.name, "a/b/incidents/x")
    assert (answer.content, tag) == (b"<p>", answer.headers["ETag"])
    assert answer.headers["Content-Type"] == HEADERS["Content-Type"]
    assert answer.headers["Cache-Control"] == HEADERS["Cache-Control"]
    found = objects.get("incidents/x")
    assert found is not None
    assert (found.body, found.tag) == (b"<p>", tag)
    assert objects.get("incidents") is None


def test_objects_are_listed_with_the_tags_of_their_bytes(objects: Objects) -> None:
    assert objects.is_empty()
    for key in ("x", "x/y", "index.html"):
        objects.put(key, key.encode(), HEADERS)
    for key, found in objects.listed().items():
        tag = md5(key.encode(), usedforsecurity=False).hexdigest()
        assert found == Seen(len(key), f'"{tag}"')
    assert not objects.is_empty()
    objects.remove(["x", "x/y", "never/there"])
    assert list(objects.listed()) == ["index.html"]


def test_what_somebody_else_wrote_meanwhile_stays(objects: Objects) -> None:
    first = objects.put_after("mark", b"1", HEADERS, "")
    with pytest.raises(Conflict, match="Something else is in s3://"):
        objects.put_after("mark", b"2", HEADERS, "")
    second = objects.put_after("mark", b"2", HEADERS, first)
    with pytest.raises(Conflict):
        objects.put_after("mark", b"3", HEADERS, first)
    found = objects.get("mark")
    assert found is not None
    assert (found.body, found.tag) == (b"2", second)


def test_bucket_that_is_not_there_is_named(server: str) -> None:
    nowhere = Objects(BucketPlace("no-such-bucket"), environ(server))
    for act in (
        lambda: nowhere.put("x", b"", HEADERS),
        lambda: nowhere.put_after("x", b"", HEADERS, ""),
        lambda: nowhere.get("x"),
        nowhere.listed,
        nowhere.is_empty,
    ):
        with pytest.raises(SourceError, match=f"no bucket no-such-bucket at {server}; create it"):
            act()
