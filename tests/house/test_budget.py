"""The budget: how it is written, shared and met; no clock of a machine is read."""

from threading import Thread

import pytest

from katch_protocols.budget import (
    ENDLESS,
    Budget,
    Meter,
    current,
    keep,
    look,
    parts,
    room,
    spending,
)
from katch_protocols.errors import BudgetError
from katch_protocols.semantics.object_code import LoopModule

GB = 10**9


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("text", "seconds", "size"),
    [
        ("60s,4GB", 60, 4 * GB),
        ("4GB", 30, 4 * GB),
        ("2min", 120, GB),
        ("30", 30, GB),
        ("0.5s, 500MB", 0.5, GB // 2),
        ("none", None, None),
    ],
)
def test_a_budget_is_read_as_it_is_written(text, seconds, size) -> None:
    assert Budget.read(text) == Budget(seconds, size)


@pytest.mark.parametrize("text", ["", "0s", "5x", "-1s", "1s,2s", "1GB;2s", "1e9"])
def test_what_is_no_budget_is_refused(text) -> None:
    with pytest.raises(ValueError, match=r"^"):
        Budget.read(text)


def test_a_budget_is_said_as_it_is_read() -> None:
    assert str(Budget()) == "30s,1GB"
    assert Budget.read(str(Budget(90, 4 * GB))) == Budget(90, 4 * GB)
    assert str(Budget(None, None)) == "none"


def test_twice_a_budget_is_twice_of_each() -> None:
    assert str(Budget.read("60s,4GB").twice) == "120s,8GB"
    assert Budget(None, None).twice == Budget(None, None)


def test_the_last_tenth_of_the_time_is_kept_for_telling() -> None:
    clock = Clock()
    with spending(Meter(Budget(10, None), clock)):
        clock.now = 8.9
        look()
        clock.now = 9.1
        with pytest.raises(BudgetError) as met:
            look()
    assert met.value.bound == "time"


def test_what_is_kept_and_what_grows_count_together() -> None:
    with spending(Meter(Budget(None, GB), Clock())):
        with room():
            keep(500_000_000)
            with pytest.raises(BudgetError) as met:
                look(400_000_000)
            assert met.value.bound == "memory"
        look(700_000_000)


def test_each_part_may_spend_half_of_what_is_left_and_the_last_all_of_it() -> None:
    clock, spent = Clock(), []
    with spending(Meter(Budget(1000, None), clock)):
        for share in parts(3):
            with share:
                begun = clock.now
                with pytest.raises(BudgetError):
                    _spend(clock)
                spent.append(round(clock.now - begun))
    assert spent == pytest.approx([450, 225, 225], abs=2)


def _spend(clock: Clock) -> None:
    while True:
        look()
        clock.now += 1


def test_what_is_done_apart_is_not_counted() -> None:
    clock = Clock()
    with spending(Meter(Budget(10, None), clock)) as meter:
        with meter.share(1), meter.apart(), meter.apart():
            clock.now = 60
            look()
            meter.guard(0)
        look()
        assert meter.left == 9
        clock.now = 68.9
        look()
        clock.now = 69.1
        with pytest.raises(BudgetError):
            look()


def test_compiling_is_done_apart(tmp_path, monkeypatch) -> None:
    """A small budget goes to what a handbook asks, not to what is done once."""
    pytest.importorskip("numba")
    clock = Clock()
    module = LoopModule("katch_protocols.semantics.loops_of_graphs")

    def slow(*_: object) -> bytes:
        clock.now += 100
        raise RuntimeError

    monkeypatch.setattr(module, "_files", lambda _: [tmp_path / "loops.object"])
    monkeypatch.setattr(module, "_code", slow)
    with spending(Meter(Budget(10, None), clock)) as meter:
        assert module.compiled() is None
        assert (clock.now, meter.left) == (100, 9)


def test_without_a_budget_nothing_is_counted() -> None:
    assert current() is ENDLESS
    look(10**18)


def test_another_thread_has_a_budget_of_its_own() -> None:
    seen = []
    with spending(Meter(Budget(), Clock())):
        thread = Thread(target=lambda: seen.append(current()))
        thread.start()
        thread.join()
    assert seen == [ENDLESS]


def test_the_guard_stops_what_never_looks() -> None:
    clock = Clock()
    late = Meter(Budget(10, GB), clock)
    clock.now = 9.9
    late.guard(0)
    clock.now = 10.1
    with pytest.raises(BudgetError):
        late.guard(0)
    full = Meter(Budget(10, GB), Clock())
    with pytest.raises(BudgetError) as met:
        full.guard(2 * GB)
    assert met.value.bound == "memory"
    full.guard(2 * GB)  # what was found is told
    with pytest.raises(BudgetError):
        full.look(1)
