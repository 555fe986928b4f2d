"""Serving with granian: worker processes, each with its page cache, that end with their parent."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from statuspage.config.signing import signing_seed
from statuspage.parent import end_with_parent
from statuspage.site import signing
from statuspage.store import db
from statuspage.web.address import require_free
from statuspage.web.app import create_app
from statuspage.web.forms.uploads import THREADS

_CONFIG = "STATUSPAGE_SERVED_CONFIG"
_DATABASE = "STATUSPAGE_SERVED_DATABASE"
_WORKERS = "STATUSPAGE_SERVED_WORKERS"
_PARENT = "STATUSPAGE_SERVER_PID"


def serve(config: Path, database: Path, host: str, port: int, workers: int) -> None:
    """Serve until a signal asks to stop. Raises StatusPageError when the address is taken."""
    require_free(host, port)
    os.environ[_CONFIG] = str(config)
    os.environ[_DATABASE] = str(database)
    os.environ[_WORKERS] = str(workers)
    os.environ[_PARENT] = str(os.getpid())
    Granian(
        "statuspage.web.server:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backlog=2048,
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.error,
    ).serve()


def application() -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """The application of one worker process."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    end_with_parent(int(os.environ[_PARENT]))
    db.open_store(Path(os.environ[_DATABASE]))
    signing.use(signing_seed(os.environ))
    return create_app(Path(os.environ[_CONFIG]), int(os.environ[_WORKERS]))
