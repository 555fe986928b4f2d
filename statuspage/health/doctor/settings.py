"""Whether config.toml is good as it lies there now."""

from __future__ import annotations

from collections.abc import Iterator

from statuspage.config import load
from statuspage.errors import ConfigError
from statuspage.figures.indicators import INDICATORS
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.probes.registry import PROBE_KINDS
from statuspage.said import counted, said
from statuspage.sources.registry import SOURCE_KINDS


def config(examined: Examined) -> Iterator[Health]:
    """Faults are counted here and named by `check`."""
    name = examined.config.name
    try:
        load(examined.config, examined.environ, INDICATORS, PROBE_KINDS, SOURCE_KINDS)
    except ConfigError as error:
        text = counted(
            "{name} has {count} fault. See `statuspage check`.",
            "{name} has {count} faults. See `statuspage check`.",
            len(error.problems),
            name=name,
        )
        yield Health("settings", Condition.FAILING, text)
    else:
        yield Health("settings", Condition.OK, said("{name} has no faults.", name=name))
