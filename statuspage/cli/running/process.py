"""`run`, `serve`, `work`: the processes. What each needs is imported where it begins."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
from threading import Event
from types import FrameType

import click

from statuspage import logs
from statuspage.cli.language import echo
from statuspage.cli.lazy import importing
from statuspage.cli.program import Program
from statuspage.cli.running.supervisor import Main, start, supervise
from statuspage.errors import ConfigError, Damaged, StatusPageError, StoreError, TooNew, message
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.advice import FULL
from statuspage.store.desk.staff import all_staff
from statuspage.store.engine import Turn
from statuspage.store.settings import site
from statuspage.web.address import require_free

_log = logging.getLogger(__name__)
_LOOK_EVERY = 1.0  # seconds

_host = click.option("--host", default="127.0.0.1", show_default=True)
_port = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
_workers = click.option(
    "--workers",
    default=min(2, os.cpu_count() or 1),
    show_default="one per core, at most 2",
    type=click.IntRange(1, 64),
)


@click.command()
@_host
@_port
@_workers
@click.pass_obj
def serve(program: Program, host: str, port: int, workers: int) -> None:
    """Serve the site (a part of `run`, for a unit of its own).

    \b
    Example:
      statuspage serve --host 127.0.0.1 --port 8000
    """
    program.open()
    with db.snapshot():
        site()  # a store that was never synced is refused here, in one line
    db.close_store()
    require_free(host, port)
    supervise(_web_parts(program, host, port, workers))


@click.command()
@click.pass_obj
def work(program: Program) -> None:
    """Do what is due: planned work, changed files (a part of `run`, for a unit of its own).

    \b
    Example:
      statuspage work
    """
    _work(program)


@click.command()
@_host
@_port
@_workers
@click.pass_obj
def run(program: Program, host: str, port: int, workers: int) -> None:
    """Migrate, sync, serve and work in one supervised command; SIGTERM stops it cleanly.

    \b
    Example:
      statuspage run --port 8000
    """
    require_free(host, port)
    preparing = start("prepare", lambda: _prepare(program, host, port))
    # Meanwhile this process imports what its parts need: they share it.
    with importing():
        from statuspage.web import server  # noqa: F401
        from statuspage.worker import duties, loop  # noqa: F401

    parts = _web_parts(program, host, port, workers)
    preparing.join()
    if preparing.exitcode:
        raise SystemExit(1)
    supervise({**parts, "worker": lambda: _work(program)})


def _web_parts(program: Program, host: str, port: int, workers: int) -> dict[str, Main]:
    from statuspage.cli.afar.running import CommandShell
    from statuspage.web import server, typed

    typed.hand_in(CommandShell())

    def serving(number: int) -> Main:
        def serve() -> None:
            database = program.database()
            server.serve(program.config, database, host, port, workers, is_first=number == 1)

        return serve

    return {f"web server {number}": serving(number) for number in range(1, workers + 1)}


def _work(program: Program) -> None:
    from statuspage.worker.duties import all_duties
    from statuspage.worker.loop import Worker

    logs.begin(os.environ)
    program.open()
    for fault in _faults_of_copy(program):
        _log.error("%s", fault)
    stopping = Event()
    worker: list[Worker] = []

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()
        for one in worker:
            one.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    turn = db.worker_turn()
    while _wait_for_turn(turn, stopping):
        worker[:] = [Worker(all_duties(program.config, os.environ), is_ours=turn.is_held)]
        if not stopping.is_set():
            worker[0].run()
        if turn.is_held():
            return
        turn.give_up()
        _log.warning("this worker lost its place, and waits until it can have it again")


def _faults_of_copy(program: Program) -> list[Said]:
    from statuspage.publish.targets import faults
    from statuspage.store.settings import current_settings

    with db.snapshot():
        return list(faults(current_settings().publish.place(program.folder), os.environ))


def _wait_for_turn(turn: Turn, stopping: Event) -> bool:
    """Wait until no other worker is at work on this store; False when asked to stop before."""
    from statuspage.worker.meanwhile import copying_meanwhile

    told = turn.take()
    if not told:
        return not stopping.is_set()
    _log.warning("%s; this worker waits, and takes over when it can", told)
    with copying_meanwhile():
        while why := turn.take():
            if why != told:
                _log.warning("%s; this worker waits, and takes over when it can", why)
                told = why
            if stopping.wait(_LOOK_EVERY):
                return False
    _log.warning("this worker waits no longer: it is at work now")
    return not stopping.is_set()


def _prepare(program: Program, host: str, port: int) -> None:
    try:
        program.open_or_create()
        _sync_or_last_good(program)
    except (Damaged, TooNew):
        raise
    except StoreError as error:
        _open_as_it_is(program, error)
    _greet(host, port)
    db.close_store()


def _open_as_it_is(program: Program, error: StoreError) -> None:
    """A full or read-only disk: what was published is served, if there is anything."""
    try:
        program.open()
        with db.snapshot():
            site()
    except StatusPageError:
        raise error from None
    echo(
        said(
            "{error}\nUntil this is fixed nothing can be written. The last good pages are "
            "served, and the store is tried again automatically.",
            error=FULL if db.is_full() else error.said,
        ),
        err=True,
    )


def _sync_or_last_good(program: Program) -> None:
    from statuspage.actions.sync import sync
    from statuspage.cli.publishing.content import print_report

    try:
        print_report(sync(program.config, os.environ))
    except ConfigError as error:
        try:
            with db.snapshot():
                site()
        except StatusPageError:
            raise error from None
        echo(
            said(
                "{error}\nThe last good settings stay in use until this is fixed.",
                error=message(error),
            ),
            err=True,
        )


def _greet(host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    with db.snapshot():
        name, accounts = site().name, all_staff()
    echo(
        said(
            "{name} is at http://{shown}:{port} and the staff desk at http://{shown}:{port}/admin",
            name=name,
            shown=shown,
            port=port,
        )
    )
    if accounts:
        echo(said("Staff sign in with: {names}", names=[account.name for account in accounts]))
    else:
        command = f"{_own_name()} staff add YOUR-NAME --role admin"
        echo(said("To sign in, add an account: {command}", command=command))
    echo(said("Stop with Ctrl-C."))


def _own_name() -> str:
    """How to call this program from where it was called."""
    if shutil.which("statuspage"):
        return "statuspage"
    is_script = not sys.argv[0].endswith(".py")
    return sys.argv[0] if is_script else f"{sys.executable} -m statuspage"


COMMANDS = (run, serve, work)
