"""[publish]: where a copy of the site is kept in step with the store, and who hears of changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from statuspage.config.kinds.headers import Headers
from statuspage.config.kinds.places import HookAddress
from statuspage.config.kinds.values import Filled, Model
from statuspage.said import said

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://?")
_BUCKET = re.compile(r"[a-z0-9](?:[a-z0-9]|[-.](?=[a-z0-9])|-(?=-)){1,61}[a-z0-9]")
_ADDRESS = re.compile(r"[0-9]+(?:\.[0-9]+){3}")
_PART = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._~-]+")
_LONGEST = 512  # bytes of a prefix; a key has 1,024


@dataclass(frozen=True)
class BucketPlace:
    """A bucket that speaks S3, and what the keys of a copy in it begin with ("" or "a/b")."""

    name: str
    prefix: str = ""

    def __str__(self) -> str:
        return f"s3://{self.name}/{self.prefix}".rstrip("/")


Place = Path | BucketPlace
"""Where a copy lies."""


def place_of(target: str, base: Path) -> Place:
    """A target as a place; a folder that is no whole path is one below `base`.

    A bucket is named as AWS allows it:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html

    Raises ValueError for what is neither a folder nor a bucket.
    """
    if not target.lower().startswith("s3:"):
        if _SCHEME.match(target):
            raise ValueError(
                said(
                    '"{target}" is neither a folder nor a bucket; write one such as "/srv/status" '
                    'or "s3://BUCKET/PREFIX"',
                    target=_shown(target),
                )
            )
        return base / target
    if "@" in target:
        raise ValueError(
            said(
                "holds a name or a password, and this file never holds secrets; write "
                '"s3://BUCKET/PREFIX", and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the '
                "environment of the program"
            )
        )
    name, _, prefix = target[3:].removeprefix("//").partition("/")
    prefix = prefix.rstrip("/")
    if not _BUCKET.fullmatch(name) or _ADDRESS.fullmatch(name):
        raise ValueError(
            said(
                '"{name}" cannot be the name of a bucket; it has 3 to 63 small letters, digits, '
                'dots and hyphens, such as "s3://acme-status"',
                name=name[:80],
            )
        )
    parts = prefix.split("/") if prefix else []
    if not all(_PART.fullmatch(part) for part in parts) or len(prefix) > _LONGEST:
        raise ValueError(
            said(
                'the path of "{target}" may hold letters, digits and the signs - . _ ~; write it '
                'such as "s3://acme-status/public"',
                target=_shown(target),
            )
        )
    return BucketPlace(name, prefix)


def _shown(target: str) -> str:
    """A target without what may be a password."""
    return target.rpartition("@")[2][:80]


def _target(text: str) -> str:
    place_of(text, Path())
    return text


class Publish(Model):
    """The copy that is kept in step, and the hook that is called when it changed."""

    target: Annotated[Filled, AfterValidator(_target)] | None = None
    """A folder, from that of this file, or `"s3://BUCKET/PREFIX"`; `run` and `work` keep a copy of
    the whole site there."""
    purge: HookAddress | None = None
    """Called after the copy changed, with the addresses of what changed, so that caches in front
    of it ask anew; it may stand in the environment, as `"env:NAME"`."""
    purge_headers: Headers = Field(default_factory=dict)
    """What is sent with that call, by name; `"env:NAME"` in a value is taken from the
    environment."""

    def place(self, base: Path) -> Place | None:
        """Where the copy lies; `base` is the folder of config.toml."""
        return None if self.target is None else place_of(self.target, base)
