"""Every name of a sentence is told, with what it must be."""

import pytest
from hypothesis import given, settings

from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import Sentence
from katch_protocols.sentences.grammar import WordForm, form, scan
from katch_protocols.sentences.mentions import names_in
from katch_protocols.sentences.text import parse_safeguard, print_safeguard
from tests.strategies_sentences import safeguards


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("never place", ["event place"]),
        ("while triage never place", ["state triage", "event place"]),
        ("only mia / desk does place", ["actor mia", "actor desk", "event place"]),
        ("health only to moh", ["item health", "actor moh"]),
        ("place with interpreter", ["event place", "role interpreter"]),
        (
            "between place and leave always visit at least every 2 days",
            ["event place", "event leave", "event visit"],
        ),
        (
            "place requires that age is one of child / adult and done plan and in open",
            [
                "event place",
                "fact age",
                "value child",
                "value adult",
                "activity plan",
                "state open",
            ],
        ),
        (
            "place requires place where has form and form is known unless order",
            ["event place", "document form", "fact form", "event order"],
        ),
    ],
)
def test_names_come_once_in_the_order_written(text: str, names: list[str]) -> None:
    found = names_in(parse_safeguard(text))
    assert [f"{mention.kind} {mention.name}" for mention in found] == names


def test_a_value_knows_its_fact() -> None:
    found = names_in(parse_safeguard("place requires that age is child"))
    facts = [mention.fact for mention in found if mention.kind is NameKind.VALUE]
    assert facts == ["age"]


@settings(max_examples=100)
@given(safeguards())
def test_no_name_is_missed(noun: Sentence) -> None:
    words = {word.text for word in scan(print_safeguard(noun))}
    written = {word for word in words if form(word) in {WordForm.ID, WordForm.PATH}}
    assert {mention.name for mention in names_in(noun)} == written
