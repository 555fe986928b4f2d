"""[notices]: when readers are reminded of what was announced."""

from __future__ import annotations

from datetime import timedelta

from statuspage.config.kinds.values import Days, Model


class Notices(Model):
    """What is announced ahead in `content/notices/` or in the desk."""

    remind: tuple[Days, ...] = (timedelta(days=30), timedelta(days=7))
    """Readers are reminded so many days before it takes effect, and before what is deprecated is
    removed, at 9:00 in the zone of the site; `[]` for never. No reminder comes of what was
    published later than it was due."""
