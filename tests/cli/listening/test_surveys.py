"""`statuspage survey`: links for a mailing, an open address, a question to paste."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.helpers.shell import run


def _links(config: Path, *given: str) -> list[dict[str, str]]:
    done = run(config, "survey", "links", *given)
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_links_are_printed_each_once_and_a_round_goes_on(config: Path) -> None:
    run(config, "sync")
    first = _links(config, "csat", "spring", "3")
    more = _links(config, "csat", "spring", "2")
    addresses = [row["address"] for row in [*first, *more]]
    assert len(set(addresses)) == 5
    assert all("/ask/csat/spring?by=" in one for one in addresses)
    assert all(row["address"].endswith(row["token"]) for row in first)
    listed = run(config, "survey", "list").stdout.split("\t")
    assert listed[:3] == ["csat", "spring", "5"]


def test_round_of_which_nothing_can_be_published_says_so(config: Path) -> None:
    run(config, "sync")
    for count, words in (("1", "this round has fewer links"), ("4", "")):
        done = run(config, "survey", "links", "csat", "spring", count)
        assert (done.exit_code, bool(done.stderr)) == (0, bool(words))
        assert words in done.stderr


def test_question_is_printed_for_mails_and_pages(config: Path) -> None:
    run(config, "sync")
    _links(config, "nps", "spring", "3")
    for_mail = run(config, "survey", "snippet", "nps", "spring").stdout
    assert for_mail.count("<a href=") == 12
    assert "answer=10&amp;by=TOKEN" in for_mail
    address = run(config, "survey", "open", "true", "website").stdout.strip()
    assert address.endswith("/ask/true/website")
    for_page = run(config, "survey", "snippet", "true", "website").stdout
    assert "TOKEN" not in for_page
    assert f"{address}?answer=yes" in for_page


def test_faults_are_told_in_one_line(config: Path) -> None:
    run(config, "sync")
    run(config, "survey", "open", "true", "website")
    for given, words in (
        (("links", "csat", "Spring!", "3"), "small letters"),
        (("links", "csat", "spring", "0"), "Ask for 1 to"),
        (("links", "true", "website", "3"), "answered in another way"),
        (("snippet", "csat", "none"), "There is no round"),
    ):
        done = run(config, "survey", *given)
        assert done.exit_code == 1
        assert words in done.stderr
