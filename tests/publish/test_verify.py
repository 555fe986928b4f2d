"""A published copy is checked by its record; every kind of tampering is caught and named."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.record import note
from statuspage.domain.record import tree
from statuspage.domain.record.note import Checkpoint, Signer, parse_note, signed, written
from statuspage.domain.record.recorded import Leaf, Statement, decoded, salted_hash
from statuspage.errors import SourceError
from statuspage.publish.files import LIST, listed, listing
from statuspage.publish.folder import publish
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder, source
from statuspage.publish.verify.report import Report
from statuspage.site import signing
from statuspage.store import db, incidents
from statuspage.store.library import LIBRARY
from statuspage.store.settings import site
from tests.conftest import CONFIG
from tests.helpers.busy import KEY, NOW, SEED, make_busy
from tests.helpers.processes import serving

ORIGIN = "status.acme.example/record"
SIGNER = Signer(ORIGIN, SEED)
THIEF = Signer(ORIGIN, bytes(32))
HEAD = "record/checkpoint"
BUNDLE = "record/tile/entries/000"
REST = "record/tile/entries/001.p/"
WORDS = "record/words/000.json"
MANY = 260
"""Entries beside those of the busy site: more than fit into one tile."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A signed copy of a busy site, and beside it the keys of what it shows and an older head."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "site" / "content").mkdir(parents=True)
    (folder / "site" / "config.toml").write_text(CONFIG, "utf-8")
    make_busy(folder / "site")
    signing.use(SEED)
    with clock.standing_at(NOW):
        (folder / "older").write_text(written(signing.head(LIBRARY, site(), 12), SIGNER), "utf-8")
        facts = {"at": "2026-08-01T00:00:00Z", "interval": 60, "fail_after": 2}
        panel = {"locations": 1, "quorum": None, "vote": "majority"}
        said = [Statement(f"probe/p{n}", facts | panel, {}) for n in range(MANY)]
        with db.transaction():
            note(said, NOW)
        publish(folder / "www")
    keys = {
        incident.title: incident for incident in incidents.by_keys(incidents.all_keys()).values()
    }
    told = {title: [found.key, *(u.key for u in found.updates)] for title, found in keys.items()}
    (folder / "keys.json").write_text(json.dumps(told), "utf-8")
    yield folder
    signing.use(None)
    db.close_store()


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    shutil.copytree(original / "www", tmp_path / "www")
    return tmp_path / "www"


class Tamperer:
    """Changes files of a copy, as somebody with access to the server could."""

    def __init__(self, copy: Path, keys: dict[str, list[str]]) -> None:
        self.copy = copy
        self.keys = keys

    def folder(self, title: str) -> str:
        return f"incidents/{self.keys[title][0]}"

    def page(self, title: str) -> str:
        return f"{self.folder(title)}/index.html"

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.copy / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    def flip(self, path: str, place: int = -1) -> None:
        """Change one bit of a file."""
        [file] = self.copy.glob(path)
        body = bytearray(file.read_bytes())
        body[place] ^= 1
        file.write_bytes(bytes(body))

    def drop(self, path: str) -> None:
        found = self.copy / path
        shutil.rmtree(found) if found.is_dir() else found.unlink()

    def cut(self, path: str, pattern: str) -> None:
        """Remove what a pattern finds."""
        file = self.copy / path
        text, count = re.subn(pattern, "", file.read_text("utf-8"), count=1, flags=re.DOTALL)
        assert count == 1
        file.write_text(text, "utf-8")

    def swap(self, path: str, pattern: str) -> None:
        """Swap the first two things that a pattern finds."""
        file = self.copy / path
        text = file.read_text("utf-8")
        first, second = re.findall(pattern, text, flags=re.DOTALL)[:2]
        text = text.replace(first, "\0").replace(second, first).replace("\0", second)
        file.write_text(text, "utf-8")

    def record(self) -> tuple[list[bytes], list[dict[str, dict[str, str] | None]]]:
        """The leaves and the texts of the record."""
        size = parse_note((self.copy / HEAD).read_bytes()).checkpoint.size
        leaves, words = [], []
        for tile in tree.bundles(size):
            leaves += tree.unbundled((self.copy / "record" / tile.path).read_bytes())
            body = (self.copy / f"record/words/{tile.name}.json").read_text("utf-8")
            words += [one["words"] for one in json.loads(body)["entries"]]
        return leaves, words

    def rebuild(
        self,
        leaves: list[bytes],
        words: list[dict[str, dict[str, str] | None]],
        signer: Signer = SIGNER,
    ) -> None:
        """Write a record that fits itself in every file, as somebody with the key could."""
        shutil.rmtree(self.copy / "record/tile")
        levels = [[tree.leaf_hash(leaf) for leaf in leaves]]
        levels.append([tree.fold(levels[0][:256])])
        files: dict[str, bytes] = {}
        for tile in tree.tiles(len(leaves)):
            row = levels[tile.level or 0][tile.number * 256 :][: tile.width]
            files[tile.path] = b"".join(row)
        for tile in tree.bundles(len(leaves)):
            first, end = tile.number * 256, tile.number * 256 + tile.width
            files[tile.path] = tree.bundle(leaves[first:end])
            told = [{"index": n, "words": words[n]} for n in range(first, end)]
            body = json.dumps({"first": first, "entries": told}, ensure_ascii=False, indent=1)
            files[f"words/{tile.name}.json"] = body.encode()
        root = tree.root(len(leaves), lambda level, n, count: levels[level][n : n + count])
        files["checkpoint"] = written(Checkpoint(ORIGIN, len(leaves), root), signer).encode()
        for path, body in files.items():
            place = self.copy / "record" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(body)

    def sign_files(self, signer: Signer = SIGNER) -> None:
        """List the files anew, as somebody with the key could."""
        found = {
            str(file.relative_to(self.copy)): listed(file.read_bytes())
            for file in self.copy.rglob("*")
            if file.is_file() and file != self.copy / LIST
        }
        (self.copy / LIST).write_text(signed(listing(ORIGIN, found), signer), "utf-8")

    def change_leaf(self, subject: str, **changed: object) -> int:
        """Change the entry of a subject and rebuild the record; returns its index."""
        leaves, words = self.record()
        index = next(n for n, leaf in enumerate(leaves) if decoded(leaf).subject == subject)
        leaves[index] = replace(decoded(leaves[index]), **changed).encoded()  # type: ignore[arg-type]
        self.rebuild(leaves, words)
        return index


@pytest.fixture
def tamperer(copy: Path, original: Path) -> Tamperer:
    return Tamperer(copy, json.loads((original / "keys.json").read_text("utf-8")))


def check(copy: Path, **how: object) -> Report:
    return verify(Folder(copy), **how)  # type: ignore[arg-type]


def test_published_copy_is_as_its_record_says(copy: Path, original: Path) -> None:
    report = check(copy, since=(original / "older").read_bytes(), key=SIGNER.verifier)
    assert not report.findings
    assert report.compared["entry"] > MANY
    assert "pages" in report.lines[0]
    assert report.lines[1] == f"Its head is signed by {SIGNER.verifier}."
    assert report.limits == ["The first 12 entries are those of the older checkpoint."]


def test_report_says_what_it_cannot_see(copy: Path) -> None:
    limits = " ".join(check(copy).lines)
    assert "named by the record itself" in limits
    assert "made anew cannot be told" in limits


DOWN = "Checkout is down"
SLOW = "Search is slow"
QUEUES = "Queues are full"
Tamper = Callable[[Tamperer], object]


def _swapped_entries(t: Tamperer) -> None:
    leaves, words = t.record()
    subject = f"incident/{t.keys[DOWN][0]}"
    n = next(n for n, leaf in enumerate(leaves) if decoded(leaf).subject == subject)
    leaves[n : n + 2], words[n : n + 2] = leaves[n : n + 2][::-1], words[n : n + 2][::-1]
    t.rebuild(leaves, words)


def _without_an_entry(t: Tamperer) -> None:
    leaves, words = t.record()
    gone = next(n for n, leaf in enumerate(leaves) if decoded(leaf).subject.startswith("outcomes/"))
    t.rebuild(leaves[:gone] + leaves[gone + 1 :], words[:gone] + words[gone + 1 :])


def _entered_twice(t: Tamperer) -> None:
    leaves, words = t.record()
    t.rebuild([*leaves, leaves[10]], [*words, words[10]])


def _cut_tail(t: Tamperer) -> None:
    leaves, words = t.record()
    t.rebuild(leaves[:8], words[:8])


def _other_salt(t: Tamperer) -> None:
    leaves, words = t.record()
    index = next(n for n, told in enumerate(words) if "body" in told)
    told = words[index]["body"]
    assert told is not None
    told["salt"] = bytes(16).hex()
    t.rebuild(leaves, words)


def _blanked(t: Tamperer) -> None:
    leaves, words = t.record()
    index = next(n for n, told in enumerate(words) if "body" in told)
    words[index]["body"] = None
    t.rebuild(leaves, words)


def _other_words_in_the_record(t: Tamperer) -> None:
    """Text, salt, hash and tree all fit each other; only the pages tell."""
    leaves, words = t.record()
    subject = f"update/{t.keys[SLOW][1]}"
    index = next(n for n, leaf in enumerate(leaves) if decoded(leaf).subject == subject)
    entry, told = decoded(leaves[index]), words[index]["body"]
    assert told is not None
    told["text"] = "All is well."
    hashes = dict(entry.hashes) | {"body": salted_hash(bytes.fromhex(told["salt"]), told["text"])}
    leaves[index] = replace(entry, hashes=hashes).encoded()
    t.rebuild(leaves, words)


def _one_more_entry(t: Tamperer) -> None:
    leaves, words = t.record()
    entries = map(decoded, leaves)
    facts = next(entry.facts for entry in entries if entry.subject.startswith("update/"))
    of_nobody = Leaf("update/nobody", 1, NOW, {**facts, "incident": "nobody"}, {})
    t.rebuild([*leaves, of_nobody.encoded()], [*words, {}])


def _unerased(t: Tamperer) -> None:
    leaves, words = t.record()
    index = next(n for n, told in enumerate(words) if "body" in told and told["body"] is None)
    words[index]["body"] = {"salt": bytes(16).hex(), "text": "Call Jane."}
    t.rebuild(leaves, words)


def _unerased_with_its_salt(t: Tamperer) -> None:
    """One of its texts alone, by somebody who kept the salt: it fits the hash of the entry."""
    leaves, words = t.record()
    index = next(n for n, told in enumerate(words) if "body" in told and told["body"] is None)
    salt, text = bytes(16), "Call Jane."
    words[index]["body"] = {"salt": salt.hex(), "text": text}
    entry = decoded(leaves[index])
    hashes = {**entry.hashes, "body": salted_hash(salt, text)}
    leaves[index] = replace(entry, hashes=hashes).encoded()
    t.rebuild(leaves, words)


def _resigned(t: Tamperer) -> None:
    head = parse_note((t.copy / HEAD).read_bytes()).checkpoint
    (t.copy / HEAD).write_text(written(head, THIEF), "utf-8")


def _unsigned(t: Tamperer) -> None:
    head = parse_note((t.copy / HEAD).read_bytes()).checkpoint
    (t.copy / HEAD).write_text(written(head, None), "utf-8")


def _fake_incident(t: Tamperer) -> None:
    shutil.copytree(t.copy / t.folder(DOWN), t.copy / "incidents/fake")


def _fake_file(t: Tamperer) -> None:
    (t.copy / "notes.txt").write_text("Hello", "utf-8")


def _linked(t: Tamperer) -> None:
    place = t.copy / "robots.txt"
    place.rename(t.copy.parent / "robots.txt")
    place.symlink_to(t.copy.parent / "robots.txt")


def _linked_page(t: Tamperer) -> None:
    (t.copy.parent / "elsewhere").mkdir()
    (t.copy / "incidents/zzzz").symlink_to(t.copy.parent / "elsewhere")


def _deep_feed(t: Tamperer) -> None:
    (t.copy / "updates.json").write_text("[" * 200_000, "utf-8")
    t.sign_files()


def _blank_front(t: Tamperer) -> None:
    (t.copy / "index.html").write_text("<!-- nothing -->", "utf-8")
    t.sign_files()


def _odd_words(t: Tamperer) -> None:
    place = t.copy / "record/words/000.json"
    told = json.loads(place.read_text("utf-8"))
    word = next(w for one in told["entries"] for w in one["words"].values())
    word["text"] = 7
    place.write_text(json.dumps(told), "utf-8")


def _other_mark(t: Tamperer) -> None:
    text = (t.copy / t.page(SLOW)).read_text("utf-8")
    found = re.search(r'data-hash="([0-9a-f]{64})"', text)
    assert found
    t.edit(t.page(SLOW), found[1], "0" * 64)


def _stale(t: Tamperer) -> None:
    t.edit("changelog/faster/index.html", "<em>a third of</em>", "<em>half</em>")


def _json_edit(path: str, name: str, value: object) -> Tamper:
    def tamper(t: Tamperer) -> None:
        file = t.copy / path
        document = json.loads(file.read_bytes())
        assert document[name] != value
        file.write_text(json.dumps(document | {name: value}), "utf-8")

    return tamper


def _without_newest_item(t: Tamperer) -> None:
    file = t.copy / "feeds/all.json"
    document = json.loads(file.read_bytes())
    document["items"].pop(0)
    file.write_text(json.dumps(document), "utf-8")


FROZEN = "sla/api-availability/2026-07"
KINDS: dict[str, tuple[Tamper, str]] = {
    "a word in an incident": (
        lambda t: t.edit(t.page(SLOW), "<p>Search is slow.</p>", "<p>Search is quick.</p>"),
        r'/incidents/\w+#update-\w+ says "Search is quick."'
        r', the record \(entry \d+\) says "Search is slow."',
    ),
    "a word more in an incident": (
        lambda t: t.edit(
            t.page(SLOW), "<p>Search is slow.</p>", "<p>Search is slow.</p><p>No.</p>"
        ),
        r'/incidents/\w+#update-\w+ says "No.", the record does not',
    ),
    "a title": (
        lambda t: t.edit(t.page(DOWN), "<bdi>Checkout is down", "<bdi>Checkout was slow"),
        r'/incidents/\w+ says "Checkout was slow", the record \(entry \d+\) says "Checkout is d',
    ),
    "an owner": (
        lambda t: t.edit(t.page(DOWN), "<bdi>Ada</bdi>", "<bdi>Eve</bdi>"),
        r'/incidents/\w+ says "Eve", the record says "Ada"',
    ),
    "a time": (
        lambda t: t.edit(t.page(SLOW), "2026-08-10T10:00:00Z", "2026-08-10T11:00:00Z"),
        r"/incidents/\w+.* says .*T11:00:00Z.*, the record .*T10:00:00Z",
    ),
    "a status": (
        lambda t: t.edit(t.page(DOWN), ">Identified<", ">Monitoring<"),
        r'/incidents/\w+#update-\w+ says "Monitoring .*says "Identified ',
    ),
    "what became of a component": (
        lambda t: t.edit(t.page(DOWN), ">major outage<", ">degraded performance<"),
        r"/incidents/\w+#update-\w+ says .*degraded performance.* says .*major outage",
    ),
    "a deleted update": (
        lambda t: t.cut(
            t.page(DOWN), rf'<article class="update" id="update-{t.keys[DOWN][2]}".*?</article>'
        ),
        r"/incidents/\w+#update-\w+ does not say .*entry \d+",
    ),
    "swapped updates": (
        lambda t: t.swap(t.page(DOWN), r'<article class="update".*?</article>'),
        r"/incidents/\w+#update-\w+ (says|does not say)",
    ),
    "the hash an update names": (
        _other_mark,
        r"/incidents/\w+.* says \"\(entry \d+ of the record, 0000",
    ),
    "a deleted page": (
        lambda t: t.drop(t.page(DOWN)),
        r"/incidents/\w+ cannot be read: it is missing",
    ),
    "a fake page": (_fake_incident, "/incidents/fake is a page of something that the record does"),
    "a month without an incident": (
        lambda t: t.cut("history/2026-06/index.html", r'<article class="row">.*?</article>'),
        r'/history/2026-06 .*"Checkout is down',
    ),
    "an open incident gone from the first page": (
        lambda t: t.cut("index.html", r'<article class="incident edge.*?</article>'),
        r"/#incident-\w+ does not say .*entry \d+",
    ),
    "a word on the first page": (
        lambda t: t.edit("index.html", "<p>Search is slow.</p>", "<p>Search is fine.</p>"),
        r'/#incident-\w+ says "Search is fine."',
    ),
    "the head on the first page": (
        lambda t: t.edit("index.html", 'Its head: <code class="hash">', "Its head: <code>00"),
        r"/ says .*Its head: 00.*, the record says",
    ),
    "a planned window": (
        lambda t: t.edit("maintenance/index.html", "2026-08-13T12:00:00Z", "2026-08-13T12:30:00Z"),
        r"/maintenance#incident-\w+ says .*T12:30:00Z",
    ),
    "a former text shown as the present one": (
        _stale,
        r'/changelog/faster says "Search answers in half the time.", the record says',
    ),
    "a change made public again": (
        lambda t: t.cut("changelog/gone/index.html", r'<p class="notice">Withdrawn.*?</p>'),
        r"/changelog/gone does not say \"Withdrawn on",
    ),
    "an answer": (
        lambda t: t.edit("you-said-we-did/weekend/index.html", "We answer on", "We sleep on"),
        r'/you-said-we-did/weekend#did says "We sleep on Sundays."',
    ),
    "how often something was heard": (
        lambda t: t.edit("you-said-we-did/index.html", "Heard 12 times", "Heard 2 times"),
        r"/you-said-we-did says .*Heard 2 times",
    ),
    "a free page": (
        lambda t: t.edit("pages/about/index.html", "<em>Acme</em>", "<em>Apex</em>"),
        r'/pages/about says "We are Apex."',
    ),
    "an agreement": (
        lambda t: t.edit("sla/api-availability/index.html", "what stands here", "nothing here"),
        r'/sla/api-availability#agreement says "We promise nothing here."',
    ),
    "a version of a promise": (
        lambda t: t.edit(
            "sla/api-availability/index.html",
            'Since <time datetime="2026-06-13',
            'Since <time datetime="2026-06-14',
        ),
        r"/sla/api-availability.* says .*2026-06-14T",
    ),
    "a figure on its page": (
        lambda t: t.edit(
            f"{FROZEN}/index.html",
            '<strong class="figure big">99.8',
            '<strong class="figure big">99.9',
        ),
        rf"/{FROZEN}#?\w* says .*99\.9.*, the record says .*99\.8",
    ),
    "a figure as JSON": (
        _json_edit(f"{FROZEN}.json", "value", "100.00"),
        rf"/{FROZEN}.json says value '100.00', the record says '99\.8",
    ),
    "a verdict in the API": (
        _json_edit("api/v1/slas/api-availability/periods/2026-07/index.json", "verdict", "met"),
        "/api/v1/slas/api-availability/periods/2026-07 says verdict 'met', the record says 'mis",
    ),
    "a word in Atom": (
        lambda t: t.edit("updates.atom", "Search is slow.", "Search is quick."),
        r"/updates.atom#tag:.* says .*quick.*the record \(entry \d+\) says .*slow",
    ),
    "a word in RSS": (
        lambda t: t.edit("feeds/all.rss", "Nobody answers", "Everybody answers"),
        r"/feeds/all.rss#tag:.* says .*Everybody answers",
    ),
    "a word in a JSON feed": (
        lambda t: t.edit("feeds/incidents.json", "It works again.", "It never broke."),
        r"/feeds/incidents.json#tag:.* says .*It never broke",
    ),
    "a time in a feed": (
        lambda t: t.edit("components/api.atom", "<published>2026-06", "<published>2026-05"),
        r"/components/api.atom#tag:.* says \"published: 2026-05",
    ),
    "a deleted feed item": (
        _without_newest_item,
        r"/feeds/all.json#tag:.* does not say .*entry \d+",
    ),
    "swapped feed items": (
        lambda t: t.swap("updates.rss", r"<item>.*?</item>"),
        r"/updates.rss#tag:.* (says|does not)",
    ),
    "a deleted feed": (
        lambda t: t.drop("updates.json"),
        "/updates.json cannot be read: it is miss",
    ),
    "the page of the record": (
        lambda t: t.edit("record/entries/000/index.html", "Checkout is down", "Checkout is up"),
        r"/record/entries/000#e\d+ says .*Checkout is up",
    ),
    "the newest entries": (
        lambda t: t.cut("record/index.html", r'<article class="row record-entry".*?</article>'),
        r"/record#e\d+ does not say",
    ),
    "a bit of the head": (lambda t: t.flip(HEAD, 30), "/record/checkpoint "),
    "a bit of an entry": (
        lambda t: t.flip(BUNDLE, 40),
        "/record/tile/entries/000 holds an entry 0 that is not the one",
    ),
    "a bit of the last bundle": (
        lambda t: t.flip(f"{REST}*"),
        r"/record/tile/entries/001.p/\d+ holds an entry \d+",
    ),
    "a bundle cut short": (
        lambda t: (t.copy / BUNDLE).write_bytes((t.copy / BUNDLE).read_bytes()[:-5]),
        "/record/tile/entries/000 cannot be read: the bundle is cut short",
    ),
    "a bit of a tile": (
        lambda t: t.flip("record/tile/0/000", 40),
        "/record/tile/0/000 holds a wrong hash 1 of level 0",
    ),
    "a bit of a tile above": (
        lambda t: t.flip("record/tile/1/000.p/1"),
        "/record/tile/1/000.p/1 holds a wrong hash 0 of level 1",
    ),
    "a deleted tile": (lambda t: t.drop("record/tile/0/000"), "/record/tile/0/000 cannot be read"),
    "a text of the record": (
        lambda t: t.edit(WORDS, "It is *down*", "It is *up*"),
        r"/record/words/000.json has another text for entry \d+: its body is not the text",
    ),
    "a space in the texts": (
        lambda t: t.edit(WORDS, '"first": 0', '"first":  0'),
        "/record/words/000.json is not written in its one form",
    ),
    "deleted texts": (
        lambda t: t.drop(WORDS),
        "/record/words/000.json cannot be read: it is missing",
    ),
    "a salt": (_other_salt, r"/record/words/000.json has another text for entry \d+"),
    "a text blanked in silence": (
        _blanked,
        r"/record/entries/000#e\d+ has a blanked text that no later entry erases",
    ),
    "a revision skipped": (
        lambda t: t.change_leaf("pages/about", revision=2),
        r"/record/entries/000#e\d+ enters revision 2 of pages/about; 1 should follow",
    ),
    "an entry recorded twice": (
        _entered_twice,
        r"/record/entries/001#e\d+ enters revision 1 of .*; 2 should follow",
    ),
    "swapped entries": (
        _swapped_entries,
        r"/incidents/\w+ says \"\(entry \d+ of the record.*, the record .* says \"\(entry",
    ),
    "a record made anew without an entry": (
        _without_an_entry,
        r"/incidents/\w+ says \"\(entry \d+ of the record.*, the record .* says \"\(entry",
    ),
    "a text back that was erased": (
        _unerased,
        r"/record/words/000.json has another text for entry \d+: its body is not the text",
    ),
    "a text back with its true salt": (
        _unerased_with_its_salt,
        r"/record/entries/000#e\d+ still has a text that a later entry erases",
    ),
    "an edit that is not told": (
        lambda t: t.cut(t.page(QUEUES), r'<p class="note">Edited.*?</p>'),
        r"/incidents/\w+#?\S* does not say \"Edited",
    ),
    "a former text of an update": (
        lambda t: t.edit(
            f"{t.folder(QUEUES)}/changes/index.html", "It is the moon", "It is the sun"
        ),
        r"/incidents/\w+/changes#update-\w+ says .*It is the sun",
    ),
    "a cause": (
        lambda t: t.edit(t.page(QUEUES), "<dd>Capacity:", "<dd>Not known:"),
        r'/incidents/\w+#postmortem-\w+ says "Not known:',
    ),
    "what an action is due by": (
        lambda t: t.edit(t.page(QUEUES), "Bigger queues", "Smaller queues"),
        r"/incidents/\w+#\S+ says .*Smaller queues",
    ),
    "a record made anew with other words": (
        _other_words_in_the_record,
        r"/incidents/\w+#update-\w+ says .*the record \(entry \d+\) says",
    ),
    "words of nothing": (_one_more_entry, "/record cannot be read as a whole: .*incident/nobody"),
    "a head signed by another": (_resigned, "/record/checkpoint is not signed by status.acme"),
    "a head without its signature": (_unsigned, "/record/checkpoint is not signed by status.acme"),
    "a bit of the list of files": (lambda t: t.flip(LIST, 3), "/record/files cannot be read"),
    "a list of files signed by another": (
        lambda t: t.sign_files(THIEF),
        "/record/files is not signed by status.acme",
    ),
    "a deleted list of files": (
        lambda t: t.drop(LIST),
        "/record/files cannot be read: it is missing",
    ),
    "a measured word": (
        lambda t: t.edit("components/docs/index.html", "Operational", "Degraded performance"),
        "/components/docs/index.html is not the file that /record/files names",
    ),
    "rows of a figure": (
        lambda t: t.flip(f"{FROZEN}.csv"),
        f"/{FROZEN}.csv is not the file that /record/files names",
    ),
    "a deleted style": (
        lambda t: t.drop("robots.txt"),
        "/robots.txt is missing, and /record/files",
    ),
    "a link in place of a file": (_linked, "/robots.txt is no plain file"),
    "a link to a page elsewhere": (_linked_page, "/incidents/zzzz is a file that /record/files"),
    "a feed without an end": (_deep_feed, "/updates.json"),
    "an empty first page": (_blank_front, "/ "),
    "a text that is a number": (_odd_words, "/record/words/000.json does not fit"),
    "a file more": (_fake_file, "/notes.txt is a file that /record/files does not name"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_tampering_is_caught_and_named(kind: str, tamperer: Tamperer) -> None:
    tamper, wanted = KINDS[kind]
    tamper(tamperer)
    report = check(tamperer.copy)
    assert report.findings
    assert re.match(wanted, report.lines[0]), report.lines[0]


def test_first_finding_is_named_and_the_rest_counted(tamperer: Tamperer) -> None:
    tamperer.edit(tamperer.page(DOWN), "<bdi>Ada</bdi>", "<bdi>Eve</bdi>")
    tamperer.drop("updates.json")
    lines = check(tamperer.copy).lines
    assert "Eve" in lines[0]
    assert re.fullmatch(r"\d+ more things do not fit\.", lines[1])


def test_record_cut_since_an_older_head_is_caught(tamperer: Tamperer, original: Path) -> None:
    _cut_tail(tamperer)
    report = check(tamperer.copy, since=(original / "older").read_bytes())
    found = [str(finding) for finding in report.findings]
    assert "/record/checkpoint was cut: it held 12 entries before and holds 8 now" in found


def test_record_rewritten_since_an_older_head_is_caught(tamperer: Tamperer, original: Path) -> None:
    _swapped_entries(tamperer)
    report = check(tamperer.copy, since=(original / "older").read_bytes())
    text = "/record/checkpoint was rewritten: its first 12 entries are not those of before"
    assert text in map(str, report.findings)


def test_record_signed_by_another_key_is_caught_by_the_key(tamperer: Tamperer) -> None:
    report = check(tamperer.copy, key=THIEF.verifier)
    assert str(report.findings[0]) == f"/record/checkpoint is not signed by {THIEF.verifier}"


@pytest.mark.parametrize(
    ("older", "text"),
    [
        (b"nothing", "cannot be read"),
        (written(Checkpoint("other/record", 1, bytes(32)), None).encode(), "is of other/record"),
        (written(Checkpoint(ORIGIN, 1, bytes(32)), THIEF).encode(), "is not signed by"),
    ],
)
def test_older_head_that_is_none_of_ours_is_refused(copy: Path, older: bytes, text: str) -> None:
    with pytest.raises(SourceError, match=text):
        check(copy, since=older, key=SIGNER.verifier)


def test_place_without_a_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is missing"):
        check(tmp_path)
    with pytest.raises(SourceError, match="is no folder"), source(str(tmp_path / "nowhere")):
        pass


@pytest.mark.slow
def test_served_site_is_as_its_record_says(
    site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSPAGE_SIGNING_KEY", KEY)
    make_busy(site_folder)
    db.close_store()
    with serving(site_folder / "config.toml") as address, source(address) as site:
        report = verify(site, key=SIGNER.verifier)
        assert not report.findings
        assert report.compared["feed"] > 0
        assert "is not checked" in report.limits[-1]
