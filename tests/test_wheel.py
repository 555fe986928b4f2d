"""The wheel works outside the checkout: with templates, static files and site template."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.helpers.processes import free_port, get, running, to_its_end

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`statuspage` installed from a freshly built wheel into an environment of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)]
    subprocess.run(build, check=True)
    [wheel] = folder.glob("statuspage-*.whl")
    place = folder / "venv"
    venv.create(place, symlinks=True)
    target = place / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True)
    # The locked dependencies come from the tests' environment; only the program is the wheel's.
    dependencies = next(path for path in sys.path if path.endswith("site-packages"))
    (target / "dependencies.pth").write_text(dependencies + "\n")
    return place / "bin" / "python"


@pytest.mark.slow
def test_wheel_inits_and_runs_a_site_outside_the_checkout(program: Path, tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*words: str, folder: Path = tmp_path) -> str:
        return to_its_end([str(program), *words], cwd=folder, env=environ).stdout

    where = run("-c", "import statuspage; print(statuspage.__file__)")
    assert where.strip().startswith(str(program.parents[1]))
    run("-m", "statuspage", "init", "page")
    assert "are good" in run("-m", "statuspage", "check", folder=tmp_path / "page")
    port = free_port()
    command = [str(program), "-m", "statuspage", "run", "--port", str(port), "--workers", "1"]
    address = f"http://127.0.0.1:{port}"
    with running(command, f"{address}/healthz", cwd=tmp_path / "page", env=environ) as process:
        page = get(f"{address}/").text
        assert "Example" in page
        style = page.split('rel="stylesheet" href="')[1].split('"')[0]
        assert get(f"{address}{style}").status_code == 200
    assert process.returncode == 0
