"""What a bucket is reached with: variables of the environment alone, never the settings.

Which there are, obstore says: https://developmentseed.org/obstore/latest/api/store/aws/. Roles of
machines, containers and web identities need none of those that are named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec

from statuspage.net.names import web_address
from statuspage.said import Said, said

KEY, SECRET, TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
REGION = "AWS_REGION"
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
"""The first that is set holds."""

NO_LIBRARY = said(
    "A copy in a bucket needs the package obstore; install it with: pip install 'statuspage[s3]'."
)
_REGION = re.compile(r"[A-Za-z0-9-]{1,64}")


def faults(environ: Mapping[str, str], library: str = "obstore") -> Iterator[Said]:
    """What is missing, or cannot be; a value that may be a secret is never told."""
    if find_spec(library) is None:
        yield NO_LIBRARY
    for name, other in ((KEY, SECRET), (SECRET, KEY)):
        if environ.get(name) and not environ.get(other):
            yield said("{name} is set and {other} is not; set both.", name=name, other=other)
    for name in (KEY, SECRET, TOKEN):
        text = environ.get(name, "")
        if not text.isascii() or not (text + "x").isprintable() or text != text.strip():
            yield said(
                "{name} contains a space, or a character that no key has; set it again.", name=name
            )
    if (region := environ.get(REGION, "")) and not _REGION.fullmatch(region):
        yield said('{name} is not a region; write one such as "eu-west-1".', name=REGION)
    for name in ENDPOINTS:
        if (text := environ.get(name, "")) and not _is_address(text):
            yield said(
                '{name} is not a whole web address; write one such as "https://s3.example.com".',
                name=name,
            )


def settings(environ: Mapping[str, str]) -> dict[str, str]:
    """What obstore is told; it reads further variables by itself, such as those of roles."""
    found = {name: environ[name] for name in (KEY, SECRET, TOKEN, REGION) if environ.get(name)}
    address = endpoint(environ)
    return {**found, "AWS_ENDPOINT_URL": address} if address else found


def endpoint(environ: Mapping[str, str]) -> str:
    """The address of the server, or "" for that of AWS."""
    return next((environ[name] for name in ENDPOINTS if environ.get(name)), "")


def _is_address(text: str) -> bool:
    found = web_address(text)
    return found is not None and found.geturl().lower() == text.lower() and "@" not in found.netloc
