"""What the card of an agency says, and in which form."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.cli.starts import handbook_start
from katch_protocols.drawings.draw import draw
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import LEAST_PRINT
from katch_protocols.drawings.views.agency.flow import SheetFlow
from katch_protocols.drawings.views.agency.view import agencies
from katch_protocols.duties.nouns import DutyCount
from katch_protocols.duties.phrases import say_count
from katch_protocols.files.read import read_texts
from tests.drawings.legibility import least_letter, require_alike, require_legible
from tests.drawings.making import in_three_languages
from tests.duties.dressed import dressed
from tests.shipped import reading

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


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


@SLOW
@given(st.lists(st.floats(20, 150), min_size=1, max_size=80), st.sampled_from((1, 2)))
def test_rows_on_sheets_keep_their_order_and_no_sheet_is_too_tall(heights, count):
    flow = SheetFlow(900)
    placed = [*flow.columns(heights, 200, count)]
    assert [at for at, _, _ in placed] == [*range(len(heights))]
    bottom = max(y + heights[at] for at, _, y in placed)
    sheets = flow.sheets(100, bottom) or (Rect(0, 0, 100, bottom),)
    assert all(sheet.height <= 900 for sheet in sheets)
    rooms = [Rect(column, y, 0.5, heights[at]) for at, column, y in placed]
    assert not any(
        a.grown(-0.1).meets(b.grown(-0.1)) for a, b in combinations(rooms, 2)
    )
    for room in rooms:
        assert any(s.y <= room.y and room.bottom <= s.bottom for s in sheets)


@SLOW
@given(dressed())
def test_every_letter_of_a_card_can_be_read_on_a3(made):
    handbook = in_three_languages(made.handbook)
    found = chart(handbook.protocols["first"], handbook)
    for agency in agencies(found, handbook):
        view = view_named("agency").lay_out(Material(found, handbook, agency))
        require_alike(view)
        require_legible(view, "kk")
        assert least_letter(view.scene("kk")) >= LEAST_PRINT


def test_the_longest_card_goes_on_on_other_sheets(handbook):
    drawing = _card(handbook, "referral_and_assistance", "ga")
    assert len(drawing.sheets) == 3
    assert drawing.printed() >= LEAST_PRINT


@pytest.mark.parametrize(
    ("language", "nobody"), [("en", "nobody"), ("ru", "никто"), ("kk", "ешкім")]
)
def test_a_side_from_which_no_case_comes_is_not_left_empty(language, nobody):
    files = handbook_start("saltmarsh", ["en", "ru", "kk"], example=True)
    book = read_texts(files).sound()
    drawn = [
        _card(book, "referral", agency, language).svg
        for agency in ("harbour_police", "welfare_office")
    ]
    assert [each.count(f">{nobody}<") for each in drawn] == [1, 1]
