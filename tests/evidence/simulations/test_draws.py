"""Draws: whole numbers, the same everywhere, as even as chance."""

from itertools import pairwise
from math import exp, log

import pytest

from katch_protocols.evidence.simulations.draws import (
    BINS,
    key_of,
    mix,
    pick,
    quantile,
    quantiles,
)
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.scenarios import Spread, SpreadKind

HOURS = Unit.HOURS


def spread(kind: SpreadKind, *hours: int) -> Spread:
    points = tuple(Duration(amount=each, unit=HOURS) for each in hours)
    return Spread(kind=kind, points=points)


def mean_of(spread: Spread) -> float:
    table = quantiles(spread)
    return sum(a + b for a, b in pairwise(table)) / 2 / BINS / 3600


def test_the_mixer_is_splitmix64() -> None:
    # The first two outputs for the seed 0, as its authors publish them.
    assert mix(0, 0) == 0xE220A8397B1DCDAF >> 1
    assert mix(0, 1) == 0x6E789E6AA1B965F4 >> 1


def test_a_name_has_the_same_number_everywhere() -> None:
    assert key_of("referral:offered") == 8558544503762585769


def test_cells_are_filled_evenly_over_every_part_of_the_key() -> None:
    # 64 cells: the 99.9 % quantile of chi-square with 63 degrees of freedom is 103.4.
    for part in range(4):
        counts = [0] * 64
        for number in range(6_400):
            key = 7
            for place in range(4):
                key = mix(key, number if place == part else 11)
            counts[pick(key, 64)] += 1
        assert sum((each - 100) ** 2 / 100 for each in counts) < 103.4


def test_draws_of_neighbours_say_nothing_of_one_another() -> None:
    # 16 × 16 pairs: the 99.9 % quantile with 255 degrees of freedom is 330.5.
    counts = [0] * 256
    for number in range(25_600):
        first, second = pick(mix(3, number), 16), pick(mix(3, number + 1), 16)
        counts[16 * first + second] += 1
    assert sum((each - 100) ** 2 / 100 for each in counts) < 330.5


def test_picks_stay_below_their_total() -> None:
    assert {pick(mix(1, each), 3) for each in range(100)} == {0, 1, 2}
    assert pick((1 << 63) - 1, 5) == 4
    assert pick(0, 5) == 0


@pytest.mark.parametrize(
    ("given", "mean"),
    [
        (spread(SpreadKind.EXACTLY, 2), 2),
        (spread(SpreadKind.TRIANGULAR, 1, 2, 6), 3),
        (spread(SpreadKind.EXPONENTIAL, 5), 5),
        (
            spread(SpreadKind.LOGNORMAL, 20, 60),
            20 * exp((log(3) / 1.2815515655446004) ** 2 / 2),
        ),
        (spread(SpreadKind.QUANTILES, 0, 1, 2, 3, 4), 2),
    ],
)
def test_a_table_has_the_mean_of_its_spread(given: Spread, mean: float) -> None:
    assert mean_of(given) == pytest.approx(mean, rel=1e-3)


def test_a_lognormal_table_has_the_median_and_the_nine_in_ten_that_were_given() -> None:
    table = quantiles(spread(SpreadKind.LOGNORMAL, 20, 60))
    assert table[BINS // 2] == 20 * 3600
    assert table[BINS * 9 // 10] <= 60 * 3600 <= table[BINS * 9 // 10 + 1]


def test_a_quantile_stands_between_two_of_its_table() -> None:
    table = [*quantiles(spread(SpreadKind.TRIANGULAR, 1, 2, 6))]
    assert quantile(0, table, 0) == 3600
    assert quantile((1 << 63) - 1, table, 0) == 6 * 3600
    middle = quantile(1 << 62, table, 0)
    assert table[BINS // 2] <= middle <= table[BINS // 2 + 1]
