"""Conditions hold in Kleene's logic: only true opens a door."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.model.conditions import And, Condition, Not, Or
from katch_protocols.sentences.text import parse_condition
from katch_protocols.sentences.truth import evaluate
from tests.strategies_sentences import conditions


@dataclass(frozen=True)
class Case:
    facts: Mapping[str, str]
    true: frozenset[str] = frozenset()

    def fact(self, name: str, /) -> str:
        return self.facts.get(name, "unknown")

    def active(self, state: str, /) -> bool:
        return f"in {state}" in self.true

    def exists(self, document: str, /) -> bool:
        return f"has {document}" in self.true

    def happened(self, activity: str, /) -> bool:
        return f"done {activity}" in self.true


NOW = Case(
    {"danger": "present"},
    frozenset({"in triage", "has form", "done screen"}),
)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("danger is present", True),
        ("danger is absent", False),
        ("danger is not present", False),
        ("danger is not absent", True),
        ("danger is one of absent / present", True),
        ("danger is known", True),
        ("danger is unknown", False),
        ("consent is given", None),
        ("consent is not given", None),
        ("not (consent is given)", None),
        ("consent is known", False),
        ("consent is unknown", True),
        ("in triage", True),
        ("not in triage", False),
        ("in closed", False),
        ("has form", True),
        ("has plan", False),
        ("done screen", True),
        ("not done close_case", True),
        ("in triage and consent is given", None),
        ("in closed and consent is given", False),
        ("in triage or consent is given", True),
        ("in closed or consent is given", None),
        ("in triage and has form and in closed", False),
        ("not (in closed or consent is given)", None),
    ],
)
def test_a_condition_is_true_false_or_neither(text: str, *, holds: bool | None) -> None:
    assert evaluate(parse_condition(text), NOW) is holds


@settings(max_examples=60)
@given(conditions(), conditions(), st.booleans())
def test_not_of_both_is_either_not(one: Condition, two: Condition, known: bool) -> None:
    case = NOW if known else Case({})
    both = Not(inner=And(parts=(one, two)))
    either = Or(parts=(Not(inner=one), Not(inner=two)))
    assert evaluate(both, case) is evaluate(either, case)
