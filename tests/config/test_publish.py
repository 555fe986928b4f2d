"""[publish]: folders, buckets and the hook, and what may not stand there."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.config import BucketPlace
from statuspage.config.publish import place_of
from tests.config.written import MINIMAL, faults, read

BASE = Path("/srv/site")


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/srv/status", Path("/srv/status")),
        ("www", BASE / "www"),
        ("a:b", BASE / "a:b"),
        ("s3://acme-status", BucketPlace("acme-status")),
        ("s3://acme-status/", BucketPlace("acme-status")),
        ("S3://acme.status/public/v1/", BucketPlace("acme.status", "public/v1")),
        ("s3://a--b/c", BucketPlace("a--b", "c")),
    ],
)
def test_target_is_a_folder_or_a_bucket(target: str, place: Path | BucketPlace) -> None:
    assert place_of(target, BASE) == place


def test_bucket_is_written_as_it_is_read() -> None:
    for text in ("s3://acme", "s3://acme/a/b"):
        assert str(place_of(text, BASE)) == text


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("target", "https://acme.example", "neither a folder nor a bucket"),
        ("target", "gs://acme", "neither a folder nor a bucket"),
        ("target", "s3://Acme", '"Acme" cannot be the name of a bucket'),
        ("target", "s3://ac", "cannot be the name of a bucket"),
        ("target", "s3://" + "a" * 64, "cannot be the name of a bucket"),
        ("target", "s3://a..b", "cannot be the name of a bucket"),
        ("target", "s3://-ab", "cannot be the name of a bucket"),
        ("target", "s3://192.168.5.4", "cannot be the name of a bucket"),
        ("target", "s3:///status", "cannot be the name of a bucket"),
        ("target", "s3://acme_status", "cannot be the name of a bucket"),
        ("target", "s3://acme/../x", "may hold letters"),
        ("target", "s3://acme//x", "may hold letters"),
        ("target", "s3://acme/a?b", "may hold letters"),
        ("target", "s3://AKIA:hunter2@acme/x", "AWS_SECRET_ACCESS_KEY"),
        ("target", " ", "is empty"),
        ("purge", "https://ada:hunter2@acme.example", "never holds secrets"),
        ("purge", "cache.example", "whole web address"),
        ("secret_access_key", "hunter2", "never holds secrets"),
        ("access_key_id", "hunter2", "never holds secrets"),
    ],
)
def test_what_cannot_be_is_a_fault_with_its_line(
    tmp_path: Path, key: str, value: str, words: str
) -> None:
    [fault] = faults(tmp_path, f'{MINIMAL}\n[publish]\n{key} = "{value}"\n')
    assert fault.startswith(f'config.toml:{MINIMAL.count(chr(10)) + 3}: "{key}"')
    assert words in fault
    assert "hunter2" not in fault


def test_secret_of_the_hook_stands_in_the_environment(tmp_path: Path) -> None:
    hook = f'{MINIMAL}\n[publish]\npurge = "env:HOOK"\n'
    assert read(tmp_path, hook).publish.purge == "env:HOOK"
    named = hook + 'purge_headers = { Authorization = "Bearer env:TOKEN" }'
    assert read(tmp_path, named).publish.purge_headers == {"Authorization": "Bearer env:TOKEN"}
    [fault] = faults(tmp_path, hook + 'purge_headers = { Authorization = "Bearer hunter2" }')
    assert "never holds secrets" in fault
    assert "hunter2" not in fault
