"""What the card of an agency says, and in which form."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.drawings.views.agency.view import agencies
from katch_protocols.duties.nouns import DutyCount
from katch_protocols.duties.phrases import say_count
from tests.shipped import reading


@pytest.fixture(scope="module")
def handbook():
    return reading().sound()


def _card(handbook, protocol, agency, language="en"):
    found = chart(handbook.protocols[protocol], handbook)
    return draw(found, handbook, view="agency", agency=agency, language=language)


@pytest.mark.parametrize(
    ("count", "english", "russian"),
    [
        (0, "duties of its own", "своих обязанностей"),
        (1, "duty of its own", "своя обязанность"),
        (2, "duties of its own", "свои обязанности"),
        (5, "duties of its own", "своих обязанностей"),
        (11, "duties of its own", "своих обязанностей"),
        (21, "duties of its own", "своя обязанность"),
        (24, "duties of its own", "свои обязанности"),
    ],
)
def test_what_is_counted_agrees_with_its_number(count, english, russian):
    found = DutyCount(own=count, under=None, comes=0, goes=0)
    said = {code: say_count(found, code)["own"] for code in ("en", "ru", "kk")}
    assert said == {
        "en": (count, english),
        "ru": (count, russian),
        "kk": (count, "өз міндеті"),
    }


def test_who_only_answers_is_not_told_to_do_what_another_does(handbook):
    twin = _card(handbook, "champion_outreach", "iac").twin
    parts = {row[0]: row[1] for row in twin[1:]}
    who = "Survivor Advisory Group"
    assert parts["Step back without giving a reason"] == (
        f"answers for it; done by: {who}"
    )


def test_a_body_abroad_is_not_given_the_chain_of_this_country(handbook):
    assert "If a deadline passes" in _card(handbook, "cross_border_return", "ga").svg
    abroad = _card(handbook, "cross_border_return", "xauth_kg").svg
    assert "If a deadline passes" not in abroad


def test_the_chain_names_everybody_once(handbook):
    svg = _card(handbook, "cross_border_return", "ga").svg
    assert svg.count("Child commissioner:") == 1


def test_the_card_names_a_neighbour_that_is_a_role_of_no_agency(handbook):
    svg = _card(handbook, "protocol_governance", "iac").svg
    assert "Lead ministry" in svg
    assert "Acknowledge: Call for a review" not in svg
    assert "Call for a review" in svg


def test_the_view_of_information_says_who_knows_by_its_own_document(handbook):
    found = chart(handbook.protocols["cross_border_return"], handbook)
    svg = draw(found, handbook, view="information").svg
    assert "Whoever writes or sends a document knows what it says." in svg


def test_a_view_of_information_without_marks_has_no_key_of_marks(handbook):
    found = chart(handbook.protocols["champion_outreach"], handbook)
    svg = draw(found, handbook, view="information").svg
    assert "No agency comes to know anything by a document." in svg
    assert "not in the list of what it may see" not in svg


def test_every_agency_with_a_duty_of_its_own_has_a_card(handbook):
    def cards(name):
        return agencies(chart(handbook.protocols[name], handbook), handbook)

    # The police who recognise a victim hold no case; those who share the role of a
    # front-line worker with a dozen others have no card.
    identification = cards("identification_child_tip")
    assert "dbop" in identification
    assert "labour_inspectorate" not in identification
    assert {"mia", "moe", "mlspp", "moh"} <= {*cards("protocol_governance")}
    assert "can_csc" in cards("cross_border_return")


def test_a_body_that_is_only_told_has_no_card(handbook):
    found = chart(handbook.protocols["champion_outreach"], handbook)
    assert agencies(found, handbook) == ("iac", "c111")
