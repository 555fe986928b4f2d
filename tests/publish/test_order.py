"""In which order a copy is written: no reader meets a page that names what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.publish.folder import FolderTarget
from statuspage.publish.keeping import Errand, keep
from statuspage.publish.opening import ready
from statuspage.publish.target import File
from tests.helpers.copies import publish
from tests.helpers.telling import opened

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("store")]


class Watched(FolderTarget):
    """Notes what is done to it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.done: list[str] = []

    def put(self, file: File) -> None:
        self.done.append(file.path)
        super().put(file)

    def remove(self, path: str) -> None:
        self.done.append(f"- {path}")
        super().remove(path)


def test_news_after_an_upgrade_names_nothing_that_is_not_there(tmp_path: Path) -> None:
    root = tmp_path / "www"
    publish(root)
    target = Watched(root)
    [style] = root.glob("static/style.*.css")
    new, old = style.relative_to(root).as_posix(), "static/style.0.css"
    style.rename(root / old)
    with target.locked(0.0), ready(target) as index:
        for given in ((f"/{old}", old, f"/{new}"), (f"*/{old}", "", f"*/{new}")):
            index.run(
                "UPDATE node SET address = ?, path = ?, pattern = ? WHERE address = ?",
                *(given[0], given[1], f"/{old}", given[2]),
            )
        index.note(program="an earlier one")
        key = opened().key
        assert keep(target, index, Errand(news_alone=True)).is_whole
        first = target.done.index
        assert first(new) < first(f"incidents/{key}/index.html") < first("index.html")
        assert first("index.html") < first("feeds/all.atom") < first("record/checkpoint")
        assert "about/index.html" not in target.done
        assert (root / old).exists()  # the pages that nobody waited for name it
        assert keep(target, index, Errand()).is_whole
    removed = [one.startswith("- ") for one in target.done]
    assert removed == sorted(removed)
    assert f"- {old}" in target.done
    assert len(set(target.done)) == len(target.done)
