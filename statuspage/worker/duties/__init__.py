"""What the worker does besides serving: each duty in a file of its own, here all of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from statuspage.worker.duties import budgets
from statuspage.worker.duties.asking import EVERY as ASK_EVERY
from statuspage.worker.duties.asking import Asking
from statuspage.worker.duties.bounces import EVERY as READ_EVERY
from statuspage.worker.duties.bounces import Returning
from statuspage.worker.duties.consents import EVERY as END_EVERY
from statuspage.worker.duties.consents import end
from statuspage.worker.duties.copying import Copying
from statuspage.worker.duties.failures import Failures
from statuspage.worker.duties.files import Watching
from statuspage.worker.duties.freezing import Freezing
from statuspage.worker.duties.hub import Hub
from statuspage.worker.duties.maintenance import step
from statuspage.worker.duties.probing import Probing
from statuspage.worker.duties.purging import Purging
from statuspage.worker.duties.reminding import EVERY as REMIND_EVERY
from statuspage.worker.duties.reminding import remind
from statuspage.worker.duties.requests import EVERY as LOOK_EVERY
from statuspage.worker.duties.requests import Requests
from statuspage.worker.duties.scheduled import publish
from statuspage.worker.duties.silence import Listening
from statuspage.worker.duties.sources import Pulling
from statuspage.worker.duties.stamps import EVERY as STAMP_EVERY
from statuspage.worker.duties.stamps import Stamping
from statuspage.worker.duties.suppliers import EVERY as SUPPLIERS_EVERY
from statuspage.worker.duties.suppliers import ReadingSuppliers
from statuspage.worker.duties.telling import telling
from statuspage.worker.duties.tidying import EVERY, pack
from statuspage.worker.duties.witnesses import Witnesses
from statuspage.worker.duty import Duty


def all_duties(config: Path, environ: Mapping[str, str]) -> list[Duty]:
    """The duties for a site; those that share a thread take their turns in this order."""
    copying, probing = Copying(), Probing()
    return [
        Duty("silence", Listening().notice),
        Duty("maintenance", step),
        Duty("reminding", remind, every=REMIND_EVERY),
        Duty("budgets", budgets.follow, every=budgets.EVERY),
        Duty("consents", end, every=END_EVERY),
        Duty("scheduled", publish),
        Duty("failures", Failures().follow),
        Duty("freezing", Freezing().turn),
        Duty("asking", Asking().turn, every=ASK_EVERY),
        Duty("tidying", pack, every=EVERY),
        Duty("requests", Requests().turn, every=LOOK_EVERY),
        Duty("files", Watching(config, environ).notice, is_alone=True),
        Duty("copy", copying.turn, is_alone=True, end=copying.end),
        Duty("purging", Purging(environ).turn, is_alone=True),
        Duty("stamps", Stamping(config).turn, every=STAMP_EVERY, is_alone=True),
        Duty("probing", probing.turn, is_alone=True, begin=probing.begin, end=probing.end),
        Duty("sources", Pulling(environ).turn, is_alone=True),
        Duty("witnesses", Witnesses().turn, is_alone=True),
        Duty("suppliers", ReadingSuppliers().turn, every=SUPPLIERS_EVERY, is_alone=True),
        *telling(environ),
        Duty("hub", Hub(environ).turn, is_alone=True),
        Duty("bounces", Returning(environ).turn, every=READ_EVERY, is_alone=True),
    ]
