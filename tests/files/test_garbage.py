"""Reading lets the collector rest and leaves it as it was; what is left goes back."""

import gc
import os
import platform
import subprocess
import sys

import pytest

from katch_protocols.files import read as reading
from katch_protocols.garbage import Uncollected, _trim, give_back
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


_LOADED = """
import gc
from katch_protocols.garbage import Loading

with Loading():
    made = [[] for _ in range(5_000)]
    print(made[0] in gc.get_objects(generation=0))
young = set(map(id, gc.get_objects(generation=0)))
print(bool(young & set(map(id, made))), gc.isenabled(), gc.get_freeze_count())
"""

_FROZEN = """
import gc
from katch_protocols.garbage import Loading

gc.freeze()
many = gc.get_freeze_count()
with Loading():
    pass
print(gc.get_freeze_count() > many / 2 > 1_000)
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [(_LOADED, ["True", "False", "True", "0"]), (_FROZEN, ["True"])],
    ids=["what_is_loaded_is_not_looked_at_as_new", "what_is_frozen_stays_frozen"],
)
def test_a_process_that_loads(text: str, says: list[str]) -> None:
    """In one of its own: here the session has millions of objects, frozen already."""
    assert _said(text).split() == says


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


def _said(text: str, **more: str) -> str:
    """Return what a process says that runs a text."""
    run = [sys.executable, "-c", text]
    environment = {**os.environ, **more}
    ran = subprocess.run(run, env=environment, capture_output=True, check=True)
    return ran.stdout.decode()


@pytest.mark.skipif(
    sys.platform != "linux" or platform.libc_ver()[0] != "glibc",
    reason="only the C library of most Linux systems gives back what lies between",
)
def test_what_nothing_uses_goes_back_to_the_system() -> None:
    # Without Python's own pools all comes from the C library.
    before, after = map(int, _said(_LEFT, PYTHONMALLOC="malloc").split())
    assert after < before / 2


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    _trim.cache_clear()
    try:
        give_back()
        assert _trim() is None
    finally:
        _trim.cache_clear()
