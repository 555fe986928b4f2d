"""Every kind of tampering with the record and with files, and what is said of it first."""

from __future__ import annotations

import json
from dataclasses import replace

from statuspage.domain.record.note import parse_note, written
from statuspage.domain.record.recorded import Leaf, decoded, salted_hash
from statuspage.publish.files import LIST
from tests.helpers.busy import NOW
from tests.publish.tamperer import (
    BUNDLE,
    DOWN,
    HEAD,
    REST,
    SLOW,
    THIEF,
    WORDS,
    Tamper,
    Tamperer,
)


def swapped_entries(t: Tamperer) -> None:
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


def cut_tail(t: Tamperer) -> None:
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


RECORD: dict[str, tuple[Tamper, str]] = {
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
        "/record/words/000.json is not written in the one allowed form",
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
        swapped_entries,
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
    "a record made anew with other words": (
        _other_words_in_the_record,
        r"/incidents/\w+#(newest|update-\w+) .*the record \(entry \d+\) (says|does)",
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
        lambda t: t.flip("sla/api-availability/2026-07.csv"),
        "/sla/api-availability/2026-07.csv is not the file that /record/files names",
    ),
    "a deleted style": (
        lambda t: t.drop("robots.txt"),
        "/robots.txt is missing, and /record/pages/site.txt names it",
    ),
    "a link in place of a file": (_linked, "/robots.txt is not an ordinary file"),
    "a link to a page elsewhere": (_linked_page, "/incidents/zzzz is a file that /record/files"),
    "a feed without an end": (_deep_feed, "/updates.json"),
    "an empty first page": (_blank_front, "/ "),
    "a text that is a number": (_odd_words, "/record/words/000.json does not fit"),
    "a file more": (_fake_file, "/notes.txt is a file that /record/files does not name"),
}
"""By name: what is done, and how the first line of the report begins."""
