"""What counts as one place, and as one region."""

from __future__ import annotations

import pytest

from statuspage.domain.desk.caller import place_of, region_of


@pytest.mark.parametrize(
    ("address", "place", "region"),
    [
        ("203.0.113.7", "203.0.113.7", ""),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:DB8:1:2::ffff", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64", "2001:db8:1::/48"),
        ("::ffff:203.0.113.7", "203.0.113.7", ""),
        ("::ffff:cb00:7107", "203.0.113.7", ""),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        ("::1", "::/64", "::/48"),
        ("", "", ""),
        ("no address", "no address", ""),
    ],
)
def test_ipv6_is_counted_by_its_networks(address: str, place: str, region: str) -> None:
    assert (place_of(address), region_of(address)) == (place, region)
