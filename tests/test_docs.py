"""The words about the code: links lead somewhere, tables are as the code is, terms are clear."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("requirements/*.md"))
    if path.is_file()
)
ARCHITECTURE = ROOT / "docs" / "architecture.md"
GLOSSARY = ROOT / "docs" / "glossary.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_points_at_files_and_headings_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    broken = [link for link in links if "://" not in link and not _is_there(page, link)]
    assert broken == []


def _is_there(page: Path, link: str) -> bool:
    name, _, heading = link.partition("#")
    target = page.parent / name if name else page
    if not heading:
        return target.exists()
    titles = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
    return heading in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_readme_is_no_wall() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 150


def test_configuration_reference_is_as_the_models_say() -> None:
    check = [sys.executable, str(ROOT / ".ci" / "reference.py"), "--check"]
    found = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


def _rooms() -> set[str]:
    """Each folder of the program that holds Python, from the package down."""
    files = (ROOT / "statuspage").rglob("*.py")
    folders = {path.parent.relative_to(ROOT / "statuspage").as_posix() for path in files}
    return folders - {"."}


def test_architecture_names_each_room_and_no_other() -> None:
    plan = ARCHITECTURE.read_text("utf-8").split("## The rooms")[1].split("\n## ")[0]
    named = set(re.findall(r"^\| `([\w/]+)/` \|", plan, re.MULTILINE))
    assert named == _rooms()


def test_each_place_where_a_line_goes_is_there() -> None:
    table = ARCHITECTURE.read_text("utf-8").split("## Where does a line go?")[1].split("\n## ")[0]
    places = re.findall(r"`([\w/.]+/[\w.]*)`", table)
    assert places
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_each_row_of_the_house_is_documented_as_it_is_checked() -> None:
    written = ARCHITECTURE.read_text("utf-8").split("## Who may import whom")[1]
    rows = re.findall(r"^([\w| ]+)$", written.split("```")[1], re.MULTILINE)
    contract = (ROOT / "pyproject.toml").read_text("utf-8").split("layers = [")[1].split("]")[0]
    checked = re.findall(r'"([^"]+)"', contract)
    assert [row.strip() for row in rows] == checked


def _classes() -> dict[str, list[str]]:
    """Each class of the program by its name, with the rooms that define one."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "statuspage").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(path.relative_to(ROOT / "statuspage").as_posix())
    return found


FORMS = (
    *("store/tables/", "config/", "domain/library/rooms"),
    *("site/answers", "site/api/", "actions/measurements/"),
)
"""A fact may share its name with its table, its keys, its documents, and its room of a Library."""


def test_one_class_name_has_one_meaning() -> None:
    facts = {
        name: [place for place in places if not place.startswith(FORMS)]
        for name, places in _classes().items()
    }
    assert {name: places for name, places in facts.items() if len(places) > 1} == {}


def test_terms_of_the_glossary_are_explained_once() -> None:
    terms = re.findall(r"^\| ([^|]+) \|", GLOSSARY.read_text("utf-8"), re.MULTILINE)
    words = [word.strip() for term in terms for word in term.split(",")]
    assert len(words) == len(set(words))


def test_threat_model_names_lines_and_tests_that_are_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = set(re.findall(r"`([\w.]+/[\w./]+)`", text))
    assert len(named) > 30
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
