"""The information view: the matrix that is proved, with the steps of the lanes."""

import os
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw, draw_every_language
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import LEAST_PRINT
from katch_protocols.drawings.scene import Words
from katch_protocols.model.noun import Label
from katch_protocols.telling.formatter import ProtocolWording
from katch_protocols.telling.information_report import InformationReport
from tests import shipped
from tests.drawings.legibility import LANGUAGES, least_letter, leaves, require_alike
from tests.drawings.making import in_three_languages
from tests.duties.dressed import dressed
from tests.duties.small import harbour

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
SHEETS = "katch_protocols.drawings.views.information.view"


def _laid(handbook, name, view="information"):
    found = chart(handbook.protocols[name], handbook)
    return view_named(view).lay_out(Material(found, handbook))


def _names():
    if os.environ.get("KATCH_HEAVY"):
        return [*shipped.reading().sound().protocols]
    return ["child_papers"]


@SLOW
@given(dressed(), st.integers(1, 3), st.integers(360, 700))
def test_every_cell_stands_on_one_sheet_however_small_it_is(made, across, tall):
    view = _laid(in_three_languages(made.handbook), "first")
    with (
        patch(f"{SHEETS}.tallest", lambda *_: tall),
        patch(f"{SHEETS}.columns_across", lambda _: across),
    ):
        require_alike(view)
        drawn = [
            (agency, category)
            for matrix in view.matrices
            for agency in matrix.agencies
            for category in matrix.categories
            if view.knowing.flow.ways(agency, category)
        ]
    known = {(each.agency, each.category) for each in view.knowing.flow.knowledge}
    assert sorted(drawn) == sorted(known)


@SLOW
@given(dressed())
def test_every_letter_can_be_read_on_a3(made):
    handbook = in_three_languages(made.handbook)
    for name in ("information", "regions"):
        view = _laid(handbook, "first", name)
        for language in LANGUAGES:
            assert least_letter(view.scene(language)) >= LEAST_PRINT


@pytest.mark.parametrize("name", _names())
@pytest.mark.parametrize("view", ["information", "regions"])
def test_every_letter_of_a_shipped_protocol_can_be_read_on_a3(name, view):
    """All of them with ``KATCH_HEAVY``."""
    scene = _laid(shipped.reading().sound(), name, view).scene("ru")
    assert least_letter(scene) >= LEAST_PRINT


def test_the_twin_says_who_comes_to_know_what_and_at_which_steps():
    handbook = harbour()
    found = chart(handbook.protocols["lost"], handbook)
    twin = draw(found, handbook, view="information").twin
    assert twin[0] == ("Agency", "Data", "By what", "At steps")
    unseen = "Identity (not in the list of what it may see)"
    writes, is_sent = "writes «Form»", "is sent «Form» (in East)"
    assert twin[1:] == (
        ("Police", unseen, f"«Bring to a host»: {writes}", "1"),
        ("Welfare", unseen, f"«Bring to a host»: {writes}", "1"),
        ("Friends", unseen, f"«Bring to a host»: {is_sent}", "1"),
    )


def test_it_stands_in_the_same_place_in_every_language():
    handbook = in_three_languages(harbour())
    found = chart(handbook.protocols["lost"], handbook)
    drawn = draw_every_language(found, handbook, view="information")
    assert len({(each.width, each.height) for each in drawn.values()}) == 1
    assert len({len(each.twin) for each in drawn.values()}) == 1


def test_agencies_of_one_short_name_are_told_by_their_titles():
    """Three NGOs stood below one another as «NGO of the region»."""
    book = harbour()
    agencies = dict(book.agencies)
    for name in ("police", "welfare"):
        short = Label(texts={"en": "Body of the region"})
        agencies[name] = agencies[name].model_copy(update={"short": short})
    book = book.model_copy(update={"agencies": agencies})
    view = _laid(book, "lost")
    texts = {
        " ".join(each.lines.lines)
        for each in leaves(view.scene("en").parts)
        if isinstance(each, Words)
    }
    assert {"Police", "Welfare"} <= texts
    assert "Body of the region" not in texts
    report = InformationReport(ProtocolWording(view.subject.chart, book, "en"))
    told = "\n".join(report.matrix(view.knowing.flow))
    assert "Police" in told
    assert "Body of the region" not in told
