"""Conditions are read, printed back, and nested only so deep."""

from typing import get_args

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from katch_protocols.errors import BoundError, Flaw, SentenceError
from katch_protocols.model.conditions import (
    MAX_LEVELS,
    MAX_TERMS,
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.sentences.text import parse_condition, print_condition
from tests.strategies_sentences import conditions

PRESENT = FactIs(fact="danger", values=("present",))
TRIAGE = InState(state="triage")
FORM = HasDocument(document="referral_form")

MEANINGS = [
    ("danger is present", PRESENT),
    ("danger is not present", PRESENT.model_copy(update={"negated": True})),
    ("age is one of child / adult", FactIs(fact="age", values=("child", "adult"))),
    ("consent is known", FactKnown(fact="consent")),
    ("consent is unknown", FactKnown(fact="consent", known=False)),
    ("in assistance.health", InState(state="assistance.health")),
    ("has referral_form", FORM),
    ("done screen_safety", Happened(activity="screen_safety")),
    ("not in triage", Not(inner=TRIAGE)),
    ("not (danger is present)", Not(inner=PRESENT)),
    ("in triage and danger is present", And(parts=(TRIAGE, PRESENT))),
    (
        "in triage and danger is present or has referral_form",
        Or(parts=(And(parts=(TRIAGE, PRESENT)), FORM)),
    ),
    (
        "in triage and (danger is present or has referral_form)",
        And(parts=(TRIAGE, Or(parts=(PRESENT, FORM)))),
    ),
    (
        "(in triage and danger is present) and has referral_form",
        And(parts=(And(parts=(TRIAGE, PRESENT)), FORM)),
    ),
    (
        "not (in triage or has referral_form)",
        Not(inner=Or(parts=(TRIAGE, FORM))),
    ),
    ("not (not in triage)", Not(inner=Not(inner=TRIAGE))),
]


@pytest.mark.parametrize(("text", "condition"), MEANINGS)
def test_a_condition_means_its_noun_and_prints_as_written(
    text: str, condition: Condition
) -> None:
    assert parse_condition(text) == condition
    assert print_condition(condition) == text


def test_every_kind_of_condition_has_a_meaning_above() -> None:
    union, *_ = get_args(Condition)
    assert {type(condition) for _, condition in MEANINGS} == set(get_args(union))


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("  danger   is\n  present ", "danger is present"),
        ("danger is one of present", "danger is present"),
        ("age is one of child/adult", "age is one of child / adult"),
        ("(danger is present)", "danger is present"),
        ("not (in triage)", "not in triage"),
        ("((in triage) and (has form))", "in triage and has form"),
        (
            "(in triage and has form) or in closed",
            "in triage and has form or in closed",
        ),
    ],
)
def test_one_meaning_prints_in_one_way(written: str, canonical: str) -> None:
    assert print_condition(parse_condition(written)) == canonical


@settings(max_examples=150)
@given(conditions())
def test_what_is_printed_reads_equal(condition: Condition) -> None:
    text = print_condition(condition)
    assert parse_condition(text) == condition
    assert print_condition(parse_condition(text)) == text


def test_parentheses_nest_32_deep_and_no_deeper() -> None:
    def nested(levels: int) -> str:
        return "not (" * levels + "danger is present" + ")" * levels

    assert print_condition(parse_condition(nested(MAX_LEVELS))) == nested(MAX_LEVELS)
    with pytest.raises(SentenceError) as refusal:
        parse_condition(nested(MAX_LEVELS + 1))
    assert refusal.value.reason is Flaw.DEEP
    assert refusal.value.column == len("not (") * MAX_LEVELS + 5


def test_a_condition_holds_256_tests_and_no_more() -> None:
    assert len(parse_condition(" or ".join(["in a"] * MAX_TERMS)).parts) == MAX_TERMS
    with pytest.raises(SentenceError) as refusal:
        parse_condition(" or ".join(["in a"] * (MAX_TERMS + 1)))
    assert refusal.value.reason is Flaw.LONG
    assert refusal.value.column == len("in a or ") * MAX_TERMS - 2


def test_a_noun_without_a_readable_sentence_cannot_be_made() -> None:
    deep: Condition = PRESENT
    for _ in range(MAX_LEVELS):
        deep = Not(inner=deep)
    with pytest.raises(ValidationError, match="more than 32 levels"):
        Not(inner=deep)
    with pytest.raises(ValidationError, match="256 tests"):
        Or(parts=(TRIAGE,) * (MAX_TERMS + 1))
    with pytest.raises(ValidationError):
        And(parts=(TRIAGE,))
    with pytest.raises(ValidationError, match="'is not' takes one value"):
        FactIs(fact="age", values=("child", "adult"), negated=True)
    with pytest.raises(ValidationError, match="listed twice"):
        FactIs(fact="age", values=("child", "child"))


def test_a_sentence_too_long_to_read_is_not_printed() -> None:
    long = InState(state=".".join(["s" * 64] * 8))
    with pytest.raises(BoundError, match="more than 8,192 characters"):
        print_condition(Or(parts=(long,) * 20))
