"""Reading lets the collector rest, and leaves it as it was."""

import gc

import pytest

from katch_protocols.files import read as reading
from katch_protocols.garbage import Uncollected
from tests.rules.saltmarsh import SALTMARSH


@pytest.mark.parametrize("ran", [True, False])
def test_the_collector_is_as_before_even_where_reading_fails(ran, monkeypatch):
    seen = []

    def failing(*_):
        seen.append(gc.isenabled())
        raise ZeroDivisionError

    monkeypatch.setattr(reading._Assembly, "take", failing)
    before = gc.isenabled()
    (gc.enable if ran else gc.disable)()
    try:
        with pytest.raises(ZeroDivisionError):
            reading.read_texts(SALTMARSH)
        assert (seen, gc.isenabled()) == ([False], ran)
    finally:
        (gc.enable if before else gc.disable)()


def test_inside_another_it_goes_on_to_rest():
    with Uncollected():
        with Uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
