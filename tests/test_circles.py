"""Nothing in the program imports, not even late, what imports it: each module can be read alone."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp


def test_no_module_imports_what_imports_it() -> None:
    house = grimp.build_graph("statuspage", exclude_type_checking_imports=True, cache_dir=None)
    needed = {module: house.find_modules_directly_imported_by(module) for module in house.modules}
    assert len(needed) > 500
    try:
        TopologicalSorter(needed).prepare()
    except CycleError as error:
        raise AssertionError(" -> ".join(error.args[1])) from None
