"""katch walk: a rehearsal of one case."""

import io

import pytest

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture
def typed(monkeypatch):
    def say(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))

    return say


def test_a_walk_shows_who_does_what_and_by_when(katch, typed):
    typed("quit")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    assert ran.out == (
        "A child is found alone (found_alone 1.0.0)\n"
        "A number or a name: do it. 'undo': one step back. 'quit': leave.\n"
        "\n"
        "The case is here:\n"
        "  Child noticed [noticed]  held by Duty officer  to leave within 2 hours\n"
        "Possible now:\n"
        "  1  Look for danger [look_around]\n"
        "     by Duty officer, together with Case worker, "
        "Police post answers for it\n"
        "     states Immediate danger [danger]: present / absent\n"
        "> quit\n"
    )


def test_a_recorded_fact_decides_where_the_case_goes(katch, typed):
    typed("look_around danger=present", "end_danger", "1")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    moves = [line for line in ran.out.splitlines() if line.startswith("The case ")]
    assert moves == [
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
    typed("look_around", "absent", "quit")
    ran = katch("walk", "found_alone")
    assert "danger (present / absent)? absent\n" in ran.out
    assert "The case moves: Child safe [safe]\n" in ran.out
    assert "  known: Immediate danger: absent\n" in ran.out


def test_undo_goes_one_step_back(katch, typed):
    typed("1 danger=absent", "undo", "1 danger=present")
    ran = katch("walk", "found_alone")
    assert ran.out.count("Child noticed [noticed]") == 2
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
    typed(line, "quit")
    ran = katch("walk", "found_alone")
    assert ran.code == 2
    assert words in ran.out
    assert "The case moves" not in ran.out


def test_comments_and_empty_lines_are_passed_over(katch, typed):
    typed("# the officer looks", "", "1 danger=absent  # nobody is near")
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
    typed("1 danger=absent", "clock(safe, 72 hours)")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    assert "  2  [clock(safe, 72 hours)]\n     the clock, by itself\n" in ran.out
    assert "The case is complete. Outcome: the child is protected.\n" in ran.out


def test_a_protocol_is_walked_only_when_its_handbook_is_sound(district, katch, typed):
    typed("quit")
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("by: duty_officer", "by: nobody"), encoding="utf-8")
    ran = katch("walk", "found_alone")
    assert (ran.code, ran.out) == (1, "")
    assert "'nobody' is not the name of any role." in ran.err
