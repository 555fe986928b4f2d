"""What the answer to a web request is expected to be, as config.toml says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from statuspage.config.kinds.json_path import steps
from statuspage.config.kinds.statuses import Codes
from statuspage.config.kinds.values import Filled
from statuspage.config.probes import TextExpect


def _json_path(path: str) -> str:
    steps(path)
    return path


JsonPath = Annotated[str, AfterValidator(_json_path)]


class HttpExpect(TextExpect):
    """What a good answer is."""

    status: tuple[Codes, ...] = ()
    """The status codes that are good, such as 204, "2xx" or "200-299"; "2xx" when none is named."""
    not_contains: Filled | None = None
    """A text that must not be in the answer."""
    json_path: dict[JsonPath, StrictBool | StrictInt | StrictFloat | StrictStr] = Field(
        default_factory=dict
    )
    """Places in an answer of JSON, each with the value that must stand there."""
