"""The secret that signs forms: one for all processes, for its owner only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from statuspage.errors import StoreError
from statuspage.store.secret import secret_in


def test_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    place = tmp_path / "statuspage.db.secret"
    first = secret_in(place)
    assert secret_in(place) == first
    assert (tmp_path / "statuspage.db.secret").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["statuspage.db.secret"]


def test_secret_is_the_same_for_all_that_start_together(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(secret_in, [tmp_path / "secret"] * 40))
    assert len(found) == 1


def test_damaged_secret_is_refused_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "statuspage.db.secret").write_text("short", "utf-8")
    with pytest.raises(StoreError, match="is damaged"):
        secret_in(tmp_path / "statuspage.db.secret")


def test_secret_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be used"):
        secret_in(tmp_path / "missing" / "secret")
