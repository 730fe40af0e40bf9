"""A matrix of handoffs that is too wide for A3: sheets, each of which can be read."""

from functools import cache

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw, page_of
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import LEAST_PRINT
from katch_protocols.drawings.sheets.paging import fits
from katch_protocols.drawings.small_print import smallest_letters
from katch_protocols.files.read import read_texts
from tests.shipped import reading

MANY = 30


def _state(at):
    to = f"s{at + 1}" if at + 1 < MANY else "closed"
    handover = f"handover: {{to: officer_{at + 1}, within: 4 hours}}, "
    return f"""\
  s{at}:
    title: The case is at office {at}
    held_by: officer_{at}
    activities:
      pass_{at}: {{title: Pass the case on, by: officer_{at}, \
{handover if at + 1 < MANY else ""}to: {to}}}
"""


@cache
def _book():
    rows = range(MANY)
    body = "title: Office {0}, kind: service, level: district"
    agencies = (f"  office_{at}: {{{body.format(at)}}}\n" for at in rows)
    roles = (f"  officer_{at}: {{title: O {at}, agency: office_{at}}}\n" for at in rows)
    head = "protocol: chain\ntitle: Chain\ninitial: s0\nstates:\n"
    end = "  closed: {title: Closed, final: true, outcome: protected}\n"
    return read_texts(
        {
            "handbook.yaml": "handbook: big\ntitle: Big\nlanguages: [en]\n",
            "agencies.yaml": "agencies:\n" + "".join(agencies),
            "roles.yaml": "roles:\n" + "".join(roles),
            "chain.yaml": head + "".join(map(_state, rows)) + end,
        }
    ).sound()


def test_each_sheet_of_a_matrix_of_thirty_bodies_can_be_read_on_a3():
    book = _book()
    found = chart(book.protocols["chain"], book)
    view = page_of(view_named("handoffs"), Material(found, book, graphviz=False)).laid
    scene = view.scene("en")
    assert len(scene.sheets) == len(view.sheets) > 1
    for sheet, letter in zip(scene.sheets, smallest_letters(scene), strict=True):
        assert fits(sheet.width, sheet.height, letter, LEAST_PRINT)
    shown = [pair for sheet in view.sheets for pair in sheet.squares()]
    assert len(shown) == len(set(shown))
    assert set(view.cells) <= set(shown)
    assert len(draw(found, book, view="handoffs").twin) == len(view.cells) + 1


def test_a_matrix_that_can_be_read_whole_is_one_sheet():
    book = reading().sound()
    found = chart(book.protocols["referral_and_assistance"], book)
    view = page_of(view_named("handoffs"), Material(found, book, graphviz=False)).laid
    (alone,) = view.sheets
    assert alone.senders == alone.receivers == view.parties
