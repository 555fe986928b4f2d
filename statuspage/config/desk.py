"""[desk]: how staff work together."""

from __future__ import annotations

from pydantic import StrictBool

from statuspage.config.kinds.values import Model


class Desk(Model):
    """What the desk asks of staff before readers see their words."""

    approval: StrictBool = False
    """Somebody who did not write it has to read it first."""
