"""Files of others may be nested without end: each reader takes that as any broken file."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.moving import manifest
from statuspage.domain.promises import openslo
from statuspage.domain.record import recorded
from statuspage.imports.histories import cstate
from statuspage.imports.histories.given import Given
from statuspage.imports.monitors import upptime
from statuspage.publish.verify.documents import documents
from tests.imports.history import NOW

DEEP = "[" * 20_000


@pytest.mark.parametrize(
    ("read", "says"),
    [(manifest.loaded, "is not what"), (recorded.decoded, "is not an entry")],
)
def test_export_and_record_refuse_it(read: Callable[[bytes], object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read(DEEP.encode())


def test_document_of_a_published_site_is_a_finding() -> None:
    [found] = documents("/api/v1/site", DEEP.encode(), b"{}")
    assert "cannot be read" in str(found)


def test_annotation_is_a_text() -> None:
    assert openslo.loaded(DEEP) == DEEP


@pytest.mark.parametrize(
    "head", [f"+++\na = {DEEP}\n+++", f'{{"a": {DEEP}', f"---\na: {DEEP}\n---"]
)
def test_front_matter_is_refused(tmp_path: Path, head: str) -> None:
    (tmp_path / "a.md").write_text(f"{head}\nWords.", "utf-8")
    [fault] = cstate.read(Given(str(tmp_path), ZoneInfo("UTC"), NOW)).faults
    assert "its front matter has a value that cannot be read" in str(fault)


def test_monitor_is_called_as_its_file_is(tmp_path: Path) -> None:
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "api.yml").write_text(DEEP, "utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "Api is up (200 in 9 ms)"]):
        who = ["-c", "user.name=U", "-c", "user.email=u@acme.example"]
        subprocess.run(["git", "-C", str(tmp_path), *who, *command], check=True)
    [found] = upptime.read(Given(str(tmp_path), ZoneInfo("UTC"), NOW))
    assert found.name == "api"
