"""Addresses as people and servers write them, made fit for the wire."""

from __future__ import annotations

import pytest

from statuspage.net.names import host_name, web_address


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("api.example", "api.example"),
        ("größe.example", "xn--gre-6ka8i.example"),
        ("MÜNCHEN.example", "xn--mnchen-3ya.example"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("bücher.example.", "xn--bcher-kva.example."),
        ("u\u0308ber.example", "xn--ber-goa.example"),
    ],
)
def test_host_name_is_as_name_servers_know_it(name: str, found: str) -> None:
    assert host_name(name) == found


@pytest.mark.parametrize("name", ["ü b", "ü" * 70, "ü/x", "ü\uff0fx"])
def test_host_name_refuses_what_is_none(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        host_name(name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/a b", "http://base.example/a%20b"),
        ("/größe?ä=ß&c=%20", "http://base.example/gr%C3%B6%C3%9Fe?%C3%A4=%C3%9F&c=%20"),
        ("/gr\udcf6\udcdfe", "http://base.example/gr%F6%DFe"),
        ("x#top", "http://base.example/dir/x"),
        ("//Other.example:81/y", "http://other.example:81/y"),
        ("https://größe.example/", "https://xn--gre-6ka8i.example/"),
        ("\\windows\\path?a=\\", "http://base.example/windows/path?a=\\"),
        (" /tab\t\n ", "http://base.example/tab"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
    ],
)
def test_web_address_is_taken_as_browsers_take_it(text: str, found: str) -> None:
    url = web_address(text, "http://base.example/dir/page?q")
    assert url is not None
    assert url.geturl() == found


@pytest.mark.parametrize(
    "text", ["ftp://x/", "https://", "//[::1", "http://a:99999/", "http://a:0/", "http://a b/"]
)
def test_web_address_is_none_where_there_is_none(text: str) -> None:
    assert web_address(text) is None
