"""Private folders for what is being made: nobody else's is touched, and none is left for good."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from statuspage.store.scratch import not_written, scratch

_KILLED = """
import os, signal, sys
from pathlib import Path
from statuspage.store.scratch import scratch

with scratch(Path(sys.argv[1]), "backup") as folder:
    (folder / "half").write_text("half of it")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_folder_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    with scratch(tmp_path, "backup") as folder:
        (folder / "draft").touch()
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o077 == 0
    assert [*tmp_path.iterdir()] == []


def test_folder_of_another_at_work_is_left_alone(tmp_path: Path) -> None:
    with scratch(tmp_path, "backup") as one, scratch(tmp_path, "backup") as two:
        assert one != two
        assert one.is_dir()
        assert two.is_dir()


def test_folder_that_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], check=False)
    [left] = tmp_path.iterdir()
    with scratch(tmp_path, "import"):
        assert left.is_dir()  # made for something else, which will see to it
    with scratch(tmp_path, "backup") as folder:
        assert [*tmp_path.iterdir()] == [folder]


def test_what_is_named_alike_but_is_none_stays(tmp_path: Path) -> None:
    (tmp_path / ".statuspage-backup-file").write_text("mine", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".statuspage-backup-link").symlink_to(tmp_path / "nothing")
    before = sorted(tmp_path.iterdir())
    with scratch(tmp_path, "backup"):
        pass
    assert sorted(tmp_path.iterdir()) == before


def test_what_could_not_be_written_is_told_by_what_its_reader_knows(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    with pytest.raises(OSError, match="nowhere") as raised, scratch(nowhere, "backup"):
        pass
    told = str(not_written(nowhere / "copy.db", raised.value))
    assert told.endswith(f"copy.db could not be written: there is no folder {nowhere}.")
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), tmp_path / ".statuspage-backup-xws")
    told = str(not_written(tmp_path / "copy.db", full))
    assert told.endswith("copy.db could not be written: No space left on device.")
