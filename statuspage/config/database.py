"""Where the store is: a file of SQLite, or a database on a server of PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from statuspage.said import said

DATABASE_VARIABLE = "STATUSPAGE_DATABASE"
SECRET_VARIABLE = "STATUSPAGE_SECRET"  # noqa: S105 the name of one
SECRET_FILE_VARIABLE = "STATUSPAGE_SECRET_FILE"  # noqa: S105
_SQLITE = "sqlite:///"
_SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True)
class DatabaseServer:
    """A database on a server of PostgreSQL, and the secret of the site, which is not in there."""

    url: str = field(repr=False)  # with its password, if one is given
    secret: str = field(default="", repr=False)  # "": it stands in the file
    secret_file: Path = Path("var/statuspage.secret")


def check_database(url: str) -> str:
    """An address that may stand in a file. Raises ValueError if this program cannot use it."""
    if _holds_password(check_address(url)):
        raise ValueError(
            said(
                "holds a password; leave it out here, and give the whole address in {variable}, or "
                "the password in PGPASSWORD or a passfile",
                variable=DATABASE_VARIABLE,
            )
        )
    return url


def check_address(url: str) -> str:
    """The address of a database as it is. Raises ValueError if this program cannot use it."""
    if url.partition(":")[0] in _SCHEMES:
        try:
            parts = urlsplit(url)
            is_good = url.partition(":")[2].startswith("//") and parts.path.strip("/")
            _ = parts.port  # raises ValueError
        except ValueError:
            is_good = ""
        if not is_good or "/" in parts.path.strip("/"):
            raise ValueError(
                said(
                    "is not the address of a database; write "
                    '"postgresql://USER@HOST/DATABASE", or "postgresql:///DATABASE" for a server '
                    "on this machine"
                )
            )
        return url
    path = url.removeprefix(_SQLITE)
    if not url.startswith(_SQLITE) or not path.strip("/") or path.endswith("/") or "?" in path:
        raise ValueError(
            said(
                'is not the address of a database; write "sqlite:///var/statuspage.db", '
                'or "sqlite:////var/lib/statuspage.db" with four slashes for a path from '
                "the root"
            )
        )
    return url


def without_password(url: str) -> str:
    """An address as it may be shown and kept."""
    if not _holds_password(url):
        return url
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    kept = [pair for pair in parts.query.split("&") if pair and not _is_password(pair)]
    place = user.partition(":")[0] + at + host + parts.path
    return f"{parts.scheme}://{place}" + (f"?{'&'.join(kept)}" if kept else "")


def _holds_password(url: str) -> bool:
    if url.partition(":")[0] not in _SCHEMES:
        return False
    parts = urlsplit(url)
    return bool(parts.password) or any(map(_is_password, parts.query.split("&")))


def _is_password(pair: str) -> bool:
    return any(name.lower().endswith("password") for name, _ in parse_qsl(pair, True))


def store_place(url: str, folder: Path, environ: Mapping[str, str]) -> Path | DatabaseServer:
    """What an address means from the folder of config.toml."""
    if url.partition(":")[0] not in _SCHEMES:
        return folder / url.removeprefix(_SQLITE)
    place = environ.get(SECRET_FILE_VARIABLE)
    return DatabaseServer(
        url=url.replace("postgres://", "postgresql://", 1),
        secret=environ.get(SECRET_VARIABLE, ""),
        secret_file=Path(place) if place else folder / "var" / "statuspage.secret",
    )
