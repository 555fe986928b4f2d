"""`statuspage survey`: links for a mailing, an open address, a question to paste."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.cli.test_commands import config, run

__all__ = ["config"]  # a fixture


def _links(config: Path, *given: str) -> list[dict[str, str]]:
    done = run("survey", "links", *given, config=config)
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_links_are_printed_each_once_and_a_round_goes_on(config: Path) -> None:
    run("sync", config=config)
    first = _links(config, "csat", "spring", "3")
    more = _links(config, "csat", "spring", "2")
    addresses = [row["address"] for row in [*first, *more]]
    assert len(set(addresses)) == 5
    assert all("/ask/csat/spring?by=" in one for one in addresses)
    assert all(row["address"].endswith(row["token"]) for row in first)
    listed = run("survey", "list", config=config).stdout.split("\t")
    assert listed[:3] == ["csat", "spring", "5"]


def test_round_of_which_nothing_can_be_published_says_so(config: Path) -> None:
    run("sync", config=config)
    for count, words in (("1", "this round has fewer links"), ("4", "")):
        done = run("survey", "links", "csat", "spring", count, config=config)
        assert (done.exit_code, bool(done.stderr)) == (0, bool(words))
        assert words in done.stderr


def test_question_is_printed_for_mails_and_pages(config: Path) -> None:
    run("sync", config=config)
    _links(config, "nps", "spring", "3")
    for_mail = run("survey", "snippet", "nps", "spring", config=config).stdout
    assert for_mail.count("<a href=") == 12
    assert "answer=10&amp;by=TOKEN" in for_mail
    address = run("survey", "open", "true", "website", config=config).stdout.strip()
    assert address.endswith("/ask/true/website")
    for_page = run("survey", "snippet", "true", "website", config=config).stdout
    assert "TOKEN" not in for_page
    assert f"{address}?answer=yes" in for_page


def test_faults_are_told_in_one_line(config: Path) -> None:
    run("sync", config=config)
    run("survey", "open", "true", "website", config=config)
    for given, words in (
        (("links", "csat", "Spring!", "3"), "small letters"),
        (("links", "csat", "spring", "0"), "Ask for 1 to"),
        (("links", "true", "website", "3"), "answered in another way"),
        (("snippet", "csat", "none"), "There is no round"),
    ):
        done = run("survey", *given, config=config)
        assert done.exit_code == 1
        assert words in done.stderr
