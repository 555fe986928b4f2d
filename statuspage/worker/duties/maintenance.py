"""Planned work that begins, ends or is announced by itself."""

from __future__ import annotations

import logging

from statuspage.actions.maintenance.planned import step_maintenances
from statuspage.actions.maintenance.series import step_series

_log = logging.getLogger(__name__)


def step() -> None:
    """Raises StoreError."""
    for moved in step_maintenances():
        _log.info("%s is now %s", moved.title, moved.status.small)
    for announced in step_series():
        _log.info("announced %s", announced.title)
