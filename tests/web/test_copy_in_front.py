"""A copy in front of the program, by the shipped configuration of a real nginx; and without it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import brotli
import httpx2
import lxml.html
import pytest
from lxml import etree

from statuspage.actions.staff.tokens import create_token
from statuspage.publish import targets
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.worker.duties.copying import Copying
from tests.helpers.copies import publish, shipped
from tests.helpers.processes import PATIENCE, ask, free_port, nginx, serving, wait_until
from tests.helpers.sites import URL, open_site, write_site
from tests.helpers.telling import opened, resolved
from tests.helpers.wanted import need, need_brotli

FILE = re.compile(r'"[0-9a-f]+-[0-9a-f]+"')
TARGET = '\n[publish]\ntarget = "../www"\n'
MAIL = '\n[mail]\nfrom = "status@example.com"\n'
CONTENT = {
    "changelog/faster.md": "---\ntitle: Faster\ndate: 2026-06-10\ntype: added\n---\nQuick.\n",
    "outcomes/weekend.md": (
        "---\ntitle: Weekends\nsaid: Nobody answers.\nheard: 12\nchannel: survey\n"
        "period: 2026-06\nstate: done\ndid: We answer.\ndone: 2026-07-01\nowner: Grace\n---\nYes.\n"
    ),
    "pages/about.md": "---\ntitle: About us\n---\nWe are *Acme*.\n",
}


@dataclass(frozen=True)
class Front:
    """What is served: by nginx in front of the program, and by nginx alone."""

    site: Path
    copy: Path
    both: str
    alone: str
    token: str
    program: ExitStack

    def get(self, path: str, **headers: str) -> httpx2.Response:
        return ask("GET", self.both + path, headers=headers)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    need("nginx")
    folder = tmp_path_factory.mktemp("front")
    folder.chmod(0o755)
    site = write_site(folder / "site", TARGET, MAIL, content=CONTENT)
    config = site / "config.toml"
    spoken = 'contact = "support@acme.example"\nlanguages = ["en", "de"]\n'
    text = config.read_text("utf-8").replace('contact = "support@acme.example"\n', spoken)
    config.write_text(text, "utf-8")
    open_site(site)
    key = opened(title="Over and out").key
    resolved(10, key)
    targets.use(site)
    publish(folder / "www")
    token = create_token("monitor", ["incidents"], [])
    db.close_store()
    ports = free_port(), free_port()
    with ExitStack() as stack, ExitStack() as program:
        behind = program.enter_context(serving(config))
        blocks = shipped(folder / "www", behind, ports)
        stack.enter_context(nginx(folder, folder / "www", ports[0], blocks))
        both, alone = (f"http://127.0.0.1:{port}" for port in ports)
        yield Front(site, folder / "www", both, alone, token, program)
    targets.use(Path())


def test_news_is_on_the_very_next_request_of_a_file(front: Front) -> None:
    words = {"title": "Fresh news", "body": "We look.", "components": {"api": "partial_outage"}}
    answer = ask(
        "POST",
        f"{front.both}/api/v1/incidents",
        content=json.dumps(words),
        headers={"Authorization": f"Bearer {front.token}", "Content-Type": "application/json"},
        timeout=PATIENCE,
    )
    assert answer.status_code == 201, answer.text
    if "Statuspage-Copy" in answer.headers:  # a busy machine: then the worker does it
        db.open_store(front.site / "var" / "statuspage.db")
        wait_until(lambda: told_by_worker(front))
        db.close_store()
    for path in ("/", f"/incidents/{answer.json()['id']}", "/feeds/all.atom"):
        page = front.get(path)
        assert "Fresh news" in page.text, path
        assert FILE.fullmatch(page.headers["ETag"]), path  # as nginx makes it of a file


def told_by_worker(front: Front) -> bool:
    Copying().turn()  # nothing, while the program itself still writes
    return "Fresh news" in front.get("/feeds/all.atom").text


def test_feed_that_is_narrowed_is_made_by_the_program(front: Front) -> None:
    whole, narrowed = front.get("/feeds/all.atom"), front.get("/feeds/all.atom?component=docs")
    assert FILE.fullmatch(whole.headers["ETag"])
    assert not FILE.fullmatch(narrowed.headers["ETag"])
    assert "Over and out" in whole.text
    assert "Over and out" not in narrowed.text
    assert front.get("/de/updates.json?component=nothing").status_code == 400
    assert front.get("/maintenance.ics").headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Over and out" in ask("GET", f"{front.alone}/feeds/all.atom?component=docs").text


def test_files_are_sent_as_they_lie_there_and_known_again(front: Front) -> None:
    packed = front.get("/history", **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) == (
        (front.copy / "history" / "index.html.gz").stat().st_size
    )
    plain = front.get("/history", **{"Accept-Encoding": "identity"})
    assert plain.text == packed.text
    assert "stale-if-error" in plain.headers["Cache-Control"]
    assert plain.headers["Last-Modified"]
    again = front.get("/history", **{"If-None-Match": plain.headers["ETag"]})
    assert again.status_code in (200, 304)  # httpx asks for gzip, which is another ETag
    for path in (".statuspage-copy", ".statuspage/index.db"):
        assert front.get(f"/{path}").status_code == 404
    body = (front.copy / "history" / "index.html.gz").read_bytes()
    assert gzip.decompress(body) == (front.copy / "history" / "index.html").read_bytes()


def test_what_is_packed_smallest_is_sent_to_browsers(front: Front) -> None:
    need_brotli()
    for server in (front.both, front.alone):
        asked = {"Accept-Encoding": "gzip, deflate, br"}
        packed = ask("GET", f"{server}/history", headers=asked)
        assert packed.headers["Content-Encoding"] == "br"
        assert "Accept-Encoding" in packed.headers["Vary"]
        body = (front.copy / "history" / "index.html.br").read_bytes()
        assert int(packed.headers["Content-Length"]) == len(body)
        assert packed.text == brotli.decompress(body).decode()


def test_what_is_no_file_the_program_answers(front: Front) -> None:
    assert front.get("/healthz").json()["status"] in ("ok", "late")
    assert front.get("/admin/sign-in").headers["Cache-Control"] == "no-store"
    led = front.get("/", **{"Accept-Language": "de-AT,de;q=0.9"})
    assert (led.status_code, led.headers["Location"]) == (302, "/de/")
    assert led.headers["Cache-Control"] == "no-store"
    for first in (led, front.get("/")):
        assert "Accept-Language" in ", ".join(first.headers.get_list("Vary"))
    assert "Accept-Language" not in front.get("/de/").headers["Vary"]
    assert 'lang="de"' in front.get("/de/").text
    missing = front.get("/incidents/nothing")
    assert missing.status_code == 404
    assert "<main" in missing.text
    assert missing.headers.get_list("X-Content-Type-Options") == ["nosniff"]
    sent = ask("POST", f"{front.both}/history")
    assert sent.status_code == 405  # the program says so, not nginx
    assert "GET" in sent.headers["Allow"]


def test_form_is_made_for_each_who_asks(front: Front) -> None:
    for path in ("/subscribe", "/de/subscribe", "/subscribe/program"):
        shown = [front.get(path) for _ in range(2)]
        assert {page.headers["Cache-Control"] for page in shown} == {"no-store"}
        assert shown[0].headers.get_list("X-Content-Type-Options") == ["nosniff"]
    asked = lxml.html.document_fromstring(front.get("/subscribe?incident=abc").text)
    assert asked.xpath("//input[@name='incident:abc']")


@pytest.mark.parametrize("path", ["/%5Cevil.example/", "//evil.example/", "/a%0Db/", "/a%3Fb/"])
def test_no_address_with_a_slash_at_its_end_leads_elsewhere(front: Front, path: str) -> None:
    for server in (front.both, front.alone):
        answer = ask("GET", server + path)
        assert answer.headers.get("Location", "/evil.example") == "/evil.example"
        assert ask("GET", f"{server}/history/").headers["Location"] == "/history"


def test_copy_alone_answers_what_only_the_program_can_narrow_or_take(front: Front) -> None:
    front.program.close()
    gone = ask("POST", f"{front.both}/api/v1/incidents", content="{}")
    assert gone.status_code == 503
    assert "was not taken" in gone.text
    assert front.get("/admin").text == "This cannot be answered at the moment. Try again later.\n"
    assert front.get("/").status_code == 200
    assert "Copy an address into your feed reader" in front.get("/subscribe?component=api").text
    assert ask("POST", f"{front.both}/subscribe").status_code == 503
    for path in ("/feeds/all.atom", "/de/updates.json", "/maintenance.ics"):
        whole, narrowed = front.get(path), front.get(f"{path}?component=docs")
        assert narrowed.text == whole.text
        assert narrowed.headers["Content-Type"] == whole.headers["Content-Type"]


def test_copy_alone_has_no_broken_link_and_each_file_its_type(front: Front) -> None:
    front.program.close()
    db.open_store(front.site / "var" / "statuspage.db")
    with db.snapshot():
        types = {found.path: found.page.content_type for found in catalogue.all_pages()}
    db.close_store()
    for server in (front.both, front.alone):
        with httpx2.Client(timeout=PATIENCE, base_url=server) as client:
            crawl = Crawl(client)
            crawl.run()
            sent = {path: client.head(path).headers["Content-Type"] for path in types}
        assert crawl.broken == [], server
        assert len(crawl.seen) > 150
        assert sent == types, server


class Crawl:
    """Follows each link of each page, feed and site map, and looks for each anchor."""

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client
        self.seen: dict[str, set[str]] = {}  # address -> its anchors
        self.broken: list[tuple[str, str, object]] = []
        self._anchors: list[tuple[str, str, str]] = []

    def run(self) -> None:
        waiting = [("", "/"), ("", "/de/"), ("", "/sitemap.xml"), ("", "/robots.txt")]
        while waiting:
            origin, path = waiting.pop()
            if path in self.seen:
                continue
            answer = self._client.get(path)
            self.seen[path] = set()
            if answer.status_code != 200:
                self.broken.append((origin, path, answer.status_code))
                continue
            for link in self._links(path, answer):
                target, anchor = urldefrag(link)
                waiting.append((path, target))
                if anchor:
                    self._anchors.append((path, target, anchor))
        for origin, target, anchor in self._anchors:
            if anchor not in self.seen[target]:
                self.broken.append((origin, target, f"#{anchor}"))

    def _links(self, path: str, answer: httpx2.Response) -> Iterator[str]:
        sort = answer.headers["Content-Type"]
        if "html" in sort:
            tree = lxml.html.document_fromstring(answer.content)
            self.seen[path] = set(tree.xpath("//@id"))
            named = [link for element, _, link, _ in tree.iterlinks() if element.tag != "form"]
        elif "xml" in sort:
            root = etree.fromstring(answer.content)
            named = [one.text or "" for one in root.iter("{*}loc", "link", "url")]
            # A hub takes what feed readers send: nobody reads it.
            named += [str(one) for one in root.xpath("//@href[not(../@rel = 'hub')]")]
        else:
            return
        for link in named:
            whole = urljoin(URL + path, link)
            if whole.startswith(URL) and not whole.startswith(f"{URL}/admin"):
                yield whole.removeprefix(URL) or "/"
