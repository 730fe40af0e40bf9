"""Small charts side by side: a row an indicator, a chart a region, a bar a period.

The regions stand in the order of the handbook, for nobody is ranked. Bars are joined by
nothing, so nothing is ever drawn across a period that is missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.paper import A3, LEAST_PRINT
from katch_protocols.drawings.releases.page import FOOT, LEFT, TOP, ReleasePage, hatched
from katch_protocols.drawings.scene import (
    Anchor,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
)
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.sheets.paging import paged, tallest
from katch_protocols.drawings.sheets.sheet import spoken_rows, stacked_scenes
from katch_protocols.drawings.theme import BAND, HAIRLINE, INK, MUTED
from katch_protocols.model.indicators import Indicator, MeasuredAmount
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import ReleasedCell, ReleasedTable
from katch_protocols.telling.release_wording import said_period
from katch_protocols.words.lists import enumerated

__all__ = ["Multiples"]

_SIDE, _CHART, _ROW, _GAP, _HEAD = 210.0, 118.0, 112.0, 14.0, 34.0
_PLOT, _UNDER, _INSIDE, _WIDEST = 70.0, 18.0, 30.0, 46.0
_LINE, _LEAST = 20.0, 11.0
"""How tall a line under the charts is; no letter is smaller than ``_LEAST``."""
_SAID = 40.0
"""From this width on a bar has room for words instead of a dash."""


class Multiples(Struct, frozen=True, dict=True):
    """The charts of a release, laid out once for all languages."""

    page: ReleasePage

    @cached_property
    def places(self) -> tuple[Id | None, ...]:
        """The regions in the order of the handbook, then all of them."""
        told = {c.region for table in self.page.release.tables for c in table.cells}
        regions = (name for name in self.page.handbook.regions if name in told)
        return (*regions, *((None,) if None in told else ()))

    @cached_property
    def groups(self) -> tuple[Sequence[Id | None], ...]:
        """The places that stand side by side: as many as can be read on A3."""
        most = int((max(A3.room(LEAST_PRINT / _LEAST)) - 2 * LEFT - _SIDE) // _CHART)
        places = self.places or (None,)
        across = ceil(len(places) / ceil(len(places) / most))
        return tuple(places[at : at + across] for at in range(0, len(places), across))

    @property
    def width(self) -> float:
        """How wide a sheet is."""
        return 2 * LEFT + _SIDE + len(self.groups[0]) * _CHART

    def scene(self, language: str) -> Scene:
        """Draw the charts in one language, on as many sheets as can be read on A3."""
        release = self.page.release
        under = _LINE * len(release.waiting)
        room = tallest(self.width, _LEAST) - TOP - _HEAD - FOOT - under
        rows = [*paged([_ROW + _GAP] * len(release.tables), room)] or [range(0)]
        parts = [(places, part) for part in rows for places in self.groups]
        said = [" ".join(spoken_rows(self.twin(language)))]
        said += [""] * (len(parts) - 1)
        scenes = [
            self._sheet(places, [release.tables[at] for at in part], language, text)
            for (places, part), text in zip(parts, said, strict=True)
        ]
        if len(scenes) == 1:
            return scenes[0]
        return stacked_scenes(scenes, scenes[0].title, is_plain=False)

    def _sheet(
        self,
        places: Sequence[Id | None],
        tables: Sequence[ReleasedTable],
        language: str,
        said: str,
    ) -> Scene:
        """Draw the charts of some places, a row an indicator."""
        shapes: list[Shape] = [*self._heads(places, language)]
        top = TOP + _HEAD
        for table in tables:
            shapes.append(self._row(table, places, top, language))
            top += _ROW + _GAP
        for each in self.page.release.waiting:
            texts = {code: v.waiting(each) for code, v in self.page.wordings.items()}
            text = self._legible.fit(texts, self.width - 2 * LEFT, 12, most=1)
            rect = Rect(LEFT, top, self.width - 2 * LEFT, 18)
            shapes.append(text.within(rect, language, MUTED))
            top += _LINE
        return self.page.scene("multiples", language, shapes, (self.width, top), said)

    @cached_property
    def _legible(self) -> ReleasePage:
        """The page, on which no letter is too small."""
        return replace(self.page, least=_LEAST)

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return the same as rows of text, the head first."""
        wording = self.page.wordings[language]
        columns = ("indicator", "region", "period", "value", "status")
        rows = [tuple(wording.say(f"column-{name}") for name in columns)]
        for table in self.page.release.tables:
            indicator = self.page.handbook.indicators[table.indicator]
            for cell in table.cells:
                stands = [
                    wording.status(cell, indicator),
                    wording.change(cell, indicator),
                ]
                stands += wording.remarks(cell)
                rows.append(
                    (
                        indicator.title.say(language),
                        wording.place(cell),
                        said_period(cell.period, language),
                        wording.whole(cell, indicator),
                        enumerated(filter(None, stands)),
                    )
                )
        return tuple(rows)

    def _heads(self, places: Sequence[Id | None], language: str) -> Iterator[Shape]:
        for at, place in enumerate(places):
            texts = {code: v.region(place) for code, v in self.page.wordings.items()}
            rect = Rect(LEFT + _SIDE + at * _CHART, TOP, _CHART - 10, _HEAD - 6)
            text = self._legible.fit(texts, rect.width, 12.5, bold=True)
            yield text.within(rect, language, INK, Anchor.MIDDLE)

    def _row(
        self,
        table: ReleasedTable,
        places: Sequence[Id | None],
        top: float,
        language: str,
    ) -> Group:
        indicator = self.page.handbook.indicators[table.indicator]
        side = Rect(LEFT, top, _SIDE - 16, _ROW)
        title = self._legible.fit(indicator.title, side.width, 13.5, bold=True, most=3)
        targets = {code: v.target(indicator) for code, v in self.page.wordings.items()}
        target = self._legible.fit(targets, side.width, 11.5, most=3)
        shapes: list[Shape] = [
            title.within(Rect(side.x, top, side.width, 52), language, INK),
            target.within(Rect(side.x, top + 52, side.width, 48), language, MUTED),
        ]
        for at, place in enumerate(places):
            rect = Rect(LEFT + _SIDE + at * _CHART, top, _CHART - 10, _ROW)
            shapes += self._chart(table, indicator, place, rect, language)
        return Group("indicator", tuple(shapes), {"indicator": indicator.id})

    def _chart(
        self,
        table: ReleasedTable,
        indicator: Indicator,
        place: Id | None,
        rect: Rect,
        language: str,
    ) -> Iterator[Shape]:
        plot = Rect(rect.x, rect.y + 16, rect.width, _PLOT)
        yield Panel(Rect(plot.x, plot.bottom, plot.width, 1), Ink(HAIRLINE))
        periods = table.periods
        most = self._most(table, indicator, place)
        slot = plot.width / max(1, len(periods))
        for at, period in enumerate(periods):
            cell = table.cell(place, period)
            wide = min(_WIDEST, slot - 4)
            left = plot.x + at * slot + (slot - wide) / 2
            room = Rect(left, plot.y, wide, plot.height)
            if cell is not None:
                yield from self._bar(cell, indicator, room, most, language)
            yield self._under(period, room, language)
        yield from self._lines(indicator, place, plot, most)

    def _bar(
        self,
        cell: ReleasedCell,
        indicator: Indicator,
        room: Rect,
        most: float,
        language: str,
    ) -> Iterator[Shape]:
        size = _size(cell, indicator)
        if cell.is_unreported:
            yield self._unreported(cell, indicator, room, language)
            return
        if size is None:
            yield hatched(Rect(room.x, room.y + 4, room.width, room.height - 4))
            return
        height = min(1.0, size / most) * room.height if most else 0.0
        bar = Rect(room.x, room.bottom - height, room.width, height)
        if height:
            yield Panel(bar, Ink(BAND, INK, 1.2))
        short = {
            code: v.value(cell, indicator) for code, v in self.page.wordings.items()
        }
        text = self._whole(short, room.width + 4)
        # Inside the bar where it is tall enough: a line of a target may run above it.
        y = bar.bottom - _INSIDE if height >= _INSIDE else bar.y - text.height - 2
        tall = _INSIDE if height >= _INSIDE else text.height
        place = Rect(room.x - 2, y, room.width + 4, tall)
        yield text.within(place, language, INK, Anchor.MIDDLE)

    def _whole(self, texts: Mapping[str, str], room: float) -> Fitted:
        """Set a value whole, in two lines if it must be; a dash where it has no room.

        A number is never cut: *12…* of 120 days would be another number.
        """
        text = self._legible.fit(texts, room, 11)
        if text.holds(Label(texts=dict(texts)), room):
            return text
        return self._legible.fit(dict.fromkeys(texts, "–"), room, 11)

    def _unreported(
        self, cell: ReleasedCell, indicator: Indicator, room: Rect, language: str
    ) -> Shape:
        """Say that nobody reported, so that it is not read as none."""
        said = {
            code: v.value(cell, indicator) for code, v in self.page.wordings.items()
        }
        short = dict.fromkeys(said, "–") if room.width < _SAID else said
        text = self._legible.fit(short, room.width + 36, 11, most=2)
        place = Rect(room.x - 18, room.bottom - 28, room.width + 36, 26)
        return text.within(place, language, MUTED, Anchor.MIDDLE)

    def _under(self, period: Period, room: Rect, language: str) -> Shape:
        short = period.months < self.page.release.period.months
        texts = {
            code: said_period(period, code, short=short) for code in self.page.languages
        }
        more = 4 if short else 40
        text = self._legible.fit(texts, room.width + more, 11, most=1)
        left = room.x - more / 2
        place = Rect(left, room.bottom + 2, room.width + more, _UNDER - 4)
        return text.within(place, language, MUTED, Anchor.MIDDLE)

    def _lines(
        self, indicator: Indicator, place: Id | None, plot: Rect, most: float
    ) -> Iterator[Shape]:
        """Yield the lines of the baseline (dashed) and of the target."""
        values: list[tuple[MeasuredAmount, str]] = []
        if indicator.baseline is not None:
            values.append((indicator.baseline.value, "3 3"))
        if indicator.target is not None:
            values.append((indicator.target.value, ""))
        for amount, dash in values:
            # A count is of the whole country: a region has no share of it to reach.
            if place is not None and not amount.percent and amount.unit is None:
                continue
            if not most:
                continue
            y = plot.bottom - min(1.0, _amount(amount) / most) * plot.height
            ink = Ink("none", INK, 1.2, dash)
            yield Polyline(((plot.x, y), (plot.right, y)), ink)

    def _most(
        self, table: ReleasedTable, indicator: Indicator, place: Id | None
    ) -> float:
        """Return the top of the scale: the same for all regions of an indicator."""
        parts = set(map(str, table.periods))
        alike = [
            _size(cell, indicator) or 0.0
            for cell in table.cells
            if str(cell.period) in parts and (cell.region is None) is (place is None)
        ]
        if any(cell.share is not None for cell in table.cells):
            return 100.0
        amounts = [0.0]
        if indicator.target is not None and indicator.target.value.unit is not None:
            amounts.append(_amount(indicator.target.value))
        return 1.15 * max([*alike, *amounts])


def _size(cell: ReleasedCell, indicator: Indicator) -> float | None:
    """Return how high a bar is; ``None``: the number is hidden."""
    if cell.hidden or cell.cases is None:
        return None
    if cell.share is not None:
        return float(cell.share)
    if cell.seconds is not None:
        return float(cell.seconds)
    is_count = indicator.measure.kind.startswith("number")
    return float(cell.cases) if is_count or not cell.cases else None


def _amount(amount: MeasuredAmount) -> float:
    return float(amount.number) if amount.unit is None else amount.seconds
