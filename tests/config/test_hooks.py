"""[[hooks]]: what each format needs, and that no secret stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.written import MINIMAL, faults, read

HOOK = '\n[[hooks]]\nid = "team"\n'


def test_chat_is_named_by_its_variable_alone(tmp_path: Path) -> None:
    [hook] = read(tmp_path, f'{MINIMAL}{HOOK}format = "slack"\nurl = "env:TEAM_HOOK"\n').hooks
    assert (hook.format, hook.url, hook.secret, hook.kinds) == ("slack", "env:TEAM_HOOK", None, ())


def test_group_stands_for_its_components(tmp_path: Path) -> None:
    text = f'{MINIMAL}\n[[groups]]\nid = "core"\nname = "Core"\n'
    chosen = 'format = "ntfy"\nurl = "https://ntfy.sh/t"\ncomponents = ["core", "mail"]\n'
    [hook] = read(tmp_path, f"{text}{HOOK}{chosen}").hooks
    assert hook.components == ("core", "mail")


@pytest.mark.parametrize("form", ["slack", "teams", "discord", "apprise"])
def test_address_that_is_a_secret_stands_in_no_file(tmp_path: Path, form: str) -> None:
    text = f'{MINIMAL}{HOOK}format = "{form}"\nurl = "https://hooks.example/T0/B0/hunter2"\n'
    [fault] = faults(tmp_path, text)
    assert fault.startswith('config.toml:12: "url": is a secret')
    assert "hunter2" not in fault


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('url = "https://a.example"', '"secret": is missing, and the format standard is signed'),
        ('url = "https://a.example"\nsecret = "whsec_aGVsbG8="', "never holds secrets"),
        ('format = "mastodon"\nurl = "https://m.example"', "opens the account that posts"),
        ('format = "mastodon"\nurl = "https://m.example"\nsecret = "x"', "never holds secrets"),
        (
            'format = "bluesky"\nurl = "https://bsky.social"\nsecret = "env:A"',
            '"account": is missing; write the handle',
        ),
        ('format = "ntfy"\nurl = "ntfy.sh/t"', "whole web address"),
        ('format = "ntfy"\nurl = "https://ada:hunter2@ntfy.sh/t"', "never holds secrets"),
        ('format = "ntfy"\nurl = "https://ntfy.sh/t"\nkinds = ["news"]', '"changelog"?'),
        (
            'format = "ntfy"\nurl = "https://ntfy.sh/t"\ncomponents = ["male"]',
            'did you mean "mail"',
        ),
        ('format = "ntfy"\nurl = "https://ntfy.sh/t"\nlanguage = "de"', "no language of [site]"),
        ('format = "slak"\nurl = "env:A"', 'did you mean "slack"?'),
        ('format = "ntfy"\nurl = "https://ntfy.sh/t"\nsevrity = "major"', 'mean "severity"?'),
        (
            'format = "ntfy"\nurl = "https://n.example"\nheaders = { Authorization = "x" }',
            "env:NAME",
        ),
    ],
)
def test_fault_says_the_mend(tmp_path: Path, lines: str, words: str) -> None:
    found = faults(tmp_path, f"{MINIMAL}{HOOK}{lines}\n")
    assert len(found) == 1
    assert words in found[0]
    assert "hunter2" not in found[0]


def test_two_hooks_have_two_ids(tmp_path: Path) -> None:
    one = f'{HOOK}format = "slack"\nurl = "env:A"\n'
    assert 'two [[hooks]] have the id "team"' in faults(tmp_path, MINIMAL + one + one)[0]


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "[::1]", "169.254.169.254", "localhost:9"])
def test_private_address_needs_a_word(tmp_path: Path, host: str) -> None:
    text = f'{MINIMAL}{HOOK}format = "ntfy"\nurl = "http://{host}/t"\n'
    [fault] = faults(tmp_path, text)
    assert fault.startswith('config.toml:12: "url": ')
    assert fault.endswith(
        "is inside a private network. If that is meant, write allow_private = true beside it."
    )
    assert read(tmp_path, f"{text}allow_private = true\n").hooks[0].allow_private
