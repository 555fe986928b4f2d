"""One server that speaks S3 for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.helpers.bucket import s3_server


@pytest.fixture(scope="package")
def server() -> Iterator[str]:
    """The address of the server."""
    with s3_server() as address:
        yield address
