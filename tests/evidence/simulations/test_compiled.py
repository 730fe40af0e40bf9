"""Compiled runs tell what the definition's do, bit by bit: the same draws and order.

To compile takes longer than all tests here, so a usual run has Python read what is
compiled as it stands; ``KATCH_HEAVY=1`` compiles it and looks at many more scenarios.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

import numba
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.errors import KatchError
from katch_protocols.evidence.simulations import choosing
from katch_protocols.evidence.simulations.compiled.notice import noticed
from katch_protocols.evidence.simulations.engine.loop import run
from katch_protocols.evidence.simulations.engine.store import STATUS, TASKS
from katch_protocols.evidence.simulations.plan import Plan
from katch_protocols.evidence.simulations.planning import IfKept, planned
from katch_protocols.evidence.simulations.simulate import simulate
from katch_protocols.evidence.simulations.working_time import DAY
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import (
    Arrivals,
    Order,
    Run,
    Scenario,
)
from tests.cases.living import bound_by
from tests.evidence.simulations import test_if_kept, test_same_draws
from tests.evidence.simulations.heavy import heavy
from tests.evidence.simulations.queues import handbook, scenario
from tests.evidence.simulations.random_lines import lines, posts, spread, waived
from tests.evidence.simulations.test_live_cases import shipped
from tests.evidence.simulations.test_simulating import EVERY_SPREAD, text
from tests.proofs.random_worlds import BY_PEOPLE, World, sentences
from tests.proofs.timing.clockmaking import timed_protocols
from tests.strategies import make_world, small_worlds

COMPILED = "katch_protocols.evidence.simulations.compiled"
PLAIN = small_worlds().map(make_world)
CLOCKED = timed_protocols("timers and stops, duties and powers")

SETTLED = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@contextmanager
def read_by_python() -> Iterator[ModuleType]:
    """Load what is compiled so that it is not."""
    kept = {name: each for name, each in sys.modules.items() if COMPILED in name}
    for name in kept:
        del sys.modules[name]
    numba.config.DISABLE_JIT = 1
    try:
        # Whole numbers of 64 bits go round; an interpreter warns of it.
        with np.errstate(over="ignore"):
            yield import_module(f"{COMPILED}.runs")
    finally:
        numba.config.DISABLE_JIT = 0
        for name in [name for name in sys.modules if COMPILED in name]:
            del sys.modules[name]
        sys.modules.update(kept)


def cut(plan: Plan, days: int) -> Plan:
    """Return a plan that ends sooner, with a month in the middle."""
    return replace(plan, horizon=days * DAY, months=[days // 2 * DAY, days * DAY])


def told(runs: ModuleType, plan: Plan, number: int) -> list[int]:
    """Compare one run of both engines; return its counters."""
    one = run(plan, 5, number, 1)
    assert runs.fits(plan)
    other = runs.CompiledRuns(plan).once(5, number, 1)
    assert other.n == one.n[: STATUS + 1]
    assert other.record == one.record
    assert other.monthly == one.monthly
    assert other.log == one.log
    return one.n


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[Scenario, Handbook]:
    """Draw a handbook with sentences about people, and a scenario of it."""
    book = draw(st.one_of(PLAIN, CLOCKED))
    world = World(book)
    about = st.sampled_from(sorted(BY_PEOPLE))
    kinds = draw(st.lists(about, max_size=3))
    rules = [draw(sentences(kind, world)) for kind in kinds]
    asked = Scenario(
        id="random",
        protocols=("first", "second") if "second" in book.protocols else ("first",),
        arrivals=Arrivals(thousandths=draw(st.integers(300, 20_000)), period="week"),
        work={"default": spread(draw)},
        waits={act: spread(draw) for act in world.done if draw(st.booleans())},
        posts=posts(draw),
        **lines(draw, book),
        order=draw(st.sampled_from(list(Order))),
        run=Run(years=1, begins="2025-01-06"),
    )
    return asked, waived(draw, bound_by(book, rules), "2025-01-06")


def compare(runs: ModuleType, asked: Scenario, book: Handbook, how: int) -> None:
    try:
        made = planned(asked, book, if_kept=how)
    except KatchError:
        reject()
    told(runs, cut(made.plan, 20), 1)


def test_read_by_python_they_tell_the_same() -> None:
    relay, strands = test_if_kept.book(test_if_kept.LONG), test_same_draws.book()
    several = test_same_draws.ASKED.replace("SEE", "1 hour")
    plans = [
        cut(planned(test_if_kept.asked(relay), relay, if_kept=how).plan, 20)
        for how in (IfKept.NO, IfKept.RANDOM, IfKept.LAST)
    ]
    for asked, book in ((EVERY_SPREAD, handbook()), (several, strands)):
        made = planned(scenario(asked, book), book)
        plans.append(cut(made.plan, 30))
    with read_by_python() as runs:
        assert all(told(runs, plan, 3)[TASKS] > 20 for plan in plans)


def test_a_run_that_outgrows_its_room_is_made_again_with_more() -> None:
    made = planned(scenario(text("20 cases a week")), handbook())
    with read_by_python() as runs:
        runs._FEW = 1
        # Twenty a week at a desk that does fifteen: a queue, which is shorter at last
        # than it was in between.
        assert told(runs, cut(made.plan, 30), 2)[TASKS] > 60


def test_so_they_do_of_the_shipped_scenario() -> None:
    book, asked = shipped()
    often = asked.arrivals.model_copy(update={"thousandths": 200_000})
    update = {
        "protocols": ("referral_and_assistance",),
        "arrivals": often,
        "order": Order.MOST_URGENT,
        "values": {"place_offered": asked.values["place_offered"]},
    }
    made = planned(asked.model_copy(update=update), book)
    with read_by_python() as runs:
        assert told(runs, cut(made.plan, 20), 2)[TASKS] > 80


@heavy
@SETTLED
@given(scenarios(), st.sampled_from((IfKept.NO, IfKept.NO, IfKept.RANDOM, IfKept.LAST)))
def test_compiled_they_tell_the_same_of_random_scenarios(
    drawn: tuple[Scenario, Handbook], how: int
) -> None:
    compare(import_module(f"{COMPILED}.runs"), *drawn, how)


@heavy
@pytest.mark.parametrize("how", [IfKept.NO, IfKept.RANDOM, IfKept.LAST])
def test_compiled_they_tell_the_same_of_the_shipped_scenario(how: int) -> None:
    book, asked = shipped()
    runs = import_module(f"{COMPILED}.runs")
    for variant in (asked, *map(asked.varied, asked.compare.values())):
        made = planned(variant, book, if_kept=how)
        assert min(told(runs, made.plan, number)[TASKS] for number in range(5)) > 1_000


@heavy
def test_whichever_engine_makes_the_runs_the_answer_is_the_same(monkeypatch) -> None:
    asked = scenario(text("6 cases a week"))
    alone = simulate(asked, handbook(), sensitivity=True)
    monkeypatch.setattr(choosing, "MANY", 0)
    assert simulate(asked, handbook(), sensitivity=True) == alone


def test_whoever_waits_for_the_compiler_is_told_once_and_only_then() -> None:
    told: list[str] = []
    choosing.prepare(choosing.MANY - 1, lambda: told.append("few"))
    with noticed(lambda: told.append("many")):
        assert not told
        numba.njit("int64(int64)")(lambda number: number)
        numba.njit("int64(int64)")(lambda number: number + 1)
    numba.njit("int64(int64)")(lambda number: number + 2)
    assert told == ["many"]


def test_many_tasks_are_compiled_where_it_can_be_told(monkeypatch) -> None:
    told: list[str] = []

    def load(name: str) -> ModuleType:
        told.append(name.rpartition(".")[2])
        if told[-1] == "runs":
            numba.njit("int64(int64)")(lambda number: number + 3)
        return import_module(f"{COMPILED}.notice")

    monkeypatch.setattr(choosing, "import_module", load)
    choosing.prepare(choosing.MANY, lambda: told.append("told"))
    assert told == ["notice", "runs", "told"]


def test_few_tasks_and_numbers_without_end_are_the_definitions(monkeypatch) -> None:
    made = planned(scenario(EVERY_SPREAD), handbook())
    asked: list[Plan] = []
    monkeypatch.setattr(choosing, "_compiled", asked.append)
    choosing.maker_for(made.plan, choosing.MANY - 1)
    assert not asked
    choosing.maker_for(made.plan, choosing.MANY)
    assert asked == [made.plan]
    with read_by_python() as runs:
        assert runs.fits(made.plan)
        assert runs.fits(replace(made.plan, ac_share=[]))  # nothing is done there
        ages = replace(made.plan, tables=[1 << 50, *made.plan.tables])
        crowd = replace(made.plan, post_people=[1] * 63)
        heavy_weight = replace(made.plan, ac_weight=[1 << 31])
        assert not any(map(runs.fits, (ages, crowd, heavy_weight)))
