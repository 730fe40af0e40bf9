"""A fact that nobody answers is told once, with all that it keeps from happening."""

import pytest

from tests.rules.saltmarsh import examine

PROTOCOL = """
protocol: referral
title: Referral
valid_from: 2026-01-01
facts:
  danger: {title: Danger, values: [present, absent]}
initial: reported
states:
  reported:
    title: Reported
    held_by: duty_officer
    activities:
      screen:
        title: Screen
        by: duty_officer
        records: [danger]
        to: how_urgent
  how_urgent:
    decide:
      - {when: danger is present, to: in_danger}
      - {to: helped}
  in_danger:
    title: In danger
    held_by: duty_officer
    activities:
      make_safe: {title: Make safe, by: duty_officer, to: made_safe}
  made_safe:
    title: Made safe
    held_by: caseworker
    activities:
      visit: {title: Visit, by: caseworker, to: helped}
  helped:
    title: Helped
    held_by: caseworker
    activities:
      note_danger: {title: Note it, by: caseworker, when: danger is present}
      close: {title: Close, by: caseworker, when: CLOSED, to: closed}
  closed: {title: Closed, final: true, outcome: protected}
safeguards:
  safe_first: {rule: every case has screen before an end}
  seen: {rule: after in_danger then make_safe}
  visited: {rule: visit requires make_safe where danger is present}
"""

FORGOTTEN = PROTOCOL.replace("        records: [danger]\n", "")


def told(text: str, closed: str = "done note_danger or danger is absent") -> list[str]:
    """Return what is told of the protocol but for limits and what is proposed."""
    found = examine({"referral.yaml": text.replace("CLOSED", closed)})
    return [
        f"{each.severity} {each.rule}"
        for each in found
        if each.severity in {"error", "warning"} and "deadline" not in each.rule
    ]


def test_what_follows_from_a_forgotten_record_is_not_told() -> None:
    assert told(PROTOCOL) == []
    assert told(FORGOTTEN) == ["error fact-never-answered"]


@pytest.mark.parametrize(
    "closed", ["danger is known", "danger is absent", "done make_safe"]
)
def test_a_case_that_cannot_end_for_want_of_an_answer_is_told_by_the_fact(
    closed: str,
) -> None:
    assert told(FORGOTTEN, closed) == ["error fact-never-answered"]


def test_what_is_never_so_for_other_reasons_is_told_beside_it() -> None:
    lost = FORGOTTEN.replace("  closed:", "  lost: {title: Lost}\n  closed:")
    assert sorted(told(lost)) == [
        "error dead-end-state",
        "error fact-never-answered",
        "error unreachable-state",
    ]


def test_where_nothing_hangs_on_the_answer_it_is_a_warning_alone() -> None:
    asked = "when: danger is present or trust is unknown"
    text = PROTOCOL.replace(
        "facts:\n", "facts:\n  trust: {title: Trust, values: [much, little]}\n"
    ).replace("when: danger is present}", f"{asked}}}")
    assert told(text) == ["warning fact-never-answered"]


def test_what_one_that_runs_it_lacks_as_well_is_told_once() -> None:
    outer = """
protocol: outer
title: Outer
valid_from: 2026-01-01
initial: begun
states:
  begun: {title: Begun, held_by: caseworker, runs: referral, then: {closed: over}}
  over: {title: Over, final: true, outcome: protected}
safeguards:
  safe: {rule: every case has make_safe}
"""
    texts = {"referral.yaml": FORGOTTEN.replace(", when: CLOSED", "")}
    found = examine({**texts, "outer.yaml": outer})
    errors = [each.rule for each in found if each.severity == "error"]
    assert errors == ["fact-never-answered"]


@pytest.mark.parametrize("around", [False, True])
def test_a_choice_with_which_a_case_begins_is_told_by_the_fact_alone(
    around: bool,
) -> None:
    states = """
  how_urgent:
    decide:
      - {when: danger is present, to: in_danger}
      - {to: helped}
  in_danger:
    title: In danger
    held_by: duty_officer
    activities:
      make_safe: {title: Make safe, by: duty_officer, to: helped}
  helped:
    title: Helped
    held_by: caseworker
    activities:
      close: {title: Close, by: caseworker, to: END}
"""
    last = "  closed: {title: Closed, final: true, outcome: protected}\n"
    whole = states.replace("END", "closed") + last
    if around:
        ended = "  over: {title: Over, final: true}\n"
        inside = states.replace("END", "over") + ended
        lines = "".join(f"    {line}\n" for line in inside.splitlines() if line)
        whole = (
            "\n  helping:\n    title: Helping\n    initial: how_urgent\n"
            f"    done: closed\n    states:\n{lines}{last}"
        )
    head = PROTOCOL.partition("initial:")[0]
    initial = "helping" if around else "how_urgent"
    assert told(f"{head}initial: {initial}\nstates:{whole}") == [
        "error fact-never-answered"
    ]
