"""The static copy: a whole site that any web server serves without this program."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import lxml.html
import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.record.note import parse_signed, signed
from statuspage.errors import SourceError
from statuspage.publish.files import LIST, Listed, listing, parse_listing
from statuspage.site import catalogue
from statuspage.store.settings import site
from tests.helpers.copies import publish
from tests.helpers.processes import free_port, get, nginx
from tests.helpers.wanted import need

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(store: Path, tmp_path: Path) -> Path:
    """A copy of a small site with one incident."""
    open_incident("Search is slow", NewUpdate("We are looking."), Actor("ada"))
    publish(tmp_path / "www")
    return tmp_path / "www"


def test_every_address_of_the_catalogue_is_a_file(copy: Path) -> None:
    assert (copy / "index.html").is_file()
    assert (copy / "history" / "index.html").is_file()
    assert (copy / "feeds" / "all.atom").is_file()
    assert (copy / ".well-known" / "security.txt").is_file()
    assert (copy / "404.html").is_file()
    [incident] = [one for one in (copy / "incidents").iterdir() if one.is_dir()]
    assert "Search is slow" in (incident / "index.html").read_text("utf-8")


def test_second_run_writes_only_what_changed(copy: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*") if path.is_file()}
    done = publish(copy)
    assert done.unchanged > done.written
    assert not list(copy.rglob(".part-*"))
    robots = copy / "robots.txt"
    assert robots.stat().st_mtime_ns == before[robots]


def test_what_an_earlier_copy_held_and_is_gone_is_removed(copy: Path, store: Path) -> None:
    gone = set((copy / "record/tile/0").glob("*/*"))
    ours = copy / "notes.txt"
    ours.write_text("not of the site", "utf-8")
    open_incident("Docs are slow", NewUpdate("We are looking."), Actor("ada"))
    done = publish(copy)
    assert done.removed == 2  # the former ends of the tree and of its entries
    assert gone
    assert not any(file.exists() for file in gone)
    assert ours.exists()


def test_list_of_files_that_leads_out_of_the_copy_removes_nothing_there(
    copy: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious.txt").write_text("keep me", "utf-8")
    (copy / "link").symlink_to(elsewhere)
    origin = site().record_origin
    place = copy / LIST
    found = parse_listing(parse_signed(place.read_bytes()).text, origin)
    found["link/precious.txt"] = Listed("0" * 64, 7)
    place.write_text(signed(listing(origin, found), None), "utf-8")
    publish(copy)
    assert (elsewhere / "precious.txt").exists()


def test_list_of_files_that_cannot_be_read_removes_nothing(copy: Path) -> None:
    (copy / "record/files").write_text("nothing", "utf-8")
    assert publish(copy).removed == 0


def test_no_page_links_to_an_address_that_is_not_there(copy: Path) -> None:
    outside = ("/admin", "/ask/")
    for page in copy.rglob("*.html"):
        tree = lxml.html.fromstring(page.read_bytes())
        path = "/" + str(page.relative_to(copy)).removesuffix("index.html").rstrip("/")
        for element, _, link, _ in tree.iterlinks():
            target = urljoin(path, link).split("#")[0]
            if element.tag == "a" and element.get("rel") == "nofollow":
                continue
            if target.startswith("/") and not target.startswith(outside):
                assert "?" not in target
                assert catalogue.find(target) is not None, (path, target)


def test_target_that_cannot_be_written_is_one_clear_line(store: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SourceError, match="cannot be written"):
        publish(tmp_path / "file")


@pytest.mark.slow
def test_nginx_serves_the_copy_with_the_shipped_configuration(copy: Path, tmp_path: Path) -> None:
    need("nginx")
    port = free_port()
    shipped = (ROOT / "deploy" / "nginx-static.conf").read_text("utf-8")
    server = (
        shipped.replace("listen 80;", f"listen 127.0.0.1:{port};")
        .replace("/var/www/status", str(copy))
        .replace("status.example.com", "localhost")
    )
    tmp_path.chmod(0o755)
    with nginx(tmp_path, copy, port, server) as address:
        for found in catalogue.all_pages():
            answer = get(address + found.path)
            assert answer.headers["Content-Type"] == found.page.content_type, found.path
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        feed = get(address + "/feeds/all.atom")
        assert feed.headers["Access-Control-Allow-Origin"] == "*"
        for path in ("/nothing", "/static/nothing.css", "/record/tile/0/999"):
            missing = get(address + path)
            assert missing.status_code == 404
            assert "<main" in missing.text
            assert "immutable" not in missing.headers["Cache-Control"]
        fixed = [found.path for found in catalogue.all_pages() if "/static/" in found.path]
        full = copy / "record" / "tile" / "0" / "000"
        full.write_bytes(b"0" * 8192)
        for path in (fixed[0], "/record/tile/0/000"):
            assert "immutable" in get(address + path).headers["Cache-Control"]
        partial = next((copy / "record" / "tile" / "0").glob("*.p/*")).relative_to(copy)
        assert "immutable" not in get(f"{address}/{partial}").headers["Cache-Control"]
        slash = get(address + "/history/")
        assert (slash.status_code, slash.headers["Location"]) == (308, "/history")
