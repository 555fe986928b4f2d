"""Who cosigns the record by config.toml: the policy that it names, read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from statuspage.addresses import is_private_host
from statuspage.config import Settings
from statuspage.domain.record.policy import Policy, parse_policy
from statuspage.errors import ConfigError, Problem
from statuspage.said import Said, said

_LARGEST = 256 * 1024  # bytes


def policy_of(settings: Settings, folder: Path) -> str:
    """The policy in the folder of config.toml as it stands there; "" where none is named.

    Raises ConfigError with every fault in it.
    """
    name = settings.record.witnesses
    if name is None:
        return ""
    data = _read(folder, name)
    problems = list(_faults(parse_policy(data, name), data.decode(), name, settings))
    if problems:
        raise ConfigError(problems)
    return data.decode()


def _read(folder: Path, name: str) -> bytes:
    if name != Path(name).name or not name.endswith(".txt"):
        text = said("[record] names this file; put it beside config.toml, and let it end in .txt")
        raise ConfigError([Problem(name, 0, text)])
    try:
        with (folder / name).open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        text = said(
            "[record] names this file, and it cannot be read ({error}); put it beside config.toml",
            error=error.strerror,
        )
        raise ConfigError([Problem(name, 0, text)]) from None
    if len(data) > _LARGEST:
        text = said("is larger than 256 KiB, so it cannot be a policy")
        raise ConfigError([Problem(name, 0, text)])
    return data


def _faults(policy: Policy, text: str, name: str, settings: Settings) -> Iterator[Problem]:
    """What is no fault of a policy, but one of the policy by which we ask."""
    lines = [re.split(r"[ \t]+", line.strip(" \t")) for line in text.split("\n")]
    for one in policy.witnesses:
        fault = _fault(one.url, may_be_private=settings.record.allow_private)
        if fault is not None:
            line = next(n for n, words in enumerate(lines, 1) if words[:2] == ["witness", one.name])
            yield Problem(name, line, fault)


def _fault(url: str, *, may_be_private: bool) -> Said | None:
    if not url:
        return said("says not where this witness is asked; add its web address behind its key")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        return said('"{url}" is not a web address; write "https://..."', url=url[:80])
    if is_private_host(host) and not may_be_private:
        return said(
            "{url} is inside a private network. If that is meant, write allow_private = true in "
            "[record].",
            url=url,
        )
    return None
