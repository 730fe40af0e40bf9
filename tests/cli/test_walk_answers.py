"""katch walk: what its questions take for an answer, and how they are left."""

import pytest

pytestmark = pytest.mark.usefixtures("district")


def test_a_blank_line_takes_the_role_that_stands_first(katch, typed):
    typed("look_around danger=absent", "", "", "q")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    assert "You act as Duty officer, Police post [duty_officer-1].\n" in ran.out
    assert "The case moves: Child safe [safe]\n" in ran.out


@pytest.mark.parametrize("word", ["quit", "exit", "q"])
@pytest.mark.parametrize(
    "before",
    [(), ("look_around",), ("as duty_officer", "look_around"), ("why look_around",)],
)
def test_leaving_is_possible_at_every_question(katch, typed, word, before):
    typed(*before, word, "never reached")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    assert "never reached" not in ran.out
    assert "The case moves" not in ran.out


def test_lines_that_end_with_a_question_open_are_not_a_good_end(katch, typed):
    typed("as duty_officer", "look_around")
    assert katch("walk", "found_alone").code == 2


def test_a_fact_has_no_answer_that_a_blank_line_could_take(katch, typed):
    typed("as duty_officer", "look_around", "", "2", "q")
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    assert ran.out.count("Immediate danger [danger]: 1 present / 2 absent?") == 2
    assert "The case moves: Child safe [safe]\n" in ran.out


@pytest.mark.parametrize(
    "lines",
    [
        ("1", "1", "2", "1"),
        ("Look for danger", "Duty officer", "absent", "close the case"),
        ("look  FOR danger", "as Duty officer", "absent", "close_case"),
        ("as Duty officer 2", "Look for danger danger=absent", "Close the case"),
    ],
)
def test_numbers_and_titles_are_taken_as_well_as_ids(katch, typed, lines):
    typed(*lines)
    ran = katch("walk", "found_alone")
    assert ran.code == 0
    assert "The case is complete. Outcome: the child is protected.\n" in ran.out


def test_a_title_that_is_not_possible_now_is_refused_as_such(katch, typed):
    typed("as duty_officer", "Close the case", "why Close the case", "why 1")
    ran = katch("walk", "found_alone")
    assert ran.code == 2
    assert "'Close the case' is not possible now.\n" in ran.out
    assert "Refused: «Close the case». It can be done only in" in ran.out
    assert "You may do it.\n" in ran.out


def test_a_number_that_no_role_has_is_told_as_it_was_typed(katch, typed):
    typed("look_around", "7", "q")
    assert "'7' is not the name of any role." in katch("walk", "found_alone").out


def test_the_answers_to_a_question_are_told_by_their_titles(district, katch, typed):
    file = district / "found_alone.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('present: "present"', "present: there is"), "utf-8")
    typed("quit")
    ran = katch("walk", "found_alone")
    assert "danger [danger]: there is [present] / absent\n" in ran.out
