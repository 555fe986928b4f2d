"""How a document marks what no record holds, where it is made of the record alone."""

from __future__ import annotations

from collections.abc import Mapping

UNRECORDED = "data-unrecorded"
"""The attribute that elements of a page bear for the same reason."""

BEYOND: Mapping[str, bool] = {UNRECORDED: True}
"""The value that stands there in JSON: an object, which no words of people ever are."""
