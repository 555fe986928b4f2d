"""`python -m tests.demo DIR [URL] [--serve]`: writes the demo, and serves it while it goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from statuspage import clock
from statuspage.errors import StatusPageError
from statuspage.store import db
from tests.demo.filling import make_demo
from tests.demo.tending import tend

_EVERY = 30  # seconds
_SERVE = "--serve"


def main(words: list[str]) -> int:
    """Write the demo to the folder named, to be served at the address there, and serve it."""
    given = [word for word in words if word != _SERVE]
    if len(given) not in (1, 2) or (_SERVE in words and len(given) != 2):
        print("Usage: python -m tests.demo DIR [URL] [--serve]", file=sys.stderr)
        return 2
    try:
        spoken = make_demo(Path(given[0]), clock.now(), *given[1:], hear=_hear)
        print(f"The demo is in {given[0]}: {spoken[-1]}.", flush=True)
        return serve(Path(given[0]), given[1]) if _SERVE in words else 0
    except StatusPageError as error:
        print(error, file=sys.stderr)
        return 1


def serve(folder: Path, url: str) -> int:
    """Run the site, and bring the demo up to now, again and again, until it is stopped."""
    at, config = urlsplit(url), folder / "config.toml"
    where = ("--host", at.hostname or "127.0.0.1", "--port", str(at.port or 80))
    program = [sys.executable, "-m", "statuspage", "--config", str(config), "run", *where]
    db.open_store(folder / "var" / "statuspage.db")
    signal.signal(signal.SIGTERM, _stop)
    with subprocess.Popen(program) as process:
        try:
            while True:
                try:
                    return process.wait(_EVERY)
                except subprocess.TimeoutExpired:
                    tend(clock.now())
        except (KeyboardInterrupt, SystemExit):
            process.terminate()
            return process.wait()
        finally:
            process.terminate()
            db.close_store()


def _stop(_: int, __: FrameType | None) -> None:
    raise SystemExit


def _hear(done: str) -> None:
    print(done, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
