"""What rows that programs push have in common: times, names, and a fault with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, StrictStr, ValidationError, WithJsonSchema

from statuspage.config.faults import faults_of
from statuspage.config.kinds.values import Model
from statuspage.errors import InvalidInput, RowFault
from statuspage.said import Said, said

_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)

Row = TypeVar("Row", bound=Model)


class Unfit(str):
    """A text of a file that cannot be what its place asks for, and why."""

    __slots__ = ("why",)
    why: Said

    @classmethod
    def of(cls, text: str, why: Said) -> Self:
        """That text, with the reason."""
        found = cls(text)
        found.why = why
        return found


def instant(value: object) -> datetime:
    """RFC 3339 with a zone, cut to whole seconds of UTC. Raises ValueError in words."""
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise ValueError(
            said('must be a time with its zone in quotes, such as "2026-07-01T00:00:00Z"')
        )
    try:
        # Python 3.11 reads up to six digits of a second; published times have none at all.
        found = datetime.fromisoformat(re.sub(r"\.\d+", "", value.upper())).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            said('"{value}" is a time that does not exist; check its digits', value=value)
        ) from None
    if found.year < 1990:
        raise ValueError(said('"{value}" is too long ago; check the year', value=value))
    return found


def _word(text: str) -> str:
    if not text.isprintable() or text != text.strip() or not 0 < len(text) <= 64:
        raise ValueError(said("must be one plain word of at most 64 characters"))
    return text


Instant = Annotated[
    datetime,
    BeforeValidator(instant),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-07-01T00:00:00Z"]}),
]
"""RFC 3339 with a zone, cut to whole seconds of UTC."""

Word = Annotated[
    StrictStr,
    AfterValidator(_word),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 64}),
]
"""A name or a key, printable and without blanks at its ends."""


def checked_rows(
    model: type[Row],
    raw: Iterable[tuple[int, Any]],
    require: Callable[[Row], None],
    faults: list[RowFault],
) -> list[tuple[int, Row]]:
    """Those of some raw rows, with their line, that fit a model and of which all is right.

    `require` asks what the shape cannot tell, and raises InvalidInput. What is wrong with the
    others is added to `faults`.
    """
    found = []
    for line, value in raw:
        try:
            row = model.model_validate(value)
            require(row)
            found.append((line, row))
        except ValidationError as error:
            faults += _faults(model, line, value, error)
        except InvalidInput as error:
            faults += [RowFault(line, key, text) for key, text in error.faults.items()]
    return found


def _faults(
    model: type[Row], line: int, value: object, error: ValidationError
) -> Iterable[RowFault]:
    if not isinstance(value, Mapping):
        yield RowFault(line, "", said('must be an object, such as {{"key": "value"}}'))
        return
    for fault in faults_of(error, model):
        given = _at(value, fault.path)
        text = given.why if isinstance(given, Unfit) else fault.text
        yield RowFault(line, ".".join(map(str, fault.path)), text)


def _at(value: Any, path: Iterable[int | str]) -> Any:
    """What stands at a path of a row, None for nothing."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value
