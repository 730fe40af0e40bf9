"""Whatever is drafted: the cheap outputs tell the same duties and deadlines."""

import json
from collections import Counter

from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.papers.page.binding import bound
from katch_protocols.papers.page.book import make_book, plain_sheet
from katch_protocols.papers.page.sheets import Sheets
from tests.duties.dressed import dressed
from tests.telling import answers, drawings, page
from tests.telling.conftest import plain
from tests.telling.names import Names

FEW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(dressed())
def test_the_answer_the_page_and_the_drawings_agree(made):
    handbook = made.handbook
    found = chart(handbook.protocols["first"], handbook)
    answer = json.loads(json.dumps(responsibility(handbook, only="first").to_json()))
    names = Names(handbook, "en")
    rows = Counter(answers.rows(answer, found, names))
    cells = {*answers.cells(answer, found, names)}

    with plain():
        sheets = [plain_sheet(Sheets(found, handbook, {}))]
    html = bound(make_book(handbook, [], sheets))
    (sheet,) = page.book_in(html)["sheets"]
    assert Counter(page.rows(sheet, names, 0)) == rows
    assert {*page.cells(sheet, names, 0)} == cells

    matrix = draw(found, handbook, view="raci").svg
    assert {*drawings.matrix(matrix, "en", names.everybody())} == cells
    for body in answer["agencies"]:
        svg, title = (
            draw(found, handbook, view="agency", agency=body).svg,
            names.title(body),
        )
        own = Counter({row: n for row, n in rows.items() if row.body == title})
        assert Counter(drawings.card(svg, "en", title)) == own
