"""What is said of a place to which somebody points."""

import pytest

from katch_protocols.editors.explained import PlaceExplainer
from tests.editors.small import DAY, PROTOCOL, TEXTS, at, desk_in


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return desk_in(tmp_path_factory.mktemp("district"))


def said(desk, file, text, language="en"):
    look = desk.now()
    explainer = PlaceExplainer(look.meanings, look.reading.handbook, DAY, language)
    found = explainer.at(*at(desk, file, text))
    return None if found is None else found.lines


def test_a_role_says_who_holds_it_in_each_region(desk):
    assert said(desk, PROTOCOL, "case_worker") == (
        "**Case worker** `case_worker`",
        "everywhere: Police post",
    )
    text = "region: west\ntitle: West\n"
    desk.write("regions/west.yaml", text.encode())
    assert said(desk, PROTOCOL, "case_worker") == (
        "**Case worker** `case_worker`",
        "East: Police post",
        "West: Children's office",
    )
    desk.write(
        "regions/west.yaml",
        b"region: west\ntitle: West\nroles:\n  case_worker: {unbound: Nobody yet}\n",
    )
    assert said(desk, PROTOCOL, "case_worker", "ru")[-1] == "West: никто"
    desk.close("regions/west.yaml")


def test_a_panel_that_cannot_sit_in_a_region_is_held_by_nobody_there(tmp_path):
    desk = desk_in(tmp_path)
    panel = "  board: {title: Board, members: [case_worker, duty_officer]"
    roles = f"{TEXTS['roles.yaml']}{panel}, chair: case_worker}}\n"
    desk.write("roles.yaml", roles.encode())
    desk.write(
        "regions/west.yaml",
        b"region: west\ntitle: West\nroles:\n  duty_officer: {unbound: Nobody yet}\n",
    )
    assert said(desk, "roles.yaml", "board")[-2:] == (
        "East: Police post",
        "West: nobody",
    )


def test_a_state_says_who_answers_and_until_when(desk):
    assert said(desk, PROTOCOL, "guarded}") == (
        "**Child guarded** `guarded`",
        "Answers: Duty officer",
        "Until: 1 day (guidance)",
    )


def test_an_activity_says_who_does_it_and_by_when(desk):
    assert said(desk, PROTOCOL, "end_danger:") == (
        "**End the danger** `end_danger`",
        "Does it: Duty officer and Case worker",
        "Answers: Duty officer",
        "Until: 1 day (guidance)",
    )


def test_of_one_act_at_two_steps_each_entry_says_its_own(tmp_path):
    desk = desk_in(tmp_path)
    again = "      end_danger: {by: case_worker, within: 3 hours, to: closed}\n"
    closing = "      close_case:\n"
    text = TEXTS[PROTOCOL].replace(closing, again + closing)
    desk.write(PROTOCOL, text.encode())
    assert said(desk, PROTOCOL, "end_danger:\n") == (
        "**End the danger** `end_danger`",
        "Does it: Duty officer and Case worker",
        "Answers: Duty officer",
        "Until: 1 day (guidance)",
    )
    assert said(desk, PROTOCOL, "end_danger: {") == (
        "**End the danger** `end_danger`",
        "Does it: Case worker",
        "Answers: Duty officer",
        (
            "Until: 3 hours (proposed), "
            "deadline of the step “Child safe”: 1 day (guidance)"
        ),
    )


def test_a_source_says_its_citation_and_days(tmp_path):
    desk = desk_in(tmp_path)
    text = TEXTS["sources.yaml"] + "    cite: No. 12 of 2 March 2026\n"
    desk.write("sources.yaml", text.encode())
    assert said(desk, PROTOCOL, "practice_note") == (
        "**Saltmarsh practice note** `practice_note`",
        "No. 12 of 2 March 2026",
        "from 1 January 2026",
    )


def test_a_key_says_what_it_means(desk):
    assert said(desk, PROTOCOL, "held_by") == (
        "**held_by**",
        "The role that answers for the child while the case is here. Inherited.",
    )


def test_a_word_of_a_sentence_says_what_it_means_and_what_the_sentence_says(desk):
    assert said(desk, PROTOCOL, "requires") == (
        (
            "«End the danger» may happen only after «Look for danger». "
            "It binds only if, just before: «Immediate danger» is «present»."
        ),
        "`{event} requires {earlier}`",
    )
    found = said(desk, PROTOCOL, "is present, to")
    assert found[0] == "**is**: a fact has this value"
    assert (
        said(desk, PROTOCOL, "where")[0]
        == "**where**: only in cases for which this holds"
    )


def test_a_value_of_a_fact_says_its_text(desk):
    assert said(desk, PROTOCOL, "present, to") == ("**present** `present`",)


def test_what_nobody_knows_says_nothing(desk):
    assert said(desk, PROTOCOL, "Child noticed") is None
    assert said(desk, PROTOCOL, "    title: Child noticed") is None
