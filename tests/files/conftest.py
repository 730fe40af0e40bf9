"""Here reading is what is tested: nothing is taken from an earlier reading."""

from collections.abc import Iterator

import pytest

from tests.rereading import anew


@pytest.fixture(scope="package", autouse=True)
def _read_anew() -> Iterator[None]:
    with anew():
        yield
