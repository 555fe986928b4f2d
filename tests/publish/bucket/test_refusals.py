"""A server that refuses, fails, cuts the line or is not there; keys are never told."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import pytest

from statuspage.config import BucketPlace
from statuspage.errors import SourceError
from statuspage.publish.bucket.access import faults
from statuspage.publish.bucket.objects import Objects, Patience
from tests.helpers.answering import Answering, answering
from tests.helpers.bucket import KEYS, environ
from tests.helpers.wanted import need

HASTY = Patience(connect=0.5, one_try=0.3, all_tries=0.2, tries=2, pause=0.01)
BUCKET = BucketPlace("acme-status")
DONE = Answering(headers={"ETag": '"1"'})


def _answer(status: int, code: str) -> Answering:
    key = KEYS["AWS_ACCESS_KEY_ID"]
    text = f"<Error><Code>{code}</Code><AWSAccessKeyId>{key}</AWSAccessKeyId></Error>"
    return Answering(status, text.encode())


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, "InvalidAccessKeyId", "does not know the key; see AWS_ACCESS_KEY_ID"),
        (403, "SignatureDoesNotMatch", "does not know the key"),
        (400, "ExpiredToken", "The key for s3://acme-status has expired"),
        (403, "AccessDenied", "may not do this in s3://acme-status; it needs to read, write"),
        (403, "RequestTimeTooSkewed", "clock of this machine"),
        (301, "PermanentRedirect", "is in another region; set AWS_REGION"),
        (400, "AuthorizationHeaderMalformed", "is in another region"),
        (404, "NoSuchBucket", "There is no bucket acme-status at http://127.0.0.1"),
        (503, "SlowDown", "is too busy"),
        (507, "XMinioStorageFull", "s3://acme-status is full"),
        (500, "InternalError", "answers with InternalError"),
        (501, "NotImplemented", "cannot write under a condition"),
    ],
)
def test_refusal_is_one_line_that_says_the_mend(status: int, code: str, words: str) -> None:
    with answering(lambda _: _answer(status, code)) as server:
        objects = Objects(BUCKET, environ(server.address), HASTY)
        for act in (
            lambda: objects.put("x", b"", {}),
            lambda: objects.put_after("x", b"", {}, ""),
            lambda: objects.get("x"),
            lambda: objects.remove(["x"]),
            objects.listed,
        ):
            with pytest.raises(SourceError) as caught:
                act()
            text = str(caught.value)
            assert words in text
            assert "\n" not in text
            assert not any(secret in text for secret in (KEYS["AWS_ACCESS_KEY_ID"], "secret-"))


def test_server_that_slows_down_or_cuts_the_line_is_asked_again() -> None:
    answers = [_answer(503, "SlowDown"), Answering(0), Answering(500), DONE]
    patience = Patience(pause=0.01)
    with answering(lambda _: answers.pop(0)) as server:
        Objects(BUCKET, environ(server.address), patience).put("x", b"words", {})
        assert [asked.body for asked in server.asked] == [b"words"] * 4


def test_server_that_is_not_there_or_says_nothing_is_given_up() -> None:
    with pytest.raises(SourceError, match=r"http://127\.0\.0\.1:1 cannot be reached"):
        Objects(BUCKET, environ("http://127.0.0.1:1"), HASTY).get("x")
    with pytest.raises(SourceError, match=r"The name in http://nowhere\.invalid is not known"):
        Objects(BUCKET, environ("http://nowhere.invalid"), HASTY).get("x")
    with (
        answering(lambda _: Answering(0)) as server,
        pytest.raises(SourceError, match="cannot be reached"),
    ):
        Objects(BUCKET, environ(server.address), HASTY).get("x")


def test_authority_of_ones_own_is_trusted_when_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made += ["-nodes", "-days", "2", "-subj", "/CN=ours", "-addext", "basicConstraints=CA:FALSE"]
    made += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
    subprocess.run(made, check=True, capture_output=True)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    with answering(lambda _: DONE, tls) as server:
        with pytest.raises(SourceError, match="name that of its authority in SSL_CERT_FILE"):
            Objects(BUCKET, environ(server.address), HASTY).put("x", b"", {})
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        Objects(BUCKET, environ(server.address)).put("x", b"", {})


def test_server_that_speaks_something_else_is_named() -> None:
    with (
        answering(lambda _: Answering(200, b"<html>")) as server,
        pytest.raises(SourceError, match="does not answer as S3 does"),
    ):
        Objects(BUCKET, environ(server.address), HASTY).put("x", b"", {})


def test_machine_without_a_key_says_where_one_is_set() -> None:
    with answering(lambda _: Answering(404)) as server:
        alone = {"AWS_ENDPOINT_URL": server.address, "AWS_REGION": "eu-west-1"}
        objects = Objects(BUCKET, alone, HASTY)
        with pytest.raises(SourceError, match="There is no key for s3://acme-status; set AWS_ACC"):
            objects.put("x", b"", {})
        assert server.asked == []


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        (
            {"AWS_SECRET_ACCESS_KEY": ""},
            "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not",
        ),
        ({"AWS_ACCESS_KEY_ID": "hunter2\n"}, "AWS_ACCESS_KEY_ID contains a space"),
        ({"AWS_SESSION_TOKEN": "hunter2\u00e9"}, "AWS_SESSION_TOKEN contains"),
        ({"AWS_REGION": "eu west"}, "AWS_REGION is not a region"),
        ({"AWS_ENDPOINT_URL": "minio:9000"}, "AWS_ENDPOINT_URL is not a whole web address"),
        ({"AWS_ENDPOINT_URL": "https://a:hunter2@b.example"}, "is not a whole web address"),
        ({"AWS_ENDPOINT_URL_S3": "http://[::1"}, "AWS_ENDPOINT_URL_S3 is not"),
    ],
)
def test_variable_that_cannot_be_is_told_before_anything_is_asked(
    variables: dict[str, str], words: str
) -> None:
    given = {**KEYS, **variables}
    [fault] = faults(given)
    assert words in str(fault)
    assert "hunter2" not in str(fault)
    with pytest.raises(SourceError, match=words):
        Objects(BUCKET, given).get("x")


def test_missing_package_is_told_with_the_command_that_helps() -> None:
    [fault] = faults(KEYS, "no_such_library")
    assert "pip install 'statuspage[s3]'" in str(fault)
