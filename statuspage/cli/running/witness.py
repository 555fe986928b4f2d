"""`witness`: cosigns the records of other sites. Light: it knows no site and no store."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from statuspage import logs
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.errors import Conflict, message
from statuspage.said import Said, counted, said

if TYPE_CHECKING:
    from statuspage.witness.folder import WitnessFolder
    from statuspage.witness.memory import RefusedHead, WitnessMemory

_folder = click.option(
    "--folder",
    envvar="STATUSPAGE_WITNESS",
    default="witness",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the witness keeps its key, its logs and what it cosigned.",
)


@click.group()
def witness() -> None:
    """Cosign the records of other sites for as long as they only grow.

    \b
    Example:
      statuspage witness key witness.example.com/w1
    """


@witness.command()
@click.argument("name", required=False)
@_folder
@json_option
def key(name: str | None, folder: Path) -> None:
    """Make a witness by its NAME, or show the key of the one there is.

    The name says whose witness it is, without a scheme and without spaces. The public key is
    printed as the last line: sites that want to be cosigned put it into their policy.

    \b
    Example:
      statuspage witness key witness.example.com/w1
    """
    here = _opened(folder)
    if here.has_key():
        cosigner = here.cosigner()
        if name not in (None, cosigner.name):
            raise Conflict(
                said(
                    "The witness in {folder} is called {name}, and keeps that name; choose another "
                    "--folder for a second one.",
                    folder=folder,
                    name=cosigner.name,
                )
            )
    elif name is None:
        raise click.UsageError(words(said("Say what the witness is to be called.")))
    else:
        cosigner = here.make(name)
        echo(said("The key is in {path}; nobody else may have it.", path=folder / "key"))
        echo(said("Sites name this in the policy of their record:"))
    tell({"name": cosigner.name, "key": str(cosigner.key)})
    line(str(cosigner.key))


@witness.command()
@click.argument("log")
@click.argument("url", required=False, default="")
@_folder
@json_option
def add(log: str, url: str, folder: Path) -> None:
    """Cosign a record from now on; LOG is its public key, as its people gave it to you.

    A witness that runs takes it up by itself.

    \b
    Example:
      statuspage witness add status.example.com/record+4a9f...+AYx1...
    """
    try:
        added = _opened(folder).add(log, url)
    except ValueError as error:
        raise click.BadParameter(words(message(error)), param_hint="LOG") from error
    tell({"name": added.key.name, "key": str(added.key)})
    echo(said("{name} is cosigned from now on.", name=added.key.name))


@witness.command("list")
@click.option("--evidence", is_flag=True, help="Print what was refused, and what was cosigned.")
@_folder
@json_option
def list_(folder: Path, *, evidence: bool) -> None:
    """List the records that are cosigned here, how far, and what was refused.

    \b
    Example:
      statuspage witness list --evidence
    """
    from statuspage.witness.memory import WitnessMemory

    here = _opened(folder)
    names = list(dict.fromkeys(log.key.name for log in here.logs()))
    if not names:
        tell([])
        echo(said("No record is cosigned here; `statuspage witness add LOG` adds one."))
        return
    with closing(WitnessMemory(here.memory)) as memory:
        tell([_facts(memory, name, evidence=evidence) for name in names])
        for name in names:
            _tell(memory, name, evidence=evidence)


@witness.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8010, show_default=True, type=click.IntRange(1, 65535))
@_folder
def serve(host: str, port: int, folder: Path) -> None:
    """Answer sites that ask to be cosigned, until SIGTERM.

    \b
    Example:
      statuspage witness serve --port 8010
    """
    from statuspage.web.address import require_free
    from statuspage.web.front import Served
    from statuspage.web.listener import listen
    from statuspage.witness.answering import WitnessApp
    from statuspage.witness.memory import WitnessMemory

    here = _opened(folder)
    cosigner, known = here.cosigner(), here.logs()
    require_free(host, port)
    with closing(WitnessMemory(here.memory)) as memory:
        logs.begin(os.environ)
        about = {"name": cosigner.name, "host": host, "port": port}
        echo(said("{name} answers at http://{host}:{port}/. Stop with Ctrl-C.", **about))
        if not known:
            echo(said("No record is cosigned here; `statuspage witness add LOG` adds one."))
        listen(host, port, lambda: Served(WitnessApp(here, memory, cosigner)))


def _opened(folder: Path) -> WitnessFolder:
    from statuspage.witness.folder import WitnessFolder

    return WitnessFolder(folder, os.environ)


def _facts(memory: WitnessMemory, name: str, *, evidence: bool) -> dict[str, object]:
    head = memory.latest(name)
    refused = [
        {"kind": one.kind, "entries": one.size, "first": _time(one.first), "last": _time(one.last)}
        | ({"note": one.note, "cosigned": one.cosigned} if evidence else {})
        for one in memory.refused(name)
        if not (head and one.kind == "behind" and one.last <= head.at)
    ]
    return {
        "name": name,
        "entries": head.size if head else None,
        "cosigned_at": _time(head.at) if head else None,
        "refused": refused,
    }


def _tell(memory: WitnessMemory, name: str, *, evidence: bool) -> None:
    head = memory.latest(name)
    line(name)
    if head is None:
        echo(said("  never asked to be cosigned yet"))
        return
    text = counted(
        "  {count} entry, cosigned {at}",
        "  {count} entries, cosigned {at}",
        count=head.size,
        at=_time(head.at),
    )
    echo(text)
    for one in memory.refused(name):
        if one.kind == "behind" and one.last <= head.at:
            continue  # it was late, and nothing more
        echo(_refused(one))
        if evidence:
            line(f"\n{one.note}\n{one.cosigned}")


def _refused(one: RefusedHead) -> Said:
    first, last = _time(one.first), _time(one.last)
    if one.kind == "split":
        return counted(
            "  TWO HISTORIES: it signed two different heads of {count} entry "
            "(sent {first}, last {last}); refused, both are kept",
            "  TWO HISTORIES: it signed two different heads of {count} entries "
            "(sent {first}, last {last}); refused, both are kept",
            count=one.size,
            first=first,
            last=last,
        )
    if one.kind == "unproven":
        return counted(
            "  NOT SHOWN: a head of {count} entry did not show that it grew out of the one "
            "cosigned (sent {first}, last {last}); refused, both are kept",
            "  NOT SHOWN: a head of {count} entries did not show that it grew out of the one "
            "cosigned (sent {first}, last {last}); refused, both are kept",
            count=one.size,
            first=first,
            last=last,
        )
    return counted(
        "  WENT BACK: it shows {count} entry, fewer than were cosigned (sent {first}, last {last})",
        "  WENT BACK: it shows {count} entries, fewer than were cosigned (sent {first}, last "
        "{last})",
        count=one.size,
        first=first,
        last=last,
    )


def _time(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC"


COMMANDS = (witness,)
