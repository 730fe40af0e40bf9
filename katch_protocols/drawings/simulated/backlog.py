"""The backlog of each post, month by month: half of the runs, and 8 of 10."""

from collections.abc import Iterator
from dataclasses import dataclass

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import (
    Anchor,
    Area,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
)
from katch_protocols.drawings.sheets.sheet import spoken_rows
from katch_protocols.drawings.simulated.page import LEFT, TOP, SimulatedPage
from katch_protocols.drawings.theme import ALERT, BAND, HAIRLINE, INK, MUTED
from katch_protocols.model.noun import Label
from katch_protocols.model.simulations import DeskOutcome

__all__ = ["Backlog"]

_CHART, _PLOT, _ROW, _GAP, _SCALE = 300.0, 110.0, 162.0, 20.0, 34.0


@dataclass(frozen=True)
class Backlog:
    """A row a post, a chart a variant; all charts of a row have one scale."""

    page: SimulatedPage

    @property
    def width(self) -> float:
        """How wide the page is."""
        return 2 * LEFT + _SCALE + len(self.page.result.variants) * (_CHART + _GAP)

    def scene(self, language: str) -> Scene:
        """Draw the charts in one language."""
        shapes: list[Shape] = []
        top = TOP
        room = self.width - 2 * LEFT
        for post in self.page.result.today.posts:
            title = self.page.fit(self._title(post), room, 14, bold=True)
            shapes.append(title.within(Rect(LEFT, top, room, 20), language, INK))
            shapes += self._row(post, top + 28, language)
            top += _ROW + _GAP
        key = self.page.fit(self.page.word("fan"), room, 12)
        shapes.append(key.within(Rect(LEFT, top, room, 18), language, MUTED))
        said = " ".join(spoken_rows(self.twin(language)))
        return self.page.scene(language, shapes, (self.width, top + 20), said)

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return the same as rows of text, the head first."""
        variants = self.page.result.variants
        head = (
            self.page.word("what").say(language),
            *(self.page.variant(each.name).say(language) for each in variants),
        )
        rows = [head]
        for post in self.page.result.today.posts:
            cells = [
                " ".join(f"{month.waiting[1]:.0f}" for month in found.months)
                if (found := each.post(post.post)) is not None
                else ""
                for each in variants
            ]
            rows.append((self._title(post).say(language), *cells))
        return tuple(rows)

    def _title(self, post: DeskOutcome) -> Label:
        name = self.page.post(post.post)
        texts = {
            code: self.page.word("backlog-title", post=name.say(code)).say(code)
            for code in self.page.languages
        }
        return Label(texts=texts)

    def _row(self, post: DeskOutcome, top: float, language: str) -> Iterator[Shape]:
        variants = self.page.result.variants
        found = [(each, each.post(post.post)) for each in variants]
        most = max(
            (m.waiting[2] for _, desk in found if desk for m in desk.months), default=0
        )
        most = max(most, 1.0)
        for number, value in ((0, most), (1, 0.0)):
            label = Label(texts=dict.fromkeys(self.page.languages, f"{value:.0f}"))
            rect = Rect(LEFT, top + number * _PLOT - 7, _SCALE - 6, 14)
            text = self.page.fit(label, rect.width, 11)
            yield text.within(rect, language, MUTED, Anchor.END)
        for at, (variant, desk) in enumerate(found):
            left = LEFT + _SCALE + at * (_CHART + _GAP)
            plot = Rect(left, top, _CHART, _PLOT)
            name = self.page.fit(self.page.variant(variant.name), _CHART, 12)
            under = Rect(left, top + _PLOT + 4, _CHART, 16)
            yield name.within(under, language, INK, Anchor.MIDDLE)
            if desk is not None:
                yield self._fan(desk, plot, most)

    def _fan(self, desk: DeskOutcome, plot: Rect, most: float) -> Group:
        step = plot.width / max(1, len(desk.months))

        def point(at: int, which: int) -> tuple[float, float]:
            value = 0.0 if at == 0 else desk.months[at - 1].waiting[which]
            return plot.x + at * step, plot.bottom - plot.height * value / most

        places = range(len(desk.months) + 1)
        band = (
            *(point(at, 2) for at in places),
            *(point(at, 0) for at in reversed(places)),
        )
        ink = ALERT if desk.overloaded else INK
        parts = (
            Panel(plot, Ink("none", HAIRLINE, 1)),
            Area(band, Ink(BAND, MUTED, 0.6)),
            Polyline(tuple(point(at, 1) for at in places), Ink("none", ink, 1.8)),
        )
        return Group("fan", parts, {"post": desk.post})
