"""The list of files of a published copy."""

from __future__ import annotations

import pytest

from statuspage.publish.files import listed, listing, parse_listing

ORIGIN = "status.acme.example/record"
FILES = {"index.html": listed(b"Hello"), "feeds/all.atom": listed(b"")}
TEXT = listing(ORIGIN, FILES)


def test_list_names_hash_size_and_path_of_each_file_in_order() -> None:
    assert TEXT.splitlines() == [
        f"{ORIGIN}/files",
        "2",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0 feeds/all.atom",
        "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969 5 index.html",
    ]


def test_list_is_read_back() -> None:
    assert parse_listing(TEXT, ORIGIN) == FILES


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT.replace("\n2\n", "\n3\n"),
        TEXT.replace("/files", "/lines"),
        TEXT.replace(" 5 ", " five "),
        TEXT.replace("index.html", "../index.html"),
        TEXT.replace("index.html", "/index.html"),
        "\n".join(TEXT.splitlines()[::-1]),
        TEXT + "x",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="it is not a list of files"):
        parse_listing(text, ORIGIN)
