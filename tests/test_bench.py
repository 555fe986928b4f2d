"""Each benchmark starts, and what one printed is kept when a later one fails."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace

import pytest

import tests.bench
from tests.bench import __main__ as bench


def test_each_benchmark_can_be_started() -> None:
    for module in iter_modules(tests.bench.__path__):
        import_module(f"tests.bench.{module.name}")
    assert all(callable(import_module(f"tests.bench.{name}").main) for name in bench.NAMES)


def test_what_was_measured_is_pasted_before_the_next_one_begins(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacks() -> None:
        print("half a table")
        pytest.skip("wrk is missing.")

    def fails() -> None:
        raise RuntimeError("no more")

    mains = {"serving": lambda: print("1 request"), "record": lacks, "probes": fails}
    pasted: list[dict[str, str]] = []
    monkeypatch.setattr(bench, "paste", pasted.append)
    monkeypatch.setattr(
        bench, "import_module", lambda name: SimpleNamespace(main=mains[name.rpartition(".")[2]])
    )
    with pytest.raises(RuntimeError, match="no more"):
        bench.main([*mains, "--paste"])
    assert pasted == [{"serving": "1 request\n"}]
    assert "record: skipped. wrk is missing." in capsys.readouterr().err
