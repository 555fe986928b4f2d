"""What DNS says of mail in the name of a domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from socketserver import BaseRequestHandler, ThreadingUDPServer
from threading import Thread

import dns.message
import dns.rcode
import dns.rrset
import pytest
from dns.nameserver import Do53Nameserver
from dns.resolver import Resolver

from statuspage.errors import Unreachable
from statuspage.health.doctor.mail_names import Senders, Texts, dkim, dmarc, spf, texts_in_dns
from statuspage.health.health import Condition, Health

OK, LATE, FAILING = Condition.OK, Condition.LATE, Condition.FAILING
ACME = Senders("status.acme.example", "bounces.acme.example", "")
STRANGE = Senders("acme.example", "mailer.example", "mailer.example")


def names(records: Mapping[str, str | Sequence[str]]) -> Texts:
    """A DNS that holds these TXT records alone."""
    held = {name: [one] if isinstance(one, str) else one for name, one in records.items()}
    return lambda name: held.get(name.lower(), [])


def told(found: Health) -> tuple[Condition, str]:
    return found.condition, str(found.text)


@pytest.mark.parametrize(
    ("records", "condition", "words"),
    [
        (["v=spf1 mx -all"], OK, "in its SPF"),
        (["google-site-verification=1", "v=spf1 include:mailer.example ~all"], OK, "in its SPF"),
        ([], LATE, "has no SPF record"),
        (["v=spf10 mx -all"], LATE, "has no SPF record"),
        (["v=spf1 mx -all", "v=spf1 a -all"], FAILING, "2 SPF records"),
        (["v=spf1 +all"], LATE, "lets every server"),
        (["v=spf1 mx all"], LATE, "lets every server"),
        (["v=spf1 include:many.example a mx -all"], FAILING, "needs 11 look-ups"),
        (["v=spf1 include:loop.example -all"], OK, "in its SPF"),
        (["v=spf1 redirect=many.example"], OK, "in its SPF"),
        (["v=spf1 a mx include:%{d}.x.example redirect=many.example"], FAILING, "12 look-ups"),
    ],
)
def test_spf_is_judged(records: list[str], condition: Condition, words: str) -> None:
    many = " ".join(f"a:h{number}.example" for number in range(8))
    texts = names(
        {
            "acme.example": records,
            "mailer.example": "v=spf1 ip4:192.0.2.0/24 -all",
            "many.example": f"v=spf1 {many} -all",
            "loop.example": "v=spf1 include:acme.example include:loop.example -all",
        }
    )
    found = told(spf("acme.example", texts))
    assert found[0] is condition
    assert words in found[1]


RECORD = "v=DKIM1; k=rsa; p=MIIBIjAN"


@pytest.mark.parametrize(
    ("records", "condition", "words"),
    [
        ("v=DKIM1; k=rsa; p=MIIB IjAN", OK, "holds the key"),
        ("p=MIIBIjAN", OK, "holds the key"),
        (
            [],
            FAILING,
            f"has no record of the key. s._domainkey.acme.example should hold this TXT "
            f"record: {RECORD}",
        ),
        ("v=DKIM1; p=MIIBother", FAILING, "holds a different key"),
        ("v=DKIM1; p=", FAILING, "holds a different key"),
        (["v=DKIM1; p=MIIBother", RECORD], OK, "holds the key"),
    ],
)
def test_dkim_is_judged(records: str | list[str], condition: Condition, words: str) -> None:
    texts = names({"s._domainkey.acme.example": records})
    found = told(dkim("s._domainkey.acme.example", RECORD, texts))
    assert found[0] is condition
    assert words in found[1]


@pytest.mark.parametrize(
    ("senders", "record", "condition", "words"),
    [
        (ACME, "v=DMARC1; p=none", OK, "_dmarc.acme.example says in its DMARC"),
        (ACME, "v=DMARC1;p=reject;rua=mailto:a@b.example", OK, "says in its DMARC"),
        (ACME, [], LATE, "has no DMARC record"),
        (ACME, "DMARC1; p=none", LATE, "has no DMARC record"),
        (ACME, ["v=DMARC1; p=none", "v=DMARC1; p=reject"], FAILING, "2 DMARC records"),
        (ACME, "v=DMARC1; rua=mailto:a@b.example", FAILING, "does not say what to do"),
        (ACME, "v=DMARC1; p=reject; aspf=s", LATE, "only if your mail server signs it"),
        (STRANGE, "v=DMARC1; p=reject", FAILING, "cannot pass DMARC"),
        (Senders("acme.example", "mailer.example", "acme.example"), "v=DMARC1; p=none", OK, "says"),
        (Senders("acme.example", "mailer.example", ""), "v=DMARC1; p=none", LATE, "Read a mail"),
    ],
)
def test_dmarc_is_judged(
    senders: Senders, record: str | list[str], condition: Condition, words: str
) -> None:
    found = told(dmarc(senders, names({"_dmarc.acme.example": record})))
    assert found[0] is condition
    assert words in found[1]


@pytest.fixture
def resolver() -> Iterator[tuple[Resolver, dict[str, list[str]]]]:
    """A resolver that asks a name server of ours, and what that knows; it is silent otherwise."""
    known: dict[str, list[str]] = {}

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            data, line = self.request
            asked = dns.message.from_wire(data)
            name = asked.question[0].name
            answer = dns.message.make_response(asked)
            texts = known.get(name.to_text(omit_final_dot=True))
            if texts:
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *texts))
            elif texts is None:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            else:
                answer.set_rcode(dns.rcode.SERVFAIL)
            line.sendto(answer.to_wire(), self.client_address)

    with ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        found = Resolver(configure=False)
        found.nameservers = [Do53Nameserver(*server.server_address)]
        yield found, known
        server.shutdown()
        thread.join()


def test_texts_are_asked_of_name_servers(
    resolver: tuple[Resolver, dict[str, list[str]]],
) -> None:
    asked, known = resolver
    known["acme.example"] = ['"v=spf1 " "mx -all"', '"other"']
    known["broken.example"] = []
    assert set(texts_in_dns("acme.example", asked)) == {"v=spf1 mx -all", "other"}
    assert texts_in_dns("_dmarc.acme.example", asked) == []
    with pytest.raises(Unreachable, match="No name server could say"):
        texts_in_dns("broken.example", asked)
    with pytest.raises(Unreachable):
        texts_in_dns("a..example", asked)
