"""Verdicts and measures: what the page shows is what the other outputs say.

Of two small protocols, for a proof takes its time; both go the way of every other.
"""

import contextlib
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.cli.main import main
from katch_protocols.drawings.draw import draw_every_language
from katch_protocols.papers.page.book import plain_sheet
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.rules.context import Context
from tests.shipped import reading

pytestmark = pytest.mark.usefixtures("kept_answers")

ROOT = Path(__file__).parents[2]
SMALL = ("champion_outreach", "partner_selection")


@pytest.fixture(scope="module", params=SMALL)
def proved(request):
    handbook = reading().sound()
    alone = {request.param: handbook.protocols[request.param]}
    handbook = handbook.model_copy(update={"protocols": alone})
    return chart(alone[request.param], handbook), handbook


def test_the_page_has_the_verdicts_of_katch_prove(proved):
    found, handbook = proved
    name = found.protocol.id
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        words = ["--handbook", str(ROOT / "protocols"), "--format", "json"]
        main(["prove", name, *words])
    answer = json.loads(printed.getvalue())["proofs"]
    told = {each["safeguard"]: (each["verdict"], each["waived"]) for each in answer}
    sheet = plain_sheet(Sheets(found, handbook, Context(handbook).proofs[name]))
    shown = {
        each["id"]: (each["verdict"], each["waived"]) for each in sheet["promises"]
    }
    assert shown
    assert shown.items() <= told.items()
    assert {*told} - {*shown} <= {"soundness"}


def test_the_page_has_the_measures_of_the_drawing(proved):
    found, handbook = proved
    sheets = Sheets(found, handbook, {})
    table = sheets.measured(sheets.drawn_up()).measures
    drawn = draw_every_language(found, handbook, view="measures")
    for at, language in enumerate(handbook.languages):
        root = ET.fromstring(drawn[language].svg)  # noqa: S314 - our own
        said = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
        assert len(table) > 1
        for row in table[1:]:
            assert all(cell[at] in said for cell in row), row
