"""`probe-from`: the prober on another machine. Light: it knows no site, no store and no web."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import SplitResult

import click

from statuspage import logs
from statuspage.cli.afar.servers import is_near, server_address, token
from statuspage.errors import Conflict
from statuspage.said import said

if TYPE_CHECKING:
    from statuspage.elsewhere.backlog import Backlog

_log = logging.getLogger(__name__)
_PLACE = "place"


@click.command("probe-from")
@click.argument("location")
@click.option("--server", required=True, metavar="URL", help="The address of the status page.")
@click.option(
    "--state",
    envvar="STATUSPAGE_STATE",
    default="probe-from",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for what is not sent yet.",
)
def probe_from(location: str, server: str, state: Path) -> None:
    """Check from another machine, and send a server what is found.

    LOCATION is a name from the `locations` of probes there. The token comes from STATUSPAGE_TOKEN
    or STATUSPAGE_TOKEN_FILE, and needs the scope measurements. While the server or the line is
    away, results are kept in the folder, and sent once it is back.

    \b
    Example:
      STATUSPAGE_TOKEN_FILE=token statuspage probe-from eu-1 --server https://status.example.com
    """
    from statuspage.elsewhere.backlog import Backlog
    from statuspage.elsewhere.outpost import Outpost
    from statuspage.elsewhere.server import Server
    from statuspage.elsewhere.timekeeping import Timekeeper

    logs.begin(os.environ)
    address = _address(server)
    token(os.environ, "measurements")  # what is missing is told before anything is begun
    with _alone(state):
        backlog = Backlog(state / "results.db")
        try:
            _claim(backlog, location, address.geturl(), state)
            timekeeper = Timekeeper()
            way = Server(address.geturl(), lambda: token(os.environ, "measurements"), timekeeper)
            outpost = Outpost(location, way, backlog, timekeeper)

            def stop(_: int, __: FrameType | None) -> None:
                outpost.stop()

            signal.signal(signal.SIGTERM, stop)
            signal.signal(signal.SIGINT, stop)
            outpost.begin()
            outpost.run()
        finally:
            backlog.close()


def _address(text: str) -> SplitResult:
    """The address of the server; one on which a token can be read on the way is named."""
    found = server_address(text)
    if found.scheme == "http" and not is_near(found.hostname or ""):
        _log.warning("%s is not https: the token can be read on the way", text)
    return found


@contextmanager
def _alone(state: Path) -> Iterator[None]:
    """Hold a folder, made where it is missing, for this process alone. Raises Conflict."""
    state.mkdir(0o700, parents=True, exist_ok=True)
    with (state / "lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            text = said("Another prober works with {folder}; give each its own.", folder=state)
            raise Conflict(text) from None
        yield


def _claim(backlog: Backlog, location: str, server: str, state: Path) -> None:
    """Make sure that what is kept was found for the same location and server. Raises Conflict."""
    asked = f"{location} {server}"
    kept = backlog.kept(_PLACE)
    if kept is None:
        backlog.keep(_PLACE, asked)
    elif kept != asked:
        text = said(
            "{folder} holds what was found for {kept}; give {asked} a folder of its own.",
            folder=state,
            kept=kept,
            asked=asked,
        )
        raise Conflict(text)


COMMANDS = (probe_from,)
