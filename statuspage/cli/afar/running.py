"""Carries out what was typed elsewhere: the same commands, as whoever typed them."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import click

from statuspage.actions.given import Actor
from statuspage.cli import main
from statuspage.cli.afar.either import stay_here
from statuspage.cli.afar.groups import GROUPS, READING
from statuspage.cli.language import speak
from statuspage.cli.output import Output
from statuspage.cli.program import Program
from statuspage.cli.refusing import options_in, tell_refusal
from statuspage.errors import Conflict, InvalidInput, StatusPageError, StoreError
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.typed import Printed, Typed, Usage

_KEPT = frozenset({("incident", "open"), ("incident", "update"), ("incident", "resolve")})
"""What can be kept as a draft."""
_PRIVATE = frozenset({("changelog", "draft")})
"""What publishes nothing."""
_ERASING = ("incident", "erase")
_SEVERAL = frozenset(
    {
        _ERASING,
        ("changelog", "publish"),
        ("changelog", "schedule"),
        ("changelog", "discard"),
    }
)
"""What has more than one transaction."""


class _Here(Program):
    """The site whose server this is; its store is open."""

    def __init__(self, actor: Actor, *, keeps_drafts: bool) -> None:
        super().__init__("config.toml")
        self._actor = actor
        self._keeps_drafts = keeps_drafts

    @cached_property
    def actor(self) -> Actor:
        """Whoever typed."""
        return self._actor

    @property
    def keeps_drafts(self) -> bool:
        return self._keeps_drafts

    def open(self) -> None:
        """It is."""


class CommandShell:
    """What the web asks to carry commands out."""

    def scope(self, words: tuple[str, ...]) -> str:
        """The scope that a command needs. Raises InvalidInput for one that is not for others."""
        if words[0] not in GROUPS:
            told = said(
                "'{command}' cannot be typed from elsewhere. There are: {known}.",
                command=words[0][:80],
                known=sorted(GROUPS),
            )
            raise InvalidInput({"words": told})
        if words[0] == "changelog":
            return "changelog"
        return "erasure" if words[:2] == _ERASING else "incidents"

    def is_one_act(self, typed: Typed) -> bool:
        """Whether one transaction holds it; a draft is rehearsed in one of its own."""
        return typed.words[:2] not in _SEVERAL and not _keeps_drafts(typed)

    def run(self, typed: Typed) -> Printed:
        """Carry it out; a refusal is in what it prints. Raises StoreError."""
        output = Output(is_json="--json" in typed.words, caught=[])
        root = click.Context(main, info_name="statuspage", help_option_names=[])
        output.begin(root)
        stay_here(root)
        speak(root, typed.language)
        with root:
            status, usage = self._run(typed, root)
        return Printed(status, tuple(output.caught or ()), usage)

    def _run(self, typed: Typed, root: click.Context) -> tuple[int, Usage | None]:
        try:
            root.obj = _Here(_actor(typed), keeps_drafts=self._checked(typed))
            command = main.get_command(root, typed.words[0])
            assert command is not None  # noqa: S101 its scope was asked for
            with command.make_context(typed.words[0], _below(typed.words), root) as context:
                command.invoke(context)
        except click.UsageError as error:
            return error.exit_code, _usage(error)
        except click.exceptions.Exit as ended:
            return ended.exit_code, None
        except SystemExit as ended:
            return int(ended.code or 0), None
        except StoreError:
            raise
        except StatusPageError as error:
            tell_refusal(error, options_in(typed.words))
            return 1, None
        return 0, None

    def _checked(self, typed: Typed) -> bool:
        """Whether drafts are to be kept. Raises Conflict where nothing else may be done."""
        keeps = _keeps_drafts(typed)
        command = typed.words[:2]
        is_reading = command[-1] in READING
        if keeps and not is_reading and command not in _KEPT | _PRIVATE:
            raise Conflict(
                said("A second person has to read here what is published. Do it at the desk.")
            )
        return keeps


def _below(words: tuple[str, ...]) -> list[str]:
    """The words for a group: the second one is the command, as whoever asked for its scope saw."""
    return ["--", *words[1:]] if words[1:] else []


def _keeps_drafts(typed: Typed) -> bool:
    with db.snapshot():
        return typed.is_draft or current_settings().desk.approval


def _actor(typed: Typed) -> Actor:
    """Whoever typed. Erasing ends with more than its transaction, and knows by itself what it did;
    of what does something to each of several drafts, none may be taken for another.
    """
    is_erasing = typed.words[:2] == _ERASING
    return replace(typed.actor, submission=typed.submission) if is_erasing else typed.actor


def _usage(error: click.UsageError) -> Usage:
    """What is wrong, so that it can be told in the language of whoever typed."""
    if isinstance(error, click.BadParameter) and isinstance(error.param_hint, str):
        return Usage(error.message, error.param_hint)
    return Usage(error.format_message())
