"""[reports]: which reports staff are reminded of, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from statuspage.config.kinds.values import Model, Positive

ReportLength = Literal["month", "quarter", "year"]


class Reports(Model):
    """[reports]: the reports of months, quarters and years at `/reports`."""

    periods: tuple[ReportLength, ...] = ("month",)
    """Staff are reminded of the report of each; `[]` for none. Any other can be published, too."""
    due: Positive = timedelta(days=5)
    """How long after its end the report of a period is due: from then on the desk and `doctor` say
    that it is late. It can be published once its figures are frozen, see `freeze_after`."""
