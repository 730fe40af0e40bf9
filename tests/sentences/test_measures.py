"""Measures: what is written is read, printed and said; what is wrong is refused."""

import pytest
from hypothesis import given

from katch_protocols.errors import SentenceError
from katch_protocols.model.measures import Measure, ShareThatHave, ShareThatKeep
from katch_protocols.model.periods import Dimension, Period, period_named
from katch_protocols.sentences.measure_text import print_measure
from katch_protocols.sentences.mentions import names_in
from katch_protocols.sentences.text import parse_measure
from tests.strategies_measures import measures, periods

SENTENCES = (
    "number of cases",
    "number of cases with presume",
    "number of cases with a / b.c where danger is present and not in triage",
    "number of times examine where done screen",
    "share of cases with opened that have safe_place within 24 hours",
    "share of cases that have x",
    "share of cases with screen that keep screen requires hear_child",
    "share of cases with a that keep after a then b within 3 days unless c",
    "share of cases with screen where age is child that keep sg04",
    "share of cases that end in safe / handed_over",
    "median time from report_both to confirm_representative",
    "time for 9 of 10 from a to b where x is one of y / z",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_measure_is_printed_as_it_was_written(text: str) -> None:
    assert print_measure(parse_measure(text)) == text


@given(measures())
def test_every_measure_has_a_sentence_and_every_sentence_its_measure(
    measure: Measure,
) -> None:
    assert parse_measure(print_measure(measure)) == measure


@pytest.mark.parametrize(
    ("text", "column", "near"),
    [
        ("numbr of cases", 1, "number"),
        ("number cases", 8, None),
        ("share of cases with a have b", 23, None),
        ("time for 8 of 10 from a to b", 10, None),
        ("median time from a", 19, None),
        ("share of cases with end that have b", 21, None),
        ("number of cases with a / a", 26, None),
        ("share of cases with a that have b within 0 days", 42, None),
    ],
)
def test_a_slip_is_refused_where_it_stands(
    text: str, column: int, near: str | None
) -> None:
    with pytest.raises(SentenceError) as refused:
        parse_measure(text)
    assert (refused.value.column, refused.value.near) == (column, near)


def test_words_of_a_measure_are_names_elsewhere() -> None:
    measure = parse_measure("share of cases with a that have b")
    assert isinstance(measure, ShareThatHave)
    with pytest.raises(SentenceError):
        parse_measure("share of cases with share that have b")


def test_the_names_of_the_sentence_that_is_kept_are_names_of_the_measure() -> None:
    measure = parse_measure("share of cases with a that keep b requires c where f is v")
    assert isinstance(measure, ShareThatKeep)
    assert {each.name for each in names_in(measure)} == {"a", "b", "c", "f", "v"}


@given(periods())
def test_a_period_is_read_as_it_is_written(period: Period) -> None:
    assert period_named(str(period)) == period
    assert Period.at(period.starts, period.dimension) == period
    assert Period.at(period.ends, period.dimension) == period
    assert not period.before().meets(period)


def test_a_year_is_cut_into_its_parts() -> None:
    year = Period(year=2026, first=1, months=12)
    assert [*map(str, year.cut(Dimension.QUARTER))] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]
    assert [*year.cut(Dimension.YEAR)] == [year]


@pytest.mark.parametrize("text", ["2026-13", "26", "2026-Q5", "2026-H3", "2026-1", ""])
def test_what_is_no_period_is_none(text: str) -> None:
    assert period_named(text) is None
