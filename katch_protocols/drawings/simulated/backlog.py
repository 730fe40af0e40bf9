"""The backlog of each post, month by month: half of the runs, and 8 of 10."""

from collections.abc import Iterator

from msgspec import Struct

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
from katch_protocols.model.simulations import PostOutcome

__all__ = ["Backlog"]

_CHART, _PLOT, _ROW, _GAP, _SCALE = 300.0, 110.0, 178.0, 20.0, 34.0
_YEAR = 12
"""The months of a year: at the end of each there is a mark."""


_THIN = Ink("none", HAIRLINE, 1)


class Backlog(Struct, frozen=True):
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
        fan = self.page.word("fan-warm" if self.page.result.warm_up_days else "fan")
        key = self.page.fit(fan, room, 12)
        shapes.append(key.within(Rect(LEFT, top, room, 18), language, MUTED))
        said = " ".join(spoken_rows(self.twin(language)))
        return self.page.scene(language, shapes, (self.width, top + 20), said)

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return the same as rows of text, the head first."""
        variants = self.page.result.variants
        head = (
            self.page.word("what").say(language),
            *(self.page.variant(each).say(language) for each in variants),
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

    def _title(self, post: PostOutcome) -> Label:
        name = self.page.post(post.post)
        texts = {
            code: self.page.word("backlog-title", post=name.say(code)).say(code)
            for code in self.page.languages
        }
        return Label(texts=texts)

    def _row(self, post: PostOutcome, top: float, language: str) -> Iterator[Shape]:
        variants = self.page.result.variants
        found = [(each, each.post(post.post)) for each in variants]
        most = max(
            (m.waiting[2] for _, each in found if each for m in each.months), default=0
        )
        most = max(most, 1.0)
        for number, value in ((0, most), (1, 0.0)):
            label = Label(texts=dict.fromkeys(self.page.languages, f"{value:.0f}"))
            rect = Rect(LEFT, top + number * _PLOT - 7, _SCALE - 6, 14)
            text = self.page.fit(label, rect.width, 11)
            yield text.within(rect, language, MUTED, Anchor.END)
        for at, (variant, other) in enumerate(found):
            left = LEFT + _SCALE + at * (_CHART + _GAP)
            plot = Rect(left, top, _CHART, _PLOT)
            name = self.page.fit(self.page.variant(variant), _CHART, 12)
            under = Rect(left, top + _PLOT + 20, _CHART, 16)
            yield name.within(under, language, INK, Anchor.MIDDLE)
            if other is not None:
                yield self._fan(other, plot, most)
                yield from self._months(plot, len(other.months), language)

    def _months(self, plot: Rect, count: int, language: str) -> Iterator[Shape]:
        """Mark the ends of years, and until when nothing is counted."""
        room = plot.width / max(1, count)
        for month in range(_YEAR, count + 1, _YEAR):
            x = plot.x + month * room
            yield Polyline(((x, plot.bottom), (x, plot.bottom + 4)), _THIN)
            said = self.page.word("month", month=month)
            text = self.page.fit(said, _YEAR * room, 11)
            end = month == count
            place = Rect(x - (60 if end else 30), plot.bottom + 4, 60, 14)
            anchor = Anchor.END if end else Anchor.MIDDLE
            yield text.within(place, language, MUTED, anchor)
        warm = self.page.result.warm_up_days / (365 / _YEAR)
        if 0 < warm < count:
            x = plot.x + warm * room
            ends = ((x, plot.y), (x, plot.bottom))
            yield Polyline(ends, Ink("none", MUTED, 1, "3 3"))

    def _fan(self, post: PostOutcome, plot: Rect, most: float) -> Group:
        step = plot.width / max(1, len(post.months))

        def point(at: int, which: int) -> tuple[float, float]:
            value = 0.0 if at == 0 else post.months[at - 1].waiting[which]
            return plot.x + at * step, plot.bottom - plot.height * value / most

        places = range(len(post.months) + 1)
        band = (
            *(point(at, 2) for at in places),
            *(point(at, 0) for at in reversed(places)),
        )
        ink = ALERT if post.overloaded else INK
        parts = (
            Panel(plot, Ink("none", HAIRLINE, 1)),
            Area(band, Ink(BAND, MUTED, 0.6)),
            Polyline(tuple(point(at, 1) for at in places), Ink("none", ink, 1.8)),
        )
        return Group("fan", parts, {"post": post.post})
