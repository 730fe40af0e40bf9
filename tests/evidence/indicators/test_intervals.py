"""Intervals and times against tables that were published."""

from itertools import product
from math import comb, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.evidence.indicators.intervals import (
    arrival_time,
    newcombe,
    poisson_interval,
    rates_differ,
    wilson,
)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17: 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_shares_have_wilsons_interval(
    part: int, whole: int, low: float, high: float
) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


def test_nothing_is_known_of_no_case() -> None:
    assert wilson(0, 0) == (0, 1)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17: 873-890, table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
    ],
)
def test_differences_have_newcombes_interval(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    assert newcombe(*counts) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # statsmodels 0.15.0, confint_proportions_2indep(method="newcomb")
        ((0, 7, 3, 25), -0.2995579392, 0.2428855640),
        ((25, 25, 2, 60), 0.8111386181, 0.9908106807),
        ((199, 200, 999, 1000), -0.0267885866, 0.0022049698),
        ((1, 1, 0, 1), -0.1221087207, 1.0),
        ((30, 60, 500, 1000), -0.1264897334, 0.1264897334),
        ((3, 10, 3, 10), -0.3590093157, 0.3590093157),
    ],
)
def test_differences_have_the_interval_that_a_peer_reckons(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    assert newcombe(*counts) == pytest.approx((low, high), abs=1e-9)
    swapped = (*counts[2:], *counts[:2])
    assert newcombe(*swapped) == pytest.approx((-high, -low), abs=1e-9)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [  # statsmodels 0.15.0, proportion_confint(method="wilson")
        (1, 1, 0.2065493144, 1.0),
        (0, 3, 0.0, 0.5614970318),
        (7, 10, 0.3967781475, 0.8922087326),
        (59, 60, 0.9114487027, 0.9970518402),
        (333, 1_000, 0.3044779033, 0.3628002340),
        (999_999, 1_000_000, 0.9999943351, 0.9999998235),
    ],
)
def test_shares_have_the_interval_that_a_peer_reckons(
    part: int, whole: int, low: float, high: float
) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [  # statsmodels 0.15.0, confint_poisson(method="exact-c")
        (0, 0.0, 3.6888794541),
        (3, 0.6186721229, 8.7672730697),
        (25, 16.1786818478, 36.9049316975),
        (120, 99.4919256259, 143.4905853694),
        (299, 266.0659175420, 334.8845761082),
        (1_000, 938.9730184077, 1063.9521360163),
    ],
)
def test_counts_have_the_interval_that_a_peer_reckons(
    count: int, low: float, high: float
) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [  # Garwood 1936; Pearson and Hartley, Biometrika Tables I, table 40
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (10, 4.795, 18.39),
        (14, 7.654, 23.49),
    ],
)
def test_counts_have_the_exact_interval(count: int, low: float, high: float) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), abs=5e-3)


@pytest.mark.parametrize(
    ("count", "other", "differ"), [(20, 8, True), (18, 10, False), (14, 14, False)]
)
def test_two_years_differ_when_chance_does_not_explain_it(
    count: int, other: int, *, differ: bool
) -> None:
    # Of 28 that chance would halve, P(X <= 8) = 0.0178 and P(X <= 10) = 0.0925.
    assert rates_differ(count, 12, other, 12) is differ


@pytest.mark.parametrize("count", [600, 615, 625, 635, 665, 675, 685, 700])
def test_two_years_differ_as_exactly_where_many_are_counted(count: int) -> None:
    both = 1_300
    fewest = min(count, both - count)
    exactly = sum(comb(both, k) for k in range(fewest + 1)) * 40 < 2**both
    assert rates_differ(count, 12, both - count, 12) is exactly


@pytest.mark.parametrize(("months", "others"), [(12, 12), (3, 12), (1, 12), (12, 1)])
def test_the_fewest_differ_as_exactly(months: int, others: int) -> None:
    """Tails of the binomial distribution, in whole numbers."""
    for count, other in product(range(9), range(9)):
        both, whole = count + other, months + others
        ways = [
            comb(both, k) * months**k * others ** (both - k) for k in range(both + 1)
        ]
        tail = min(sum(ways[: count + 1]), sum(ways[count:]))
        expected = 40 * tail < whole**both
        assert rates_differ(count, months, other, others) is expected, (count, other)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(5_000, 4862.3592, 5140.5489), (100_000, 99381.1527, 100621.7447)],  # chi-square
)
def test_many_have_the_exact_interval_too(count: int, low: float, high: float) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), rel=1e-8)


# Freireich and others, Blood 21 (1963): weeks of remission, as Kaplan and Meier's
# estimate is shown with them in every textbook (Cox 1972; Collett, example 2.1).
TREATED = [
    *((time, True) for time in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *((time, False) for time in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
OTHERS = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_medians_heed_those_who_have_not_arrived() -> None:
    assert arrival_time(TREATED, 0.5) == 23
    assert arrival_time([(time, True) for time in OTHERS], 0.5) == 8
    ended_only = [(time, True) for time, arrived in TREATED if arrived]
    assert arrival_time(ended_only, 0.5) == 10  # what counting ended cases would say


def test_those_who_have_not_arrived_leave_as_a_peer_lets_them() -> None:
    """Against statsmodels 0.15.0, ``SurvfuncRight.quantile``."""
    arrived = [2, 7, 11, 11, 15, 20, 31]
    waits = [(float(time), True) for time in arrived]
    waits += [(float(time), False) for time in (4, 9, 12, 22)]
    assert arrival_time(waits, 0.5) == 15
    assert arrival_time(waits, 0.9) == 31


def test_exactly_half_is_half_and_nine_of_ten_are_nine_of_ten() -> None:
    """Plain floating point says 0.5000000000000001 and 0.10000000000000002."""
    assert arrival_time([(float(n), True) for n in range(1, 25)], 0.5) == 12
    assert arrival_time([(float(n), True) for n in range(1, 11)], 0.9) == 9


def test_where_half_have_not_arrived_there_is_no_median() -> None:
    assert arrival_time([(3, True), (40, False), (40, False)], 0.5) is None
    assert arrival_time([(3, True), (inf, False), (inf, False)], 0.5) is None
    assert arrival_time([], 0.5) is None


@given(st.lists(st.integers(0, 50), min_size=1))
def test_without_open_cases_it_is_the_plain_quantile(times: list[int]) -> None:
    waits = [(float(time), True) for time in times]
    for share in (0.5, 0.9):
        found = arrival_time(waits, share)
        assert found is not None
        by_then = sum(time <= found for time in times)
        before = sum(time < found for time in times)
        assert by_then >= share * len(times) - 1e-9 > before - 1e-6 or before == 0
