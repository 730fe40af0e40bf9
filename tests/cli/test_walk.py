"""katch walk: a rehearsal of one case."""

import pytest

pytestmark = pytest.mark.usefixtures("district")


def test_a_walk_shows_who_does_what_and_by_when(katch, typed):
    typed("quit")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    assert ran.out == (
        "A child is found alone (found_alone 1.0.0)\n"
        "A number, title or id: do it. 'undo': one step back. 'q': leave.\n"
        "'as ROLE': act as somebody. 'why NAME': why not. "
        "'wait 3 hours': time passes.\n"
        "\n"
        "It is 2026-01-01 09:00.\n"
        "The case is here:\n"
        "  Child noticed [noticed]  held by Duty officer  "
        "to leave within 2 hours, by 2026-01-01 11:00\n"
        "Possible now:\n"
        "  1  Look for danger [look_around]\n"
        "     by Duty officer, together with Case worker, "
        "Police post answers for it\n"
        "     states Immediate danger [danger]: present / absent\n"
        "> quit\n"
    )


def test_a_recorded_fact_decides_where_the_case_goes(katch, typed):
    typed("as duty_officer", "look_around danger=present", "end_danger", "1")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    moves = [line for line in ran.out.splitlines() if line.startswith("The case ")]
    assert moves == [
        "The case is here:",
        "The case is here:",
        "The case moves: Child guarded [guarded]",
        "The case is here:",
        "The case moves: Child safe [safe]",
        "The case is here:",
        "The case moves: Case closed [closed]",
        "The case is here:",
        "The case is complete. Outcome: the child is protected.",
    ]


def test_a_fact_that_was_not_stated_is_asked_for(katch, typed):
    typed("as duty_officer", "look_around", "absent", "quit")
    ran = katch("walk", "found_alone")
    asked = "Immediate danger [danger]: 1 present / 2 absent? absent\n"
    assert asked in ran.out
    assert "The case moves: Child safe [safe]\n" in ran.out
    assert "  known: Immediate danger: absent\n" in ran.out


def test_undo_goes_one_step_back(katch, typed):
    typed("as duty_officer", "1 danger=absent", "undo", "1 danger=present")
    ran = katch("walk", "found_alone")
    assert ran.out.count("Child noticed [noticed]") == 3
    assert "Child guarded [guarded]" in ran.out


def test_undo_at_the_start_is_refused(katch, typed):
    typed("undo")
    ran = katch("walk", "found_alone")
    assert ran.code == 2
    assert "There is no step to undo." in ran.out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("look_arund", "'look_arund' is not the name of any activity.\n"),
        ("look_arund", "The nearest is 'look_around'.\n"),
        ("close_case", "'close_case' is not possible now.\n"),
        ("look_around danger=presant", "'presant' is not a value that fits.\n"),
        ("look_around danger=presant", "The nearest is 'present'.\n"),
        ("look_around weather=wet danger=absent", "'weather' is not stated with"),
        ("7", "'7' is not the name of any activity.\n"),
    ],
)
def test_what_cannot_be_is_refused_and_the_case_stays(katch, typed, line, words):
    typed("as duty_officer", line, "quit")
    ran = katch("walk", "found_alone")
    assert ran.code == 2
    assert words in ran.out
    assert "The case moves" not in ran.out


def test_comments_and_empty_lines_are_passed_over(katch, typed):
    typed("as duty_officer # looks", "", "1 danger=absent  # nobody is near")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    assert "Child safe [safe]" in ran.out


def test_a_walk_speaks_the_language_asked_for(katch, typed):
    typed("quit")
    assert "Дело сейчас здесь:" in katch("walk", "found_alone", "--language", "ru").out


def test_the_clock_can_take_a_step_by_itself(district, katch, typed):
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "    title: Child safe\n",
            "    title: Child safe\n    after: {72 hours: closed}\n",
        ),
        encoding="utf-8",
    )
    typed("as duty_officer", "1 danger=absent", "clock(safe, 72 hours)")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    assert "  2  [clock(safe, 72 hours)]\n     the clock, by itself\n" in ran.out
    assert (
        "The clock took a step at 2026-01-04 09:00: clock(safe, 72 hours).\n" in ran.out
    )
    assert "The case is complete. Outcome: the child is protected.\n" in ran.out


def test_a_protocol_is_walked_only_when_its_handbook_is_sound(district, katch, typed):
    typed("quit")
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("by: duty_officer", "by: nobody"), encoding="utf-8")
    ran = katch("walk", "found_alone")
    assert (ran.code, ran.out) == (1, "")
    assert "'nobody' is not the name of any role." in ran.err


def test_whoever_acts_first_is_asked_as_whom(katch, typed):
    typed("look_around danger=absent", "duty_officer", "close_case")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    assert (
        "Who does it: 1 Duty officer [duty_officer]? A blank line takes the first. "
        "duty_officer\n"
    ) in ran.out
    assert "You act as Duty officer, Police post [duty_officer-1].\n" in ran.out
    assert "The case is complete. Outcome: the child is protected.\n" in ran.out


def test_a_role_that_may_not_act_is_shown_why_and_refused(katch, typed):
    typed("as case_worker", "1 danger=absent")
    ran = katch("walk", "found_alone")
    assert ran.code == 2
    assert "     not you: It needs the role «Duty officer».\n" in ran.out
    assert (
        "Refused: «Look for danger». It needs the role «Duty officer». "
        "Who could act: «Duty officer», «Police post».\n"
    ) in ran.out
    assert "The case moves" not in ran.out


def test_why_says_why_not_or_that_one_may(katch, typed):
    typed("as duty_officer", "why close_case", "why look_around", "why close_cas")
    ran = katch("walk", "found_alone")
    assert (
        "Refused: «Close the case». It can be done only in «Child safe». "
        "The case is in «Child noticed». "
        "Who could act: «Duty officer», «Police post».\n"
    ) in ran.out
    assert "You may do it.\n" in ran.out
    assert "The nearest is 'close_case'.\n" in ran.out


def test_separation_of_duty_is_enforced_and_another_person_may_act(
    district, katch, typed
):
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8") + (
        "safeguards:\n"
        "  two_people:\n"
        "    rule: look_around and close_case by different people\n"
        "    source: [practice_note]\n"
    )
    path.write_text(text, encoding="utf-8")
    typed(
        "as duty_officer",
        "1 danger=absent",
        "close_case",
        "as duty_officer 2",
        "close_case",
    )
    ran = katch("walk", "found_alone")
    assert ran.code == 2
    assert (
        "Refused: «Close the case». Whoever did «Look for danger» may not do this "
        "as well (two_people)."
    ) in ran.out
    assert "You act as Duty officer, Police post [duty_officer-2].\n" in ran.out
    assert "The case is complete. Outcome: the child is protected.\n" in ran.out


def test_what_must_wait_is_shown_with_the_time_from_which_it_is_possible(
    district, katch, typed
):
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8") + (
        "safeguards:\n"
        "  time_to_think:\n"
        "    rule: close_case at least 30 minutes after look_around\n"
        "    source: [practice_note]\n"
    )
    path.write_text(text, encoding="utf-8")
    typed("as duty_officer", "1 danger=absent", "close_case", "wait 30 minutes", "1")
    ran = katch("walk", "found_alone")
    assert ran.code == 2
    assert ran.out.count("     possible from 2026-01-01 09:30\n") == 1
    assert (
        "Refused: «Close the case». It is too early: so soon after «Look for danger» "
        "this may not be done (time_to_think). It is possible from 1 January 2026, "
    ) in ran.out
    assert "The case is complete. Outcome: the child is protected.\n" in ran.out


def test_time_passes_when_asked_and_broken_deadlines_are_shown(katch, typed):
    typed("wait 3 hours", "wait a while")
    ran = katch("walk", "found_alone", "--on", "2026-02-02")
    assert ran.code == 2
    assert "It is 2026-02-02 12:00.\n" in ran.out
    assert "overdue since 2026-02-02 11:00; told: Team lead\n" in ran.out
    assert "'a while' is not a span of time such as '3 hours'.\n" in ran.out


def test_undo_takes_back_the_time_that_passed(katch, typed):
    typed("wait 3 hours", "undo")
    ran = katch("walk", "found_alone")
    assert ran.out.count("It is 2026-01-01 09:00.\n") == 2


def test_a_reason_that_is_asked_for_is_asked(district, katch, typed):
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "        to: closed\n",
            "        to: closed\n        reason: true\n"
            '        reasons: {moved: "moved", grown: "grown up"}\n',
        ),
        encoding="utf-8",
    )
    typed("as duty_officer", "1 danger=absent", "1", "movd", "1", "moved")
    ran = katch("walk", "found_alone")
    assert ran.code == 2
    assert "Reason: 1 moved / 2 grown up [grown]? movd\n" in ran.out
    assert "The nearest is 'moved'.\n" in ran.out
    assert "The case is complete. Outcome: the child is protected.\n" in ran.out
    typed("as duty_officer", "1 danger=absent", "1", "q", "moved")
    ran = katch("walk", "found_alone")
    assert (ran.code, "The case is complete" in ran.out) == (0, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--on", "2025-12-31"), "The protocol is not in force on 31 December 2025."),
        (("--region", "north"), "There is no region 'north'."),
    ],
)
def test_a_day_or_a_region_that_does_not_fit_is_refused(katch, typed, words, said):
    typed("quit")
    ran = katch("walk", "found_alone", *words)
    assert ran.code == 2
    assert said in ran.err


def test_a_role_that_nobody_knows_is_refused(katch, typed):
    typed("as duty_oficer", "as")
    ran = katch("walk", "found_alone")
    assert ran.code == 2
    assert "'duty_oficer' is not the name of any role.\n" in ran.out
    assert "The nearest is 'duty_officer'.\n" in ran.out


ASKING = """\
protocol: asking
title: The other office is asked
version: 1.0.0
valid_from: 2026-01-01
source: [practice_note]
initial: open
states:
  open:
    title: Case open
    held_by: duty_officer
    function: protect
    within: {limit: 2 hours, basis: guidance, source: practice_note}
    activities:
      ask:
        title: Ask the other office
        by: duty_officer
        opens: {protocol: found_alone, region: another}
      helped:
        title: The child was helped
        by: found_alone.closed
        to: over
  over: {title: Case over, final: true, outcome: protected}
activities:
  taken: {title: Somebody took it up, by: found_alone.taken_up}
"""


@pytest.fixture
def two_offices(district):
    (district / "asking.yaml").write_text(ASKING, encoding="utf-8")
    regions = district / "regions"
    regions.mkdir(exist_ok=True)
    for name in ("east", "west"):
        text = f"region: {name}\ntitle: {name.title()}\n"
        (regions / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("two_offices")
def test_a_case_is_opened_in_another_region_and_its_end_comes_back(katch, typed):
    typed("as duty_officer", "ask", "west", "helped", "q")
    ran = katch("walk", "asking")
    assert ran.code == 0
    assert "In which region: 1 West [west]? west\n" in ran.out
    assert (
        "  opened: A child is found alone [found_alone] (West); what becomes of it: "
        "tell found_alone.taken_up / tell found_alone.closed\n"
    ) in ran.out
    assert "The case moves: Case over [over]\n" in ran.out
    assert "Outcome: the child is protected." in ran.out
    typed("as duty_officer", "ask", "q", "west")
    ran = katch("walk", "asking")
    assert (ran.code, "opened:" in ran.out) == (0, False)


@pytest.mark.usefixtures("two_offices")
def test_news_of_an_opened_case_is_told_taken_back_and_told_once(katch, typed):
    typed(
        "as duty_officer",
        "ask",
        "1",
        "tell found_alone.taken_up",
        "undo",
        "tell found_alone.taken_up",
        "tell found_alone.taken_up",
    )
    ran = katch("walk", "asking")
    assert ran.code == 2
    assert "No opened case can have 'found_alone.taken_up' for news.\n" in ran.out
    assert ran.out.count("what becomes of it: tell found_alone.closed\n") == 2


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["tell found_alone.closed"], "No opened case can have 'found_alone.closed'"),
        (["ask", "east"], "There is no region 'east'."),
        (["ask", "1", "tell found_alone.clsed"], "The nearest is 'found_alone.closed'"),
    ],
)
@pytest.mark.usefixtures("two_offices")
def test_what_cannot_be_opened_or_told_is_refused(katch, typed, lines, words):
    typed("as duty_officer", *lines)
    ran = katch("walk", "asking")
    assert ran.code == 2
    assert words in ran.out
