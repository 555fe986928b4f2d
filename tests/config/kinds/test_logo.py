"""A logo in a file: what draws stays, all else goes, and what is wrong is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.config.kinds.logo import LARGEST, cleaned, read_logo
from tests.config.written import LOGO, MINIMAL, faults

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SHAPE = '<path d="M0 0h8v2z"/>'


def clean(inside: str, head: str = f'{HEAD} viewBox="0 0 8 2"') -> str:
    return cleaned(f"{head}>{inside}</svg>".encode(), "logo.svg").svg


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<script xlink:href="https://evil.example/a.js"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">evil</p></foreignObject>',
        '<image href="https://evil.example/a.png" width="8" height="2"/>',
        '<image href="data:image/svg+xml,evil" width="8" height="2"/>',
        '<animate onbegin="evil()" attributeName="x"/>',
        '<set attributeName="href" to="javascript:evil()"/>',
        "<style>@import url(https://evil.example/a.css);</style>",
        "<style>path { fill: url(https://evil.example/a.svg#b) }</style>",
        "<style>path { fill: u\\72l(//evil.example/a.svg) }</style>",
        "<style><![CDATA[@import 'https://evil.example/a.css';]]></style>",
        '<path onload="evil()" d="M0 0"/>',
        '<path style="fill:url(//evil.example/a)" d="M0 0"/>',
        "<style>path { background: image-set('https://evil.example/a' 1x) }</style>",
        '<path fill="url( \'https://evil.example/a#b\')" d="M0 0"/>',
        '<use xlink:href="https://evil.example/a.svg#b"/>',
        '<use href="//evil.example/a.svg#b"/>',
        '<a href="javascript:evil()"><path d="M0 0"/></a>',
        '<x:p xmlns:x="http://www.w3.org/1999/xhtml">evil</x:p>',
        "<!-- evil -->",
        "<?xml-stylesheet href='https://evil.example/a.css'?>",
    ],
)
def test_what_does_more_than_draw_is_taken_out(hostile: str) -> None:
    svg = clean(hostile + SHAPE)
    for trace in ("evil", "script", "javascript", "import"):
        assert trace not in svg
    assert 'd="M0 0h8v2z"' in svg


@pytest.mark.parametrize(
    "drawing",
    [
        '<g fill="#0a5" transform="scale(2)"><circle cx="1" cy="1" r="1"/></g>',
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>'
        '<path fill="url(#a)" d="M0 0h8z"/>',
        '<symbol id="b"><rect width="2" height="2"/></symbol><use xlink:href="#b"/>',
        "<style>.c { fill: #0a5 } @media (prefers-color-scheme: dark) { .c { fill: #fff } }</style>"
        '<path class="c" d="M0 0h8z"/>',
        '<text x="1" y="2" font-size="2">Acme <tspan fill="red">Cloud</tspan></text>',
    ],
)
def test_what_draws_stays_as_it_is(drawing: str) -> None:
    assert drawing in clean(drawing).replace('xmlns:xlink="http://www.w3.org/1999/xlink" ', "")


def test_text_after_what_is_taken_out_stays() -> None:
    assert ">Acme Cloud<" in clean("<text>Acme <script>x</script>Cloud</text>")


@pytest.mark.parametrize(
    ("head", "ratio"),
    [('viewBox="0 0 8 2"', 4), ('viewBox="-1,-1,3,2"', 1.5), ('width="30px" height="20"', 1.5)],
)
def test_size_follows_from_the_view_box_or_the_sides(head: str, ratio: float) -> None:
    logo = cleaned(f"{HEAD} {head}>{SHAPE}</svg>".encode(), "logo.svg")
    assert logo.ratio == ratio
    assert "viewBox" in logo.svg


def test_old_document_types_are_taken_and_entities_are_not(tmp_path: Path) -> None:
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    assert "DOCTYPE" not in cleaned(doctype + LOGO.encode(), "logo.svg").svg
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + LOGO.encode()
    for written in (bomb, b"\xff\xfe" + bomb.decode().encode("utf-16-le")):
        with pytest.raises(ValueError, match="plain SVG"):
            cleaned(written, "logo.svg")


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("../logo.svg", LOGO, "is not an SVG file beside config.toml"),
        ("logo.png", LOGO, "is not an SVG file beside config.toml"),
        ("other.svg", LOGO, 'there is no file "other.svg" beside config.toml'),
        ("logo.svg", "not SVG", "cannot be read as SVG"),
        ("logo.svg", "<html/>", "is not plain SVG"),
        ("logo.svg", f"{HEAD}></svg>", "draws nothing"),
        ("logo.svg", f"{HEAD}>{SHAPE}</svg>", "does not say how large it is"),
        ("logo.svg", LOGO + " " * LARGEST, "is larger than 32 KiB"),
    ],
)
def test_file_that_is_no_logo_is_a_fault_with_its_line(
    tmp_path: Path, name: str, body: str, words: str
) -> None:
    (tmp_path / "logo.svg").write_text(body, "utf-8")
    [fault] = faults(tmp_path, MINIMAL.replace("[site]\n", f'[site]\nlogo = "{name}"\n'))
    assert fault.startswith('config.toml:2: "logo": ')
    assert words in fault


def test_logo_is_read_from_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(LOGO, "utf-8")
    assert read_logo(tmp_path, "logo.svg").ratio == 4
