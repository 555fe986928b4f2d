"""[[probes]]: what is measured, how often, and when a failure counts. One table per kind."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from statuspage.config.faults import is_secret, keep_out
from statuspage.config.json_path import steps
from statuspage.config.values import (
    Address,
    Count,
    Filled,
    Host,
    Id,
    Interval,
    Model,
    Name,
    Port,
    Positive,
)


def _json_path(path: str) -> str:
    steps(path)
    return path


JsonPath = Annotated[str, AfterValidator(_json_path)]
HttpStatus = Annotated[StrictInt, Field(ge=100, le=599)]


def _no_secrets(headers: dict[str, str]) -> dict[str, str]:
    for name in headers:
        if is_secret(name):
            raise ValueError(keep_out(name))
    return headers


class Expect(Model):
    """What a good answer is; a slower one is degraded."""

    slower_than: Positive | None = None


class TextExpect(Expect):
    """A good answer also holds a text."""

    contains: Filled | None = None


class HttpExpect(TextExpect):
    """A good answer has one of these status codes (none named: 200 to 299)."""

    status: tuple[HttpStatus, ...] = ()
    not_contains: Filled | None = None
    json_path: dict[JsonPath, StrictBool | StrictInt | StrictFloat | StrictStr] = Field(
        default_factory=dict
    )  # place -> the value that must stand there


class _Measured(Model):
    """What every probe has, the pushed ones too."""

    id: Id
    component: Id
    fail_after: Count = 2
    quorum: Count | None = None  # more than half of the locations when absent
    vote: Literal["majority", "partial"] = "majority"
    locations: tuple[Name, ...] = ()
    on_failure: Literal["nothing", "draft", "publish"] = "nothing"
    template: Id | None = None
    resolve_on_recovery: StrictBool = False


class _Asked(_Measured):
    """What this program asks by itself."""

    interval: Interval = timedelta(seconds=60)
    timeout: Positive = timedelta(seconds=10)


class HttpProbe(_Asked):
    """A web request."""

    type: Literal["http"]
    url: Address
    method: Literal["GET", "HEAD", "POST"] = "GET"
    headers: Annotated[dict[str, str], AfterValidator(_no_secrets)] = Field(default_factory=dict)
    body: str | None = None
    follow_redirects: StrictBool = True
    expect: HttpExpect = HttpExpect()


class TcpProbe(_Asked):
    """A connection to a port."""

    type: Literal["tcp"]
    host: Host
    port: Port
    expect: Expect = Expect()


class DnsProbe(_Asked):
    """A question to a name server, the system's own unless one is named."""

    type: Literal["dns"]
    name: Host
    record: Literal["A", "AAAA", "CNAME", "MX", "NS", "TXT"] = "A"
    server: Host | None = None
    expect: TextExpect = TextExpect()


class TlsProbe(_Asked):
    """A certificate: degraded when it ends within `warn_before`, down when it is not valid."""

    type: Literal["tls"]
    host: Host
    port: Port = 443
    warn_before: Positive = timedelta(days=14)
    expect: Expect = Expect()


class IcmpProbe(_Asked):
    """A ping."""

    type: Literal["icmp"]
    host: Host
    packets: Annotated[StrictInt, Field(ge=1, le=20)] = 3
    expect: Expect = Expect()


class HeartbeatProbe(_Measured):
    """Results pushed to us, expected once per `interval` and at most `grace` late."""

    type: Literal["heartbeat"]
    interval: Interval | None = None
    grace: Positive | None = None
    expect: Expect = Expect()


Probe = Annotated[
    HttpProbe | TcpProbe | DnsProbe | TlsProbe | IcmpProbe | HeartbeatProbe,
    Field(discriminator="type"),
]
