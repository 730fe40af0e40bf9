"""Safeguards are read and printed back, every kind of them."""

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from katch_protocols.errors import BoundError
from katch_protocols.model import safeguards as kinds
from katch_protocols.model.conditions import And, FactIs, HasDocument, InState
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.sentences.text import (
    RESERVED,
    parse_safeguard,
    print_safeguard,
)
from tests.strategies_sentences import safeguards

CHILD = FactIs(fact="age", values=("child",))
HOURS = Duration(amount=24, unit=Unit.HOURS)

MEANINGS = [
    ("never detain", kinds.Never(event="detain")),
    ("depart requires assess", kinds.Requires(event="depart", earlier="assess")),
    (
        "depart requires assess each time",
        kinds.Requires(event="depart", earlier="assess", each_time=True),
    ),
    (
        "move informs guardianship",
        kinds.Informs(event="move", party="guardianship"),
    ),
    (
        "move at least 24 hours after notify",
        kinds.AtLeastAfter(event="move", least=HOURS, earlier="notify"),
    ),
    (
        "depart requires assess since place",
        kinds.RequiresSince(event="depart", earlier="assess", since="place"),
    ),
    (
        "depart requires that age is child and has plan",
        kinds.RequiresThat(
            event="depart", condition=And(parts=(CHILD, HasDocument(document="plan")))
        ),
    ),
    ("every case has hear_child", kinds.EveryCaseHas(event="hear_child")),
    (
        "every case has hear_child before an end",
        kinds.EveryCaseHas(event="hear_child", any_end=True),
    ),
    ("after report then place", kinds.AfterThen(event="report", later="place")),
    (
        "after report then place within 24 hours",
        kinds.AfterThen(event="report", later="place", within=HOURS),
    ),
    (
        "after report never confront",
        kinds.AfterNever(event="report", forbidden="confront"),
    ),
    (
        "between place and leave never confront",
        kinds.BetweenNever(event="place", end="leave", forbidden="confront"),
    ),
    (
        "between place and leave always visit at least every 24 hours",
        kinds.AtLeastEvery(event="place", end="leave", recurring="visit", period=HOURS),
    ),
    (
        "while assistance.health never close",
        kinds.WhileNever(event="assistance.health", forbidden="close"),
    ),
    ("interview at most 1 time", kinds.AtMost(event="interview", times=1)),
    ("interview at most 3 times", kinds.AtMost(event="interview", times=3)),
    ("return excludes stay", kinds.Excludes(event="return", other="stay")),
    (
        "interview with child_psychologist",
        kinds.TakesPart(event="interview", role="child_psychologist"),
    ),
    (
        "only mia / prosecutor does close",
        kinds.OnlyDoes(event="close", actors=("mia", "prosecutor")),
    ),
    (
        "detect and decide by different people",
        kinds.Different(event="detect", other="decide"),
    ),
    (
        "detect and decide by different agencies",
        kinds.Different(event="detect", other="decide", agencies=True),
    ),
    (
        "plan and review by the same person",
        kinds.SamePerson(event="plan", other="review"),
    ),
    ("complain is always possible", kinds.AlwaysPossible(event="complain")),
    (
        "treat does not depend on testify",
        kinds.Independent(event="treat", other="testify"),
    ),
    (
        "health only to moh / shelter",
        kinds.OnlyTo(item="health", receivers=("moh", "shelter")),
    ),
    (
        "never move where in triage.urgent unless court_order",
        kinds.Never(
            event="move",
            where=InState(state="triage.urgent"),
            unless=("court_order",),
        ),
    ),
    (
        "never move unless court_order / triage.urgent",
        kinds.Never(event="move", unless=("court_order", "triage.urgent")),
    ),
    (
        "depart requires that age is child where has plan unless court_order",
        kinds.RequiresThat(
            event="depart",
            condition=CHILD,
            where=HasDocument(document="plan"),
            unless=("court_order",),
        ),
    ),
]


@pytest.mark.parametrize(("text", "noun"), MEANINGS)
def test_a_safeguard_means_its_noun_and_prints_as_written(
    text: str, noun: kinds.Sentence
) -> None:
    assert parse_safeguard(text) == noun
    assert print_safeguard(noun) == text


def test_every_kind_of_safeguard_has_a_meaning_above() -> None:
    assert {type(noun) for _, noun in MEANINGS} == {*kinds.KINDS}


@settings(max_examples=200)
@given(safeguards())
def test_what_is_printed_reads_equal(noun: kinds.Sentence) -> None:
    text = print_safeguard(noun)
    assert parse_safeguard(text) == noun
    assert print_safeguard(parse_safeguard(text)) == text


def test_every_word_of_a_sentence_that_is_no_name_is_reserved() -> None:
    spoken = {word for text, _ in MEANINGS for word in text.split()}
    assert {"never", "requires", "each", "time", "times", "by", "the"} <= RESERVED
    assert spoken & RESERVED > {"always", "possible", "depend", "agencies", "since"}
    assert {"in", "is", "not", "has", "done", "then", "resume", "working"} <= RESERVED
    assert "detain" not in RESERVED


def test_a_noun_without_a_readable_sentence_cannot_be_made() -> None:
    zero = Duration(amount=0, unit=Unit.HOURS)
    with pytest.raises(ValidationError, match="cannot be zero"):
        kinds.AfterThen(event="report", later="place", within=zero)
    with pytest.raises(ValidationError, match="cannot be zero"):
        kinds.AtLeastEvery(event="a", end="b", recurring="c", period=zero)
    with pytest.raises(ValidationError, match="cannot be zero"):
        kinds.AtLeastAfter(event="a", least=zero, earlier="b")
    with pytest.raises(ValidationError):
        kinds.AtMost(event="interview", times=0)
    with pytest.raises(ValidationError):
        kinds.OnlyDoes(event="close", actors=())
    with pytest.raises(ValidationError, match="listed twice"):
        kinds.OnlyTo(item="health", receivers=("moh", "moh"))
    with pytest.raises(ValidationError, match="listed twice"):
        kinds.Never(event="move", unless=("triage.urgent", "triage.urgent"))


def test_a_sentence_too_long_to_read_is_not_printed() -> None:
    many = tuple(f"agency_{number:057}" for number in range(200))
    with pytest.raises(BoundError, match="more than 8,192 characters"):
        print_safeguard(kinds.OnlyDoes(event="close", actors=many))
