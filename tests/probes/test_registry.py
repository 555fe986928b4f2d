"""Every kind of probe that settings know has its function."""

from __future__ import annotations

from typing import get_args

from statuspage.config import HeartbeatProbe, Probe
from statuspage.probes.registry import PROBES


def test_every_kind_but_the_heartbeat_has_a_probe() -> None:
    kinds = get_args(get_args(Probe)[0])
    names = {get_args(kind.model_fields["type"].annotation)[0] for kind in kinds}
    assert HeartbeatProbe in kinds
    assert set(PROBES) == names - {"heartbeat"}
