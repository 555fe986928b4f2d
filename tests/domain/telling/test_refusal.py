"""What servers mean when they refuse a mail: their own words, as they are met in the wild."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.telling.refusal import Refusal, refusal_of

GONE, PASSING, OURS = Refusal.GONE, Refusal.PASSING, Refusal.OURS


@pytest.mark.parametrize(
    ("meaning", "code", "reply", "text"),
    [
        (GONE, "5.1.1", 550, "550 5.1.1 <a@b.example>: User unknown in virtual mailbox table"),
        (GONE, "5.1.10", 550, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"),
        (GONE, "5.4.1", 550, "Recipient address rejected: Access denied. [AM7EUR03FT013.eop]"),
        (GONE, "5.4.4", 0, "Host or domain name not found. Name service error for name=b.example"),
        (GONE, "5.2.1", 550, "The email account that you tried to reach is disabled."),
        (GONE, "5.5.0", 550, "550 Requested action not taken: mailbox unavailable (-2019901852)"),
        (GONE, "5.0.0", 554, "delivery error: dd This user doesn't have a yahoo.com account"),
        (GONE, "5.7.133", 550, "RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication"),
        (GONE, "5.7.1", 550, "<a@b.example>: Recipient address rejected: User unknown in relay"),
        (GONE, "", 550, "Unrouteable address"),
        (GONE, "", 550, "No Such User Here"),
        (GONE, "", 550, "Sorry, no mailbox here by that name. (#5.1.1)"),
        (GONE, "5.1.1", 550, "<spam-me@blocklist.example>: User unknown"),
        (PASSING, "5.2.2", 552, "The email account that you tried to reach is over quota."),
        (PASSING, "5.1.1", 550, "Mailbox is full"),
        (PASSING, "5.7.1", 550, "5.7.1 Relay access denied"),
        (PASSING, "", 552, "Mailbox size limit exceeded"),
        (PASSING, "", 452, "Insufficient system storage"),
        (PASSING, "4.4.7", 0, "Message expired, connection to mx.b.example timed out"),
        (PASSING, "5.4.7", 550, "Message expired without delivery"),
        (PASSING, "4.2.0", 450, "Greylisted, see http://postgrey.example/help.html"),
        (PASSING, "4.7.1", 451, "Please try again later"),
        (PASSING, "4.1.1", 450, "User unknown in local recipient table"),
        (PASSING, "", 554, "Transaction failed"),
        (PASSING, "5.0.0", 0, "something of its own"),
        (OURS, "5.7.1", 550, "Message contains spam or virus"),
        (OURS, "5.7.1", 550, "Mailbox unavailable. Your IP address [192.0.2.1] is blacklisted."),
        (OURS, "5.7.26", 550, "Your email has been blocked because the sender is unauthenticated."),
        (OURS, "5.7.515", 550, "Access denied, sending domain A.EXAMPLE does not meet the rules"),
        (OURS, "5.7.9", 554, "Message not accepted for policy reasons."),
        (OURS, "4.7.28", 421, "Our system has detected an unusual rate of unsolicited mail"),
        (OURS, "4.7.0", 421, "[TSS04] Messages from 192.0.2.1 temporarily deferred"),
        (OURS, "5.1.8", 550, "Access denied, bad outbound sender AS(42004)"),
        (OURS, "5.0.0", 554, "Nemesis ESMTP Service not available; Bad DNS PTR resource record"),
        (OURS, "", 554, "Service unavailable; Client host [192.0.2.1] blocked using dnsbl.example"),
        (OURS, "5.3.4", 552, "Message size exceeds fixed limit"),
        (OURS, "5.6.0", 554, "Data format error"),
        (OURS, "5.7.8", 535, "Authentication credentials invalid"),
        (OURS, "5.0.0", 550, "permanent failure for one or more recipients (a@b.example:blocked)"),
        (OURS, "", 550, "Verification failed for <bounces@acme.example>"),
        (OURS, "", 550, "Access denied - Invalid HELO name"),
        (OURS, "", 550, "Message too large"),
        (PASSING, "", 550, "User quota exceeded"),
        (OURS, "", 530, "Must issue a STARTTLS command first"),
    ],
)
def test_refusal_is_whose_the_server_means(
    meaning: Refusal, code: str, reply: int, text: str
) -> None:
    assert refusal_of(code, reply, text) is meaning


def test_refusal_finds_the_code_that_only_the_words_hold() -> None:
    assert refusal_of("", 0, "smtp; 550-5.7.26 This mail is unauthenticated") is OURS
    assert refusal_of("", 550, "host 5.2.2.14 said: 550 no such user") is GONE
    assert refusal_of("", 0, "smtp;552 5.2.2 out of space") is PASSING


@given(st.integers(400, 499), st.integers(0, 7), st.integers(0, 40), st.text(max_size=60))
def test_refusal_for_a_while_never_calls_an_address_gone(
    reply: int, subject: int, detail: int, text: str
) -> None:
    assert refusal_of(f"4.{subject}.{detail}", reply, text) is not GONE


@given(st.text(), st.integers(0, 999), st.text())
def test_refusal_takes_any_words(code: str, reply: int, text: str) -> None:
    assert refusal_of(code, reply, text) in Refusal
