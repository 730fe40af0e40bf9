"""The views of responsibility: legible, on the sheet, the same in every language."""

import xml.etree.ElementTree as ET
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw, draw_every_language
from katch_protocols.drawings.known_views import every_view
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Group
from katch_protocols.drawings.sheets.sheet import stacked_scenes
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.view import PHASE
from katch_protocols.drawings.views.agency.card import AgencyView
from katch_protocols.drawings.views.agency.view import agencies
from katch_protocols.drawings.views.handoffs.view import HandoffsView
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from tests.drawings.legibility import LANGUAGES, require_alike, require_legible
from tests.drawings.making import in_three_languages
from tests.drawings.validating import parsed
from tests.duties.dressed import dressed
from tests.duties.small import harbour
from tests.shipped import reading

NAMESPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    "]]><!-- & \" ' -->",
    "Ұзақсөзбен" * 20,
    "many words " * 40,
    "\u202etxet sdrawkcab",
    "\x07bell",
    "",
)
DUTIES = [view for view in every_view() if view.part is not PHASE]
TABLES = [view.name for view in DUTIES if not view.needs_part]
SLOW = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


def _views(handbook: Handbook, name: str):
    material = Material(chart(handbook.protocols[name], handbook), handbook)
    subject = Subject.of(material)
    yield from (view.lay_out(material) for view in DUTIES if not view.needs_part)
    yield from (AgencyView(subject, agency) for agency in list(handbook.agencies)[:2])


@pytest.fixture(scope="module")
def handbook():
    return reading().sound()


@pytest.fixture(scope="module")
def laid(handbook):
    """Lay out the views of a shipped protocol once, whoever asks for them.

    Two large ones are laid out; what asks for drawings of its own takes a smaller one.
    """
    return cache(lambda name: tuple(_views(handbook, name)))


@pytest.mark.usefixtures("kept_answers")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_shipped_protocol_leaves_the_sheet_or_meets_another(
    laid, language
):
    for name in ("identification_child_tip", "justice_child_sensitive"):
        for view in laid(name):
            require_legible(view, language)


@pytest.mark.usefixtures("kept_answers")
def test_a_shipped_protocol_stands_in_the_same_place_in_every_language(laid):
    for view in laid("justice_child_sensitive"):
        require_alike(view)


@SLOW
@given(dressed())
def test_on_random_protocols_too(made):
    handbook = in_three_languages(made.handbook)
    for view in _views(handbook, "first"):
        require_legible(view, "kk")
        require_alike(view)


def _renamed(handbook: Handbook, text: str) -> Handbook:
    """Return the handbook with ``text`` as every title that a drawing shows."""
    label = Label(texts=dict.fromkeys(LANGUAGES, text))

    def titled(noun):
        return noun.model_copy(update={"title": label})

    protocol = handbook.protocols["lost"]
    states = {
        name: titled(state).model_copy(
            update={"activities": {n: titled(a) for n, a in state.activities.items()}}
        )
        for name, state in protocol.states.items()
    }
    protocol = titled(protocol).model_copy(update={"states": states})
    update = {
        kind: {name: titled(each) for name, each in getattr(handbook, kind).items()}
        for kind in ("agencies", "roles", "functions", "regions", "sources")
    }
    update |= {"protocols": {"lost": protocol}, "languages": LANGUAGES}
    return Handbook(**{**dict(handbook), **update})


ALLOWED = {"svg", "title", "desc", "path", "rect", "circle", "g", "text", "tspan"}


def _tags(svg: str) -> set[str]:
    return {element.tag.removeprefix(NAMESPACE) for element in parsed(svg).iter()}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_stays_text_and_in_its_place(text):
    handbook = _renamed(harbour(), text)
    found = chart(handbook.protocols["lost"], handbook)
    for view in DUTIES:
        agency = "police" if view.takes == "agency" else None
        svg = draw(found, handbook, view=view.name, language="kk", agency=agency).svg
        assert _tags(svg) <= ALLOWED, view.name
    for each in _views(handbook, "lost"):
        require_legible(each, "kk")


@pytest.mark.usefixtures("kept_answers")
def test_a_drawing_says_what_it_shows_to_those_who_cannot_see_it(handbook):
    found = chart(handbook.protocols["referral_and_assistance"], handbook)
    for view in TABLES:
        drawing = draw(found, handbook, view=view, language="ru")
        root = ET.fromstring(drawing.svg)  # noqa: S314 - our own drawing
        assert root.get("lang") == "ru"
        assert root.find(f"{NAMESPACE}title").text.startswith("Перенаправление и")
        titles = root.findall(f".//{NAMESPACE}g/{NAMESPACE}title")
        if view != "regions":  # which shows only where regions differ
            assert len(titles) >= len(drawing.twin) - 1
        if root.get("role") == "img":
            said = root.find(f"{NAMESPACE}desc").text
        else:  # a document, which is read part by part
            assert root.get("role") == "graphics-document document"
            said = " ".join(root.itertext())
        for row in drawing.twin[1:]:
            for cell in row:
                assert cell in drawing.description
                assert cell in said


def test_a_sheet_of_cards_is_read_card_by_card(handbook):
    found = chart(handbook.protocols["champion_outreach"], handbook)
    views = [
        AgencyView(Subject(found, handbook), each) for each in agencies(found, handbook)
    ]
    cards = [view.scene("en") for view in views]
    root = ET.fromstring(to_svg(stacked_scenes(cards, "All")))  # noqa: S314 - our own
    assert root.get("role") == "graphics-document document"
    sheets = root.findall(f"{NAMESPACE}g[@class='sheet']")
    assert len(sheets) > 1
    for view, sheet in zip(views, sheets, strict=True):
        said = " ".join(sheet.itertext())
        assert all(row[0] in said for row in view.twin("en")[1:])


def test_the_twin_of_the_raci_view_is_the_table_itself():
    handbook = harbour()
    found = chart(handbook.protocols["lost"], handbook)
    twin = draw(found, handbook, view="raci").twin
    assert [row[1:] for row in twin[1:]] == [
        ("Look around", "", "Police", "Police", "Clinic", "Guardian", ""),
        (
            "Bring to a host",
            "2 h (by law), receiver confirms: 1 d (proposed)",
            "Police, Welfare",
            "Police",
            "",
            "",
            "Clinic",
        ),
        ("Acknowledge: Bring to a host", "1 d (proposed)", "Host", "Host", "", "", ""),
        ("Feed", "", "Host", "Host", "", "", ""),
        (
            "Settle",
            "5 d (proposed), counted from: Bring to a host",
            "Welfare",
            "Welfare",
            "",
            "",
            "",
        ),
    ]


def test_the_twin_of_the_regions_says_where_the_gap_is():
    handbook = harbour()
    found = chart(handbook.protocols["lost"], handbook)
    assert draw(found, handbook, view="regions").twin[1:] == (
        ("East", "Rescue", "Police", ""),
        ("East", "Shelter", "Police, Friends, Welfare", ""),
        ("West", "Rescue", "Police", "Host"),
        ("West", "Shelter", "Police, Welfare", "Host"),
    )


def test_the_twins_of_handoffs_deadlines_and_cards():
    handbook = harbour()
    found = chart(handbook.protocols["lost"], handbook)
    ack = "Acknowledge: Bring to a host"
    for view in ("handoffs", "handoff-flow"):
        twin = draw(found, handbook, view=view).twin[1:]
        assert twin == (("Police", "Host", "Bring to a host", "Bring to a host"),)
    deadlines = draw(found, handbook, view="deadlines").twin[1:]
    assert [row[1:] for row in deadlines] == [
        (
            "Bring to a host",
            "Seen",
            "2 h",
            "by law",
            "Police, Welfare",
            "answers: Police",
            "by 2 h",
        ),
        (
            ack,
            "Awaiting acknowledgement: Bring to a host",
            "1 d",
            "proposed",
            "Host",
            "answers until then: Police",
            "by 26 h",
        ),
        (
            "Settle",
            "Housed",
            "5 d, counted from: Bring to a host",
            "proposed",
            "Welfare",
            "",
            "by 6 d",
        ),
    ]
    card = draw(found, handbook, view="agency", agency="police").twin[1:]
    both = "does it and answers for it"
    assert card == (
        ("Look around", both, "", ""),
        (
            "Bring to a host",
            both,
            "2 h (by law), receiver confirms: 1 d (proposed)",
            "Act",
        ),
    )


def test_a_name_of_three_lines_has_air_above_and_below_it_in_its_row(handbook):
    found = chart(handbook.protocols["referral_and_assistance"], handbook)
    scene = HandoffsView(Subject(found, handbook)).scene("ru")
    heads = [each for each in scene.parts if isinstance(each, Group)]
    lines = {}
    for panel, words in (each.parts for each in heads if each.role == "party"):
        lines[panel.rect.y] = panel.rect.height, len(words.lines.lines)
    high = [height for height, count in lines.values() if count > 2]
    assert high
    assert min(high) >= 3 * 13 * 1.2 + 6


def test_an_agency_keeps_its_colour_in_every_view(handbook):
    protocol = handbook.protocols["referral_and_assistance"]
    subject = Subject(chart(protocol, handbook), handbook)
    ground = subject.colour("ga")
    found = chart(protocol, handbook)
    for view, agency in (("raci", None), ("handoffs", None), ("agency", "ga")):
        assert ground in draw(found, handbook, view=view, agency=agency).svg
    assert f'fill="{ground}"' in draw(found, handbook).svg


@pytest.mark.usefixtures("kept_answers")
def test_each_drawing_is_the_same_alone_and_beside_its_languages(handbook):
    found = chart(handbook.protocols["partner_selection"], handbook)
    first = agencies(found, handbook)[0]
    for view in (*TABLES, "agency"):
        agency = first if view == "agency" else None
        every = draw_every_language(found, handbook, view=view, agency=agency)
        assert every["kk"] == draw(
            found, handbook, view=view, language="kk", agency=agency
        )


@pytest.mark.parametrize("agency", [None, "polcie"])
def test_a_card_of_nobody_is_refused(agency):
    handbook = harbour()
    found = chart(handbook.protocols["lost"], handbook)
    with pytest.raises(UnknownNameError):
        draw(found, handbook, view="agency", agency=agency)
