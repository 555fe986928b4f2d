"""The image and the composition: built from what there is, and they write to volumes alone."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def instructions() -> list[tuple[str, str]]:
    """Of the Containerfile, in order."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines if line.strip()]


def composed() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return found


def copied() -> set[str]:
    sources: set[str] = set()
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            sources |= set(shlex.split(rest)[:-1])
    return sources


def test_image_is_built_from_all_that_a_wheel_needs() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    forced = build["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    needed = {"pyproject.toml", "requirements/run.txt", "statuspage", build["project"]["readme"]}
    needed |= {*build["project"]["license-files"]}
    needed |= {source.split("/")[0] for source in forced}
    assert needed <= copied()
    assert all((ROOT / source).exists() for source in copied())


def test_image_installs_what_is_locked_and_is_run_by_nobody_in_particular() -> None:
    told = instructions()
    runs = [rest for name, rest in told if name == "RUN"]
    assert any("--require-hashes -r requirements/run.txt" in run for run in runs)
    last_stage = told[[name for name, _ in told].index("FROM", 2) :]
    assert ("USER", "10001:10001") in last_stage
    assert not [rest for name, rest in last_stage if name == "RUN" and "pip" in rest]
    [health] = [rest for name, rest in last_stage if name == "HEALTHCHECK"]
    assert "/healthz" in health
    assert "urlopen" in health
    [command] = [rest for name, rest in last_stage if name == "CMD"]
    assert command == '["run", "--host", "0.0.0.0", "--port", "8000"]'


def test_containers_write_to_volumes_alone() -> None:
    program = composed()["services"]["statuspage"]
    assert program["read_only"] is True
    assert program["cap_drop"] == ["ALL"]
    assert program["security_opt"] == ["no-new-privileges:true"]
    mounts = dict(reversed(mount.split(":", 1)) for mount in program["volumes"])
    writable = {where: source for where, source in mounts.items() if not where.endswith(":ro")}
    volumes = [rest for name, rest in instructions() if name == "VOLUME"]
    assert set(writable) == set(yaml.safe_load(volumes[0])) == {"/site/var", "/copy"}
    assert set(writable.values()) == set(composed()["volumes"])


def test_composition_names_what_there_is() -> None:
    found = composed()
    built = found["services"]["statuspage"]["build"]
    assert (DEPLOY / built["context"] / built["dockerfile"]).resolve().is_file()
    nginx = found["services"]["nginx"]
    assert any(mount.startswith("./nginx-compose.conf:") for mount in nginx["volumes"])
    assert "copy:/copy:ro" in nginx["volumes"]
    front = (DEPLOY / "nginx-compose.conf").read_text("utf-8")
    address = found["services"]["statuspage"]["networks"]["inside"]["ipv4_address"]
    assert f"server {address}:8000;" in front
    [net] = found["networks"]["inside"]["ipam"]["config"]
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert f'trusted_proxies = ["{net["subnet"]}"]' in text


def test_replica_is_of_the_store_of_the_units() -> None:
    told = yaml.safe_load((DEPLOY / "litestream.yml").read_text("utf-8"))
    [store] = told["dbs"]
    assert store["path"] == "/srv/status/site/var/statuspage.db"
    assert store["replica"]["url"].startswith("s3://")
    assert "key" not in " ".join(store["replica"])
