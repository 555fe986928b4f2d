"""The hook hears which addresses of a copy changed; the index keeps what it was not told yet."""

from __future__ import annotations

from collections.abc import Mapping

from statuspage import clock
from statuspage.errors import Unreachable
from statuspage.publish.hook import batches, call
from statuspage.publish.index import Index
from statuspage.publish.places import address_of
from statuspage.said import Said, dumped, said
from statuspage.store import db
from statuspage.store.settings import current_settings, site


def tell(index: Index, environ: Mapping[str, str]) -> None:
    """Tell the hook of the settings, if there is one, of all that changed.

    Raises Unreachable when it does not take it, which the index notes, and StoreError.
    """
    with db.snapshot():
        settings, whose = current_settings().publish, site()
    changed = {} if settings.purge is None else index.changed()
    told = {
        whose.url + address_of(path, whose.languages): number for path, number in changed.items()
    }
    for batch in batches(list(told)):
        try:
            call(settings, batch, environ)
        except Unreachable as error:
            since = index.fact("purge_failed") or clock.now().isoformat()
            with index.together():
                index.note(purge_fault=dumped(_fault(error)), purge_failed=since)
            raise
        with index.together():
            index.was_told([told[address] for address in batch] or told.values())
            index.note(purge_fault="", purge_failed="")


def _fault(error: Unreachable) -> Said:
    """What anybody may know of it; where the hook is stands in the log alone."""
    if status := error.said.params.get("status"):
        return said("The purge hook answers with status {status}.", status=status)
    return said("The purge hook cannot be reached; the log says why.")
