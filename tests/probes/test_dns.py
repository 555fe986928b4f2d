"""Questions to a small name server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from statuspage.domain.measured.samples import ProbeState
from statuspage.probes.dns import KIND, DnsProbe, place
from statuspage.probes.result import Result, check
from tests.probes.targets import COMMON, told

Reply = Callable[[dns.message.Message], bytes | None]


class NameServer(asyncio.DatagramProtocol):
    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, address: Any) -> None:
        answer = self._reply(dns.message.from_wire(data))
        if answer is not None:
            self._transport.sendto(answer, address)


def knowing(*records: tuple[str, str]) -> Reply:
    """Answers every question with these records, each a kind and a text."""

    def reply(question: dns.message.Message) -> bytes:
        answer = dns.message.make_response(question, recursion_available=True)
        for kind, text in records:
            name = question.question[0].name
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, text))
        return answer.to_wire()

    return reply


def refusing(code: dns.rcode.Rcode) -> Reply:
    def reply(question: dns.message.Message) -> bytes:
        answer = dns.message.make_response(question)
        answer.set_rcode(code)
        return answer.to_wire()

    return reply


def check_dns(reply: Reply, **keys: Any) -> Result:
    async def ask() -> Result:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: NameServer(reply), local_addr=("127.0.0.1", 0)
        )
        server = f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"
        given = {**COMMON, "type": "dns", "name": "api.acme.example", "server": server, **keys}
        try:
            return await check(KIND, DnsProbe(**given))
        finally:
            transport.close()

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("A", "192.0.2.1"),
        ("AAAA", "2001:db8::1"),
        ("CNAME", "elsewhere.acme.example."),
        ("MX", "10 mail.acme.example."),
        ("NS", "ns1.acme.example."),
        ("TXT", '"v=spf1 -all"'),
    ],
)
def test_dns_is_up_when_the_answer_holds_the_expected_text(kind: str, text: str) -> None:
    result = check_dns(knowing((kind, text)), record=kind, expect={"contains": text})
    assert (result.state, told(result)) == (ProbeState.UP, "")
    assert result.times.first_byte is not None


def test_dns_is_down_with_another_answer() -> None:
    result = check_dns(knowing(("A", "192.0.2.1")), expect={"contains": "192.0.2.9"})
    assert result.state is ProbeState.DOWN
    assert told(result) == "The A record of api.acme.example is not the expected one: 192.0.2.1."


def test_dns_is_down_without_such_a_record() -> None:
    result = check_dns(knowing(), record="MX")
    assert (result.state, told(result)) == (
        ProbeState.DOWN,
        "api.acme.example has no MX record.",
    )


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        (dns.rcode.NXDOMAIN, "The name api.acme.example does not exist."),
        (dns.rcode.SERVFAIL, "No name server answers for api.acme.example."),
        (dns.rcode.REFUSED, "No name server answers for api.acme.example."),
    ],
)
def test_dns_is_down_when_the_server_has_no_answer(code: dns.rcode.Rcode, detail: str) -> None:
    result = check_dns(refusing(code))
    assert (result.state, told(result)) == (ProbeState.DOWN, detail)


@pytest.mark.parametrize("words", [None, b"\xff" * 40])
def test_dns_is_down_at_the_timeout_when_nothing_sensible_comes(words: bytes | None) -> None:
    result = check_dns(lambda _: words, timeout="300ms")
    assert (result.state, result.latency_ms) == (ProbeState.DOWN, 300)


def test_dns_is_down_when_its_server_has_no_address() -> None:
    result = check_dns(knowing(), server="nowhere.invalid")
    assert result.state is ProbeState.DOWN
    assert "nowhere.invalid" in told(result)


@pytest.mark.parametrize(
    ("server", "found"),
    [
        ("10.0.0.2", ("10.0.0.2", 53)),
        ("10.0.0.2:5353", ("10.0.0.2", 5353)),
        ("ns.acme.example:5353", ("ns.acme.example", 5353)),
        ("2001:db8::53", ("2001:db8::53", 53)),
    ],
)
def test_place_of_a_name_server_may_carry_a_port(server: str, found: tuple[str, int]) -> None:
    assert place(server) == found


LONG = f'"v=DKIM1; k=rsa; p={"A" * 236}" "{"B" * 100}"'


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("A", "192.0.2.10", "192.0.2.10"),
        ("AAAA", "2001:db8:0:0:0:0:0:1", "2001:0db8::0001"),
        ("CNAME", "Target.Example.COM.", "target.example.com"),
        ("CNAME", "xn--bcher-kva.example.", "bücher.example"),
        ("NS", "NS1.acme.example.", "ns1.acme.example."),
        ("MX", "10 Mail.example.com.", "mail.example.com"),
        ("MX", "10 Mail.example.com.", "10 mail.example.com."),
        ("TXT", LONG, "p=" + "A" * 236 + "B" * 100),
        ("TXT", LONG, LONG),
        ("TXT", LONG, "AAABBB"),
        ("TXT", '"gr\\195\\182\\195\\159e"', "größe"),
        ("TXT", '"gr\\246\\223e"', "größe"),
        ("TXT", '"say \\"hi\\""', 'say "hi"'),
        ("TXT", '"v=DMARC1; p=none; rua=mailto:a@b.example"', "v=DMARC1; p=none"),
    ],
)
def test_dns_knows_a_record_however_it_is_spelt(kind: str, text: str, wanted: str) -> None:
    result = check_dns(knowing((kind, text)), record=kind, expect={"contains": wanted})
    assert (result.state, told(result)) == (ProbeState.UP, "")


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("A", "192.0.2.10", "192.0.2.1"),
        ("A", "110.0.2.1", "10.0.2.1"),
        ("AAAA", "2001:db8::11", "2001:db8::1"),
        ("CNAME", "evil-target.example.com.", "target.example.com"),
        ("NS", "ns1.acme.example.", "acme.example"),
        ("MX", "10 mail.example.com.", "20 mail.example.com"),
        ("MX", "10 mail.example.com.", "10"),
        ("MX", "10 mail.example.com.", "example.com"),
        ("TXT", '"v=spf1 -all"', "v=spf2"),
    ],
)
def test_dns_takes_no_part_of_a_record_for_the_whole(kind: str, text: str, wanted: str) -> None:
    result = check_dns(knowing((kind, text)), record=kind, expect={"contains": wanted})
    assert result.state is ProbeState.DOWN


def test_dns_finds_the_expected_one_among_several() -> None:
    records = [("A", f"192.0.2.{number}") for number in range(1, 9)]
    assert check_dns(knowing(*records), expect={"contains": "192.0.2.7"}).state is ProbeState.UP
    result = check_dns(knowing(*records), expect={"contains": "192.0.2.9"})
    assert told(result).endswith("192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4, 192.0.2.5.")


def test_dns_asks_about_a_name_in_any_letters() -> None:
    asked: list[str] = []

    def reply(question: dns.message.Message) -> bytes:
        asked.append(str(question.question[0].name))
        return knowing(("A", "192.0.2.1"))(question) or b""

    assert check_dns(reply, name="größe.example").state is ProbeState.UP
    assert asked == ["xn--gre-6ka8i.example."]
