"""Who types the title of a thing is told its id; who is near none, all of them."""

import pytest


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("measures", "A child is found alone"), "found_alone"),
        (("measures", "a  CHILD is “found” alone"), "found_alone"),
        (("roles", "Children's office"), "children_office"),
        (("walk", "A child is found alone"), "found_alone"),
        (("what-if", "found_alone", "Look for danger"), "look_around"),
    ],
)
@pytest.mark.usefixtures("district")
def test_a_title_in_the_place_of_an_id_is_answered_with_the_id(katch, words, near):
    ran = katch(*words)
    assert ran.code == 2
    assert ran.err.splitlines()[1] == f"The nearest is '{near}'."


def test_dots_on_a_letter_and_capitals_make_no_other_title(district, katch):
    file = district / "agencies.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("Police post", "«Тёплый дом»")
    file.write_text(text.replace("title: «", 'title: "«').replace("»", '»"'), "utf-8")
    ran = katch("roles", "теплый дом", "--language", "ru")
    assert (ran.code, ran.err.splitlines()[1]) == (2, "Ближайшее: «police_post».")


@pytest.mark.usefixtures("district")
def test_where_nothing_is_near_and_few_are_known_all_are_named(katch):
    ran = katch("measures", "zzz")
    assert ran.code == 2
    assert ran.err.splitlines()[1] == "Choose one of: found_alone."
