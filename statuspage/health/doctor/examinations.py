"""All that `doctor` looks at, in the order in which it tells; each costs up to some seconds.

A new one is a file beside this with one function, and its line here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from statuspage.errors import StoreError
from statuspage.health.checks import CHECKS, all_health
from statuspage.health.doctor.alerts import unheeded
from statuspage.health.doctor.at_work import at_work
from statuspage.health.doctor.bucket import bucket
from statuspage.health.doctor.certificate import certificate
from statuspage.health.doctor.hooks import hooks
from statuspage.health.doctor.integrity import integrity
from statuspage.health.doctor.mail import mail
from statuspage.health.doctor.outside import address, name
from statuspage.health.doctor.parts import parts
from statuspage.health.doctor.push import push
from statuspage.health.doctor.reports import reports
from statuspage.health.doctor.rights import rights
from statuspage.health.doctor.settings import config
from statuspage.health.doctor.site import Examination, Examined
from statuspage.health.doctor.sources import sources
from statuspage.health.doctor.time_of_day import time_of_day
from statuspage.health.doctor.witnesses import witnesses
from statuspage.health.health import Health


def _by_checks(_: Examined) -> Iterator[Health]:
    """What /healthz tells."""
    for one in CHECKS:
        yield from all_health([one])


EXAMINATIONS: Sequence[Examination] = (
    parts,
    config,
    _by_checks,
    integrity,
    at_work,
    bucket,
    hooks,
    mail,
    push,
    reports,
    unheeded,
    sources,
    witnesses,
    time_of_day,
    name,
    address,
    certificate,
    rights,
)


def examine(
    examined: Examined, examinations: Sequence[Examination] = EXAMINATIONS
) -> Iterator[Health]:
    """What each finds, as soon as it does; what needs a store out of reach is left out."""
    for one in examinations:
        try:
            yield from one(examined)
        except StoreError:
            continue  # the check of the store tells it
