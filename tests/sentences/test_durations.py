"""Spans of time and targets are read and printed back."""

import pytest
from hypothesis import given, settings

from katch_protocols.errors import Flaw, SentenceError
from katch_protocols.model.activities import Target
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.sentences.text import (
    parse,
    parse_duration,
    parse_target,
    print_duration,
    print_target,
)
from tests.strategies_sentences import durations, targets


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("30 minutes", 30, Unit.MINUTES),
        ("24 hours", 24, Unit.HOURS),
        ("3 days", 3, Unit.DAYS),
        ("5 working days", 5, Unit.WORKING_DAYS),
        ("2 weeks", 2, Unit.WEEKS),
        ("6 months", 6, Unit.MONTHS),
        ("1 day", 1, Unit.DAYS),
        ("1 working day", 1, Unit.WORKING_DAYS),
        ("9999 hours", 9999, Unit.HOURS),
    ],
)
def test_a_duration_is_read_and_printed_as_written(
    text: str, amount: int, unit: Unit
) -> None:
    assert parse_duration(text) == Duration(amount=amount, unit=unit)
    assert print_duration(parse_duration(text)) == text


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("1 days", "1 day"),
        ("3 day", "3 days"),
        (" 2   working\nday ", "2 working days"),
    ],
)
def test_singular_and_plural_are_both_read(written: str, canonical: str) -> None:
    assert print_duration(parse_duration(written)) == canonical


def test_zero_is_refused_unless_asked_for() -> None:
    assert parse_duration("0 hours", zero=True).amount == 0
    with pytest.raises(SentenceError) as refusal:
        parse_duration("0 hours")
    assert (refusal.value.reason, refusal.value.column) == (Flaw.ZERO, 1)


@settings(max_examples=100)
@given(durations(smallest=0))
def test_every_duration_reads_equal(duration: Duration) -> None:
    text = print_duration(duration)
    assert parse_duration(text, zero=True) == duration
    assert parse("duration", text, zero=True) == duration


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("triage", Target(state="triage")),
        ("assistance.health.treated", Target(state="assistance.health.treated")),
        ("resume assistance", Target(state="assistance", resume=True)),
        (
            "  resume   assistance.health ",
            Target(state="assistance.health", resume=True),
        ),
    ],
)
def test_a_target_is_read(text: str, target: Target) -> None:
    assert parse_target(text) == target


@settings(max_examples=100)
@given(targets())
def test_every_target_reads_equal(target: Target) -> None:
    assert parse_target(print_target(target)) == target
    assert parse("target", print_target(target)) == target
