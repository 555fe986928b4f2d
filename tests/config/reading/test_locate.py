"""The line of every key in a TOML text."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.config.reading.locate import entries, line_at, locate

TEXT = '''# a comment with [brackets] and "quotes"
top = 1
dotted.key . "with a dot." = 2

[site]   # a comment
name = """
[not] = "a header"
\\"""  still text""""
'quoted' = 'a # b'

[[components]]
id = "a"

[[components]]
id = "b"
tags = [
  "one",  # first ]
  { deep = [1, 2], flag = true },
  """three
lines""",
]
when = 1979-05-27 07:32:00

[components.extra]
note = 'x'

[[components.parts]]
id = "p"
[[components.parts]]
id = "q"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("dotted", "key", "with a dot."), 3),
        (("site",), 5),
        (("site", "name"), 6),
        (("site", "quoted"), 9),
        (("components",), 11),
        (("components", 0, "id"), 12),
        (("components", 1), 14),
        (("components", 1, "id"), 15),
        (("components", 1, "tags", 0), 17),
        (("components", 1, "tags", 1, "deep", 1), 18),
        (("components", 1, "tags", 1, "flag"), 18),
        (("components", 1, "tags", 2), 19),
        (("components", 1, "when"), 22),
        (("components", 1, "extra", "note"), 25),
        (("components", 1, "parts", 0, "id"), 28),
        (("components", 1, "parts", 1, "id"), 30),
    ],
)
def test_locate_finds(path: tuple[str | int, ...], line: int) -> None:
    assert locate(TEXT)[path] == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("components", 1, "name"), 14),
        (("components", 0, "expect", "status"), 11),
        (("site", "name", "x"), 6),
        (("store", "database"), 0),
        ((), 0),
    ],
)
def test_line_at_falls_back_to_what_holds_the_value(path: tuple[str | int, ...], line: int) -> None:
    assert line_at(locate(TEXT), path) == line


_KEYS = st.text("ab-_1", min_size=1, max_size=4) | st.sampled_from(['"x.y"', "'[z]'", '"\\u00e9"'])
_VALUES = st.recursive(
    st.sampled_from(
        ["1", "true", '"a]#,}"', "'''b\n]'''", '"""c\n\\""" """', "1.5e3", "'d'", "12:30:00"]
    ),
    lambda inner: st.lists(inner, max_size=3).map(
        lambda items: "[\n" + ", # ,\n".join(items) + "]"
    ),
    max_leaves=6,
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=4), st.lists(_KEYS, unique=True, max_size=3))
def test_locate_knows_every_key_that_tomllib_reads(
    pairs: dict[str, str], tables: list[str]
) -> None:
    body = "".join(f"{key} = {value}\n" for key, value in pairs.items())
    text = body + "".join(f"[[t.{table}]]\n{body}" for table in tables)
    read = tomllib.loads(text) if "t" not in pairs else {}
    lines = locate(text)
    paths: list[tuple[str | int, ...]] = [(key,) for key in read]
    for table in read.get("t", {}):
        paths += [("t", table, 0, key) for key in read["t"][table][0]]
    assert all(path in lines for path in paths)
    assert max(lines.values(), default=0) <= text.count("\n")


def test_entries_with_an_id_are_found_by_it() -> None:
    text = '[site]\nname = "x"\n\n[[components]]\nid = "api"\n\n[[components]]\nname = "no id"\n'
    inline = 'slas = [\n  { id = "a" },\n]\n'
    assert entries(text) == {("components", "api"): 4}
    assert entries(inline) == {("slas", "a"): 2}


@pytest.mark.parametrize("text", ["", "[[components", 'components = "api"', "components = [1, 2]"])
def test_text_without_such_entries_has_none(text: str) -> None:
    assert entries(text) == {}
