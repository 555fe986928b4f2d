"""What the worker does besides serving: each duty in a file of its own, here all of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from statuspage.worker.duties.current import Current
from statuspage.worker.duties.failures import Failures
from statuspage.worker.duties.files import Files
from statuspage.worker.duties.freezing import Freezing
from statuspage.worker.duties.maintenance import step
from statuspage.worker.duties.probing import Probing
from statuspage.worker.duties.silence import Silence
from statuspage.worker.duties.tidying import EVERY, Tidying
from statuspage.worker.duty import Duty


def all_duties(config: Path, environ: Mapping[str, str]) -> list[Duty]:
    """The duties for a site; those that share a thread take their turns in this order."""
    current = Current()
    probing = Probing(current)
    return [
        Duty("settings", current.look),
        Duty("silence", Silence(current).notice),
        Duty("maintenance", step),
        Duty("failures", Failures(current).follow),
        Duty("freezing", Freezing(current).freeze_one),
        Duty("tidying", Tidying(current).forget, every=EVERY),
        Duty("files", Files(config, environ).notice, is_alone=True),
        Duty("probing", probing.turn, is_alone=True, begin=probing.begin, end=probing.end),
    ]
