"""A question to a name server: good when it has an answer, and the expected one.

The server may carry a port, such as "10.0.0.2:5353"; without one it is 53. Without a server the
system's own are asked (not its /etc/hosts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from statuspage.config.kinds.places import Host
from statuspage.config.probes import AskedProbe, TextExpect
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.kind import Blind, Failed, ProbeKind
from statuspage.said import said

if TYPE_CHECKING:
    import dns.asyncresolver
    import dns.resolver

    from statuspage.domain.measured.reason import Reason
    from statuspage.net.connect import Outside

_PORT = 53


class DnsProbe(AskedProbe):
    """A question to a name server."""

    type: Literal["dns"]
    name: Host
    """What is asked about."""
    record: Literal["A", "AAAA", "CNAME", "MX", "NS", "TXT"] = "A"
    """Which kind of record is wanted."""
    server: Host | None = None
    """Who is asked, perhaps with a port; the system's own name servers when absent."""
    expect: TextExpect = TextExpect()
    """What a good answer is: one whole record of it, of TXT a part of one."""


async def _measure(settings: DnsProbe, watch: Stopwatch, outside: Outside) -> Reason | None:
    from statuspage.probes.records import holds, shown

    answer = await _answer(settings, watch, outside)
    watch.done()
    wanted = settings.expect.contains
    if wanted is None or holds(answer, settings.record, wanted):
        return None
    text = said(
        "The {kind} record of {name} is not the expected one: {found}.",
        kind=settings.record,
        name=settings.name,
        found=shown(answer, settings.record),
    )
    raise Failed("record", text)


async def _answer(settings: DnsProbe, watch: Stopwatch, outside: Outside) -> dns.resolver.Answer:
    import dns.exception
    import dns.resolver

    from statuspage.net.names import host_name

    resolver = await _resolver(settings.server, watch, outside)
    watch.begin("first_byte")
    try:
        return await resolver.resolve(
            host_name(settings.name), settings.record, search=False, lifetime=watch.left()
        )
    except dns.resolver.NXDOMAIN as error:
        text = said("The name {name} does not exist.", name=settings.name)
        raise Failed("name", text) from error
    except dns.resolver.NoAnswer as error:
        text = said("{name} has no {kind} record.", name=settings.name, kind=settings.record)
        raise Failed("name", text) from error
    except dns.resolver.NoNameservers as error:
        text = said("No name server answers for {name}.", name=settings.name)
        raise Failed("no_answer", text) from error
    except dns.exception.Timeout as error:
        raise TimeoutError from error
    except (dns.exception.DNSException, ValueError) as error:
        text = said("{name} cannot be looked up: {why}.", name=settings.name, why=str(error))
        raise Failed("no_answer", text) from error


KIND = ProbeKind(
    "dns", DnsProbe, _measure, host=lambda probe: place(probe.server)[0] if probe.server else ""
)


async def _resolver(
    server: str | None, watch: Stopwatch, outside: Outside
) -> dns.asyncresolver.Resolver:
    import dns.asyncresolver
    import dns.nameserver

    if server is None:
        try:
            return dns.asyncresolver.Resolver()
        except dns.resolver.NoResolverConfiguration as error:
            text = said("This machine has no name server configured; set one as `server`.")
            raise Blind(text) from error
    host, port = place(server)
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers = [
        dns.nameserver.Do53Nameserver(address, port)
        for address in await outside.look_up(host, watch)
    ]
    return resolver


def place(server: str) -> tuple[str, int]:
    """Host and port of a name server; an IPv6 address, with its many colons, carries no port."""
    host, _, port = server.rpartition(":")
    if server.count(":") == 1 and port.isdecimal():
        return host, int(port)
    return server, _PORT
