"""What runs tell together: intervals, differences child by child, overload, warm-up."""

import pickle
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context

import pytest

import katch_protocols as kp
from katch_protocols.answers import encode
from katch_protocols.errors import BoundError, SimulationError, WrongTypeError
from katch_protocols.evidence.simulations.estimates import (
    estimate,
    quantile_of_open,
    t_quantile,
    truncation,
)
from katch_protocols.evidence.simulations.simulate import simulate
from katch_protocols.evidence.simulations.varying import numbers
from katch_protocols.model.simulations import MeasuredTime
from tests.evidence.simulations.heavy import heavy
from tests.evidence.simulations.queues import handbook, runs_of, scenario

TEXT = """\
scenario: s
protocols: single
region: harbour
arrivals: RATE
work: {serve: {from: 1 hour, usually: 2 hours, to: 6 hours}}
posts: {desk: {people: 2, for_this: 50%}}
run: {years: 1, warm_up: 1 month, seed: 11, runs: 12}
compare:
  one_more: {posts: {desk: {people: 3}}}
"""


def text(rate: str) -> str:
    return TEXT.replace("RATE", rate)


@pytest.mark.parametrize(
    ("freedom", "chance", "value"),
    [
        (1, 0.975, 12.706),
        (4, 0.975, 2.776),
        (12, 0.975, 2.179),
        (30, 0.975, 2.042),
        (100, 0.975, 1.984),
        (12, 0.995, 3.055),
        (30, 0.995, 2.750),
    ],
)
def test_student_is_as_in_the_tables(freedom: int, chance: float, value: float) -> None:
    assert t_quantile(freedom, chance) == pytest.approx(value, abs=2e-3)


def test_no_end_of_an_interval_is_beyond_what_can_be() -> None:
    found = estimate([0.0, 0.0, 0.0, 1.0], can_be=(0, 1))
    assert found is not None
    assert (found.low, found.mean, found.is_alike) == (0, 0.25, False)
    most = estimate([1.0, 1.0, 1.0, 0.0], can_be=(0, 1))
    assert most is not None
    assert (most.mean, most.high) == (0.75, 1)


def test_what_every_run_gave_has_no_interval() -> None:
    found = estimate([2.0, 2.0, 2.0])
    assert found is not None
    assert (found.low, found.high, found.is_alike) == (2, 2, True)


def test_nothing_that_is_told_is_below_nothing_or_above_all() -> None:
    asked = scenario(text("400 cases a year"))
    found = encode(simulate(asked, handbook()))
    for variant in found["variants"]:
        for post in variant["posts"]:
            for key in ("load", "wait", "backlog", "demand"):
                assert post[key]["low"] >= 0, (post["post"], key)
            assert post["load"]["high"] <= 1
        for time in variant["times"]:
            assert time["cases"]["low"] >= 0
            assert time["not_yet"]["low"] >= 0


def test_an_interval_is_students() -> None:
    found = estimate([1.0, 2.0, 3.0, 4.0, 5.0])
    assert found is not None
    assert (found.mean, found.runs) == (3.0, 5)
    assert found.half == pytest.approx(2.776445 * (2.5 / 5) ** 0.5, rel=1e-5)
    assert estimate([1.0, None, None]) is None


def test_a_median_heeds_cases_that_are_still_open() -> None:
    assert quantile_of_open([1, 2, 3], [], 0.5) == 2
    assert quantile_of_open([1, 2], [5, 5, 5], 0.5) is None
    # Two of four had been looked at for less than a day: of the other two half came.
    assert quantile_of_open([10, 20], [1, 1], 0.5) == 10


def test_warm_up_ends_where_a_series_becomes_level() -> None:
    rising = [float(each) for each in range(50)]
    level = [50.0 + each % 3 for each in range(200)]
    assert 40 <= truncation([*rising, *level]) <= 55
    assert truncation(level) == 0


def test_the_same_seed_gives_the_same_answer_and_another_seed_another() -> None:
    first = encode(simulate(scenario(text("2 cases a week")), handbook()))
    again = encode(simulate(scenario(text("2 cases a week")), handbook()))
    other = encode(
        simulate(
            scenario(text("2 cases a week").replace("seed: 11", "seed: 12")), handbook()
        )
    )
    assert first == again
    assert first != other
    assert first["simulated"] is True
    assert first["tally"] == {"assumed": 3, "reported": 0, "measured": 0}


EVERY_SPREAD = """\
scenario: s
protocols: tandem
region: harbour
arrivals: 5 cases a week
work: {serve: {from: 1 hour, usually: 2 hours, to: 30 hours}, finish: {mean: 1 hour}}
waits:
  serve: {median: 2 hours, nine_in_ten: 3 days}
  finish: {quantiles: [5 minutes, 1 hour, 2 days]}
posts: {desk: {people: 2, for_this: 80%}, second: {roles: [second_clerk], people: 1}}
run: {years: 1, seed: 21, begins: 2025-01-06}
"""


def test_the_same_seed_gives_the_same_bytes_on_every_machine() -> None:
    _, runs = runs_of(scenario(EVERY_SPREAD))
    store = runs.once(3, logs=True)
    told = repr((store.record, store.monthly, store.log)).encode()
    # Whoever changes what is drawn says so in the changelog, and writes the new one.
    assert sha256(told).hexdigest()[:16] == "23b24aeef542c886"


def test_one_more_is_compared_child_by_child() -> None:
    # The same children come in both variants, so the difference varies less than it
    # would between runs of their own.
    asked = scenario(
        text("6 cases a week").replace("people: 3", "people: 3, for_this: 50%")
    )
    paired = simulate(asked, handbook())
    found = {each.what: each for each in paired.compare("one_more")}
    assert found["wait"].told
    assert found["wait"].estimate.mean < 0
    today, more = (variant.posts[0].wait for variant in paired.variants)
    assert today is not None
    assert more is not None
    apart = today.half**2 + more.half**2
    assert apart / found["wait"].estimate.half ** 2 > 1
    with pytest.raises(KeyError):
        paired.compare("two_more")


def test_more_work_than_hours_is_overload_and_has_no_average_to_trust() -> None:
    found = simulate(scenario(text("20 cases a week")), handbook())
    desk = found.today.posts[0]
    assert found.overloaded
    assert desk.demand is not None
    # 20 tasks of three hours at half time are 120 hours for two people of 45 hours.
    assert desk.demand.mean == pytest.approx(120 / 90, rel=0.08)
    assert desk.growth is not None
    assert desk.growth.low > 0


def test_runs_end_when_a_median_is_known_well_enough() -> None:
    asked = text("2 cases a week").replace(
        "runs: 12", "runs: 60, until: {served: 9 hours}"
    )
    assert len(simulate(scenario(asked), handbook()).variants) == 2
    assert simulate(scenario(asked), handbook()).runs == 20


def test_a_warm_up_above_a_third_of_a_run_is_refused() -> None:
    asked = text("2 cases a week").replace("1 month", "6 months")
    with pytest.raises(SimulationError) as refused:
        simulate(scenario(asked), handbook())
    assert refused.value.facts == {"warm": 181, "days": 365}


class Elsewhere:
    """Maps as another process does: what goes there and comes back is bytes."""

    def __init__(self) -> None:
        self.parts: list[int] = []

    def map(self, function, *parts):
        for each in zip(*parts, strict=True):
            there, args = pickle.loads(pickle.dumps((function, each)))  # noqa: S301 - our own
            self.parts.append(len(args[-1]))
            yield pickle.loads(pickle.dumps(there(*args)))  # noqa: S301 - our own


@pytest.mark.parametrize("until", ["", ", until: {served: 9 hours}"])
def test_wherever_runs_are_made_the_answer_is_the_same(until: str) -> None:
    runs, rate = (24, "2 cases a week") if until else (7, "1 case a month")
    asked = scenario(text(rate).replace("runs: 12", f"runs: {runs}{until}"))
    alone = simulate(asked, handbook(), sensitivity=not until)
    away = Elsewhere()
    there = kp.simulate(asked, handbook(), sensitivity=not until, executor=away)
    assert encode(there) == encode(alone)
    # Of each of two variants; then of three numbers, half as large and half as large
    # again.
    assert away.parts == ([5] * 8 if until else [5, 2] * (2 + 6))


def test_what_maps_nothing_is_no_executor() -> None:
    with pytest.raises(WrongTypeError):
        kp.simulate(scenario(text("2 cases a week")), handbook(), executor=3)


@heavy
def test_processes_give_the_same_answer() -> None:
    asked = scenario(text("2 cases a week"))
    alone = encode(simulate(asked, handbook(), sensitivity=True))
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        there = kp.simulate(asked, handbook(), sensitivity=True, executor=pool)
    assert encode(there) == alone


@pytest.mark.parametrize(
    ("place", "bound", "limit"),
    [("tasks.MOST_TASKS", "tasks", 10_000_000), ("steps.MOST_OPEN", "cases", 100_000)],
)
def test_a_run_that_is_too_large_is_refused_wherever_it_is_made(
    monkeypatch, place: str, bound: str, limit: int
) -> None:
    monkeypatch.setattr(f"katch_protocols.evidence.simulations.engine.{place}", 3)
    asked = scenario(text("20 cases a week"))
    for executor in (None, Elsewhere()):
        with pytest.raises(BoundError) as refused:
            simulate(asked, handbook(), executor=executor)
        assert bound in refused.value.bound
        assert (refused.value.limit, refused.value.culprit) == (limit, "s")
        assert "Let fewer cases arrive" in str(refused.value)


def test_more_cases_than_a_run_may_have_tasks_are_refused_before_any_run(
    monkeypatch,
) -> None:
    # 100,000 a day are 36 million in the year of a run.
    made = "katch_protocols.evidence.simulations.runs.maker_for"
    monkeypatch.setattr(made, lambda *_: pytest.fail("a run was made"))
    with pytest.raises(BoundError, match="more than 10,000,000 tasks in a run"):
        simulate(scenario(text("100000 cases a day")), handbook())


def test_every_number_is_half_and_one_and_a_half() -> None:
    asked = scenario(text("2 cases a week"))
    names = [each.name for each in numbers(asked)]
    assert names == ["arrivals", "work.serve", "posts.desk"]
    found = simulate(asked, handbook(), sensitivity=True)
    assert found.matters_for == MeasuredTime("single", "served")
    assert found.matters[0].number in {"work.serve", "posts.desk"}
