"""The site that is looked at, as far as it can be told while parts of it may be broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from statuspage.config import Settings
from statuspage.health.health import Health


@dataclass(frozen=True)
class Examined:
    """What an examination may ask. The store is open, or its check says why it is not."""

    config: Path
    environ: Mapping[str, str]
    settings: Settings | None  # None where neither the file nor the store has any that are good

    @property
    def url(self) -> str:
        """The address of the site; "" where it is not known."""
        return self.settings.site.url if self.settings is not None else ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


Examination = Callable[[Examined], Iterable[Health]]
"""Finds any number of facts. It may raise StoreError, and take some seconds."""
