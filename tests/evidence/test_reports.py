"""What an audit says to people: reasons, quarters, delays, what cannot be told."""

import pytest

from katch_protocols.cli.reports.audit import AuditReport, say_delay
from katch_protocols.evidence.audits.audit import audit_log
from tests.cases.harbour import FILES, handbook
from tests.evidence.logs import UNTIL, at, case_rows, read
from tests.evidence.test_faults import FAULTS

PEOPLE = {
    "another role": "role",
    "another agency": "agency",
    "another person than must": "binding",
    "the same person who must not": "separation",
    "nobody with whom it must be": "partner",
    "no training": "qualification",
    "the same agency which must not": "agency-separation",
}
SOON = (
    FILES["referral.yaml"]
    + "  slow: {rule: place at least 7 days after send, source: [act]}\n"
)
OWED = (
    FILES["referral.yaml"]
    + "  soon: {rule: after assess then place within 6 hours, source: [act]}\n"
)


def report(rows, language="en", **more):
    return AuditReport(audit_log(read(rows, **more)), language)


def counts(rows, language="en", **more):
    """Return the lines of what was counted: of each finding two."""
    lines = list(report(rows, language, **more).lines())
    return lines[lines.index("", lines.index("") + 1) + 1 :]


@pytest.mark.parametrize("name", PEOPLE)
def test_why_somebody_may_not_is_said_of_many_cases_as_of_one(name):
    fault, _ = FAULTS[name]
    rows = fault(case_rows())
    (said,) = [
        each.partition("✗ ")[2] for each in report(rows).case("a-1") if "✗ " in each
    ]
    assert said.startswith(f"{PEOPLE[name]}: ")
    assert said.count(". ") >= 1
    assert counts(rows)[0] == f"1 × {said}"


def test_of_many_cases_that_are_too_early_no_instant_is_said():
    rows = [*case_rows(), *case_rows("b-2")]
    first, second = counts(rows, home=handbook(referral=SOON))
    assert first.startswith(
        "2 × early: Place the child. It is too early: so soon after"
    )
    assert "possible from" not in first
    assert "2026-Q1" in second


@pytest.mark.parametrize(
    ("language", "word"), [("ru", "роль: "), ("kk", "рөл: "), ("en", "role: ")]
)
def test_what_people_did_wrong_is_named_in_the_language_of_the_reader(language, word):
    fault, _ = FAULTS["another role"]
    assert counts(fault(case_rows()), language)[0].startswith(f"1 × {word}")


def test_a_second_late_is_no_minute():
    assert say_delay(1, "en") == "less than a minute"
    assert say_delay(60, "en") == "1 minute"
    assert say_delay(1, "ru") == "меньше минуты"


def test_a_delay_of_several_is_said_to_be_the_typical_one():
    late, _ = FAULTS["a second late"]
    one = late(case_rows())
    many = [*one, *({**row, "case": "b-2"} for row in one)]
    assert not counts(one)[0].endswith("That is the typical delay.  referral.yaml:19")
    assert "That is the typical delay." in counts(many)[0]


def test_a_sentence_is_broken_as_its_limit_ends_and_whoever_owes_it_answers():
    """Not as the log ends, in a quarter of which it may have nothing."""
    rows = case_rows()[:1]
    later = UNTIL.replace(month=12)
    lines = counts(rows, home=handbook(referral=OWED), until=later)
    at_ = next(n for n, line in enumerate(lines) if "safeguard soon" in line)
    assert lines[at_ + 1].strip().endswith("2026-Q1")
    assert "not known" not in lines[at_ + 1]


def test_a_case_of_which_not_all_can_be_told_is_not_said_to_keep_everything():
    rows = case_rows()
    strange = {**rows[0], "event": "telephoned", "at": at(0.6)}
    lines = list(report([rows[0], strange]).case("a-1"))
    assert lines[0] == (
        "Nothing shows that case a-1 departs from the protocol, but not everything can "
        "be told. It has not ended."
    )


def test_an_unknown_value_is_told_with_the_title_of_its_question():
    fault, _ = FAULTS["an unknown value"]
    said = next(each for each in counts(fault(case_rows())) if "unknown value" in each)
    assert "none is called 'absnt'. The nearest is absent." in said


def test_what_steers_a_terminal_is_shown_and_not_sent_to_it():
    row = {**case_rows()[0], "event": "ass\x1b[31mess"}
    assert "\x1b" not in "".join(counts([row]))
    assert r"'ass\x1b[31mess'" in "".join(counts([row]))


def test_of_no_case_it_is_not_said_that_nothing_departs():
    lines = list(report([]).lines())
    assert lines[-1] == "No case was read, so nothing can be told."


def test_what_is_never_logged_is_called_by_its_title():
    lines = list(report(case_rows(), not_logged=("acknowledge_send",)).lines())
    assert any("never writes: Acknowledge" in line for line in lines)


def test_what_cannot_be_read_outside_the_window_is_no_finding():
    rows = [*case_rows(), {**case_rows()[0], "event": "telephoned", "at": at(2000)}]
    assert counts(rows) == ["Nothing departs from the protocols."]
