"""Queues that textbooks know: the closed form lies in the 99 % interval of the runs."""

from datetime import date
from math import factorial

import pytest

from katch_protocols.evidence.simulations.engine.store import (
    RECORD_WIDTH,
    Kind,
)
from katch_protocols.evidence.simulations.estimates import estimate
from katch_protocols.evidence.simulations.outcomes import figures_of, open_by_day
from katch_protocols.evidence.simulations.working_time import (
    DAY,
    OPENS,
    WorkingTime,
    close_after,
    open_before,
)
from tests.evidence.simulations.heavy import heavy
from tests.evidence.simulations.littles_law import seconds_waited
from tests.evidence.simulations.queues import handbook, queue, runs_of, scenario, waits

MONTH = 30 * DAY


def assert_within(values: list[float], expected: float) -> None:
    found = estimate(values, 0.99)
    assert found is not None
    assert found.low <= expected <= found.high, (found, expected)


def erlang_c(servers: int, load: float) -> float:
    """Return the chance to wait: M/M/c with an offered load (Erlang 1917)."""
    last = load**servers / factorial(servers) / (1 - load / servers)
    return last / (sum(load**k / factorial(k) for k in range(servers)) + last)


def rate(load: float, servers: int = 1) -> str:
    """Return arrivals for a load of so many servers with one hour of work each."""
    return f"{load * servers * 24:g} cases a day"


def check_servers(servers: int, load: float, runs: int, years: int = 1) -> None:
    asked = queue(
        rate(load, servers), "{mean: 1 hour}", servers, runs=runs, years=years
    )
    wait = erlang_c(servers, load * servers) / (servers * (1 - load))
    assert_within(waits(asked), wait)


def test_one_server() -> None:
    check_servers(1, 0.5, runs=4)


def test_two_servers() -> None:
    check_servers(2, 0.5, runs=3)


def test_any_work_waits_as_pollaczek_and_khinchine_say() -> None:
    # M/D/1 at a load of 0.5: half an hour.
    assert_within(waits(queue(rate(0.5), "1 hour", 1)), 0.5)


@heavy
@pytest.mark.parametrize("load", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("servers", [1, 2, 3])
def test_servers_at_every_load(servers: int, load: float) -> None:
    check_servers(servers, load, runs=20, years=3)


@heavy
@pytest.mark.parametrize("load", [0.3, 0.5, 0.8])
def test_triangular_work_at_every_load(load: float) -> None:
    asked = queue(
        rate(load), "{from: 30 minutes, usually: 30 minutes, to: 2 hours}", 1, runs=20
    )
    mean, variance = 1.0, (0.25 + 0.25 + 4 - 0.25 - 1 - 1) / 18
    wait = load * mean * (1 + variance / mean**2) / (2 * (1 - load))
    assert_within(waits(asked, warm_days=30), wait)


def test_what_nobody_does_is_as_many_at_once_as_arrive_in_its_time() -> None:
    # M/G/∞: 4 a day for 3 days are 12 at once.
    asked = scenario(
        "scenario: s\nprotocols: single\nregion: harbour\narrivals: 4 cases a day\n"
        "work: {serve: 1 minute}\nwaits: {serve: {mean: 3 days}}\n"
        "posts: {desk: {people: 1000, cover: always}}\nrun: {years: 1, seed: 5}\n"
    )
    _, runs = runs_of(asked)
    means = []
    for number in range(4):
        days = open_by_day(runs.once(number), 365)[30:]
        means.append(sum(days) / len(days))
    assert_within(means, 12.0)


TANDEM = """\
scenario: s
protocols: tandem
region: harbour
arrivals: 12 cases a day
work: {serve: {mean: 1 hour}, finish: {mean: 1 hour}}
posts:
  desk: {people: 5, cover: always}
  second: {roles: [second_clerk], people: 5, cover: always}
run: {years: 1, seed: 9, runs: 4, warm_up: 1 month}
"""


def test_the_second_of_two_queues_waits_as_if_it_were_alone() -> None:
    # Jackson (1957): an hour at each.
    made, runs = runs_of(scenario(TANDEM))
    told = [figures_of(made, runs.once(number), MONTH) for number in range(3)]
    for desk in range(2):
        assert_within([each.of["wait", desk] or 0.0 for each in told], 1.0)


OFFICE = """\
scenario: s
protocols: single
region: harbour
arrivals: 1 case a week
work: {serve: WORK}
run: {years: YEARS, seed: 1, runs: 4, begins: 2025-01-06}
"""


def office(work: str, years: int) -> str:
    return OFFICE.replace("WORK", work).replace("YEARS", str(years))


def test_who_comes_at_any_hour_waits_for_the_office_to_open() -> None:
    # Nights of 15 hours and a weekend of 63: the sum of squares over twice a week.
    wait = (4 * 15**2 + 63**2) / 2 / 168
    assert_within(waits(scenario(office("1 minute", 12)), warm_days=0), wait)


def test_nobody_works_on_a_holiday() -> None:
    asked = scenario(office("1 minute", 3), handbook("KZ"))
    made, runs = runs_of(asked, handbook("KZ"))
    store = runs.once(0)
    ends = [
        store.record[at + 6]
        for at in range(0, len(store.record), RECORD_WIDTH)
        if store.record[at] == Kind.ENDED
    ]
    assert ends
    # Nauryz, 21 to 23 March 2025, is a Friday to Sunday; Monday and Tuesday follow it.
    time = made.time
    nauryz = 31 - 6 + 28 + 20 + 1
    assert time.is_work[nauryz] == 0
    assert all(time.is_work[(end - 1) // DAY] for end in ends)


def test_work_longer_than_a_day_goes_on_at_each_opening_until_it_is_done() -> None:
    time = WorkingTime(WEDNESDAY, 1, None)
    start = OPENS
    opened = open_before(start, time.before, time.is_work)
    # 20 hours from Wednesday 9:00: Thursday ends 18 of them, Friday 11:00 the rest.
    end = close_after(opened + 20 * 3600, [*time.working])
    assert end == 2 * DAY + 11 * 3600
    # 40 hours: over the weekend, Tuesday 13:00.
    end = close_after(opened + 40 * 3600, [*time.working])
    assert end == 6 * DAY + 13 * 3600
    asked = scenario(office("20 hours", 4))
    made, runs = runs_of(asked)
    told = figures_of(made, runs.once(0), 0)
    assert told.of["arrived", 0] == pytest.approx(4 * 52, abs=40)


WEDNESDAY = date(2025, 1, 8)


@pytest.mark.parametrize("text", [TANDEM, office("3 hours", 1)])
def test_what_waits_over_time_is_what_each_waited(text: str) -> None:
    made, runs = runs_of(scenario(text))
    assert seconds_waited(made.plan, runs.once(1)) > 0
