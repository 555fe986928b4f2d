"""A twin is held against its page; what turns with the minute may differ, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from statuspage.publish.verify.twins import twin_faults
from statuspage.render.twin import twin


def page(measured: str, told: str = "All is well", fact: str = "1 min") -> bytes:
    return (
        "<html><head><link rel=canonical href='https://s.example/'></head><body><main>"
        f"<h1>State</h1><p>{told}</p><ul><li>Search <span data-unrecorded>{measured}</span> here"
        "</li></ul><dl><div><dt>Began</dt><dd>noon</dd></div>"
        f"<div data-unrecorded><dt>Longest wait</dt><dd>{fact}</dd></div></dl>"
        "<p>The end</p></main></body></html>"
    ).encode()


class OnePage:
    name = "here"
    is_shared = True

    def __init__(self, page: bytes, twin: bytes) -> None:
        self._found = {"/": page, "/index.md": twin}

    def expect(self, paths: Iterable[str]) -> None:
        pass

    def read(self, path: str) -> bytes:
        return self._found[path]

    def is_being_written(self) -> bool:
        return False


def faults(shown: bytes, of_twin: bytes) -> list[str]:
    return [str(one) for one in twin_faults(OnePage(shown, of_twin), "/", shown)]


def test_twin_of_another_minute_may_measure_something_else() -> None:
    now = page("was down for 28 s", fact="2 min")
    assert faults(now, twin(now)) == []
    assert faults(now, twin(page("was down for 24 s and slow", fact="3 h 1 min"))) == []


@pytest.mark.parametrize(
    "other",
    [
        twin(page("up", told="Something is wrong")),
        twin(page("up")).replace(b"Search", b"Nothing"),
        twin(page("up")).replace(b"noon", b"midnight"),
        twin(page("up")).replace(b"The end", b"The end, nearly"),
        twin(page("up")).replace(b"# State", b"# State\n\nAll of it"),
    ],
)
def test_what_an_entry_holds_must_be_the_same(other: bytes) -> None:
    assert len(faults(page("was down"), other)) == 1
