"""The copy of the site: what others left undone, what comes with time, and its list of files."""

from __future__ import annotations

from pathlib import Path

from statuspage import clock
from statuspage.errors import SourceError, StoreError
from statuspage.publish.folder import FolderTarget
from statuspage.publish.index import Index, IndexFault
from statuspage.publish.keeping import Errand, keep
from statuspage.publish.lag import fault_of, note_fault, note_good
from statuspage.publish.opening import with_index
from statuspage.publish.target import Target
from statuspage.publish.targets import chosen
from statuspage.publish.whole import look_over, write_lists
from statuspage.store import db

_TURN = 10.0  # seconds; a duty that takes far longer counts as one that hangs
_LIST_EVERY = 5.0  # seconds; the list of files grows with the site
_LOOK_OVER_EVERY = 3600.0
_GOOD_EVERY = 10.0
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Copying:
    """Keeps the copy in step with the store, and mends what somebody or something broke."""

    def __init__(self) -> None:
        self._stopping = False
        self._list_at = 0.0
        self._look_over_at = 0.0
        self._good_at = 0.0

    def end(self) -> None:
        """What is left is done by the next worker."""
        self._stopping = True

    def turn(self, *, local_alone: bool = False) -> None:
        """With `local_alone` a copy elsewhere is left to others.

        Raises StoreError, and SourceError with what keeps the copy from being written.
        """
        target = chosen()
        if target is None or (local_alone and not isinstance(target, FolderTarget)):
            return
        try:
            with target.locked(0.0) as is_ours:
                if is_ours:
                    with_index(target, lambda index: self._bring_up(target, index))
        except StoreError as error:
            note_fault(error)
            raise
        except (SourceError, IndexFault, OSError) as error:
            note_fault(error)
            raise SourceError(fault_of(target, error)) from error

    def _bring_up(self, target: Target, index: Index) -> None:
        now = clock.elapsed()
        if now >= self._look_over_at:
            _look_over(target, index)
            self._look_over_at = now + _LOOK_OVER_EVERY
        while not keep(target, index, self._errand(now + _TURN)).is_whole:
            if self._stopping or clock.elapsed() >= now + _TURN:
                return
        if index.fact("listed") != index.fact("changes") and now >= self._list_at:
            write_lists(target, index)
            self._list_at = clock.elapsed() + _LIST_EVERY
        if now >= self._good_at or index.fact("fault"):
            note_good(target, index)
            self._good_at = now + _GOOD_EVERY

    def _errand(self, until: float) -> Errand:
        """News goes before what only time brought."""
        heard = db.bell().value

        def stop() -> bool:
            is_news = db.bell().value != heard
            return self._stopping or is_news or clock.elapsed() >= until

        return Errand(stop=stop)


def _look_over(target: Target, index: Index) -> None:
    """After a restart of this machine every byte: a power cut may leave what only looks whole."""
    boot = _boot()
    if not isinstance(target, FolderTarget) or index.fact("boot") == boot:
        look_over(target, index)
        return
    look_over(target, index, lambda node: target.says(node.path, node.sha or ""))
    index.note(boot=boot)


def _boot() -> str:
    """The name of this run of the machine; "" where none is told."""
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return ""
