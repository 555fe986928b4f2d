"""A bucket on a real server that speaks S3: moto, in an environment of its own."""

from __future__ import annotations

import json
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

import httpx2

from tests.helpers.answering import Answering, Asked, answering
from tests.helpers.processes import PATIENCE, ask, free_port, get, running
from tests.helpers.wanted import aside

KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIATEST",
    "AWS_SECRET_ACCESS_KEY": "secret-that-nobody-may-see",
    "AWS_REGION": "eu-west-1",
}
"""What a writer needs besides the address; the server takes any."""


@contextmanager
def s3_server(port: int | None = None) -> Iterator[str]:
    """A running server; gives its address."""
    chosen = port or free_port()
    address = f"http://127.0.0.1:{chosen}"
    command = [str(aside("s3-server", "bin", "moto_server")), "-H", "127.0.0.1", "-p", str(chosen)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running(command, f"{address}/moto-api/", **quiet):
        yield address


def new_bucket(address: str) -> str:
    """A fresh bucket of that server whose objects anybody may read; gives its name."""
    name = f"status-{secrets.token_hex(6)}"
    anybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    statement = {**anybody, "Resource": f"arn:aws:s3:::{name}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]}).encode()
    for query, body in (("", b""), ("?policy", policy)):
        answer = ask("PUT", f"{address}/{name}{query}", content=body)
        answer.raise_for_status()
    return name


def environ(address: str) -> dict[str, str]:
    """The variables by which a writer reaches that server."""
    return {**KEYS, "AWS_ENDPOINT_URL": address}


def seen(address: str, bucket: str, key: str) -> httpx2.Response:
    """An object as a reader gets it."""
    return get(f"{address}/{bucket}/{key}")


@dataclass
class Door:
    """What stands before a server: after so many requests each is cut, and then somebody knows."""

    address: str
    passes: int | None = None  # requests; None for all
    then: Event | None = None
    count: int = 0  # requests so far


@contextmanager
def gate(address: str) -> Iterator[Door]:
    """A door to a server, open at first."""
    door = Door("")
    with httpx2.Client(base_url=address, timeout=PATIENCE) as client:

        def pass_on(asked: Asked) -> Answering:
            door.count += 1
            if door.passes is not None:
                door.passes -= 1
                if door.passes < 0:
                    if door.then is not None:
                        door.then.set()
                    return Answering(0)
            headers = {k: v for k, v in asked.headers.items() if k not in ("host", "connection")}
            found = client.request(asked.method, asked.path, headers=headers, content=asked.body)
            kept = {k: v for k, v in found.headers.items() if k in ("etag", "last-modified")}
            return Answering(found.status_code, found.content, kept)

        with answering(pass_on) as standing:
            door.address = standing.address
            yield door
