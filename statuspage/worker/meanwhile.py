"""What a worker does that waits for its place: the folder of its own machine stays in step."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from statuspage.errors import StatusPageError
from statuspage.troubles import Troubles
from statuspage.worker.duties.copying import Copying

_log = logging.getLogger(__name__)
_PAUSE = 1.0  # seconds
_PATIENCE = 5.0  # seconds for a turn that is under way


@contextmanager
def copying_meanwhile() -> Iterator[None]:
    """Inside, the copy in a folder is written; one in a bucket is left to the worker at work."""
    copying, over = Copying(), Event()
    # It must not keep the process from ending: what it writes is whole, or not there.
    thread = Thread(target=_copy, args=(copying, over), name="copy", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        copying.end()
        thread.join(_PATIENCE)


def _copy(copying: Copying, over: Event) -> None:
    troubles = Troubles(_log)
    while not over.wait(_PAUSE):
        try:
            copying.turn(local_alone=True)
        except StatusPageError as error:
            troubles.met("copy", error)
        except Exception as error:  # noqa: BLE001 whoever waits goes on waiting
            troubles.met("copy", f"a fault of ours in the copy: {error}", trace=error)
        else:
            troubles.good("copy")
