"""Sentences in files: the column is that of the word that is wrong."""

import pytest

from katch_protocols.errors import Flaw
from tests.files.small import facts, found, reading_of
from tests.words.told import told

HEAD = "protocol: p\ntitle: P\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("states: {s: {decide: [{when: d iz a, to: b}]}}", "3:32 unexpected-word"),
        ("states: {s: {decide: [{when: 'd iz a', to: b}]}}", "3:33 unexpected-word"),
        ('states: {s: {decide: [{when: "d iz a", to: b}]}}', "3:33 unexpected-word"),
        (
            'states: {s: {decide: [{when: "d \\x69z a", to: b}]}}',
            "3:30 unexpected-word",
        ),
        ("states: {s: {decide: [{when: d is, to: b}]}}", "3:34 unfinished-sentence"),
        ("states: {s: {decide: [{when: '', to: b}]}}", "3:30 empty-sentence"),
        ("states: {s: {within: 3}}", "3:22 bad-duration"),
        ("states: {s: {within: 0 hours}}", "3:22 zero-amount"),
        ("states: {s: {within: 3 horas}}", "3:22 bad-duration"),
        ("states: {s: {within: {limit: 3 horas}}}", "3:30 bad-duration"),
        ("states: {s: {within: true}}", "3:22 not-text"),
        ("states: {s: {after: {72 horas: t}}}", "3:22 bad-duration"),
        ("states: {s: {done: resume}}", "3:26 unfinished-sentence"),
        ("safeguards: {a: {rule: never never}}", "3:30 reserved-name"),
        ("safeguards: {a: {rule: a requires B}}", "3:35 malformed-name"),
        ("safeguards: {a: {rule: 'a requires b, c'}}", "3:36 unreadable-character"),
        ("safeguards: {a: {rule: a at most 99999 times}}", "3:34 malformed-number"),
        ("safeguards: {a: {rule: only x / x does a}}", "3:33 repeated-alternative"),
        ("safeguards: {a: {rule: a with b.c}}", "3:31 dotted-name"),
        ("safeguards: {a: {rule: never a b}}", "3:32 surplus-word"),
    ],
)
def test_a_slip_in_a_sentence_is_found_at_its_word(line: str, expected: str) -> None:
    assert found(reading_of(f"{HEAD}{line}\n")) == [f"p.yaml:{expected}"]


def test_a_sentence_over_several_lines_is_pointed_at_as_a_whole() -> None:
    text = f"{HEAD}safeguards:\n  a:\n    rule: never\n      a b\n"
    assert found(reading_of(text)) == ["p.yaml:5:11 surplus-word"]


def test_the_message_says_what_could_stand_there() -> None:
    rule = "after a then b within 3 horas"
    reading = reading_of(f"{HEAD}safeguards: {{a: {{rule: {rule}}}}}\n")
    assert facts(reading, "unexpected-word") == {
        "sentence": rule,
        "word": "horas",
        "column": "25",
        "expected": (
            "day, days, hour, hours, minute, minutes, month, months, week, weeks, "
            "working"
        ),
    }


def test_escalation_may_begin_at_once() -> None:
    handbook = "handbook: x\ntitle: X\nescalation: [{after: 0 hours, tell: kdn}]\n"
    reading = reading_of(handbook=handbook)
    assert found(reading) == []


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_of_a_sentence_has_words(flaw: Flaw) -> None:
    assert str(flaw) in told("en")
