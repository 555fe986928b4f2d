"""`run`, `serve`, `work`: the processes."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from statuspage.actions.sync import sync as sync_site
from statuspage.cli.content import print_report
from statuspage.cli.program import Program
from statuspage.errors import ConfigError, StatusPageError
from statuspage.parent import end_with_parent
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.store.staff import all_staff
from statuspage.web.server import require_free
from statuspage.web.server import serve as serve_forever
from statuspage.worker.loop import Worker

_host = click.option("--host", default="127.0.0.1", show_default=True)
_port = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
_workers = click.option(
    "--workers",
    default=min(4, os.cpu_count() or 1),
    show_default="one per core, at most 4",
    type=click.IntRange(1, 64),
)
_SUPERVISOR = "STATUSPAGE_SUPERVISOR_PID"
_QUICK_END = 5.0  # seconds; a part that ends sooner than this is started again more slowly
_LONGEST_PAUSE = 30.0


@click.command()
@_host
@_port
@_workers
@click.pass_obj
def serve(program: Program, host: str, port: int, workers: int) -> None:
    """Serve the site (one part of `run`; for a unit of its own).

    \b
    Example:
      statuspage serve --host 127.0.0.1 --port 8000
    """
    program.open()
    with db.snapshot():
        site()  # a store that was never synced is refused here, in one line
    database = db.path()
    db.close_store()
    _follow_supervisor()
    serve_forever(program.config, database, host, port, workers)


@click.command()
@click.pass_obj
def work(program: Program) -> None:
    """Do what is due: maintenances, changed files (one part of `run`; for a unit of its own).

    \b
    Example:
      statuspage work
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    program.open()
    worker = Worker(program.config, os.environ)
    _follow_supervisor()

    def stop(_: int, __: FrameType | None) -> None:
        worker.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.run()


def _follow_supervisor() -> None:
    """A part of `run` ends when `run` is killed, so that the next `run` finds its port free."""
    supervisor = os.environ.get(_SUPERVISOR)
    if supervisor is not None:
        end_with_parent(int(supervisor), lambda: os.kill(os.getpid(), signal.SIGTERM))


@click.command()
@_host
@_port
@_workers
@click.pass_obj
def run(program: Program, host: str, port: int, workers: int) -> None:
    """Migrate, sync, serve and work, in one supervised command; SIGTERM stops it cleanly.

    \b
    Example:
      statuspage run --port 8000
    """
    require_free(host, port)
    program.open_or_create()
    _sync_or_last_good(program)
    _greet(program, host, port)
    db.close_store()
    address = ["--host", host, "--port", str(port), "--workers", str(workers)]
    _Supervisor(program).run({"serve": ["serve", *address], "work": ["work"]})


def _sync_or_last_good(program: Program) -> None:
    try:
        print_report(sync_site(program.config, os.environ))
    except ConfigError as error:
        try:
            with db.snapshot():
                site()
        except StatusPageError:
            raise error from None
        click.echo(f"{error}\nThe last good settings stay in use until this is mended.", err=True)


def _greet(program: Program, host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    with db.snapshot():
        name, accounts = site().name, all_staff()
    click.echo(
        f"{name} is at http://{shown}:{port} and the staff desk at http://{shown}:{port}/admin"
    )
    if accounts:
        click.echo("Staff sign in with: " + ", ".join(account.name for account in accounts))
    else:
        chosen = "" if str(program.config) == "config.toml" else f" --config {program.config}"
        command = f"{_own_name()}{chosen} staff add YOUR-NAME --role admin"
        click.echo(f"To sign in, add an account: {command}")
    click.echo("Stop with Ctrl-C.")


def _own_name() -> str:
    """How to call this program from where it was called."""
    if shutil.which("statuspage"):
        return "statuspage"
    is_script = not sys.argv[0].endswith(".py")
    return sys.argv[0] if is_script else f"{sys.executable} -m statuspage"


class _Part:
    """One process that is started again when it ends, ever more slowly while it ends at once."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self._command = command
        self._pause = 0.0
        self.start()

    def start(self) -> None:
        environ = os.environ | {_SUPERVISOR: str(os.getpid())}
        # In a group of its own: Ctrl-C reaches the supervisor alone, which then ends its parts.
        self._process = subprocess.Popen(  # noqa: S603
            self._command, env=environ, start_new_session=True
        )
        self._started = time.monotonic()
        self._again_at: float | None = None

    def look(self) -> None:
        """Start it again when it has ended and its pause is over."""
        code = self._process.poll()
        if code is None:
            return
        now = time.monotonic()
        if self._again_at is None:
            is_quick = now - self._started < _QUICK_END
            self._pause = min(max(1.0, self._pause * 2), _LONGEST_PAUSE) if is_quick else 0.0
            self._again_at = now + self._pause
            click.echo(f"{self.name} ended with code {code}; it will be started again.", err=True)
        elif now >= self._again_at:
            self.start()

    def end(self) -> None:
        """Ask it to stop."""
        self._process.terminate()

    def wait(self) -> None:
        """Wait until it has stopped; one that does not is killed."""
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _Supervisor:
    """Keeps the parts of one site running until a signal asks to stop."""

    def __init__(self, program: Program) -> None:
        self._command = [sys.executable, "-m", "statuspage", "--config", str(program.config)]
        self._is_stopping = False

    def run(self, parts: dict[str, list[str]]) -> None:
        """Start the parts (name -> arguments) and watch over them."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        running = [_Part(name, [*self._command, *words]) for name, words in parts.items()]
        while not self._is_stopping:
            time.sleep(0.2)
            for part in running:
                part.look()
        for part in running:
            part.end()
        for part in running:
            part.wait()

    def _stop(self, _: int, __: FrameType | None) -> None:
        self._is_stopping = True


COMMANDS = (run, serve, work)
