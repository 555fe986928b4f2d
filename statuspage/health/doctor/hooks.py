"""Whether the environment has what the hooks of config.toml need. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator

from statuspage.errors import Unreachable
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.notify.hooks import own
from statuspage.said import joined


def hooks(examined: Examined) -> Iterator[Health]:
    """One for each that cannot be called."""
    settings = examined.settings
    for hook in settings.hooks if settings else ():
        try:
            if hook.format == "apprise":
                own.address_of(hook, examined.environ)
            else:
                own.receiver_of(hook, examined.environ)
        except Unreachable as error:
            yield Health("hook", Condition.FAILING, joined([hook.id, error.said], ": "))
