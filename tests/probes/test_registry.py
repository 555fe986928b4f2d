"""A kind of probe is one file and one line of the registry: the tables, the checks, the hosts."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Literal

import pytest

from statuspage.config import Settings, load
from statuspage.config.kinds.values import Name
from statuspage.config.probes import AskedProbe
from statuspage.domain.measured.reason import Reason
from statuspage.domain.measured.samples import ProbeState
from statuspage.errors import ConfigError
from statuspage.figures.indicators import INDICATORS
from statuspage.net.connect import Outside
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.kind import Failed, ProbeKind
from statuspage.probes.prober import Checked, Prober
from statuspage.probes.registry import PROBE_KINDS
from statuspage.said import said
from statuspage.sources.registry import SOURCE_KINDS

COMMON = {"id": "probe", "component": "api"}


@pytest.mark.parametrize(
    ("keys", "host"),
    [
        ({"type": "http", "url": "https://api.acme.example:8443/health"}, "api.acme.example"),
        ({"type": "tcp", "host": "db", "port": 5432}, "db"),
        ({"type": "tls", "host": "::1"}, "::1"),
        ({"type": "icmp", "host": "10.0.0.1"}, "10.0.0.1"),
        ({"type": "dns", "name": "acme.example", "server": "127.0.0.1:5353"}, "127.0.0.1"),
        ({"type": "dns", "name": "acme.example"}, ""),
        ({"type": "heartbeat"}, ""),
    ],
)
def test_kind_says_which_host_it_asks(keys: dict[str, Any], host: str) -> None:
    kind = PROBE_KINDS[keys["type"]]
    assert kind.host(kind.settings.model_validate(COMMON | keys)) == host


def test_every_kind_but_the_heartbeat_asks() -> None:
    assert [name for name, kind in PROBE_KINDS.items() if kind.measure is None] == ["heartbeat"]


# A kind as its file would have it.


class DiceProbe(AskedProbe):
    """A throw."""

    type: Literal["dice"]
    lucky: Name


async def _throw(settings: DiceProbe, watch: Stopwatch, outside: Outside) -> Reason | None:
    if settings.lucky != "six":
        raise Failed("text", said("It was not a six."))
    return None


WITH_DICE = {**PROBE_KINDS, "dice": ProbeKind("dice", DiceProbe, _throw)}

SITE = """
[site]
name = "Acme"
url = "https://status.acme.example"
[[components]]
id = "api"
name = "API"
[[probes]]
id = "good"
component = "api"
type = "dice"
lucky = "six"
interval = "1s"
timeout = "1s"
"""


def loaded(folder: Path, text: str) -> Settings:
    (folder / "config.toml").write_text(text, "utf-8")
    return load(folder / "config.toml", {}, INDICATORS, WITH_DICE, SOURCE_KINDS)


def test_new_kind_has_its_tables_and_their_faults(tmp_path: Path) -> None:
    [probe] = loaded(tmp_path, SITE).probes
    assert (probe.type, probe.written()["lucky"]) == ("dice", "six")
    bad = SITE.replace('lucky = "six"', 'luck = "six"').replace('"dice"', '"dise"')
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, bad)
    assert [str(problem) for problem in caught.value.problems] == [
        'config.toml:11: "type" must be one of http, tcp, dns, tls, icmp, heartbeat, dice; '
        'did you mean "dice"?',
        'config.toml:12: "luck" is not known in [[probes]]; did you mean "lucky"?',
    ]


def test_new_kind_is_asked(tmp_path: Path) -> None:
    second = SITE[SITE.index("[[probes]]") :].replace("good", "bad").replace("six", "one")
    settings = loaded(tmp_path, SITE + second)
    found: dict[str, ProbeState] = {}
    both = threading.Event()

    def take(batch: list[Checked]) -> None:
        found.update({checked.probe: checked.result.state for checked in batch})
        if len(found) == 2:
            both.set()

    prober = Prober(take, WITH_DICE)
    prober.use(settings.probes)
    thread = threading.Thread(target=prober.run)
    thread.start()
    try:
        assert both.wait(60)
    finally:
        prober.stop()
        thread.join()
    assert found == {"good": ProbeState.UP, "bad": ProbeState.DOWN}
