"""``may: true``: a power and no duty, told in words, and no deadline relies on it."""

import pytest

from katch_protocols.changes.compare import compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.charts.build import chart
from katch_protocols.duties.phrases import Teller
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.files.read import read_texts
from katch_protocols.proofs.timing.timed_sentences import prove_within
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.sentences.text import parse_safeguard
from tests.rules.saltmarsh import FILES, examine, referral, seen

POWER = "close: {title: Close, by: duty_officer, may: true, to: closed}"
DUTY = "finish: {title: Finish, by: duty_officer, to: closed}"
HEAD = "  reported: {title: Reported, held_by: duty_officer, within: 2 days, "


def files(*acts: str, more: str = "") -> dict[str, str]:
    states = f"{HEAD}{more}activities: {{{', '.join(acts)}}}}}\n"
    return {"referral.yaml": referral(states)}


def book(*acts: str):
    return read_texts({**FILES, **files(*acts)}).handbook


def test_a_state_that_only_powers_leave_has_a_limit_that_nobody_keeps():
    found = seen("nobody-must", files(POWER))
    where = "protocols.referral.states.reported.within"
    assert found == [(where, {"state": "reported"})]


@pytest.mark.parametrize(
    "more", [(POWER, DUTY), (DUTY,), (POWER.replace(", may: true", ""),)]
)
def test_one_duty_is_enough(more):
    assert seen("nobody-must", files(*more)) == []


def test_the_clock_is_enough():
    assert seen("nobody-must", files(POWER, more="after: {1 day: closed}, ")) == []


def test_a_way_out_that_no_case_takes_does_not_count():
    never = DUTY.replace("to:", "when: consent is given, to:")
    found = seen("nobody-must", files(POWER, never))
    assert [facts for _, facts in found] == [{"state": "reported"}]


@pytest.mark.parametrize(
    ("slip", "rule", "word"),
    [
        (POWER.replace("true", "yes"), "not-true-or-false", "yes"),
        (POWER.replace("may: true", "my: true"), "unknown-key", "my"),
        (POWER.replace("may: true", "may: power"), "not-true-or-false", "power"),
    ],
)
def test_a_slip_has_its_finding(slip, rule, word):
    found = [each for each in examine(files(slip)) if each.rule == rule]
    assert found, [each.rule for each in examine(files(slip))]
    assert any(word in str(fact) for fact in found[0].facts.values())


@pytest.mark.parametrize(
    ("acts", "verdict"),
    [((POWER,), Verdict.BROKEN), ((POWER, DUTY), Verdict.HOLDS)],
)
def test_a_proof_counts_on_no_limit_that_nobody_must_keep(acts, verdict):
    handbook = book(*acts)
    rule = parse_safeguard("after reported then closed within 2 days")
    found = chart(handbook.protocols["referral"], handbook)
    assert prove_within(rule, found, handbook).verdict is verdict


def test_it_is_told_beside_the_duty_and_never_has_a_deadline():
    duties = responsibility(book(POWER, DUTY)).raci
    told = {each.activity: Teller("en").by_when(each) for each in duties}
    assert told == {
        "close": "may: a power, not a duty",
        "finish": "2 days (proposed)",
    }
    assert [Teller("en").none(each) for each in duties] == ["", ""]


def test_the_table_says_so_of_the_row():
    handbook = book(POWER, DUTY)
    table = compile_chart(chart(handbook.protocols["referral"], handbook))
    rows = table.to_json()["rows"]
    assert {row["activity"]: row["may"] for row in rows} == {
        "close": True,
        "finish": False,
    }


def test_a_difference_is_told_as_duty_or_power():
    duty, power = book(POWER.replace(", may: true", "")), book(POWER)
    for pair, said in (
        ((duty, power), "it is a power now: whoever does not use it is not late."),
        ((power, duty), "it is a duty now: it must be done."),
    ):
        report = ComparisonReport.of(compare_versions(*pair), *pair, "en")
        assert any(said in each.text for each in report.as_written())


def test_what_only_a_caller_leaves_by_a_power_has_a_limit_that_nobody_keeps():
    care = """protocol: care
title: Care
valid_from: 2026-01-01
initial: waiting
states:
  waiting: {title: Child waits, held_by: duty_officer, within: 2 days}
  ended: {title: Care has ended, final: true, outcome: protected}
"""
    runs = (
        "  help: {title: Help, held_by: duty_officer, runs: care,"
        " then: {ended: closed}, activities: {ACT}}\n"
    )
    where = "protocols.care.states.waiting.within"
    for act, told in ((POWER, [where]), (DUTY, [])):
        text = referral(runs.replace("ACT", act), initial="help")
        found = seen("nobody-must", {"referral.yaml": text, "care.yaml": care})
        assert [path for path, _ in found] == told


AGAIN = "again: {title: Begin again, by: BY, to: resume reported}"
LEAVE = "leave: {title: Leave, by: duty_officer, may: true, to: closed}"


def resumed(by: str, *acts: str, more: str = "") -> dict[str, str]:
    """A state that is taken up again where it is; what is in it goes round."""
    go = "activities: {ID: {title: Go on, by: duty_officer, to: TO}}"
    inner = ", ".join(
        f"{at}: {{title: Inside, {go.replace('ID', f'go_{at}').replace('TO', to)}}}"
        for at, to in ("ab", "ba")
    )
    states = (
        "  reported: {title: Reported, held_by: duty_officer, within: 2 days, "
        f"{more}initial: a, states: {{{inner}}}, activities: {{{', '.join(acts)}}}}}\n"
    )
    top = f"activities:\n  {AGAIN.replace('BY', by)}\n"
    return {"referral.yaml": referral(states, more=top)}


@pytest.mark.parametrize(
    ("by", "acts", "is_told"),
    [
        ("nobody", (), False),  # nothing leads out of it
        ("nobody", (LEAVE,), True),
        ("duty_officer", (), False),
        ("duty_officer", (LEAVE,), True),
        ("duty_officer", (LEAVE, DUTY), False),
    ],
)
@pytest.mark.parametrize("more", ["", "on_pause: stop, "])
def test_what_takes_a_state_up_again_where_it_is_leads_not_out_of_it(
    by, acts, is_told, more
):
    """Its clock goes on as it was: whoever does that has kept nothing."""
    assert bool(seen("nobody-must", resumed(by, *acts, more=more))) is is_told


def test_where_its_clock_begins_anew_somebody_must_act():
    again = resumed("duty_officer", LEAVE, more="on_pause: restart, ")
    assert seen("nobody-must", again) == []


@pytest.mark.parametrize(
    ("by", "verdict"), [("duty_officer", Verdict.BROKEN), ("nobody", Verdict.BROKEN)]
)
def test_a_proof_counts_on_nobody_who_takes_it_up_again_where_it_is(by, verdict):
    handbook = read_texts({**FILES, **resumed(by, LEAVE)}).handbook
    rule = parse_safeguard("after reported then closed within 2 days")
    found = chart(handbook.protocols["referral"], handbook)
    assert prove_within(rule, found, handbook).verdict is verdict


def test_a_limit_is_not_kept_by_taking_the_state_up_again_where_it_is():
    clock = "after: {3 days: closed}, "
    for on_pause, told in (("", True), ("on_pause: restart, ", False)):
        files = resumed("duty_officer", more=f"{on_pause}{clock}")
        assert bool(seen("deadline-unkeepable", files)) is told
