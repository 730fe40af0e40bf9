"""Everything is made once a session: a protocol's outputs, without their pictures."""

import contextlib
import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.cli.main import main
from katch_protocols.drawings.draw import draw_every_language
from katch_protocols.drawings.drawing import Page
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.views.agency.card import AgencyView
from katch_protocols.duties import path_times
from katch_protocols.papers.annex.annex import annex
from katch_protocols.papers.content.contents import Gathered, Pictures
from katch_protocols.papers.page.binding import bound
from katch_protocols.papers.page.book import make_book, plain_of
from katch_protocols.papers.page.pictures import DrawnLanes
from katch_protocols.papers.page.sheet_nouns import PagePicture
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.papers.page.walks import Walks
from katch_protocols.papers.slides import slides
from katch_protocols.proofs.timing.first_times import LatestTime
from tests import shipped
from tests.telling import page

ROOT = Path(__file__).parents[2]
DAY = "2026-12-01"
"""A day on which every binding of the shipped handbook is in force, as on paper."""


def _unbounded(_chart, _handbook, names, **_) -> Mapping[str, LatestTime]:
    return dict.fromkeys(names, LatestTime(None))


@contextlib.contextmanager
def plain() -> Iterator[None]:
    """Nothing that is drawn, walked, measured or proved: not compared, and dear."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slides._Maker, "_drawing", lambda *_: None)
        patch.setattr(Gathered, "tally", lambda *_: "")
        patch.setattr(Gathered, "verdicts", {})
        patch.setattr(path_times, "latest_times", _unbounded)
        patch.setattr(Pictures, "sheets", lambda *_: iter(()))
        patch.setattr(DrawnLanes, "picture", lambda _: PagePicture((), (), 0, 0))
        patch.setattr(Sheets, "measured", lambda _, sheet: sheet)
        patch.setattr(Walks, "walk", lambda _: None)
        yield


class Shelf:
    """The outputs of one handbook; each is made when it is first asked for."""

    def __init__(self, handbook, folder: Path) -> None:
        self.handbook, self.folder = handbook, folder
        charts = {
            name: chart(each, handbook) for name, each in handbook.protocols.items()
        }
        self.charts = charts
        self.gathered = {name: shipped.gathered(name) for name in charts}
        self.subjects = {name: Subject(each, handbook) for name, each in charts.items()}
        for name in ("svgs", "slides", "annex"):
            setattr(self, name, cache(getattr(self, name)))

    def bodies(self, name: str) -> list[str]:
        """Return the bodies that have a duty proper, in the order of the handbook."""
        answer = self.gathered[name].answer
        return [each.agency for each in answer.agencies.values() if each.binding]

    def laid(self, name: str) -> LanesView:
        """Return the lanes that its papers number their steps by."""
        return self.gathered[name].pictures.whole

    def card(self, name: str, body: str, language: str) -> str:
        view = AgencyView(self.subjects[name], body, self.laid(name))
        return Page(view, self.handbook.languages).drawing(language).svg

    def svgs(self, name: str, view: str) -> Mapping[str, str]:
        # Deadlines stand on a clock where it is proved when they end.
        proved = shipped.kept() if view == "deadlines" else contextlib.nullcontext()
        with proved:
            made = draw_every_language(self.charts[name], self.handbook, view=view)
        return {language: drawing.svg for language, drawing in made.items()}

    def cards(self, name: str, language: str) -> Path:
        path = self.folder / f"{name}.{language}.pdf"
        path.write_bytes(shipped.cards(name, language))
        return path

    def slides(self, name: str, language: str) -> bytes:
        with plain():
            return slides.slides(self.gathered[name], language)

    def annex(self, name: str, language: str) -> bytes:
        with plain():
            return annex(self.gathered[name], language)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory) -> Shelf:
    return Shelf(shipped.reading().sound(), tmp_path_factory.mktemp("telling"))


@pytest.fixture(scope="session")
def html(shelf) -> str:
    """The page of the shipped handbook; no findings, and no proofs, are asked for."""
    with plain():
        found = [
            plain_of(Sheets(each, shelf.handbook, {}, shelf.laid(name)).drawn_up())
            for name, each in shelf.charts.items()
        ]
    return bound(make_book(shelf.handbook, [], found))


@pytest.fixture(scope="session")
def book(html):
    """What the page carries."""
    return page.book_in(html)


@pytest.fixture(scope="session")
def answer():
    """What ``katch roles --format json`` prints of the whole shipped handbook."""
    words = ["--handbook", str(ROOT / "protocols"), "--format", "json", "--on", DAY]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert main(["roles", *words]) == 0
    return json.loads(printed.getvalue())
