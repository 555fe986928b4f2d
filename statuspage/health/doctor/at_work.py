"""Whether a worker is at work on the store at this moment."""

from __future__ import annotations

from collections.abc import Iterator

from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.said import said
from statuspage.store import db


def at_work(_: Examined) -> Iterator[Health]:
    """The place of the worker can be taken only while nobody has it. Raises StoreError."""
    turn = db.worker_turn()
    if turn.take():
        yield Health("worker-process", Condition.OK, said("A worker is at work."))
        return
    turn.give_up()
    text = said(
        "No worker is at work: nothing is checked or sent, and no planned work begins or ends. "
        "Start `statuspage run` or `statuspage work`."
    )
    yield Health("worker-process", Condition.FAILING, text)
