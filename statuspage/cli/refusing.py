"""What a command says where it is refused: one plain line, which names options as they were typed.

`{"error": ...}` for programs; see `output.py`.
"""

from __future__ import annotations

from collections.abc import Collection

from statuspage.cli.language import words
from statuspage.cli.output import tell_error
from statuspage.errors import InvalidInput, StatusPageError
from statuspage.said import Said, said

_OTHERWISE = {"scheduled_for": "--from", "scheduled_until": "--until"}


def options_in(typed: Collection[str]) -> set[str]:
    """The options among the words of a command."""
    return {text.partition("=")[0] for text in typed if text.startswith("--")}


def tell_refusal(error: StatusPageError | OSError, options: Collection[str]) -> None:
    """Say why nothing came of a command with these options."""
    if isinstance(error, InvalidInput):
        faults = _by_option(error.faults, options)
        fields = {name: words(text) for name, text in faults.items()}
        tell_error(words(InvalidInput(faults).said), fields=fields)
    elif isinstance(error, StatusPageError):
        tell_error(words(error.said))
    else:
        place, what = error.filename or said("a file"), error.strerror or str(error)
        tell_error(words(said("{place}: {what}.", place=place, what=what)))


def _by_option(faults: dict[str, Said], typed: Collection[str]) -> dict[str, Said]:
    """Faults by the options that were typed, where a field has one."""

    def name(field: str) -> str:
        field, _, language = field.partition(":")
        if language:
            return f"--{field}-in {language}=..."
        option = f"--{field.replace('_', '-')}"
        ways = (_OTHERWISE.get(field, option), option, option.removesuffix("s"))
        return next((way for way in ways if way in typed), field)

    return {name(field): fault for field, fault in faults.items()}
