"""Who is counted: the peer, or whom proxies of ours speak for; and what they say of the scheme."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from statuspage.web.forms.forwarded import client_of, networks, scheme_of
from statuspage.web.forms.peers import client_address, scheme
from tests.helpers.sites import add_to_config

OURS = networks(("10.0.0.0/8", "172.18.0.2", "2001:db8:5::/48", "::ffff:192.0.2.0/120"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        # a proxy on this machine is believed, a stranger is not
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::1", "2001:db8::5", "2001:db8::5"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        # from the right, past our own
        ("172.18.0.2", "203.0.113.7", "203.0.113.7"),
        ("172.18.0.3", "203.0.113.7", "172.18.0.3"),
        ("10.1.2.3", "198.51.100.9, 203.0.113.7", "203.0.113.7"),
        ("10.1.2.3", "198.51.100.9, 203.0.113.7, 10.9.9.9,10.8.8.8", "203.0.113.7"),
        ("127.0.0.1", "1.2.3.4, 127.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("10.1.2.3", "10.4.4.4, 10.5.5.5", "10.4.4.4"),
        ("2001:db8:5::1", "2001:db8:6::1", "2001:db8:6::1"),
        ("192.0.2.9", "203.0.113.7", "203.0.113.7"),
        # ports, brackets, quotes, blanks, other spellings
        ("127.0.0.1", "1.2.3.4:5678", "1.2.3.4"),
        ("127.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("127.0.0.1", "[2001:db8::1]", "2001:db8::1"),
        ("127.0.0.1", '"[2001:db8::1]:443"', "2001:db8::1"),
        ("127.0.0.1", ' " 1.2.3.4:99 " ', "1.2.3.4"),
        ("127.0.0.1", "2001:DB8:0:0::0001", "2001:db8::1"),
        ("127.0.0.1", "fe80::1%eth0", "fe80::1"),
        ("127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "[::ffff:203.0.113.7]:80", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.9 ,\t203.0.113.7 , ,", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7:5, 10.0.0.9:443", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, [::1]:1234", "203.0.113.7"),
        # our proxy does not know whom it speaks for: it stands for itself
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7, unknown", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7, unknown, 10.0.0.9", "10.0.0.9"),
        ("127.0.0.1", "_hidden", "127.0.0.1"),
        ("127.0.0.1", "999.1.1.1", "127.0.0.1"),
        ("127.0.0.1", "010.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "1.2.3.4:5:6", "127.0.0.1"),
        ("127.0.0.1", "[1.2.3.4", "127.0.0.1"),
        ("127.0.0.1", "[]", "127.0.0.1"),
        ("127.0.0.1", "1.2.3.0/24", "127.0.0.1"),
        ("127.0.0.1", "for=1.2.3.4", "127.0.0.1"),
        ("", "1.2.3.4", ""),
        ("a socket", "1.2.3.4", "a socket"),
    ],
)
def test_client_is_the_nearest_address_that_is_not_ours(
    peer: str, forwarded: str, counted: str
) -> None:
    assert client_of(peer, forwarded, OURS) == counted


_addresses = some.one_of(some.ip_addresses(v=4), some.ip_addresses(v=6)).map(str)


@given(some.lists(some.one_of(some.text(max_size=30), _addresses), max_size=5), _addresses)
def test_what_a_stranger_writes_changes_nothing(written: list[str], client: str) -> None:
    truth = client_of("127.0.0.1", client, ())
    forged = ",".join(written)
    if not ip_address(truth).is_loopback:  # this machine is a proxy of ours
        assert client_of("127.0.0.1", f"{forged}, {client}", ()) == truth
    assert client_of("203.0.113.7", f"{forged}, {client}", ()) == "203.0.113.7"


@pytest.mark.parametrize(
    ("peer", "said", "found"),
    [
        ("127.0.0.1", "https", "https"),
        ("10.0.0.1", "HTTP", "http"),
        ("10.0.0.1", "https, http", "https"),
        ("10.0.0.1", ' "https" ', "https"),
        ("10.0.0.1", "", ""),
        ("10.0.0.1", "gopher", ""),
        ("203.0.113.7", "https", ""),
        ("", "https", ""),
    ],
)
def test_scheme_is_what_a_proxy_of_ours_says(peer: str, said: str, found: str) -> None:
    assert scheme_of(peer, said, OURS) == found


def test_proxies_are_those_of_the_settings(store: Path, site_folder: Path) -> None:
    asked = {
        "REMOTE_ADDR": "172.18.0.2",
        "HTTP_X_FORWARDED_FOR": "203.0.113.7",
        "HTTP_X_FORWARDED_PROTO": "http",
    }
    assert (client_address(asked), scheme(asked)) == ("172.18.0.2", "")
    add_to_config(site_folder, '\n[web]\ntrusted_proxies = ["172.18.0.1/16"]\n')
    assert (client_address(asked), scheme(asked)) == ("203.0.113.7", "http")
