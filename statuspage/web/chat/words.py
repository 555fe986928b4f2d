"""From a line of a chat to the words of a command, as the shell parts them."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from statuspage.errors import StatusPageError
from statuspage.said import said

_FLAGS = ("--page-only", "--all", "--json", "--help")  # that take no value
PUBLISH = "--publish"
OPEN, UPDATE, RESOLVE, LIST, SHOW = "open", "update", "resolve", "list", "show"
WRITING = (OPEN, UPDATE, RESOLVE)
# What phones and desktops put in the place of what was typed.
_TYPED = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"'})
_DASHES = ("\u2014", "\u2013")


@dataclass(frozen=True)
class ChatCommand:
    """What somebody wants; `words` is empty for who asks how it goes."""

    words: tuple[str, ...]
    publishes: bool = False

    @property
    def is_writing(self) -> bool:
        return self.words[1:2] != () and self.words[1] in WRITING

    @property
    def key(self) -> str:
        """The id of the incident that it names; "" for none."""
        return self.words[2] if len(self.words) > 2 and self.words[1] in (UPDATE, RESOLVE) else ""


def command(text: str) -> ChatCommand:
    """The command of a line such as `open "API is slow" --component api=degraded_performance`.

    The title may stand without its option, and so may the words. Raises StatusPageError, in words.
    """
    words = _parted(text)
    if not words or words[0].lower() in ("help", "--help"):
        return ChatCommand(())
    verb, rest = words[0].lower(), words[1:]
    if verb not in (*WRITING, LIST, SHOW):
        raise StatusPageError(
            said(
                "There is no “{verb}”. There are: {known}.",
                verb=verb[:40],
                known=[*WRITING, LIST, SHOW, "help"],
            )
        )
    plain, options = _sorted(rest)
    if "--help" in options:
        return ChatCommand(())
    publishes = PUBLISH in options
    options = [one for one in options if one not in (PUBLISH, "--json")]  # people read it here
    named = {OPEN: ("--title", "--body"), UPDATE: ("", "--body"), RESOLVE: ("", "--body")}
    for name, word in zip(named.get(verb, ()), plain, strict=False):
        options += [name, word] if name else []
    kept = plain[:1] if verb in (UPDATE, RESOLVE) else [] if verb == OPEN else plain
    if len(plain) > len(named.get(verb, plain)):
        raise StatusPageError(
            said(
                "“{word}” stands alone; put quotes around words that belong together.",
                word=plain[len(named[verb])][:40],
            )
        )
    return ChatCommand(("incident", verb, *kept, *options), publishes)


def _sorted(words: list[str]) -> tuple[list[str], list[str]]:
    """Plain words, and options with their values."""
    plain: list[str] = []
    options: list[str] = []
    waits = False  # for the value of the last option
    for word in words:
        if waits or word.startswith("--"):
            options.append(word)
            waits = not waits and "=" not in word and word not in (*_FLAGS, PUBLISH)
        else:
            plain.append(word)
    return plain, options


def _parted(text: str) -> list[str]:
    lexer = shlex.shlex(text.translate(_TYPED), posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.quotes = True, "", '"'
    lexer.escape = ""
    try:
        words = list(lexer)
    except ValueError:
        raise StatusPageError(
            said('A quote is open at the end; close it with " and send the line again.')
        ) from None
    return [_as_typed(word) for word in words]


def _as_typed(word: str) -> str:
    """`--body`, where a machine made one long dash of the two."""
    if word.startswith(_DASHES) and word[1:2].isalpha():
        return f"--{word[1:]}"
    return word
