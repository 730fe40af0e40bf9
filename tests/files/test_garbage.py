"""Reading lets the collector rest and leaves it as it was; what is left goes back."""

import gc
import os
import platform
import subprocess
import sys

import pytest

from katch_protocols.files import read as reading
from katch_protocols.garbage import Loading, Uncollected, _trim, give_back
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


@pytest.fixture
def unfrozen():
    """Nothing is frozen; the run of the tests has frozen what it loaded."""
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    yield
    if frozen:
        gc.freeze()


@pytest.mark.usefixtures("unfrozen")
def test_what_was_loaded_is_not_looked_at_as_if_it_were_new():
    with Loading():
        made = [[] for _ in range(5_000)]
        assert made[0] in gc.get_objects(generation=0)
    young = set(map(id, gc.get_objects(generation=0)))
    assert not young & set(map(id, made))
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_what_somebody_has_frozen_stays_frozen():
    gc.freeze()
    try:
        many = gc.get_freeze_count()
        with Loading():
            pass
        assert gc.get_freeze_count() > many / 2
    finally:
        gc.unfreeze()


_LEFT = """
from katch_protocols.garbage import give_back

def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1])

made = [bytes(2_000) for _ in range(60_000)]
kept = made[::1_000]
del made
before = held()
give_back()
print(before, held())
"""


@pytest.mark.skipif(
    sys.platform != "linux" or platform.libc_ver()[0] != "glibc",
    reason="only the C library of most Linux systems gives back what lies between",
)
def test_what_nothing_uses_goes_back_to_the_system() -> None:
    # Without Python's own pools all comes from the C library.
    environment = {**os.environ, "PYTHONMALLOC": "malloc"}
    run = [sys.executable, "-c", _LEFT]
    said = subprocess.run(run, env=environment, capture_output=True, check=True).stdout
    before, after = map(int, said.split())
    assert after < before / 2


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    _trim.cache_clear()
    try:
        give_back()
        assert _trim() is None
    finally:
        _trim.cache_clear()
